-- What the poller measures every few minutes, as numbers: loaded from the
-- readings of the journals, in the transaction that loads those. There is no
-- primary key: the position in the journal says that each row came once, and
-- an index on devices would cost three times what loading does. A question is
-- about some hours of a device; at is that of its reading.

-- What the reading asked for. Of a stability reading, varbinds holds the
-- contact only; the rest stands here, and as received in the journal.
ALTER TABLE reading ADD COLUMN plan text NOT NULL DEFAULT 'identity'
  CHECK(plan IN('identity','stability','snapshot'));

-- A device as a whole.
CREATE TABLE sample(
  at timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  errors bigint,                       -- sums over its interfaces of
  discards bigint,                     -- counters that wrap
  rtt_us integer,
  uptime_s integer,                    -- of the system, where told
  cpu real,                            -- per cent, mean of its processors
  memory real,                         -- per cent in use
  temperature real,                    -- degrees Celsius, the highest
  ports smallint,                      -- interfaces that should be up
  ports_up smallint,                   -- those of them that are
  skipped integer NOT NULL)            -- values that could not be read
  PARTITION BY RANGE(at);
CREATE INDEX sample_at ON sample
  USING brin(at) WITH (pages_per_range=32, autosummarize=on);

-- One interface. Counters are as told and wrap; the 32-bit ones at 2^32.
-- States are those of IF-MIB: 1 up, 2 down, 3 testing ...
CREATE TABLE interface_sample(
  at timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  if_index integer NOT NULL,
  speed_mbps integer,
  type smallint,                       -- ifType: 6 Ethernet, 24 loopback ...
  admin smallint,
  oper smallint,
  duplex smallint,                     -- EtherLike-MIB: 2 half, 3 full
  in_octets bigint,
  out_octets bigint,
  in_packets bigint,                   -- unicast
  out_packets bigint,
  in_errors bigint,
  out_errors bigint,
  in_discards bigint,
  out_discards bigint,
  last_change_cs bigint,               -- sysUpTime at the last change of oper
  discontinuity_cs bigint)             -- sysUpTime at which counting began
  PARTITION BY RANGE(at);
CREATE INDEX interface_sample_at ON interface_sample
  USING brin(at) WITH (pages_per_range=32, autosummarize=on);

-- Any other part: a processor, sensor, power supply, fan, stack member,
-- battery, toner. kind and unit are words of lib/profile/metric.h; source is
-- the group of stability.metrics that it was read by, and component its index
-- there, numbers with dots: the three name one part.
CREATE TABLE component_sample(
  at timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  state integer,                       -- as its MIB counts states
  value double precision,              -- what it measures, in unit
  size bigint,                         -- capacity: octets, pages, watts ...
  used bigint,                         -- of size
  good boolean,                        -- of state; NULL: there is none
  kind text NOT NULL,                  -- sensor, psu, fan, member, poe ...
  source text NOT NULL,
  component text NOT NULL,
  unit text)                           -- celsius, rpm, watts, percent ...
  PARTITION BY RANGE(at);
CREATE INDEX component_sample_at ON component_sample
  USING brin(at) WITH (pages_per_range=32, autosummarize=on);

-- When store last found that nothing waits in the journals: what the clock
-- alone concludes of devices must not come before what they said.
ALTER TABLE run ADD COLUMN whole timestamptz;

INSERT INTO part_policy(parent,step,ahead,keep) VALUES
  ('sample','day',3,'14 days'),
  ('interface_sample','day',3,'14 days'),
  ('component_sample','day',3,'14 days');

GRANT INSERT ON sample, interface_sample, component_sample
  TO patchwacht_store;
GRANT SELECT ON sample, interface_sample, component_sample
  TO patchwacht_verify, patchwacht_register, patchwacht_report;
