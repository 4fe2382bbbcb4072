-- How the register stood at an earlier moment: each row that becomes another is
-- kept as it was, with the moment until which it was so. What lists print for
-- that moment is what they printed then.

CREATE TABLE past(
  tenant_id integer NOT NULL,
  kind text NOT NULL,                  -- the table
  id bigint NOT NULL,                  -- its key; patch<<32|device
  until timestamptz NOT NULL,
  was jsonb NOT NULL,
  PRIMARY KEY(tenant_id,kind,id,until));
CREATE INDEX past_until ON past(tenant_id,kind,until);

-- Since when: before that, only what a row is now is known.
CREATE TABLE past_since(at timestamptz PRIMARY KEY);
INSERT INTO past_since VALUES(now());

-- SECURITY DEFINER: nobody writes the past by hand. Until the transaction ends
-- others see the row as it was: its start is the nearest moment that is known.
CREATE FUNCTION past_keep() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  o jsonb := to_jsonb(OLD);
BEGIN
  IF o-'rev'=to_jsonb(NEW)-'rev' THEN
    RETURN NULL;
  END IF;
  INSERT INTO past VALUES(OLD.tenant_id,TG_TABLE_NAME,CASE TG_TABLE_NAME
    WHEN 'device' THEN (o->>'device_id')::bigint
    WHEN 'patch' THEN (o->>'patch_id')::bigint
    WHEN 'exception' THEN (o->>'exception_id')::bigint
    ELSE ((o->>'patch_id')::bigint<<32)|(o->>'device_id')::bigint END,
    now(),o) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER past_keep AFTER UPDATE ON device
  FOR EACH ROW EXECUTE FUNCTION past_keep();
CREATE TRIGGER past_keep AFTER UPDATE ON patch
  FOR EACH ROW EXECUTE FUNCTION past_keep();
CREATE TRIGGER past_keep AFTER UPDATE ON exception
  FOR EACH ROW EXECUTE FUNCTION past_keep();
CREATE TRIGGER past_keep AFTER UPDATE ON deployment
  FOR EACH ROW EXECUTE FUNCTION past_keep();

-- The row that held at a moment, of each that has become another since.
CREATE FUNCTION past_of(of_tenant integer, of_kind text, at timestamptz)
RETURNS TABLE(id bigint, was jsonb) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON(p.id) p.id,p.was FROM past p WHERE p.tenant_id=of_tenant
    AND p.kind=of_kind AND p.until>at ORDER BY p.id,p.until
$$;

CREATE FUNCTION device_at(of_tenant integer, at timestamptz)
RETURNS SETOF device LANGUAGE sql STABLE AS $$
  WITH p AS MATERIALIZED (SELECT * FROM past_of(of_tenant,'device',at))
  SELECT d.* FROM device d WHERE d.tenant_id=of_tenant AND d.created<=at
    AND d.device_id NOT IN(SELECT id FROM p)
  UNION ALL SELECT r.* FROM p, jsonb_populate_record(NULL::device,p.was) r
    WHERE r.created<=at
$$;
CREATE FUNCTION patch_at(of_tenant integer, at timestamptz)
RETURNS SETOF patch LANGUAGE sql STABLE AS $$
  WITH p AS MATERIALIZED (SELECT * FROM past_of(of_tenant,'patch',at))
  SELECT d.* FROM patch d WHERE d.tenant_id=of_tenant AND d.registered<=at
    AND d.patch_id NOT IN(SELECT id FROM p)
  UNION ALL SELECT r.* FROM p, jsonb_populate_record(NULL::patch,p.was) r
    WHERE r.registered<=at
$$;
CREATE FUNCTION exception_at(of_tenant integer, at timestamptz)
RETURNS SETOF exception LANGUAGE sql STABLE AS $$
  WITH p AS MATERIALIZED (SELECT * FROM past_of(of_tenant,'exception',at))
  SELECT d.* FROM exception d WHERE d.tenant_id=of_tenant AND d.requested<=at
    AND d.exception_id NOT IN(SELECT id FROM p)
  UNION ALL SELECT r.* FROM p, jsonb_populate_record(NULL::exception,p.was) r
    WHERE r.requested<=at
$$;
CREATE FUNCTION deployment_at(of_tenant integer, at timestamptz)
RETURNS SETOF deployment LANGUAGE sql STABLE AS $$
  WITH p AS MATERIALIZED (SELECT * FROM past_of(of_tenant,'deployment',at))
  SELECT d.* FROM deployment d WHERE d.tenant_id=of_tenant AND d.created<=at
    AND ((d.patch_id::bigint<<32)|d.device_id) NOT IN(SELECT id FROM p)
  UNION ALL SELECT r.* FROM p, jsonb_populate_record(NULL::deployment,p.was) r
    WHERE r.created<=at
$$;

-- Of two million deployments most ask for nothing: what does is in here.
CREATE INDEX deployment_asks ON deployment(tenant_id,patch_id)
  INCLUDE(device_id,state,overdue,excepted,conflicting,deadline,clock_start,
    claimed)
  WHERE state NOT IN('confirmed','observing','stable','already_met',
    'withdrawn') OR conflicting;

GRANT SELECT ON past, past_since TO patchwacht_register, patchwacht_report;
