-- A reading that says what the one before said moves nothing but the moment until
-- which it is known: that is kept once, of the device, and not of each version
-- and deployment of it. said is the gist of the last reading that was looked at
-- in full, at said_at; same_at the last one with that gist; before wake none of
-- them moves a deployment.
ALTER TABLE device_state ADD COLUMN said bytea, ADD COLUMN said_at timestamptz,
  ADD COLUMN same_at timestamptz, ADD COLUMN wake timestamptz;

-- When something was last seen that was seen at `at`: what the reading of said_at
-- showed is shown by those up to same_at.
CREATE FUNCTION still(at timestamptz, said_at timestamptz, same_at timestamptz)
RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN at>=said_at THEN greatest(at,same_at) ELSE at END
$$;

-- Devices of which people changed a deployment, what it asks for, or whether it
-- asks, since they were looked at: the next reading is looked at in full. Rows are added and taken
-- away and never changed, so that nobody waits for the verifier, nor it for them.
CREATE TABLE stirred(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY(tenant_id,device_id,id));
CREATE UNIQUE INDEX stirred_id ON stirred(id);
GRANT SELECT, DELETE ON stirred TO patchwacht_verify;

CREATE FUNCTION stir() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME='deployment' THEN
    INSERT INTO stirred(tenant_id,device_id)
      SELECT DISTINCT tenant_id,device_id FROM changed;
  ELSE
    INSERT INTO stirred(tenant_id,device_id)
      SELECT DISTINCT d.tenant_id,d.device_id
      FROM (SELECT DISTINCT tenant_id,patch_id FROM changed) c
      JOIN deployment d USING(tenant_id,patch_id);
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION stir() FROM PUBLIC;
-- Each row of a device and a patch is written for much else.
CREATE FUNCTION stir_row() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME='device' THEN
    INSERT INTO stirred(tenant_id,device_id) VALUES(NEW.tenant_id,NEW.device_id);
  ELSE
    INSERT INTO stirred(tenant_id,device_id) SELECT tenant_id,device_id
      FROM deployment WHERE tenant_id=NEW.tenant_id AND patch_id=NEW.patch_id;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION stir_row() FROM PUBLIC;
CREATE TRIGGER stir AFTER UPDATE ON patch FOR EACH ROW
  WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION stir_row();
CREATE TRIGGER stir AFTER UPDATE ON device FOR EACH ROW
  WHEN (OLD.retired IS DISTINCT FROM NEW.retired) EXECUTE FUNCTION stir_row();
-- What the verifier itself changes it knows.
DO $$
DECLARE
  t text;
  e text;
BEGIN
  FOREACH t IN ARRAY ARRAY['deployment','patch_fix'] LOOP
    FOREACH e IN ARRAY ARRAY['INSERT','UPDATE','DELETE'] LOOP
      EXECUTE format('CREATE TRIGGER stir_%s AFTER %s ON %I '
        'REFERENCING %s TABLE AS changed FOR EACH STATEMENT '
        'WHEN (session_user<>''patchwacht_verify'') EXECUTE FUNCTION stir()',
        lower(e),e,t,CASE e WHEN 'DELETE' THEN 'OLD' ELSE 'NEW' END);
    END LOOP;
  END LOOP;
END $$;

-- As before, with what readings of the same gist show.
CREATE OR REPLACE FUNCTION supplier_duty(of_tenant integer, at timestamptz)
RETURNS TABLE(supplier text, patch_id integer, device_id integer,
  patch text, device text, priority text, began timestamptz, agreed timestamptz,
  claimed timestamptz, shown text, seen timestamptz, days_late integer,
  timing text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  WITH contract AS MATERIALIZED (
    SELECT s.name, e.device_id, e.site_id, e.opened, e.until, e.closed,
      e.critical_s, e.high_s, e.medium_s, e.low_s
    FROM (SELECT DISTINCT ON(number) supplier_id, device_id, site_id, opened,
        until, closed, critical_s, high_s, medium_s, low_s
      FROM entry WHERE tenant_id=of_tenant AND kind='contract'
      ORDER BY number, rev DESC) e
    JOIN supplier s ON s.tenant_id=of_tenant AND s.supplier_id=e.supplier_id),
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
      l.last_old, coalesce(y.seen, CASE WHEN y.state='already_met'
        THEN y.created END) AS seen,
      replace(patch_shown(y.state, y.seen, l.last_old, y.clock_start),
        'contradicted','old') AS shown
    FROM maintained m
    JOIN deployment y ON y.tenant_id=of_tenant AND y.device_id=m.device_id
    JOIN patch p ON p.tenant_id=of_tenant AND p.patch_id=y.patch_id
    LEFT JOIN device_state z ON z.tenant_id=of_tenant
      AND z.device_id=m.device_id
    CROSS JOIN LATERAL (SELECT least(
      still(y.last_old,z.said_at,z.same_at),supplier_duty.at) AS last_old) l
    LEFT JOIN LATERAL (SELECT x.term FROM (SELECT c.*, CASE p.priority
          WHEN 'critical' THEN c.critical_s WHEN 'high' THEN c.high_s
          WHEN 'medium' THEN c.medium_s ELSE c.low_s END AS term
        FROM contract c WHERE c.name=m.supplier) x
      WHERE x.term IS NOT NULL AND x.opened<=y.clock_start
        AND (x.until IS NULL OR x.until>y.clock_start)
        AND (x.closed IS NULL OR x.closed>y.clock_start)
        AND (x.device_id IS NULL OR x.device_id=m.device_id)
        AND (x.site_id IS NULL OR x.site_id=m.site_id)
      ORDER BY x.device_id IS NULL, x.site_id IS NULL, x.opened DESC
      LIMIT 1) t ON true
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
  SELECT s.name, c.patch, c.device, c.at, c.made,
    CASE WHEN y.patch_id IS NULL THEN 'not_registered'
      ELSE patch_shown(y.state, y.seen, l.last_old, c.at) END,
    y.seen, t.agreed,
    CASE WHEN t.agreed IS NULL OR y.patch_id IS NULL THEN NULL
      WHEN patch_shown(y.state, y.seen, l.last_old, c.at)='observed'
        THEN days_past(t.agreed, coalesce(y.seen, y.created))
      WHEN patch_shown(y.state, y.seen, l.last_old, c.at)='contradicted'
        THEN days_past(t.agreed, l.last_old) END,
    c.note
  FROM supplier_claim c
  JOIN supplier s USING(tenant_id,supplier_id)
  LEFT JOIN patch p ON p.tenant_id=c.tenant_id AND p.reference=c.patch
  LEFT JOIN LATERAL (SELECT * FROM device x WHERE x.tenant_id=c.tenant_id
    AND x.name=c.device ORDER BY x.retired DESC NULLS FIRST LIMIT 1) d ON true
  LEFT JOIN deployment y ON y.tenant_id=c.tenant_id
    AND y.patch_id=p.patch_id AND y.device_id=d.device_id
  LEFT JOIN device_state z ON z.tenant_id=y.tenant_id
    AND z.device_id=y.device_id
  CROSS JOIN LATERAL (SELECT least(
    still(y.last_old,z.said_at,z.same_at),supplier_checked.at) AS last_old) l
  LEFT JOIN LATERAL (SELECT y.clock_start + make_interval(secs =>
    contract_term(of_tenant, s.name, d.device_id, d.site_id, p.priority,
      y.clock_start)) AS agreed) t ON true
  WHERE c.tenant_id=of_tenant AND c.made<=supplier_checked.at
$$;
CALL past_of_function('supplier_duty');
CALL past_of_function('supplier_checked');
