-- Ports of each device on the last day of the period on which they were measured:
-- how many are enabled, and how many of these have had no link for longer than
-- the policy of that day says; and links that came where there had been none.
SELECT p.device_id, d.name AS device, s.name AS site, p.day, p.ports,
  p.enabled, p.unused, coalesce(l.links, 0) AS links, l.labels
FROM (SELECT DISTINCT ON (device_id) * FROM port_day
    WHERE tenant_id = $1 AND day >= $2 AND day < $3
      AND day <= least($3, $4) - interval '24 hours'
    ORDER BY device_id, day DESC) p
JOIN device d ON d.tenant_id = $1 AND d.device_id = p.device_id
LEFT JOIN site s ON s.tenant_id = d.tenant_id AND s.site_id = d.site_id
LEFT JOIN (SELECT device_id, count(*) AS links,
    (array_agg(label ORDER BY linked))[1:5] AS labels
  FROM ports_linked($1, $2, least($3, $4)) GROUP BY 1) l
  ON l.device_id = p.device_id
WHERE $5::integer IS NULL OR d.site_id = $5
ORDER BY d.name, p.device_id
