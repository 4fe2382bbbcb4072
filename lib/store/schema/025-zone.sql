-- In which zone the log of a device is written, when its messages do not say and
-- it is not that of the organisation. Taken as it is, without a guess.
ALTER TABLE device ADD COLUMN log_zone text;
