-- What reports need and no device tells: actions, decisions, reviews,
-- incidents, changes, contracts and attestations, all of one shape. Append
-- only: what changes is a new rev, and the newest one counts, so that how it
-- stood at an earlier moment stays to be told.

CREATE TABLE supplier(
  tenant_id integer NOT NULL REFERENCES tenant,
  supplier_id integer NOT NULL,
  name text NOT NULL CHECK(name<>'own'),
  note text,
  created timestamptz NOT NULL,
  PRIMARY KEY(tenant_id,supplier_id), UNIQUE(tenant_id,name));

CREATE TABLE entry_kind(
  kind text PRIMARY KEY,
  letter char(1) NOT NULL UNIQUE);
INSERT INTO entry_kind VALUES ('action','A'), ('decision','B'), ('review','R'),
  ('incident','I'), ('change','W'), ('contract','C'), ('attestation','V');

CREATE TABLE entry(
  tenant_id integer NOT NULL REFERENCES tenant,
  kind text NOT NULL REFERENCES entry_kind,
  number integer NOT NULL,             -- A-12 is 12 of kind action
  rev integer NOT NULL,
  made timestamptz NOT NULL,           -- of this rev, by our clock
  actor text NOT NULL,
  reference text,                      -- its number elsewhere
  title text NOT NULL,
  topic text,                          -- of a review, an attestation
  cause text,                          -- why it is asked
  risk text,                           -- of doing nothing
  cost text,
  severity text CHECK(severity IN('critical','high','medium','low')),
  owner text,                          -- a function, not a person
  person text,                         -- who attests; no report has it
  patch_id integer,
  device_id integer,
  site_id integer,
  supplier_id integer,
  report text,                         -- a document number
  opened timestamptz NOT NULL,         -- happened, taken, begins
  until timestamptz,                   -- ends by itself
  due timestamptz,
  acknowledged timestamptz,
  critical_s bigint CHECK(critical_s>0), -- terms of a contract
  high_s bigint CHECK(high_s>0),
  medium_s bigint CHECK(medium_s>0),
  low_s bigint CHECK(low_s>0),
  document text,                       -- the name of its file
  sha256 text CHECK(sha256 ~ '^[0-9a-f]{64}$'),
  outcome text,
  result text,
  closed timestamptz,
  PRIMARY KEY(tenant_id,kind,number,rev),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  FOREIGN KEY(tenant_id,site_id) REFERENCES site,
  FOREIGN KEY(tenant_id,supplier_id) REFERENCES supplier,
  CHECK((closed IS NULL)=(outcome IS NULL)),
  CHECK(until IS NULL OR until>opened));
CREATE INDEX entry_reference ON entry(tenant_id,kind,reference)
  WHERE reference IS NOT NULL;

-- Nobody writes one in another's name, or at another time than now.
ALTER TABLE entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY entry_read ON entry FOR SELECT USING(true);
CREATE POLICY entry_write ON entry FOR INSERT WITH CHECK(actor=session_user
  AND made BETWEEN now()-interval '5 min' AND now()+interval '5 min');

-- How it stands: open, overdue, expired, closed.
CREATE FUNCTION entry_status(closed timestamptz, until timestamptz,
  due timestamptz, at timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN closed<=at THEN 'closed' WHEN until<=at THEN 'expired'
    WHEN due<=at THEN 'overdue' ELSE 'open' END
$$;

-- Who maintains what stands at a site, unless a device says otherwise; of a
-- device, 'own' is our own IT whatever its site says.
ALTER TABLE site ADD supplier text;
CREATE FUNCTION party(of_device text, of_site text)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT nullif(coalesce(of_device,of_site),'own')
$$;

-- Suppliers that devices name already.
INSERT INTO supplier SELECT tenant_id,
  row_number() OVER (PARTITION BY tenant_id ORDER BY supplier), supplier,
  NULL, now()
  FROM (SELECT DISTINCT tenant_id,supplier FROM device
    WHERE supplier IS NOT NULL AND supplier<>'own') d;
INSERT INTO id_alloc SELECT tenant_id,'supplier',max(supplier_id)+1
  FROM supplier GROUP BY tenant_id;

GRANT SELECT, INSERT ON supplier, entry TO patchwacht_register;
GRANT SELECT ON entry_kind TO patchwacht_register, patchwacht_report;
GRANT SELECT ON supplier TO patchwacht_report;
GRANT SELECT(tenant_id,kind,number,rev,made,reference,title,topic,cause,risk,
  cost,severity,owner,patch_id,device_id,site_id,supplier_id,report,opened,
  until,due,acknowledged,critical_s,high_s,medium_s,low_s,document,sha256,
  outcome,result,closed) ON entry TO patchwacht_report;
