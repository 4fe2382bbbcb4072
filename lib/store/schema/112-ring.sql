-- In which order the devices of a patch get it. Advice: nobody is held back.
CREATE TABLE ring(
  tenant_id integer NOT NULL,
  patch_id integer NOT NULL,
  device_id integer NOT NULL,
  ring smallint NOT NULL CHECK(ring BETWEEN 0 AND 3),
                                       -- pilot, few, some, rest
  at timestamptz NOT NULL,
  actor text NOT NULL,
  PRIMARY KEY(tenant_id,patch_id,device_id),
  FOREIGN KEY(tenant_id,patch_id,device_id) REFERENCES deployment);
INSERT INTO retention(kind,relation,does,keep,began,ended) VALUES
  ('ring','ring','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.at)');
ALTER TABLE ring ENABLE ROW LEVEL SECURITY;
CREATE POLICY ring_read ON ring FOR SELECT USING(true);
CREATE POLICY ring_make ON ring FOR INSERT WITH CHECK(actor=session_user);
CREATE POLICY ring_move ON ring FOR UPDATE USING(true)
  WITH CHECK(actor=session_user);
GRANT SELECT ON ring TO patchwacht_verify, patchwacht_register,
  patchwacht_report;
GRANT INSERT, UPDATE ON ring TO patchwacht_register;
CALL guard('ring','tenant_id=ANY((SELECT tenants_as(''it_staff'','
  '''system_owner''))::integer[]) OR holds_for(tenant_id,device_id,'
  '''it_staff'',''system_owner'')',
  '(tenant_id,device_id) IN (SELECT * FROM devices_supplied())');

-- What comparing a ring as a whole says: what is too little to accuse one device
-- shows in many. A person may find another cause.
CREATE TABLE ring_comparison(
  tenant_id integer NOT NULL,
  patch_id integer NOT NULL,
  ring smallint NOT NULL,
  day smallint NOT NULL,
  at timestamptz NOT NULL,
  outcome text NOT NULL CHECK(outcome IN('undecided','passed','failed')),
  why text NOT NULL,
  words text NOT NULL,
  detail jsonb NOT NULL,
  dismissed timestamptz,
  dismissed_by text,
  dismissed_why text CHECK(dismissed_why<>''),
  PRIMARY KEY(tenant_id,patch_id,ring,day),
  FOREIGN KEY(tenant_id,patch_id) REFERENCES patch,
  CHECK((dismissed IS NULL)=(dismissed_by IS NULL)
    AND (dismissed IS NULL)=(dismissed_why IS NULL)));
INSERT INTO retention(kind,relation,does,keep,began,ended) VALUES
  ('ring_comparison','ring_comparison','delete','3 years','x.at',
    'after_patch(x.tenant_id,x.patch_id,x.at)');
ALTER TABLE ring_comparison ENABLE ROW LEVEL SECURITY;
CREATE POLICY ring_comparison_read ON ring_comparison FOR SELECT USING(true);
CREATE POLICY ring_comparison_make ON ring_comparison FOR INSERT
  TO patchwacht_verify WITH CHECK(dismissed IS NULL);
-- Never by who said that it is installed on a device of it.
CREATE POLICY ring_comparison_dismiss ON ring_comparison FOR UPDATE
  USING(dismissed IS NULL AND outcome='failed')
  WITH CHECK(dismissed_by=session_user
    AND NOT EXISTS(SELECT FROM claim c JOIN ring r
      ON r.tenant_id=c.tenant_id AND r.patch_id=c.patch_id
      AND r.device_id=coalesce(c.device_id,r.device_id)
      WHERE c.tenant_id=ring_comparison.tenant_id
      AND c.patch_id=ring_comparison.patch_id
      AND r.ring=ring_comparison.ring AND c.actor=session_user));
GRANT SELECT, INSERT ON ring_comparison TO patchwacht_verify;
GRANT SELECT ON ring_comparison TO patchwacht_register, patchwacht_report;
GRANT UPDATE(dismissed,dismissed_by,dismissed_why) ON ring_comparison
  TO patchwacht_register;
CALL guard('ring_comparison','tenant_id=ANY((SELECT tenants_as('
  '''system_owner''))::integer[])');

-- Whether a device waits: an earlier ring, or one of its model in it, is
-- disturbed, and nobody has found another cause.
CREATE FUNCTION ring_waits(of_tenant integer, of_patch integer,
  of_device integer) RETURNS boolean LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT EXISTS(SELECT FROM ring r JOIN ring e ON e.tenant_id=r.tenant_id
      AND e.patch_id=r.patch_id AND e.ring<r.ring
    JOIN deployment x ON x.tenant_id=e.tenant_id AND x.patch_id=e.patch_id
      AND x.device_id=e.device_id AND x.state='regressed'
    LEFT JOIN device_state a ON a.tenant_id=e.tenant_id
      AND a.device_id=e.device_id
    LEFT JOIN device_state b ON b.tenant_id=r.tenant_id
      AND b.device_id=r.device_id
    WHERE r.tenant_id=of_tenant AND r.patch_id=of_patch
      AND r.device_id=of_device AND a.model IS NOT DISTINCT FROM b.model)
    OR EXISTS(SELECT FROM ring r JOIN ring_comparison q
      ON q.tenant_id=r.tenant_id AND q.patch_id=r.patch_id AND q.ring<r.ring
      WHERE r.tenant_id=of_tenant AND r.patch_id=of_patch
        AND r.device_id=of_device AND q.outcome='failed'
        AND q.dismissed IS NULL)
$$;

-- Each ring with what its gate looks at. A gate opens when the ring before has
-- the patch, nineteen of twenty proven, none disturbed, and one day has gone by
-- since; a critical one waits for two hours.
CREATE FUNCTION ring_gates(of_tenant integer, of_patch integer, at timestamptz)
RETURNS TABLE(ring smallint, devices bigint, proven bigint, regressed bigint,
  waiting bigint, paused bigint, hours_left double precision, gate text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  WITH n AS(
    SELECT r.ring, count(*) AS devices,
      count(*) FILTER(WHERE d.state IN('confirmed','observing','stable',
        'regressed','already_met')) AS proven,
      count(*) FILTER(WHERE d.state='regressed') AS regressed,
      count(*) FILTER(WHERE d.state NOT IN('confirmed','observing','stable',
        'regressed','already_met')) AS waiting,
      count(*) FILTER(WHERE d.paused) AS paused,
      min(d.deadline) FILTER(WHERE d.state NOT IN('confirmed','observing',
        'stable','regressed','already_met')) AS due,
      max(d.confirmed) AS last
    FROM ring r JOIN deployment d USING(tenant_id,patch_id,device_id)
    WHERE r.tenant_id=of_tenant AND r.patch_id=of_patch
      AND d.state<>'withdrawn' GROUP BY 1),
  b AS(
    SELECT n.*, lag(n.ring) OVER w AS before, lag(n.devices) OVER w AS of_them,
      lag(n.proven) OVER w AS has, lag(n.regressed) OVER w AS bad,
      lag(n.last) OVER w AS since
    FROM n WINDOW w AS(ORDER BY n.ring))
  SELECT b.ring, b.devices, b.proven, b.regressed, b.waiting, b.paused,
    extract(epoch FROM b.due-at)/3600,
    CASE WHEN b.waiting=0 THEN 'done'
      WHEN b.paused>0 THEN 'paused: an earlier ring is disturbed'
      WHEN b.before IS NULL THEN 'open'
      WHEN b.bad>0 THEN 'closed: the ring before is disturbed'
      WHEN b.has<.95*b.of_them THEN 'closed: ' || b.has || ' of ' || b.of_them
        || ' of the ring before have it'
      WHEN b.since>at-CASE p.priority WHEN 'critical' THEN interval '2 h'
        ELSE interval '1 day' END THEN 'closed: the ring before has it since '
        || 'too short a time'
      ELSE 'open' END
  FROM b, patch p WHERE p.tenant_id=of_tenant AND p.patch_id=of_patch
  ORDER BY 1
$$;
