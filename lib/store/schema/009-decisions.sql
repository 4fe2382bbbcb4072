-- A decision is made by who makes it, at the moment it is made: neither a
-- name nor an earlier time can be written beside it.

REVOKE INSERT, UPDATE ON patch FROM patchwacht_register;
GRANT INSERT(tenant_id,patch_id,reference,title,vendor,product,vulnerabilities,
  advisory,criticality,impact,dependencies,priority,known_exploited,released,
  advised,registered,deadline,test_result,tested,recovery_plan,planning,
  window_start,window_end,communication,owner) ON patch TO patchwacht_register;
GRANT UPDATE(reference,title,vendor,product,vulnerabilities,advisory,
  criticality,impact,dependencies,priority,known_exploited,released,advised,
  deadline,test_result,tested,recovery_plan,planning,window_start,window_end,
  communication,owner,status) ON patch TO patchwacht_register;

-- SECURITY DEFINER: who keeps the register may not write these two columns.
CREATE FUNCTION patch_approve(of_tenant integer, of_patch integer)
RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  UPDATE patch SET approved_by=session_user, approved=now()
  WHERE tenant_id=of_tenant AND patch_id=of_patch
$$;
REVOKE ALL ON FUNCTION patch_approve(integer,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patch_approve(integer,integer)
  TO patchwacht_register;

-- An exception counts when approved before the deadline: not afterwards.
ALTER POLICY exception_decide ON exception WITH CHECK(approved_by=session_user
  AND approved BETWEEN now()-interval '5 min' AND now()+interval '5 min');
