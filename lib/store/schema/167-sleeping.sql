-- Classes of devices that need not answer at night. A printer never did; others
-- are as the configuration of the daemon has them, and the verifier says so here:
-- a report, which does not read that, is to judge by the same.
CREATE TABLE sleeping_class(
  class text PRIMARY KEY,
  since timestamptz DEFAULT now());    -- NULL: always
INSERT INTO sleeping_class VALUES('printer',NULL);
GRANT SELECT ON sleeping_class TO patchwacht_register, patchwacht_report;
GRANT SELECT, INSERT, DELETE ON sleeping_class TO patchwacht_verify;
