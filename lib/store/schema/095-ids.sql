-- Ids are handed out as they are used: nobody takes the next two thousand
-- million away from everybody else.

-- Where ids of a kind become rows. Of wide ones there is no end.
CREATE TABLE id_kind(
  kind text PRIMARY KEY,
  relation text NOT NULL,
  id text NOT NULL,
  wide boolean NOT NULL DEFAULT false);
INSERT INTO id_kind(kind,relation,id)
  SELECT k, k, k || '_id' FROM unnest(ARRAY['advice','assessment','channel','claim',
    'credential','deviation','device','discovery','emergency','exception',
    'hold','holder','informed','mitigation','patch','pilot','range','realm',
    'mute','report','request','site','supplier','supplier_claim',
    'system']) k
  UNION ALL SELECT 'entry.' || kind, 'entry', 'number' FROM entry_kind;
INSERT INTO id_kind(kind,relation,id,wide) VALUES
  ('window_rule','window_rule','window_id',false),
  ('transition','transition','transition_id',true),
  ('saying','saying','saying_id',true),
  ('notification','notification','notification_id',true),
  ('evidence','evidence','evidence_id',true);

-- The highest that became a row so far: rows may go again.
ALTER TABLE id_alloc ADD used bigint NOT NULL DEFAULT 0;
UPDATE id_alloc SET used=next-1;

-- For people the next id only ever rises, and not far past what is used. A
-- supplier takes ids for what it writes, as many at a time as a program does.
-- SECURITY DEFINER: it sees every row, whoever asks.
CREATE OR REPLACE FUNCTION id_alloc_rises() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  was bigint := 1;
  k id_kind;
  highest bigint;
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  NEW.used := 0;
  IF TG_OP='UPDATE' THEN
    was := OLD.next;
    NEW.used := OLD.used;
    IF (NEW.tenant_id,NEW.kind)<>(OLD.tenant_id,OLD.kind) OR NEW.next<was THEN
      RAISE insufficient_privilege USING MESSAGE='an id is handed out once';
    END IF;
  ELSIF EXISTS(SELECT FROM id_alloc WHERE tenant_id=NEW.tenant_id
      AND kind=NEW.kind) THEN
    RETURN NEW;                        -- it becomes an UPDATE
  END IF;
  SELECT * INTO k FROM id_kind WHERE kind=NEW.kind;
  IF NOT FOUND THEN
    RAISE insufficient_privilege USING MESSAGE=NEW.kind ||
      ': ids of this kind are not for people';
  END IF;
  IF NOT k.wide THEN
    EXECUTE format('SELECT max(%I) FROM %I WHERE tenant_id=$1 AND %I<$2%s',
      k.id,k.relation,k.id,CASE WHEN k.relation='entry'
      THEN format(' AND kind=%L',substr(k.kind,7)) ELSE '' END)
      INTO highest USING NEW.tenant_id,was;
    NEW.used := greatest(NEW.used,highest);
  END IF;
  IF NEW.next>(CASE WHEN k.wide THEN was+10000000 ELSE NEW.used+65537 END) THEN
    RAISE insufficient_privilege USING MESSAGE=NEW.kind || ': no more ids are '
      'taken than are used';
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
