-- Who may assess a patch need not keep the register: the CISO and the process
-- owner, whose assessment had no effect since the patch was not theirs to write.
-- What was assessed in this transaction by who asks becomes the patch's: its
-- answers, and its class unless that asks less, which waits for a second person.
-- Deadlines move earlier only. No row: there is no such assessment.
CREATE FUNCTION patch_assessed(of_tenant integer, of_patch integer)
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
REVOKE ALL ON FUNCTION patch_assessed(integer,integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION patch_assessed(integer,integer) TO patchwacht_register;

CREATE OR REPLACE FUNCTION deployment_terms() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND NOT holds_for(NEW.tenant_id,NEW.device_id,
      'it_staff','system_owner') AND NOT decides_plans(NEW.tenant_id)
      AND NOT (NEW.deadline<OLD.deadline AND EXISTS(SELECT FROM assessment a
        WHERE a.tenant_id=NEW.tenant_id AND a.patch_id=NEW.patch_id
          AND a.actor=session_user AND a.at=now() AND NOT a.lowers)) THEN
    RAISE insufficient_privilege USING
      MESSAGE='when it is due, the register''s keepers say';
  END IF;
  RETURN NEW;
END $$;
