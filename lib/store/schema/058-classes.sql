-- How urgent a patch is, and until when there is time, no person lowers alone.

CREATE FUNCTION class_weight(class text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_position(ARRAY['low','medium','high','critical'],class)
$$;

-- Who agrees does so now. The class is lowered in that transaction, so that
-- an agreement is used once.
CREATE FUNCTION assessment_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.approved BETWEEN now()-interval '5 min' AND now()+interval '5 min' THEN
    NEW.approved := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER assessment_at_once BEFORE UPDATE OF approved ON assessment
  FOR EACH ROW EXECUTE FUNCTION assessment_at_once();

-- SECURITY DEFINER: it sees every assessment, whoever asks.
CREATE FUNCTION patch_lowered() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND NOT EXISTS(SELECT FROM assessment a
      WHERE a.tenant_id=OLD.tenant_id AND a.patch_id=OLD.patch_id AND a.lowers
        AND a.approved=now() AND a.approved_by=session_user
        AND a.priority=NEW.priority AND a.known_exploited=NEW.known_exploited)
  THEN
    RAISE insufficient_privilege USING MESSAGE='patch ' || OLD.reference ||
      ' asks less only when a second person agrees with its assessment',
      HINT='patchwacht patch assess, and then patch agree by somebody else.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER patch_lowered BEFORE UPDATE ON patch FOR EACH ROW
  WHEN (class_weight(NEW.priority)<class_weight(OLD.priority)
    OR (OLD.known_exploited AND NOT NEW.known_exploited))
  EXECUTE FUNCTION patch_lowered();

-- The heaviest class that was ever in force for a patch: who may decide on an
-- exception does not become another by lowering it first.
CREATE FUNCTION patch_heaviest(of_tenant integer, of_patch integer)
RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT class FROM (
    SELECT priority FROM patch WHERE tenant_id=of_tenant AND patch_id=of_patch
    UNION ALL SELECT was->>'priority' FROM past WHERE tenant_id=of_tenant
      AND kind='patch' AND id=of_patch
    UNION ALL SELECT priority FROM assessment WHERE tenant_id=of_tenant
      AND patch_id=of_patch AND NOT lowers) AS c(class)
  ORDER BY class_weight(class) DESC LIMIT 1
$$;
REVOKE ALL ON FUNCTION patch_heaviest(integer,integer) FROM PUBLIC;

CREATE OR REPLACE FUNCTION exception_decider(e exception) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
  SELECT CASE
    WHEN EXISTS(SELECT FROM held() h WHERE h.tenant_id=e.tenant_id
      AND h.function='board' AND h.mandate IS NULL) THEN 'board'
    WHEN e.tenant_id=ANY(tenants_as('board')) THEN 'board_mandate'
    WHEN patch_heaviest(e.tenant_id,e.patch_id) IN('medium','low')
      AND e.valid_until<=coalesce((SELECT x.first_approved FROM exception x
        WHERE x.tenant_id=e.tenant_id AND x.exception_id=e.extends),now())
        +interval '90 d'
      AND holds_for(e.tenant_id,e.device_id,'system_owner')
      THEN 'system_owner' END
$$;

-- When the time of a patch on a device begins, and ends by a version of the
-- policy, as lib/model/deadline.h has it.
CREATE FUNCTION clock_start(p patch, d device) RETURNS timestamptz
LANGUAGE sql IMMUTABLE AS $$
  SELECT greatest(coalesce(least(p.released,p.advised),p.registered),
    d.in_service)
$$;
CREATE FUNCTION policy_term(o policy, p patch) RETURNS interval
LANGUAGE sql IMMUTABLE AS $$
  SELECT interval '1 s'*least(CASE p.priority WHEN 'critical' THEN o.critical_s
    WHEN 'high' THEN o.high_s WHEN 'medium' THEN o.medium_s ELSE o.low_s END,
    CASE WHEN p.known_exploited
      THEN coalesce(nullif(o.exploited_s,0),o.critical_s) END)
$$;

-- What people plan has no more time than the policy in force gives, or the
-- deadline that the patch itself has; later it has more only after a second
-- person agreed to a lower class before it had passed, and then by the policy.
-- SECURITY DEFINER: it sees all that the time follows from; what is not there
-- the keys of the table refuse.
CREATE OR REPLACE FUNCTION deployment_deadline() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  p patch;
  d device;
  o policy;
BEGIN
  IF TG_OP='UPDATE' AND NEW.deadline<=OLD.deadline
      OR session_user='patchwacht_owner' THEN
    RETURN NEW;
  END IF;
  IF TG_OP='UPDATE' AND NOT EXISTS(SELECT FROM assessment a
      WHERE a.tenant_id=NEW.tenant_id AND a.patch_id=NEW.patch_id AND a.lowers
        AND a.approved<OLD.deadline) THEN
    RAISE insufficient_privilege USING MESSAGE='a deadline moves later only '
      'when a second person agreed before it had passed';
  END IF;
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  SELECT * INTO p FROM patch
    WHERE tenant_id=NEW.tenant_id AND patch_id=NEW.patch_id;
  SELECT * INTO d FROM device
    WHERE tenant_id=NEW.tenant_id AND device_id=NEW.device_id;
  IF TG_OP='INSERT' THEN
    SELECT * INTO o FROM policy WHERE tenant_id=NEW.tenant_id
      AND effective<=clock_timestamp() ORDER BY version DESC LIMIT 1;
    IF NEW.policy_version IS DISTINCT FROM o.version
        OR NEW.clock_start>clock_start(p,d) THEN
      PERFORM deployment_refuse(NEW,'its time begins when the patch was known '
        'and the device there, by the policy in force');
    END IF;
  ELSE
    SELECT * INTO o FROM policy WHERE tenant_id=NEW.tenant_id
      AND version=NEW.policy_version;
    p.deadline := NULL;
  END IF;
  IF NEW.deadline>coalesce(p.deadline,NEW.clock_start+policy_term(o,p)) THEN
    PERFORM deployment_refuse(NEW,'there is no more time than the policy gives');
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER deployment_deadline ON deployment;
CREATE TRIGGER deployment_deadline BEFORE INSERT OR UPDATE OF deadline
  ON deployment FOR EACH ROW EXECUTE FUNCTION deployment_deadline();
