-- Nothing of the register is written without a row in the trail, whoever speaks
-- SQL: at its end a transaction of a person that wrote one and not the other is
-- refused. What the row says is its writer's; that there is one, with their name
-- and in its place, is not.

-- What transactions that are under way wrote, for each organisation.
CREATE UNLOGGED TABLE owed(
  tenant_id integer NOT NULL,
  xact xid8 NOT NULL DEFAULT pg_current_xact_id(),
  written name, -- the first table that was
  told boolean NOT NULL DEFAULT false,
  PRIMARY KEY(tenant_id,xact)
);
COMMENT ON TABLE owed IS 'empty between transactions: the row that the trail is '
  'owed for what was written';

-- Beside a table: the arguments name who, besides people, owes a row for it. What
-- is written as it was changes nothing, though its revision counts it.
CREATE FUNCTION change_owed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  of_tenants integer[];
BEGIN
  IF NOT (is_person(session_user)
      OR coalesce(session_user=ANY(TG_ARGV),false)) THEN
    RETURN NULL;
  END IF;
  IF TG_OP='UPDATE' THEN
    SELECT array_agg(DISTINCT tenant_id) INTO of_tenants
      FROM (SELECT tenant_id,to_jsonb(n)-'rev' FROM these n
        EXCEPT SELECT tenant_id,to_jsonb(o)-'rev' FROM those o) changed;
  ELSE
    SELECT array_agg(DISTINCT tenant_id) INTO of_tenants FROM these;
  END IF;
  INSERT INTO owed(tenant_id,written) SELECT unnest(of_tenants),TG_TABLE_NAME
    ON CONFLICT(tenant_id,xact) DO UPDATE
    SET written=excluded.written WHERE owed.written IS NULL;
  RETURN NULL;
END $$;

-- Beside the trail. Those who owe nothing are not kept waiting by it: the verifier
-- tells of each step by itself.
CREATE FUNCTION change_told() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) OR session_user='patchwacht_report' THEN
    INSERT INTO owed(tenant_id,told) SELECT DISTINCT tenant_id,true
      FROM these ON CONFLICT(tenant_id,xact) DO UPDATE SET told=true
      WHERE NOT owed.told;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER change_told AFTER INSERT ON change
  REFERENCING NEW TABLE AS these
  FOR EACH STATEMENT EXECUTE FUNCTION change_told();

CREATE FUNCTION owed_paid() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  o owed;
BEGIN
  DELETE FROM owed WHERE tenant_id=NEW.tenant_id AND xact=NEW.xact
    RETURNING * INTO o;
  IF o.written IS NOT NULL AND NOT o.told THEN
    RAISE insufficient_privilege USING MESSAGE='the register (' || o.written ||
      ') is not written without a row in its trail: patchwacht writes both';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER owed_paid AFTER INSERT ON owed
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION owed_paid();

-- For every table that people write to; the others that owe a row are named.
CREATE PROCEDURE owes(of_table regclass, VARIADIC others text[] DEFAULT '{}')
LANGUAGE plpgsql SET search_path=patchwacht,pg_temp AS $$
DECLARE
  act text;
BEGIN
  FOREACH act IN ARRAY ARRAY['INSERT','UPDATE','DELETE'] LOOP
    EXECUTE format('CREATE TRIGGER owes_%s AFTER %s ON %s REFERENCING %s '
      'FOR EACH STATEMENT EXECUTE FUNCTION change_owed(%s)',
      lower(act),act,of_table,
      CASE act WHEN 'INSERT' THEN 'NEW TABLE AS these'
        WHEN 'DELETE' THEN 'OLD TABLE AS these'
        ELSE 'OLD TABLE AS those NEW TABLE AS these' END,
      (SELECT coalesce(string_agg(quote_literal(o),','),'')
        FROM unnest(others) o));
  END LOOP;
END $$;
REVOKE ALL ON PROCEDURE owes(regclass,text[]) FROM PUBLIC;
REVOKE ALL ON FUNCTION change_owed(), change_told(), owed_paid() FROM PUBLIC;

-- But not for a request: to ask a device something changes nothing, and who asked
-- stands in it; nor for a channel that is tried (saying, notification). Nor for
-- what follows from an issued report, which is told itself.
DO $$
DECLARE
  t regclass;
BEGIN
  FOR t IN SELECT c.oid FROM pg_class c
      WHERE c.relnamespace='patchwacht'::regnamespace AND c.relkind IN('r','p')
        AND NOT c.relispartition
        AND EXISTS(SELECT FROM pg_attribute a WHERE a.attrelid=c.oid
          AND a.attname='tenant_id' AND NOT a.attisdropped)
        AND (has_any_column_privilege('patchwacht_register',c.oid,'INSERT')
          OR has_any_column_privilege('patchwacht_register',c.oid,'UPDATE')
          OR has_table_privilege('patchwacht_register',c.oid,'DELETE'))
        AND c.relname NOT IN('change','change_head','id_alloc','request',
          'saying','notification')
      ORDER BY c.relname LOOP
    CALL owes(t);
  END LOOP;
END $$;
CALL owes('report','patchwacht_report');
