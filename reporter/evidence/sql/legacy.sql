-- Devices on which it was tried, with permission, whether they answer SNMPv1 and
-- v2c: the last time in the period.
SELECT DISTINCT ON (d.name, t.device_id) t.device_id, d.name AS device,
  t.at, t.answers, t.answers <> 'silent' AS answered,
  t.answers LIKE '%public%' AS public, t.permission_id
FROM legacy_test t
JOIN device d ON d.tenant_id = t.tenant_id AND d.device_id = t.device_id
WHERE t.tenant_id = $1 AND t.at >= $2 AND t.at < $3 AND t.at <= $4
  AND ($5::integer IS NULL OR d.site_id = $5)
ORDER BY d.name, t.device_id, t.at DESC
