-- What deployments were is kept in columns, and of all rows of a statement at
-- once: of a reading that says another version ten of them are written, and taking
-- each apart was the dearest part of that. Rows that are kept are a fifth as large.

CREATE TABLE past_deployment AS
  SELECT now() AS until, d.* FROM deployment d WITH NO DATA;
ALTER TABLE past_deployment
  ADD PRIMARY KEY(tenant_id,device_id,patch_id,until);
CREATE INDEX past_deployment_until ON past_deployment(tenant_id,until);
CALL guard('past_deployment','false');
GRANT SELECT ON past_deployment TO patchwacht_register, patchwacht_report;
INSERT INTO retention(kind,relation,does,keep,began,ended,of) VALUES
  ('past_deployment','past_deployment','delete','3 years','x.until','x.until',
    'true');

-- Who adds a column to deployment calls this again. It has all columns in it, since
-- a row as a whole, with rev and last_old, moves with each reading.
CREATE PROCEDURE past_of_deployment() LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  c record;
  shown text;
  was text;
  becomes text;
BEGIN
  FOR c IN SELECT attname, format_type(atttypid,atttypmod) AS type
      FROM pg_attribute a WHERE attrelid='deployment'::regclass AND attnum>0
      AND NOT attisdropped AND NOT EXISTS(SELECT FROM pg_attribute p
        WHERE p.attrelid='past_deployment'::regclass
        AND p.attname=a.attname AND NOT p.attisdropped) ORDER BY attnum LOOP
    EXECUTE format('ALTER TABLE past_deployment ADD COLUMN %I %s',c.attname,
      c.type);
  END LOOP;
  SELECT string_agg(format('%I',attname),',' ORDER BY attnum),
    string_agg(format('o.%I',attname),',' ORDER BY attnum) FILTER (WHERE moves),
    string_agg(format('n.%I',attname),',' ORDER BY attnum) FILTER (WHERE moves)
    INTO shown, was, becomes
    FROM (SELECT attname, attnum, attname NOT IN('rev','last_old','tenant_id',
        'patch_id','device_id') AS moves
      FROM pg_attribute WHERE attrelid='deployment'::regclass AND attnum>0
      AND NOT attisdropped) a;
  -- Of a transaction that writes a row twice the first has what others saw. The
  -- plan is made once, of a statement with a few rows or none, and a loop in a
  -- loop over thousands would follow from that.
  EXECUTE format('CREATE OR REPLACE FUNCTION past_keep_deployment() '
    'RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER '
    'SET search_path=patchwacht,pg_temp SET enable_nestloop=off AS $f$ BEGIN '
    'INSERT INTO past_deployment(until,%1$s) SELECT now(),o.* FROM was o '
    'JOIN becomes n USING(tenant_id,patch_id,device_id) '
    'WHERE (%2$s) IS DISTINCT FROM (%3$s) ON CONFLICT DO NOTHING; '
    'RETURN NULL; END $f$', shown, was, becomes);
  EXECUTE format('CREATE OR REPLACE FUNCTION deployment_at(of_tenant integer, '
    'at timestamptz) RETURNS SETOF deployment LANGUAGE sql STABLE AS $f$ '
    'WITH p AS MATERIALIZED (SELECT DISTINCT ON(p.device_id,p.patch_id) p.* '
    'FROM past_deployment p WHERE p.tenant_id=of_tenant '
    'AND p.until>deployment_at.at ORDER BY p.device_id,p.patch_id,p.until) '
    'SELECT d.* FROM deployment d WHERE d.tenant_id=of_tenant '
    'AND d.created<=deployment_at.at AND (d.device_id,d.patch_id) '
    'NOT IN(SELECT device_id,patch_id FROM p) '
    'UNION ALL SELECT %s FROM p WHERE p.created<=deployment_at.at $f$', shown);
END $$;
REVOKE ALL ON PROCEDURE past_of_deployment() FROM PUBLIC;

DROP TRIGGER past_keep ON deployment;
CALL past_of_deployment();
CREATE TRIGGER past_keep AFTER UPDATE ON deployment
  REFERENCING OLD TABLE AS was NEW TABLE AS becomes
  FOR EACH STATEMENT EXECUTE FUNCTION past_keep_deployment();

-- What was kept until now.
DO $$
DECLARE
  shown text := (SELECT string_agg(format('r.%I',attname),',' ORDER BY attnum)
    FROM pg_attribute WHERE attrelid='deployment'::regclass AND attnum>0
    AND NOT attisdropped);
BEGIN
  EXECUTE format('INSERT INTO past_deployment SELECT p.until,%s FROM past p, '
    'jsonb_populate_record(NULL::deployment,p.was) r '
    'WHERE p.kind=''deployment''', shown);
END $$;
DELETE FROM past WHERE kind='deployment';

-- As before, and of these rows, too.
CREATE OR REPLACE FUNCTION retention_apply(of_tenant integer, of_kind text,
  at timestamptz) RETURNS bigint LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  r retention;
  n bigint;
  what text;
BEGIN
  SELECT * INTO STRICT r FROM retention WHERE kind=of_kind;
  what := CASE r.does WHEN 'delete' THEN format('DELETE FROM %I x',r.relation)
    WHEN 'forget' THEN format('UPDATE %I x SET who=NULL',r.relation)
    WHEN 'pseudonymise' THEN format('UPDATE %I x SET person=''p-''||left('
      'replace(gen_random_uuid()::text,''-'',''''),12)',r.relation) END;
  EXECUTE format('%s WHERE x.tenant_id=$2 AND (%s) AND %s<$1-%L::interval'
    ' AND (%s) AND NOT row_is_held(x.tenant_id,%s,%s)', what, r.of, r.ended,
    r.keep, r.free, r.began, r.ended) USING at, of_tenant;
  GET DIAGNOSTICS n = ROW_COUNT;
  IF of_kind IN('past','past_deployment') AND n>0 THEN
    UPDATE past_since s SET at=greatest(s.at,retention_apply.at-r.keep)
      WHERE (of_kind='past_deployment')=(s.kind='deployment');
  END IF;
  RETURN n;
END $$;
