-- How many listeners looked at the papers they listen with in the last day before
-- the end of the period: what tells that nothing runs out from that nobody looked.
-- One that listens to nothing over TLS has none to look at.
SELECT count(DISTINCT journal) AS looked
FROM papers_told(least($3, $4) - interval '26 hours', least($3, $4))
WHERE reason = 'papers' AND $2 < $3 AND $1::integer IS NOT NULL
