-- What log lines tell (mibs/events.rules), and shapes of those that no rule
-- knows.

-- The record an event rests on, as long as it is kept; several alike within a
-- minute are one. who is forgotten after 180 days, and is never kept of a login.
ALTER TABLE event
  ADD COLUMN journal uuid,
  ADD COLUMN seq bigint,
  ADD COLUMN rule text,
  ADD COLUMN version text,
  ADD COLUMN who text,
  ADD COLUMN port text,                -- or the name of a package
  ADD COLUMN count integer NOT NULL DEFAULT 1;

DO $$
DECLARE
  leaf regclass;
BEGIN
  FOR leaf IN SELECT 'event'::regclass UNION ALL
      SELECT inhrelid::regclass FROM pg_inherits
      WHERE inhparent='event'::regclass LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS event_kind_check',
      leaf);
  END LOOP;
END $$;
ALTER TABLE event
  ADD CONSTRAINT event_kind_check CHECK(kind IN('boot','agent_restart',
    'silent','returned','version','downgrade','serial','engine','component',
    'upgrade_ok','upgrade_failed','crash','conflict','cold_start',
    'warm_start','link_down','link_up','auth_failure','upgrade_told',
    'upgrade_started','package','restart_required','restart_asked',
    'configuration','memory','flap','power','fan','temperature','login_ok',
    'login_failed','clock_unsure','log_loss'));

GRANT UPDATE(who) ON event TO patchwacht_verify;

-- A boot or a version that a line tells: whoever hears of it asks for a poll.
GRANT SELECT, INSERT, UPDATE ON due TO patchwacht_verify;

-- The shape of lines of severity 3 and worse that no rule knows. The id is made
-- of program, code and shape, so it is the same everywhere and always.
CREATE TABLE template(
  tenant_id integer NOT NULL REFERENCES tenant,
  template_id bigint NOT NULL,
  app text,
  code text,
  shape text NOT NULL,
  severity smallint NOT NULL,          -- the worst
  first timestamptz NOT NULL,
  last timestamptz NOT NULL,
  PRIMARY KEY(tenant_id,template_id)) WITH (fillfactor=70);

-- Hours in which a device sent such lines: what a comparison counts.
CREATE TABLE template_hour(
  hour timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  template_id bigint NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY(tenant_id,device_id,hour,template_id)) PARTITION BY RANGE(hour);

INSERT INTO part_policy(parent,step,ahead,keep) VALUES
  ('template_hour','month',2,'1 year');

GRANT SELECT, INSERT, UPDATE ON template, template_hour TO patchwacht_verify;
GRANT SELECT ON template, template_hour TO patchwacht_register,
  patchwacht_report, patchwacht_alert;
