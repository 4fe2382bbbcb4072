-- The same from the other side: a medical range may not be listed around one
-- that is not, whose addresses would go on needing no approval.
CREATE OR REPLACE FUNCTION range_inside() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NOT NEW.medical AND EXISTS(SELECT FROM range WHERE removed IS NULL
      AND tenant_id=NEW.tenant_id AND realm_id=NEW.realm_id AND medical
      AND NEW.block<<block) THEN
    RAISE insufficient_privilege USING
      MESSAGE='range ' || NEW.block || ' lies in a medical one: it is medical';
  ELSIF NEW.medical AND EXISTS(SELECT FROM range WHERE removed IS NULL
      AND tenant_id=NEW.tenant_id AND realm_id=NEW.realm_id AND NOT medical
      AND block<<NEW.block) THEN
    RAISE insufficient_privilege USING
      MESSAGE='range ' || NEW.block || ' holds one that is not medical',
      HINT='Remove that one, and list it anew as medical.';
  END IF;
  RETURN NEW;
END $$;
