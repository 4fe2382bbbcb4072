-- Measures against a hole that worked in the period; never a patch.
SELECT m.mitigation_id, m.at, m.patch_id, p.reference, p.title AS patch,
  p.priority, d.name AS device, m.measure, m.evidence, m.made,
  CASE WHEN m.ended <= $4 THEN m.ended END AS ended,
  mitigation_stand(m, least($3, $4)) AS stand
FROM mitigation m
JOIN patch p ON p.tenant_id = m.tenant_id AND p.patch_id = m.patch_id
LEFT JOIN device d ON d.tenant_id = m.tenant_id AND d.device_id = m.device_id
WHERE m.tenant_id = $1 AND m.at < $3 AND m.made <= $4
  AND (m.ended IS NULL OR m.ended >= $2)
  AND ($5::integer IS NULL OR m.device_id IN (SELECT device_id FROM here)
    OR m.device_id IS NULL AND m.patch_id IN (SELECT patch_id FROM here_patch))
ORDER BY m.mitigation_id
