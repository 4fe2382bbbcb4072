-- What devices said, when, unchanged: loaded from the journals, exactly once.
-- (journal, seq) names the journal record that a row came from.

CREATE TABLE journal_pos(
  journal uuid PRIMARY KEY,
  stream text NOT NULL,                -- poll, listen
  host text NOT NULL,
  segment bigint NOT NULL,
  off bigint NOT NULL,
  seq bigint NOT NULL,                 -- last record loaded
  at timestamptz NOT NULL) WITH (fillfactor=10);

-- How far a reader of the tables below has come.
CREATE TABLE reader_pos(
  reader text NOT NULL,
  journal uuid NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY(reader,journal)) WITH (fillfactor=10);

-- One poll of one device. varbinds: BER VarBindLists as received, joined.
CREATE TABLE reading(
  at timestamptz NOT NULL,             -- when the answer was complete
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  journal uuid NOT NULL,
  seq bigint NOT NULL,
  poll_id bigint NOT NULL,
  started timestamptz NOT NULL,
  outcome text NOT NULL CHECK(outcome IN('answered','partial','silent',
    'refused')),
  rtt_us integer,
  protocol text NOT NULL CHECK(protocol IN('v1','v2c','v3')),
  level text NOT NULL CHECK(level IN('none','auth','priv')),
  address inet NOT NULL,
  profile text,                        -- by which the poller chose its OIDs
  varbinds bytea NOT NULL,
  PRIMARY KEY(journal,seq,at)) PARTITION BY RANGE(at);
CREATE INDEX reading_device ON reading(tenant_id,device_id,at);
CREATE INDEX reading_at ON reading USING brin(at);

CREATE TABLE message(
  rcvd timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  realm_id integer NOT NULL,
  device_id integer,                   -- by source address; NULL: unknown
  journal uuid NOT NULL,
  seq bigint NOT NULL,
  transport text NOT NULL,             -- udp, tcp, tls, relp
  peer inet NOT NULL,
  peer_port integer NOT NULL,
  pri smallint,                        -- NULL: the message had none
  severity smallint,
  device_time timestamptz,             -- as claimed
  host text,                           -- as claimed
  app text,
  procid text,
  msgid text,
  sd jsonb,
  text text NOT NULL,
  raw bytea NOT NULL,                  -- after masking
  flags text[] NOT NULL DEFAULT '{}',  -- truncated, partial, masked, ...
  PRIMARY KEY(journal,seq,rcvd)) PARTITION BY RANGE(rcvd);
CREATE INDEX message_device ON message(tenant_id,device_id,rcvd);
CREATE INDEX message_rcvd ON message USING brin(rcvd);

-- What we know we did not get or keep: datagrams dropped by the kernel, lines
-- dropped by a privacy rule, gaps in a journal.
CREATE TABLE loss(
  at timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  realm_id integer NOT NULL,
  journal uuid NOT NULL,
  seq bigint NOT NULL,
  listener text NOT NULL,
  reason text NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY(journal,seq,at)) PARTITION BY RANGE(at);

-- A record that the tables refuse is set aside, never dropped.
CREATE TABLE quarantine(
  journal uuid NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  reason text NOT NULL,
  record bytea NOT NULL,
  PRIMARY KEY(journal,seq));

-- Versions as change points: since <= t < until; until NULL is still so.
-- component is '' for the product, else a name within its kind.
CREATE TABLE version(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  kind text NOT NULL CHECK(kind IN('product','component','package','kernel',
    'bootloader')),
  component text NOT NULL DEFAULT '',
  since timestamptz NOT NULL,
  until timestamptz,
  seen timestamptz NOT NULL,           -- last reading that still said so
  value text NOT NULL,
  schemes text[] NOT NULL DEFAULT '{}',
  confidence text NOT NULL CHECK(confidence IN('profile','suggestion')),
  profile text,
  profile_sha256 bytea,
  oid text NOT NULL,
  raw text NOT NULL,
  serial text,
  journal uuid NOT NULL,
  seq bigint NOT NULL,                 -- the first reading that said so
  PRIMARY KEY(tenant_id,device_id,kind,component,since),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(until IS NULL OR until>since)) WITH (fillfactor=70);
CREATE UNIQUE INDEX version_open ON version(tenant_id,device_id,kind,component)
  WHERE until IS NULL;

-- What happened to a device, as concluded from readings and messages.
CREATE TABLE event(
  at timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  event_id bigint NOT NULL,
  kind text NOT NULL CHECK(kind IN('boot','agent_restart','silent','returned',
    'version','downgrade','serial','engine','component','upgrade_ok',
    'upgrade_failed','crash','conflict')),
  source text NOT NULL CHECK(source IN('snmp','syslog','clock')),
  expected boolean NOT NULL DEFAULT false,  -- inside a window of a deployment
  detail text NOT NULL,
  evidence_id bigint,
  PRIMARY KEY(tenant_id,device_id,at,event_id)) PARTITION BY RANGE(at);

-- What a verdict, an alert or a report names, copied whole; kept 3 years.
CREATE TABLE evidence(
  tenant_id integer NOT NULL REFERENCES tenant,
  evidence_id bigint NOT NULL,
  device_id integer,
  at timestamptz NOT NULL,             -- of the observation
  kept timestamptz NOT NULL,
  kind text NOT NULL CHECK(kind IN('reading','message','claim','clock')),
  journal uuid,
  seq bigint,
  content jsonb NOT NULL,              -- oid, raw, value, profile, level, who ...
  bytes bytea NOT NULL,                -- the observation as it was journalled
  sha256 bytea NOT NULL CHECK(length(sha256)=32),
  PRIMARY KEY(tenant_id,evidence_id));
CREATE UNIQUE INDEX evidence_record ON evidence(tenant_id,journal,seq)
  WHERE journal IS NOT NULL;

INSERT INTO part_policy(parent,step,ahead,keep) VALUES
  ('reading','day',3,'14 days'),
  ('message','day',3,'60 days'),
  ('loss','month',2,'3 years'),
  ('event','month',2,'3 years');

GRANT SELECT, INSERT, UPDATE ON journal_pos TO patchwacht_store;
GRANT SELECT ON journal_pos TO patchwacht_verify, patchwacht_register,
  patchwacht_report;
GRANT SELECT, INSERT, UPDATE ON reader_pos TO patchwacht_verify;
GRANT SELECT ON reader_pos TO patchwacht_register, patchwacht_report;
GRANT INSERT ON reading, message, loss TO patchwacht_store;
GRANT SELECT, INSERT ON quarantine TO patchwacht_store;
GRANT SELECT ON quarantine TO patchwacht_register, patchwacht_report;
GRANT SELECT ON reading, message, loss
  TO patchwacht_verify, patchwacht_register, patchwacht_report;
GRANT SELECT, INSERT, UPDATE ON version TO patchwacht_verify;
GRANT SELECT, INSERT ON event, evidence TO patchwacht_verify;
GRANT INSERT ON evidence TO patchwacht_register;
GRANT SELECT ON version, event, evidence TO patchwacht_register,
  patchwacht_report, patchwacht_alert, patchwacht_poll;
