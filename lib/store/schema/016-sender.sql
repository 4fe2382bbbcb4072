-- Who sent a message, when it proved it by a certificate. device_id goes by that
-- name first, then by peer; of a relayed message by host.
ALTER TABLE message ADD COLUMN certificate text;
