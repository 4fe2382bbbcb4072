-- Of how often a device was asked, what fell in a planned window: what is off for
-- maintenance does not answer, and that is no gap in what we watch.

-- When work on a device was planned: windows of its patches, and changes of the
-- register with a beginning and an end, of it or of the site where it is now. They
-- count as they stood when they began. What was entered afterwards plans nothing,
-- nor does what a window was lengthened by while it lasted; what was shortened,
-- called off, withdrawn or closed was planned until then. So nothing that is
-- entered later changes what was planned, and an hour may be rolled up as soon as
-- it is over. Of a patch that was proven before its window no work was left.
-- Its query has a plan of each call: of an hour it reads a few rows, of a year most.
CREATE FUNCTION planned_spans(of_tenant integer, since timestamptz,
  upto timestamptz)
RETURNS TABLE(device_id integer, span tstzmultirange)
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path=patchwacht,pg_temp
SET plan_cache_mode=force_custom_plan AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY WITH near AS(
    SELECT d.device_id, d.patch_id FROM deployment d
      WHERE d.tenant_id=of_tenant AND d.window_start<upto AND d.window_end>since
    UNION
    SELECT p.device_id, p.patch_id FROM past_deployment p
      WHERE p.tenant_id=of_tenant AND p.until>since AND p.window_start<upto
        AND p.window_end>since),
  told AS(
    SELECT device_id, patch_id, p.window_start, p.window_end, p.state,
      p.created, p.until
    FROM near JOIN past_deployment p USING(device_id,patch_id)
    WHERE p.tenant_id=of_tenant
    UNION ALL
    SELECT device_id, patch_id, d.window_start, d.window_end, d.state,
      d.created, 'infinity'
    FROM near JOIN deployment d USING(device_id,patch_id)
    WHERE d.tenant_id=of_tenant),
  work AS(
    SELECT *, coalesce(lag(until) OVER w,created) AS made FROM told
    WINDOW w AS(PARTITION BY device_id,patch_id ORDER BY until)),
  act AS(
    SELECT number, device_id, site_id, opened, until, outcome, made,
      lead(made,1,'infinity') OVER w AS next
    FROM entry WHERE tenant_id=of_tenant AND kind='change'
    WINDOW w AS(PARTITION BY number ORDER BY rev)),
  -- The clock of who entered it may be ahead of the transaction's.
  stood AS(
    SELECT device_id, patch_id, NULL::integer AS number,
      tstzrange(window_start,window_end) AS span,
      tstzrange(least(made,until),until) AS held,
      state NOT IN('already_met','confirmed','observing','stable') AS asks
    FROM work WHERE window_start IS NOT NULL AND state<>'withdrawn'
    UNION ALL
    SELECT d.device_id, NULL, c.number, tstzrange(c.opened,c.until),
      tstzrange(least(c.made,c.next),c.next), true
    FROM act c JOIN device d ON d.tenant_id=of_tenant
      AND (d.device_id=c.device_id
        OR (c.device_id IS NULL AND d.site_id=c.site_id))
    WHERE c.outcome IS NULL AND c.opened<upto AND c.until>since),
  plan AS(
    SELECT device_id, range_agg(span) FILTER(WHERE asks AND held@>lower(span))
      * range_agg(span*held) AS span
    FROM stood GROUP BY device_id, patch_id, number)
  SELECT p.device_id, range_agg(p.span) FROM plan p
  WHERE NOT isempty(p.span) GROUP BY 1;
END $$;
-- For the verifier, which rolls up.
GRANT SELECT ON past_deployment TO patchwacht_verify;
GRANT SELECT(tenant_id,kind,number,rev,made,device_id,site_id,opened,until,
  outcome) ON entry TO patchwacht_verify;

-- 0: of hours that were rolled up before this was kept, and of most.
ALTER TABLE hourly ADD planned integer NOT NULL DEFAULT 0,
  ADD planned_answered integer NOT NULL DEFAULT 0;
ALTER TABLE daily ADD planned integer NOT NULL DEFAULT 0,
  ADD planned_answered integer NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD planned integer NOT NULL DEFAULT 0,
  ADD planned_answered integer NOT NULL DEFAULT 0;

-- As before, with those.
CREATE OR REPLACE FUNCTION roll_hour_device(h timestamptz) RETURNS void
LANGUAGE sql SET search_path=patchwacht,pg_temp AS $$
  WITH p AS MATERIALIZED(
    SELECT t.tenant_id, s.device_id, s.span FROM tenant t
    CROSS JOIN LATERAL planned_spans(t.tenant_id,h,h+interval '1 hour') s),
  r AS(
    SELECT tenant_id, device_id, count(*) AS polls,
      count(*) FILTER(WHERE outcome<>'silent') AS answered,
      count(*) FILTER(WHERE at<@p.span) AS planned,
      count(*) FILTER(WHERE at<@p.span AND outcome<>'silent')
        AS planned_answered,
      percentile_cont(.5) WITHIN GROUP(ORDER BY rtt_us) AS rtt,
      percentile_cont(.95) WITHIN GROUP(ORDER BY rtt_us) AS high
    FROM reading
    LEFT JOIN p USING(tenant_id,device_id)
    WHERE at>=h AND at<h+interval '1 hour' GROUP BY 1,2),
  step AS(
    SELECT *, errors-lag(errors) OVER w AS rise,
      ports_up<>lag(ports_up) OVER w AS flapped
    FROM sample WHERE at>=h-interval '15 min' AND at<h+interval '1 hour'
    WINDOW w AS(PARTITION BY tenant_id,device_id ORDER BY at)),
  s AS(
    SELECT tenant_id, device_id,
      percentile_cont(.5) WITHIN GROUP(ORDER BY cpu) AS cpu,
      percentile_cont(.5) WITHIN GROUP(ORDER BY memory) AS memory,
      percentile_cont(.5) WITHIN GROUP(ORDER BY temperature) AS temperature,
      sum(greatest(rise,0)) AS faults, count(*) FILTER(WHERE flapped) AS flaps,
      avg(ports_up) AS ports_up
    FROM step WHERE at>=h GROUP BY 1,2),
  b AS(
    SELECT tenant_id, device_id, count(DISTINCT date_trunc('minute',at)) AS n
    FROM event WHERE at>=h AND at<h+interval '1 hour' AND kind='boot'
      AND NOT expected AND source='snmp' GROUP BY 1,2)
  INSERT INTO hourly(hour,tenant_id,device_id,polls,answered,rtt_us,rtt_high_us,
    cpu,memory,temperature,faults,flaps,ports_up,boots,planned,planned_answered)
  SELECT h, r.tenant_id, r.device_id, r.polls, r.answered, r.rtt, r.high,
    s.cpu, s.memory, s.temperature, s.faults, s.flaps, s.ports_up,
    coalesce(b.n,0), r.planned, r.planned_answered
  FROM r LEFT JOIN s USING(tenant_id,device_id)
  LEFT JOIN b USING(tenant_id,device_id)
  ON CONFLICT DO NOTHING;
  INSERT INTO hourly_said
  SELECT h, tenant_id, device_id, severity,
    left(coalesce(nullif(msgid,''),nullif(app,''),''),80), count(*)
  FROM message WHERE rcvd>=h AND rcvd<h+interval '1 hour'
    AND device_id IS NOT NULL AND severity<=4
  GROUP BY 2,3,4,5
  ON CONFLICT DO NOTHING
$$;
CREATE OR REPLACE FUNCTION roll_day_device(d timestamptz) RETURNS void
LANGUAGE sql SET search_path=patchwacht,pg_temp AS $$
  WITH m AS(
    SELECT tenant_id, device_id,
      count(DISTINCT hour) FILTER(WHERE severity<=2) AS critical,
      count(DISTINCT hour) FILTER(WHERE severity=3) AS error,
      count(DISTINCT hour) FILTER(WHERE severity=4) AS warning
    FROM hourly_said WHERE hour>=d
      AND hour<d+interval '1 day' GROUP BY 1,2)
  INSERT INTO daily(day,tenant_id,device_id,polls,answered,rtt_us,rtt_high_us,
    cpu,memory,temperature,faults,flaps,ports_up,boots,hours_critical,
    hours_error,hours_warning,planned,planned_answered)
  SELECT d, h.tenant_id, h.device_id, sum(polls), sum(answered),
    percentile_cont(.5) WITHIN GROUP(ORDER BY rtt_us), max(rtt_high_us),
    percentile_cont(.5) WITHIN GROUP(ORDER BY cpu),
    percentile_cont(.5) WITHIN GROUP(ORDER BY memory), max(temperature),
    sum(faults), sum(flaps), avg(ports_up), sum(boots),
    coalesce(max(critical),0), coalesce(max(error),0),
    coalesce(max(warning),0), sum(planned), sum(planned_answered)
  FROM hourly h LEFT JOIN m USING(tenant_id,device_id)
  WHERE hour>=d AND hour<d+interval '1 day'
  GROUP BY 2,3 ON CONFLICT DO NOTHING
$$;
CREATE OR REPLACE FUNCTION roll_month_device(d timestamptz) RETURNS void
LANGUAGE sql SET search_path=patchwacht,pg_temp AS $$
  INSERT INTO monthly(day,tenant_id,device_id,polls,answered,rtt_us,rtt_high_us,
    cpu,memory,temperature,faults,flaps,ports_up,boots,hours_critical,
    hours_error,hours_warning,planned,planned_answered)
  SELECT d, tenant_id, device_id, sum(polls), sum(answered),
    percentile_cont(.5) WITHIN GROUP(ORDER BY rtt_us), max(rtt_high_us),
    percentile_cont(.5) WITHIN GROUP(ORDER BY cpu),
    percentile_cont(.5) WITHIN GROUP(ORDER BY memory), max(temperature),
    sum(faults), sum(flaps), avg(ports_up), sum(boots), sum(hours_critical),
    sum(hours_error), sum(hours_warning), sum(planned), sum(planned_answered)
  FROM daily WHERE day>=d AND day<d+interval '1 month'
  GROUP BY 2,3 ON CONFLICT DO NOTHING
$$;
