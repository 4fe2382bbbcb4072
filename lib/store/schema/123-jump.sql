-- When the clock of this installation was set, as the verifier saw it: over such a
-- moment no uptime is compared by what the clock shows. Kept for three years by
-- who adds one.
CREATE TABLE clock_jump(
  jump_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  before timestamptz NOT NULL,         -- what it showed when last looked at,
  after timestamptz NOT NULL,          -- and then
  by_us bigint NOT NULL);              -- forward above 0
GRANT SELECT ON clock_jump TO patchwacht_register, patchwacht_report;
GRANT SELECT, INSERT, DELETE ON clock_jump TO patchwacht_verify;
