-- SPDX-License-Identifier: Apache-2.0
--
-- Another model answers where one was known: an event of its own, beside that
-- of another serial number, which not every device tells.
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
    'silent','returned','version','downgrade','serial','model','engine',
    'component','upgrade_ok','upgrade_failed','crash','conflict','cold_start',
    'warm_start','link_down','link_up','auth_failure','upgrade_told',
    'upgrade_started','package','restart_required','restart_asked',
    'configuration','memory','flap','power','fan','temperature','login_ok',
    'login_failed','clock_unsure','log_loss'));
