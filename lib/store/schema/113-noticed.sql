-- Who sees beside it what is in the register from now on says the same as
-- before, and must be looked at in full all the same: what it sees is not
-- unknown any more.
CREATE FUNCTION stir_watchers() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  INSERT INTO stirred(tenant_id,device_id)
    SELECT DISTINCT n.tenant_id,n.device_id FROM unknown_neighbour n
    WHERE n.tenant_id=NEW.tenant_id
      AND (n.name=NEW.name OR host(n.address)=host(NEW.address));
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION stir_watchers() FROM PUBLIC;
CREATE TRIGGER stir_watchers AFTER INSERT OR UPDATE OF name, address ON device
  FOR EACH ROW EXECUTE FUNCTION stir_watchers();
