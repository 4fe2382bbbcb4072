-- Accesses to manage a device, as its log lines tell: how many, never whose.
SELECT coalesce(sum(count) FILTER (WHERE kind = 'login_ok'), 0)::bigint
    AS succeeded,
  coalesce(sum(count) FILTER (WHERE kind = 'login_failed'), 0)::bigint
    AS failed,
  count(DISTINCT device_id) AS devices
FROM event
WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND at <= $4
  AND kind IN ('login_ok', 'login_failed')
  AND ($5::integer IS NULL OR device_id IN (SELECT device_id FROM here))
