-- Measurements of what people entered: part, whole, and of how many of the
-- whole nobody can tell. At the cut, as it stood then.
WITH e AS (
  SELECT DISTINCT ON (kind, number) kind, number, topic, reference, report,
    opened, due, acknowledged, outcome, closed,
    (SELECT b.closed FROM entry b WHERE b.tenant_id = $1 AND b.kind = x.kind
      AND b.number = x.number AND b.made < $2
      ORDER BY b.rev DESC LIMIT 1) AS closed_before,
    EXISTS (SELECT FROM entry b WHERE b.tenant_id = $1 AND b.kind = x.kind
      AND b.number = x.number AND b.made < $2) AS was_there
  FROM entry x
  WHERE tenant_id = $1 AND made < $3 AND made <= $4
    AND ($5::integer IS NULL OR site_id = $5
      OR device_id IN (SELECT device_id FROM here))
  ORDER BY kind, number, rev DESC),
held AS (
  SELECT topic, report, due, closed, closed <= least($3, $4)
    AND outcome <> 'not_held' AS held
  FROM e WHERE kind = 'review'),
due AS (
  SELECT topic, coalesce(held, false) AS held FROM held
  WHERE due >= $2 AND due < least($3, $4))
-- Incidents of the period with a number elsewhere; not taken up: unknown.
SELECT 'M-INC-01' AS id, count(*) FILTER (WHERE reference IS NOT NULL) AS part,
  count(*) AS whole,
  count(*) FILTER (WHERE acknowledged IS NULL) AS unknown
FROM e WHERE kind = 'incident' AND opened >= $2 AND opened < least($3, $4)
UNION ALL
-- Log reviews held / planned.
SELECT 'M-LOG-05', count(*) FILTER (WHERE held), count(*), 0
FROM due WHERE topic = 'log'
UNION ALL
-- Reports of ended periods that were made in time and reviewed in time / made. To
-- review it there is as long again: of one whose time still runs nobody can tell,
-- and one that was reviewed after it is late.
SELECT 'M-REP-01', count(*) FILTER (WHERE in_time AND reviewed), count(*),
  count(*) FILTER (WHERE in_time AND NOT reviewed
    AND made + term >= least($3, $4))
FROM (SELECT r.made, t.term, r.made < r.period_to + t.term AS in_time,
    EXISTS (SELECT FROM held h
      WHERE h.topic = 'report' AND h.report = r.number AND h.held
        AND h.closed <= r.made + t.term)
    OR EXISTS (SELECT FROM report_step p WHERE p.tenant_id = $1
      AND p.report_id = r.report_id AND p.step = 'reviewed'
      AND p.at <= least($3, $4, r.made + t.term)) AS reviewed
  FROM report r CROSS JOIN (SELECT make_interval(secs => (
      SELECT p.report_s FROM policy p
      WHERE p.tenant_id = $1
      ORDER BY p.effective <= least($3, $4) DESC,
        CASE WHEN p.effective <= least($3, $4) THEN -p.version ELSE p.version END
      LIMIT 1)) AS term) t
  WHERE r.tenant_id = $1 AND NOT r.interim AND r.made >= $2
    AND r.made < least($3, $4)
    AND ($5::integer IS NULL OR r.site_id = $5)) x
UNION ALL
-- Actions that were open when the period began: closed since / all.
SELECT 'M-REP-02', count(*) FILTER (WHERE closed <= least($3, $4)),
  count(*), 0
FROM e WHERE kind = 'action' AND was_there
  AND (closed_before IS NULL OR closed_before >= $2)
UNION ALL
-- Patches of which the contract's term ended: installed within it / all.
SELECT 'M-SUP-01', count(*) FILTER (WHERE timing = 'on_time'), count(*),
  count(*) FILTER (WHERE timing = 'unknown')
FROM supplier_duty($1, least($3, $4))
WHERE agreed >= $2 AND agreed < least($3, $4)
  AND ($5::integer IS NULL OR device IN (SELECT name FROM here))
UNION ALL
-- Suppliers' reports reviewed / due.
SELECT 'M-SUP-02', count(*) FILTER (WHERE held), count(*), 0
FROM due WHERE topic = 'supplier'
ORDER BY 1
