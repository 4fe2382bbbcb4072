-- More time may be asked for before the first has been decided on: a register that
-- takes over another's has both as requests. What is granted is as before: an
-- extension is approved after what it extends, and never of its own.
CREATE OR REPLACE FUNCTION exception_asked() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NEW.extends IS NOT NULL AND NOT EXISTS(SELECT FROM exception e
      WHERE e.tenant_id=NEW.tenant_id AND e.exception_id=NEW.extends
        AND e.patch_id=NEW.patch_id AND e.refused IS NULL
        AND e.device_id IS NOT DISTINCT FROM NEW.device_id) THEN
    PERFORM exception_refuse(NEW,'what it extends must be one of the same patch '
      'and device that was not refused');
  END IF;
  IF NEW.safety IS NULL AND EXISTS(SELECT FROM tenant
      WHERE tenant_id=NEW.tenant_id AND kind='care') THEN
    PERFORM exception_refuse(NEW,'where care is given, somebody says first '
      'what it does to the safety of patients');
  END IF;
  RETURN NEW;
END $$;

-- Before exception_decided, which counts from what it finds: triggers go by name.
CREATE FUNCTION exception_after() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NOT EXISTS(SELECT FROM exception WHERE tenant_id=NEW.tenant_id
      AND exception_id=NEW.extends AND approved IS NOT NULL) THEN
    PERFORM exception_refuse(NEW,'what it extends, exception ' || NEW.extends
      || ', is not approved');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exception_after BEFORE UPDATE OF approved ON exception
  FOR EACH ROW WHEN(NEW.approved IS NOT NULL AND NEW.extends IS NOT NULL)
  EXECUTE FUNCTION exception_after();
