-- Rows of another organisation are not there for people, and what they write
-- follows from the functions that they hold.

-- The organisations that are read as a whole. A supplier sees its own devices
-- only; the session that makes reports by a timer is of all of them.
CREATE FUNCTION tenants_read() RETURNS integer[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT CASE WHEN session_user='patchwacht_report'
    THEN (SELECT coalesce(array_agg(tenant_id),'{}') FROM tenant)
    ELSE tenants_near('board','system_owner','it_staff','process_owner','ciso',
      'auditor') END
$$;

-- Who may note what was done: all but those who look on.
CREATE FUNCTION tenants_note() RETURNS integer[]
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT CASE WHEN session_user='patchwacht_report' THEN tenants_read()
    ELSE tenants_near('board','system_owner','it_staff','process_owner','ciso',
      'supplier') END
$$;

-- Sites, for those who hold a function at some only; and what a supplier
-- maintains. Used as (tenant_id,site_id) IN (SELECT * FROM sites_as('it_staff')).
CREATE FUNCTION sites_as(VARIADIC functions text[])
RETURNS TABLE(tenant_id integer, site_id integer)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT h.tenant_id, unnest(h.site_ids) FROM held() h
  WHERE h.function=ANY(functions)
$$;
CREATE FUNCTION devices_supplied()
RETURNS TABLE(tenant_id integer, device_id integer)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT d.tenant_id, d.device_id FROM held() h
  JOIN device d ON d.tenant_id=h.tenant_id
  LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id
  WHERE h.function='supplier' AND party(d.supplier,s.supplier)=h.party
$$;
CREATE OR REPLACE FUNCTION holds_for(of_tenant integer, of_device integer,
  VARIADIC functions text[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT EXISTS(SELECT FROM held() h
    LEFT JOIN device d ON d.tenant_id=of_tenant AND d.device_id=of_device
    LEFT JOIN site s ON s.tenant_id=d.tenant_id AND s.site_id=d.site_id
    WHERE h.tenant_id=of_tenant AND h.function=ANY(functions)
      AND (h.site_ids IS NULL OR d.site_id=ANY(h.site_ids))
      AND (h.party IS NULL OR party(d.supplier,s.supplier)=h.party))
$$;
CREATE FUNCTION patches_supplied()
RETURNS TABLE(tenant_id integer, patch_id integer)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT DISTINCT x.tenant_id, x.patch_id
  FROM devices_supplied() d JOIN deployment x USING(tenant_id,device_id)
$$;
CREATE FUNCTION sites_supplied()
RETURNS TABLE(tenant_id integer, site_id integer)
LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT DISTINCT d.tenant_id, d.site_id
  FROM devices_supplied() JOIN device d USING(tenant_id,device_id)
$$;

-- For every table that has tenant_id and that people reach: may_write, a
-- condition on a row, narrows what its other policies allow; rows that
-- also_read holds for are seen besides those of whole organisations. Only
-- people and reports are narrowed, never the roles of the daemon.
CREATE PROCEDURE guard(of_table regclass, may_write text,
  also_read text DEFAULT 'false') LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  may_read text := '(tenant_id=ANY((SELECT tenants_read())::integer[]) OR '
    || also_read || ')';
BEGIN
  IF NOT (SELECT relrowsecurity FROM pg_class WHERE oid=of_table) THEN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY',of_table);
    EXECUTE format('CREATE POLICY anybody ON %s USING(true) WITH CHECK(true)',
      of_table);
  END IF;
  EXECUTE format('CREATE POLICY guard_read ON %s AS RESTRICTIVE FOR SELECT '
    'TO patchwacht_register, patchwacht_report USING(%s)',of_table,may_read);
  EXECUTE format('CREATE POLICY guard_insert ON %s AS RESTRICTIVE FOR INSERT '
    'TO patchwacht_register, patchwacht_report WITH CHECK(%s)',of_table,
    may_write);
  EXECUTE format('CREATE POLICY guard_update ON %s AS RESTRICTIVE FOR UPDATE '
    'TO patchwacht_register, patchwacht_report USING(%s) WITH CHECK(%s)',
    of_table,may_write,may_write);
  EXECUTE format('CREATE POLICY guard_delete ON %s AS RESTRICTIVE FOR DELETE '
    'TO patchwacht_register, patchwacht_report USING(%s)',of_table,may_write);
END $$;
REVOKE ALL ON PROCEDURE guard(regclass,text,text) FROM PUBLIC;

-- The same with the functions that write for the whole organisation.
CREATE PROCEDURE guard_for(of_table regclass, VARIADIC functions text[])
LANGUAGE plpgsql SET search_path=patchwacht,pg_temp AS $$
BEGIN
  CALL guard(of_table,format('tenant_id=ANY((SELECT tenants_as(VARIADIC '
    '%L::text[]))::integer[])',functions));
END $$;
REVOKE ALL ON PROCEDURE guard_for(regclass,text[]) FROM PUBLIC;

-- The organisation, and its own terms.
CALL guard('tenant',
  'tenant_id=ANY((SELECT tenants_as(''process_owner''))::integer[])',
  'tenant_id=ANY((SELECT tenants_near(''supplier''))::integer[])');
DROP POLICY guard_insert ON tenant;
-- Set up by who belongs to none as a supplier or an auditor.
CREATE POLICY guard_insert ON tenant AS RESTRICTIVE FOR INSERT
  TO patchwacht_register, patchwacht_report WITH CHECK(
    cardinality((SELECT tenants_near('supplier','auditor')))=0);
CALL guard_for('realm','it_staff','process_owner');
CALL guard_for('setting','process_owner');
CALL guard_for('policy','process_owner','board');
CALL guard_for('recipient','process_owner','it_staff');
CALL guard_for('hold','process_owner','it_staff','ciso');

-- What everybody notes who changes something.
DO $$
DECLARE
  may_note text := 'tenant_id=ANY((SELECT tenants_note())::integer[])';
BEGIN
  CALL guard('id_alloc',may_note,may_note);
  CALL guard('change_head',may_note,may_note);
  CALL guard('change',may_note);
  CALL guard('report','tenant_id=ANY((SELECT tenants_note())::integer[]) AND '
    '(session_user=''patchwacht_report'' OR tenant_id=ANY((SELECT tenants_near'
    '(''board'',''system_owner'',''it_staff'',''process_owner'',''ciso''))'
    '::integer[]))');
END $$;

-- What is watched, and how.
CALL guard('site','tenant_id=ANY((SELECT tenants_as(''it_staff'','
  '''system_owner''))::integer[])','(tenant_id,site_id) IN '
  '(SELECT * FROM sites_supplied())');
CALL guard('device','tenant_id=ANY((SELECT tenants_as(''it_staff'','
  '''system_owner''))::integer[]) OR (tenant_id,site_id) IN (SELECT * FROM '
  'sites_as(''it_staff'',''system_owner''))',
  '(tenant_id,device_id) IN (SELECT * FROM devices_supplied())');
CALL guard_for('credential','it_staff');
CALL guard('request','tenant_id=ANY((SELECT tenants_near(''it_staff''))'
  '::integer[])');
CALL guard_for('range','it_staff');
CALL guard_for('range_credential','it_staff');
CALL guard_for('discovery','it_staff');
CALL guard_for('proposal','it_staff','system_owner');

-- What should run, and what became of it.
DO $$
DECLARE
  own text := '(tenant_id,device_id) IN (SELECT * FROM devices_supplied())';
  its text := '(tenant_id,patch_id) IN (SELECT * FROM patches_supplied())';
  keepers text := 'tenant_id=ANY((SELECT tenants_as(''it_staff'','
    '''system_owner''))::integer[])';
  here text := ' OR holds_for(tenant_id,device_id,''it_staff'','
    '''system_owner'')';
  done text := 'tenant_id=ANY((SELECT tenants_as(''it_staff''))::integer[]) OR '
    'holds_for(tenant_id,device_id,''it_staff'',''supplier'')';
  t text;
BEGIN
  CALL guard('patch',keepers,its);
  CALL guard('patch_fix',keepers,its);
  CALL guard('patch_target',keepers);
  CALL guard('deployment',keepers || here ||
    ' OR holds_for(tenant_id,device_id,''supplier'')',own);
  CALL guard('transition',keepers || here,own);
  CALL guard('claim',done,own);
  CALL guard('exception','tenant_id=ANY((SELECT tenants_as(''board'','
    '''system_owner'',''it_staff''))::integer[]) OR '
    'holds_for(tenant_id,device_id,''it_staff'',''system_owner'',''supplier'')',
    own);
  CALL guard('evidence',done,own);
  CALL guard('assessment','tenant_id=ANY((SELECT tenants_as(''it_staff'','
    '''system_owner'',''process_owner'',''ciso''))::integer[])');
  CALL guard('mitigation',keepers || here);
  CALL guard('pilot',keepers || here);
  CALL guard('emergency','tenant_id=ANY((SELECT tenants_as(''it_staff'','
    '''system_owner''))::integer[])');
  CALL guard_for('supplier','it_staff','system_owner','process_owner');
  CALL guard_for('entry','it_staff','system_owner','process_owner','ciso',
    'board');
  CALL guard('device_state','false',own);
  CALL guard('version','false',own);
  -- What no person writes, and of others what was made meanwhile.
  FOR t IN SELECT relname FROM pg_class c
      WHERE relnamespace='patchwacht'::regnamespace AND relkind IN('r','p')
        AND NOT relispartition AND EXISTS(SELECT FROM pg_attribute
          WHERE attrelid=c.oid AND attname='tenant_id')
        AND relname NOT IN('holder','reading','message','loss',
          'trap','sample','interface_sample','component_sample')
        AND has_table_privilege('patchwacht_register',c.oid,'SELECT')
        AND NOT EXISTS(SELECT FROM pg_policy WHERE polrelid=c.oid
          AND polname='guard_read') LOOP
    CALL guard(t::regclass,'tenant_id=ANY((SELECT tenants_near(''board'','
      '''system_owner'',''it_staff'',''process_owner'',''ciso''))'
      '::integer[])');
  END LOOP;
END $$;

-- An approval goes past the rows' own policies.
CREATE FUNCTION range_approver() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND NOT NEW.tenant_id=ANY(tenants_as('it_staff',
      'system_owner')) THEN
    RAISE insufficient_privilege USING
      MESSAGE='a medical range is approved by those whose devices they are';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER range_approver BEFORE UPDATE ON range FOR EACH ROW
  WHEN (OLD.approved IS DISTINCT FROM NEW.approved)
  EXECUTE FUNCTION range_approver();

-- A supplier says that it is done: when it must be, others say.
CREATE FUNCTION deployment_terms() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND NOT holds_for(NEW.tenant_id,NEW.device_id,
      'it_staff','system_owner') THEN
    RAISE insufficient_privilege USING
      MESSAGE='when it is due, the register''s keepers say';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deployment_terms BEFORE UPDATE ON deployment FOR EACH ROW
  WHEN ((OLD.deadline,OLD.window_start,OLD.window_end)
    IS DISTINCT FROM (NEW.deadline,NEW.window_start,NEW.window_end))
  EXECUTE FUNCTION deployment_terms();
