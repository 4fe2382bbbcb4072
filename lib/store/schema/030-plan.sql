-- Steps 2 and 3 of the process: what was tried on which device, and that
-- nothing is planned for production without that, but in an emergency.

-- What a test on a pilot device showed. Append only.
CREATE TABLE pilot(
  tenant_id integer NOT NULL,
  pilot_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer,                   -- NULL: not one of the register
  place text,                          -- then where
  at timestamptz NOT NULL,             -- of the test
  made timestamptz NOT NULL,
  actor text NOT NULL,
  function text NOT NULL CHECK(function IN('ok','not_ok','not_done')),
  function_note text,
  compatibility text NOT NULL
    CHECK(compatibility IN('ok','not_ok','not_done')),
  compatibility_note text,
  performance text NOT NULL CHECK(performance IN('ok','not_ok','not_done')),
  performance_note text,
  PRIMARY KEY(tenant_id,pilot_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK((device_id IS NULL)<>(place IS NULL)),
  CHECK(function='ok' OR function_note IS NOT NULL),
  CHECK(compatibility='ok' OR compatibility_note IS NOT NULL),
  CHECK(performance='ok' OR performance_note IS NOT NULL),
  CHECK(at<=made+interval '5 min'));
CREATE INDEX pilot_of ON pilot(tenant_id,patch_id);
ALTER TABLE pilot ENABLE ROW LEVEL SECURITY;
CREATE POLICY pilot_read ON pilot FOR SELECT USING(true);
CREATE POLICY pilot_make ON pilot FOR INSERT WITH CHECK(actor=session_user
  AND made BETWEEN now()-interval '5 min' AND now()+interval '5 min');

-- Planned without a test: somebody else approves it afterwards, before due.
CREATE TABLE emergency(
  tenant_id integer NOT NULL,
  emergency_id integer NOT NULL,
  patch_id integer NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  reason text NOT NULL,
  due timestamptz,                     -- by the policy; never typed
  approved timestamptz,
  approved_by text,
  PRIMARY KEY(tenant_id,emergency_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  CHECK(approved_by IS DISTINCT FROM actor),
  CHECK((approved IS NULL)=(approved_by IS NULL)));
CREATE INDEX emergency_of ON emergency(tenant_id,patch_id);
ALTER TABLE emergency ENABLE ROW LEVEL SECURITY;
CREATE POLICY emergency_read ON emergency FOR SELECT USING(true);
CREATE POLICY emergency_make ON emergency FOR INSERT
  WITH CHECK(actor=session_user AND approved IS NULL
    AND at BETWEEN now()-interval '5 min' AND now()+interval '5 min');
CREATE FUNCTION emergency_due() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  SELECT NEW.at+p.afterwards_s*interval '1 s' INTO STRICT NEW.due
    FROM policy p WHERE p.tenant_id=NEW.tenant_id AND p.effective<=NEW.at
    ORDER BY p.version DESC LIMIT 1;
  RETURN NEW;
END $$;
CREATE TRIGGER emergency_due BEFORE INSERT ON emergency
  FOR EACH ROW EXECUTE FUNCTION emergency_due();

GRANT SELECT ON pilot, emergency TO patchwacht_verify, patchwacht_register,
  patchwacht_report, patchwacht_alert;
GRANT INSERT ON pilot, emergency TO patchwacht_register;

-- What is missing before a patch may be planned for production; NULL: nothing.
-- Of each pilot device the last test counts. A register that was kept elsewhere
-- says that it was tested, and when.
CREATE FUNCTION patch_missing(p patch) RETURNS text LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT CASE WHEN EXISTS(SELECT 1 FROM emergency e
    WHERE e.tenant_id=p.tenant_id AND e.patch_id=p.patch_id) THEN NULL
  ELSE (SELECT string_agg(x,' and ') FROM (
    SELECT CASE WHEN count(*)=0 AND (p.test_result IS NULL OR p.tested IS NULL)
      THEN 'a test on a pilot device'
      WHEN count(*) FILTER(WHERE 'not_ok' IN(t.function,t.compatibility,
        t.performance))>0 THEN 'a test without failures'
      WHEN count(*)>0 AND count(*) FILTER(WHERE t.function='ok')=0
      THEN 'a test of how it functions' END
      FROM (SELECT DISTINCT ON(device_id,place) * FROM pilot
        WHERE tenant_id=p.tenant_id AND patch_id=p.patch_id
        ORDER BY device_id,place,pilot_id DESC) t
    UNION ALL SELECT CASE WHEN coalesce(p.recovery_plan,'')=''
      THEN 'a recovery plan' END) AS m(x)) END
$$;

-- Who planned it last: somebody else approves, and approves anew what changed.
ALTER TABLE patch ADD planned_by text;
ALTER TABLE patch ADD plan_seq integer NOT NULL DEFAULT 0;
ALTER TABLE deployment ADD own_window boolean NOT NULL DEFAULT false;
GRANT UPDATE(own_window) ON deployment TO patchwacht_register;

CREATE FUNCTION plan_refuse(p patch) RETURNS void LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  missing text := patch_missing(p);
BEGIN
  IF missing IS NOT NULL THEN
    RAISE insufficient_privilege USING MESSAGE='patch ' || p.reference ||
      ' is not planned for production: ' || missing || ' is missing',
      HINT='patchwacht patch test, patch edit --recovery-plan, or patch '
      'emergency.';
  END IF;
END $$;

CREATE FUNCTION patch_plan() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  moved boolean := true;
BEGIN
  IF TG_OP='UPDATE' THEN
    moved := (NEW.window_start,NEW.window_end)
      IS DISTINCT FROM (OLD.window_start,OLD.window_end);
    IF NOT moved AND (NEW.recovery_plan,NEW.planning,NEW.communication)
      IS NOT DISTINCT FROM (OLD.recovery_plan,OLD.planning,OLD.communication)
    THEN
      RETURN NEW;
    END IF;
    NEW.approved := NULL;
    NEW.approved_by := NULL;
  END IF;
  NEW.planned_by := session_user;
  IF moved AND (NEW.window_start IS NOT NULL OR TG_OP='UPDATE') THEN
    NEW.plan_seq := NEW.plan_seq+1;
  END IF;
  -- A window that has passed plans nothing: it tells of before.
  IF moved AND NEW.window_end>now() THEN
    PERFORM plan_refuse(NEW);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER patch_plan BEFORE INSERT OR UPDATE ON patch
  FOR EACH ROW EXECUTE FUNCTION patch_plan();

-- Of one device, when it has a window of its own.
CREATE FUNCTION deployment_plan() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  p patch;
BEGIN
  IF NEW.window_end>now() AND NEW.window_end IS DISTINCT FROM OLD.window_end
  THEN
    SELECT * INTO STRICT p FROM patch WHERE tenant_id=NEW.tenant_id
      AND patch_id=NEW.patch_id;
    PERFORM plan_refuse(p);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deployment_plan BEFORE UPDATE OF window_end ON deployment
  FOR EACH ROW WHEN(NEW.own_window) EXECUTE FUNCTION deployment_plan();

-- Who says that a plan may be done, or that less is asked of it: by function.
CREATE FUNCTION decides_plans(of_tenant integer) RETURNS boolean
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT of_tenant=ANY(tenants_near('system_owner','process_owner','board'))
$$;
ALTER POLICY assessment_decide ON assessment USING(actor<>session_user
  AND lowers AND approved IS NULL AND decides_plans(tenant_id));

-- SECURITY DEFINER: who keeps the register may not write these columns.
CREATE OR REPLACE FUNCTION patch_approve(of_tenant integer, of_patch integer)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NOT decides_plans(of_tenant) THEN
    RAISE insufficient_privilege USING MESSAGE='plans are approved by the '
      'system owner, the process owner or the board';
  END IF;
  IF EXISTS(SELECT 1 FROM patch WHERE tenant_id=of_tenant
      AND patch_id=of_patch AND planned_by=session_user) THEN
    RAISE insufficient_privilege USING
      MESSAGE='nobody approves a plan of their own';
  END IF;
  IF EXISTS(SELECT 1 FROM emergency WHERE tenant_id=of_tenant
      AND patch_id=of_patch AND approved IS NULL AND actor=session_user) THEN
    RAISE insufficient_privilege USING
      MESSAGE='nobody approves an emergency of their own';
  END IF;
  UPDATE emergency SET approved=now(), approved_by=session_user
    WHERE tenant_id=of_tenant AND patch_id=of_patch AND approved IS NULL;
  UPDATE patch SET approved_by=session_user, approved=now()
    WHERE tenant_id=of_tenant AND patch_id=of_patch;
END $$;
