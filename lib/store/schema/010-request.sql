-- What operators want of devices is of more kinds, may be about an address
-- that no device of the register has, and is answered in more than a word.
-- A worker of the poller takes a request before it answers, so that no two do.
ALTER TABLE request DROP CONSTRAINT request_kind_check;
ALTER TABLE request ADD CONSTRAINT request_kind_check CHECK(kind IN('poll',
  'snapshot','test','credential_test','discover'));
ALTER TABLE request ALTER device_id DROP NOT NULL;
ALTER TABLE request ADD args jsonb NOT NULL DEFAULT '{}', -- never a secret
  ADD taken timestamptz,
  ADD taken_by text,                   -- poll, poll-2
  ADD result jsonb;

ALTER TABLE request ENABLE ROW LEVEL SECURITY;
CREATE POLICY request_read ON request FOR SELECT USING(true);
CREATE POLICY request_ask ON request FOR INSERT WITH CHECK(
  asked_by=session_user
  AND asked BETWEEN now()-interval '5 min' AND now()+interval '5 min');
CREATE POLICY request_answer ON request FOR UPDATE USING(finished IS NULL)
  WITH CHECK(true);
REVOKE INSERT ON request FROM patchwacht_register;
GRANT INSERT(tenant_id,request_id,kind,device_id,asked,asked_by,args)
  ON request TO patchwacht_register;
GRANT UPDATE(taken,taken_by,result) ON request TO patchwacht_poll;

-- Of a credential, what is no secret; what counts stands in the box. One that
-- was removed keeps its row, for what refers to it, with an empty box.
ALTER TABLE credential ADD user_name text, -- SNMPv3, as all below
  ADD auth text,                       -- SHA-256 ...; none
  ADD priv text,                       -- AES-128 ...; none
  ADD context text,
  ADD opened timestamptz,              -- the poller's first use of this box
  ADD removed timestamptz;
ALTER TABLE credential DROP CONSTRAINT credential_tenant_id_label_key;
CREATE UNIQUE INDEX credential_label ON credential(tenant_id,label)
  WHERE removed IS NULL;
GRANT SELECT(user_name,auth,priv,context,opened,removed) ON credential
  TO patchwacht_register, patchwacht_report;
GRANT UPDATE(opened) ON credential TO patchwacht_poll;
