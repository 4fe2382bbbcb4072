-- What says when something was done is not yet to come, and what says when it
-- was written down is the moment at which it is, for whoever speaks SQL. What
-- people say of before stays beside that, as what they say.

-- Clocks differ by minutes, and a long import ends later than it begins.
CREATE FUNCTION is_now(at timestamptz) RETURNS boolean
LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT at BETWEEN now()-interval '5 min' AND clock_timestamp()+interval '5 min'
$$;

CREATE FUNCTION moment_refuse(relation text, column_name text, why text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE insufficient_privilege
    USING MESSAGE=relation || ': ' || column_name || ' ' || why;
END $$;

-- Each argument is "RULE COLUMN". made: now, and never another; now: that
-- moment, when it changes; past: not to come.
CREATE FUNCTION moments() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  n jsonb := to_jsonb(NEW);
  o jsonb := '{}';
  rule text;
  col text;
  at timestamptz;
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  IF TG_OP='UPDATE' THEN
    o := to_jsonb(OLD);
  END IF;
  FOR i IN 0..TG_NARGS-1 LOOP
    rule := split_part(TG_ARGV[i],' ',1);
    col := split_part(TG_ARGV[i],' ',2);
    at := (n->>col)::timestamptz;
    CONTINUE WHEN at IS NOT DISTINCT FROM (o->>col)::timestamptz;
    IF rule='made' AND TG_OP='UPDATE' THEN
      PERFORM moment_refuse(TG_TABLE_NAME,col,'does not change');
    ELSIF rule='past' AND at>clock_timestamp()+interval '5 min' THEN
      PERFORM moment_refuse(TG_TABLE_NAME,col,'lies in the future');
    ELSIF rule<>'past' AND NOT is_now(at) THEN
      PERFORM moment_refuse(TG_TABLE_NAME,col,'is when it is written');
    END IF;
  END LOOP;
  RETURN NEW;
END $$;

CREATE PROCEDURE keep_moments(of_table regclass, VARIADIC rules text[])
LANGUAGE plpgsql SET search_path=patchwacht,pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER a_moments BEFORE INSERT OR UPDATE ON %s '
    'FOR EACH ROW EXECUTE FUNCTION moments(%s)',of_table,
    (SELECT string_agg(quote_literal(r),',') FROM unnest(rules) r));
END $$;
REVOKE ALL ON PROCEDURE keep_moments(regclass,text[]) FROM PUBLIC;

CALL keep_moments('tenant','made created');
CALL keep_moments('policy','made effective');
CALL keep_moments('site','made created');
CALL keep_moments('channel','made created','now removed');
CALL keep_moments('device','made created','past retired','past in_service');
CALL keep_moments('credential','made created','now rotated','now removed');
CALL keep_moments('range','made added','now removed');
CALL keep_moments('discovery','made asked');
CALL keep_moments('hold','made set_at','now released_at');
CALL keep_moments('patch','made registered','past released','past advised',
  'past tested');
CALL keep_moments('assessment','made at');
CALL keep_moments('mitigation','made made','past at','now ended');
CALL keep_moments('pilot','made made','past at');
CALL keep_moments('claim','made made','past at');
CALL keep_moments('window_rule','made created','now removed');
CALL keep_moments('day_off','made created');
CALL keep_moments('deviation','made made','past at');
CALL keep_moments('informed','made made','past at');
CALL keep_moments('exception','made requested');
CALL keep_moments('supplier','made created');
CALL keep_moments('supplier_claim','made made','past at');
CALL keep_moments('system','made created','now updated','now retired',
  'past seen');
CALL keep_moments('entry','made made','past acknowledged','past closed');
CALL keep_moments('report','made made');

-- Until when a device was in service for sure: it answered, or a deadline of
-- its passed. Who takes it out of service does not take that back, and does so
-- once.
CREATE FUNCTION in_service_until(of_tenant integer, of_device integer)
RETURNS timestamptz LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT greatest((SELECT last_answer FROM device_state
      WHERE tenant_id=of_tenant AND device_id=of_device),
    (SELECT max(deadline) FROM deployment WHERE tenant_id=of_tenant
      AND device_id=of_device AND state<>'withdrawn' AND closed IS NULL
      AND deadline<=now()))
$$;
CREATE FUNCTION device_retired() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND (OLD.retired IS NOT NULL
      OR NEW.retired<in_service_until(OLD.tenant_id,OLD.device_id)) THEN
    RAISE insufficient_privilege USING MESSAGE='device ' || OLD.name ||
      ': it is taken out of service once, not before what it did there';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER device_retired BEFORE UPDATE ON device FOR EACH ROW
  WHEN(OLD.retired IS DISTINCT FROM NEW.retired)
  EXECUTE FUNCTION device_retired();

CREATE FUNCTION has_step(of_tenant integer, of_patch integer, of_device integer)
RETURNS boolean LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT EXISTS(SELECT FROM transition WHERE tenant_id=of_tenant
    AND patch_id=of_patch AND device_id=of_device)
$$;

-- Of deployments and their steps there are many: what people make of them is
-- looked at where it is already.
ALTER POLICY deployment_plan ON deployment
  WITH CHECK(state='planned' AND is_now(created));
ALTER POLICY transition_plan ON transition WITH CHECK(actor=session_user
  AND from_state IS NULL AND to_state='planned' AND level=0 AND attempt=1
  AND cause='registered' AND flag IS NULL AND evidence='{}' AND is_now(at)
  AND NOT has_step(tenant_id,patch_id,device_id));
ALTER POLICY evidence_claim ON evidence WITH CHECK(kind='claim'
  AND content->>'actor'=session_user AND is_now(kept)
  AND at<=clock_timestamp()+interval '5 min');

-- What people write in the trail is of now. It tells of a verdict only where a
-- step of theirs is that verdict, and of evidence only where that is kept.
-- SECURITY DEFINER: who may note what was done need not read it.
CREATE FUNCTION change_true() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  bad change;
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO bad FROM added n WHERE NOT is_now(n.at) OR CASE
    WHEN n.action LIKE 'verdict.%' THEN NOT EXISTS(SELECT FROM transition t
      WHERE t.tenant_id=n.tenant_id
        AND t.transition_id=(n.detail::jsonb->>'step')::bigint
        AND t.actor=session_user AND n.action='verdict.' || t.to_state
        AND step(t)=n.detail::jsonb)
    WHEN n.action LIKE 'evidence.%' THEN NOT EXISTS(SELECT FROM evidence e
      WHERE e.tenant_id=n.tenant_id
        AND e.evidence_id=(n.detail::jsonb->>'evidence')::bigint
        AND e.kind='claim' AND e.content->>'actor'=session_user
        AND proof(e)=n.detail::jsonb)
    ELSE false END LIMIT 1;
  IF FOUND THEN
    RAISE insufficient_privilege USING MESSAGE='change ' || bad.seq ||
      ' (' || bad.action || ') says what is not so';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER change_true AFTER INSERT ON change REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION change_true();

-- It asks for the policy before anything is refused, whoever asks.
ALTER FUNCTION emergency_due() SECURITY DEFINER;

-- The highest version counts: it is the next one, made by who makes it.
CREATE FUNCTION policy_next() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF is_person(session_user) AND (NEW.actor<>session_user OR NEW.version<>
      coalesce((SELECT max(version) FROM policy
        WHERE tenant_id=NEW.tenant_id),0)+1) THEN
    RAISE insufficient_privilege USING MESSAGE='a policy is the next version, '
      'in the name of who makes it';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER policy_next BEFORE INSERT ON policy
  FOR EACH ROW EXECUTE FUNCTION policy_next();

-- A deadline that is set by hand is an earlier one: more time is an exception.
-- One that the policy has overtaken, since the class was raised, is gone.
CREATE FUNCTION patch_latest(p patch) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT coalesce(least(p.released,p.advised),p.registered,now())
    +policy_term(o,p) FROM policy o
  WHERE o.tenant_id=p.tenant_id AND o.effective<=now()
  ORDER BY o.version DESC LIMIT 1
$$;
CREATE FUNCTION patch_deadline() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NOT is_person(session_user) OR NEW.deadline<=patch_latest(NEW) THEN
    RETURN NEW;
  END IF;
  IF TG_OP='UPDATE' AND NEW.deadline<=OLD.deadline THEN
    NEW.deadline := NULL;
  ELSE
    RAISE insufficient_privilege USING MESSAGE='patch ' || NEW.reference ||
      ': a deadline by hand is earlier than that of the policy',
      HINT='More time is an exception: patchwacht exception request.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER patch_deadline BEFORE INSERT OR UPDATE ON patch
  FOR EACH ROW WHEN(NEW.deadline IS NOT NULL)
  EXECUTE FUNCTION patch_deadline();

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
  IF NEW.deadline>least(p.deadline,NEW.clock_start+policy_term(o,p)) THEN
    PERFORM deployment_refuse(NEW,'there is no more time than the policy gives');
  END IF;
  RETURN NEW;
END $$;
