-- What is known outside of holes and products: lists of holes that are used,
-- until when makers support what they sold, and advisories that somebody follows.

-- A glob as people write it, C9300*, against what a device is; case aside.
CREATE FUNCTION glob_matches(value text, glob text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT glob IS NULL OR coalesce(value ILIKE replace(replace(replace(replace(
    replace(glob,'!','!!'),'%','!%'),'_','!_'),'*','%'),'?','_') ESCAPE '!',
    false)
$$;

-- One import is one list, whole as its maker gave it; the newest counts.
CREATE TABLE exploited_list(
  tenant_id integer NOT NULL REFERENCES tenant,
  list_id integer NOT NULL,
  source text NOT NULL CHECK(source<>''),
  dated timestamptz NOT NULL,          -- the list's own date
  made timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  entries integer NOT NULL CHECK(entries>0),
  PRIMARY KEY(tenant_id,list_id),
  CHECK(dated<=made+interval '5 min'));
CREATE TABLE exploited(
  tenant_id integer NOT NULL,
  list_id integer NOT NULL,
  vulnerability text NOT NULL,         -- CVE-2026-10001
  listed timestamptz,                  -- since when it is on the list
  due timestamptz,                     -- by when its maker wants it closed
  PRIMARY KEY(tenant_id,list_id,vulnerability),
  FOREIGN KEY(tenant_id,list_id) REFERENCES exploited_list ON DELETE CASCADE);

-- The narrowest counts: a device, then a model, then a make. What changes is
-- another row; the one before is removed, and not deleted.
CREATE TABLE support_end(
  tenant_id integer NOT NULL REFERENCES tenant,
  support_id integer NOT NULL,
  vendor text,                         -- as profiles tell it; a glob
  model text,                          -- a glob
  device_id integer,
  ends timestamptz NOT NULL,
  source text NOT NULL CHECK(source<>''), -- where the maker says so
  made timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  removed timestamptz,
  PRIMARY KEY(tenant_id,support_id),
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(device_id IS NULL OR (vendor IS NULL AND model IS NULL)),
  CHECK(coalesce(vendor,model,device_id::text) IS NOT NULL));
CREATE UNIQUE INDEX support_end_of ON support_end(tenant_id,
  coalesce(vendor,''),coalesce(model,''),coalesce(device_id,0))
  WHERE removed IS NULL;

-- Where advisories of a make are read, by whom.
CREATE TABLE advisory_source(
  tenant_id integer NOT NULL REFERENCES tenant,
  source_id integer NOT NULL,
  name text NOT NULL,
  vendor text NOT NULL,                -- a glob
  class text,                          -- switch, firewall; NULL: all of it
  owner text,                          -- a function
  url text,
  made timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  removed timestamptz,
  PRIMARY KEY(tenant_id,source_id));
CREATE UNIQUE INDEX advisory_source_of ON advisory_source(tenant_id,name,vendor,
  coalesce(class,'')) WHERE removed IS NULL;

CREATE TABLE advisory(
  tenant_id integer NOT NULL REFERENCES tenant,
  advisory_id integer NOT NULL,
  reference text NOT NULL,             -- as its maker calls it
  title text NOT NULL,
  source text,                         -- the name of one
  vendor text,                         -- a glob; NULL: any
  product text,                        -- a glob of models; NULL: all
  vulnerabilities text[] NOT NULL DEFAULT '{}',
  published timestamptz NOT NULL,
  made timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  decided timestamptz,
  decided_by text,
  decision text CHECK(decision IN('patch','not_affected','accepted')),
  patch_id integer,
  reason text,
  PRIMARY KEY(tenant_id,advisory_id), UNIQUE(tenant_id,reference),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  CHECK(published<=made+interval '5 min'),
  CHECK(coalesce(vendor,product) IS NOT NULL),
  CHECK((decided IS NULL)=(decision IS NULL)),
  CHECK((decided IS NULL)=(decided_by IS NULL)),
  CHECK((patch_id IS NOT NULL)=(decision IS NOT DISTINCT FROM 'patch')),
  CHECK(decision IS NULL OR decision='patch' OR reason IS NOT NULL));

-- A patch that names an advisory, or one of its holes, decides on it, when it
-- was registered.
CREATE FUNCTION advisory_decided(a advisory) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT least(a.decided,(SELECT min(p.registered) FROM patch p
    WHERE p.tenant_id=a.tenant_id AND (p.reference=a.reference
      OR p.vulnerabilities && a.vulnerabilities)))
$$;

-- In one's own name and now; decided on once.
DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['exploited_list','support_end','advisory_source',
      'advisory'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY',t);
    EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING(true)',
      t || '_read',t);
    EXECUTE format('CREATE POLICY %I ON %I FOR INSERT WITH CHECK('
      'actor=session_user AND made BETWEEN now()-interval ''5 min'' '
      'AND now()+interval ''5 min'')',t || '_make',t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['support_end','advisory_source'] LOOP
    EXECUTE format('CREATE POLICY %I ON %I FOR UPDATE USING(removed IS NULL) '
      'WITH CHECK(removed BETWEEN now()-interval ''5 min'' '
      'AND now()+interval ''5 min'')',t || '_remove',t);
  END LOOP;
END $$;
CREATE POLICY advisory_undecided ON advisory AS RESTRICTIVE FOR INSERT
  WITH CHECK(decided IS NULL);
CREATE POLICY advisory_decide ON advisory FOR UPDATE USING(decided IS NULL)
  WITH CHECK(decided_by=session_user
    AND decided BETWEEN now()-interval '5 min' AND now()+interval '5 min');
-- Nothing is added to a list afterwards.
ALTER TABLE exploited ENABLE ROW LEVEL SECURITY;
CREATE POLICY exploited_read ON exploited FOR SELECT USING(true);
CREATE POLICY exploited_make ON exploited FOR INSERT WITH CHECK(EXISTS(
  SELECT FROM exploited_list l WHERE l.tenant_id=exploited.tenant_id
    AND l.list_id=exploited.list_id AND l.actor=session_user
    AND l.made=now()));

CALL guard_for('exploited_list','it_staff','process_owner','ciso');
CALL guard_for('exploited','it_staff','process_owner','ciso');
CALL guard_for('support_end','it_staff','system_owner','process_owner');
CALL guard_for('advisory_source','it_staff','process_owner','ciso');
CALL guard_for('advisory','it_staff','system_owner','process_owner','ciso');

INSERT INTO id_kind(kind,relation,id) VALUES
  ('exploited_list','exploited_list','list_id'),
  ('support_end','support_end','support_id'),
  ('advisory_source','advisory_source','source_id'),
  ('advisory','advisory','advisory_id');

-- A list goes when a newer one has been there for that long.
INSERT INTO retention(kind,relation,does,keep,began,ended,free) VALUES
  ('exploited','exploited_list','delete','1 year','x.made','x.made',
    'EXISTS(SELECT FROM exploited_list y WHERE y.tenant_id=x.tenant_id'
    ' AND y.list_id>x.list_id)'),
  ('support_end','support_end','delete','3 years','x.made','x.removed','true'),
  ('advisory_source','advisory_source','delete','3 years','x.made','x.removed',
    'true'),
  ('advisory','advisory','delete','3 years','x.published','x.decided','true');

GRANT SELECT ON exploited_list, exploited, support_end, advisory_source,
  advisory TO patchwacht_register, patchwacht_report;
GRANT INSERT ON exploited_list, exploited, support_end, advisory_source,
  advisory TO patchwacht_register;
GRANT UPDATE(removed) ON support_end, advisory_source TO patchwacht_register;
GRANT UPDATE(decided,decided_by,decision,patch_id,reason) ON advisory
  TO patchwacht_register;
