-- Step 1 of the process: how urgent a patch is, who found so, and from what.

-- An organisation's own rule for the class (lib/model/assessment.h).
ALTER TABLE policy
  ADD exploited_s bigint NOT NULL DEFAULT 0,        -- 0: as critical_s
  ADD mitigate_s bigint NOT NULL DEFAULT 604800,    -- a measure, in time
  ADD afterwards_s bigint NOT NULL DEFAULT 432000,  -- approve an emergency
  ADD score_critical integer NOT NULL DEFAULT 90,   -- CVSS, in tenths
  ADD score_high integer NOT NULL DEFAULT 70,
  ADD score_medium integer NOT NULL DEFAULT 40,
  ADD internet_raises integer NOT NULL DEFAULT 1,   -- classes
  ADD unknown_class text NOT NULL DEFAULT 'high',
  ADD patient_class text NOT NULL DEFAULT 'high',
  ADD exploited_class text NOT NULL DEFAULT 'critical',
  ADD CHECK(unknown_class IN('critical','high','medium','low')),
  ADD CHECK(patient_class IN('critical','high','medium','low')),
  ADD CHECK(exploited_class IN('critical','high','medium','low'));

-- Append only: to assess again is another row. One that asks less than before
-- waits for a second person, and changes nothing until then.
CREATE TABLE assessment(
  tenant_id integer NOT NULL,
  assessment_id integer NOT NULL,
  patch_id integer NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  score integer CHECK(score BETWEEN 0 AND 100), -- CVSS, in tenths
  known_exploited boolean NOT NULL,
  internet_facing boolean NOT NULL,
  patient_safety boolean NOT NULL,
  criticality text,
  impact text,
  dependencies text,
  proposed text NOT NULL CHECK(proposed IN('critical','high','medium','low')),
  rule text NOT NULL,                  -- how the policy came to it, in words
  policy_version integer NOT NULL,
  was text NOT NULL CHECK(was IN('critical','high','medium','low')),
  priority text NOT NULL CHECK(priority IN('critical','high','medium','low')),
  reason text,                         -- why not as proposed
  lowers boolean NOT NULL,
  approved timestamptz,                -- of what lowers
  approved_by text,
  PRIMARY KEY(tenant_id,assessment_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  FOREIGN KEY(tenant_id,policy_version) REFERENCES policy,
  CHECK(priority=proposed OR reason IS NOT NULL),
  CHECK(lowers OR approved IS NULL),
  CHECK(approved_by IS DISTINCT FROM actor),
  CHECK((approved IS NULL)=(approved_by IS NULL)));
CREATE INDEX assessment_of ON assessment(tenant_id,patch_id,assessment_id);
ALTER TABLE assessment ENABLE ROW LEVEL SECURITY;
CREATE POLICY assessment_read ON assessment FOR SELECT USING(true);
CREATE POLICY assessment_make ON assessment FOR INSERT
  WITH CHECK(actor=session_user AND approved_by IS NULL);
CREATE POLICY assessment_decide ON assessment FOR UPDATE
  USING(actor<>session_user AND lowers AND approved IS NULL)
  WITH CHECK(approved_by=session_user
    AND approved BETWEEN now()-interval '5 min' AND now()+interval '5 min');

-- A measure against the hole while the patch is not there: a state of its own
-- (BIO2 8.08.01), never a patch.
CREATE TABLE mitigation(
  tenant_id integer NOT NULL,
  mitigation_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer,                   -- NULL: every device of the patch
  at timestamptz NOT NULL,             -- since when it works
  made timestamptz NOT NULL,
  actor text NOT NULL,
  measure text NOT NULL,
  evidence text NOT NULL,              -- what shows it
  ended timestamptz,
  ended_by text,
  ended_why text,
  PRIMARY KEY(tenant_id,mitigation_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(at<=made+interval '5 min'),
  CHECK(ended IS NULL OR (ended_by IS NOT NULL AND ended_why IS NOT NULL)));
CREATE INDEX mitigation_of ON mitigation(tenant_id,patch_id);
ALTER TABLE mitigation ENABLE ROW LEVEL SECURITY;
CREATE POLICY mitigation_read ON mitigation FOR SELECT USING(true);
CREATE POLICY mitigation_make ON mitigation FOR INSERT
  WITH CHECK(actor=session_user AND ended IS NULL
    AND made BETWEEN now()-interval '5 min' AND now()+interval '5 min');
CREATE POLICY mitigation_end ON mitigation FOR UPDATE
  USING(ended IS NULL) WITH CHECK(ended_by=session_user);

GRANT SELECT ON assessment, mitigation TO patchwacht_verify,
  patchwacht_register, patchwacht_report, patchwacht_alert;
GRANT INSERT ON assessment, mitigation TO patchwacht_register;
GRANT UPDATE(approved,approved_by) ON assessment TO patchwacht_register;
GRANT UPDATE(ended,ended_by,ended_why) ON mitigation TO patchwacht_register;

-- A deadline moves later only after a second person agreed to it, before it.
CREATE FUNCTION deployment_deadline() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NEW.deadline>OLD.deadline AND session_user<>'patchwacht_owner'
    AND NOT EXISTS(SELECT 1 FROM assessment a WHERE
      a.tenant_id=NEW.tenant_id AND a.patch_id=NEW.patch_id AND a.lowers
      AND a.approved<OLD.deadline) THEN
    RAISE insufficient_privilege USING MESSAGE='a deadline moves later only '
      'when a second person agreed before it had passed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deployment_deadline BEFORE UPDATE OF deadline ON deployment
  FOR EACH ROW EXECUTE FUNCTION deployment_deadline();
