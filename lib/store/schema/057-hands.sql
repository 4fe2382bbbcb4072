-- What people do by SQL is what the programs do for them, and no more.

-- An id is handed out once: for people the next one only ever rises. A supplier
-- takes ids for what it writes, as many at a time as a program does.
CREATE FUNCTION id_alloc_rises() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  was bigint := 1;
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  IF TG_OP='UPDATE' THEN
    was := OLD.next;
    IF (NEW.tenant_id,NEW.kind)<>(OLD.tenant_id,OLD.kind) OR NEW.next<was THEN
      RAISE insufficient_privilege USING MESSAGE='an id is handed out once';
    END IF;
  END IF;
  IF NEW.tenant_id=ANY(tenants_near('supplier'))
      AND NOT NEW.tenant_id=ANY(tenants_near('board','system_owner','it_staff',
        'process_owner','ciso'))
      AND (NEW.next-was>512 OR NEW.kind NOT IN('claim','evidence','exception',
        'supplier_claim')) THEN
    RAISE insufficient_privilege USING MESSAGE='a supplier takes ids for '
      'claims, evidence and requests for exceptions';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER id_alloc_rises BEFORE INSERT OR UPDATE ON id_alloc
  FOR EACH ROW EXECUTE FUNCTION id_alloc_rises();

-- Why no target of a patch names a device; NULL: one does.
CREATE FUNCTION unmatched_why(of_tenant integer, of_patch integer,
  of_device integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT 'the patch does not name it any more: ' || concat_ws(', ',
    coalesce(nullif('profile ' || s.profile,''),'no profile'),
    'model ' || s.model, coalesce('site ' || i.name,'no site'),
    CASE WHEN d.tags='{}' THEN 'no tags'
      ELSE 'tags ' || array_to_string(d.tags,' ') END)
  FROM device d LEFT JOIN device_state s USING(tenant_id,device_id)
  LEFT JOIN site i ON i.tenant_id=d.tenant_id AND i.site_id=d.site_id
  WHERE d.tenant_id=of_tenant AND d.device_id=of_device
    AND NOT EXISTS(SELECT FROM patch_target t WHERE t.tenant_id=of_tenant
      AND t.patch_id=of_patch AND target_names(t,d,s,true))
$$;
REVOKE ALL ON FUNCTION unmatched_why(integer,integer,integer) FROM PUBLIC;

CREATE FUNCTION deployment_refuse(d deployment, why text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE insufficient_privilege USING MESSAGE='patch ' || d.patch_id ||
    ' on device ' || d.device_id || ': ' || why;
END $$;

-- A person says now, in their own name, that it is done. That no target names
-- a device, and that another has come in its place, is so or is not so, whoever
-- writes it. SECURITY DEFINER: it is asked of all that is known.
CREATE FUNCTION deployment_by_hand() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  why text;
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  IF (NEW.claimed,NEW.claimed_by) IS DISTINCT FROM (OLD.claimed,OLD.claimed_by)
  THEN
    NEW.claimed := now();
    NEW.claimed_by := session_user;
  END IF;
  IF NEW.serial IS DISTINCT FROM OLD.serial AND (NEW.serial IS NOT NULL
      OR OLD.state='withdrawn'
      OR NOT holds_for(OLD.tenant_id,OLD.device_id,'it_staff','system_owner')
      OR NOT EXISTS(SELECT FROM device_state s WHERE s.tenant_id=OLD.tenant_id
        AND s.device_id=OLD.device_id
        AND s.serial IS DISTINCT FROM OLD.serial)) THEN
    PERFORM deployment_refuse(OLD,'another device is accepted by the '
      'register''s keepers, when another one answers');
  END IF;
  IF (NEW.unmatched,NEW.unmatched_why)
      IS DISTINCT FROM (OLD.unmatched,OLD.unmatched_why) THEN
    why := unmatched_why(OLD.tenant_id,OLD.patch_id,OLD.device_id);
    IF (why IS NULL)<>(NEW.unmatched IS NULL) THEN
      PERFORM deployment_refuse(OLD,'whether the patch names it follows from '
        'its targets');
    END IF;
    NEW.unmatched_why := why;
    NEW.unmatched := CASE WHEN why IS NOT NULL
      THEN coalesce(OLD.unmatched,now()) END;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER deployment_by_hand BEFORE UPDATE ON deployment FOR EACH ROW
  WHEN ((OLD.claimed,OLD.claimed_by,OLD.serial,OLD.unmatched,OLD.unmatched_why)
    IS DISTINCT FROM (NEW.claimed,NEW.claimed_by,NEW.serial,NEW.unmatched,
    NEW.unmatched_why))
  EXECUTE FUNCTION deployment_by_hand();

-- A plan is of every site where the patch is: who holds a function at some of
-- them does not approve it for the others.
CREATE OR REPLACE FUNCTION decides_plans(of_tenant integer) RETURNS boolean
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT of_tenant=ANY(tenants_as('system_owner','process_owner','board'))
$$;

-- A decision is of the moment at which it is written: an exception counts when
-- it was approved before the deadline. Its trigger comes, by its name, before
-- exception_decided, which counts from that moment.
CREATE FUNCTION exception_at_once() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF coalesce(NEW.approved,NEW.refused)
      NOT BETWEEN now()-interval '5 min' AND now()+interval '5 min' THEN
    PERFORM exception_refuse(OLD,'it is decided now');
  END IF;
  IF NEW.approved IS NOT NULL THEN
    NEW.approved := now();
  END IF;
  IF NEW.refused IS NOT NULL THEN
    NEW.refused := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exception_at_once BEFORE UPDATE OF approved,refused ON exception
  FOR EACH ROW WHEN ((OLD.approved,OLD.refused)
    IS DISTINCT FROM (NEW.approved,NEW.refused))
  EXECUTE FUNCTION exception_at_once();

-- What moves with each reading and is in no list is no other state of a row:
-- one that is kept has them as they were then.
CREATE OR REPLACE FUNCTION past_keep() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  o jsonb := to_jsonb(OLD);
  moves text[] := '{rev,last_old}';
BEGIN
  IF o-moves=to_jsonb(NEW)-moves THEN
    RETURN NULL;
  END IF;
  INSERT INTO past VALUES(OLD.tenant_id,TG_TABLE_NAME,CASE TG_TABLE_NAME
    WHEN 'device' THEN (o->>'device_id')::bigint
    WHEN 'patch' THEN (o->>'patch_id')::bigint
    WHEN 'exception' THEN (o->>'exception_id')::bigint
    ELSE ((o->>'patch_id')::bigint<<32)|(o->>'device_id')::bigint END,
    now(),o) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
