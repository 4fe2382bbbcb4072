-- Both clocks at the verifier's last look: when its next process begins, it sees
-- whether ours was set meanwhile. One row, as of the last process.
CREATE TABLE clock_seen(
  one boolean PRIMARY KEY DEFAULT true CHECK(one),
  boot text NOT NULL,                  -- of the host; '': not known
  shown timestamptz NOT NULL,
  steady_us bigint NOT NULL);          -- since that boot
GRANT SELECT ON clock_seen TO patchwacht_register, patchwacht_report;
GRANT SELECT, INSERT, UPDATE ON clock_seen TO patchwacht_verify;
