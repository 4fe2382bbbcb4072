-- Which organisations one reads is asked once for each table of a statement. As
-- functions of SQL, one in another, each statement planned three queries for that:
-- two fifths of what one of four tables took. Those of PL/pgSQL keep their plans for
-- the session. What they tell is the same, by the terms of held().
CREATE OR REPLACE FUNCTION tenants_near(VARIADIC functions text[])
RETURNS integer[] LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT tenant_id),'{}') FROM holder
    WHERE login=session_user AND since<=now()
      AND (until IS NULL OR until>now()) AND function=ANY(functions));
END $$;
CREATE OR REPLACE FUNCTION tenants_as(VARIADIC functions text[])
RETURNS integer[] LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT tenant_id),'{}') FROM holder
    WHERE login=session_user AND since<=now()
      AND (until IS NULL OR until>now()) AND function=ANY(functions)
      AND site_ids IS NULL);
END $$;
CREATE OR REPLACE FUNCTION tenants_read() RETURNS integer[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF session_user='patchwacht_report' THEN
    RETURN (SELECT coalesce(array_agg(tenant_id),'{}') FROM tenant);
  END IF;
  RETURN (SELECT coalesce(array_agg(DISTINCT tenant_id),'{}') FROM holder
    WHERE login=session_user AND since<=now()
      AND (until IS NULL OR until>now())
      AND function IN ('board','system_owner','it_staff','process_owner',
        'ciso','auditor'));
END $$;
