-- So that the poller need not read the whole register each time: when a row
-- last changed, and a word to whoever listens.

CREATE TABLE mark(
  kind text NOT NULL CHECK(kind IN('device','credential')),
  tenant_id integer NOT NULL,
  id integer NOT NULL,
  changed timestamptz NOT NULL,
  PRIMARY KEY(kind,tenant_id,id)) WITH (fillfactor=50);
CREATE INDEX mark_changed ON mark(kind,changed);
GRANT SELECT ON mark TO patchwacht_poll;

-- SECURITY DEFINER: nobody else writes marks. The clock, not the beginning of
-- the transaction: the less time lies between the mark and the moment in which
-- others see it, the better.
CREATE FUNCTION mark_device() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  INSERT INTO mark VALUES('device',NEW.tenant_id,NEW.device_id,
    clock_timestamp())
  ON CONFLICT(kind,tenant_id,id) DO UPDATE SET changed=clock_timestamp();
  RETURN NULL;
END $$;
CREATE FUNCTION mark_credential() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  INSERT INTO mark VALUES('credential',NEW.tenant_id,NEW.credential_id,
    clock_timestamp())
  ON CONFLICT(kind,tenant_id,id) DO UPDATE SET changed=clock_timestamp();
  RETURN NULL;
END $$;

CREATE FUNCTION tell_poll() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  PERFORM pg_notify('patchwacht_' || TG_ARGV[0], '');
  RETURN NULL;
END $$;

CREATE TRIGGER mark_added AFTER INSERT ON device
  FOR EACH ROW EXECUTE FUNCTION mark_device();
CREATE TRIGGER mark_changed AFTER UPDATE ON device
  FOR EACH ROW WHEN(OLD.* IS DISTINCT FROM NEW.*)
  EXECUTE FUNCTION mark_device();
CREATE TRIGGER mark_added AFTER INSERT ON credential
  FOR EACH ROW EXECUTE FUNCTION mark_credential();
CREATE TRIGGER mark_changed AFTER UPDATE OF kind,box ON credential
  FOR EACH ROW EXECUTE FUNCTION mark_credential();
CREATE TRIGGER tell_poll AFTER INSERT OR UPDATE OR DELETE ON device
  FOR EACH STATEMENT EXECUTE FUNCTION tell_poll('device');
CREATE TRIGGER tell_poll AFTER INSERT OR UPDATE OF kind,box ON credential
  FOR EACH STATEMENT EXECUTE FUNCTION tell_poll('device');
CREATE TRIGGER tell_poll AFTER INSERT ON request
  FOR EACH STATEMENT EXECUTE FUNCTION tell_poll('request');

-- How a worker keeps up: its devices, and how late polls began that were due
-- in its last minute.
ALTER TABLE run ADD devices integer, ADD delay_p99_us bigint,
  ADD delay_max_us bigint;
