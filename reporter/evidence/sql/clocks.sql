-- How far a device's own clock stood from ours, by its messages; transit
-- time is inside the figure. The last message of each device counts.
SELECT DISTINCT ON (m.device_id) m.device_id,
  round(extract(epoch FROM m.device_time - m.rcvd) * 1000)::bigint AS skew_ms
FROM message m
WHERE m.tenant_id = $1 AND m.rcvd >= $2 AND m.rcvd < $3 AND m.rcvd <= $4
  AND m.device_id IS NOT NULL AND m.device_time IS NOT NULL
ORDER BY m.device_id, m.rcvd DESC
