-- The board and the process owner agree to a lower class as the system owner
-- does: who decides need not be one who may edit. And ids are taken as they are
-- used.

-- The class, and with it what deadlines there are that have not passed: later
-- as far as the policy goes, counted from where the clock began. No row: there
-- is nothing that who asks may agree to. SECURITY DEFINER: who agrees may not
-- write these rows otherwise.
CREATE FUNCTION patch_agree(of_tenant integer, of_patch integer)
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
REVOKE ALL ON FUNCTION patch_agree(integer,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patch_agree(integer,integer) TO patchwacht_register;

CREATE OR REPLACE FUNCTION deployment_terms() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND NOT holds_for(NEW.tenant_id,NEW.device_id,
      'it_staff','system_owner') AND NOT decides_plans(NEW.tenant_id) THEN
    RAISE insufficient_privilege USING
      MESSAGE='when it is due, the register''s keepers say';
  END IF;
  RETURN NEW;
END $$;
