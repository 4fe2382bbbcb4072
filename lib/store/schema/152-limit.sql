-- What a report takes as in time, and as good enough, is the organisation's own,
-- as its other terms are: no norm prescribes any.

ALTER TABLE policy
  ADD follow_critical_s integer NOT NULL DEFAULT 14400, -- to take note of an alert
  ADD follow_s integer NOT NULL DEFAULT 86400,
  ADD decide_s integer NOT NULL DEFAULT 604800,    -- on an advisory
  ADD assess_s integer NOT NULL DEFAULT 604800,    -- a patch, once it is known
  ADD report_s integer NOT NULL DEFAULT 2592000,   -- after the period
  ADD skew_s integer NOT NULL DEFAULT 5,           -- of a clock
  ADD log_silence_s integer NOT NULL DEFAULT 86400,
  ADD answered_percent integer NOT NULL DEFAULT 95, -- of the times it was asked
  ADD CHECK(follow_critical_s > 0 AND follow_s > 0 AND decide_s > 0
    AND assess_s > 0 AND report_s > 0 AND skew_s > 0 AND log_silence_s > 0),
  ADD CHECK(answered_percent BETWEEN 1 AND 100);
