-- Whom schedules say that what they make is meant for. A document is made once,
-- also where two of them have it.
SELECT kind, readers FROM schedule
WHERE tenant_id = $1 AND readers IS NOT NULL
  AND removed IS NULL AND paused IS NULL
  AND CASE WHEN $5::integer IS NULL THEN site_id IS NULL AND NOT each_site
    ELSE each_site OR site_id = $5 END
ORDER BY schedule_id
