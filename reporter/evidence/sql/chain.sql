-- The head of the chain of changes.
SELECT seq, encode(hash, 'hex') AS hash FROM change_head WHERE tenant_id = $1
