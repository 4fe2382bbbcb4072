-- What somebody must know, once, and that it is over, once.

CREATE TABLE alert(
  tenant_id integer NOT NULL REFERENCES tenant,
  alert_id bigint NOT NULL,
  rule text NOT NULL CHECK(rule IN('past_deadline','not_confirmed',
    'rolled_back','unexpected_reboots','not_returned','conflict','failed')),
  severity text NOT NULL CHECK(severity IN('critical','warning','notice')),
  device_id integer,
  patch_id integer,
  opened timestamptz NOT NULL,
  closed timestamptz,
  detail jsonb NOT NULL,               -- what the mail says, by name
  evidence bigint[] NOT NULL DEFAULT '{}',
  PRIMARY KEY(tenant_id,alert_id));
CREATE UNIQUE INDEX alert_open ON alert(tenant_id,rule,
  coalesce(device_id,0),coalesce(patch_id,0)) WHERE closed IS NULL;

-- Who is told, in which language. No rules: all of them.
CREATE TABLE recipient(
  tenant_id integer NOT NULL REFERENCES tenant,
  recipient_id integer NOT NULL,
  mail text NOT NULL,
  function text NOT NULL,
  language text NOT NULL CHECK(language IN('nl','en')),
  rules text[] NOT NULL DEFAULT '{}',
  PRIMARY KEY(tenant_id,recipient_id), UNIQUE(tenant_id,mail));

-- The outbox: one row a mail, made with the alert in one transaction.
CREATE TABLE notification(
  tenant_id integer NOT NULL,
  notification_id bigint NOT NULL,
  alert_id bigint NOT NULL,
  recipient_id integer NOT NULL,
  kind text NOT NULL CHECK(kind IN('opened','closed')),
  created timestamptz NOT NULL,
  sent timestamptz,
  attempts integer NOT NULL DEFAULT 0,
  next_try timestamptz NOT NULL,
  last_error text,
  PRIMARY KEY(tenant_id,notification_id),
  UNIQUE(tenant_id,alert_id,recipient_id,kind),
  FOREIGN KEY(tenant_id,alert_id) REFERENCES alert,
  FOREIGN KEY(tenant_id,recipient_id) REFERENCES recipient);
CREATE INDEX notification_due ON notification(next_try) WHERE sent IS NULL;

GRANT SELECT ON alert, recipient, notification TO patchwacht_verify,
  patchwacht_alert, patchwacht_register, patchwacht_report;
GRANT INSERT ON alert, notification TO patchwacht_verify;
GRANT UPDATE(closed,detail,evidence) ON alert TO patchwacht_verify;
GRANT UPDATE(sent,attempts,next_try,last_error) ON notification
  TO patchwacht_alert;
GRANT INSERT, UPDATE ON recipient TO patchwacht_register;
