-- The patch register: what should run where, by when, and who decided what.

-- An organisation's own terms. A new version is a new row; nothing is edited.
CREATE TABLE policy(
  tenant_id integer NOT NULL REFERENCES tenant,
  version integer NOT NULL,
  name text NOT NULL,
  effective timestamptz NOT NULL,
  actor text NOT NULL,
  reason text NOT NULL,
  critical_s bigint NOT NULL DEFAULT 172800,   -- 48 h: deadlines by priority
  high_s bigint NOT NULL DEFAULT 604800,       -- 7 d
  medium_s bigint NOT NULL DEFAULT 2592000,    -- 30 d
  low_s bigint NOT NULL DEFAULT 7776000,       -- 90 d
  confirm_gap_s integer NOT NULL DEFAULT 600,  -- between the two polls of E4
  reported_s integer NOT NULL DEFAULT 86400,   -- reported, and not seen
  reported_critical_s integer NOT NULL DEFAULT 14400,
  window_grace_s integer NOT NULL DEFAULT 1800, -- window end to failed
  return_s integer NOT NULL DEFAULT 900,       -- not back after the window
  silent_polls integer NOT NULL DEFAULT 3,     -- unanswered: unreachable
  settle_s integer NOT NULL DEFAULT 900,       -- after a boot
  observe_s bigint NOT NULL DEFAULT 604800,    -- 7 d
  observe_active_s bigint NOT NULL DEFAULT 86400, -- of which active hours
  observe_max_s bigint NOT NULL DEFAULT 1814400,  -- 21 d
  reboot_window_s bigint NOT NULL DEFAULT 604800,
  reboot_limit integer NOT NULL DEFAULT 2,
  gap_percent integer NOT NULL DEFAULT 25,     -- own gap: unknown
  within_percent integer NOT NULL DEFAULT 95,  -- binnen drempel
  partly_percent integer NOT NULL DEFAULT 80,  -- deels binnen drempel
  PRIMARY KEY(tenant_id,version));

CREATE TABLE patch(
  tenant_id integer NOT NULL REFERENCES tenant,
  patch_id integer NOT NULL,
  reference text NOT NULL,             -- the register's number or the vendor's
  title text NOT NULL,
  vendor text,
  product text,
  vulnerabilities text[] NOT NULL DEFAULT '{}',
  advisory text,                       -- where it is published
  -- step 1: assess
  criticality text,                    -- of the vulnerability, in words
  impact text,
  dependencies text,
  priority text NOT NULL CHECK(priority IN('critical','high','medium','low')),
  known_exploited boolean NOT NULL DEFAULT false,
  released timestamptz,                -- by the vendor
  advised timestamptz,                 -- by a CSIRT
  registered timestamptz NOT NULL,
  deadline timestamptz,                -- set by hand; NULL: by policy
  -- step 2: test
  test_result text,
  tested timestamptz,
  recovery_plan text,
  -- step 3: implement
  planning text,
  window_start timestamptz,
  window_end timestamptz,
  communication text,
  approved_by text,
  approved timestamptz,
  owner text,                          -- a function
  status text NOT NULL DEFAULT 'open' CHECK(status IN('open','withdrawn')),
  PRIMARY KEY(tenant_id,patch_id), UNIQUE(tenant_id,reference),
  CHECK((window_start IS NULL)=(window_end IS NULL)),
  CHECK(window_end IS NULL OR window_end>window_start));

-- Which devices it is for: every field given must hold; rows are OR.
-- A device named outright has device_id.
CREATE TABLE patch_target(
  tenant_id integer NOT NULL,
  patch_id integer NOT NULL,
  target integer NOT NULL,
  device_id integer,
  profile text,
  model text,                          -- a glob: 'C9300*'
  site_id integer,
  tag text,
  PRIMARY KEY(tenant_id,patch_id,target),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(device_id IS NOT NULL OR profile IS NOT NULL OR model IS NOT NULL
    OR tag IS NOT NULL));

-- The fix set: in which branch, from which version, it is in. component ''
-- is the product; 'package:openssl' a package, 'kernel' the running kernel.
CREATE TABLE patch_fix(
  tenant_id integer NOT NULL,
  patch_id integer NOT NULL,
  fix integer NOT NULL,
  component text NOT NULL DEFAULT '',
  scheme text NOT NULL,
  branch text,                         -- NULL: the branch of min_version
  min_version text NOT NULL,
  max_version text,
  all_branches boolean NOT NULL DEFAULT false,
  PRIMARY KEY(tenant_id,patch_id,fix),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch);

CREATE TABLE deployment(
  tenant_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer NOT NULL,
  attempt integer NOT NULL DEFAULT 1,
  state text NOT NULL CHECK(state IN('planned','in_window','reported','seen',
    'confirmed','observing','stable','regressed','rolled_back','failed',
    'undeterminable','withdrawn','already_met')),
  level smallint NOT NULL DEFAULT 0 CHECK(level BETWEEN 0 AND 5), -- E0-E5
  overdue boolean NOT NULL DEFAULT false,
  excepted boolean NOT NULL DEFAULT false,
  conflicting boolean NOT NULL DEFAULT false,
  paused boolean NOT NULL DEFAULT false,
  created timestamptz NOT NULL,
  clock_start timestamptz NOT NULL,    -- a(o)
  clock_basis text NOT NULL CHECK(clock_basis IN('released','advised',
    'in_service','registered')),
  deadline timestamptz NOT NULL,       -- d(o)
  window_start timestamptz,
  window_end timestamptz,
  claimed timestamptz,                 -- somebody said it is installed
  claimed_by text,
  last_old timestamptz,                -- last reading below the fix set
  seen timestamptz,                    -- first reading of the pair: v(o)
  confirmed timestamptz,               -- when E4 was reached
  met_deadline boolean,                -- frozen at the first confirmation
  first_late timestamptz,
  observe_from timestamptz,
  observe_until timestamptz,
  closed timestamptz,                  -- stable or already_met
  reopened timestamptz,
  serial text,                         -- of the device when it was planned
  running text,                        -- version of the last reading
  reason text,                         -- of the state, in words
  protocol text,                       -- of the confirming readings
  security_level text,
  profile_tested boolean,
  policy_version integer NOT NULL,
  rev integer NOT NULL DEFAULT 1,      -- optimistic lock
  PRIMARY KEY(tenant_id,patch_id,device_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  FOREIGN KEY(tenant_id,policy_version) REFERENCES policy)
  WITH (fillfactor=70);
CREATE INDEX deployment_device ON deployment(tenant_id,device_id);

-- Every step of a deployment, with what it rests on. Append only.
CREATE TABLE transition(
  tenant_id integer NOT NULL,
  transition_id bigint NOT NULL,
  patch_id integer NOT NULL,
  device_id integer NOT NULL,
  attempt integer NOT NULL,
  at timestamptz NOT NULL,
  from_state text,                     -- NULL: the first
  to_state text NOT NULL,
  flag text,                           -- set or cleared: '+overdue'
  cause text NOT NULL,                 -- the row of the transition table
  level smallint NOT NULL,
  actor text NOT NULL,
  reason text NOT NULL,
  policy_version integer NOT NULL,
  evidence bigint[] NOT NULL DEFAULT '{}',
  PRIMARY KEY(tenant_id,transition_id),
  FOREIGN KEY(tenant_id,patch_id,device_id) REFERENCES deployment);
CREATE INDEX transition_of ON transition(tenant_id,patch_id,device_id,at);

-- "It is installed": who says so, and when.
CREATE TABLE claim(
  tenant_id integer NOT NULL,
  claim_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer NOT NULL,
  at timestamptz NOT NULL,             -- when it is said to be installed
  made timestamptz NOT NULL,
  actor text NOT NULL,
  by_function text,                    -- IT staff, supplier
  note text,
  PRIMARY KEY(tenant_id,claim_id),
  FOREIGN KEY(tenant_id,patch_id,device_id) REFERENCES deployment);
ALTER TABLE claim ENABLE ROW LEVEL SECURITY;
CREATE POLICY claim_read ON claim FOR SELECT USING(true);
CREATE POLICY claim_write ON claim FOR INSERT WITH CHECK(actor=session_user);

-- A decision not to install in time. Nobody decides on their own request.
CREATE TABLE exception(
  tenant_id integer NOT NULL,
  exception_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer,                   -- NULL: every device of the patch
  reason text NOT NULL,
  measure text NOT NULL,               -- what is done meanwhile
  owner text NOT NULL,
  requested timestamptz NOT NULL,
  requested_by text NOT NULL,
  approved timestamptz,
  approved_by text,
  valid_until timestamptz NOT NULL,
  PRIMARY KEY(tenant_id,exception_id),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  CHECK(approved_by IS DISTINCT FROM requested_by),
  CHECK((approved IS NULL)=(approved_by IS NULL)));
ALTER TABLE exception ENABLE ROW LEVEL SECURITY;
CREATE POLICY exception_read ON exception FOR SELECT USING(true);
CREATE POLICY exception_ask ON exception FOR INSERT
  WITH CHECK(requested_by=session_user AND approved_by IS NULL);
CREATE POLICY exception_decide ON exception FOR UPDATE
  USING(requested_by<>session_user) WITH CHECK(approved_by=session_user);

GRANT SELECT ON policy, patch, patch_target, patch_fix, deployment, transition,
  claim, exception TO patchwacht_verify, patchwacht_register,
  patchwacht_report, patchwacht_alert;
GRANT SELECT ON patch_target, patch, deployment TO patchwacht_poll;
GRANT INSERT ON policy TO patchwacht_register;
GRANT INSERT, UPDATE ON patch TO patchwacht_register;
GRANT INSERT, DELETE ON patch_target, patch_fix TO patchwacht_register;
GRANT INSERT ON claim, exception TO patchwacht_register;
GRANT UPDATE(approved,approved_by) ON exception TO patchwacht_register;
GRANT INSERT, UPDATE ON deployment TO patchwacht_verify, patchwacht_register;
GRANT INSERT ON transition TO patchwacht_verify, patchwacht_register;
