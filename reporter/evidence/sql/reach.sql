-- For how many seconds each device was in scope, less windows that stood in the
-- register when they began, and for how many of these nothing came from it: from
-- the event that it fell silent to the one that it was back.
WITH scope AS (
  SELECT d.device_id, d.site_id, tstzmultirange(tstzrange(
    greatest($2, d.created, d.in_service),
    greatest($2, d.created, d.in_service,
      least($3, $4, coalesce(d.retired, $4))))) AS span
  FROM device d
  WHERE d.tenant_id = $1 AND d.created < $3 AND d.in_service < $3
    AND (d.retired IS NULL OR d.retired >= $2)
    AND ($5::integer IS NULL OR d.site_id = $5)),
away AS (
  SELECT device_id, range_agg(tstzrange(at, back)) AS span
  FROM (SELECT device_id, kind, at, lead(at, 1, least($3, $4)) OVER (
      PARTITION BY device_id ORDER BY at, event_id) AS back
    FROM event WHERE tenant_id = $1 AND kind IN ('silent', 'returned')
      AND at >= $2::timestamptz - interval '92 days' AND at < least($3, $4)) e
  WHERE kind = 'silent' GROUP BY 1),
planned AS (
  SELECT p.device_id, p.span FROM planned_spans($1, $2, least($3, $4)) p)
SELECT s.device_id,
  (SELECT coalesce(sum(extract(epoch FROM upper(x) - lower(x))), 0)::bigint
    FROM unnest(s.span - coalesce(p.span, '{}')) x) AS watched_s,
  CASE WHEN a.span IS NULL THEN 0 ELSE
    (SELECT coalesce(sum(extract(epoch FROM upper(x) - lower(x))), 0)::bigint
      FROM unnest(a.span * s.span - coalesce(p.span, '{}')) x)
    END AS unreachable_s
FROM scope s
LEFT JOIN away a ON a.device_id = s.device_id
LEFT JOIN planned p ON p.device_id = s.device_id
ORDER BY s.device_id
