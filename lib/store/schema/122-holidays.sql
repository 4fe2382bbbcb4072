-- School holidays in the database, for all that looks at devices in lessons; and
-- what a device lost closes the gate of the next ring.

-- Of the calendars that windows name, as their files have them.
CREATE TABLE holiday(
  calendar text NOT NULL,
  first date NOT NULL,
  last date NOT NULL,
  PRIMARY KEY(calendar,first,last),
  CHECK(first<=last));
GRANT SELECT ON holiday TO patchwacht_register, patchwacht_report;
GRANT SELECT, INSERT, DELETE ON holiday TO patchwacht_verify;

-- Days without lessons from a day on: those that the organisation entered, and
-- the holidays of the calendars that its windows name. Of several regions all:
-- a comparison loses little by a week, and errs by a half-empty school.
CREATE FUNCTION days_without_school(of_tenant integer, since date)
RETURNS TABLE(day date) LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT o.day FROM day_off o WHERE o.tenant_id=of_tenant AND o.day>=since
  UNION
  SELECT d::date FROM holiday h, generate_series(greatest(h.first,since),h.last,
    interval '1 day') d
  WHERE h.last>=since AND h.calendar IN(SELECT w.calendar FROM window_rule w
    WHERE w.tenant_id=of_tenant AND w.removed IS NULL)
$$;

-- As in 085, and no day of a holiday.
CREATE OR REPLACE FUNCTION school_day_after(of_tenant integer,
  moment timestamptz, hour integer) RETURNS timestamptz LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT min((day+make_interval(hours=>hour)) AT TIME ZONE t.zone)
  FROM tenant t CROSS JOIN LATERAL generate_series(
    date_trunc('day',moment AT TIME ZONE t.zone),
    date_trunc('day',moment AT TIME ZONE t.zone)+interval '70 days',
    interval '1 day') AS day
  WHERE t.tenant_id=of_tenant AND extract(isodow FROM day)<6
    AND (day+make_interval(hours=>hour)) AT TIME ZONE t.zone>moment
    AND NOT EXISTS(SELECT FROM days_without_school(of_tenant,moment::date-1) o
      WHERE o.day=day.day::date)
$$;

-- As in 112; beside it what devices of the ring before are known to have lost
-- since they were changed, also before they are observed: a critical patch waits
-- for two hours, and for the look that is made then.
CREATE OR REPLACE FUNCTION ring_gates(of_tenant integer, of_patch integer,
  at timestamptz)
RETURNS TABLE(ring smallint, devices bigint, proven bigint, regressed bigint,
  waiting bigint, paused bigint, hours_left double precision, gate text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  WITH m AS(
    SELECT r.ring, d.*, d.state IN('confirmed','observing','stable','regressed',
        'already_met') AS has_it,
      EXISTS(SELECT FROM difference x WHERE x.tenant_id=d.tenant_id
        AND x.device_id=d.device_id AND x.sure AND x.told IS NOT NULL
        AND x.over IS NULL AND x.told>=coalesce(d.window_start,d.seen))
        AS has_lost,
      EXISTS(SELECT FROM watch w WHERE w.tenant_id=d.tenant_id
        AND w.device_id=d.device_id AND w.before<>'[]'
        AND w.since>=coalesce(d.window_start,d.seen)-interval '1 h'
        AND w.looked<w.settled) AS is_unseen
    FROM ring r JOIN deployment d USING(tenant_id,patch_id,device_id)
    WHERE r.tenant_id=of_tenant AND r.patch_id=of_patch
      AND d.state<>'withdrawn'),
  n AS(
    SELECT m.ring, count(*) AS devices, count(*) FILTER(WHERE has_it) AS proven,
      count(*) FILTER(WHERE state='regressed') AS regressed,
      count(*) FILTER(WHERE NOT has_it) AS waiting,
      count(*) FILTER(WHERE m.paused) AS paused,
      count(*) FILTER(WHERE has_it AND has_lost) AS lost,
      count(*) FILTER(WHERE has_it AND is_unseen) AS unseen,
      min(deadline) FILTER(WHERE NOT has_it) AS due,
      max(confirmed) AS last
    FROM m GROUP BY 1),
  b AS(
    SELECT n.*, lag(n.ring) OVER w AS before, lag(n.devices) OVER w AS of_them,
      lag(n.proven) OVER w AS has, lag(n.regressed) OVER w AS bad,
      lag(n.lost) OVER w AS less, lag(n.unseen) OVER w AS dark,
      lag(n.last) OVER w AS since
    FROM n WINDOW w AS(ORDER BY n.ring))
  SELECT b.ring, b.devices, b.proven, b.regressed, b.waiting, b.paused,
    extract(epoch FROM b.due-at)/3600,
    CASE WHEN b.waiting=0 THEN 'done'
      WHEN b.paused>0 THEN 'paused: an earlier ring is disturbed'
      WHEN b.before IS NULL THEN 'open'
      WHEN b.bad>0 THEN 'closed: the ring before is disturbed'
      WHEN b.less>0 THEN 'closed: ' || b.less || ' of the ring before lost '
        || 'something'
      WHEN b.has<.95*b.of_them THEN 'closed: ' || b.has || ' of ' || b.of_them
        || ' of the ring before have it'
      WHEN b.since>at-CASE p.priority WHEN 'critical' THEN interval '2 h'
        ELSE interval '1 day' END THEN 'closed: the ring before has it since '
        || 'too short a time'
      WHEN b.dark>0 THEN 'closed: ' || b.dark || ' of the ring before were not '
        || 'compared with what they had'
      ELSE 'open' END
  FROM b, patch p WHERE p.tenant_id=of_tenant AND p.patch_id=of_patch
  ORDER BY 1
$$;
