SELECT e.exception_id, e.patch_id, e.device_id, p.reference,
  p.title AS patch, p.priority, d.name AS device, e.reason, e.measure,
  e.owner, e.requested, e.approved, e.valid_until
FROM exception e
JOIN patch p ON p.tenant_id = e.tenant_id AND p.patch_id = e.patch_id
LEFT JOIN device d ON d.tenant_id = e.tenant_id AND d.device_id = e.device_id
WHERE e.tenant_id = $1 AND e.requested < $3 AND e.requested <= $4
  AND e.valid_until >= $2
ORDER BY e.exception_id
