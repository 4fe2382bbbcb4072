-- What the transitions, events, looks, checks and alerts above rest on, by id.
-- The bytes stay in the database; their digest stands here. Of who said it the
-- function is told, as everywhere, and no name.
SELECT e.evidence_id, e.device_id, e.at, e.kept, e.kind, e.journal, e.seq,
  e.content - 'actor' AS content, encode(e.sha256, 'hex') AS sha256
FROM (SELECT unnest(t.evidence) AS evidence_id FROM transition t
    WHERE t.tenant_id = $1 AND t.at < $3 AND t.at <= $4
  UNION SELECT v.evidence_id FROM event v
    WHERE v.tenant_id = $1 AND v.at >= $2 AND v.at < $3 AND v.at <= $4
      AND v.kind IN ('boot', 'silent', 'returned', 'crash', 'version',
        'downgrade', 'component', 'serial', 'model', 'engine', 'conflict')
  UNION SELECT c.evidence_id FROM comparison c
    WHERE c.tenant_id = $1 AND c.at >= $2 AND c.at < $3 AND c.at <= $4
  UNION SELECT k.evidence_id FROM checks_at($1, least($3, $4)) k
    WHERE k.result = 'failed'
  UNION SELECT unnest(a.evidence) FROM alert a
    WHERE a.tenant_id = $1 AND a.opened < $3 AND a.opened <= $4) n
JOIN evidence e ON e.tenant_id = $1 AND e.evidence_id = n.evidence_id
WHERE e.at <= $4
  AND ($5::integer IS NULL OR e.device_id IN (SELECT device_id FROM here))
ORDER BY e.evidence_id
