-- How devices do after a patch: what was measured of them hour by hour, day by
-- day and month by month, what comparing it says, and who dismissed that.

-- Made by verify when an hour is over, of readings that are dropped after days.
-- All of a hour: none of it when nobody looked.
CREATE TABLE hourly(
  hour timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  polls integer NOT NULL,
  answered integer NOT NULL,
  rtt_us real,                         -- median, and 95th percentile
  rtt_high_us real,
  cpu real,                            -- medians, of what sample has
  memory real,
  temperature real,
  faults bigint,                       -- by how much errors rose
  flaps integer,                       -- how often ports_up changed
  ports_up real,
  boots integer NOT NULL,              -- unexpected
  PRIMARY KEY(tenant_id,device_id,hour)) PARTITION BY RANGE(hour);

-- Which kinds of severe messages came in an hour: a kind is what a message
-- calls itself, its mnemonic or else its program.
CREATE TABLE hourly_said(
  hour timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  severity smallint NOT NULL,          -- 0 to 4
  template text NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY(tenant_id,device_id,hour,severity,template))
  PARTITION BY RANGE(hour);

-- The same of a day of UTC, and of a month: medians are those of hours.
CREATE TABLE daily(
  day timestamptz NOT NULL,           -- its midnight
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  polls integer NOT NULL,
  answered integer NOT NULL,
  rtt_us real,
  rtt_high_us real,
  cpu real,
  memory real,
  temperature real,
  faults bigint,
  flaps integer,
  ports_up real,
  boots integer NOT NULL,
  hours_critical integer NOT NULL,     -- with a message of severity 0 to 2,
  hours_error integer NOT NULL,        -- 3,
  hours_warning integer NOT NULL,      -- and 4
  PRIMARY KEY(tenant_id,device_id,day)) PARTITION BY RANGE(day);
CREATE TABLE monthly(LIKE daily,
  PRIMARY KEY(tenant_id,device_id,day));

INSERT INTO part_policy(parent,step,ahead,keep,searched) VALUES
  ('hourly','day',3,'90 days',NULL),
  ('hourly_said','day',3,'90 days',NULL),
  ('daily','month',2,'3 years',NULL);
INSERT INTO retention(kind,relation,does,keep,began,ended) VALUES
  ('monthly','monthly','delete','7 years','x.day','x.day');

-- Up to which hour, day and month they have been made.
CREATE TABLE rolled(
  kind text PRIMARY KEY CHECK(kind IN('hourly','daily','monthly')),
  upto timestamptz NOT NULL);

CREATE FUNCTION roll_hour(h timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  WITH r AS(
    SELECT tenant_id, device_id, count(*) AS polls,
      count(*) FILTER(WHERE outcome<>'silent') AS answered,
      percentile_cont(.5) WITHIN GROUP(ORDER BY rtt_us) AS rtt,
      percentile_cont(.95) WITHIN GROUP(ORDER BY rtt_us) AS high
    FROM reading WHERE at>=h AND at<h+interval '1 hour' GROUP BY 1,2),
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
  INSERT INTO hourly
  SELECT h, r.tenant_id, r.device_id, r.polls, r.answered, r.rtt, r.high,
    s.cpu, s.memory, s.temperature, s.faults, s.flaps, s.ports_up,
    coalesce(b.n,0)
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

-- Days and months are the same sums: of hours, and of days.
CREATE FUNCTION roll_day(d timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  WITH m AS(
    SELECT tenant_id, device_id,
      count(DISTINCT hour) FILTER(WHERE severity<=2) AS critical,
      count(DISTINCT hour) FILTER(WHERE severity=3) AS error,
      count(DISTINCT hour) FILTER(WHERE severity=4) AS warning
    FROM hourly_said WHERE hour>=d
      AND hour<d+interval '1 day' GROUP BY 1,2)
  INSERT INTO daily
  SELECT d, h.tenant_id, h.device_id, sum(polls), sum(answered),
    percentile_cont(.5) WITHIN GROUP(ORDER BY rtt_us), max(rtt_high_us),
    percentile_cont(.5) WITHIN GROUP(ORDER BY cpu),
    percentile_cont(.5) WITHIN GROUP(ORDER BY memory), max(temperature),
    sum(faults), sum(flaps), avg(ports_up), sum(boots),
    coalesce(max(critical),0), coalesce(max(error),0),
    coalesce(max(warning),0)
  FROM hourly h LEFT JOIN m USING(tenant_id,device_id)
  WHERE hour>=d AND hour<d+interval '1 day'
  GROUP BY 2,3 ON CONFLICT DO NOTHING
$$;
CREATE FUNCTION roll_month(d timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  INSERT INTO monthly
  SELECT d, tenant_id, device_id, sum(polls), sum(answered),
    percentile_cont(.5) WITHIN GROUP(ORDER BY rtt_us), max(rtt_high_us),
    percentile_cont(.5) WITHIN GROUP(ORDER BY cpu),
    percentile_cont(.5) WITHIN GROUP(ORDER BY memory), max(temperature),
    sum(faults), sum(flaps), avg(ports_up), sum(boots), sum(hours_critical),
    sum(hours_error), sum(hours_warning)
  FROM daily WHERE day>=d AND day<d+interval '1 month'
  GROUP BY 2,3 ON CONFLICT DO NOTHING
$$;

-- Makes what is over, from where it was left; an hour only when all that was
-- heard in it is in. How many hours it made, of most at a time.
CREATE FUNCTION roll(whole timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql SET search_path=patchwacht,pg_temp AS $$
DECLARE
  h timestamptz := (SELECT upto FROM rolled WHERE kind='hourly');
  d timestamptz := (SELECT upto FROM rolled WHERE kind='daily');
  m timestamptz := (SELECT upto FROM rolled WHERE kind='monthly');
  n integer := 0;
BEGIN
  IF h IS NULL THEN
    SELECT date_trunc('hour',min(at)) INTO h FROM reading
      WHERE at>=whole-interval '14 days';
    IF h IS NULL THEN
      RETURN 0;
    END IF;
    d := date_trunc('day',h,'UTC');
    m := date_trunc('month',h,'UTC');
  END IF;
  WHILE h+interval '1 hour'<=whole AND n<most LOOP
    PERFORM roll_hour(h);
    h := h+interval '1 hour';
    n := n+1;
  END LOOP;
  WHILE d+interval '1 day'<=h LOOP
    PERFORM roll_day(d);
    d := d+interval '1 day';
  END LOOP;
  WHILE m+interval '1 month'<=d LOOP
    PERFORM roll_month(m);
    m := m+interval '1 month';
  END LOOP;
  INSERT INTO rolled VALUES('hourly',h),('daily',d),('monthly',m)
    ON CONFLICT(kind) DO UPDATE SET upto=excluded.upto
    WHERE rolled.upto<>excluded.upto;
  RETURN n;
END $$;

-- What comparing a device with before and with others says; detail has each
-- measure with its counts. day 0: its log told of a crash, which is no matter
-- of numbers.
CREATE TABLE comparison(
  tenant_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer NOT NULL,
  day smallint NOT NULL,               -- since it had settled
  at timestamptz NOT NULL,
  outcome text NOT NULL CHECK(outcome IN('undecided','passed','failed')),
  why text NOT NULL,                   -- undecided; '' of others
  words text NOT NULL,
  p double precision NOT NULL,
  adjusted double precision NOT NULL,
  detail jsonb NOT NULL,
  evidence_id bigint,
  PRIMARY KEY(tenant_id,patch_id,device_id,day,at),
  FOREIGN KEY(tenant_id,patch_id,device_id) REFERENCES deployment);

-- A person finds that the patch is not the cause. Append only.
CREATE TABLE dismissal(
  tenant_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  reason text NOT NULL CHECK(reason<>''),
  PRIMARY KEY(tenant_id,patch_id,device_id,at),
  FOREIGN KEY(tenant_id,patch_id,device_id) REFERENCES deployment);
INSERT INTO retention(kind,relation,does,keep,began,ended) VALUES
  ('comparison','comparison','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.at)'),
  ('dismissal','dismissal','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.at)');

-- Never by who installed it, or said so; and only what is regressed.
CREATE FUNCTION dismissal_fits() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF EXISTS(SELECT FROM claim c WHERE c.tenant_id=NEW.tenant_id
      AND c.patch_id=NEW.patch_id AND c.actor=NEW.actor
      AND coalesce(c.device_id,NEW.device_id)=NEW.device_id) THEN
    RAISE insufficient_privilege USING MESSAGE='a disturbance is not '
      'dismissed by who said that the patch is installed';
  END IF;
  IF NOT EXISTS(SELECT FROM deployment d WHERE d.tenant_id=NEW.tenant_id
      AND d.patch_id=NEW.patch_id AND d.device_id=NEW.device_id
      AND d.state='regressed') THEN
    RAISE insufficient_privilege USING MESSAGE='there is no disturbance';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER dismissal_fits BEFORE INSERT ON dismissal FOR EACH ROW
  EXECUTE FUNCTION dismissal_fits();
ALTER TABLE dismissal ENABLE ROW LEVEL SECURITY;
CREATE POLICY dismissal_read ON dismissal FOR SELECT USING(true);
CREATE POLICY dismissal_make ON dismissal FOR INSERT
  WITH CHECK(actor=session_user
    AND at BETWEEN now()-interval '5 min' AND now()+interval '5 min');

-- A crash that no device of that model had told of in four weeks before.
CREATE FUNCTION crashes_found(now_at timestamptz)
RETURNS TABLE(tenant_id integer, patch_id integer, device_id integer,
  at timestamptz, detail text, evidence_id bigint)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT d.tenant_id, d.patch_id, d.device_id, e.at, e.detail, e.evidence_id
  FROM deployment d JOIN LATERAL (SELECT e.* FROM event e
    WHERE e.tenant_id=d.tenant_id AND e.device_id=d.device_id
      AND e.kind='crash' AND e.at>=d.observe_from AND e.at<=now_at
    ORDER BY e.at LIMIT 1) e ON true
  LEFT JOIN device_state s ON s.tenant_id=d.tenant_id
    AND s.device_id=d.device_id
  WHERE d.state='observing'
    AND NOT EXISTS(SELECT FROM comparison c WHERE c.tenant_id=d.tenant_id
      AND c.patch_id=d.patch_id AND c.device_id=d.device_id AND c.day=0
      AND c.at>=d.observe_from)
    AND NOT EXISTS(SELECT FROM event f JOIN device_state t
        USING(tenant_id,device_id)
      WHERE f.tenant_id=d.tenant_id AND f.kind='crash'
        AND f.rule IS NOT DISTINCT FROM e.rule
        AND (f.device_id=d.device_id OR t.model=s.model)
        AND f.at<d.observe_from
        AND f.at>=d.observe_from-interval '28 days')
$$;

ALTER TABLE evidence DROP CONSTRAINT evidence_kind_check;
ALTER TABLE evidence ADD CONSTRAINT evidence_kind_check
  CHECK(kind IN('reading','message','claim','clock','trap','comparison'));

GRANT SELECT, INSERT ON hourly, hourly_said, daily, monthly, comparison
  TO patchwacht_verify;
GRANT SELECT, INSERT, UPDATE ON rolled TO patchwacht_verify;
GRANT SELECT ON dismissal, window_rule, day_off TO patchwacht_verify;
GRANT SELECT ON hourly, hourly_said, daily, monthly, comparison, dismissal
  TO patchwacht_register, patchwacht_report;
GRANT INSERT ON dismissal TO patchwacht_register;
DO $$
DECLARE
  own text := '(tenant_id,device_id) IN (SELECT * FROM devices_supplied())';
BEGIN
  CALL guard('hourly','false',own);
  CALL guard('hourly_said','false',own);
  CALL guard('daily','false',own);
  CALL guard('monthly','false',own);
  CALL guard('comparison','false',own);
  CALL guard('dismissal','tenant_id=ANY((SELECT tenants_as(''system_owner''))'
    '::integer[]) OR holds_for(tenant_id,device_id,''system_owner'')',own);
END $$;
