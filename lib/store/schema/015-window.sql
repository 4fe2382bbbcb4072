-- For the poller, which looks again and again which windows are near.
CREATE INDEX deployment_window ON deployment(window_end)
  WHERE closed IS NULL AND window_end IS NOT NULL;
