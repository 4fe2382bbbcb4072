-- The functions that a login held at a moment, with spaces between them: what a
-- report says of who did something, and never a name. Those that see no holders
-- see none here either.
CREATE FUNCTION functions_held(of_tenant integer, of_login text,
  of_moment timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT string_agg(DISTINCT function,' ' ORDER BY function) FROM holder
  WHERE tenant_id=of_tenant AND login=of_login AND since<=of_moment
    AND (until IS NULL OR until>of_moment)
$$;
