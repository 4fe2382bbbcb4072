SELECT c.claim_id, c.patch_id, c.device_id, c.at, c.made, c.by_function
FROM claim c
WHERE c.tenant_id = $1 AND c.made < $3 AND c.made <= $4 ORDER BY c.claim_id
