-- How a report that was issued gets to those who shall have it: by mail, which
-- the role alert sends, since nothing else of ours speaks to a mail server, or
-- into a folder. The document waits in the database, so that alert reads no
-- file; it is gone once its last mail is. One that is Geheim never gets there.

ALTER TABLE report
  ADD detail jsonb;                    -- what is said of it in a mail

CREATE TABLE document(
  tenant_id integer NOT NULL,
  report_id integer NOT NULL,
  pdf bytea NOT NULL,
  PRIMARY KEY(tenant_id,report_id),
  FOREIGN KEY(tenant_id,report_id) REFERENCES report);

CREATE TABLE delivery(
  tenant_id integer NOT NULL,
  delivery_id bigint NOT NULL,
  report_id integer NOT NULL,
  kind text NOT NULL CHECK(kind IN('mail','anchors','folder')),
  recipient text NOT NULL,             -- an address, or a file
  language text NOT NULL,
  detail jsonb NOT NULL,               -- all that its mail says
  created timestamptz NOT NULL DEFAULT now(),
  next_try timestamptz NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  sent timestamptz,
  withheld text CHECK(withheld IN('secret','open_line','size','gone')),
  dropped timestamptz,                 -- tried for a week
  PRIMARY KEY(tenant_id,delivery_id),
  UNIQUE(tenant_id,report_id,kind,recipient),
  FOREIGN KEY(tenant_id,report_id) REFERENCES report,
  CHECK(sent IS NULL OR dropped IS NULL),
  CHECK(kind<>'folder' OR recipient ~ '^[^/.][^/]*/[^/.][^/]*$'));
CREATE INDEX delivery_due ON delivery(next_try)
  WHERE sent IS NULL AND dropped IS NULL;

DO $$
DECLARE
  who text := 'session_user=''patchwacht_report'' OR tenant_id=ANY((SELECT '
    'tenants_as(''process_owner'',''it_staff''))::integer[])';
BEGIN
  CALL guard('document',who);
  CALL guard('delivery',who);
END $$;
CALL keep_moments('delivery','made created');
-- Nobody says by hand that something has arrived.
CREATE POLICY delivery_new ON delivery AS RESTRICTIVE FOR INSERT
  TO patchwacht_report WITH CHECK(sent IS NULL AND dropped IS NULL);
CREATE POLICY delivery_done ON delivery AS RESTRICTIVE FOR UPDATE
  TO patchwacht_report USING(kind='folder'
    AND session_user='patchwacht_report') WITH CHECK(true);

INSERT INTO id_kind(kind,relation,id,wide)
  VALUES('delivery','delivery','delivery_id',true);
INSERT INTO retention(kind,relation,does,keep,began,ended,of)
  VALUES('delivery','delivery','delete','3 years','x.created',
    'coalesce(x.sent,x.dropped)','true');

GRANT SELECT ON delivery TO patchwacht_register, patchwacht_report,
  patchwacht_alert;
GRANT INSERT, UPDATE(sent,attempts,last_error,next_try) ON delivery
  TO patchwacht_report;
GRANT INSERT ON document TO patchwacht_report;
GRANT UPDATE(sent,attempts,last_error,next_try,withheld,dropped) ON delivery
  TO patchwacht_alert;
GRANT SELECT, DELETE ON document TO patchwacht_alert;
