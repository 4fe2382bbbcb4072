-- The head of the chain of changes, and the line that audit verify reads.
SELECT seq, encode(hash, 'hex') AS hash, trail_line(h, $4::timestamptz) AS line
FROM change_head h WHERE tenant_id = $1
