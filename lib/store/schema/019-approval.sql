-- Who decides on a proposal, and what an approval of a range is of, hold for
-- whoever speaks SQL.

-- The poller writes what it found: no decision, in nobody's name.
REVOKE INSERT, UPDATE ON proposal FROM patchwacht_poll;
GRANT INSERT(tenant_id,realm_id,address,port,discovery_id,range_id,
  credential_id,protocol,level,engine_id,sys_object_id,sys_descr,sys_name,
  profile,vendor,model,class,version,confidence,serial,first_seen,last_seen,
  state,known_by,device_id),
  UPDATE(discovery_id,range_id,credential_id,protocol,level,engine_id,
  sys_object_id,sys_descr,sys_name,profile,vendor,model,class,version,
  confidence,serial,last_seen,state,known_by,device_id) ON proposal
  TO patchwacht_poll;
DROP POLICY proposal_make ON proposal;
CREATE POLICY proposal_make ON proposal FOR INSERT TO patchwacht_poll
  WITH CHECK(state IN('new','known'));
CREATE POLICY proposal_renew ON proposal FOR UPDATE TO patchwacht_poll
  USING(true) WITH CHECK(true);

-- A state that is a decision is reached together with its moment, which only
-- those may write who decide. One that is left takes its decision along.
CREATE FUNCTION proposal_state() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NEW.state NOT IN('accepted','refused') THEN
    NEW.decided := NULL;
    NEW.decided_by := NULL;
    NEW.reason := NULL;
  ELSIF (NEW.state,NEW.device_id) IS DISTINCT FROM (OLD.state,OLD.device_id)
      AND NEW.decided IS NOT DISTINCT FROM OLD.decided THEN
    RAISE insufficient_privilege USING
      MESSAGE='a proposal becomes ' || NEW.state || ' by a decision only';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER proposal_state BEFORE UPDATE ON proposal
  FOR EACH ROW EXECUTE FUNCTION proposal_state();
UPDATE proposal SET decided=NULL, decided_by=NULL, reason=NULL
  WHERE state NOT IN('accepted','refused') AND decided IS NOT NULL;

-- An approval is of what was read: what may be offered cannot grow after it.
-- SECURITY DEFINER: who adds a credential may not lock the range otherwise; of
-- an approval at the same moment one waits for the other.
CREATE FUNCTION range_credential_late() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  since timestamptz;
BEGIN
  SELECT approved INTO since FROM range
    WHERE tenant_id=NEW.tenant_id AND range_id=NEW.range_id FOR SHARE;
  IF since IS NOT NULL THEN
    RAISE insufficient_privilege USING
      MESSAGE='range ' || NEW.range_id || ' is approved as it is',
      HINT='Remove it, and list it anew.';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER range_credential_late BEFORE INSERT OR UPDATE
  ON range_credential FOR EACH ROW EXECUTE FUNCTION range_credential_late();

-- Who approved first did, and of a range that needs it.
CREATE OR REPLACE FUNCTION range_approve(of_tenant integer, of_range integer,
  why text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  UPDATE range SET approved_by=session_user, approved=now(), approval=why
  WHERE tenant_id=of_tenant AND range_id=of_range AND removed IS NULL
    AND medical AND approved IS NULL;
  IF NOT FOUND THEN
    RAISE insufficient_privilege USING MESSAGE='range ' || of_range ||
      ' needs no approval: it is not medical, is approved or is not there';
  END IF;
END $$;
