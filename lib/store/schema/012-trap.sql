-- What devices say unasked: notifications that were believed, who was not
-- believed, and which devices are to be asked at once.

CREATE TABLE trap(
  at timestamptz NOT NULL,             -- when it came in
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  journal uuid NOT NULL,
  seq bigint NOT NULL,
  peer inet NOT NULL,
  peer_port integer NOT NULL,
  agent inet,                          -- as an SNMPv1 trap says
  protocol text NOT NULL CHECK(protocol IN('v1','v2c','v3')),
  level text NOT NULL CHECK(level IN('none','auth','priv')),
  inform boolean NOT NULL,             -- it was acknowledged
  oid text NOT NULL,                   -- snmpTrapOID; of SNMPv1 by RFC 3584
  uptime_cs bigint,                    -- sysUpTime, 1/100 s
  enterprise text,                     -- of SNMPv1
  engine_id bytea,                     -- of SNMPv3
  varbinds bytea NOT NULL,             -- BER VarBindList as received
  PRIMARY KEY(journal,seq,at)) PARTITION BY RANGE(at);
CREATE INDEX trap_device ON trap(tenant_id,device_id,at);
CREATE INDEX trap_at ON trap USING brin(at);

INSERT INTO part_policy(parent,step,ahead,keep) VALUES
  ('trap','day',3,'60 days');

-- A device that is to be asked who it is now. taken: the poller has seen it.
-- Not asked for again within a minute.
CREATE TABLE due(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  at timestamptz NOT NULL,
  reason text NOT NULL,
  taken timestamptz,
  PRIMARY KEY(tenant_id,device_id),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device) WITH (fillfactor=50);
CREATE INDEX due_open ON due(at) WHERE taken IS NULL;

-- Who sent what was not believed. device_id: whose address it is. A row with
-- the address 0.0.0.0 stands for those beyond what is kept apart.
CREATE TABLE trap_sender(
  tenant_id integer NOT NULL,
  realm_id integer NOT NULL,
  address inet NOT NULL,
  reason text NOT NULL,
  device_id integer,
  first timestamptz NOT NULL,
  last timestamptz NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY(tenant_id,realm_id,address,reason)) WITH (fillfactor=70);

-- How many an hour, as the role counted them.
CREATE TABLE trap_tally(
  tenant_id integer NOT NULL,
  hour timestamptz NOT NULL,
  believed bigint NOT NULL,
  refused bigint NOT NULL,
  PRIMARY KEY(tenant_id,hour)) WITH (fillfactor=70);

-- What a notification tells is an event of its own: a restart that the poller
-- sees as well is counted once, as what the poller saw.
DO $$
DECLARE
  leaf regclass;
BEGIN
  FOR leaf IN SELECT 'event'::regclass UNION ALL
      SELECT inhrelid::regclass FROM pg_inherits
      WHERE inhparent='event'::regclass LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS event_kind_check,'
      ' DROP CONSTRAINT IF EXISTS event_source_check', leaf);
  END LOOP;
END $$;
ALTER TABLE event
  ADD CONSTRAINT event_kind_check CHECK(kind IN('boot','agent_restart',
    'silent','returned','version','downgrade','serial','engine','component',
    'upgrade_ok','upgrade_failed','crash','conflict','cold_start',
    'warm_start','link_down','link_up','auth_failure','upgrade_told')),
  ADD CONSTRAINT event_source_check CHECK(source IN('snmp','syslog','clock',
    'trap'));
ALTER TABLE evidence DROP CONSTRAINT evidence_kind_check;
ALTER TABLE evidence ADD CONSTRAINT evidence_kind_check
  CHECK(kind IN('reading','message','claim','clock','trap'));

GRANT INSERT ON trap TO patchwacht_store;
GRANT SELECT ON trap TO patchwacht_verify, patchwacht_register,
  patchwacht_report;
GRANT SELECT, INSERT, UPDATE ON due TO patchwacht_poll;
GRANT SELECT ON due TO patchwacht_register, patchwacht_report;
GRANT SELECT, INSERT, UPDATE, DELETE ON trap_sender, trap_tally
  TO patchwacht_poll;
GRANT SELECT ON trap_sender, trap_tally TO patchwacht_register,
  patchwacht_report;
