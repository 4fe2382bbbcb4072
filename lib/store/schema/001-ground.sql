-- The ground: whose data it is, who changed what, and where time-ranged tables
-- keep their partitions. Every key starts with the tenant; every instant is
-- timestamptz in UTC; ids are handed out by rows of id_alloc.

CREATE TABLE tenant(
  tenant_id integer PRIMARY KEY,
  name text NOT NULL UNIQUE,
  kind text NOT NULL CHECK(kind IN('school','care','provider','other')),
  language text NOT NULL DEFAULT 'nl' CHECK(language IN('nl','en')),
  zone text NOT NULL DEFAULT 'Europe/Amsterdam',
  created timestamptz NOT NULL);

-- An address space: customers share 10.0.0.0/8.
CREATE TABLE realm(
  tenant_id integer NOT NULL REFERENCES tenant,
  realm_id integer NOT NULL,
  name text NOT NULL,
  PRIMARY KEY(tenant_id,realm_id), UNIQUE(tenant_id,name));

CREATE TABLE id_alloc(
  tenant_id integer NOT NULL REFERENCES tenant,
  kind text NOT NULL,
  next bigint NOT NULL DEFAULT 1,
  PRIMARY KEY(tenant_id,kind)) WITH (fillfactor=20);

-- What an organisation says of itself: names of functions, document data, and
-- the dates of DPIA, processing agreement and council consent (or that they
-- are missing: a key with an empty value).
CREATE TABLE setting(
  tenant_id integer NOT NULL REFERENCES tenant,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY(tenant_id,key));

-- Who changed what, when and why. Append only; each row carries the hash of
-- the one before it, so that a later edit shows (lib/store/change.h says over
-- which bytes). detail is text exactly as hashed.
CREATE TABLE change_head(
  tenant_id integer PRIMARY KEY REFERENCES tenant,
  seq bigint NOT NULL,
  hash bytea NOT NULL CHECK(length(hash)=32)) WITH (fillfactor=10);
CREATE TABLE change(
  tenant_id integer NOT NULL REFERENCES tenant,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  object text NOT NULL,
  detail text NOT NULL,
  reason text,
  prev bytea NOT NULL CHECK(length(prev)=32),
  hash bytea NOT NULL CHECK(length(hash)=32),
  PRIMARY KEY(tenant_id,seq));
CREATE INDEX change_object ON change(tenant_id,object,seq);

-- Nobody writes a change, a claim or a decision in another's name.
ALTER TABLE change ENABLE ROW LEVEL SECURITY;
CREATE POLICY change_read ON change FOR SELECT USING(true);
CREATE POLICY change_write ON change FOR INSERT WITH CHECK(actor=session_user);

-- How long a role of the daemon ran, for its own continuity.
CREATE TABLE run(
  role text NOT NULL,
  host text NOT NULL,
  started timestamptz NOT NULL,
  seen timestamptz NOT NULL,
  PRIMARY KEY(role,host,started)) WITH (fillfactor=20);

CREATE TABLE part_policy(
  parent text PRIMARY KEY,
  step text NOT NULL CHECK(step IN('day','month')),
  ahead integer NOT NULL CHECK(ahead BETWEEN 1 AND 60),
  keep interval NOT NULL);

CREATE FUNCTION part_name(parent text, lo timestamptz, step text)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT parent || '_p' || to_char(lo AT TIME ZONE 'UTC',
    CASE step WHEN 'month' THEN 'YYYYMM' ELSE 'YYYYMMDD' END)
$$;

-- Makes the partitions of parent that [t0,t1] needs; returns how many. Built
-- aside and attached: CREATE ... PARTITION OF would lock out every reader.
-- SECURITY DEFINER: the loader may call it without any right to create tables.
CREATE FUNCTION part_ensure(parent_table text, t0 timestamptz, t1 timestamptz)
RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path=patchwacht,pg_temp SET timezone='UTC' SET lock_timeout='5s' AS $$
DECLARE
  pol part_policy;
  lo timestamptz;
  hi timestamptz;
  leaf text;
  made integer := 0;
BEGIN
  SELECT * INTO STRICT pol FROM part_policy WHERE parent = parent_table;
  IF t1 < t0 OR t1 - t0 > interval '400 days' THEN
    RAISE EXCEPTION 'part_ensure %: bad range % to %', parent_table, t0, t1;
  END IF;
  lo := date_trunc(pol.step, t0);
  WHILE lo <= t1 LOOP
    hi := lo + ('1 ' || pol.step)::interval;
    leaf := part_name(parent_table, lo, pol.step);
    IF to_regclass('patchwacht.' || leaf) IS NULL THEN
      PERFORM pg_advisory_xact_lock(hashtext('patchwacht.' || parent_table));
      IF to_regclass('patchwacht.' || leaf) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS '
          'INCLUDING CONSTRAINTS INCLUDING STORAGE)', leaf, parent_table);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I '
          'FOR VALUES FROM (%L) TO (%L)', parent_table, leaf, lo, hi);
        made := made + 1;
      END IF;
    END IF;
    lo := hi;
  END LOOP;
  RETURN made;
END $$;
REVOKE ALL ON FUNCTION part_ensure(text,timestamptz,timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION part_ensure(text,timestamptz,timestamptz)
  TO patchwacht_store, patchwacht_verify;

GRANT SELECT ON tenant, realm, setting TO patchwacht_store, patchwacht_poll,
  patchwacht_verify, patchwacht_alert, patchwacht_register, patchwacht_report;
GRANT INSERT, UPDATE ON tenant, realm, setting TO patchwacht_register;
GRANT SELECT, INSERT, UPDATE ON id_alloc
  TO patchwacht_register, patchwacht_verify, patchwacht_report, patchwacht_alert;
GRANT SELECT, INSERT ON change
  TO patchwacht_register, patchwacht_verify, patchwacht_report;
GRANT SELECT, INSERT, UPDATE ON change_head
  TO patchwacht_register, patchwacht_verify, patchwacht_report;
GRANT SELECT ON run TO patchwacht_register, patchwacht_report;
GRANT SELECT, INSERT, UPDATE ON run TO patchwacht_store, patchwacht_poll,
  patchwacht_verify, patchwacht_alert;
GRANT SELECT ON part_policy TO patchwacht_store, patchwacht_register,
  patchwacht_report, patchwacht_verify;
