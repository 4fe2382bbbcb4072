-- Changes of the register in the period that can move a figure.
SELECT seq, at, action, object, detail, reason
FROM change
WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND at <= $4
ORDER BY seq
