-- Who writes which entry, and ends it: those whose task it is by the process.
-- A topic goes before none. Of what stands on paper the process owner enters
-- the outcome with the hash of the document; that is declared.
CREATE TABLE entry_right(
  kind text NOT NULL REFERENCES entry_kind,
  does text NOT NULL CHECK(does IN('write','end')),
  topic text NOT NULL DEFAULT '',
  functions text[] NOT NULL,
  PRIMARY KEY(kind,does,topic));
INSERT INTO entry_right(kind,does,topic,functions) VALUES
  ('action','write','',
    '{board,system_owner,it_staff,process_owner,ciso}'),
  ('action','end','',
    '{board,system_owner,it_staff,process_owner,ciso}'),
  ('decision','write','',
    '{board,system_owner,it_staff,process_owner,ciso}'),
  ('decision','end','','{board,system_owner}'),
  ('review','write','',
    '{board,system_owner,it_staff,process_owner,ciso}'),
  ('review','end','','{board,system_owner,it_staff,process_owner,ciso}'),
  ('review','end','report','{ciso,board}'),
  ('review','end','policy','{ciso,board,process_owner}'),
  ('incident','write','','{system_owner,it_staff,process_owner,ciso}'),
  ('incident','end','','{system_owner,it_staff,process_owner}'),
  ('change','write','','{system_owner,it_staff}'),
  ('change','end','','{system_owner,it_staff}'),
  ('contract','write','','{board,system_owner,process_owner}'),
  ('contract','end','','{board,system_owner,process_owner}'),
  ('attestation','write','',
    '{board,system_owner,it_staff,process_owner,ciso}'),
  ('attestation','end','',
    '{board,system_owner,it_staff,process_owner,ciso}');
GRANT SELECT ON entry_right TO patchwacht_register;

ALTER TABLE entry ADD ended_as text;   -- by a function, or declared
GRANT SELECT(ended_as) ON entry TO patchwacht_report;

-- The function by which who asks may do it, or NULL.
CREATE FUNCTION entry_function(of_tenant integer, of_kind text, to_do text,
  of_topic text) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path=patchwacht,pg_temp AS $$
  SELECT f FROM (SELECT functions FROM entry_right WHERE kind=of_kind
      AND does=to_do AND topic IN('',of_topic) ORDER BY topic DESC LIMIT 1) r,
    unnest(r.functions) WITH ORDINALITY AS u(f,n)
  WHERE of_tenant=ANY(tenants_as(f)) ORDER BY n LIMIT 1
$$;

-- What a person writes is the next revision of a number that was handed out.
-- An outcome is given by who may, and a decision never by who asked for it, nor
-- by the CISO. SECURITY DEFINER: it sees what was before, whoever asks.
CREATE FUNCTION entry_next() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  was entry;
  first entry;
  name text := NEW.kind || ' ' || NEW.number;
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  SELECT * INTO was FROM entry WHERE tenant_id=NEW.tenant_id
    AND kind=NEW.kind AND number=NEW.number ORDER BY rev DESC LIMIT 1;
  SELECT * INTO first FROM entry WHERE tenant_id=NEW.tenant_id
    AND kind=NEW.kind AND number=NEW.number ORDER BY rev LIMIT 1;
  IF NEW.rev<>coalesce(was.rev,0)+1 OR NEW.number<1 OR NEW.number>=coalesce(
      (SELECT next FROM id_alloc a WHERE a.tenant_id=NEW.tenant_id
      AND a.kind='entry.' || NEW.kind),1) THEN
    RAISE insufficient_privilege USING MESSAGE=name ||
      ': a revision is the next one of a number that was handed out';
  END IF;
  IF entry_function(NEW.tenant_id,NEW.kind,'write',NEW.topic) IS NULL
      AND (NEW.closed,NEW.outcome) IS NOT DISTINCT FROM (was.closed,was.outcome)
  THEN
    RAISE insufficient_privilege USING MESSAGE=name ||
      ': whose task it is, writes it';
  END IF;
  IF NEW.kind IN('incident','attestation') AND
      NEW.opened>clock_timestamp()+interval '5 min' THEN
    RAISE insufficient_privilege USING MESSAGE=name ||
      ': what happened is not yet to come';
  END IF;
  NEW.ended_as := was.ended_as;
  IF (NEW.closed,NEW.outcome) IS NOT DISTINCT FROM (was.closed,was.outcome) THEN
    RETURN NEW;
  END IF;
  NEW.ended_as := entry_function(NEW.tenant_id,NEW.kind,'end',NEW.topic);
  IF NEW.ended_as IS NULL AND NEW.sha256 IS NOT NULL
      AND NEW.tenant_id=ANY(tenants_as('process_owner')) THEN
    NEW.ended_as := 'declared';
  ELSIF NEW.kind='decision' AND NEW.outcome IS NOT NULL AND
      (coalesce(first.actor,session_user)=session_user
      OR NEW.tenant_id=ANY(tenants_near('ciso'))) THEN
    RAISE insufficient_privilege USING MESSAGE=name ||
      ': nobody decides on what they asked, and the CISO never decides';
  END IF;
  IF NEW.ended_as IS NULL THEN
    RAISE insufficient_privilege USING MESSAGE=name ||
      ': its outcome is for those whose task that is',
      HINT='On paper: the process owner enters it with --document.';
  END IF;
  IF NEW.closed IS NULL THEN
    NEW.ended_as := NULL;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_next BEFORE INSERT ON entry
  FOR EACH ROW EXECUTE FUNCTION entry_next();
