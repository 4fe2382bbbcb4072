-- Messages as they are searched for. They come by the million: a row is as
-- narrow as it can be, without a key (the position in the journal says that
-- each came once) and without keeping its bytes twice. What tells of accesses
-- is kept longer than what tells of operation, in partitions of its own.

ALTER TABLE message RENAME TO message_before;
CREATE TABLE message(
  rcvd timestamptz NOT NULL,
  seq bigint NOT NULL,
  device_time timestamptz,             -- as claimed
  journal uuid NOT NULL,
  tenant_id integer NOT NULL,
  realm_id integer NOT NULL,
  device_id integer,                   -- NULL: unknown
  peer_port integer NOT NULL,
  pri smallint,                        -- facility * 8 + severity, or none
  severity smallint NOT NULL,          -- of SYS-5-RESTART, else of pri
  security boolean NOT NULL,           -- who came in, or tried to, or may
  host_source "char",                  -- header, inner header, body
  time_source "char",                  -- h, i, b
  zoned boolean,                       -- device_time came with its zone
  peer inet NOT NULL,
  transport text NOT NULL,             -- udp, tcp, tls, relp, relp-tls
  host text,                           -- as claimed
  app text,
  procid text,
  msgid text,                          -- RFC 5424's, or a mnemonic
  certificate text,                    -- the name in it that was proven
  sd jsonb,
  flags text[],                        -- truncated, masked, ... NULL: none
  head bytea,                          -- the bytes before text; where text is
  raw bytea,                           -- not as it came, all of them instead
  text text NOT NULL)
  PARTITION BY LIST(security);
CREATE TABLE message_operational PARTITION OF message
  FOR VALUES IN (false) PARTITION BY RANGE(rcvd);
CREATE TABLE message_security PARTITION OF message
  FOR VALUES IN (true) PARTITION BY RANGE(rcvd);
CREATE INDEX message_of_device ON message(tenant_id,device_id,rcvd);
CREATE INDEX message_by_time ON message
  USING brin(rcvd) WITH (pages_per_range=32, autosummarize=on);

-- Where the rows of a journal stand: one row for each batch that was loaded,
-- instead of an index with one for each message. Gone when all have been read.
CREATE TABLE message_batch(
  journal uuid NOT NULL,
  upto bigint NOT NULL,                -- last record of the batch
  count integer NOT NULL,
  first timestamptz NOT NULL,          -- of message.rcvd
  last timestamptz NOT NULL,
  PRIMARY KEY(journal,upto));

-- The bytes of a message, after masking.
CREATE FUNCTION message_bytes(m message) RETURNS bytea
LANGUAGE sql STABLE AS $$
  SELECT coalesce(m.raw, m.head || convert_to(m.text,'UTF8'))
$$;

-- What came of each device in each hour, counted as it was loaded, so that
-- silence and volume need not count it again. Device 0: of unknown ones.
CREATE TABLE message_tally(
  hour timestamptz NOT NULL,
  tenant_id integer NOT NULL,
  device_id integer NOT NULL,
  count bigint NOT NULL,
  severe bigint NOT NULL,              -- severity 3 and worse
  protected bigint NOT NULL,           -- over TLS
  bytes bigint NOT NULL,
  first timestamptz NOT NULL,
  last timestamptz NOT NULL,
  PRIMARY KEY(tenant_id,device_id,hour)) PARTITION BY RANGE(hour);

-- Full-text search stands on partitions that are complete: an index costs ten
-- times what loading does.
ALTER TABLE part_policy ADD COLUMN searched text;
DELETE FROM part_policy WHERE parent='message';
INSERT INTO part_policy(parent,step,ahead,keep,searched) VALUES
  ('message_operational','day',3,'60 days','text'),
  ('message_security','day',3,'180 days','text'),
  ('message_tally','month',2,'3 years',NULL);

-- While a hold is open, nothing that overlaps its time is dropped.
CREATE TABLE hold(
  tenant_id integer NOT NULL REFERENCES tenant,
  hold_id integer NOT NULL,
  since timestamptz NOT NULL,
  until timestamptz NOT NULL,
  reason text NOT NULL CHECK(reason<>''),
  set_by text NOT NULL DEFAULT session_user,
  set_at timestamptz NOT NULL DEFAULT now(),
  released_by text,
  released_at timestamptz,
  PRIMARY KEY(tenant_id,hold_id),
  CHECK(until>since),
  CHECK((released_by IS NULL)=(released_at IS NULL)));
ALTER TABLE hold ENABLE ROW LEVEL SECURITY;
CREATE POLICY hold_read ON hold FOR SELECT USING(true);
CREATE POLICY hold_set ON hold FOR INSERT
  WITH CHECK(set_by=session_user AND released_by IS NULL);
CREATE POLICY hold_release ON hold FOR UPDATE USING(released_by IS NULL)
  WITH CHECK(released_by=session_user);

CREATE FUNCTION part_is_held(lo timestamptz, hi timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM hold h WHERE h.released_at IS NULL
    AND h.since < hi AND h.until > lo)
$$;

GRANT INSERT ON message TO patchwacht_store;
GRANT SELECT ON message
  TO patchwacht_verify, patchwacht_register, patchwacht_report;
GRANT INSERT ON message_batch TO patchwacht_store;
GRANT SELECT ON message_batch TO patchwacht_verify;
GRANT SELECT, INSERT, UPDATE ON message_tally TO patchwacht_store;
GRANT SELECT ON message_tally
  TO patchwacht_verify, patchwacht_register, patchwacht_report;
GRANT SELECT, INSERT ON hold TO patchwacht_register;
GRANT UPDATE(released_by,released_at) ON hold TO patchwacht_register;
GRANT SELECT ON hold TO patchwacht_report;

-- What was there already. Which of it was about accesses was not told apart.
DO $$
DECLARE
  t0 timestamptz;
  t1 timestamptz;
BEGIN
  SELECT min(rcvd), max(rcvd) INTO t0, t1 FROM message_before;
  IF t0 IS NULL THEN
    RETURN;
  END IF;
  PERFORM part_ensure('message_operational', t0, t1);
  PERFORM part_ensure('message_security', t0, t1);
  PERFORM part_ensure('message_tally', t0, t1);
END $$;
INSERT INTO message(rcvd,seq,device_time,journal,tenant_id,realm_id,device_id,
    peer_port,pri,severity,security,peer,transport,host,app,procid,msgid,
    certificate,sd,flags,raw,text)
  SELECT rcvd,seq,device_time,journal,tenant_id,realm_id,device_id,peer_port,
    pri,coalesce(severity,5),coalesce(pri/8 IN (4,10,13),false),peer,transport,
    host,app,procid,msgid,certificate,sd,nullif(flags,'{}'),raw,text
  FROM message_before ORDER BY journal,seq;
INSERT INTO message_tally
  SELECT date_trunc('hour',rcvd,'UTC'),tenant_id,coalesce(device_id,0),
    count(*),count(*) FILTER(WHERE severity<=3),
    count(*) FILTER(WHERE transport IN ('tls','relp-tls')),
    sum(length(raw)),min(rcvd),max(rcvd)
  FROM message_before GROUP BY 1,2,3;
INSERT INTO message_batch
  SELECT journal,max(seq),least(count(*),2000000000),min(rcvd),max(rcvd)
  FROM message_before GROUP BY journal;
DROP TABLE message_before;
