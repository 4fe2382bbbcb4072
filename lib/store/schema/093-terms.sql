-- What a supplier agreed to is what the contract said when the time began to
-- run: a later revision changes no duty of before. And whether a measure came in
-- time has one answer.

-- Each revision that was there at a moment, and between which it was the newest. The first one
-- stands for all of before: what was agreed then was entered later, and what
-- was entered by then goes before it.
CREATE TYPE contract_terms AS (supplier text, device_id integer,
  site_id integer, opened timestamptz, until timestamptz, closed timestamptz,
  critical_s bigint, high_s bigint, medium_s bigint, low_s bigint,
  made timestamptz, known_from timestamptz, known_until timestamptz);
CREATE FUNCTION contracts(of_tenant integer, at timestamptz)
RETURNS contract_terms[]
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT coalesce(array_agg((s.name,e.device_id,e.site_id,e.opened,e.until,
    e.closed,e.critical_s,e.high_s,e.medium_s,e.low_s,e.made,e.known_from,
    e.known_until)::contract_terms),'{}')
  FROM (SELECT *, CASE WHEN rev=min(rev) OVER w THEN '-infinity' ELSE made END
      AS known_from, lead(made,1,'infinity') OVER w AS known_until
    FROM entry WHERE tenant_id=of_tenant AND kind='contract'
      AND made<=contracts.at
    WINDOW w AS (PARTITION BY number ORDER BY rev
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) e
  JOIN supplier s ON s.tenant_id=of_tenant AND s.supplier_id=e.supplier_id
$$;

-- Seconds from the start of the clock, by the narrowest contract in force then;
-- no row: nothing is agreed. Without SET, so that it becomes part of who asks.
DROP FUNCTION contract_term(integer,text,integer,integer,text,timestamptz);
DROP FUNCTION contract_term_at(integer,timestamptz,text,integer,integer,text,
  timestamptz);
CREATE FUNCTION contract_term(c contract_terms[], of_supplier text,
  of_device integer, of_site integer, class text, began timestamptz)
RETURNS TABLE(term bigint) LANGUAGE sql STABLE AS $$
  SELECT x.term FROM (SELECT u.*, CASE class WHEN 'critical' THEN u.critical_s
      WHEN 'high' THEN u.high_s WHEN 'medium' THEN u.medium_s ELSE u.low_s END
      AS term FROM unnest(c) u) x
  WHERE x.supplier=of_supplier AND x.term IS NOT NULL
    AND x.known_from<=began AND x.known_until>began AND x.opened<=began
    AND (x.until IS NULL OR x.until>began)
    AND (x.closed IS NULL OR x.closed>began)
    AND (x.device_id IS NULL OR x.device_id=of_device)
    AND (x.site_id IS NULL OR x.site_id=of_site)
  ORDER BY x.made>began, x.device_id IS NULL, x.site_id IS NULL, x.opened DESC
  LIMIT 1
$$;

CREATE OR REPLACE FUNCTION supplier_duty(of_tenant integer, at timestamptz)
RETURNS TABLE(supplier text, patch_id integer, device_id integer,
  patch text, device text, priority text, began timestamptz, agreed timestamptz,
  claimed timestamptz, shown text, seen timestamptz, days_late integer,
  timing text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  WITH agreement AS MATERIALIZED (SELECT contracts(of_tenant,
    supplier_duty.at) AS terms),
  maintained AS MATERIALIZED (
    SELECT d.device_id, d.site_id, d.name,
      party(d.supplier,s.supplier) AS supplier
    FROM device d
    LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id
    WHERE d.tenant_id=of_tenant
      AND party(d.supplier,s.supplier) IS NOT NULL),
  duty AS (
    SELECT m.supplier, y.patch_id, y.device_id, p.reference AS patch,
      m.name AS device, p.priority, y.clock_start AS began,
      y.clock_start + make_interval(secs => t.term) AS agreed, y.claimed,
      y.last_old, coalesce(y.seen, CASE WHEN y.state='already_met'
        THEN y.created END) AS seen,
      replace(patch_shown(y.state, y.seen, y.last_old, y.clock_start),
        'contradicted','old') AS shown
    FROM agreement g CROSS JOIN maintained m
    JOIN deployment y ON y.tenant_id=of_tenant AND y.device_id=m.device_id
    JOIN patch p ON p.tenant_id=of_tenant AND p.patch_id=y.patch_id
    LEFT JOIN LATERAL contract_term(g.terms, m.supplier, m.device_id,
      m.site_id, p.priority, y.clock_start) t ON true
    WHERE y.state<>'withdrawn' AND y.created<=supplier_duty.at)
  SELECT x.supplier, x.patch_id, x.device_id, x.patch, x.device, x.priority,
    x.began, x.agreed, x.claimed, x.shown, x.seen,
    CASE WHEN x.shown='observed' THEN days_past(x.agreed, x.seen)
      WHEN x.last_old>x.agreed THEN days_past(x.agreed, x.last_old) END,
    CASE WHEN x.agreed IS NULL THEN 'no_term'
      WHEN x.shown='observed' AND x.seen<=x.agreed THEN 'on_time'
      WHEN x.shown='observed' AND x.last_old<x.agreed THEN 'unknown'
      WHEN x.shown='observed' THEN 'late'
      WHEN x.agreed>supplier_duty.at THEN 'running'
      WHEN x.last_old>x.agreed THEN 'late' ELSE 'unknown' END
  FROM duty x
$$;

CREATE OR REPLACE FUNCTION supplier_checked(of_tenant integer, at timestamptz)
RETURNS TABLE(supplier text, patch text, device text, claimed timestamptz,
  made timestamptz, outcome text, observed timestamptz, agreed timestamptz,
  days_late integer, note text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  WITH agreement AS MATERIALIZED (SELECT contracts(of_tenant,
    supplier_checked.at) AS terms)
  SELECT s.name, c.patch, c.device, c.at, c.made,
    CASE WHEN y.patch_id IS NULL THEN 'not_registered'
      ELSE patch_shown(y.state, y.seen, y.last_old, c.at) END,
    y.seen, t.agreed,
    CASE WHEN t.agreed IS NULL OR y.patch_id IS NULL THEN NULL
      WHEN patch_shown(y.state, y.seen, y.last_old, c.at)='observed'
        THEN days_past(t.agreed, coalesce(y.seen, y.created))
      WHEN patch_shown(y.state, y.seen, y.last_old, c.at)='contradicted'
        THEN days_past(t.agreed, y.last_old) END,
    c.note
  FROM agreement g CROSS JOIN supplier_claim c
  JOIN supplier s USING(tenant_id,supplier_id)
  LEFT JOIN patch p ON p.tenant_id=c.tenant_id AND p.reference=c.patch
  LEFT JOIN LATERAL (SELECT * FROM device x WHERE x.tenant_id=c.tenant_id
    AND x.name=c.device ORDER BY x.retired DESC NULLS FIRST LIMIT 1) d ON true
  LEFT JOIN deployment y ON y.tenant_id=c.tenant_id
    AND y.patch_id=p.patch_id AND y.device_id=d.device_id
  LEFT JOIN LATERAL (SELECT y.clock_start + make_interval(secs => term)
    AS agreed FROM contract_term(g.terms, s.name, d.device_id, d.site_id,
      p.priority, y.clock_start)) t ON true
  WHERE c.tenant_id=of_tenant AND c.made<=supplier_checked.at
$$;

CALL past_of_function('supplier_duty');
CALL past_of_function('supplier_checked');

-- By the terms of the policy that each deployment is under. What was entered
-- when the term was over is what somebody says of before.
CREATE FUNCTION mitigation_stand(m mitigation, at timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT CASE WHEN t.due IS NULL THEN 'unknown' WHEN m.at>t.due THEN 'late'
    WHEN m.made>t.due+interval '5 min' THEN 'declared' ELSE 'in_time' END
  FROM (SELECT min(x.clock_start+o.mitigate_s*interval '1 s') AS due
    FROM deployment x JOIN policy o ON o.tenant_id=x.tenant_id
      AND o.version=x.policy_version
    WHERE x.tenant_id=m.tenant_id AND x.patch_id=m.patch_id
      AND x.created<=mitigation_stand.at
      AND (m.device_id IS NULL OR x.device_id=m.device_id)) t
$$;
