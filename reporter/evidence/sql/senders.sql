-- Messages by who sent them; device 0: in no register. Whole hours as they
-- were counted, which outlives the messages; the last one, message by message.
-- Of which site an unknown sender is, nobody knows. Hours of before it was
-- counted how many were cut, broken off or formless leave that unknown.
WITH hours AS (
  SELECT device_id, count, protected, cut, broken, formless FROM message_tally
  WHERE tenant_id = $1 AND hour >= $2
    AND hour < date_trunc('hour', least($3, $4), 'UTC')
    AND ($5::integer IS NULL OR device_id IN (SELECT device_id FROM here))
  UNION ALL
  SELECT coalesce(device_id, 0), 1,
    (transport IN ('tls', 'relp_tls'))::integer,
    coalesce('truncated' = ANY (flags), false)::integer,
    coalesce('partial' = ANY (flags), false)::integer, (pri IS NULL)::integer
  FROM message WHERE tenant_id = $1 AND rcvd >= $2 AND rcvd < $3
    AND rcvd <= $4 AND rcvd >= date_trunc('hour', least($3, $4), 'UTC')
    AND ($5::integer IS NULL OR device_id IN (SELECT device_id FROM here)))
SELECT coalesce(sum(count) FILTER (WHERE device_id <> 0), 0)::bigint AS known,
  CASE WHEN $5::integer IS NULL
    THEN coalesce(sum(count) FILTER (WHERE device_id = 0), 0)::bigint
    END AS unknown,
  CASE WHEN $5::integer IS NULL THEN (SELECT count(DISTINCT peer) FROM message
    WHERE tenant_id = $1 AND device_id IS NULL
    AND rcvd >= $2 AND rcvd < $3 AND rcvd <= $4) END AS unknown_senders,
  coalesce(sum(protected), 0)::bigint AS protected,
  coalesce(sum(count), 0)::bigint AS total,
  CASE WHEN count(*) = count(cut) THEN coalesce(sum(cut), 0)::bigint
    END AS cut,
  CASE WHEN count(*) = count(broken) THEN coalesce(sum(broken), 0)::bigint
    END AS broken,
  CASE WHEN count(*) = count(formless) THEN coalesce(sum(formless), 0)::bigint
    END AS formless
FROM hours
