-- An organisation's own thresholds of measurements, by id, beside the two that
-- hold for all: lib/framework/threshold.h has the form.
ALTER TABLE policy ADD thresholds text NOT NULL DEFAULT ''
  CHECK(octet_length(thresholds)<=2000);
