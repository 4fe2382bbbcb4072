-- Journals that were written in the period, and their signed checkpoints: each
-- is to stand behind the one before, in records and in time. What was read anew in
-- the period, and did not fit, is damaged, whether it lies there still or not.
SELECT p.stream, p.journal, p.host, coalesce(a.checkpoints, 0) AS checkpoints,
  a.first, a.last, a.seq_from, a.seq_to, coalesce(a.in_order, false) AS in_order,
  (SELECT count(*) FROM unnest(j.damage_found) found WHERE found >= $2
    AND found < $3 AND found <= $4) AS damaged,
  coalesce(cardinality(j.damage_found), 0) AS damaged_ever, j.rechecked, j.rechecked_segments
FROM (SELECT stream, journal, host FROM journal_pos
    WHERE (at >= $2 OR EXISTS (SELECT FROM unnest(damage_found) found
        WHERE found >= $2 AND found < $3 AND found <= $4))
      AND $1::integer IS NOT NULL
  UNION SELECT stream, journal, host FROM journal_anchor
    WHERE at >= $2 AND at < $3 AND at <= $4) p
LEFT JOIN (SELECT journal, count(*) AS checkpoints, min(at) AS first,
    max(at) AS last, min(seq) AS seq_from, max(seq) AS seq_to,
    bool_and(coalesce(seq >= before_seq AND at >= before_at, true)) AS in_order
  FROM (SELECT journal, seq, at,
      lag(seq) OVER (PARTITION BY journal ORDER BY checkpoint) AS before_seq,
      lag(at) OVER (PARTITION BY journal ORDER BY checkpoint) AS before_at
    FROM journal_anchor WHERE at >= $2 AND at < $3 AND at <= $4) x
  GROUP BY journal) a ON a.journal = p.journal
LEFT JOIN journal_pos j ON j.journal = p.journal
ORDER BY p.stream, p.journal
