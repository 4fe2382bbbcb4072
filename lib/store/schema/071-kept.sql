-- More kinds of records whose time ends: what people said about a patch goes
-- when that patch has been over for three years, decisions and what functions
-- somebody held after seven and three, the past of rows after three. Of a
-- report the file goes, by who wrote it (patchwacht-report due); its hashes
-- stay. Whose name an event has is forgotten as the message goes that told it.

ALTER TABLE retention DROP CONSTRAINT retention_does_check;
ALTER TABLE retention ADD CONSTRAINT retention_does_check
  CHECK(does IN('delete','pseudonymise','forget','remove_file'));

-- Since when nothing is to be done for a patch; NULL: something is.
CREATE FUNCTION patch_over(of_tenant integer, of_patch integer)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce(p.closed, CASE WHEN p.status='withdrawn' THEN
    coalesce((SELECT max(until) FROM past WHERE tenant_id=of_tenant
      AND kind='patch' AND id=of_patch), p.registered) END)
  FROM patch p WHERE p.tenant_id=of_tenant AND p.patch_id=of_patch
$$;
CREATE FUNCTION after_patch(of_tenant integer, of_patch integer,
  made timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN over IS NOT NULL THEN greatest(over,made) END
  FROM (SELECT patch_over(of_tenant,of_patch) AS over) o
$$;

ALTER TABLE report ADD removed timestamptz;
GRANT UPDATE(removed) ON report TO patchwacht_report;
CREATE POLICY report_remove ON report FOR UPDATE TO patchwacht_report
  USING(removed IS NULL) WITH CHECK(session_user='patchwacht_report'
    AND removed BETWEEN now()-interval '5 min' AND now()+interval '5 min');

INSERT INTO retention(kind,relation,does,keep,began,ended,of) VALUES
  ('past','past','delete','3 years','x.until','x.until','true'),
  ('claim','claim','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.made)','true'),
  ('assessment','assessment','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.at)','true'),
  ('pilot','pilot','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.made)','true'),
  ('emergency','emergency','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.at)','true'),
  ('mitigation','mitigation','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,greatest(x.made,x.ended))','true'),
  ('deviation','deviation','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.made)','true'),
  ('informed','informed','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.made)','true'),
  ('exception','exception','delete','7 years','x.requested',
    'greatest(x.refused,x.valid_until)','true'),
  ('holder','holder','delete','3 years','x.since','x.until','true'),
  ('alert','alert','delete','3 years','x.opened','x.closed','true'),
  ('report','report','remove_file','3 years','x.period_from','x.made',
    'x.removed IS NULL'),
  ('event_who','event','forget','180 days','x.at','x.at','x.who IS NOT NULL');
-- An extension rests on what it extends.
UPDATE retention SET free='NOT EXISTS(SELECT FROM exception y WHERE '
  'y.tenant_id=x.tenant_id AND y.extends=x.exception_id)'
  WHERE kind='exception';

-- What belongs to a row goes with it: advice, mails, and what it was.
ALTER TABLE advice DROP CONSTRAINT advice_tenant_id_exception_id_fkey,
  ADD FOREIGN KEY(tenant_id,exception_id) REFERENCES exception
    ON DELETE CASCADE;
DO $$
BEGIN
  IF EXISTS(SELECT FROM pg_constraint
      WHERE conname='notification_tenant_id_alert_id_fkey') THEN
    ALTER TABLE notification
      DROP CONSTRAINT notification_tenant_id_alert_id_fkey,
      ADD FOREIGN KEY(tenant_id,alert_id) REFERENCES alert ON DELETE CASCADE;
  END IF;
END $$;
CREATE FUNCTION past_forget() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
BEGIN
  DELETE FROM past WHERE tenant_id=OLD.tenant_id AND kind=TG_TABLE_NAME
    AND id=past_id(to_jsonb(OLD),VARIADIC TG_ARGV[0]::text[]);
  RETURN NULL;
END $$;
CREATE TRIGGER past_forget AFTER DELETE ON system FOR EACH ROW
  EXECUTE FUNCTION past_forget('{system_id}');
CREATE TRIGGER past_forget AFTER DELETE ON mitigation FOR EACH ROW
  EXECUTE FUNCTION past_forget('{mitigation_id}');
CREATE TRIGGER past_forget AFTER DELETE ON exception FOR EACH ROW
  EXECUTE FUNCTION past_forget('{exception_id}');
CREATE TRIGGER past_forget AFTER DELETE ON alert FOR EACH ROW
  EXECUTE FUNCTION past_forget('{alert_id}');

CREATE INDEX event_who ON event(tenant_id,at) WHERE who IS NOT NULL;
REVOKE UPDATE(who) ON event FROM patchwacht_verify;

-- As before, with names that are forgotten; and how it stood is told only from
-- where its past is whole.
CREATE OR REPLACE FUNCTION retention_apply(of_tenant integer, of_kind text,
  at timestamptz) RETURNS bigint LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  r retention;
  n bigint;
  what text;
BEGIN
  SELECT * INTO STRICT r FROM retention WHERE kind=of_kind;
  what := CASE r.does WHEN 'delete' THEN format('DELETE FROM %I x',r.relation)
    WHEN 'forget' THEN format('UPDATE %I x SET who=NULL',r.relation)
    WHEN 'pseudonymise' THEN format('UPDATE %I x SET person=''p-''||left('
      'replace(gen_random_uuid()::text,''-'',''''),12)',r.relation) END;
  EXECUTE format('%s WHERE x.tenant_id=$2 AND (%s) AND %s<$1-%L::interval'
    ' AND (%s) AND NOT row_is_held(x.tenant_id,%s,%s)', what, r.of, r.ended,
    r.keep, r.free, r.began, r.ended) USING at, of_tenant;
  GET DIAGNOSTICS n = ROW_COUNT;
  IF of_kind='past' AND n>0 THEN
    UPDATE past_since s SET at=greatest(s.at,retention_apply.at-r.keep);
  END IF;
  RETURN n;
END $$;

-- The files of reports that are due and that no hold is open over.
CREATE FUNCTION reports_due(of_tenant integer, at timestamptz)
RETURNS TABLE(report_id integer, number text, path text, pdf bytea,
  evidence bytea) LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT x.report_id, x.number, x.path, x.pdf_sha256, x.evidence_sha256
  FROM report x, retention r WHERE r.kind='report' AND x.tenant_id=of_tenant
    AND x.removed IS NULL AND x.made<reports_due.at-r.keep
    AND NOT row_is_held(x.tenant_id,x.period_from,x.made)
  ORDER BY x.report_id
$$;
