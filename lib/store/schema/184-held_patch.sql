-- Who comes second waits, and is told what they may read.

-- The patch, until the transaction ends, for who assesses it: what they do not
-- answer is as it stands, and two who read it at once would each put back what
-- the other changed. Not every one of them may write it, so that they may not
-- lock it either.
CREATE FUNCTION patch_held(of_tenant integer, of_patch integer)
RETURNS TABLE(patch_id integer) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT p.patch_id FROM patch p WHERE p.tenant_id=of_tenant
    AND p.patch_id=of_patch AND of_tenant=ANY((SELECT tenants_as('it_staff',
      'system_owner','process_owner','ciso'))::integer[]) FOR UPDATE
$$;
REVOKE ALL ON FUNCTION patch_held(integer,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patch_held(integer,integer) TO patchwacht_register;

-- A trigger comes before the rules of a row: that a deployment has a step is
-- told to those only who may read it. The rules refuse the others.
CREATE OR REPLACE FUNCTION transition_first() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND NEW.tenant_id=ANY(tenants_read())
      AND EXISTS(SELECT FROM transition t
      WHERE t.tenant_id=NEW.tenant_id AND t.patch_id=NEW.patch_id
        AND t.device_id=NEW.device_id) THEN
    RAISE insufficient_privilege USING MESSAGE='a deployment has its first '
      'step already';
  END IF;
  RETURN NEW;
END $$;
