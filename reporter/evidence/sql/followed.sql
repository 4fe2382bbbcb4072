-- What people were told of, when somebody took note of it, and when it was over:
-- each incident once, however many alerts it gathers.
SELECT i.incident_id, i.rule, i.severity, i.opened,
  CASE WHEN i.acked < least($3, $4) THEN i.acked END AS acked,
  CASE WHEN i.closed < least($3, $4) THEN i.closed END AS closed
FROM incident i
WHERE i.tenant_id = $1 AND i.first_told IS NOT NULL
  AND i.opened >= $2::timestamptz - make_interval(secs => (
    SELECT max(greatest(follow_critical_s, follow_s)) FROM policy
    WHERE tenant_id = $1))
  AND i.opened < least($3, $4)
  AND ($5::integer IS NULL OR EXISTS (SELECT FROM alert a
    WHERE a.tenant_id = i.tenant_id AND a.incident_id = i.incident_id
      AND a.device_id IN (SELECT device_id FROM here)))
ORDER BY i.opened, i.incident_id
