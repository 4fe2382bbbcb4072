-- Every version of the terms up to the snapshot; the last one is in force.
SELECT p.* FROM policy p
WHERE p.tenant_id = $1 AND p.effective <= $4 ORDER BY p.version
