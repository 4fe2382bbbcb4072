-- Which reports an organisation gets by themselves: of what kind, over which
-- periods, in which languages, from how many days after the period's end, and
-- where they go. A timer makes what is due; what it has made stands in
-- scheduled, so that nothing is made twice, and what was missed is made later.

CREATE TABLE schedule(
  tenant_id integer NOT NULL REFERENCES tenant,
  schedule_id integer NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK(kind ~ '^[a-z][a-z0-9-]{0,31}$'), -- of its template
  every text NOT NULL CHECK(every IN('month','quarter','year')),
  languages text[] NOT NULL CHECK(languages<@ARRAY['nl','en']
    AND cardinality(languages) BETWEEN 1 AND 2),
  days integer NOT NULL DEFAULT 0 CHECK(days BETWEEN 0 AND 60),
  site_id integer,                     -- NULL: not of one site
  each_site boolean NOT NULL DEFAULT false, -- one for each of them
  recipients text[] NOT NULL DEFAULT '{}' CHECK(cardinality(recipients)<=50),
  folder text CHECK(folder ~ '^[^/.][^/]{0,127}$'), -- below reports/
  since timestamptz NOT NULL,          -- of periods that end later
  created timestamptz NOT NULL DEFAULT now(),
  paused timestamptz,
  removed timestamptz,
  PRIMARY KEY(tenant_id,schedule_id),
  FOREIGN KEY(tenant_id,site_id) REFERENCES site,
  CHECK(NOT each_site OR site_id IS NULL));
CREATE UNIQUE INDEX schedule_name ON schedule(tenant_id,name)
  WHERE removed IS NULL;
CALL guard_for('schedule','process_owner','it_staff');
CALL keep_moments('schedule','made created','now paused','now removed');
CALL past_of_table('schedule','{schedule_id}','created');
CREATE POLICY schedule_open ON schedule AS RESTRICTIVE FOR UPDATE
  TO patchwacht_register USING(removed IS NULL) WITH CHECK(true);
INSERT INTO id_kind(kind,relation,id)
  VALUES('schedule','schedule','schedule_id');
GRANT SELECT ON schedule TO patchwacht_register, patchwacht_report;
GRANT INSERT, UPDATE(since,paused,removed) ON schedule TO patchwacht_register;

CREATE TABLE scheduled(
  tenant_id integer NOT NULL,
  schedule_id integer NOT NULL,
  period_from timestamptz NOT NULL,
  site_id integer NOT NULL,            -- 0: the whole organisation
  language text NOT NULL,
  report_id integer NOT NULL,
  PRIMARY KEY(tenant_id,schedule_id,period_from,site_id,language),
  FOREIGN KEY(tenant_id,schedule_id) REFERENCES schedule,
  FOREIGN KEY(tenant_id,report_id) REFERENCES report);
CALL guard('scheduled','session_user=''patchwacht_report''');
GRANT SELECT ON scheduled TO patchwacht_register, patchwacht_report;
GRANT INSERT ON scheduled TO patchwacht_report;

ALTER TABLE report
  ADD version text;                    -- as printed: 1.0

-- The periods of a schedule whose report may be made at a moment, by the clock
-- of the organisation: a day there has 23 to 25 hours.
CREATE FUNCTION schedule_periods(s schedule, zone text, born timestamptz,
  at timestamptz) RETURNS TABLE(period text, starts timestamptz,
  ends timestamptz, due timestamptz) LANGUAGE sql STABLE
SET search_path=patchwacht,pg_temp AS $$
  SELECT * FROM (SELECT to_char(l,CASE s.every WHEN 'month' THEN 'YYYY-MM'
      WHEN 'quarter' THEN 'YYYY"Q"Q' ELSE 'YYYY' END),
    l AT TIME ZONE zone, (l+step) AT TIME ZONE zone,
    (l+step+make_interval(days=>s.days)) AT TIME ZONE zone AS due
    FROM (SELECT CASE s.every WHEN 'month' THEN interval '1 month'
      WHEN 'quarter' THEN interval '3 months' ELSE interval '1 year' END)
      x(step), generate_series(date_trunc(s.every,
      greatest(s.since,born) AT TIME ZONE zone),
      schedule_periods.at AT TIME ZONE zone,x.step) l) p
  WHERE p.due<=schedule_periods.at
$$;

-- The document of a period as it was last made after it; NULL: none is there.
CREATE FUNCTION report_of(of_tenant integer, of_kind text, of_language text,
  starts timestamptz, ends timestamptz, of_site integer) RETURNS integer
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT max(report_id) FROM report WHERE tenant_id=of_tenant AND kind=of_kind
    AND language=of_language AND period_from=starts AND period_to=ends
    AND coalesce(site_id,0)=of_site AND NOT interim AND removed IS NULL
$$;

-- What is owed at a moment, oldest first; site_id 0: the whole organisation.
CREATE FUNCTION reports_owed(at timestamptz) RETURNS TABLE(tenant_id integer,
  schedule_id integer, name text, kind text, language text, period text,
  starts timestamptz, ends timestamptz, site_id integer, site text)
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT s.tenant_id,s.schedule_id,s.name,s.kind,l.language,p.period,p.starts,
    p.ends,coalesce(i.site_id,0),i.name
  FROM schedule s JOIN tenant t USING(tenant_id)
  CROSS JOIN LATERAL schedule_periods(s,t.zone,t.created,reports_owed.at) p
  CROSS JOIN LATERAL unnest(s.languages) WITH ORDINALITY l(language,n)
  LEFT JOIN site i ON i.tenant_id=s.tenant_id AND (i.site_id=s.site_id
    OR s.each_site AND i.created<p.ends)
  WHERE s.removed IS NULL AND s.paused IS NULL
    AND (i.site_id IS NOT NULL OR s.site_id IS NULL AND NOT s.each_site)
    AND NOT EXISTS(SELECT FROM scheduled d WHERE d.tenant_id=s.tenant_id
      AND d.schedule_id=s.schedule_id AND d.period_from=p.starts
      AND d.site_id=coalesce(i.site_id,0) AND d.language=l.language)
  ORDER BY s.tenant_id,p.due,s.schedule_id,i.site_id,l.n
$$;

-- When it owes its next one.
CREATE FUNCTION schedule_next(s schedule, at timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path=patchwacht,pg_temp AS $$
  SELECT min(p.due) FROM tenant t, schedule_periods(s,t.zone,t.created,
    greatest(at,s.since)+interval '27 months') p
  WHERE t.tenant_id=s.tenant_id AND p.due>at
$$;

-- So far each organisation had the report of the last quarter.
INSERT INTO schedule(tenant_id,schedule_id,name,kind,every,languages,since)
  SELECT tenant_id,1,'quarterly','quarterly','quarter',ARRAY[language],
    date_trunc('quarter',now() AT TIME ZONE zone-interval '3 months')
      AT TIME ZONE zone FROM tenant;
INSERT INTO id_alloc(tenant_id,kind,next,used)
  SELECT tenant_id,'schedule',2,1 FROM tenant;
