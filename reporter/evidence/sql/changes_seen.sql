-- Changes that devices showed in the period, by device and kind, and how many of
-- them no patch and no registered change explains; numbers of the evidence of
-- the first of those.
SELECT x.device_id, d.name AS device, x.kind, count(*) AS seen,
  count(*) FILTER (WHERE NOT x.recorded) AS unrecorded,
  (array_agg(x.evidence_id ORDER BY x.at) FILTER (WHERE NOT x.recorded
    AND x.evidence_id IS NOT NULL))[1:5] AS evidence
FROM (SELECT e.device_id, e.at, e.evidence_id, CASE e.kind
      WHEN 'configuration' THEN 'configuration' ELSE 'version' END AS kind,
    e.expected OR change_recorded(e.tenant_id, e.device_id, e.at) AS recorded
  FROM event e
  WHERE e.tenant_id = $1 AND e.at >= $2 AND e.at < $3 AND e.at <= $4
    AND e.kind IN ('version', 'downgrade', 'component', 'serial', 'model',
      'engine', 'configuration')
    AND ($5::integer IS NULL OR e.device_id IN (SELECT device_id FROM here))) x
JOIN device d ON d.tenant_id = $1 AND d.device_id = x.device_id
GROUP BY x.device_id, d.name, x.kind
ORDER BY d.name, x.device_id, x.kind
