-- Who keeps the register says what should run and what was claimed; only what
-- devices said moves a deployment. Both have held for the programs; here for
-- whoever speaks SQL.

-- A plan is new, and later only its times and its claim change.
REVOKE INSERT, UPDATE ON deployment FROM patchwacht_register;
GRANT INSERT(tenant_id,patch_id,device_id,state,created,clock_start,
  clock_basis,deadline,window_start,window_end,serial,policy_version)
  ON deployment TO patchwacht_register;
GRANT UPDATE(deadline,window_start,window_end,claimed,claimed_by,rev)
  ON deployment TO patchwacht_register;
ALTER TABLE deployment ENABLE ROW LEVEL SECURITY;
CREATE POLICY deployment_read ON deployment FOR SELECT USING(true);
CREATE POLICY deployment_judge ON deployment TO patchwacht_verify
  USING(true) WITH CHECK(true);
CREATE POLICY deployment_plan ON deployment FOR INSERT TO patchwacht_register
  WITH CHECK(state='planned');
CREATE POLICY deployment_claim ON deployment FOR UPDATE TO patchwacht_register
  USING(true) WITH CHECK(true);

-- Of its steps, the register writes the first one, in the writer's own name.
ALTER TABLE transition ENABLE ROW LEVEL SECURITY;
CREATE POLICY transition_read ON transition FOR SELECT USING(true);
CREATE POLICY transition_judge ON transition FOR INSERT TO patchwacht_verify
  WITH CHECK(true);
CREATE POLICY transition_plan ON transition FOR INSERT TO patchwacht_register
  WITH CHECK(actor=session_user AND from_state IS NULL
    AND to_state='planned' AND level=0);

-- Of evidence, claims: no reading comes from a person.
ALTER TABLE evidence ENABLE ROW LEVEL SECURITY;
CREATE POLICY evidence_read ON evidence FOR SELECT USING(true);
CREATE POLICY evidence_observe ON evidence FOR INSERT TO patchwacht_verify
  WITH CHECK(true);
CREATE POLICY evidence_claim ON evidence FOR INSERT TO patchwacht_register
  WITH CHECK(kind='claim');
