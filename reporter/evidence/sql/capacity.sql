-- How busy and how full devices were on whole days of the period: in how many of
-- the hours that were measured above the threshold of that day, and of what that
-- was so for longer than the policy allows.
SELECT c.device_id, d.name AS device, s.name AS site, max(c.hours) AS hours,
  max(c.over) AS over, max(c.high) AS high, bool_or(c.too_long) AS too_long,
  array_agg(c.what ORDER BY c.what) FILTER (WHERE c.too_long) AS what
FROM capacity_of($1, $2, least($3, $4)) c
JOIN device d ON d.tenant_id = $1 AND d.device_id = c.device_id
LEFT JOIN site s ON s.tenant_id = d.tenant_id AND s.site_id = d.site_id
WHERE $5::integer IS NULL OR d.site_id = $5
GROUP BY c.device_id, d.name, s.name
ORDER BY d.name, c.device_id
