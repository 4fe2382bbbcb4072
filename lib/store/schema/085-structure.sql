-- What a device had before a patch and has no longer after it.

-- A device whose structure is compared: one watch at a time.
CREATE TABLE watch(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  since timestamptz NOT NULL,          -- before stands for the moment before
  settled timestamptz NOT NULL,        -- compared from then on
  until timestamptz NOT NULL,
  looks timestamptz[] NOT NULL,        -- a snapshot is wanted after each
  looked timestamptz NOT NULL,         -- measured up to then: compared
  before jsonb,                        -- its parts; NULL: not read yet
  PRIMARY KEY(tenant_id,device_id),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(since<=settled AND settled<=until));

-- One row from when a loss was first seen until it is over. Told: a second
-- reading said the same. Never deleted once it was told; else it was a flaw of
-- one reading.
CREATE TABLE difference(
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  since timestamptz NOT NULL,          -- of the watch
  kind text NOT NULL CHECK(kind IN('down','off','slower','half','other','moved',
    'gone','fault','fewer','smaller','untold')),
  part text NOT NULL,                  -- interface, psu, fan, member ...
  source text NOT NULL,                -- the table it stood in, and its row
  key text NOT NULL,
  label text NOT NULL,                 -- as people call it, or empty
  peer text NOT NULL,                  -- whom a port led to
  other text NOT NULL,                 -- who or where instead
  were bigint NOT NULL,
  are bigint NOT NULL,
  state bigint,                        -- as its MIB counts, after
  sure boolean NOT NULL,
  seen timestamptz NOT NULL,
  told timestamptz,
  over timestamptz,
  evidence bigint[] NOT NULL DEFAULT '{}',
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(told>=seen AND over>=seen));
CREATE UNIQUE INDEX difference_open
  ON difference(tenant_id,device_id,kind,source,key) WHERE over IS NULL;
CREATE INDEX difference_of ON difference(tenant_id,device_id,seen);

-- The next day on which school is, at that hour of the tenant's zone: no day of
-- a weekend, none on which the organisation is closed.
CREATE FUNCTION school_day_after(of_tenant integer, moment timestamptz,
  hour integer) RETURNS timestamptz LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT min((day+make_interval(hours=>hour)) AT TIME ZONE t.zone)
  FROM tenant t CROSS JOIN LATERAL generate_series(
    date_trunc('day',moment AT TIME ZONE t.zone),
    date_trunc('day',moment AT TIME ZONE t.zone)+interval '70 days',
    interval '1 day') AS day
  WHERE t.tenant_id=of_tenant AND extract(isodow FROM day)<6
    AND (day+make_interval(hours=>hour)) AT TIME ZONE t.zone>moment
    AND NOT EXISTS(SELECT FROM day_off o
      WHERE o.tenant_id=of_tenant AND o.day=day::date)
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON watch, difference TO patchwacht_verify;
GRANT SELECT ON watch TO patchwacht_poll;
GRANT SELECT ON watch, difference TO patchwacht_register, patchwacht_report;
CALL guard('watch','false');
CALL guard('difference','false');
