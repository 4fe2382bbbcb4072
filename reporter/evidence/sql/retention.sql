-- How long messages are to be kept, and since which day they are: as far back as
-- wanted, or as the first that was ever counted (hours are kept for 3 years).
-- Days are dropped whole; dropped_days were, in the period.
SELECT c.class, extract(epoch FROM p.keep)::bigint AS keep_s, f.first, s.since,
  least($3, $4) - p.keep AS wanted,
  greatest(0, extract(day FROM least(s.since, $3, $4)
    - greatest(f.first, $2 - p.keep)))::integer AS dropped_days,
  (SELECT count(*) FROM hold WHERE tenant_id = $1 AND released_at IS NULL)
    AS holds
FROM (VALUES ('operational'), ('security')) c(class)
JOIN part_policy p ON p.parent = 'message_' || c.class
CROSS JOIN LATERAL (
  SELECT min(to_date(right(t.relname, 8), 'YYYYMMDD')::timestamp
    AT TIME ZONE 'UTC') AS since
  FROM pg_inherits i JOIN pg_class t ON t.oid = i.inhrelid
  WHERE i.inhparent = to_regclass('message_' || c.class)) s
CROSS JOIN (SELECT min(first) AS first FROM message_tally
  WHERE tenant_id = $1) f
ORDER BY c.class
