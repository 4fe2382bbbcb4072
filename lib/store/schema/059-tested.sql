-- Nothing goes to production without a test that answers all three questions,
-- and a way back. An emergency is of the deployments that were there when it
-- was declared, and of windows that end before it must be approved.

-- What nobody has shown yet; NULL: nothing. Of each pilot device the last test
-- counts. What is written beside a patch (test_result, tested) tells of a
-- register that was kept elsewhere, and opens nothing.
CREATE FUNCTION patch_untested(p patch) RETURNS text LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  WITH t AS (SELECT DISTINCT ON(device_id,place) function,compatibility,
      performance FROM pilot WHERE tenant_id=p.tenant_id
      AND patch_id=p.patch_id ORDER BY device_id,place,pilot_id DESC),
  done AS (SELECT count(*) AS n,
      count(*) FILTER(WHERE 'not_ok' IN(function,compatibility,performance))
        AS failed,
      concat_ws(', ',CASE WHEN NOT bool_or(function='ok') THEN 'function' END,
        CASE WHEN NOT bool_or(compatibility='ok') THEN 'compatibility' END,
        CASE WHEN NOT bool_or(performance='ok') THEN 'performance' END)
        AS not_done FROM t)
  SELECT nullif(concat_ws(' and ',CASE WHEN n=0 THEN 'a test on a pilot device'
      WHEN failed>0 THEN 'a test without failures'
      WHEN not_done<>'' THEN 'a test of its ' || not_done END,
    CASE WHEN coalesce(p.recovery_plan,'')='' THEN 'a recovery plan' END),'')
  FROM done
$$;

-- The same of a plan: with the window that p has, for what joined by then.
CREATE FUNCTION patch_missing(p patch, joined timestamptz) RETURNS text
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT CASE WHEN coalesce(p.window_end,now())<=e.due THEN NULL
    ELSE patch_untested(p) || CASE WHEN e.due>now() THEN
      ' (the emergency is of windows that end before ' ||
      to_char(e.due AT TIME ZONE 'UTC','YYYY-MM-DD HH24:MI"Z"') || ')'
      ELSE '' END END
  FROM (SELECT max(due) AS due FROM emergency WHERE tenant_id=p.tenant_id
    AND patch_id=p.patch_id AND at>=joined) e
$$;
CREATE OR REPLACE FUNCTION patch_missing(p patch) RETURNS text
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT patch_missing(p,'-infinity')
$$;

DROP FUNCTION plan_refuse(patch);
CREATE FUNCTION plan_refuse(p patch, joined timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path=patchwacht,pg_temp AS $$
DECLARE
  missing text := patch_missing(p,joined);
BEGIN
  IF missing IS NOT NULL THEN
    RAISE insufficient_privilege USING MESSAGE='patch ' || p.reference ||
      ' is not planned for production: ' || missing || ' is missing',
      HINT='patchwacht patch test, patch edit --recovery-plan, or patch '
      'emergency.';
  END IF;
END $$;

-- One at a time: what nobody approved is not followed by another.
CREATE OR REPLACE FUNCTION emergency_due() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF EXISTS(SELECT FROM emergency WHERE tenant_id=NEW.tenant_id
      AND patch_id=NEW.patch_id AND approved IS NULL) THEN
    RAISE insufficient_privilege USING
      MESSAGE='nobody has approved the emergency that was declared before',
      HINT='patchwacht patch approve, by somebody else.';
  END IF;
  IF is_person(session_user) THEN
    NEW.at := now();
  END IF;
  SELECT NEW.at+p.afterwards_s*interval '1 s' INTO STRICT NEW.due
    FROM policy p WHERE p.tenant_id=NEW.tenant_id AND p.effective<=NEW.at
    ORDER BY p.version DESC LIMIT 1;
  RETURN NEW;
END $$;

-- When the plan became what it is, by the database's clock.
ALTER TABLE patch ADD planned timestamptz;

CREATE OR REPLACE FUNCTION patch_plan() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  moved boolean := true;
BEGIN
  IF TG_OP='UPDATE' THEN
    moved := (NEW.window_start,NEW.window_end)
      IS DISTINCT FROM (OLD.window_start,OLD.window_end);
    IF NOT moved AND (NEW.recovery_plan,NEW.planning,NEW.communication)
      IS NOT DISTINCT FROM (OLD.recovery_plan,OLD.planning,OLD.communication)
    THEN
      RETURN NEW;
    END IF;
    NEW.approved := NULL;
    NEW.approved_by := NULL;
  END IF;
  NEW.planned_by := session_user;
  NEW.planned := now();
  IF moved AND (NEW.window_start IS NOT NULL OR TG_OP='UPDATE') THEN
    NEW.plan_seq := NEW.plan_seq+1;
  END IF;
  -- A window that has passed plans nothing: it tells of before.
  IF NEW.window_end>now() AND (moved
      OR NEW.recovery_plan IS DISTINCT FROM OLD.recovery_plan) THEN
    PERFORM plan_refuse(NEW,'-infinity');
  END IF;
  RETURN NEW;
END $$;

-- A deployment has the window of its patch, where the plan is of it: what
-- joined after an emergency was declared waits for a test. Or it has one of its
-- own, which is a plan as well. SECURITY DEFINER: it sees the patch, whoever
-- asks.
CREATE OR REPLACE FUNCTION deployment_plan() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  p patch;
BEGIN
  IF session_user='patchwacht_owner' THEN
    RETURN NEW;
  END IF;
  SELECT * INTO STRICT p FROM patch WHERE tenant_id=NEW.tenant_id
    AND patch_id=NEW.patch_id;
  IF NEW.own_window THEN
    IF NEW.window_end>now() THEN
      p.window_end := NEW.window_end;
      PERFORM plan_refuse(p,NEW.created);
    END IF;
    RETURN NEW;
  END IF;
  IF is_person(session_user) AND NEW.window_end IS NOT NULL
      AND (NEW.window_start,NEW.window_end)
      IS DISTINCT FROM (p.window_start,p.window_end) THEN
    PERFORM deployment_refuse(NEW,'it has the window of its patch, or one of '
      'its own');
  END IF;
  NEW.window_start := p.window_start;
  NEW.window_end := p.window_end;
  IF p.window_end>now() AND EXISTS(SELECT FROM emergency
      WHERE tenant_id=p.tenant_id AND patch_id=p.patch_id)
      AND patch_missing(p,NEW.created) IS NOT NULL THEN
    NEW.window_start := NULL;
    NEW.window_end := NULL;
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER deployment_plan ON deployment;
CREATE TRIGGER deployment_plan BEFORE UPDATE ON deployment FOR EACH ROW
  WHEN((OLD.own_window,OLD.window_start,OLD.window_end)
    IS DISTINCT FROM (NEW.own_window,NEW.window_start,NEW.window_end))
  EXECUTE FUNCTION deployment_plan();
CREATE TRIGGER deployment_plan_new BEFORE INSERT ON deployment FOR EACH ROW
  WHEN(NEW.window_end IS NOT NULL) EXECUTE FUNCTION deployment_plan();

-- Windows of their own make another plan of the whole, which waits for somebody
-- else: once for all that one transaction gives. SECURITY DEFINER: who keeps
-- the register may not write these columns.
CREATE FUNCTION deployment_planned() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  UPDATE patch SET plan_seq=plan_seq+1, planned_by=session_user,
    planned=now(), approved=NULL, approved_by=NULL
    WHERE tenant_id=NEW.tenant_id AND patch_id=NEW.patch_id
      AND (planned IS DISTINCT FROM now() OR approved IS NOT NULL
        OR planned_by IS DISTINCT FROM session_user);
  RETURN NULL;
END $$;
CREATE TRIGGER deployment_planned AFTER UPDATE ON deployment FOR EACH ROW
  WHEN((OLD.own_window OR NEW.own_window) AND
    (OLD.own_window,OLD.window_start,OLD.window_end)
    IS DISTINCT FROM (NEW.own_window,NEW.window_start,NEW.window_end))
  EXECUTE FUNCTION deployment_planned();
DROP FUNCTION plan_moved(integer,integer);

-- Since when all of it stands in the register; NULL: not all of it does.
CREATE FUNCTION patch_tested(of_tenant integer)
RETURNS TABLE(patch_id integer, tested timestamptz)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT patch_id, CASE WHEN bool_or(function='ok')
      AND bool_or(compatibility='ok') AND bool_or(performance='ok')
    THEN greatest(min(made) FILTER(WHERE function='ok'),
      min(made) FILTER(WHERE compatibility='ok'),
      min(made) FILTER(WHERE performance='ok')) END
  FROM pilot WHERE tenant_id=of_tenant GROUP BY patch_id
$$;
