-- Whose certificate runs out is somebody's to know before their log is refused: a
-- mark of the listener is of the organisation whose sender it is, and of its device
-- where that is known. The loader takes in none that is anything else.
ALTER TABLE loss ADD COLUMN device_id integer;
CREATE INDEX loss_sender ON loss(at)
  WHERE reason IN('sender','senders');

-- Of each certificate what was said last: two collectors may know one. A sender
-- that comes in once a day is told of each second day at least.
CREATE FUNCTION senders_running_out(since timestamptz, upto timestamptz)
RETURNS TABLE(tenant_id integer, device_id integer, sender text,
  listener text, fingerprint text, until timestamptz)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT m.tenant_id, m.device_id, CASE WHEN m.word[5]='-' THEN m.word[4]
      ELSE m.word[5] END, array_to_string(m.word[6:],' '), m.word[3],
    m.word[2]::timestamptz
  FROM (SELECT DISTINCT ON(x.tenant_id,split_part(x.listener,' ',3))
      x.tenant_id, x.device_id, string_to_array(x.listener,' ') AS word
    FROM loss x WHERE x.reason='sender' AND x.at>=since AND x.at<=upto
    ORDER BY x.tenant_id, split_part(x.listener,' ',3), x.at DESC,
      x.journal, x.seq DESC) m
  WHERE m.word[1]='runs_out'
$$;
REVOKE ALL ON FUNCTION senders_running_out(timestamptz,timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION senders_running_out(timestamptz,timestamptz)
  TO patchwacht_verify, patchwacht_report;
