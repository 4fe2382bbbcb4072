-- Messages by who sent them; device_id NULL: in no register.
SELECT count(*) FILTER (WHERE device_id IS NOT NULL) AS known,
  count(*) FILTER (WHERE device_id IS NULL) AS unknown,
  count(DISTINCT peer) FILTER (WHERE device_id IS NULL) AS unknown_senders,
  count(*) FILTER (WHERE transport IN ('tls', 'relp-tls')) AS protected,
  count(*) AS total
FROM message
WHERE tenant_id = $1 AND rcvd >= $2 AND rcvd < $3 AND rcvd <= $4
