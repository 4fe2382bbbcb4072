-- Certificates and lists of revoked ones that were about to run out when they were
-- last looked at before the end of the period; the listener does so once a day
-- and tells 30 days before. What it says is taken apart, so that a report has
-- it in its own language. Without an end: TLS is not listened to for lack of a
-- certificate that can be used. They are those of every organisation that sends.
WITH mark AS (
  SELECT journal, seq, reason, listener
  FROM papers_told(least($3, $4) - interval '26 hours', least($3, $4))
  WHERE $2 < $3 AND $1::integer IS NOT NULL),
looked AS (
  SELECT journal, max(seq) AS seq FROM mark WHERE reason = 'papers'
  GROUP BY journal)
SELECT DISTINCT substring(m.said FROM '^listen "([^"]*)"') AS listener,
  m.part[1] AS kind, m.part[2] AS subject, m.part[3]::timestamptz AS until
FROM (SELECT x.listener AS said, regexp_match(x.listener,
    '": (certificate|list) of (.*) [(].*[)] (?:runs|ran) out ([^ ]+)$') AS part
  FROM mark x LEFT JOIN looked l ON l.journal = x.journal
  WHERE x.reason = 'expiry' AND x.seq > coalesce(l.seq, 0)) m
ORDER BY until, listener, kind, subject
