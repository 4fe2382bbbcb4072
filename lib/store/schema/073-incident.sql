-- Who is told what, and when. An alert is one thing that holds; alerts about one
-- thing (a site that is away, a patch that is late on many devices) are one
-- incident, and people are told of incidents. What they are told is a saying,
-- written once; a notification brings it over a channel. The rules are data
-- (mibs/alerts.rules).

-- Where word is brought: an address, or a program of somebody else's.
ALTER TABLE recipient RENAME TO channel;
ALTER TABLE channel RENAME COLUMN recipient_id TO channel_id;
ALTER TABLE channel RENAME COLUMN mail TO target;
ALTER TABLE channel RENAME CONSTRAINT recipient_pkey TO channel_pkey;
ALTER TABLE channel DROP CONSTRAINT recipient_tenant_id_mail_key;
ALTER TABLE channel
  ADD kind text NOT NULL DEFAULT 'mail' CHECK(kind IN('mail','webhook',
    'syslog','snmp','program')),
  ADD name text,                       -- NULL: its target
  ADD functions text[] NOT NULL DEFAULT '{it_staff}' -- whom it reaches; none:
    CHECK(functions<@ARRAY['it_staff','system_owner','process_owner','board',
      'ciso']),                        -- what anybody is told
  ADD least text NOT NULL DEFAULT 'notice' CHECK(least IN('critical','warning',
    'notice')),
  ADD digest text NOT NULL DEFAULT 'none' CHECK(digest IN('none','daily',
    'weekly')),
  ADD digest_next timestamptz,
  ADD settings jsonb NOT NULL DEFAULT '{}',
  ADD secret bytea,                    -- sealed; the alert role has the key
  ADD created timestamptz NOT NULL DEFAULT now(),
  ADD removed timestamptz;
UPDATE channel c SET created=t.created FROM tenant t
  WHERE t.tenant_id=c.tenant_id;
CREATE UNIQUE INDEX channel_name ON channel(tenant_id,coalesce(name,target))
  WHERE removed IS NULL;
UPDATE id_alloc SET kind='channel' WHERE kind='recipient';
REVOKE SELECT ON channel FROM patchwacht_register, patchwacht_report,
  patchwacht_verify;
GRANT SELECT(tenant_id,channel_id,target,function,language,rules,kind,name,
  functions,least,digest,digest_next,settings,created,removed) ON channel
  TO patchwacht_register, patchwacht_report;
GRANT UPDATE(digest_next) ON channel TO patchwacht_alert;

CREATE TABLE incident(
  tenant_id integer NOT NULL REFERENCES tenant,
  incident_id bigint NOT NULL,
  rule text NOT NULL,
  severity text NOT NULL CHECK(severity IN('critical','warning','notice')),
  key text NOT NULL,                   -- what its alerts have in common
  opened timestamptz NOT NULL,         -- of its first alert
  recovered timestamptz,               -- no alert of it holds any more
  closed timestamptz,                  -- and that lasts
  total integer NOT NULL DEFAULT 0,    -- alerts, and those that hold
  holding integer NOT NULL DEFAULT 0,
  term_from timestamptz,               -- of the earliest deadline among these
  term_until timestamptz,
  returns integer NOT NULL DEFAULT 0,  -- how often it had recovered and came back
  step integer NOT NULL DEFAULT 0,     -- steps of its rule that were told
  functions text[] NOT NULL DEFAULT '{}', -- whom so far
  first_told timestamptz,
  told timestamptz,                    -- last
  told_holding integer NOT NULL DEFAULT 0,
  muted boolean NOT NULL DEFAULT false, -- when it was last looked at
  acked timestamptz,
  acked_by text,
  ack_reason text,
  next_look timestamptz NOT NULL,
  PRIMARY KEY(tenant_id,incident_id),
  CHECK((acked IS NULL)=(acked_by IS NULL)),
  CHECK((acked IS NULL)=(ack_reason IS NULL)));
CREATE UNIQUE INDEX incident_open ON incident(tenant_id,rule,key)
  WHERE closed IS NULL;
CREATE INDEX incident_look ON incident(next_look) WHERE closed IS NULL;

CREATE TABLE saying(
  tenant_id integer NOT NULL REFERENCES tenant,
  saying_id bigint NOT NULL,
  incident_id bigint,                  -- NULL: a digest, a test
  kind text NOT NULL CHECK(kind IN('opened','grown','escalated','reminder',
    'closed','digest','test')),
  at timestamptz NOT NULL,
  functions text[] NOT NULL DEFAULT '{}',
  detail jsonb NOT NULL,               -- all that is said, by name
  PRIMARY KEY(tenant_id,saying_id),
  FOREIGN KEY(tenant_id,incident_id) REFERENCES incident ON DELETE CASCADE);
CREATE INDEX saying_of ON saying(tenant_id,incident_id);

-- What is known of alerts: any rule of the files, or of a later release.
ALTER TABLE alert DROP CONSTRAINT alert_rule_check;
ALTER TABLE alert ADD CONSTRAINT alert_rule_check
    CHECK(rule ~ '^[a-z][a-z0-9_]{0,63}$'),
  ADD incident_id bigint,              -- NULL: not taken in yet
  ADD over boolean NOT NULL DEFAULT false, -- that it is, was taken in
  ADD saying_id bigint,                -- in which it was first told
  ADD subject text NOT NULL DEFAULT '', -- besides a device and a patch
  ADD FOREIGN KEY(tenant_id,incident_id) REFERENCES incident ON DELETE CASCADE;
DROP INDEX alert_open;
CREATE UNIQUE INDEX alert_open ON alert(tenant_id,rule,coalesce(device_id,0),
  coalesce(patch_id,0),subject) WHERE closed IS NULL;
CREATE INDEX alert_new ON alert(tenant_id,alert_id) WHERE incident_id IS NULL;
CREATE INDEX alert_over ON alert(tenant_id,alert_id)
  WHERE closed IS NOT NULL AND NOT over;
CREATE INDEX alert_incident ON alert(tenant_id,incident_id);

-- What was mailed so far stays on record: each alert was told by itself.
INSERT INTO incident(tenant_id,incident_id,rule,severity,key,opened,recovered,
    closed,total,holding,first_told,told,told_holding,step,functions,next_look)
  SELECT tenant_id,alert_id,rule,severity,'subject/'||coalesce(device_id,0)||'/'
    ||coalesce(patch_id,0)||'/',opened,closed,
    closed,1,(closed IS NULL)::integer,opened,opened,1,1,'{it_staff}',now()
  FROM alert;
INSERT INTO id_alloc SELECT tenant_id,'incident',next FROM id_alloc
  WHERE kind='alert';
UPDATE alert SET incident_id=alert_id,over=closed IS NOT NULL;
INSERT INTO saying(tenant_id,saying_id,incident_id,kind,at,functions,detail)
  SELECT a.tenant_id,2*a.alert_id-(k='opened')::integer,a.alert_id,k,
    CASE k WHEN 'opened' THEN a.opened ELSE a.closed END,'{it_staff}',
    jsonb_build_object('incident',a.alert_id,'kind',k,'rule',a.rule,
      'severity',a.severity,'opened',a.opened,'closed',a.closed,'total',1,
      'holding',(a.closed IS NULL)::integer,'numbers',jsonb_build_array(
      a.alert_id),'alerts',jsonb_build_array(a.detail))
  FROM alert a, unnest(ARRAY['opened','closed']) k
  WHERE k='opened' OR a.closed IS NOT NULL;
INSERT INTO id_alloc SELECT tenant_id,'saying',2*next FROM id_alloc
  WHERE kind='alert';
UPDATE alert SET saying_id=2*alert_id-1;

ALTER TABLE notification RENAME COLUMN recipient_id TO channel_id;
ALTER TABLE notification ADD saying_id bigint;
UPDATE notification SET saying_id=2*alert_id-(kind='opened')::integer;
ALTER TABLE notification DROP COLUMN alert_id, DROP COLUMN kind,
  ALTER saying_id SET NOT NULL,
  ADD dropped timestamptz,             -- its channel is gone
  ADD FOREIGN KEY(tenant_id,saying_id) REFERENCES saying ON DELETE CASCADE,
  ADD UNIQUE(tenant_id,saying_id,channel_id);
DROP INDEX notification_due;
CREATE INDEX notification_due ON notification(next_try)
  WHERE sent IS NULL AND dropped IS NULL;
CREATE INDEX notification_waiting ON notification(tenant_id,channel_id,saying_id)
  WHERE sent IS NULL AND dropped IS NULL;

-- What shall not be said for a while. It is on record all the same, and said
-- when it still holds at the end.
CREATE TABLE mute(
  tenant_id integer NOT NULL REFERENCES tenant,
  mute_id integer NOT NULL,
  rule text,                           -- NULL: each
  site_id integer,                     -- NULL: everywhere
  device_id integer,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  reason text NOT NULL,
  made timestamptz NOT NULL DEFAULT now(),
  made_by text NOT NULL DEFAULT session_user,
  ended timestamptz,                   -- before its time
  ended_by text,
  PRIMARY KEY(tenant_id,mute_id),
  FOREIGN KEY(tenant_id,site_id) REFERENCES site,
  FOREIGN KEY(tenant_id,device_id) REFERENCES device,
  CHECK(until>since),
  CHECK(until<=since+interval '1 year'),
  CHECK((ended IS NULL)=(ended_by IS NULL)));
CREATE INDEX mute_now ON mute(tenant_id,until) WHERE ended IS NULL;

-- Until when an alert is not to be said: NULL, it is. In windows where asked.
CREATE FUNCTION muted_until(a alert, of_site integer, in_windows boolean,
  at timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT max(u) FROM (
    SELECT s.until FROM mute s WHERE s.tenant_id=a.tenant_id
      AND s.ended IS NULL AND s.since<=muted_until.at
      AND s.until>muted_until.at AND (s.rule IS NULL OR s.rule=a.rule)
      AND (s.site_id IS NULL OR s.site_id=of_site)
      AND (s.device_id IS NULL OR s.device_id=a.device_id)
    UNION ALL
    SELECT d.window_end+interval '15 min' FROM deployment d WHERE in_windows
      AND d.tenant_id=a.tenant_id AND d.device_id=a.device_id
      AND d.closed IS NULL AND d.window_start<=muted_until.at
      AND d.window_end+interval '15 min'>muted_until.at) x(u)
$$;

-- What an incident is about, in a word or two.
CREATE FUNCTION incident_about(i incident) RETURNS text
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT CASE split_part(i.key,'/',1)
    WHEN 'site' THEN (SELECT name FROM site WHERE tenant_id=i.tenant_id
      AND site_id=split_part(i.key,'/',2)::integer)
    WHEN 'patch' THEN (SELECT reference FROM patch WHERE tenant_id=i.tenant_id
      AND patch_id=split_part(i.key,'/',2)::integer)
    WHEN 'device' THEN (SELECT name FROM device WHERE tenant_id=i.tenant_id
      AND device_id=split_part(i.key,'/',2)::integer)
    WHEN 'subject' THEN nullif(concat_ws(': ',
      (SELECT name FROM device WHERE tenant_id=i.tenant_id
        AND device_id=split_part(i.key,'/',2)::integer),
      (SELECT reference FROM patch WHERE tenant_id=i.tenant_id
        AND patch_id=split_part(i.key,'/',3)::integer),
      nullif(regexp_replace(i.key,'^subject/[0-9]+/[0-9]+/?',''),'')),'') END
$$;

-- Who takes note, now and in their own name. A supplier and who looks on do not.
CREATE FUNCTION incident_by_hand() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  IF OLD.closed IS NOT NULL OR OLD.acked IS NOT NULL THEN
    RAISE insufficient_privilege USING MESSAGE='incident ' || OLD.incident_id
      || CASE WHEN OLD.closed IS NOT NULL THEN ' is over'
         ELSE ' was acknowledged already' END;
  END IF;
  NEW.acked := now();
  NEW.acked_by := session_user;
  NEW.next_look := now();
  RETURN NEW;
END $$;
CREATE TRIGGER incident_by_hand BEFORE UPDATE ON incident
  FOR EACH ROW EXECUTE FUNCTION incident_by_hand();

-- It begins at the earliest now: what was said was said.
CREATE FUNCTION mute_by_hand() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF TG_OP='INSERT' THEN
    NEW.made := now();
    NEW.made_by := session_user;
    NEW.since := greatest(NEW.since,now());
  ELSE
    IF OLD.ended IS NOT NULL THEN
      RAISE insufficient_privilege USING MESSAGE='it has ended already';
    END IF;
    NEW.ended := now();
    NEW.ended_by := session_user;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER mute_by_hand BEFORE INSERT OR UPDATE ON mute
  FOR EACH ROW EXECUTE FUNCTION mute_by_hand();

CALL guard_for('incident','it_staff','system_owner','process_owner','ciso',
  'board');
CALL guard_for('saying','it_staff','process_owner');
CALL guard_for('mute','it_staff','system_owner','process_owner');
DROP POLICY IF EXISTS guard_insert ON notification;
CREATE POLICY guard_insert ON notification AS RESTRICTIVE FOR INSERT
  TO patchwacht_register, patchwacht_report WITH CHECK(
    tenant_id=ANY((SELECT tenants_as('it_staff','process_owner'))::integer[]));
-- By hand only a test is said.
CREATE POLICY saying_test ON saying AS RESTRICTIVE FOR INSERT
  TO patchwacht_register WITH CHECK(kind='test' AND incident_id IS NULL);
CREATE POLICY notification_test ON notification AS RESTRICTIVE FOR INSERT
  TO patchwacht_register WITH CHECK(EXISTS(SELECT FROM saying s
    WHERE s.tenant_id=notification.tenant_id
    AND s.saying_id=notification.saying_id AND s.kind='test'));

-- As it stood then: of an alert, without whom it was told to; of an incident,
-- what people see of it.
DROP TRIGGER past_keep ON alert;
CREATE TRIGGER past_keep AFTER UPDATE ON alert FOR EACH ROW
  EXECUTE FUNCTION past_keep('{alert_id}','{incident_id,over,saying_id}','{}');
CALL past_of_table('incident','{incident_id}','opened',
  '{next_look,told,told_holding,step,functions,term_from,term_until}');
CALL past_of_table('channel','{channel_id}','created','{digest_next}',
  hidden=>'{secret}');
CALL past_of_table('mute','{mute_id}','made');
CREATE TRIGGER past_forget AFTER DELETE ON incident FOR EACH ROW
  EXECUTE FUNCTION past_forget('{incident_id}');
INSERT INTO retention(kind,relation,does,keep,began,ended,of) VALUES
  ('alert_incident','incident','delete','3 years','x.opened','x.closed','true'),
  ('alert_digest','saying','delete','1 year','x.at','x.at','x.incident_id IS NULL');

GRANT SELECT ON incident, saying, mute TO patchwacht_alert,
  patchwacht_register, patchwacht_report;
GRANT INSERT, UPDATE ON incident TO patchwacht_alert;
GRANT INSERT ON saying, notification TO patchwacht_alert, patchwacht_register;
GRANT UPDATE(incident_id,over,saying_id) ON alert TO patchwacht_alert;
GRANT UPDATE(dropped) ON notification TO patchwacht_alert;
GRANT UPDATE(acked,acked_by,ack_reason,next_look) ON incident
  TO patchwacht_register;
GRANT INSERT, UPDATE(ended,ended_by) ON mute TO patchwacht_register;
REVOKE INSERT ON notification FROM patchwacht_verify;
REVOKE SELECT ON notification FROM patchwacht_verify;
GRANT SELECT ON proposal, loss TO patchwacht_verify;
-- Counted for a monitoring system.
GRANT SELECT ON run, journal_pos, reader_pos, quarantine, loss
  TO patchwacht_alert;
GRANT EXECUTE ON FUNCTION incident_about(incident) TO patchwacht_alert,
  patchwacht_register, patchwacht_report;
GRANT EXECUTE ON FUNCTION muted_until(alert,integer,boolean,timestamptz)
  TO patchwacht_alert;
