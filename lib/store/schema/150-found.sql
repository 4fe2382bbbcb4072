-- What is asked before a row is written is asked by who sees all rows.

-- SECURITY DEFINER: a step that who asks may not read is a step. Who plans
-- deployments asks, and nobody else.
ALTER FUNCTION has_step(integer,integer,integer) SECURITY DEFINER;
REVOKE ALL ON FUNCTION has_step(integer,integer,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_step(integer,integer,integer)
  TO patchwacht_register, patchwacht_verify;

-- What past_keep does, of the table whose rows become others most often, and
-- without taking each apart twice to see whether it did.
CREATE FUNCTION past_keep_deployment() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  was deployment := OLD;
BEGIN
  was.rev := NEW.rev;
  was.last_old := NEW.last_old;
  IF was IS DISTINCT FROM NEW THEN
    INSERT INTO past VALUES(OLD.tenant_id,'deployment',
      (OLD.patch_id::bigint<<32)|OLD.device_id,now(),to_jsonb(OLD))
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER past_keep ON deployment;
CREATE TRIGGER past_keep AFTER UPDATE ON deployment FOR EACH ROW
  EXECUTE FUNCTION past_keep_deployment();
