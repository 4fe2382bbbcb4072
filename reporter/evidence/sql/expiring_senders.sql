-- Certificates of senders that were about to run out, as the listener told within
-- two days before the end of the period: once a day of who is connected, and of
-- each that comes in. Who it is says its certificate, else its address.
SELECT s.device_id, d.name AS device, s.sender, s.listener, s.fingerprint, s.until
FROM senders_running_out(least($3, $4) - interval '50 hours', least($3, $4)) s
LEFT JOIN device d ON d.tenant_id = s.tenant_id AND d.device_id = s.device_id
WHERE s.tenant_id = $1 AND $2 < $3
  AND ($5 IS NULL OR s.device_id IN (SELECT device_id FROM here))
ORDER BY s.until, d.name, s.sender, s.fingerprint
