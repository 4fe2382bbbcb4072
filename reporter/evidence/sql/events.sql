-- What happened to devices in the period. One inside a change of systems that
-- was registered before it is expected.
SELECT e.event_id, e.device_id, d.name AS device, s.name AS site, e.at,
  e.kind, e.source,
  e.expected OR c.covered AS expected,
  change_recorded(e.tenant_id, e.device_id, e.at) AS recorded, e.detail,
  e.evidence_id
FROM event e
JOIN device d ON d.tenant_id = e.tenant_id AND d.device_id = e.device_id
LEFT JOIN site s ON s.tenant_id = d.tenant_id AND s.site_id = d.site_id
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM (
    SELECT DISTINCT ON (number) device_id, site_id, opened, until, outcome
    FROM entry WHERE tenant_id = $1 AND kind = 'change' AND made <= e.at
    ORDER BY number, rev DESC) w
  WHERE e.at >= w.opened AND e.at < w.until
    AND w.outcome IS DISTINCT FROM 'cancelled'
    AND (w.device_id = e.device_id OR w.device_id IS NULL
      AND w.site_id = d.site_id)) AS covered) c
WHERE e.tenant_id = $1 AND e.at >= $2 AND e.at < $3 AND e.at <= $4
  AND ($5::integer IS NULL OR d.site_id = $5)
  AND e.kind IN ('boot', 'silent', 'returned', 'crash', 'version', 'downgrade',
    'component', 'serial', 'model', 'engine', 'conflict')
ORDER BY e.at, e.event_id
