-- What devices said is loaded by COPY, which goes past no policy of its own: it
-- is refused under row-level security. Where the role that loads may bypass it
-- (a private cluster sees to that), people see of these tables too only what is
-- of their organisations.

CREATE PROCEDURE guard_loaded() LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  t text;
BEGIN
  IF NOT (SELECT rolbypassrls FROM pg_roles WHERE rolname='patchwacht_store')
  THEN
    RETURN;
  END IF;
  FOREACH t IN ARRAY ARRAY['reading','message','loss','trap','sample',
      'interface_sample','component_sample'] LOOP
    CONTINUE WHEN EXISTS(SELECT FROM pg_policy WHERE polrelid=t::regclass
      AND polname='guard_read');
    CALL guard(t::regclass,'false');
  END LOOP;
END $$;
REVOKE ALL ON PROCEDURE guard_loaded() FROM PUBLIC;
CALL guard_loaded();

-- A condition on texts is asked only of rows that one may see, and so without
-- the index of texts. SECURITY DEFINER: here it is asked first, with the index,
-- for who reads all of the organisation anyway.
CREATE FUNCTION message_grep(of_tenant integer, pattern text,
  since timestamptz, until timestamptz) RETURNS SETOF message
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path=patchwacht,pg_temp SET plan_cache_mode=force_custom_plan AS $$
BEGIN
  IF of_tenant=ANY(tenants_read()) OR NOT is_person(session_user) THEN
    RETURN QUERY SELECT * FROM message WHERE tenant_id=of_tenant
      AND rcvd>=since AND rcvd<=until AND text ~* pattern;
  END IF;
END $$;
REVOKE ALL ON FUNCTION message_grep(integer,text,timestamptz,timestamptz)
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION message_grep(integer,text,timestamptz,timestamptz)
  TO patchwacht_register;
