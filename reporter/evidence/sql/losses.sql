-- Marks of the observer itself (start, alive) count nothing, and are not losses.
SELECT listener, reason, sum(count)::bigint AS count, min(at) AS first,
  max(at) AS last
FROM loss
WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND at <= $4
  AND count > 0
GROUP BY listener, reason ORDER BY listener, reason
