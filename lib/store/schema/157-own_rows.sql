-- What a row is called, when it was written and by whom is the database's to
-- say, for whoever speaks SQL. An id is one that was handed out (id_alloc): one
-- that is yet to come would be in the way of who gets it.

CREATE FUNCTION id_given(of_tenant integer, of_kind text, id bigint)
RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT id>0 AND id<coalesce((SELECT next FROM id_alloc
    WHERE tenant_id=of_tenant AND kind=of_kind),1)
$$;

-- Of all that people write; the numbers of entries are looked at where their
-- revisions are (entry_next).
DO $$
DECLARE
  k id_kind;
BEGIN
  FOR k IN SELECT * FROM id_kind WHERE relation NOT IN('entry','realm')
    AND has_any_column_privilege('patchwacht_register',relation,'INSERT')
    ORDER BY kind
  LOOP
    EXECUTE format('CREATE POLICY own_id ON %I AS RESTRICTIVE FOR INSERT TO '
      'patchwacht_register WITH CHECK(id_given(tenant_id,%L,%I))',
      k.relation,k.kind,k.id);
  END LOOP;
END $$;

-- The first realm is there from the beginning, and is called 1.
CREATE POLICY own_id ON realm AS RESTRICTIVE FOR INSERT TO patchwacht_register
  WITH CHECK(realm_id=1 OR id_given(tenant_id,'realm',realm_id));

-- Nor does a row become another one: no part of a key is written again. Of two
-- tables the key is named where what stands there is left as it is.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT c.oid,c.relname AS name,
      (SELECT string_agg(quote_ident(a.attname),',') FROM pg_attribute a
        WHERE a.attrelid=c.oid AND a.attnum>0 AND NOT a.attisdropped
          AND NOT a.attnum=ANY(i.indkey::smallint[])
          AND has_column_privilege('patchwacht_register',c.oid,a.attnum,
            'UPDATE')) AS rest
    FROM pg_class c JOIN pg_index i ON i.indrelid=c.oid AND i.indisprimary
    WHERE c.relnamespace='patchwacht'::regnamespace AND c.relkind IN('r','p')
      AND EXISTS(SELECT FROM pg_attribute a WHERE a.attrelid=c.oid
        AND a.attnum=ANY(i.indkey::smallint[])
        AND has_column_privilege('patchwacht_register',c.oid,a.attnum,'UPDATE'))
  LOOP
    EXECUTE format('REVOKE UPDATE ON %I FROM patchwacht_register',t.name);
    EXECUTE format('GRANT UPDATE(%s) ON %I TO patchwacht_register',t.rest,
      t.name);
  END LOOP;
END $$;

-- As before, and a moment that is now is written as the database's own clock
-- has it. by: who writes it, and nobody else.
CREATE OR REPLACE FUNCTION moments() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  n jsonb := to_jsonb(NEW);
  o jsonb := '{}';
  own jsonb := '{}';
  rule text;
  col text;
  at timestamptz;
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  IF TG_OP='UPDATE' THEN
    o := to_jsonb(OLD);
  END IF;
  FOR i IN 0..TG_NARGS-1 LOOP
    rule := split_part(TG_ARGV[i],' ',1);
    col := split_part(TG_ARGV[i],' ',2);
    IF rule='by' THEN
      IF n->>col IS DISTINCT FROM o->>col AND n->>col<>session_user THEN
        PERFORM moment_refuse(TG_TABLE_NAME,col,'is who writes it');
      END IF;
      CONTINUE;
    END IF;
    at := (n->>col)::timestamptz;
    CONTINUE WHEN at IS NOT DISTINCT FROM (o->>col)::timestamptz;
    IF rule='made' AND TG_OP='UPDATE' THEN
      PERFORM moment_refuse(TG_TABLE_NAME,col,'does not change');
    ELSIF rule='past' AND at>clock_timestamp()+interval '5 min' THEN
      PERFORM moment_refuse(TG_TABLE_NAME,col,'lies in the future');
    ELSIF rule<>'past' AND NOT is_now(at) THEN
      PERFORM moment_refuse(TG_TABLE_NAME,col,'is when it is written');
    ELSIF rule<>'past' AND at IS NOT NULL THEN
      own := own || jsonb_build_object(col,now());
    END IF;
  END LOOP;
  IF own<>'{}' THEN
    NEW := jsonb_populate_record(NEW,own);
  END IF;
  RETURN NEW;
END $$;

CALL keep_moments('advisory','made made','by actor','past published',
  'now decided');
CALL keep_moments('advisory_source','made made','by actor','now removed');
CALL keep_moments('dismissal','made at','by actor');
CALL keep_moments('emergency','made at','by actor');
CALL keep_moments('exploited_list','made made','by actor');
CALL keep_moments('holder','made granted','by granted_by');
CALL keep_moments('request','made asked','by asked_by');
CALL keep_moments('ring','now at','by actor');
CALL keep_moments('support_end','made made','by actor','now removed');
