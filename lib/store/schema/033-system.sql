-- What no SNMP reaches, and what suppliers say. A system is one that another
-- program keeps (an MDM, WSUS, a portal) and tells about: registered, never
-- measured. A supplier's list of work done is kept as it was given; what
-- devices showed stands beside it.

CREATE TABLE system(
  tenant_id integer NOT NULL REFERENCES tenant,
  system_id integer NOT NULL,
  source text NOT NULL,                -- which program tells of it
  key text NOT NULL,                   -- its own name for it
  name text NOT NULL,
  category text NOT NULL CHECK(category IN('server','workstation','network',
    'peripheral','application','cloud')),
  site_id integer,
  owner text,                          -- a function
  supplier text,
  product text,
  version text,
  state text CHECK(state IN('current','behind','unknown')),
  seen timestamptz,                    -- by that program
  created timestamptz NOT NULL,
  updated timestamptz NOT NULL,        -- told last
  retired timestamptz,
  PRIMARY KEY(tenant_id,system_id), UNIQUE(tenant_id,source,key),
  FOREIGN KEY(tenant_id,site_id) REFERENCES site);

CREATE TABLE supplier_claim(
  tenant_id integer NOT NULL,
  supplier_claim_id integer NOT NULL,
  supplier_id integer NOT NULL,
  patch text NOT NULL,                 -- as the supplier calls it
  device text NOT NULL,
  at timestamptz NOT NULL,             -- when it is said to be done
  note text,
  made timestamptz NOT NULL,
  actor text NOT NULL,
  PRIMARY KEY(tenant_id,supplier_claim_id),
  UNIQUE(tenant_id,supplier_id,patch,device,at),
  FOREIGN KEY(tenant_id,supplier_id) REFERENCES supplier);
ALTER TABLE supplier_claim ENABLE ROW LEVEL SECURITY;
CREATE POLICY supplier_claim_read ON supplier_claim FOR SELECT USING(true);
CREATE POLICY supplier_claim_write ON supplier_claim FOR INSERT
  WITH CHECK(actor=session_user);

-- Seconds that a contract gives, from the start of the clock: the narrowest
-- one that was in force then. NULL: nothing is agreed.
CREATE FUNCTION contract_term(of_tenant integer, of_supplier text,
  of_device integer, of_site integer, class text, began timestamptz)
RETURNS bigint LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT term FROM (SELECT DISTINCT ON(number) supplier_id, device_id, site_id,
      opened, until, closed, CASE class WHEN 'critical' THEN critical_s
        WHEN 'high' THEN high_s WHEN 'medium' THEN medium_s ELSE low_s END term
    FROM entry WHERE tenant_id=of_tenant AND kind='contract'
    ORDER BY number, rev DESC) e
  JOIN supplier s ON s.tenant_id=of_tenant AND s.supplier_id=e.supplier_id
  WHERE s.name=of_supplier AND term IS NOT NULL AND opened<=began
    AND (until IS NULL OR until>began) AND (closed IS NULL OR closed>began)
    AND (device_id IS NULL OR device_id=of_device)
    AND (site_id IS NULL OR site_id=of_site)
  ORDER BY device_id IS NULL, site_id IS NULL, opened DESC LIMIT 1
$$;

-- What devices show of a patch: observed, contradicted, unknown.
CREATE FUNCTION patch_shown(state text, seen timestamptz,
  last_old timestamptz, since timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN state IN('confirmed','observing','stable','regressed',
      'already_met') THEN 'observed'
    WHEN state='rolled_back' OR last_old>since THEN 'contradicted'
    ELSE 'unknown' END
$$;

-- Days past a term, begun ones whole; 0 before it. Of what is not installed,
-- up to the last reading that shows so: that many are proven.
CREATE FUNCTION days_past(term timestamptz, at timestamptz) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
  SELECT greatest(0,ceil(extract(epoch FROM at-term)/86400))::integer
$$;

-- Each patch on each device that a supplier maintains, and what was agreed.
CREATE FUNCTION supplier_duty(of_tenant integer, at timestamptz)
RETURNS TABLE(supplier text, patch_id integer, device_id integer,
  patch text, device text, priority text, began timestamptz, agreed timestamptz,
  claimed timestamptz, shown text, seen timestamptz, days_late integer,
  timing text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT x.supplier, x.patch_id, x.device_id, x.patch, x.device, x.priority,
    x.began, x.agreed, x.claimed, x.shown, x.seen,
    CASE WHEN x.shown='observed' THEN days_past(x.agreed, x.seen)
      WHEN x.last_old>x.agreed THEN days_past(x.agreed, x.last_old) END,
    CASE WHEN x.agreed IS NULL THEN 'no_term'
      WHEN x.shown='observed' AND x.seen<=x.agreed THEN 'on_time'
      WHEN x.shown='observed' AND x.last_old<x.agreed THEN 'unknown'
      WHEN x.shown='observed' THEN 'late'
      WHEN x.agreed>at THEN 'running'
      WHEN x.last_old>x.agreed THEN 'late' ELSE 'unknown' END
  FROM (SELECT party(d.supplier,s.supplier) AS supplier, p.patch_id,
      d.device_id, p.reference AS patch, d.name AS device, p.priority,
      y.clock_start AS began, y.clock_start + make_interval(secs =>
        contract_term(of_tenant, party(d.supplier,s.supplier), d.device_id,
          d.site_id, p.priority, y.clock_start)) AS agreed,
      y.claimed, y.last_old, coalesce(y.seen, CASE WHEN y.state='already_met'
        THEN y.created END) AS seen,
      replace(patch_shown(y.state, y.seen, y.last_old, y.clock_start),
        'contradicted','old') AS shown
    FROM deployment y
    JOIN patch p USING(tenant_id,patch_id)
    JOIN device d USING(tenant_id,device_id)
    LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id
    WHERE y.tenant_id=of_tenant AND y.state<>'withdrawn'
      AND y.created<=at AND party(d.supplier,s.supplier) IS NOT NULL) x
$$;

-- What suppliers said is done, against what devices showed.
CREATE FUNCTION supplier_checked(of_tenant integer, at timestamptz)
RETURNS TABLE(supplier text, patch text, device text, claimed timestamptz,
  made timestamptz, outcome text, observed timestamptz, agreed timestamptz,
  days_late integer, note text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
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
  FROM supplier_claim c
  JOIN supplier s USING(tenant_id,supplier_id)
  LEFT JOIN patch p ON p.tenant_id=c.tenant_id AND p.reference=c.patch
  LEFT JOIN LATERAL (SELECT * FROM device x WHERE x.tenant_id=c.tenant_id
    AND x.name=c.device ORDER BY x.retired DESC NULLS FIRST LIMIT 1) d ON true
  LEFT JOIN deployment y ON y.tenant_id=c.tenant_id
    AND y.patch_id=p.patch_id AND y.device_id=d.device_id
  LEFT JOIN LATERAL (SELECT y.clock_start + make_interval(secs =>
    contract_term(of_tenant, s.name, d.device_id, d.site_id, p.priority,
      y.clock_start)) AS agreed) t ON true
  WHERE c.tenant_id=of_tenant AND c.made<=supplier_checked.at
$$;

GRANT SELECT, INSERT, UPDATE ON system TO patchwacht_register;
GRANT SELECT, INSERT ON supplier_claim TO patchwacht_register;
GRANT SELECT ON system, supplier_claim TO patchwacht_report;
