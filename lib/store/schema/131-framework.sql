-- Which catalogues of controls an organisation has, the controls that it adds
-- to them, and those that it declared not to apply: revisions, of which the
-- newest counts, so that a report of before can be explained. The catalogues
-- themselves are files.

CREATE TABLE framework_choice(
  tenant_id integer NOT NULL REFERENCES tenant,
  name text NOT NULL CHECK(name ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
  rev integer NOT NULL,
  used boolean NOT NULL,
  unverified boolean NOT NULL DEFAULT false, -- show what is not established
  reason text NOT NULL,
  made timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  PRIMARY KEY(tenant_id,name,rev));

CREATE TABLE framework_control(
  tenant_id integer NOT NULL REFERENCES tenant,
  framework text NOT NULL CHECK(framework ~ '^[a-z0-9][a-z0-9._-]{0,39}$'),
  control text NOT NULL CHECK(control<>'' AND octet_length(control)<=128),
  rev integer NOT NULL,
  title_nl text NOT NULL,
  title_en text NOT NULL,
  required text[] NOT NULL DEFAULT '{}',   -- ids of measurements
  supporting text[] NOT NULL DEFAULT '{}',
  source text,
  removed boolean NOT NULL DEFAULT false,
  reason text NOT NULL,
  made timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  PRIMARY KEY(tenant_id,framework,control,rev),
  CHECK(cardinality(required)<=64 AND cardinality(supporting)<=64));

-- A statement of applicability: why a control does not apply, who decided that
-- and in which document. It is the organisation's word.
CREATE TABLE applicability(
  tenant_id integer NOT NULL REFERENCES tenant,
  framework text NOT NULL,
  control text NOT NULL,
  rev integer NOT NULL,
  applicable boolean NOT NULL,
  reason text NOT NULL,
  decided_by text NOT NULL CHECK(decided_by IN('board','board_mandate')),
  decided date NOT NULL,
  sha256 bytea CHECK(octet_length(sha256)=32),
  made timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL DEFAULT session_user,
  PRIMARY KEY(tenant_id,framework,control,rev));

-- The next revision, in the name of who makes it. Its argument says which rows
-- are of one thing. SECURITY DEFINER: it sees what was before, whoever asks.
CREATE FUNCTION revision_next() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path=patchwacht,pg_temp AS $$
DECLARE
  last integer;
BEGIN
  IF NOT is_person(session_user) THEN
    RETURN NEW;
  END IF;
  EXECUTE format('SELECT max(rev) FROM %I WHERE tenant_id=$1.tenant_id AND %s',
    TG_TABLE_NAME,TG_ARGV[0]) INTO last USING NEW;
  IF NEW.actor<>session_user OR NEW.rev<>coalesce(last,0)+1 THEN
    RAISE insufficient_privilege USING MESSAGE=TG_TABLE_NAME ||
      ': a revision is the next one, in the name of who makes it';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revision_next BEFORE INSERT ON framework_choice
  FOR EACH ROW EXECUTE FUNCTION revision_next('name=$1.name');
CREATE TRIGGER revision_next BEFORE INSERT ON framework_control
  FOR EACH ROW EXECUTE FUNCTION
  revision_next('framework=$1.framework AND control=$1.control');
CREATE TRIGGER revision_next BEFORE INSERT ON applicability
  FOR EACH ROW EXECUTE FUNCTION
  revision_next('framework=$1.framework AND control=$1.control');

CALL keep_moments('framework_choice','made made');
CALL keep_moments('framework_control','made made');
CALL keep_moments('applicability','made made','past decided');

-- Who draws up the report chooses its catalogues. That a control does not apply
-- the board says; of what stands on paper the process owner enters it with the
-- hash of the document. The CISO, who reviews the report, decides on neither.
CALL guard_for('framework_choice','process_owner','board');
CALL guard_for('framework_control','process_owner','board');
CALL guard('applicability','NOT tenant_id=ANY((SELECT tenants_near(''ciso''))'
  '::integer[]) AND (tenant_id=ANY((SELECT tenants_as(''board''))::integer[])'
  ' OR (sha256 IS NOT NULL AND tenant_id=ANY((SELECT tenants_as('
  '''process_owner''))::integer[])))');
GRANT SELECT ON framework_choice, framework_control, applicability
  TO patchwacht_register, patchwacht_report;
GRANT INSERT ON framework_choice, framework_control, applicability
  TO patchwacht_register;

-- Of each thing the newest revision stays.
INSERT INTO retention(kind,relation,does,keep,began,ended) VALUES
  ('framework','framework_choice','delete','7 years','x.made',
    '(SELECT min(n.made) FROM framework_choice n WHERE n.tenant_id=x.tenant_id'
    ' AND n.name=x.name AND n.rev>x.rev)'),
  ('control','framework_control','delete','7 years','x.made',
    '(SELECT min(n.made) FROM framework_control n'
    ' WHERE n.tenant_id=x.tenant_id AND n.framework=x.framework'
    ' AND n.control=x.control AND n.rev>x.rev)'),
  ('applicability','applicability','delete','7 years','x.made',
    '(SELECT min(n.made) FROM applicability n WHERE n.tenant_id=x.tenant_id'
    ' AND n.framework=x.framework AND n.control=x.control AND n.rev>x.rev)');
