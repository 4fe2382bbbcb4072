-- Deployments are taken in one order, by device and patch, by whoever changes
-- many: who assessed a patch met the verifier halfway, each with what the other
-- waited for, and one of them was told to try again.

-- Whoever makes a deployment of it meanwhile need not wait.
CREATE OR REPLACE FUNCTION patch_held(of_tenant integer, of_patch integer)
RETURNS TABLE(patch_id integer) LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT p.patch_id FROM patch p WHERE p.tenant_id=of_tenant
    AND p.patch_id=of_patch AND of_tenant=ANY((SELECT tenants_as('it_staff',
      'system_owner','process_owner','ciso'))::integer[]) FOR NO KEY UPDATE
$$;

-- As before, of deployments that are held in their order.
CREATE OR REPLACE FUNCTION patch_assessed(of_tenant integer, of_patch integer)
RETURNS TABLE(moved bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  a assessment;
BEGIN
  SELECT * INTO a FROM assessment x WHERE x.tenant_id=of_tenant
    AND x.patch_id=of_patch ORDER BY x.assessment_id DESC LIMIT 1;
  IF NOT FOUND OR a.actor<>session_user OR a.at<>now() THEN
    RETURN;
  END IF;
  UPDATE patch x SET criticality=coalesce(a.criticality,x.criticality),
      impact=coalesce(a.impact,x.impact),
      dependencies=coalesce(a.dependencies,x.dependencies),
      priority=CASE WHEN a.lowers THEN x.priority ELSE a.priority END,
      known_exploited=CASE WHEN a.lowers THEN x.known_exploited
        ELSE a.known_exploited END
    WHERE x.tenant_id=of_tenant AND x.patch_id=of_patch;
  PERFORM FROM deployment x WHERE x.tenant_id=of_tenant
    AND x.patch_id=of_patch AND x.state NOT IN('stable','already_met',
      'withdrawn') ORDER BY x.device_id FOR NO KEY UPDATE;
  RETURN QUERY WITH due AS (
    SELECT x.device_id,
      least(p.deadline,clock_start(p,d)+policy_term(o,p)) AS at
    FROM deployment x JOIN patch p USING(tenant_id,patch_id)
    JOIN device d USING(tenant_id,device_id)
    JOIN policy o ON o.tenant_id=x.tenant_id AND o.version=x.policy_version
    WHERE x.tenant_id=of_tenant AND x.patch_id=of_patch
      AND x.state NOT IN('stable','already_met','withdrawn')),
  put AS (
    UPDATE deployment x SET deadline=due.at, rev=x.rev+1 FROM due
    WHERE x.tenant_id=of_tenant AND x.patch_id=of_patch
      AND x.device_id=due.device_id AND due.at<x.deadline RETURNING 1)
  SELECT count(*) FROM put;
END $$;
CREATE OR REPLACE FUNCTION patch_agree(of_tenant integer, of_patch integer)
RETURNS TABLE(moved bigint, kept bigint) LANGUAGE plpgsql SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  a assessment;
BEGIN
  SELECT * INTO a FROM assessment x WHERE x.tenant_id=of_tenant
    AND x.patch_id=of_patch ORDER BY x.assessment_id DESC LIMIT 1 FOR UPDATE;
  IF NOT decides_plans(of_tenant) OR a.actor=session_user
      OR (a.lowers AND a.approved IS NULL) IS NOT TRUE THEN
    RETURN;
  END IF;
  UPDATE assessment x SET approved=now(), approved_by=session_user
    WHERE x.tenant_id=of_tenant AND x.assessment_id=a.assessment_id;
  UPDATE patch x SET priority=a.priority, known_exploited=a.known_exploited
    WHERE x.tenant_id=of_tenant AND x.patch_id=of_patch;
  PERFORM FROM deployment x WHERE x.tenant_id=of_tenant
    AND x.patch_id=of_patch AND x.state NOT IN('stable','already_met',
      'withdrawn') ORDER BY x.device_id FOR NO KEY UPDATE;
  RETURN QUERY WITH due AS (
    SELECT x.device_id, x.deadline AS old,
      least(p.deadline,clock_start(p,d)+policy_term(o,p)) AS now_due,
      x.clock_start+policy_term(o,p) AS last
    FROM deployment x JOIN patch p USING(tenant_id,patch_id)
    JOIN device d USING(tenant_id,device_id)
    JOIN policy o ON o.tenant_id=x.tenant_id AND o.version=x.policy_version
    WHERE x.tenant_id=of_tenant AND x.patch_id=of_patch
      AND x.state NOT IN('stable','already_met','withdrawn')),
  chosen AS (
    SELECT device_id, old, now_due, CASE WHEN now_due<=old THEN now_due
      WHEN old<=now() OR last<=old THEN old ELSE least(now_due,last) END AS due
    FROM due),
  put AS (
    UPDATE deployment x SET deadline=c.due, rev=x.rev+1 FROM chosen c
    WHERE x.tenant_id=of_tenant AND x.patch_id=of_patch
      AND x.device_id=c.device_id AND c.due<>c.old)
  SELECT count(*) FILTER(WHERE due<>old), count(*) FILTER(WHERE due<>now_due)
  FROM chosen;
END $$;
