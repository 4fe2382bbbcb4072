-- Step 3 of the process: when it may be done, what went otherwise, and who was
-- told.

-- When maintenance may be done, as people say it (lib/model/recurrence.h).
CREATE TABLE window_rule(
  tenant_id integer NOT NULL REFERENCES tenant,
  window_id integer NOT NULL,
  name text NOT NULL,
  site_id integer,                     -- NULL: everywhere
  rule text NOT NULL,
  calendar text,                       -- whose school holidays: nl-noord
  created timestamptz NOT NULL,
  removed timestamptz,
  PRIMARY KEY(tenant_id,window_id),
  FOREIGN KEY(tenant_id,site_id) REFERENCES site);
CREATE UNIQUE INDEX window_rule_name ON window_rule(tenant_id,name)
  WHERE removed IS NULL;

-- Days on which the organisation is closed.
CREATE TABLE day_off(
  tenant_id integer NOT NULL REFERENCES tenant,
  day date NOT NULL,
  name text NOT NULL,
  PRIMARY KEY(tenant_id,day));

-- What went otherwise than planned. Append only.
CREATE TABLE deviation(
  tenant_id integer NOT NULL,
  deviation_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer,                   -- NULL: all of it
  at timestamptz NOT NULL,
  made timestamptz NOT NULL,
  actor text NOT NULL,
  what text NOT NULL,
  why text NOT NULL,
  PRIMARY KEY(tenant_id,deviation_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  FOREIGN KEY(tenant_id,patch_id,device_id) REFERENCES deployment,
  CHECK(at<=made+interval '5 min'));
CREATE INDEX deviation_of ON deviation(tenant_id,patch_id);

-- Which people and groups were told of it: functions and groups, no names.
CREATE TABLE informed(
  tenant_id integer NOT NULL,
  informed_id integer NOT NULL,
  patch_id integer NOT NULL,
  at timestamptz NOT NULL,
  made timestamptz NOT NULL,
  actor text NOT NULL,
  who text NOT NULL,
  how text NOT NULL,
  plan_seq integer NOT NULL,           -- of which plan
  PRIMARY KEY(tenant_id,informed_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  CHECK(at<=made+interval '5 min'));
CREATE INDEX informed_of ON informed(tenant_id,patch_id);

ALTER TABLE deviation ENABLE ROW LEVEL SECURITY;
CREATE POLICY deviation_read ON deviation FOR SELECT USING(true);
CREATE POLICY deviation_make ON deviation FOR INSERT
  WITH CHECK(actor=session_user
    AND made BETWEEN now()-interval '5 min' AND now()+interval '5 min');
ALTER TABLE informed ENABLE ROW LEVEL SECURITY;
CREATE POLICY informed_read ON informed FOR SELECT USING(true);
CREATE POLICY informed_make ON informed FOR INSERT
  WITH CHECK(actor=session_user
    AND made BETWEEN now()-interval '5 min' AND now()+interval '5 min');

GRANT SELECT ON window_rule, day_off, deviation, informed
  TO patchwacht_register, patchwacht_report, patchwacht_verify;
GRANT INSERT ON window_rule, deviation, informed TO patchwacht_register;
GRANT UPDATE(removed) ON window_rule TO patchwacht_register;
GRANT INSERT, DELETE ON day_off TO patchwacht_register;
CALL guard_for('window_rule','it_staff','system_owner');
CALL guard_for('day_off','it_staff','process_owner');
CALL guard('deviation','tenant_id=ANY((SELECT tenants_as(''it_staff'','
  '''system_owner''))::integer[]) OR holds_for(tenant_id,device_id,'
  '''it_staff'',''supplier'')');
CALL guard_for('informed','it_staff','system_owner','process_owner');

-- The last window that people may have been told of, when there is none now.
ALTER TABLE patch ADD told_start timestamptz;
ALTER TABLE patch ADD told_end timestamptz;
CREATE FUNCTION patch_told() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF OLD.window_start IS NOT NULL THEN
    NEW.told_start := OLD.window_start;
    NEW.told_end := OLD.window_end;
  END IF;
  -- What is off, or on again, is news to every calendar.
  IF NEW.status<>OLD.status THEN
    NEW.plan_seq := NEW.plan_seq+1;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER patch_told BEFORE UPDATE OF window_start, status ON patch
  FOR EACH ROW EXECUTE FUNCTION patch_told();

-- Windows of their own were given to some of its devices: another plan.
-- SECURITY DEFINER: who keeps the register may not write these columns.
CREATE FUNCTION plan_moved(of_tenant integer, of_patch integer)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NOT of_tenant=ANY(tenants_near('it_staff','system_owner')) THEN
    RAISE insufficient_privilege USING
      MESSAGE='plans are made by IT staff and system owners';
  END IF;
  UPDATE patch SET plan_seq=plan_seq+1, planned_by=session_user,
    approved=NULL, approved_by=NULL
    WHERE tenant_id=of_tenant AND patch_id=of_patch;
END $$;
REVOKE ALL ON FUNCTION plan_moved(integer,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plan_moved(integer,integer) TO patchwacht_register;
