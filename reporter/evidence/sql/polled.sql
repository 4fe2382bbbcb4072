-- How each device answered in the period: whole days as they were rolled up,
-- hours where no day is whole, and readings of hours that are not rolled up yet.
-- And how much of that fell in planned windows.
-- Weeks are those with a day on which school is; of what sleeps at night only, and
-- did so for the whole of the period.
WITH asleep AS (
  SELECT class FROM sleeping_class WHERE coalesce(since <= $2, true)),
at AS (
  SELECT least($3, $4) AS cut,
    date_trunc('day', $2::timestamptz - interval '1 us', 'UTC')
      + interval '24 hours' AS day,
    coalesce((SELECT upto FROM rolled WHERE kind = 'hourly'), $2) AS hours,
    coalesce((SELECT upto FROM rolled WHERE kind = 'daily'), $2) AS days),
edge AS MATERIALIZED (
  SELECT cut, day AS day0,
    greatest(day, least(date_trunc('day', cut, 'UTC'), days)) AS day1,
    greatest($2, least(date_trunc('hour', cut, 'UTC'), hours)) AS hour1
  FROM at),
work AS MATERIALIZED (
  SELECT p.device_id, p.span
  FROM edge CROSS JOIN LATERAL planned_spans($1, hour1, cut) p
  WHERE hour1 < cut),
part AS (
  SELECT device_id, day AS at, polls, answered, planned, planned_answered
  FROM daily
  WHERE tenant_id = $1 AND day >= $2 AND day < $3
    AND day >= (SELECT day0 FROM edge) AND day < (SELECT day1 FROM edge)
  UNION ALL
  SELECT device_id, hour, polls, answered, planned, planned_answered
  FROM hourly
  WHERE tenant_id = $1 AND hour >= $2 AND hour < $3
    AND hour < (SELECT hour1 FROM edge)
    AND NOT (hour >= (SELECT day0 FROM edge)
      AND hour < (SELECT day1 FROM edge))
  UNION ALL
  SELECT r.device_id, r.at, 1, (r.outcome <> 'silent')::integer,
    coalesce(r.at <@ w.span, false)::integer,
    coalesce(r.at <@ w.span AND r.outcome <> 'silent', false)::integer
  FROM reading r LEFT JOIN work w ON w.device_id = r.device_id
  WHERE r.tenant_id = $1 AND r.at >= $2 AND r.at < $3 AND r.at <= $4
    AND r.at >= (SELECT hour1 FROM edge)),
school AS MATERIALIZED (
  SELECT date_trunc('week', day) AS week, min(day) AS first, max(day) AS last
  FROM tenant t CROSS JOIN LATERAL generate_series(
    date_trunc('day', $2::timestamptz AT TIME ZONE t.zone),
    least($3, $4) AT TIME ZONE t.zone - interval '1 us', interval '1 day') day
  WHERE t.tenant_id = $1 AND extract(isodow FROM day) < 6
    AND NOT EXISTS (SELECT FROM day_off o
      WHERE o.tenant_id = $1 AND o.day = day::date)
  GROUP BY 1),
heard AS (
  SELECT p.device_id, count(DISTINCT w.week) AS weeks
  FROM part p JOIN device_state s
    ON s.tenant_id = $1 AND s.device_id = p.device_id
    AND s.class IN (SELECT class FROM asleep)
  JOIN tenant t ON t.tenant_id = $1
  JOIN school w ON w.week = date_trunc('week', p.at AT TIME ZONE t.zone)
  WHERE p.answered > 0 GROUP BY 1)
SELECT d.device_id, coalesce(p.tried, 0) AS tried,
  coalesce(p.answered, 0) AS answered, coalesce(p.planned, 0) AS planned,
  coalesce(p.planned_answered, 0) AS planned_answered,
  CASE WHEN s.class IN (SELECT class FROM asleep) THEN (SELECT count(*) FROM school w
    WHERE w.last + interval '1 day'
        > greatest(d.created, d.in_service) AT TIME ZONE t.zone
      AND (d.retired IS NULL OR w.first < d.retired AT TIME ZONE t.zone))
    END AS weeks,
  CASE WHEN s.class IN (SELECT class FROM asleep) THEN coalesce(h.weeks, 0)
    END AS weeks_read
FROM device d JOIN tenant t ON t.tenant_id = d.tenant_id
LEFT JOIN device_state s
  ON s.tenant_id = d.tenant_id AND s.device_id = d.device_id
LEFT JOIN (SELECT device_id, sum(polls)::bigint AS tried,
    sum(answered)::bigint AS answered, sum(planned)::bigint AS planned,
    sum(planned_answered)::bigint AS planned_answered FROM part GROUP BY 1) p
  ON p.device_id = d.device_id
LEFT JOIN heard h ON h.device_id = d.device_id
WHERE d.tenant_id = $1 AND d.created < $3 AND d.in_service < $3
  AND (d.retired IS NULL OR d.retired >= $2)
  AND ($5::integer IS NULL OR d.site_id = $5)
ORDER BY d.device_id
