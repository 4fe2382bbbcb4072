-- In how many sections certificates of senders were looked at in the last day
-- before the end of the period, and how often one that runs out was seen beyond
-- those for which there is room.
SELECT count(*) AS looked, coalesce(sum(surplus), 0) AS surplus
FROM (
  SELECT DISTINCT ON (journal, substring(listener FROM ' (.*)$'))
    split_part(listener, ' ', 1)::bigint AS surplus
  FROM loss
  WHERE tenant_id = $1 AND reason = 'senders' AND $2 < $3
    AND at >= least($3, $4) - interval '26 hours' AND at <= least($3, $4)
  ORDER BY journal, substring(listener FROM ' (.*)$'), seq DESC) x
