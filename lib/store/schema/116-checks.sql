-- How devices are set up, as far as it shows (mibs/baseline.checks), and whether
-- they answer SNMPv1 and v2c where somebody permitted to try.

-- Who permitted it, on which paper, for which devices and until when. Rows are
-- added and ended, never changed otherwise.
CREATE TABLE legacy_permission(
  tenant_id integer NOT NULL,
  permission_id integer NOT NULL,
  granted_by text NOT NULL CHECK(granted_by<>''), -- a function, or a person
  document text NOT NULL CHECK(document<>''),
  document_sha256 bytea NOT NULL CHECK(length(document_sha256)=32),
  site_id integer,                     -- NULL: all devices
  valid_from timestamptz NOT NULL,
  valid_until timestamptz NOT NULL,
  made timestamptz NOT NULL,
  actor text NOT NULL,
  ended timestamptz,
  ended_by text,
  ended_why text CHECK(ended_why<>''),
  PRIMARY KEY(tenant_id,permission_id),
  FOREIGN KEY(tenant_id,site_id) REFERENCES site,
  CHECK(valid_from<valid_until AND valid_until<=valid_from+interval '366 d'),
  CHECK((ended IS NULL)=(ended_by IS NULL)
    AND (ended IS NULL)=(ended_why IS NULL)));

-- What a device answered when it was tried, once: the communities that are
-- configured, and "public". Never which of the configured ones.
CREATE TABLE legacy_test(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  at timestamptz NOT NULL,
  permission_id integer NOT NULL,
  asked_by text NOT NULL,
  request_id bigint NOT NULL,
  answers text NOT NULL,               -- silent; v1 public, v2c configured ...
  tried text[] NOT NULL,               -- each way that was tried
  raw jsonb NOT NULL,                  -- what came back, as received
  PRIMARY KEY(tenant_id,device_id,at),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  FOREIGN KEY(tenant_id,permission_id) REFERENCES legacy_permission);

-- The permission that covers a device at a moment; NULL: none.
CREATE FUNCTION legacy_permitted(of_tenant integer, of_device integer,
  moment timestamptz) RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT min(p.permission_id) FROM legacy_permission p
  JOIN device d ON d.tenant_id=p.tenant_id AND d.device_id=of_device
  WHERE p.tenant_id=of_tenant AND d.retired IS NULL
    AND p.valid_from<=moment AND p.valid_until>moment AND p.ended IS NULL
    AND (p.site_id IS NULL OR p.site_id=d.site_id)
    -- Not of medical technology without saying so: a permission for all is none.
    AND (NOT d.medical OR p.site_id IS NOT NULL)
$$;
REVOKE ALL ON FUNCTION legacy_permitted(integer,integer,timestamptz)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION legacy_permitted(integer,integer,timestamptz)
  TO patchwacht_register, patchwacht_poll, patchwacht_verify,
    patchwacht_report;

ALTER TABLE request DROP CONSTRAINT request_kind_check;
ALTER TABLE request ADD CONSTRAINT request_kind_check CHECK(kind IN('poll',
  'snapshot','test','credential_test','discover','legacy'));

-- Who asks without a permission is refused here, whoever speaks SQL; and so is
-- an answer of the poller when it has ended meanwhile.
CREATE FUNCTION legacy_asked() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF legacy_permitted(NEW.tenant_id,NEW.device_id,now()) IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE='nobody permitted to try '
      'SNMPv1 and v2c on this device';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER legacy_asked BEFORE INSERT ON request FOR EACH ROW
  WHEN (NEW.kind='legacy') EXECUTE FUNCTION legacy_asked();

-- The answer becomes the observation.
CREATE FUNCTION legacy_answered() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  permission integer :=
    legacy_permitted(NEW.tenant_id,NEW.device_id,NEW.taken);
BEGIN
  IF NEW.outcome='tried' AND permission IS NOT NULL THEN
    INSERT INTO legacy_test(tenant_id,device_id,at,permission_id,asked_by,
      request_id,answers,tried,raw)
    VALUES(NEW.tenant_id,NEW.device_id,NEW.finished,permission,NEW.asked_by,
      NEW.request_id,NEW.result->>'answers',
      ARRAY(SELECT jsonb_array_elements_text(NEW.result->'tried')),
      NEW.result->'raw')
    ON CONFLICT DO NOTHING;
    INSERT INTO stirred(tenant_id,device_id)
      VALUES(NEW.tenant_id,NEW.device_id);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER legacy_answered AFTER UPDATE ON request FOR EACH ROW
  WHEN (NEW.kind='legacy' AND OLD.finished IS NULL
    AND NEW.finished IS NOT NULL) EXECUTE FUNCTION legacy_answered();
REVOKE ALL ON FUNCTION legacy_asked(), legacy_answered() FROM PUBLIC;

-- What a check says of a device, from when to when. One that is not observable
-- has a row as well; one that is not for the device has none.
CREATE TABLE check_result(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  name text NOT NULL,                  -- of the check
  since timestamptz NOT NULL,
  until timestamptz,
  seen timestamptz NOT NULL,           -- looked at last, with that result
  result text NOT NULL CHECK(result IN('passed','failed','not observable')),
  about text NOT NULL,                 -- in words, what is so when it passes
  said text NOT NULL,                  -- what was seen last
  object text,                         -- which said it
  source text NOT NULL,
  evidence_id bigint,                  -- of since; none where nothing shows
  PRIMARY KEY(tenant_id,device_id,name,since),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(since<=seen AND seen<=coalesce(until,seen)));
CREATE UNIQUE INDEX check_result_now ON check_result(tenant_id,device_id,name)
  WHERE until IS NULL;

INSERT INTO retention(kind,relation,does,keep,began,ended) VALUES
  ('check_result','check_result','delete','3 years','x.since','x.until'),
  ('legacy_test','legacy_test','delete','3 years','x.at','x.at'),
  ('legacy_permission','legacy_permission','delete','7 years','x.valid_from',
    'coalesce(x.ended,x.valid_until)');
UPDATE retention SET free='NOT EXISTS(SELECT FROM legacy_test y WHERE '
  'y.tenant_id=x.tenant_id AND y.permission_id=x.permission_id)'
  WHERE kind='legacy_permission';

-- What else than its reading is known of a device.
CREATE FUNCTION check_facts(of_tenant integer, of_device integer,
  moment timestamptz, OUT category text, OUT heard timestamptz,
  OUT is_heard boolean, OUT skew_ms bigint, OUT legacy text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT d.category,
    (SELECT max(rcvd) FROM message m WHERE m.tenant_id=of_tenant
      AND m.device_id=of_device AND m.rcvd>=moment-interval '7 d'
      AND m.rcvd<=moment),
    -- Who hears nobody at all does not know that one is silent.
    EXISTS(SELECT FROM message m WHERE m.tenant_id=of_tenant
      AND m.rcvd>=moment-interval '1 d' AND m.rcvd<=moment),
    (SELECT CASE WHEN c.messages>0 THEN c.skew_ms END
      FROM clock_skew(of_tenant,of_device,moment-interval '7 d',moment) c),
    (SELECT t.answers FROM legacy_test t WHERE t.tenant_id=of_tenant
      AND t.device_id=of_device AND t.at<=moment ORDER BY t.at DESC LIMIT 1)
  FROM device d WHERE d.tenant_id=of_tenant AND d.device_id=of_device
$$;

-- Notes what was found: [{"name":...,"result":...,"about":...,"said":...,
-- "object":...,"source":...}]. How many of them are another result than before,
-- and show something: those want evidence.
CREATE FUNCTION checks_note(of_tenant integer, of_device integer,
  moment timestamptz, told jsonb) RETURNS integer LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  n integer;
BEGIN
  UPDATE check_result c SET until=greatest(moment,c.seen)
  WHERE c.tenant_id=of_tenant AND c.device_id=of_device AND c.until IS NULL
    AND NOT EXISTS(SELECT FROM jsonb_to_recordset(told) f(name text,
      result text) WHERE f.name=c.name AND f.result=c.result);
  UPDATE check_result c SET seen=moment, said=f.said, object=f.object,
    about=f.about, source=f.source
  FROM jsonb_to_recordset(told) f(name text,about text,said text,object text,
    source text)
  WHERE c.tenant_id=of_tenant AND c.device_id=of_device AND c.until IS NULL
    AND f.name=c.name AND c.seen<moment;
  INSERT INTO check_result(tenant_id,device_id,name,since,seen,result,about,
    said,object,source)
  SELECT of_tenant, of_device, f.name, moment, moment, f.result, f.about,
    f.said, f.object, f.source
  FROM jsonb_to_recordset(told) f(name text,result text,about text,said text,
    object text,source text)
  WHERE NOT EXISTS(SELECT FROM check_result c WHERE c.tenant_id=of_tenant
    AND c.device_id=of_device AND c.name=f.name AND c.until IS NULL)
  ON CONFLICT DO NOTHING;
  SELECT count(*) INTO n FROM check_result WHERE tenant_id=of_tenant
    AND device_id=of_device AND until IS NULL AND since=moment
    AND result<>'not observable' AND evidence_id IS NULL;
  RETURN n;
END $$;

-- As they stood at a moment. Of devices that have no row nothing was looked at.
CREATE FUNCTION checks_at(of_tenant integer, moment timestamptz)
RETURNS SETOF check_result LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT c.* FROM check_result c JOIN device d USING(tenant_id,device_id)
  WHERE c.tenant_id=of_tenant AND c.since<=moment
    AND (c.until IS NULL OR c.until>moment)
    AND (d.retired IS NULL OR d.retired>moment)
$$;

ALTER TABLE evidence DROP CONSTRAINT evidence_kind_check;
ALTER TABLE evidence ADD CONSTRAINT evidence_kind_check CHECK(kind IN('reading',
  'message','claim','clock','trap','comparison','check'));

ALTER TABLE legacy_permission ENABLE ROW LEVEL SECURITY;
CREATE POLICY legacy_permission_read ON legacy_permission FOR SELECT
  USING(true);
CREATE POLICY legacy_permission_make ON legacy_permission FOR INSERT
  WITH CHECK(actor=session_user AND ended IS NULL);
CREATE POLICY legacy_permission_end ON legacy_permission FOR UPDATE
  USING(ended IS NULL) WITH CHECK(ended_by=session_user);
GRANT SELECT, INSERT ON legacy_permission TO patchwacht_register;
GRANT UPDATE(ended,ended_by,ended_why) ON legacy_permission
  TO patchwacht_register;
GRANT SELECT ON legacy_permission, legacy_test, check_result
  TO patchwacht_register, patchwacht_report, patchwacht_verify;
GRANT INSERT, UPDATE ON check_result TO patchwacht_verify;
CALL keep_moments('legacy_permission','made made','now ended');
CALL guard('check_result','false',
  '(tenant_id,device_id) IN (SELECT * FROM devices_supplied())');
CALL guard('legacy_test','false',
  '(tenant_id,device_id) IN (SELECT * FROM devices_supplied())');
CALL guard('legacy_permission','tenant_id=ANY((SELECT tenants_as('
  '''it_staff'',''system_owner'',''process_owner''))::integer[])');
