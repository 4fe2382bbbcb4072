-- A provider's register: :customers organisations of two sites with :devices
-- devices each, four patches on all of them, and what the rest of the program has
-- concluded of last month: readings before and after with their evidence, the
-- days rolled up, and the trail with a row for each step and each piece.
\set ON_ERROR_STOP 1
SET timezone='UTC';
SELECT date_trunc('month',now())-interval '1 month' AS starts,
  date_trunc('month',now()) AS ends \gset
BEGIN;
INSERT INTO tenant SELECT t,'Klant '||t,CASE WHEN t=1 THEN 'provider'
    ELSE 'school' END,CASE WHEN t%10=0 THEN 'en' ELSE 'nl' END,
    'Europe/Amsterdam',now()-interval '1 y' FROM generate_series(1,:customers) t;
INSERT INTO realm SELECT tenant_id,1,'here' FROM tenant;
INSERT INTO policy(tenant_id,version,name,effective,actor,reason)
  SELECT tenant_id,1,'bench',now()-interval '2 y','bench','bench' FROM tenant;
INSERT INTO site(tenant_id,site_id,name)
  SELECT tenant_id,i,'School '||i||' van klant '||tenant_id
  FROM tenant,generate_series(1,2) i;
INSERT INTO device(tenant_id,device_id,realm_id,site_id,name,address,in_service,
    created,owner,criticality,internet_facing)
  SELECT tenant_id,i,1,1+i%2,'sw-'||lpad(i::text,3,'0'),inet '10.0.0.0'+i,
    now()-interval '1 y',now()-interval '1 y','ICT-beheer','medium',i%20=0
  FROM tenant,generate_series(1,2*:devices) i;
INSERT INTO device_state(tenant_id,device_id,last_try,last_answer,profile,vendor,
    model,serial,class,tested,granularity,protocol,level,said_at,same_at)
  SELECT d.tenant_id,d.device_id,now(),now(),'cisco-ios','Cisco',
    'WS-C2960X-24TS-L','FOC'||d.device_id,
    CASE WHEN d.device_id%8=0 THEN 'printer' ELSE 'switch' END,true,'exact',
    'v3','authPriv',timestamptz :'starts',now() FROM device d;
INSERT INTO version(tenant_id,device_id,kind,component,since,seen,value,schemes,
    confidence,profile,profile_sha256,oid,raw,journal,seq)
  SELECT d.tenant_id,d.device_id,'product','',timestamptz :'starts',now(),'15.2(7)E7',
    '{ios}','profile','cisco-ios',sha256('profile'),'1.3.6.1.2.1.1.1.0',
    'Cisco IOS Software, C2960X Software, Version 15.2(7)E7',
    '00000000-0000-4000-8000-000000000001',d.device_id FROM device d;
INSERT INTO patch(tenant_id,patch_id,reference,title,priority,registered,owner)
  SELECT tenant_id,i,'P-'||i,'Firmware '||i,
    (ARRAY['critical','high','medium','low'])[1+i%4],
    timestamptz :'starts'-interval '10 d','ICT-beheer' FROM tenant,generate_series(1,4) i;
INSERT INTO patch_fix(tenant_id,patch_id,fix,scheme,min_version)
  SELECT tenant_id,patch_id,1,'ios','15.2(7)E7' FROM patch;
INSERT INTO deployment(tenant_id,patch_id,device_id,state,level,overdue,
    created,clock_start,clock_basis,deadline,last_old,seen,confirmed,
    met_deadline,first_late,observe_from,observe_until,closed,serial,running,
    reason,protocol,security_level,profile_tested,policy_version)
  SELECT p.tenant_id,p.patch_id,d.device_id,
    CASE WHEN h<90 THEN 'stable' ELSE 'planned' END,
    CASE WHEN h<90 THEN 4 ELSE 0 END,h>=95,
    p.registered,p.registered,'registered',
    timestamptz :'starts'+CASE WHEN h>=90 AND h<95 THEN interval '300 d'
      ELSE p.patch_id*interval '5 d' END,
    timestamptz :'starts'+interval '9 h',
    CASE WHEN h<90 THEN timestamptz :'starts'+interval '10 h' END,
    CASE WHEN h<90 THEN timestamptz :'starts'+interval '11 h' END,
    CASE WHEN h<90 THEN true END,
    CASE WHEN h>=95 THEN timestamptz :'starts'+p.patch_id*interval '5 d' END,
    CASE WHEN h<90 THEN timestamptz :'starts'+interval '11 h' END,
    CASE WHEN h<90 THEN timestamptz :'starts'+interval '8 d' END,
    CASE WHEN h<90 THEN timestamptz :'starts'+interval '8 d' END,
    'FOC'||d.device_id,'15.2(7)E7','two readings show it',
    'v3','authPriv',true,1
  FROM patch p JOIN device d USING(tenant_id),
    LATERAL (SELECT abs(hashint4(p.tenant_id*7919+d.device_id*10+p.patch_id))%100
      AS h) x;
-- Two readings for each that was confirmed, named by its steps.
INSERT INTO evidence(tenant_id,evidence_id,device_id,at,kept,kind,journal,seq,
    content,bytes,sha256)
  SELECT x.tenant_id,(x.patch_id*1000+x.device_id)*2+k,x.device_id,
    x.last_old+k*interval '1 h',x.confirmed,'reading',
    '00000000-0000-4000-8000-000000000001',
    (x.patch_id*1000+x.device_id)*2+k,
    jsonb_build_object('profile','cisco-ios','level','priv','values',
      jsonb_build_array(jsonb_build_object('oid','1.3.6.1.2.1.1.1.0','raw',
	'Cisco IOS Software, C2960X Software, Version 15.2(7)E'||6+k,'value',
	'15.2(7)E'||6+k))),convert_to('reading '||k,'UTF8'),
    sha256(convert_to('reading '||k,'UTF8'))
  FROM deployment x,generate_series(0,1) k WHERE x.confirmed IS NOT NULL;
INSERT INTO transition(tenant_id,transition_id,patch_id,device_id,attempt,at,
    from_state,to_state,cause,level,actor,reason,policy_version,evidence)
  SELECT x.tenant_id,(x.patch_id*1000+x.device_id)*4+s.n,x.patch_id,x.device_id,1,
    s.at,s.was,s.becomes,s.cause,4,'patchwacht_verify','two readings show it',1,
    ARRAY[(x.patch_id*1000+x.device_id)*2,(x.patch_id*1000+x.device_id)*2+1]
  FROM deployment x,LATERAL (VALUES
    (0,x.created,NULL,'planned','P1'),(1,x.seen,'planned','seen','V1'),
    (2,x.confirmed,'seen','observing','V3'),
    (3,x.closed,'observing','stable','O1')) s(n,at,was,becomes,cause)
  WHERE x.confirmed IS NOT NULL;
SELECT part_ensure('daily',timestamptz :'starts'-interval '1 d',:'ends');
INSERT INTO daily(day,tenant_id,device_id,polls,answered,rtt_us,cpu,memory,boots,
    hours_critical,hours_error,hours_warning)
  SELECT day,d.tenant_id,d.device_id,288,287,900,20,50,0,0,0,0
  FROM device d,generate_series(timestamptz :'starts'-interval '1 d',:'ends',
    '1 d') day;
INSERT INTO rolled SELECT k,date_trunc('day',now())
  FROM unnest(ARRAY['hourly','daily','monthly']) k
  ON CONFLICT (kind) DO UPDATE SET upto=excluded.upto;
-- The trail: rows are written as the program would, hash by hash.
DO $$
DECLARE
  t integer;
  c change;
  e record;
BEGIN
  FOR t IN SELECT tenant_id FROM tenant ORDER BY 1 LOOP
    c.tenant_id := t;
    c.seq := 0;
    c.hash := decode(repeat('00',32),'hex');
    FOR e IN SELECT x.at,'step' AS action,'patch/'||x.patch_id AS object,
	step(x)::text AS detail FROM transition x WHERE x.tenant_id=t
	ORDER BY x.at,x.transition_id LOOP
      c.seq := c.seq+1;
      c.prev := c.hash;
      c.at := e.at;
      c.actor := 'patchwacht_verify';
      c.action := e.action;
      c.object := e.object;
      c.detail := e.detail;
      c.hash := trail_hash(c);
      INSERT INTO change SELECT c.*;
    END LOOP;
    INSERT INTO change_head VALUES(t,c.seq,c.hash);
  END LOOP;
END $$;
COMMIT;
VACUUM ANALYZE tenant, site, device, device_state, version, patch, patch_fix,
  deployment, transition, evidence, daily, change;
