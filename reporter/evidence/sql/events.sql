-- What happened to devices in the period.
SELECT e.event_id, e.device_id, d.name AS device, s.name AS site, e.at,
  e.kind, e.source, e.expected, e.detail, e.evidence_id
FROM event e
JOIN device d ON d.tenant_id = e.tenant_id AND d.device_id = e.device_id
LEFT JOIN site s ON s.tenant_id = d.tenant_id AND s.site_id = d.site_id
WHERE e.tenant_id = $1 AND e.at >= $2 AND e.at < $3 AND e.at <= $4
ORDER BY e.at, e.event_id
