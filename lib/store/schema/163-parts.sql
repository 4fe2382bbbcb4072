-- What parts measure has a unit, so that clients are not added to access points,
-- nor minutes of a battery to its charge; and the hours of ports and parts are
-- made in one pass over what was measured, since that is most of all there is.

ALTER TABLE hourly_part ADD unit text;         -- of total, low and high
ALTER TABLE port ADD uplink boolean NOT NULL DEFAULT false; -- as of uplinks_at

-- As in 115, and each port looked at once.
CREATE OR REPLACE FUNCTION uplinks_at(h timestamptz)
RETURNS TABLE(tenant_id integer, device_id integer, if_index integer)
LANGUAGE sql STABLE ROWS 20000 SET search_path=patchwacht,pg_temp AS $$
  SELECT p.tenant_id, p.device_id, p.if_index FROM port p
    WHERE gone IS NULL AND peer<>'' AND peer_seen>h-interval '28 days'
  UNION ALL
  SELECT p.tenant_id, p.device_id, unnest(array_agg(p.if_index)) FROM port p
    WHERE gone IS NULL GROUP BY 1,2
    HAVING count(*)<=2
      AND NOT bool_or(peer<>'' AND peer_seen>h-interval '28 days')
$$;

CREATE FUNCTION mark_uplinks(h timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  WITH u AS MATERIALIZED(SELECT * FROM uplinks_at(h)),
  more AS(UPDATE port p SET uplink=true FROM u
    WHERE p.tenant_id=u.tenant_id AND p.device_id=u.device_id
      AND p.if_index=u.if_index AND NOT p.uplink)
  UPDATE port p SET uplink=false WHERE p.uplink
    AND (p.tenant_id,p.device_id,p.if_index) NOT IN(SELECT * FROM u)
$$;

-- Hours of uplinks, as in 115; and that a port which had been dark is lit ends
-- its span. Since and until are given: what a condition works out anew for each
-- of millions of rows costs more than the rows do.
CREATE FUNCTION roll_uplinks(h timestamptz, since timestamptz,
  until timestamptz) RETURNS void LANGUAGE sql
SET search_path=patchwacht,pg_temp AS $$
  WITH s AS MATERIALIZED(
    SELECT i.tenant_id, i.device_id, i.if_index, i.at, i.oper, i.speed_mbps,
      i.in_octets, i.out_octets, i.in_errors+i.out_errors AS errors,
      i.discontinuity_cs, p.uplink,
      i.at>=h AND i.oper=1 AND i.admin IS NOT NULL AND p.up_at IS NULL AS lit
    FROM interface_sample i JOIN port p USING(tenant_id,device_id,if_index)
    WHERE i.at>=roll_uplinks.since AND i.at<roll_uplinks.until
      AND p.gone IS NULL AND (p.uplink OR p.up_at IS NULL)
      AND (p.uplink OR i.oper=1)),
  step AS(
    SELECT tenant_id, device_id, if_index, at, oper, speed_mbps,
      extract(epoch FROM at-lag(at) OVER w) AS s,
      in_octets-lag(in_octets) OVER w AS ins,
      out_octets-lag(out_octets) OVER w AS outs,
      errors-lag(errors) OVER w AS rise,
      (oper=1)<>(lag(oper) OVER w=1) AS flapped,
      discontinuity_cs IS DISTINCT FROM lag(discontinuity_cs) OVER w AS is_anew
    FROM s WHERE uplink
    WINDOW w AS(PARTITION BY tenant_id,device_id,if_index ORDER BY at)),
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
    WHERE at>=h GROUP BY 1,2,3),
  lit AS MATERIALIZED(
    SELECT DISTINCT tenant_id, device_id, if_index FROM s WHERE lit),
  over AS(UPDATE port_unused d SET until=greatest(h,d.since), ended='up',
      dark_days=p.dark_days
    FROM lit JOIN port p USING(tenant_id,device_id,if_index)
    WHERE d.until IS NULL AND d.tenant_id=lit.tenant_id
      AND d.device_id=lit.device_id AND d.if_index=lit.if_index),
  up AS(UPDATE port p SET up_at=h FROM lit WHERE p.tenant_id=lit.tenant_id
    AND p.device_id=lit.device_id AND p.if_index=lit.if_index)
  INSERT INTO hourly_uplink
  SELECT h, tenant_id, device_id, if_index, polls, polls_up,
    -- More than there can be is a counter that began anew, untold.
    CASE WHEN ins<=105 THEN least(ins,100) END,
    CASE WHEN outs<=105 THEN least(outs,100) END, faults, flaps
  FROM u ON CONFLICT DO NOTHING
$$;

-- Which ports there were, and whether they were enabled when last measured.
CREATE FUNCTION note_ports(h timestamptz, until timestamptz) RETURNS void
LANGUAGE sql SET search_path=patchwacht,pg_temp AS $$
  WITH last AS MATERIALIZED(
    SELECT tenant_id, device_id, max(at) AS at FROM sample
    WHERE at>=h AND at<note_ports.until AND ports IS NOT NULL GROUP BY 1,2)
  UPDATE port p SET seen=true, enabled=i.admin=1
  FROM interface_sample i JOIN last l USING(tenant_id,device_id,at)
  WHERE i.at>=(SELECT min(at) FROM last) AND i.at<note_ports.until
    AND i.admin IS NOT NULL AND i.oper IS NOT NULL
    AND p.tenant_id=i.tenant_id AND p.device_id=i.device_id
    AND p.if_index=i.if_index AND p.gone IS NULL
    AND (NOT p.seen OR p.enabled IS DISTINCT FROM (i.admin=1))
$$;

-- Of all parts of a group at a moment first, and then of the moments the middle
-- one. Bad are those that were so at any of them.
CREATE FUNCTION roll_parts(h timestamptz, until timestamptz) RETURNS void
LANGUAGE sql SET search_path=patchwacht,pg_temp AS $$
  WITH c AS(
    SELECT tenant_id, device_id, source, kind, at, min(unit) AS unit,
      count(*) AS parts, count(good) AS known, count(*) FILTER(WHERE NOT good)
        AS bad, sum(value) AS total, min(value) AS low, max(value) AS high,
      max(CASE WHEN size>0 AND used BETWEEN 0 AND size
        THEN 100*used::float8/size END) AS share
    FROM component_sample WHERE at>=h AND at<roll_parts.until
      AND kind IN('poe','access_point','ups','battery','storage')
    GROUP BY 1,2,3,4,5),
  g AS(
    SELECT tenant_id, device_id, source, min(kind) AS kind, max(parts) AS parts,
      max(known) AS known, max(bad) AS bad,
      percentile_cont(.5) WITHIN GROUP(ORDER BY total) AS total,
      percentile_cont(.5) WITHIN GROUP(ORDER BY low) AS low,
      percentile_cont(.5) WITHIN GROUP(ORDER BY high) AS high,
      percentile_cont(.5) WITHIN GROUP(ORDER BY share) AS share,
      min(unit) AS unit
    FROM c GROUP BY 1,2,3),
  b AS(
    SELECT tenant_id, device_id, source, count(DISTINCT component) AS n
    FROM component_sample JOIN (SELECT * FROM g WHERE bad>0) x
      USING(tenant_id,device_id,source)
    WHERE at>=h AND at<roll_parts.until AND NOT good GROUP BY 1,2,3)
  INSERT INTO hourly_part
  SELECT h, tenant_id, device_id, source, kind, parts,
    greatest(known-coalesce(n,0),0), coalesce(n,0), total, low, high, share,
    unit
  FROM g LEFT JOIN b USING(tenant_id,device_id,source) ON CONFLICT DO NOTHING
$$;

-- One organisation of 5,000 switches has 3.6 million rows of ports in an hour:
-- sorts must have room, and a row of the plan for each port is none.
CREATE OR REPLACE FUNCTION roll_hour_ports(h timestamptz) RETURNS void
LANGUAGE sql SET search_path=patchwacht,pg_temp SET work_mem='64MB'
SET enable_nestloop=off SET max_parallel_workers_per_gather=0 AS $$
  SELECT mark_uplinks(h);
  SELECT roll_uplinks(h,h-interval '15 min',h+interval '1 hour');
  SELECT note_ports(h,h+interval '1 hour');
  SELECT roll_parts(h,h+interval '1 hour')
$$;

-- Parts of a device in an hour, as they are compared: NULL where there are none.
-- Access points of a controller by their state, by a count of its own, or as
-- many as it names clients of.
CREATE VIEW part_hour WITH (security_invoker=true) AS
  SELECT tenant_id, device_id, hour,
    sum(total) FILTER(WHERE kind='access_point' AND unit='clients') AS clients,
    max(CASE WHEN unit='access points' THEN total WHEN good+bad>0 THEN good
      WHEN parts>1 THEN parts END) FILTER(WHERE kind='access_point')
      AS access_points,
    max(share) FILTER(WHERE kind='poe') AS poe,
    min(low) FILTER(WHERE kind='battery' AND unit='percent') AS charge,
    min(low) FILTER(WHERE kind='battery' AND unit='minutes') AS runtime,
    sum(bad) FILTER(WHERE kind='ups' AND good+bad>0) AS ups_bad,
    max(share) FILTER(WHERE kind='storage') AS fill
  FROM hourly_part GROUP BY 1,2,3;
GRANT SELECT ON part_hour TO patchwacht_verify, patchwacht_register,
  patchwacht_report;

-- A measure of a device day by day, by the names of lib/model/stability: hours
-- of a day in which a thing was, or the mean; of a volume how full it was.
CREATE FUNCTION measure_days(of_tenant integer, of_device integer,
  measure text, since timestamptz)
RETURNS TABLE(day timestamptz, n double precision) LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT d.day, CASE measure WHEN 'hours_critical' THEN hours_critical
      WHEN 'hours_error' THEN hours_error
      WHEN 'hours_warning' THEN hours_warning
      WHEN 'unreachable' THEN polls-answered
      WHEN 'uplink_flaps' THEN flaps WHEN 'uplink_errors' THEN faults
      WHEN 'rtt' THEN rtt_us/1000 WHEN 'rtt_high' THEN rtt_high_us/1000
      WHEN 'cpu' THEN cpu WHEN 'memory' THEN memory
      WHEN 'temperature' THEN temperature END
  FROM daily d WHERE tenant_id=of_tenant AND device_id=of_device AND d.day>=since
    AND measure NOT IN('ups_output','volume_full','clients','access_points',
      'poe','battery_charge','battery_runtime')
  UNION ALL
  SELECT date_trunc('day',hour,'UTC'), CASE measure
      WHEN 'ups_output' THEN count(*) FILTER(WHERE ups_bad>0)
      WHEN 'volume_full' THEN max(fill) WHEN 'clients' THEN avg(clients)
      WHEN 'access_points' THEN avg(access_points) WHEN 'poe' THEN avg(poe)
      WHEN 'battery_charge' THEN min(charge)
      WHEN 'battery_runtime' THEN min(runtime) END
  FROM part_hour WHERE tenant_id=of_tenant AND device_id=of_device AND hour>=since
    AND measure IN('ups_output','volume_full','clients','access_points','poe',
      'battery_charge','battery_runtime')
  GROUP BY 1
$$;

-- The same of a device that has a patch, from four weeks before to three after,
-- beside the mean of up to fifty that are like it and have not.
CREATE FUNCTION measure_after(of_tenant integer, of_patch integer,
  of_device integer, measure text)
RETURNS TABLE(day timestamptz, is_after boolean, own double precision,
  others double precision, n_others bigint) LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  WITH d AS(
    SELECT date_trunc('day',coalesce(observe_from,seen,confirmed),'UTC') AS day
    FROM deployment WHERE tenant_id=of_tenant AND patch_id=of_patch
      AND device_id=of_device),
  o AS(
    SELECT s.device_id FROM device_state s JOIN device_state t
      ON t.tenant_id=of_tenant AND t.device_id=of_device
      AND t.profile=s.profile
    JOIN device v ON v.tenant_id=of_tenant AND v.device_id=s.device_id
      AND v.retired IS NULL
    LEFT JOIN deployment y ON y.tenant_id=of_tenant
      AND y.device_id=s.device_id AND y.patch_id=of_patch
    WHERE s.tenant_id=of_tenant AND s.device_id<>of_device
      AND y.confirmed IS NULL
    ORDER BY s.model IS DISTINCT FROM t.model, s.device_id LIMIT 50),
  m AS(
    SELECT x.day, avg(x.n) AS n, count(x.n) AS of FROM d, o,
      measure_days(of_tenant,o.device_id,measure,d.day-interval '28 d') x
    GROUP BY 1)
  SELECT g.day, g.day>=d.day, x.n, m.n, m.of FROM d
  CROSS JOIN LATERAL (SELECT generate_series(d.day-interval '28 d',
    least(d.day+interval '21 d',now()),'1 day') AS day) g
  LEFT JOIN measure_days(of_tenant,of_device,measure,d.day-interval '28 d') x
    ON x.day=g.day
  LEFT JOIN m ON m.day=g.day ORDER BY 1
$$;
