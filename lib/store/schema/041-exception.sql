-- Exceptions as the process has them: asked by one, advised on by the CISO,
-- decided by another who may, for a time, and then over. Nothing is edited: an
-- extension is a request and a decision of its own.

ALTER TABLE exception
  ADD kind text NOT NULL DEFAULT 'other' CHECK(kind IN('supplier_forbids',
    'incompatible','unstable','no_window','replaced_soon','no_recovery',
    'other')),
  ADD extends integer,                 -- the one it goes on from
  ADD safety text CHECK(safety IN('none','acceptable','unacceptable')),
  ADD safety_by text,                  -- who assessed what it does to patients
  ADD safety_note text,
  ADD refused timestamptz,
  ADD refused_by text,
  ADD decision text,                   -- why it was decided so
  ADD decided_as text,                 -- the function, or declared
  ADD declared_by text,                -- who entered a decision on paper
  ADD document text,
  ADD document_sha256 bytea CHECK(length(document_sha256)=32),
  ADD first_approved timestamptz,      -- of all that this one extends
  ADD FOREIGN KEY(tenant_id,extends) REFERENCES exception,
  ADD CHECK(approved IS NULL OR refused IS NULL),
  ADD CHECK((refused IS NULL)=(refused_by IS NULL)),
  ADD CHECK(refused_by IS DISTINCT FROM requested_by),
  ADD CHECK((safety IS NULL)=(safety_by IS NULL)),
  ADD CHECK((declared_by IS NULL)=(document_sha256 IS NULL));
ALTER TABLE exception ALTER kind DROP DEFAULT;
UPDATE exception SET first_approved=approved WHERE approved IS NOT NULL;
ALTER TABLE exception
  ADD CHECK((approved IS NULL)=(first_approved IS NULL));

-- What the CISO says of a request. With adviser it stood on paper, and actor
-- entered it. Append only.
CREATE TABLE advice(
  tenant_id integer NOT NULL,
  advice_id integer NOT NULL,
  exception_id integer NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  verdict text NOT NULL CHECK(verdict IN('for','against','conditional')),
  reason text NOT NULL CHECK(reason<>''),
  adviser text,
  document text,
  document_sha256 bytea CHECK(length(document_sha256)=32),
  PRIMARY KEY(tenant_id,advice_id),
  FOREIGN KEY(tenant_id,exception_id) REFERENCES exception,
  CHECK((adviser IS NULL)=(document_sha256 IS NULL)));
CREATE INDEX advice_of ON advice(tenant_id,exception_id);

-- Asked in one's own name, now; suppliers for devices of theirs, one by one.
DROP POLICY exception_ask ON exception;
CREATE POLICY exception_ask ON exception FOR INSERT WITH CHECK(
  requested_by=session_user AND approved_by IS NULL AND refused_by IS NULL
  AND declared_by IS NULL
  AND requested BETWEEN now()-interval '5 min' AND now()+interval '5 min');
DROP POLICY guard_insert ON exception;
CREATE POLICY guard_insert ON exception AS RESTRICTIVE FOR INSERT
  TO patchwacht_register, patchwacht_report WITH CHECK(
  tenant_id=ANY((SELECT tenants_as('it_staff','system_owner'))::integer[])
  OR (device_id IS NOT NULL AND holds_for(tenant_id,device_id,'it_staff',
    'system_owner','supplier')));
-- By whom a decision is made the trigger below says, and why not.
DROP POLICY exception_decide ON exception;
CREATE POLICY exception_decide ON exception FOR UPDATE USING(true) WITH CHECK(
  coalesce(declared_by,approved_by,refused_by)=session_user
  AND coalesce(approved,refused)
    BETWEEN now()-interval '5 min' AND now()+interval '5 min');
DROP POLICY guard_update ON exception;
CREATE POLICY guard_update ON exception AS RESTRICTIVE FOR UPDATE
  TO patchwacht_register, patchwacht_report
  USING(tenant_id=ANY((SELECT tenants_note())::integer[]))
  WITH CHECK(tenant_id=ANY((SELECT tenants_note())::integer[]));
CALL guard('advice',
  'tenant_id=ANY((SELECT tenants_as(''ciso'',''process_owner''))::integer[])');

CREATE FUNCTION exception_refuse(e exception, why text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE insufficient_privilege
    USING MESSAGE='exception ' || e.exception_id || ': ' || why;
END $$;

-- SECURITY DEFINER, as those below: it sees the earlier one, whoever asks.
CREATE FUNCTION exception_asked() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NEW.extends IS NOT NULL AND NOT EXISTS(SELECT FROM exception e
      WHERE e.tenant_id=NEW.tenant_id AND e.exception_id=NEW.extends
        AND e.patch_id=NEW.patch_id AND e.approved IS NOT NULL
        AND e.device_id IS NOT DISTINCT FROM NEW.device_id) THEN
    PERFORM exception_refuse(NEW,'what it extends must be an approved one of '
      'the same patch and device');
  END IF;
  IF NEW.safety IS NULL AND EXISTS(SELECT FROM tenant
      WHERE tenant_id=NEW.tenant_id AND kind='care') THEN
    PERFORM exception_refuse(NEW,'where care is given, somebody says first '
      'what it does to the safety of patients');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exception_asked BEFORE INSERT ON exception
  FOR EACH ROW EXECUTE FUNCTION exception_asked();

CREATE FUNCTION advice_given() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  e exception;
BEGIN
  SELECT * INTO STRICT e FROM exception WHERE tenant_id=NEW.tenant_id
    AND exception_id=NEW.exception_id FOR UPDATE;
  IF coalesce(e.approved,e.refused) IS NOT NULL THEN
    PERFORM exception_refuse(e,'it is decided, advice comes before');
  ELSIF e.requested_by=session_user THEN
    PERFORM exception_refuse(e,'nobody advises on their own request');
  ELSIF NOT e.tenant_id=ANY(tenants_as(CASE WHEN NEW.adviser IS NULL
      THEN 'ciso' ELSE 'process_owner' END)) THEN
    PERFORM exception_refuse(e,'the CISO advises; what stands on paper the '
      'process owner enters');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER advice_given BEFORE INSERT ON advice
  FOR EACH ROW EXECUTE FUNCTION advice_given();
ALTER POLICY anybody ON advice
  WITH CHECK(actor=session_user AND at=now());

-- The function by which who asks may decide on it, or NULL. The system owner
-- decides on what is low or medium, for 90 days counted from the first
-- approval, so that extensions do not add up.
CREATE FUNCTION exception_decider(e exception) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
  SELECT CASE
    WHEN EXISTS(SELECT FROM held() h WHERE h.tenant_id=e.tenant_id
      AND h.function='board' AND h.mandate IS NULL) THEN 'board'
    WHEN e.tenant_id=ANY(tenants_as('board')) THEN 'board_mandate'
    WHEN p.priority IN('medium','low')
      AND e.valid_until<=coalesce(x.first_approved,now())+interval '90 d'
      AND holds_for(e.tenant_id,e.device_id,'system_owner')
      THEN 'system_owner' END
  FROM patch p LEFT JOIN exception x ON x.tenant_id=e.tenant_id
    AND x.exception_id=e.extends
  WHERE p.tenant_id=e.tenant_id AND p.patch_id=e.patch_id
$$;

CREATE FUNCTION exception_decided() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  earlier exception;
BEGIN
  IF coalesce(OLD.approved,OLD.refused) IS NOT NULL THEN
    PERFORM exception_refuse(OLD,'it was ' || CASE WHEN OLD.refused IS NULL
      THEN 'approved' ELSE 'refused' END || ' by ' ||
      coalesce(OLD.approved_by,OLD.refused_by) || '; more time is a request '
      'that extends it');
  ELSIF OLD.requested_by=session_user THEN
    PERFORM exception_refuse(OLD,'nobody decides on their own request');
  ELSIF OLD.tenant_id=ANY(tenants_near('ciso')) THEN
    PERFORM exception_refuse(OLD,'the CISO advises, and never decides');
  ELSIF NOT EXISTS(SELECT FROM advice WHERE tenant_id=OLD.tenant_id
      AND exception_id=OLD.exception_id) THEN
    PERFORM exception_refuse(OLD,'the CISO has not advised yet');
  ELSIF NEW.declared_by IS NULL THEN
    NEW.decided_as := exception_decider(OLD);
    IF NEW.decided_as IS NULL THEN
      PERFORM exception_refuse(OLD,'the board decides, or who holds its '
        'mandate; the system owner on low and medium, for 90 days');
    END IF;
  ELSIF NOT OLD.tenant_id=ANY(tenants_as('process_owner')) THEN
    PERFORM exception_refuse(OLD,'what was decided on paper the process owner '
      'enters');
  ELSE
    NEW.decided_as := 'declared';
  END IF;
  IF NEW.refused IS NOT NULL THEN
    RETURN NEW;
  END IF;
  IF OLD.safety='unacceptable' OR (OLD.safety IS NULL AND EXISTS(SELECT
      FROM tenant WHERE tenant_id=OLD.tenant_id AND kind='care')) THEN
    PERFORM exception_refuse(OLD,'the safety of patients forbids it');
  END IF;
  NEW.first_approved := NEW.approved;
  IF OLD.extends IS NOT NULL THEN
    SELECT * INTO STRICT earlier FROM exception
      WHERE tenant_id=OLD.tenant_id AND exception_id=OLD.extends;
    IF earlier.valid_until<=NEW.approved THEN
      PERFORM exception_refuse(OLD,'what it extends has ended');
    END IF;
    -- Each of them is by somebody who may: paper breaks the row.
    IF earlier.declared_by IS NULL THEN
      NEW.first_approved := earlier.first_approved;
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER exception_decided BEFORE UPDATE OF approved,approved_by,refused,
  refused_by,decision,declared_by,document,document_sha256 ON exception
  FOR EACH ROW EXECUTE FUNCTION exception_decided();

GRANT SELECT ON advice TO patchwacht_register, patchwacht_report;
GRANT INSERT(tenant_id,advice_id,exception_id,verdict,reason,adviser,document,
  document_sha256) ON advice TO patchwacht_register;
REVOKE INSERT, UPDATE ON exception FROM patchwacht_register;
GRANT INSERT(tenant_id,exception_id,patch_id,device_id,kind,reason,measure,
  owner,requested,requested_by,valid_until,extends,safety,safety_by,
  safety_note) ON exception TO patchwacht_register;
GRANT UPDATE(approved,approved_by,refused,refused_by,decision,declared_by,
  document,document_sha256) ON exception TO patchwacht_register;

ALTER TABLE alert DROP CONSTRAINT alert_rule_check;
ALTER TABLE alert ADD CONSTRAINT alert_rule_check CHECK(rule IN(
  'past_deadline','not_confirmed','rolled_back','unexpected_reboots',
  'not_returned','conflict','failed','exception_ends'));

-- Nobody writes how things stood.
CALL guard('past','false');
