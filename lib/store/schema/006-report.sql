-- What was issued, so that a copy can be checked. The head of the chain of
-- changes is printed in each report: the reader's archive is its witness.

CREATE TABLE report(
  tenant_id integer NOT NULL REFERENCES tenant,
  report_id integer NOT NULL,
  kind text NOT NULL,
  language text NOT NULL CHECK(language IN('nl','en')),
  period_from timestamptz NOT NULL,
  period_to timestamptz NOT NULL,
  snapshot timestamptz NOT NULL,       -- of the data it rests on
  interim boolean NOT NULL,
  made timestamptz NOT NULL,
  actor text NOT NULL,
  number text NOT NULL,                -- document number
  path text NOT NULL,
  bytes bigint NOT NULL,
  pdf_sha256 bytea NOT NULL CHECK(length(pdf_sha256)=32),
  evidence_sha256 bytea NOT NULL CHECK(length(evidence_sha256)=32),
  template_sha256 bytea NOT NULL CHECK(length(template_sha256)=32),
  change_seq bigint NOT NULL,
  change_hash bytea NOT NULL CHECK(length(change_hash)=32),
  PRIMARY KEY(tenant_id,report_id));
ALTER TABLE report ENABLE ROW LEVEL SECURITY;
CREATE POLICY report_read ON report FOR SELECT USING(true);
CREATE POLICY report_write ON report FOR INSERT WITH CHECK(actor=session_user);

GRANT SELECT, INSERT ON report TO patchwacht_report;
GRANT SELECT ON report TO patchwacht_register;
