-- How far a device's own clock stood from ours: the median by its last messages
-- that bear a time; transit is inside the figure.
SELECT d.device_id, c.skew_ms
FROM device d
CROSS JOIN LATERAL clock_skew(d.tenant_id, d.device_id, $2, least($3, $4)) c
WHERE d.tenant_id = $1 AND c.messages > 0
  AND ($5::integer IS NULL OR d.site_id = $5)
ORDER BY d.device_id
