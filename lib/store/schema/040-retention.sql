-- How long rows are kept, by kind, as part_policy says of partitions: one list
-- that the nightly job goes by and that everybody can ask what it would do.
-- And suppliers' claims and systems of other programs are guarded as the rest.

CREATE FUNCTION suppliers_held()
RETURNS TABLE(tenant_id integer, supplier_id integer)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT s.tenant_id, s.supplier_id FROM held() h
  JOIN supplier s ON s.tenant_id=h.tenant_id AND s.name=h.party
  WHERE h.function='supplier'
$$;
CALL guard('supplier_claim','tenant_id=ANY((SELECT tenants_as(''it_staff'','
  '''system_owner'',''process_owner''))::integer[]) OR (tenant_id,supplier_id)'
  ' IN (SELECT * FROM suppliers_held())',
  '(tenant_id,supplier_id) IN (SELECT * FROM suppliers_held())');
CALL guard_for('system','it_staff','system_owner','process_owner');
-- Of suppliers and of contracts, each sees its own.
ALTER POLICY guard_read ON supplier
  USING(tenant_id=ANY((SELECT tenants_read())::integer[])
    OR (tenant_id,supplier_id) IN (SELECT * FROM suppliers_held()));
ALTER POLICY guard_read ON entry
  USING(tenant_id=ANY((SELECT tenants_read())::integer[])
    OR (kind='contract'
      AND (tenant_id,supplier_id) IN (SELECT * FROM suppliers_held())));

-- Who may note what was done need not read what others did.
ALTER FUNCTION change_fits() SECURITY DEFINER;
ALTER FUNCTION change_head_fits() SECURITY DEFINER;

-- Expressions are of a row x; ended NULL is kept. Where of is false a row is
-- of another kind, where free is false something still rests on it.
CREATE TABLE retention(
  kind text PRIMARY KEY,
  relation text NOT NULL,
  does text NOT NULL CHECK(does IN('delete','pseudonymise')),
  keep interval NOT NULL CHECK(keep>=interval '7 days'),
  began text NOT NULL,
  ended text NOT NULL,
  of text NOT NULL DEFAULT 'true',
  free text NOT NULL DEFAULT 'true');

-- The end of an entry is that of its newest revision.
CREATE FUNCTION entry_ended(x entry) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
  SELECT coalesce(n.closed,n.until) FROM entry n WHERE n.tenant_id=x.tenant_id
    AND n.kind=x.kind AND n.number=x.number ORDER BY n.rev DESC LIMIT 1
$$;
INSERT INTO retention(kind,relation,does,keep,began,ended,of,free) VALUES
  ('request','request','delete','30 days','x.asked','x.asked','true','true'),
  ('evidence','evidence','delete','3 years','x.at','x.kept','true',
    'NOT EXISTS(SELECT FROM transition t JOIN deployment y'
    ' USING(tenant_id,patch_id,device_id) WHERE t.tenant_id=x.tenant_id'
    ' AND t.device_id=x.device_id AND x.evidence_id=ANY(t.evidence)'
    ' AND (y.closed IS NULL OR y.closed>=$1-(SELECT keep FROM retention'
    ' WHERE kind=''evidence'')))'),
  ('person','entry','pseudonymise','1 year','x.opened','entry_ended(x)',
    'x.person IS NOT NULL AND x.person!~''^p-[0-9a-f]{12}$''','true'),
  ('attestation','entry','delete','3 years','x.opened','entry_ended(x)',
    'x.kind=''attestation''','true'),
  ('incident','entry','delete','3 years','x.opened','entry_ended(x)',
    'x.kind=''incident''','true'),
  ('entry','entry','delete','7 years','x.opened','entry_ended(x)',
    'x.kind NOT IN(''attestation'',''incident'')','true'),
  ('supplier_claim','supplier_claim','delete','3 years','x.at','x.made',
    'true','true'),
  ('system','system','delete','1 year','x.created','x.retired','true','true');

CREATE INDEX evidence_kept ON evidence(tenant_id,kept);

CREATE FUNCTION row_is_held(of_tenant integer, lo timestamptz, hi timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM hold h WHERE h.released_at IS NULL
    AND h.tenant_id=of_tenant AND h.since<=hi AND h.until>lo)
$$;

-- What the job would do at a moment, counted by those who may see the rows.
CREATE FUNCTION retention_plan(of_tenant integer, at timestamptz)
RETURNS TABLE(kind text, does text, keep interval, rows bigint, due bigint,
  held bigint, oldest timestamptz)
LANGUAGE plpgsql STABLE SET search_path=patchwacht,pg_temp AS $$
DECLARE
  r retention;
BEGIN
  FOR r IN SELECT * FROM retention ORDER BY 1 LOOP
    RETURN QUERY EXECUTE format('SELECT %L::text,%L::text,%L::interval,'
      'count(*),count(*) FILTER (WHERE y.over AND NOT y.held),'
      'count(*) FILTER (WHERE y.over AND y.held),'
      'min(y.began) FILTER (WHERE NOT y.over OR y.held)'
      ' FROM (SELECT %s AS began,z.over,'
      'z.over AND row_is_held(x.tenant_id,%s,%s) AS held'
      ' FROM %I x,LATERAL (SELECT coalesce(%s<$1-%L::interval AND (%s),false)'
      ' AS over) z WHERE x.tenant_id=$2 AND (%s)) y', r.kind, r.does, r.keep,
      r.began, r.began, r.ended, r.relation, r.ended, r.keep, r.free, r.of)
      USING at, of_tenant;
  END LOOP;
END $$;

-- Does it for one organisation and kind; how many rows. Of an entry, no part
-- stays without the others.
CREATE FUNCTION retention_apply(of_tenant integer, of_kind text,
  at timestamptz) RETURNS bigint LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  r retention;
  n bigint;
  what text;
BEGIN
  SELECT * INTO STRICT r FROM retention WHERE kind=of_kind;
  what := CASE r.does WHEN 'delete' THEN format('DELETE FROM %I x',r.relation)
    ELSE format('UPDATE %I x SET person=''p-''||left(replace('
      'gen_random_uuid()::text,''-'',''''),12)',r.relation) END;
  EXECUTE format('%s WHERE x.tenant_id=$2 AND (%s) AND %s<$1-%L::interval'
    ' AND (%s) AND NOT row_is_held(x.tenant_id,%s,%s)', what, r.of, r.ended,
    r.keep, r.free, r.began, r.ended) USING at, of_tenant;
  GET DIAGNOSTICS n = ROW_COUNT;
  RETURN n;
END $$;
REVOKE ALL ON FUNCTION retention_apply(integer,text,timestamptz) FROM PUBLIC;

-- The same of partitions, which are of all organisations together.
CREATE FUNCTION part_plan(at timestamptz)
RETURNS TABLE(kind text, keep interval, partitions bigint, due bigint,
  held bigint, oldest timestamptz)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT p.parent, p.keep, count(l.hi), count(*) FILTER (WHERE l.hi<=at-p.keep
      AND NOT part_is_held(l.lo,l.hi)),
    count(*) FILTER (WHERE l.hi<=at-p.keep AND part_is_held(l.lo,l.hi)),
    min(l.lo) FILTER (WHERE l.hi>at-p.keep OR part_is_held(l.lo,l.hi))
  FROM part_policy p LEFT JOIN LATERAL (
    SELECT substring(b from 'FROM [(]''([^'']+)''[)]')::timestamptz AS lo,
      substring(b from 'TO [(]''([^'']+)''[)]')::timestamptz AS hi
    FROM pg_inherits i JOIN pg_class c ON c.oid=i.inhrelid,
      pg_get_expr(c.relpartbound,c.oid) b
    WHERE i.inhparent=to_regclass('patchwacht.'||p.parent)
      AND c.relkind='r') l ON true
  GROUP BY p.parent, p.keep ORDER BY 1
$$;

GRANT SELECT ON retention TO patchwacht_register, patchwacht_report;
