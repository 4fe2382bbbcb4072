-- Who holds which function of the process, from when until when, and who gave
-- it. All rights of people follow from this table and the name they came in
-- with (session_user); no program decides on them.

CREATE TABLE holder(
  tenant_id integer NOT NULL REFERENCES tenant,
  holder_id integer NOT NULL,
  login text NOT NULL,                 -- the database's name for a person
  name text NOT NULL,                  -- as shown
  function text NOT NULL CHECK(function IN('board','system_owner','it_staff',
    'process_owner','ciso','supplier','auditor')),
  site_ids integer[] CHECK(site_ids<>'{}'), -- NULL: the whole organisation
  party text,                          -- of a supplier, as device.supplier
  mandate text,                        -- by which one decides for the board,
  mandate_sha256 bytea CHECK(length(mandate_sha256)=32), -- its document
  since timestamptz NOT NULL DEFAULT now(),
  until timestamptz,
  granted timestamptz NOT NULL DEFAULT now(),
  granted_by text NOT NULL DEFAULT session_user,
  ended_by text,                       -- who brought until forward
  PRIMARY KEY(tenant_id,holder_id),
  CHECK((function='supplier')=(party IS NOT NULL)),
  CHECK(site_ids IS NULL OR function IN('system_owner','it_staff')),
  CHECK(mandate IS NULL OR function='board'),
  CHECK((mandate IS NULL)=(mandate_sha256 IS NULL)));
CREATE INDEX holder_login ON holder(login);

-- What a person holds at this moment. SECURITY DEFINER, as are those below:
-- asked from the policies of tables, they see every row.
CREATE FUNCTION held() RETURNS SETOF holder
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT * FROM holder WHERE login=session_user AND since<=now()
    AND (until IS NULL OR until>now())
$$;

-- The organisations where one of the functions is held: for the whole of it,
-- or at least somewhere in it. Use them as
--   tenant_id=ANY((SELECT tenants_as('it_staff'))::integer[])
-- which asks once in a statement, not once for each row.
CREATE FUNCTION tenants_as(VARIADIC functions text[]) RETURNS integer[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT tenant_id),'{}') FROM held()
  WHERE function=ANY(functions) AND site_ids IS NULL
$$;
CREATE FUNCTION tenants_near(VARIADIC functions text[]) RETURNS integer[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT tenant_id),'{}') FROM held()
  WHERE function=ANY(functions)
$$;

-- Whether one of the functions is held for a device: for the whole of the
-- organisation, for its site, or as who maintains it.
CREATE FUNCTION holds_for(of_tenant integer, of_device integer,
  VARIADIC functions text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT EXISTS(SELECT FROM held() h LEFT JOIN device d
    ON d.tenant_id=of_tenant AND d.device_id=of_device
    WHERE h.tenant_id=of_tenant AND h.function=ANY(functions)
      AND (h.site_ids IS NULL OR d.site_id=ANY(h.site_ids))
      AND (h.party IS NULL OR d.supplier=h.party))
$$;

ALTER TABLE holder ENABLE ROW LEVEL SECURITY;
CREATE POLICY holder_read ON holder FOR SELECT USING(login=session_user OR
  tenant_id=ANY((SELECT tenants_near('board','system_owner','it_staff',
    'process_owner','ciso','auditor'))::integer[]));
-- The report's own session is nobody's.
CREATE POLICY holder_report ON holder FOR SELECT TO patchwacht_report
  USING(session_user='patchwacht_report');

-- Given by the process owner, to somebody else, from now or later on.
CREATE POLICY holder_grant ON holder FOR INSERT WITH CHECK(
  granted_by=session_user AND login<>session_user AND ended_by IS NULL
  AND granted=now() AND since>=now()-interval '5 min'
  AND (until IS NULL OR until>since)
  AND tenant_id=ANY((SELECT tenants_as('process_owner'))::integer[]));
-- It ends now, or ends by itself; nothing else of it changes.
CREATE POLICY holder_end ON holder FOR UPDATE
  USING((until IS NULL OR until>now())
    AND tenant_id=ANY((SELECT tenants_as('process_owner'))::integer[]))
  WITH CHECK(ended_by=session_user AND until=now());

-- Who looks on keeps nothing of what he looks at.
CREATE FUNCTION holder_apart() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('patchwacht.holder'),NEW.tenant_id);
  IF EXISTS(SELECT FROM holder WHERE tenant_id=NEW.tenant_id
      AND login=NEW.login AND (until IS NULL OR until>NEW.since)
      AND (NEW.until IS NULL OR since<NEW.until)
      AND (function='auditor')<>(NEW.function='auditor')) THEN
    RAISE insufficient_privilege USING
      MESSAGE=NEW.login || ': an auditor holds no other function';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER holder_apart BEFORE INSERT ON holder
  FOR EACH ROW EXECUTE FUNCTION holder_apart();

-- Whether a name is one of a person: it is not one of the database's own.
CREATE FUNCTION is_person(login text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT login !~ '^patchwacht_'
    AND pg_has_role(login,'patchwacht_register','MEMBER')
    AND NOT pg_has_role(login,'patchwacht_owner','MEMBER')
$$;

-- Who sets up an organisation keeps its register until others are named: as
-- process owner, who names them, and as IT staff. Neither decides.
CREATE FUNCTION tenant_found() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) THEN
    INSERT INTO holder(tenant_id,holder_id,login,name,function)
      VALUES(NEW.tenant_id,1,session_user,session_user,'process_owner'),
      (NEW.tenant_id,2,session_user,session_user,'it_staff');
    INSERT INTO id_alloc VALUES(NEW.tenant_id,'holder',3);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER tenant_found AFTER INSERT ON tenant
  FOR EACH ROW EXECUTE FUNCTION tenant_found();

-- What operators could do so far, they can.
DO $$
DECLARE
  t record;
BEGIN
  FOR t IN SELECT tenant_id FROM tenant LOOP
    INSERT INTO holder(tenant_id,holder_id,login,name,function)
      SELECT t.tenant_id,row_number() OVER(),r.rolname,r.rolname,f
      FROM pg_roles r, unnest(ARRAY['process_owner','it_staff']) f
      WHERE r.rolcanlogin AND NOT r.rolsuper AND is_person(r.rolname);
    INSERT INTO id_alloc SELECT t.tenant_id,'holder',count(*)+1 FROM holder
      WHERE tenant_id=t.tenant_id;
  END LOOP;
END $$;

GRANT SELECT ON holder TO patchwacht_register, patchwacht_report;
GRANT INSERT, UPDATE(until,ended_by) ON holder TO patchwacht_register;
