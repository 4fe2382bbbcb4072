-- Disturbances after a patch of which somebody found that it is not the cause.
SELECT y.at, y.patch_id, y.device_id, p.reference, d.name AS device, y.reason,
  functions_held($1, y.actor, y.at) AS functions
FROM dismissal y
JOIN patch p ON p.tenant_id = y.tenant_id AND p.patch_id = y.patch_id
JOIN device d ON d.tenant_id = y.tenant_id AND d.device_id = y.device_id
WHERE y.tenant_id = $1 AND y.at >= $2 AND y.at < $3 AND y.at <= $4
  AND ($5::integer IS NULL OR d.site_id = $5)
ORDER BY y.at, p.reference, d.name
