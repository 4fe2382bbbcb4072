-- Discovery: where the operator lets us look and what may be offered there,
-- what answered, and whom devices see beside them that no register knows.

-- Nothing is sent to an address that no range holds. Of ranges inside each
-- other the narrowest one counts. A range is added and removed, not changed:
-- an approval is of what was read.
CREATE TABLE range(
  tenant_id integer NOT NULL,
  range_id integer NOT NULL,
  realm_id integer NOT NULL,
  block cidr NOT NULL,
  port integer NOT NULL DEFAULT 161 CHECK(port BETWEEN 1 AND 65535),
  label text,
  site_id integer,
  rate integer NOT NULL DEFAULT 50 CHECK(rate BETWEEN 1 AND 1000), -- datagrams/s
  tags text[] NOT NULL DEFAULT '{}',
  medical boolean NOT NULL DEFAULT false,
  approved timestamptz,
  approved_by text,
  approval text,                       -- why it may be
  added timestamptz NOT NULL,
  added_by text NOT NULL,
  removed timestamptz,
  PRIMARY KEY(tenant_id,range_id),
  FOREIGN KEY(tenant_id,realm_id) REFERENCES realm,
  FOREIGN KEY(tenant_id,site_id) REFERENCES site,
  CHECK((approved IS NULL)=(approved_by IS NULL)),
  CHECK((approved IS NULL)=(approval IS NULL)));
CREATE UNIQUE INDEX range_block ON range(tenant_id,realm_id,block)
  WHERE removed IS NULL;

-- What may be offered there, in that order among those of one strength.
CREATE TABLE range_credential(
  tenant_id integer NOT NULL,
  range_id integer NOT NULL,
  place integer NOT NULL,
  credential_id integer NOT NULL,
  PRIMARY KEY(tenant_id,range_id,place),
  UNIQUE(tenant_id,range_id,credential_id),
  FOREIGN KEY(tenant_id,range_id) REFERENCES range,
  FOREIGN KEY(tenant_id,credential_id) REFERENCES credential);

-- SECURITY DEFINER: an approval is written in nobody else's name, nor at
-- another time, nor beside the row it is of.
CREATE FUNCTION range_approve(of_tenant integer, of_range integer, why text)
RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  UPDATE range SET approved_by=session_user, approved=now(), approval=why
  WHERE tenant_id=of_tenant AND range_id=of_range AND removed IS NULL
$$;
REVOKE ALL ON FUNCTION range_approve(integer,integer,text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION range_approve(integer,integer,text)
  TO patchwacht_register;

-- One sweep over some blocks. The poller visits addresses in an order that
-- seed gives, and goes on from passed when it was interrupted.
CREATE TABLE discovery(
  tenant_id integer NOT NULL,
  discovery_id integer NOT NULL,
  realm_id integer NOT NULL,
  blocks cidr[] NOT NULL,
  rate integer NOT NULL CHECK(rate BETWEEN 1 AND 1000), -- datagrams/s
  seed bigint NOT NULL,
  asked timestamptz NOT NULL,
  asked_by text NOT NULL,
  stop boolean NOT NULL DEFAULT false, -- an operator wants it to end
  state text NOT NULL DEFAULT 'waiting' CHECK(state IN('waiting','running',
    'done','cancelled','refused')),
  reason text,
  total bigint NOT NULL DEFAULT 0,     -- addresses
  done bigint NOT NULL DEFAULT 0,      -- of which
  passed bigint NOT NULL DEFAULT 0,    -- of which without a gap, in order
  skipped bigint NOT NULL DEFAULT 0,   -- not asked: no range, no approval
  answered bigint NOT NULL DEFAULT 0,  -- somebody is there
  found bigint NOT NULL DEFAULT 0,     -- and told us what it is
  spared bigint NOT NULL DEFAULT 0,    -- secrets not offered again so soon
  started timestamptz,
  seen timestamptz,                    -- when the poller last wrote here
  finished timestamptz,
  PRIMARY KEY(tenant_id,discovery_id),
  FOREIGN KEY(tenant_id,realm_id) REFERENCES realm) WITH (fillfactor=50);
CREATE INDEX discovery_open ON discovery(tenant_id) WHERE finished IS NULL;

-- What answered at an address. known: it is that device of the register.
CREATE TABLE proposal(
  tenant_id integer NOT NULL,
  realm_id integer NOT NULL,
  address inet NOT NULL,
  port integer NOT NULL,
  discovery_id integer NOT NULL,
  range_id integer NOT NULL,
  credential_id integer NOT NULL,      -- the one that it answered to
  protocol text NOT NULL CHECK(protocol IN('v1','v2c','v3')),
  level text NOT NULL CHECK(level IN('none','auth','priv')),
  engine_id bytea,
  sys_object_id text,
  sys_descr text,
  sys_name text,
  profile text,
  vendor text,
  model text,
  class text,
  version text,
  confidence text NOT NULL,            -- of the version
  serial text,
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  state text NOT NULL CHECK(state IN('new','known','accepted','refused')),
  known_by text CHECK(known_by IN('address','serial','engine')),
  device_id integer,                   -- that it is, or has become
  decided timestamptz,
  decided_by text,
  reason text,
  PRIMARY KEY(tenant_id,realm_id,address,port),
  FOREIGN KEY(tenant_id,discovery_id) REFERENCES discovery,
  FOREIGN KEY(tenant_id,range_id) REFERENCES range,
  FOREIGN KEY(tenant_id,credential_id) REFERENCES credential,
  FOREIGN KEY(tenant_id,device_id) REFERENCES device);

CREATE INDEX proposal_serial ON proposal(tenant_id,serial);
CREATE INDEX proposal_engine ON proposal(tenant_id,engine_id);

-- When proof of a secret was last offered to an SNMPv3 engine: a wrong one at
-- most once an hour, so that no account is locked.
CREATE TABLE discovery_try(
  tenant_id integer NOT NULL,
  realm_id integer NOT NULL,
  address inet NOT NULL,
  port integer NOT NULL,
  credential_id integer NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY(tenant_id,realm_id,address,port,credential_id));

-- The hardware addresses of a device, as it told them: by these its
-- neighbours know it.
CREATE TABLE device_mac(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  mac macaddr NOT NULL,
  source text NOT NULL CHECK(source IN('chassis','bridge','interface')),
  PRIMARY KEY(tenant_id,device_id,mac),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device);
CREATE INDEX device_mac_mac ON device_mac(tenant_id,mac);

-- Whom a device sees beside it, and the register does not know. Only looked
-- at: nothing is sent there. key is the neighbour among those of one device.
CREATE TABLE unknown_neighbour(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,          -- that sees it
  protocol text NOT NULL CHECK(protocol IN('lldp','cdp','arp')),
  key text NOT NULL,
  mac macaddr,
  chassis text,
  name text,
  port text,                           -- of the neighbour
  address inet,
  description text,
  roles text,                          -- bridge, router, phone ...
  first_seen timestamptz NOT NULL,
  last_seen timestamptz NOT NULL,
  PRIMARY KEY(tenant_id,device_id,protocol,key),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device) WITH (fillfactor=70);

-- Neighbours and proposals are looked up by these.
CREATE INDEX device_state_serial ON device_state(tenant_id,serial);
CREATE INDEX device_state_engine ON device_state(tenant_id,engine_id);
CREATE INDEX device_state_name ON device_state(tenant_id,lower(sys_name));

ALTER TABLE range ENABLE ROW LEVEL SECURITY;
CREATE POLICY range_read ON range FOR SELECT USING(true);
CREATE POLICY range_add ON range FOR INSERT
  WITH CHECK(added_by=session_user AND approved IS NULL);
CREATE POLICY range_remove ON range FOR UPDATE USING(removed IS NULL)
  WITH CHECK(true);
ALTER TABLE discovery ENABLE ROW LEVEL SECURITY;
CREATE POLICY discovery_read ON discovery FOR SELECT USING(true);
CREATE POLICY discovery_ask ON discovery FOR INSERT
  WITH CHECK(asked_by=session_user);
CREATE POLICY discovery_change ON discovery FOR UPDATE USING(true)
  WITH CHECK(true);
ALTER TABLE proposal ENABLE ROW LEVEL SECURITY;
CREATE POLICY proposal_read ON proposal FOR SELECT USING(true);
CREATE POLICY proposal_make ON proposal FOR ALL TO patchwacht_poll
  USING(true) WITH CHECK(true);
CREATE POLICY proposal_decide ON proposal FOR UPDATE TO patchwacht_register
  USING(true) WITH CHECK(decided_by=session_user
    AND decided BETWEEN now()-interval '5 min' AND now()+interval '5 min');

GRANT SELECT ON range, range_credential, discovery, proposal
  TO patchwacht_poll, patchwacht_register, patchwacht_report;
GRANT SELECT ON range, device_mac TO patchwacht_verify;
GRANT SELECT ON unknown_neighbour TO patchwacht_register, patchwacht_report;
GRANT SELECT ON device_mac TO patchwacht_register;
GRANT INSERT(tenant_id,range_id,realm_id,block,port,label,site_id,rate,tags,
  medical,added,added_by), UPDATE(removed) ON range TO patchwacht_register;
GRANT INSERT ON range_credential TO patchwacht_register;
GRANT INSERT(tenant_id,discovery_id,realm_id,blocks,rate,seed,total,asked,
  asked_by), UPDATE(stop) ON discovery TO patchwacht_register;
GRANT UPDATE(state,reason,total,done,passed,skipped,answered,found,spared,
  started,seen,finished) ON discovery TO patchwacht_poll;
GRANT INSERT, UPDATE ON proposal TO patchwacht_poll;
GRANT UPDATE(state,known_by,device_id,decided,decided_by,reason) ON proposal
  TO patchwacht_register;
GRANT SELECT, INSERT, UPDATE, DELETE ON discovery_try TO patchwacht_poll;
GRANT INSERT, UPDATE, DELETE ON device_mac TO patchwacht_verify;
GRANT SELECT, INSERT, UPDATE, DELETE ON unknown_neighbour
  TO patchwacht_verify;
