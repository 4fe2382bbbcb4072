-- Ports: whom they lead to, how busy those are that lead to the network, and
-- which have had no link for long; what parts measured, hour by hour; and for
-- how many hours a device was busier than its organisation wants.

ALTER TABLE policy
  ADD unused_days integer NOT NULL DEFAULT 30,   -- a port without a link: unused
  ADD uplink_percent integer NOT NULL DEFAULT 80, -- of its speed: too busy
  ADD cpu_percent integer NOT NULL DEFAULT 90,
  ADD memory_percent integer NOT NULL DEFAULT 90,
  ADD volume_percent integer NOT NULL DEFAULT 90,
  ADD busy_percent integer NOT NULL DEFAULT 10,   -- of the hours: too long
  ADD CHECK(unused_days BETWEEN 7 AND 366),
  ADD CHECK(uplink_percent BETWEEN 1 AND 100),
  ADD CHECK(cpu_percent BETWEEN 1 AND 100),
  ADD CHECK(memory_percent BETWEEN 1 AND 100),
  ADD CHECK(volume_percent BETWEEN 1 AND 100),
  ADD CHECK(busy_percent BETWEEN 0 AND 100);

-- A port with a plug, as the device listed it last. A peer is kept when it is
-- not seen any more: a link that is down leads where it led.
CREATE TABLE port(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  if_index integer NOT NULL,
  label text NOT NULL,
  peer text NOT NULL,                  -- a network device; '': none was seen
  peer_seen timestamptz,
  since timestamptz NOT NULL,          -- by this name
  gone timestamptz,                    -- it is not listed any more
  enabled boolean,                     -- ifAdminStatus, as measured last
  seen boolean NOT NULL DEFAULT false, -- measured in the day that runs,
  up_at timestamptz,                   -- and first up in that hour of it
  dark_days integer NOT NULL DEFAULT 0, -- measured, in a row, without a link
  dark_since timestamptz,              -- the first of them
  PRIMARY KEY(tenant_id,device_id,if_index),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device) WITH (fillfactor=80);

-- From a week without a link on, until one is there. A span ends as well when
-- somebody enables or disables the port: then another one begins.
CREATE TABLE port_unused(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  if_index integer NOT NULL,
  label text NOT NULL,
  enabled boolean NOT NULL,
  since timestamptz NOT NULL,
  dark_since timestamptz NOT NULL,     -- without a link, enabled or not
  until timestamptz,
  ended text CHECK(ended IN('up','enabled','disabled','gone')),
  dark_days integer,                   -- at its end: measured, without a link
  PRIMARY KEY(tenant_id,device_id,if_index,since),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(dark_since<=since AND since<=until),
  CHECK((until IS NULL)=(ended IS NULL)));
CREATE UNIQUE INDEX port_unused_open
  ON port_unused(tenant_id,device_id,if_index) WHERE until IS NULL;
CREATE INDEX port_unused_ended ON port_unused(tenant_id,until);

-- How many there were on a day on which they were measured. Unused: enabled, and
-- without a link for as many measured days as the policy of that day says.
CREATE TABLE port_day(
  day timestamptz NOT NULL,            -- its midnight, UTC
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  ports integer NOT NULL,
  enabled integer NOT NULL,
  unused integer NOT NULL,
  PRIMARY KEY(tenant_id,device_id,day)) PARTITION BY RANGE(day);

-- Ports that lead to a network device.
CREATE TABLE hourly_uplink(
  hour timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  if_index integer NOT NULL,
  polls integer NOT NULL,
  polls_up integer NOT NULL,
  load_in real,                        -- per cent of its speed
  load_out real,
  faults bigint,                       -- by how much errors rose
  flaps integer NOT NULL,              -- how often it went up or down
  PRIMARY KEY(tenant_id,device_id,hour,if_index)) PARTITION BY RANGE(hour);
CREATE TABLE daily_uplink(
  day timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  if_index integer NOT NULL,
  polls integer NOT NULL,
  polls_up integer NOT NULL,
  load_in real,                        -- medians of hours, and the busiest one
  load_out real,
  load_high real,
  faults bigint,
  flaps integer NOT NULL,
  PRIMARY KEY(tenant_id,device_id,day,if_index)) PARTITION BY RANGE(day);
CREATE TABLE monthly_uplink(LIKE daily_uplink,
  PRIMARY KEY(tenant_id,device_id,day,if_index));

-- Parts of one group of stability.metrics: PoE, access points and their
-- clients, UPS, batteries, volumes.
CREATE TABLE hourly_part(
  hour timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  source text NOT NULL,
  kind text NOT NULL,
  parts integer NOT NULL,
  good integer NOT NULL,               -- all the hour, by their state,
  bad integer NOT NULL,                -- and at any moment of it not
  total real,                          -- of the medians of values: clients,
  low real,                            -- access points, watts ...; of a charge
  high real,                           -- the lowest matters
  share real,                          -- per cent in use of the fullest one
  PRIMARY KEY(tenant_id,device_id,hour,source)) PARTITION BY RANGE(hour);
CREATE TABLE daily_part(
  day timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  source text NOT NULL,
  kind text NOT NULL,
  parts integer NOT NULL,              -- the most
  good integer NOT NULL,               -- the fewest
  bad integer NOT NULL,                -- the most
  hours_bad integer NOT NULL,
  total real,                          -- the median
  low real,
  high real,
  share real,                          -- the highest
  PRIMARY KEY(tenant_id,device_id,day,source)) PARTITION BY RANGE(day);
CREATE TABLE monthly_part(LIKE daily_part,
  PRIMARY KEY(tenant_id,device_id,day,source));

-- Hours of a day in which it was measured how busy a device is, and those in
-- which it was busier than the policy of that day wants. Of several uplinks or
-- volumes the busiest counts.
CREATE TABLE capacity_day(
  day timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  what text NOT NULL CHECK(what IN('uplink','cpu','memory','volume')),
  hours integer NOT NULL,
  over integer NOT NULL,
  high real NOT NULL,                  -- per cent, in the busiest hour
  threshold integer NOT NULL,
  PRIMARY KEY(tenant_id,device_id,day,what)) PARTITION BY RANGE(day);

INSERT INTO part_policy(parent,step,ahead,keep,searched) VALUES
  ('hourly_uplink','day',3,'90 days',NULL),
  ('hourly_part','day',3,'90 days',NULL),
  ('daily_uplink','month',2,'3 years',NULL),
  ('daily_part','month',2,'3 years',NULL),
  ('port_day','month',2,'3 years',NULL),
  ('capacity_day','month',2,'3 years',NULL);
INSERT INTO retention(kind,relation,does,keep,began,ended) VALUES
  ('monthly_uplink','monthly_uplink','delete','7 years','x.day','x.day'),
  ('monthly_part','monthly_part','delete','7 years','x.day','x.day'),
  ('port','port','delete','3 years','x.since','x.gone'),
  ('port_unused','port_unused','delete','3 years','x.since','x.until');

-- What a device lists at a moment: [{"port":1,"label":"Gi1/0/1","peer":""}].
-- A number that gets another name is another port.
CREATE FUNCTION ports_note(of_tenant integer, of_device integer, at timestamptz,
  listed jsonb) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  WITH l AS MATERIALIZED (SELECT DISTINCT ON(port) port, label, peer
    FROM jsonb_to_recordset(listed) x(port integer,label text,peer text)),
  g AS (UPDATE port p SET gone=ports_note.at WHERE p.tenant_id=of_tenant
    AND p.device_id=of_device AND p.gone IS NULL
    AND p.if_index NOT IN(SELECT port FROM l)),
  o AS (SELECT p.if_index, p.label<>l.label OR p.gone IS NOT NULL AS is_other
    FROM port p JOIN l ON l.port=p.if_index
    WHERE p.tenant_id=of_tenant AND p.device_id=of_device),
  e AS (UPDATE port_unused u SET until=greatest(ports_note.at,u.since),
      ended='gone', dark_days=p.dark_days
    FROM port p LEFT JOIN o USING(if_index)
    WHERE u.tenant_id=of_tenant AND u.device_id=of_device AND u.until IS NULL
      AND p.tenant_id=u.tenant_id AND p.device_id=u.device_id
      AND p.if_index=u.if_index AND coalesce(o.is_other,true))
  INSERT INTO port AS p(tenant_id,device_id,if_index,label,peer,peer_seen,since)
  SELECT of_tenant, of_device, port, label, peer,
    CASE WHEN peer<>'' THEN ports_note.at END, ports_note.at FROM l
  ON CONFLICT(tenant_id,device_id,if_index) DO UPDATE SET
    (label,peer,peer_seen,since,gone,enabled,seen,up_at,dark_days,dark_since)=
    (SELECT excluded.label, excluded.peer, excluded.peer_seen, excluded.since,
      NULL::timestamptz, NULL::boolean, false, NULL::timestamptz, 0,
      NULL::timestamptz
      WHERE p.label<>excluded.label OR p.gone IS NOT NULL
    UNION ALL SELECT p.label, excluded.peer, excluded.peer_seen, p.since, NULL,
      p.enabled, p.seen, p.up_at, p.dark_days, p.dark_since
      WHERE p.label=excluded.label AND p.gone IS NULL)
  WHERE p.label<>excluded.label OR p.gone IS NOT NULL
    OR (excluded.peer<>'' AND (p.peer<>excluded.peer
      OR p.peer_seen<excluded.peer_seen-interval '1 day'))
$$;

-- Does this port lead to the network, as far as was seen lately? A device with
-- one or two ports has no others.
CREATE FUNCTION uplinks_at(h timestamptz)
RETURNS TABLE(tenant_id integer, device_id integer, if_index integer)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT p.tenant_id, p.device_id, p.if_index FROM (
    SELECT p.*, count(*) OVER w AS ports,
      bool_or(peer<>'' AND peer_seen>h-interval '28 days') OVER w AS has_peer
    FROM port p WHERE gone IS NULL
    WINDOW w AS(PARTITION BY tenant_id,device_id)) p
  WHERE (peer<>'' AND peer_seen>h-interval '28 days')
    OR (NOT has_peer AND ports<=2)
$$;

CREATE FUNCTION roll_hour_ports(h timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  WITH step AS(
    SELECT i.tenant_id, i.device_id, i.if_index, i.at, i.oper, i.speed_mbps,
      extract(epoch FROM i.at-lag(i.at) OVER w) AS s,
      i.in_octets-lag(i.in_octets) OVER w AS ins,
      i.out_octets-lag(i.out_octets) OVER w AS outs,
      i.in_errors+i.out_errors-lag(i.in_errors+i.out_errors) OVER w AS rise,
      (i.oper=1)<>(lag(i.oper) OVER w=1) AS flapped,
      i.discontinuity_cs IS DISTINCT FROM lag(i.discontinuity_cs) OVER w
        AS is_anew
    FROM interface_sample i JOIN uplinks_at(h) u
      USING(tenant_id,device_id,if_index)
    WHERE i.at>=h-interval '15 min' AND i.at<h+interval '1 hour'
    WINDOW w AS(PARTITION BY i.tenant_id,i.device_id,i.if_index ORDER BY i.at)),
  u AS(
    SELECT tenant_id, device_id, if_index, count(*) AS polls,
      count(*) FILTER(WHERE oper=1) AS polls_up,
      100*8*sum(ins) FILTER(WHERE ok AND ins>=0)
        /(1e6*sum(s*speed_mbps) FILTER(WHERE ok AND ins>=0)) AS ins,
      100*8*sum(outs) FILTER(WHERE ok AND outs>=0)
        /(1e6*sum(s*speed_mbps) FILTER(WHERE ok AND outs>=0)) AS outs,
      sum(greatest(rise,0)) FILTER(WHERE NOT is_anew) AS faults,
      count(*) FILTER(WHERE flapped) AS flaps
    FROM (SELECT *, s>0 AND speed_mbps>0 AND NOT is_anew AS ok FROM step) x
    WHERE at>=h GROUP BY 1,2,3)
  INSERT INTO hourly_uplink
  SELECT h, tenant_id, device_id, if_index, polls, polls_up,
    -- More than there can be is a counter that began anew, untold.
    CASE WHEN ins<=105 THEN least(ins,100) END,
    CASE WHEN outs<=105 THEN least(outs,100) END, faults, flaps
  FROM u ON CONFLICT DO NOTHING;

  INSERT INTO hourly_part
  SELECT h, tenant_id, device_id, source, min(kind), count(*),
    count(*) FILTER(WHERE was_good AND NOT was_bad),
    count(*) FILTER(WHERE was_bad), sum(value), min(value), max(value),
    max(share)
  FROM (SELECT tenant_id, device_id, source, component, min(kind) AS kind,
      coalesce(bool_or(good),false) AS was_good,
      coalesce(bool_or(NOT good),false) AS was_bad,
      percentile_cont(.5) WITHIN GROUP(ORDER BY value) AS value,
      percentile_cont(.5) WITHIN GROUP(ORDER BY CASE WHEN size>0
        AND used BETWEEN 0 AND size THEN 100.0*used/size END) AS share
    FROM component_sample WHERE at>=h AND at<h+interval '1 hour'
      AND kind IN('poe','access_point','ups','battery','storage')
    GROUP BY 1,2,3,4) c
  GROUP BY 2,3,4 ON CONFLICT DO NOTHING;

  -- Which ports were up; that a port which had been dark is, ends its span.
  WITH m AS MATERIALIZED (
    SELECT tenant_id, device_id, if_index, bool_or(oper=1) AS is_up,
      (array_agg(admin=1 ORDER BY at DESC))[1] AS enabled
    FROM interface_sample WHERE at>=h AND at<h+interval '1 hour'
      AND admin IS NOT NULL AND oper IS NOT NULL GROUP BY 1,2,3),
  e AS (UPDATE port_unused u SET until=greatest(h,u.since), ended='up',
      dark_days=p.dark_days
    FROM m JOIN port p USING(tenant_id,device_id,if_index)
    WHERE m.is_up AND u.until IS NULL AND u.tenant_id=m.tenant_id
      AND u.device_id=m.device_id AND u.if_index=m.if_index)
  UPDATE port p SET seen=true, enabled=m.enabled,
    up_at=coalesce(p.up_at,CASE WHEN m.is_up THEN h END)
  FROM m WHERE p.tenant_id=m.tenant_id AND p.device_id=m.device_id
    AND p.if_index=m.if_index AND p.gone IS NULL
    AND (NOT p.seen OR p.enabled IS DISTINCT FROM m.enabled
      OR (m.is_up AND p.up_at IS NULL))
$$;

-- The policies of organisations on a day.
CREATE FUNCTION policies_on(d timestamptz) RETURNS SETOF policy LANGUAGE sql
STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT DISTINCT ON(tenant_id) * FROM policy
    WHERE effective<d+interval '1 day' ORDER BY tenant_id, version DESC
$$;

CREATE FUNCTION roll_day_ports(d timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  UPDATE port SET dark_days=CASE WHEN up_at IS NULL THEN dark_days+1 ELSE 0 END,
    dark_since=CASE WHEN up_at IS NULL THEN coalesce(dark_since,d) END
  WHERE seen AND gone IS NULL;
  INSERT INTO port_day
  SELECT d, p.tenant_id, p.device_id, count(*), count(*) FILTER(WHERE p.enabled),
    count(*) FILTER(WHERE p.enabled AND p.dark_days>=o.unused_days)
  FROM port p JOIN policies_on(d) o USING(tenant_id)
  WHERE p.seen AND p.gone IS NULL GROUP BY 2,3 ON CONFLICT DO NOTHING;
  UPDATE port_unused u SET until=d, dark_days=p.dark_days,
    ended=CASE WHEN p.enabled THEN 'enabled' ELSE 'disabled' END
  FROM port p WHERE u.until IS NULL AND u.since<d AND p.seen
    AND p.tenant_id=u.tenant_id AND p.device_id=u.device_id
    AND p.if_index=u.if_index AND p.enabled<>u.enabled;
  INSERT INTO port_unused(tenant_id,device_id,if_index,label,enabled,since,
    dark_since)
  SELECT p.tenant_id, p.device_id, p.if_index, p.label, p.enabled,
    coalesce((SELECT max(u.until) FROM port_unused u
      WHERE u.tenant_id=p.tenant_id AND u.device_id=p.device_id
      AND u.if_index=p.if_index AND u.until>p.dark_since),p.dark_since),
    p.dark_since
  FROM port p WHERE p.seen AND p.gone IS NULL AND p.dark_days>=7
    AND p.enabled IS NOT NULL
    AND NOT EXISTS(SELECT FROM port_unused u WHERE u.tenant_id=p.tenant_id
      AND u.device_id=p.device_id AND u.if_index=p.if_index
      AND u.until IS NULL)
  ON CONFLICT DO NOTHING;
  UPDATE port SET seen=false, up_at=NULL WHERE seen;

  INSERT INTO daily_uplink
  SELECT d, tenant_id, device_id, if_index, sum(polls), sum(polls_up),
    percentile_cont(.5) WITHIN GROUP(ORDER BY load_in),
    percentile_cont(.5) WITHIN GROUP(ORDER BY load_out),
    max(greatest(load_in,load_out)), sum(faults), sum(flaps)
  FROM hourly_uplink WHERE hour>=d AND hour<d+interval '1 day'
  GROUP BY 2,3,4 ON CONFLICT DO NOTHING;
  INSERT INTO daily_part
  SELECT d, tenant_id, device_id, source, min(kind), max(parts), min(good),
    max(bad), count(*) FILTER(WHERE bad>0),
    percentile_cont(.5) WITHIN GROUP(ORDER BY total), min(low), max(high),
    max(share)
  FROM hourly_part WHERE hour>=d AND hour<d+interval '1 day'
  GROUP BY 2,3,4 ON CONFLICT DO NOTHING;

  INSERT INTO capacity_day
  SELECT d, b.tenant_id, b.device_id, b.what, count(*),
    count(*) FILTER(WHERE b.load>b.threshold), max(b.load), b.threshold
  FROM (
    SELECT h.tenant_id, h.device_id, h.hour, 'uplink' AS what,
      max(greatest(load_in,load_out)) AS load, o.uplink_percent AS threshold
    FROM hourly_uplink h JOIN policies_on(d) o USING(tenant_id)
    WHERE h.hour>=d AND h.hour<d+interval '1 day' GROUP BY 1,2,3,6
    UNION ALL
    SELECT h.tenant_id, h.device_id, h.hour, 'volume', max(h.share),
      o.volume_percent
    FROM hourly_part h JOIN policies_on(d) o USING(tenant_id)
    WHERE h.hour>=d AND h.hour<d+interval '1 day' AND h.kind='storage'
    GROUP BY 1,2,3,6
    UNION ALL
    SELECT h.tenant_id, h.device_id, h.hour, x.what, x.load, x.threshold
    FROM hourly h JOIN policies_on(d) o USING(tenant_id)
    CROSS JOIN LATERAL (VALUES('cpu',h.cpu,o.cpu_percent),
      ('memory',h.memory,o.memory_percent)) x(what,load,threshold)
    WHERE h.hour>=d AND h.hour<d+interval '1 day') b
  WHERE b.load IS NOT NULL GROUP BY 2,3,4,8 ON CONFLICT DO NOTHING
$$;

CREATE FUNCTION roll_month_ports(d timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  INSERT INTO monthly_uplink
  SELECT d, tenant_id, device_id, if_index, sum(polls), sum(polls_up),
    percentile_cont(.5) WITHIN GROUP(ORDER BY load_in),
    percentile_cont(.5) WITHIN GROUP(ORDER BY load_out), max(load_high),
    sum(faults), sum(flaps)
  FROM daily_uplink WHERE day>=d AND day<d+interval '1 month'
  GROUP BY 2,3,4 ON CONFLICT DO NOTHING;
  INSERT INTO monthly_part
  SELECT d, tenant_id, device_id, source, min(kind), max(parts), min(good),
    max(bad), sum(hours_bad), percentile_cont(.5) WITHIN GROUP(ORDER BY total),
    min(low), max(high), max(share)
  FROM daily_part WHERE day>=d AND day<d+interval '1 month'
  GROUP BY 2,3,4 ON CONFLICT DO NOTHING
$$;

-- As in 111, but of ports only those count that lead to the network: pupils
-- pull out and plug in all day. And hours, days and months of ports and parts.
ALTER FUNCTION roll_hour(timestamptz) RENAME TO roll_hour_device;
ALTER FUNCTION roll_day(timestamptz) RENAME TO roll_day_device;
ALTER FUNCTION roll_month(timestamptz) RENAME TO roll_month_device;
CREATE FUNCTION roll_hour(h timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  SELECT roll_hour_device(h);
  SELECT roll_hour_ports(h);
  UPDATE hourly y SET faults=u.faults, flaps=u.flaps
  FROM (SELECT y.tenant_id, y.device_id, sum(u.faults) AS faults,
      sum(u.flaps) AS flaps
    FROM hourly y LEFT JOIN hourly_uplink u USING(tenant_id,device_id,hour)
    WHERE y.hour=h AND y.ports_up IS NOT NULL GROUP BY 1,2) u
  WHERE y.hour=h AND y.tenant_id=u.tenant_id AND y.device_id=u.device_id
    AND (y.faults,y.flaps) IS DISTINCT FROM (u.faults,u.flaps)
$$;
CREATE FUNCTION roll_day(d timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  SELECT roll_day_device(d);
  SELECT roll_day_ports(d)
$$;
CREATE FUNCTION roll_month(d timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  SELECT roll_month_device(d);
  SELECT roll_month_ports(d)
$$;
-- Unused ports at a moment, whose days are over. Of all devices, with those that
-- have none: port_day has them, and has no row of who was not measured.
CREATE FUNCTION ports_unused(of_tenant integer, at timestamptz)
RETURNS TABLE(device_id integer, if_index integer, label text,
  since timestamptz, dark_since timestamptz, dark_days integer)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT u.device_id, u.if_index, u.label, u.since, u.dark_since,
    n.days::integer
  FROM port_unused u
  JOIN device v USING(tenant_id,device_id)
  JOIN LATERAL (SELECT unused_days FROM policy o WHERE o.tenant_id=of_tenant
    AND o.effective<=ports_unused.at ORDER BY o.version DESC LIMIT 1) o ON true
  CROSS JOIN LATERAL (SELECT count(*) AS days FROM port_day y
    WHERE y.tenant_id=of_tenant AND y.device_id=u.device_id
    AND y.day>=date_trunc('day',u.dark_since,'UTC')
    AND y.day<=ports_unused.at-interval '1 day') n
  WHERE u.tenant_id=of_tenant AND u.enabled AND u.since<=ports_unused.at
    AND (u.until IS NULL OR u.until>ports_unused.at)
    AND (v.retired IS NULL OR v.retired>ports_unused.at)
    AND n.days>=o.unused_days
$$;

-- Links that came, from then to then, where there had been none on the 28 days
-- on which the port was measured last.
CREATE FUNCTION ports_linked(of_tenant integer, since timestamptz,
  at timestamptz)
RETURNS TABLE(device_id integer, if_index integer, label text,
  linked timestamptz, enabled boolean, dark_since timestamptz,
  dark_days integer)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT u.device_id, u.if_index, u.label, u.until, u.enabled, u.dark_since,
    u.dark_days
  FROM port_unused u WHERE u.tenant_id=of_tenant AND u.ended='up'
    AND u.until>=ports_linked.since AND u.until<=ports_linked.at
    AND u.dark_days>=28
$$;

-- How busy devices were in a period of whole days: hours measured, hours above
-- the threshold of their day, and whether those are too many by the policy at
-- its end. A device without a row was not measured.
CREATE FUNCTION capacity_of(of_tenant integer, since timestamptz,
  upto timestamptz)
RETURNS TABLE(device_id integer, what text, hours integer, over integer,
  high real, threshold integer, too_long boolean)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT c.device_id, c.what, sum(c.hours)::integer, sum(c.over)::integer,
    max(c.high), (array_agg(c.threshold ORDER BY c.day DESC))[1],
    100*sum(c.over)>o.busy_percent*sum(c.hours)
  FROM capacity_day c
  JOIN LATERAL (SELECT busy_percent FROM policy o WHERE o.tenant_id=of_tenant
    AND o.effective<=capacity_of.upto ORDER BY o.version DESC LIMIT 1) o
    ON true
  WHERE c.tenant_id=of_tenant AND c.day>=capacity_of.since
    AND c.day<=capacity_of.upto-interval '1 day'
  GROUP BY 1,2,o.busy_percent
$$;

GRANT UPDATE(faults,flaps) ON hourly TO patchwacht_verify;

GRANT SELECT, INSERT, UPDATE ON port, port_unused TO patchwacht_verify;
GRANT SELECT, INSERT ON port_day, hourly_uplink, daily_uplink, monthly_uplink,
  hourly_part, daily_part, monthly_part, capacity_day TO patchwacht_verify;
GRANT SELECT ON port, port_unused, port_day, hourly_uplink, daily_uplink,
  monthly_uplink, hourly_part, daily_part, monthly_part, capacity_day
  TO patchwacht_register, patchwacht_report;
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['port','port_unused','port_day','hourly_uplink',
      'daily_uplink','monthly_uplink','hourly_part','daily_part',
      'monthly_part','capacity_day'] LOOP
    CALL guard(t,'false',
      '(tenant_id,device_id) IN (SELECT * FROM devices_supplied())');
  END LOOP;
END $$;
