-- Whether a deployment has a step is asked of each that an import makes. The
-- question was planned when there were none, and each row went through all that
-- came before it: asked for the first of them, only the index of deployments
-- has them in that order.
CREATE OR REPLACE FUNCTION transition_first() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND NEW.tenant_id=ANY(tenants_read()) THEN
    PERFORM 1 FROM transition t WHERE t.tenant_id=NEW.tenant_id
      AND t.patch_id=NEW.patch_id AND t.device_id=NEW.device_id
      ORDER BY t.at LIMIT 1;
    IF FOUND THEN
      RAISE insufficient_privilege USING MESSAGE='a deployment has its first '
        'step already';
    END IF;
  END IF;
  RETURN NEW;
END $$;
