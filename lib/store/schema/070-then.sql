-- More of the register as it stood at an earlier moment: of each table of which
-- there is a list, rows that become others are kept, as 038 began to.

-- The key of a row in the past: its number, two numbers in one, or what its
-- columns hash to.
CREATE FUNCTION past_id(o jsonb, VARIADIC keys text[]) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN cardinality(keys)=1 AND jsonb_typeof(o->keys[1])='number'
      THEN (o->>keys[1])::bigint
    WHEN cardinality(keys)=2 AND jsonb_typeof(o->keys[1])='number'
      AND jsonb_typeof(o->keys[2])='number'
      THEN ((o->>keys[1])::bigint<<32)|(o->>keys[2])::bigint
    ELSE hashtextextended((SELECT string_agg(o->>k,'/' ORDER BY n)
      FROM unnest(keys) WITH ORDINALITY u(k,n)),0) END
$$;

-- Its arguments: the columns of the key; those that move without being another
-- state of the row; those that nobody reads, which are not kept.
CREATE OR REPLACE FUNCTION past_keep() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  o jsonb := to_jsonb(OLD);
BEGIN
  IF TG_OP='UPDATE' AND o-TG_ARGV[1]::text[]=to_jsonb(NEW)-TG_ARGV[1]::text[]
  THEN
    RETURN NULL;
  END IF;
  INSERT INTO past VALUES(OLD.tenant_id,TG_TABLE_NAME,
    past_id(o,VARIADIC TG_ARGV[0]::text[]),now(),o-TG_ARGV[2]::text[])
    ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

-- Since when it is known, by table.
ALTER TABLE past_since DROP CONSTRAINT past_since_pkey;
ALTER TABLE past_since ADD kind text NOT NULL DEFAULT 'device';
ALTER TABLE past_since ALTER kind DROP DEFAULT;
INSERT INTO past_since SELECT at,kind FROM (SELECT at FROM past_since) s,
  unnest(ARRAY['patch','exception','deployment']) kind;
ALTER TABLE past_since ADD PRIMARY KEY(kind);

-- The four that were kept already.
DROP TRIGGER past_keep ON device;
DROP TRIGGER past_keep ON patch;
DROP TRIGGER past_keep ON exception;
DROP TRIGGER past_keep ON deployment;
CREATE TRIGGER past_keep AFTER UPDATE ON device FOR EACH ROW
  EXECUTE FUNCTION past_keep('{device_id}','{rev}','{}');
CREATE TRIGGER past_keep AFTER UPDATE ON patch FOR EACH ROW
  EXECUTE FUNCTION past_keep('{patch_id}','{rev}','{}');
CREATE TRIGGER past_keep AFTER UPDATE ON exception FOR EACH ROW
  EXECUTE FUNCTION past_keep('{exception_id}','{rev}','{}');
CREATE TRIGGER past_keep AFTER UPDATE ON deployment FOR EACH ROW
  EXECUTE FUNCTION past_keep('{patch_id,device_id}','{rev,last_old}','{}');

-- Keeps what rows of a table were, and makes TABLE_at(tenant, moment), which
-- gives them. born is the moment from which a row is there. Where watched is
-- given, only changes of those columns count; where deletes, a row that is
-- taken away was there until then.
CREATE PROCEDURE past_of_table(of_table text, keys text[], born text,
  moves text[] DEFAULT '{}', hidden text[] DEFAULT '{}',
  watched text[] DEFAULT NULL, deletes boolean DEFAULT false)
LANGUAGE plpgsql SET search_path=patchwacht,pg_temp AS $$
DECLARE
  id text := CASE WHEN cardinality(keys)=1 AND right(keys[1],3)='_id'
    THEN 'd.' || keys[1]
    ELSE format('past_id(to_jsonb(d),VARIADIC %L::text[])',keys) END;
  shown text := 'd.*';
  made text := of_table || '_at';
BEGIN
  IF hidden<>'{}' THEN
    SELECT string_agg(CASE WHEN attname=ANY(hidden)
      THEN format('NULL::%s',format_type(atttypid,atttypmod))
      ELSE format('d.%I',attname) END,',' ORDER BY attnum) INTO shown
      FROM pg_attribute WHERE attrelid=of_table::regclass AND attnum>0
      AND NOT attisdropped;
  END IF;
  EXECUTE format('CREATE TRIGGER past_keep AFTER UPDATE %s ON %I FOR EACH ROW '
    '%s EXECUTE FUNCTION past_keep(%L,%L,%L)',
    CASE WHEN deletes THEN 'OR DELETE' ELSE '' END, of_table,
    (SELECT format('WHEN ((%s) IS DISTINCT FROM (%s))',
      string_agg('OLD.'||w,','), string_agg('NEW.'||w,','))
      FROM unnest(watched) w WHERE watched IS NOT NULL HAVING count(*)>0),
    keys, moves, hidden);
  EXECUTE format('CREATE FUNCTION %I(of_tenant integer, at timestamptz) '
    'RETURNS SETOF %I LANGUAGE sql STABLE AS $f$ '
    'WITH p AS MATERIALIZED (SELECT * FROM past_of(of_tenant,%L,%I.at)) '
    'SELECT %s FROM %I d WHERE d.tenant_id=of_tenant AND d.%I<=%I.at '
    'AND %s NOT IN(SELECT id FROM p) '
    'UNION ALL SELECT r.* FROM p, jsonb_populate_record(NULL::%I,p.was) r '
    'WHERE r.%I<=%I.at $f$', made, of_table, of_table, made, shown, of_table,
    born, made, id, of_table, born, made);
  INSERT INTO past_since(at,kind) VALUES(now(),of_table);
END $$;
REVOKE ALL ON PROCEDURE past_of_table(text,text[],text,text[],text[],text[],
  boolean) FROM PUBLIC;

-- Sites had no beginning: those that are there have been as long as their
-- organisation.
ALTER TABLE site ADD created timestamptz NOT NULL DEFAULT now();
UPDATE site s SET created=t.created FROM tenant t
  WHERE t.tenant_id=s.tenant_id;
ALTER TABLE day_off ADD created timestamptz NOT NULL DEFAULT now();
ALTER TABLE device_state ADD since timestamptz NOT NULL DEFAULT now();

CALL past_of_table('site','{site_id}','created');
CALL past_of_table('supplier','{supplier_id}','created');
CALL past_of_table('system','{system_id}','created','{updated,seen}');
CALL past_of_table('mitigation','{mitigation_id}','made');
CALL past_of_table('window_rule','{window_id}','created');
CALL past_of_table('day_off','{day}','created',deletes=>true);
CALL past_of_table('alert','{alert_id}','opened');
CALL past_of_table('credential','{credential_id}','created',
  hidden=>'{box,opened}');
CALL past_of_table('range','{range_id}','added');
CALL past_of_table('proposal','{realm_id,address,port}','first_seen',
  '{last_seen,discovery_id}');
CALL past_of_table('discovery','{discovery_id}','asked',
  '{total,done,passed,skipped,answered,found,spared,seen}');
CALL past_of_table('unknown_neighbour','{device_id,protocol,key}','first_seen',
  '{last_seen}',deletes=>true);
CALL past_of_table('hold','{hold_id}','set_at');
-- What a device is; the rest of that row moves with each reading.
CALL past_of_table('device_state','{device_id}','since',
  watched=>'{vendor,model,profile,class,granularity}');

-- Of these rows are only added.
CREATE FUNCTION entry_at(of_tenant integer, at timestamptz)
RETURNS SETOF entry LANGUAGE sql STABLE AS $$
  SELECT * FROM entry WHERE tenant_id=of_tenant AND made<=entry_at.at
$$;
CREATE FUNCTION supplier_claim_at(of_tenant integer, at timestamptz)
RETURNS SETOF supplier_claim LANGUAGE sql STABLE AS $$
  SELECT * FROM supplier_claim
    WHERE tenant_id=of_tenant AND made<=supplier_claim_at.at
$$;

-- The last reading of an old version moves without being kept: one that came
-- later shows that it was old at that moment, too.
CREATE FUNCTION deployment_known_at(of_tenant integer, at timestamptz)
RETURNS TABLE(tenant_id integer, patch_id integer, device_id integer,
  state text, created timestamptz, clock_start timestamptz,
  claimed timestamptz, seen timestamptz, last_old timestamptz)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT x.tenant_id, x.patch_id, x.device_id, x.state, x.created,
    x.clock_start, x.claimed, x.seen, CASE
      WHEN x.last_old>deployment_known_at.at THEN deployment_known_at.at
      ELSE x.last_old END
  FROM deployment_at(of_tenant,deployment_known_at.at) x
$$;

-- A function of of_tenant and at that reads tables, again as NAME_at, which
-- reads them as they were at that moment.
CREATE PROCEDURE past_of_function(name text) LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  made text := pg_get_functiondef(name::regproc);
  at text := name || '_at.at';
  kind text;
  before text;
  behind text;
BEGIN
  made := replace(made,name||'(of_tenant integer, of_',
    name||'_at(of_tenant integer, at timestamptz, of_');
  made := replace(made,name||'(',name||'_at(');
  made := replace(made,name||'.at',at);
  made := replace(made,'contract_term(of_tenant,',
    'contract_term_at(of_tenant,'||at||',');
  FOR kind IN SELECT left(p.proname,-3) FROM pg_proc p JOIN pg_class c
      ON c.relname=left(p.proname,-3) AND c.relnamespace=p.pronamespace
      WHERE right(p.proname,3)='_at'
      AND p.pronamespace='patchwacht'::regnamespace LOOP
    FOREACH before IN ARRAY ARRAY['FROM ','JOIN '] LOOP
      FOREACH behind IN ARRAY ARRAY[' ',chr(10)] LOOP
        made := replace(made,before||kind||behind,before||
          replace(kind,'deployment','deployment_known')||'_at(of_tenant,'||at||
          ')'||behind);
      END LOOP;
    END LOOP;
  END LOOP;
  EXECUTE made;
END $$;
REVOKE ALL ON PROCEDURE past_of_function(text) FROM PUBLIC;
CALL past_of_function('contract_term');
CALL past_of_function('supplier_duty'); -- again when one of these is replaced
CALL past_of_function('supplier_checked');
