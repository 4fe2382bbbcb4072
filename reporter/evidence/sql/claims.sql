SELECT c.claim_id, c.patch_id, c.device_id, c.at, c.made, c.by_function
FROM claim c
WHERE c.tenant_id = $1 AND c.made < $3 AND c.made <= $4
  AND ($5::integer IS NULL OR c.device_id IN (SELECT device_id FROM here))
ORDER BY c.claim_id
