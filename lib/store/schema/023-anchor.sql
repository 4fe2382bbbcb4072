-- A checkpoint of each journal, every ten minutes: a journal that is signed anew,
-- or cut, differs from it. It proves as much as it is harder to change this
-- table than the journal: put the server on another host, or keep reports, which
-- print the last one. Nobody may change a row.

CREATE TABLE journal_anchor(
  journal uuid NOT NULL,
  stream text NOT NULL,
  host text NOT NULL,
  checkpoint bigint NOT NULL,
  seq bigint NOT NULL,                 -- the last record before it
  at timestamptz NOT NULL,             -- as the checkpoint says
  hash bytea NOT NULL CHECK(length(hash)=32),
  first_key bytea NOT NULL CHECK(length(first_key)=32),
  kept timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY(journal,checkpoint));

-- As `patchwacht journal verify --anchor` reads it.
CREATE FUNCTION anchor_line(a journal_anchor) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT concat_ws(' ','patchwacht-anchor-1',a.stream,a.journal,a.checkpoint,
    a.seq,to_char(a.at AT TIME ZONE 'UTC','YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    encode(a.hash,'hex'),encode(a.first_key,'hex'))
$$;

GRANT SELECT, INSERT ON journal_anchor TO patchwacht_store;
GRANT SELECT ON journal_anchor TO patchwacht_register, patchwacht_report;
GRANT EXECUTE ON FUNCTION anchor_line TO patchwacht_register,
  patchwacht_report;
