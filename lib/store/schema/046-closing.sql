-- Step 4 of the process: a patch as a whole is closed when nothing is left to do
-- on any of its devices, and open again when something is.

ALTER TABLE patch ADD closed timestamptz;
CREATE TABLE patch_step(
  tenant_id integer NOT NULL,
  step_id bigint NOT NULL,
  patch_id integer NOT NULL,
  at timestamptz NOT NULL,
  step text NOT NULL CHECK(step IN('closed','reopened')),
  actor text NOT NULL,
  reason text NOT NULL,
  summary jsonb NOT NULL,
  evidence bigint[] NOT NULL DEFAULT '{}',
  policy_version integer NOT NULL,
  PRIMARY KEY(tenant_id,step_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch);
CREATE INDEX patch_step_of ON patch_step(tenant_id,patch_id,step_id);

-- The question is asked of every patch again and again.
CREATE INDEX deployment_unfinished ON deployment(tenant_id,patch_id)
  WHERE state NOT IN('stable','already_met','withdrawn');

GRANT SELECT ON patch_step TO patchwacht_verify, patchwacht_register,
  patchwacht_report, patchwacht_alert;
GRANT INSERT ON patch_step TO patchwacht_verify;
GRANT UPDATE(closed) ON patch TO patchwacht_verify;
CALL guard('patch_step','false');
