-- A report is drawn up by the process owner, reviewed by the CISO and adopted by
-- the board: each in their own name, and who reviews does not adopt. One that
-- takes the place of another says why; both stay.

ALTER TABLE report
  ADD supersedes integer,              -- of the same document
  ADD reason text,
  ADD FOREIGN KEY(tenant_id,supersedes) REFERENCES report,
  ADD CHECK((supersedes IS NULL)=(reason IS NULL));

CREATE TABLE report_step(
  tenant_id integer NOT NULL,
  report_id integer NOT NULL,
  step text NOT NULL CHECK(step IN('drawn_up','reviewed','adopted')),
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  note text,
  PRIMARY KEY(tenant_id,report_id,step),
  FOREIGN KEY(tenant_id,report_id) REFERENCES report);

CREATE FUNCTION report_step_fits() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NEW.step='adopted' AND EXISTS(SELECT FROM report WHERE interim
      AND tenant_id=NEW.tenant_id AND report_id=NEW.report_id) THEN
    RAISE insufficient_privilege USING
      MESSAGE='a report of a period that still ran is not adopted';
  END IF;
  IF NEW.step<>'drawn_up' AND EXISTS(SELECT FROM report_step
      WHERE tenant_id=NEW.tenant_id AND report_id=NEW.report_id
      AND actor=NEW.actor AND step<>NEW.step AND step<>'drawn_up') THEN
    RAISE insufficient_privilege USING
      MESSAGE='who reviews a report does not adopt it';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER report_step_fits BEFORE INSERT ON report_step
  FOR EACH ROW EXECUTE FUNCTION report_step_fits();

CALL guard('report_step','actor=session_user AND tenant_id=ANY(CASE step '
  'WHEN ''drawn_up'' THEN (SELECT tenants_as(''process_owner'')) '
  'WHEN ''reviewed'' THEN (SELECT tenants_as(''ciso'')) '
  'ELSE (SELECT tenants_as(''board'')) END)');
CALL keep_moments('report_step','made at');
INSERT INTO retention(kind,relation,does,keep,began,ended,of)
  VALUES('report_step','report_step','delete','7 years','x.at','x.at','true');
GRANT SELECT, INSERT ON report_step TO patchwacht_register;
GRANT SELECT ON report_step TO patchwacht_report;
