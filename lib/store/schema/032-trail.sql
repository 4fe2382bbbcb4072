-- The audit trail holds each verdict beside each change of the register, and
-- the database takes no row that does not fit the one before it, whoever speaks
-- SQL. What shows an owner's hand is the chain, and its anchors elsewhere.

-- A field as lib/model/trail/row.h has it.
CREATE FUNCTION trail_field(v text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(int4send(octet_length(v))||convert_to(v,'UTF8'),
    decode('ffffffff','hex'))
$$;

CREATE FUNCTION trail_hash(c change) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256('patchwacht-change-1'::bytea||c.prev||
    int8send(c.tenant_id::bigint)||int8send(c.seq)||
    int8send((extract(epoch FROM c.at)*1000000)::bigint)||
    patchwacht.trail_field(c.actor)||patchwacht.trail_field(c.action)||
    patchwacht.trail_field(c.object)||patchwacht.trail_field(c.detail)||
    patchwacht.trail_field(c.reason))
$$;

CREATE FUNCTION change_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
DECLARE
  bad record;
BEGIN
  SELECT a.tenant_id,a.seq INTO bad FROM (SELECT n.*,
      lag(n.seq) OVER w AS seq_before, lag(n.hash) OVER w AS hash_before,
      trail_hash((n.tenant_id,n.seq,n.at,n.actor,n.action,n.object,n.detail,
        n.reason,n.prev,n.hash)::change) AS made
    FROM added n WINDOW w AS (PARTITION BY n.tenant_id ORDER BY n.seq)) a
    LEFT JOIN change b ON a.seq_before IS NULL AND b.tenant_id=a.tenant_id
      AND b.seq=a.seq-1
    WHERE a.hash<>a.made
      OR a.seq<>coalesce(a.seq_before,b.seq,0)+1
      OR a.prev<>coalesce(a.hash_before,b.hash,decode(repeat('00',32),'hex'))
    LIMIT 1;
  IF FOUND THEN
    RAISE insufficient_privilege USING MESSAGE='change ' || bad.seq ||
      ' of tenant ' || bad.tenant_id || ' does not fit the one before it';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER change_fits AFTER INSERT ON change
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION change_fits();

-- The head says what is there, and only ever goes on. It is locked by an
-- UPDATE that changes nothing.
CREATE FUNCTION change_head_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path=patchwacht,pg_temp AS $$
BEGIN
  IF (NEW.seq=0 AND NEW.hash=decode(repeat('00',32),'hex')) OR EXISTS(SELECT FROM change
      WHERE tenant_id=NEW.tenant_id AND seq=NEW.seq AND hash=NEW.hash) THEN
    IF TG_OP='INSERT' OR (NEW.tenant_id=OLD.tenant_id AND NEW.seq>=OLD.seq)
    THEN
      RETURN NULL;
    END IF;
  END IF;
  RAISE insufficient_privilege USING MESSAGE=
    'the head of the changes of tenant ' || NEW.tenant_id ||
    ' is its last row, and no other';
END $$;
CREATE TRIGGER change_head_fits AFTER INSERT OR UPDATE OF tenant_id,seq,hash
  ON change_head FOR EACH ROW EXECUTE FUNCTION change_head_fits();

-- What the trail keeps of a step; the two are held against each other.
CREATE FUNCTION step(t transition) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('step',t.transition_id,'patch',t.patch_id,
    'device',t.device_id,'attempt',t.attempt,
    'at',to_char(t.at AT TIME ZONE 'UTC','YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'from',t.from_state,'to',t.to_state,'flag',t.flag,'cause',t.cause,
    'level',t.level,'actor',t.actor,'reason',t.reason,
    'policy',t.policy_version,'evidence',to_jsonb(t.evidence))
$$;

-- The same of evidence, by the hashes of its bytes and of what is read in them.
CREATE FUNCTION proof(e evidence) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('evidence',e.evidence_id,'device',e.device_id,
    'at',to_char(e.at AT TIME ZONE 'UTC','YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'kind',e.kind,'sha256',encode(sha256(e.bytes),'hex'),
    'content',encode(sha256(convert_to(e.content::text,'UTF8')),'hex'))
$$;

-- An anchor, as `patchwacht audit verify --anchors` reads it.
CREATE FUNCTION trail_line(h change_head, at timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' ','patchwacht-trail-1',h.tenant_id,h.seq,
    to_char(at AT TIME ZONE 'UTC','YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    encode(h.hash,'hex'))
$$;

-- The poller keeps one in its journal, which is signed.
GRANT SELECT ON change_head TO patchwacht_poll;
