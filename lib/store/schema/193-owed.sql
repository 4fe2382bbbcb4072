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

-- People, and the session that makes reports by a timer. The verifier tells of
-- each step by itself, and is not kept waiting.
CREATE FUNCTION owes_trail() RETURNS boolean
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT session_user='patchwacht_report' OR is_person(session_user)
$$;

-- Beside a table. What is written as it was changes nothing, though its revision
-- counts it.
CREATE FUNCTION change_owed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  of_tenants integer[];
BEGIN
  IF NOT owes_trail() THEN
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

-- Beside the trail.
CREATE FUNCTION change_told() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF owes_trail() THEN
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

-- For every table that people write to, but those that change nothing of the
-- register: a request (to ask a device something; who asked stands in it), a channel
-- that is tried (saying, notification); nor for what follows from an issued report.
CREATE PROCEDURE owes(of_table regclass)
LANGUAGE plpgsql SET search_path=patchwacht,pg_temp AS $$
DECLARE
  act text;
BEGIN
  FOREACH act IN ARRAY ARRAY['INSERT','UPDATE','DELETE'] LOOP
    EXECUTE format('CREATE TRIGGER owes_%s AFTER %s ON %s REFERENCING %s '
      'FOR EACH STATEMENT EXECUTE FUNCTION change_owed()',lower(act),act,of_table,
      CASE act WHEN 'INSERT' THEN 'NEW TABLE AS these'
        WHEN 'DELETE' THEN 'OLD TABLE AS these'
        ELSE 'OLD TABLE AS those NEW TABLE AS these' END);
  END LOOP;
END $$;
REVOKE ALL ON PROCEDURE owes(regclass) FROM PUBLIC;
REVOKE ALL ON FUNCTION change_owed(), change_told(), owed_paid() FROM PUBLIC;

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
CALL owes('report');
