-- Looking at messages: who follows them reads where new ones stand, and how far
-- a device's clock stands from ours is one question, for the command and for
-- reports.

GRANT SELECT ON message_batch TO patchwacht_register;

-- By the last messages of a device that bear a time: the median of time told
-- against time received, and the median distance from it. Transit is inside
-- the figure. A sender that does not tell its zone is taken to be in the one,
-- by quarters of an hour, that lies nearest: assumed_ms. Times of a clock that
-- says it is not set count in unset only.
CREATE FUNCTION clock_skew(tenant integer, device integer, since timestamptz,
  until timestamptz, OUT skew_ms bigint, OUT spread_ms bigint,
  OUT messages bigint, OUT assumed_ms bigint, OUT unset bigint,
  OUT last timestamptz)
LANGUAGE sql STABLE AS $$
  WITH told AS (
    SELECT rcvd, coalesce(zoned,false) AS zoned,
      coalesce('clock_unset'=ANY(flags),false) AS unset,
      extract(epoch FROM device_time-rcvd)*1000 AS off
    FROM message WHERE tenant_id=tenant AND device_id=device
      AND rcvd>=since AND rcvd<until AND device_time IS NOT NULL
    ORDER BY rcvd DESC LIMIT 101),
  zone AS (
    SELECT CASE WHEN bool_or(zoned) THEN 0 ELSE
      round(percentile_cont(0.5) WITHIN GROUP (ORDER BY off)/900000)*900000
      END AS assumed
    FROM told WHERE NOT unset),
  skew AS (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY off-assumed) AS median
    FROM told, zone WHERE NOT unset)
  SELECT (SELECT round(median) FROM skew)::bigint,
    (SELECT round(percentile_cont(0.5) WITHIN GROUP
      (ORDER BY abs(off-assumed-median))) FROM told, zone, skew
      WHERE NOT unset)::bigint,
    count(*) FILTER (WHERE NOT unset), (SELECT assumed FROM zone)::bigint,
    count(*) FILTER (WHERE unset), max(rcvd)
  FROM told
$$;
