-- Of ranges inside each other the narrowest one counts: inside a medical one,
-- one that is not would need no approval. SECURITY DEFINER: it sees all.
CREATE FUNCTION range_inside() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NOT NEW.medical AND EXISTS(SELECT FROM range WHERE removed IS NULL
      AND tenant_id=NEW.tenant_id AND realm_id=NEW.realm_id AND medical
      AND NEW.block<<block) THEN
    RAISE insufficient_privilege USING
      MESSAGE='range ' || NEW.block || ' lies in a medical one: it is medical';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER range_inside BEFORE INSERT ON range
  FOR EACH ROW EXECUTE FUNCTION range_inside();
