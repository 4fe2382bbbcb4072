-- Which channels have a secret, without the secret: an export says so, and an
-- import leaves it alone and names those that still miss theirs.
CREATE FUNCTION channels_sealed(of_tenant integer) RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
  SELECT coalesce(array_agg(channel_id),'{}') FROM channel
  WHERE tenant_id=of_tenant AND secret IS NOT NULL
    AND of_tenant=ANY(tenants_read())
$$;
REVOKE ALL ON FUNCTION channels_sealed(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION channels_sealed(integer) TO patchwacht_register;
