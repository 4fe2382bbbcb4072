-- Whether an organisation of that number is set up: somebody who holds nothing
-- of it sees none, and is told what is missing. Nothing else of it is told.
CREATE FUNCTION organisation_is_there(of_tenant integer) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
  SELECT EXISTS(SELECT FROM tenant WHERE tenant_id=of_tenant)
$$;
REVOKE ALL ON FUNCTION organisation_is_there(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisation_is_there(integer) TO patchwacht_register;
