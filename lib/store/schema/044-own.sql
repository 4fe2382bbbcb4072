-- What is wrong with the installation itself is somebody's to know, too. Such an
-- alert has no device, and is of the organisation that was there first.
ALTER TABLE alert DROP CONSTRAINT alert_rule_check,
  ADD CONSTRAINT alert_rule_check CHECK(rule IN('past_deadline',
    'not_confirmed','rolled_back','unexpected_reboots','not_returned',
    'conflict','failed','exception_ends','journal_damaged','set_aside',
    'certificate_expires'));

-- Segments of a journal that were kept aside as damaged, as store saw last.
ALTER TABLE journal_pos ADD COLUMN damaged integer NOT NULL DEFAULT 0;

GRANT SELECT ON quarantine TO patchwacht_verify;
