-- The last checkpoint of each journal: what a later check of it must meet.
SELECT DISTINCT ON (host, stream, journal)
  host, stream, checkpoint, seq, at, encode(hash, 'hex') AS hash,
  anchor_line(a) AS line
FROM journal_anchor a
WHERE kept >= $4::timestamptz - interval '100 days'
ORDER BY host, stream, journal, checkpoint DESC
