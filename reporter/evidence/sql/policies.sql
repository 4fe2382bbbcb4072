-- Every version of the terms up to the snapshot; the last one is in force.
SELECT p.*, functions_held($1, p.actor, least(p.effective, $4)) AS functions
FROM policy p
WHERE p.tenant_id = $1 AND p.effective <= $4 ORDER BY p.version
