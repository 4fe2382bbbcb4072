-- Who has a message under way: a session with the database, of a daemon. Once
-- that has ended what it held is free again at once; a daemon of another host
-- waits for the end of the lease, since from there a session that is gone may
-- only be a network that is.
ALTER TABLE notification ADD holder text;
ALTER TABLE delivery ADD holder text;
CREATE INDEX notification_held ON notification(holder) WHERE holder IS NOT NULL;
CREATE INDEX delivery_held ON delivery(holder) WHERE holder IS NOT NULL;
GRANT UPDATE(holder) ON notification, delivery TO patchwacht_alert;
