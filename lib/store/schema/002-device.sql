-- What we watch, and with which key.

CREATE TABLE site(
  tenant_id integer NOT NULL REFERENCES tenant,
  site_id integer NOT NULL,
  name text NOT NULL,
  PRIMARY KEY(tenant_id,site_id), UNIQUE(tenant_id,name));

-- A secret is a sealed box (lib/store/credential.h): tenant, credential and
-- kind stand inside it. Only the poller's process can open one.
CREATE TABLE credential(
  tenant_id integer NOT NULL REFERENCES tenant,
  credential_id integer NOT NULL,
  label text NOT NULL,
  kind text NOT NULL CHECK(kind IN('v1','v2c','v3')),
  box bytea NOT NULL,
  created timestamptz NOT NULL,
  rotated timestamptz,
  PRIMARY KEY(tenant_id,credential_id), UNIQUE(tenant_id,label));

CREATE TABLE device(
  tenant_id integer NOT NULL REFERENCES tenant,
  device_id integer NOT NULL,
  realm_id integer NOT NULL,
  site_id integer,
  name text NOT NULL,
  address inet NOT NULL,
  port integer NOT NULL DEFAULT 161 CHECK(port BETWEEN 1 AND 65535),
  credential_id integer,
  category text NOT NULL DEFAULT 'network' CHECK(category IN('server',
    'workstation','network','peripheral','application','cloud')),
  owner text,                       -- a function, not a person
  supplier text,                    -- who maintains it, when not ourselves
  criticality text CHECK(criticality IN('high','medium','low')),
  internet_facing boolean NOT NULL DEFAULT false,
  medical boolean NOT NULL DEFAULT false,
  tags text[] NOT NULL DEFAULT '{}',
  poll_s integer NOT NULL DEFAULT 300 CHECK(poll_s BETWEEN 1 AND 86400),
  any_source boolean NOT NULL DEFAULT false, -- answers from other addresses
  in_service timestamptz NOT NULL,
  created timestamptz NOT NULL,
  retired timestamptz,
  PRIMARY KEY(tenant_id,device_id),
  FOREIGN KEY(tenant_id,realm_id) REFERENCES realm,
  FOREIGN KEY(tenant_id,site_id) REFERENCES site,
  FOREIGN KEY(tenant_id,credential_id) REFERENCES credential);
CREATE UNIQUE INDEX device_name ON device(tenant_id,name)
  WHERE retired IS NULL;
CREATE UNIQUE INDEX device_address ON device(tenant_id,realm_id,address,port)
  WHERE retired IS NULL;

-- What is known of a device now; the only row that changes at each poll.
CREATE TABLE device_state(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  last_try timestamptz,
  last_answer timestamptz,
  silent integer NOT NULL DEFAULT 0,   -- polls unanswered in a row
  silent_since timestamptz,
  rtt_us integer,
  protocol text,                       -- v1, v2c, v3
  level text,                          -- none, auth, priv
  sys_object_id text,
  sys_name text,
  sys_uptime_cs bigint,
  host_uptime_cs bigint,
  engine_id bytea,
  engine_boots bigint,
  engine_time_s bigint,
  boot_at timestamptz,                 -- last boot of the system, as told
  profile text,
  vendor text,
  model text,
  serial text,
  class text,
  tested boolean NOT NULL DEFAULT false,      -- the profile has tests
  granularity text,
  conflict text,                       -- what two sources disagree on
  PRIMARY KEY(tenant_id,device_id),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device)
  WITH (fillfactor=45, autovacuum_vacuum_scale_factor=0.02);

-- An operator's wish to reach a device now; the poller answers.
CREATE TABLE request(
  tenant_id integer NOT NULL,
  request_id integer NOT NULL,
  kind text NOT NULL CHECK(kind IN('poll')),
  device_id integer NOT NULL,
  asked timestamptz NOT NULL,
  asked_by text NOT NULL,
  finished timestamptz,
  outcome text,
  PRIMARY KEY(tenant_id,request_id),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device);
CREATE INDEX request_open ON request(asked) WHERE finished IS NULL;

GRANT SELECT ON site, device, device_state TO patchwacht_store, patchwacht_poll,
  patchwacht_verify, patchwacht_alert, patchwacht_register, patchwacht_report;
GRANT INSERT, UPDATE ON site, device TO patchwacht_register;
GRANT SELECT ON credential TO patchwacht_poll;
GRANT SELECT(tenant_id,credential_id,label,kind,created,rotated) ON credential
  TO patchwacht_register, patchwacht_report;
GRANT INSERT, UPDATE ON credential TO patchwacht_register;
GRANT INSERT, UPDATE ON device_state TO patchwacht_verify;
GRANT SELECT, INSERT ON request TO patchwacht_register;
GRANT SELECT ON request TO patchwacht_poll, patchwacht_report;
GRANT UPDATE(finished,outcome) ON request TO patchwacht_poll;
