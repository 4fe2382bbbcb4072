-- What people noted that went otherwise than planned, and emergencies that
-- nobody else approved in time: both in the period.
SELECT 'noted' AS kind, v.at, v.patch_id, p.reference, p.title AS patch,
  d.name AS device, s.name AS site, v.what, v.why
FROM deviation v
JOIN patch p ON p.tenant_id = v.tenant_id AND p.patch_id = v.patch_id
LEFT JOIN device d ON d.tenant_id = v.tenant_id AND d.device_id = v.device_id
LEFT JOIN site s ON s.tenant_id = d.tenant_id AND s.site_id = d.site_id
WHERE v.tenant_id = $1 AND v.at >= $2 AND v.at < $3 AND v.made <= $4
  AND ($5::integer IS NULL OR v.device_id IN (SELECT device_id FROM here)
    OR v.device_id IS NULL AND v.patch_id IN (SELECT patch_id FROM here_patch))
UNION ALL
SELECT CASE WHEN coalesce(e.approved > e.due, true)
  THEN 'emergency_late' ELSE 'emergency' END, e.at, e.patch_id,
  p.reference, p.title, NULL, NULL, NULL, e.reason
FROM emergency e
JOIN patch p ON p.tenant_id = e.tenant_id AND p.patch_id = e.patch_id
WHERE e.tenant_id = $1 AND e.at >= $2 AND e.at < $3 AND e.at <= $4
  AND (e.approved <= e.due OR e.due <= $4)
  AND ($5::integer IS NULL OR e.patch_id IN (SELECT patch_id FROM here_patch))
ORDER BY at, reference, device
