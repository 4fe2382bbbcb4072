SELECT e.exception_id, e.patch_id, e.device_id, p.reference,
  p.title AS patch, p.priority, d.name AS device, e.kind, e.reason, e.measure,
  e.owner, e.requested, e.valid_until, e.extends, e.safety, e.decided_as,
  CASE WHEN e.declared_by IS NULL AND e.first_approved < $3
    THEN e.first_approved END AS approved,
  CASE WHEN e.declared_by IS NOT NULL AND e.approved < $3
    THEN e.approved END AS declared,
  CASE WHEN e.refused < $3 THEN e.refused END AS refused,
  e.approved_by IS DISTINCT FROM e.requested_by AS decided_by_other
FROM exception e
JOIN patch p ON p.tenant_id = e.tenant_id AND p.patch_id = e.patch_id
LEFT JOIN device d ON d.tenant_id = e.tenant_id AND d.device_id = e.device_id
WHERE e.tenant_id = $1 AND e.requested < $3 AND e.requested <= $4
  AND e.valid_until >= $2
  AND ($5::integer IS NULL OR e.device_id IN (SELECT device_id FROM here)
    OR e.device_id IS NULL AND e.patch_id IN (SELECT patch_id FROM here_patch))
ORDER BY e.exception_id
