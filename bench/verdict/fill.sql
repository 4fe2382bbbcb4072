-- A provider's register: :devices devices at :sites sites, ten deployments each,
-- as they stand when a year of patching lies behind them. Of a hundred, 84 are
-- stable or were there, 6 are confirmed and observed, 4 are planned with time
-- left, 3 are late (1 of them by an exception), 1 is reported, 2 are troubled.
-- Ten patches are for the devices of one tag, so that a device that says something
-- new has these, and no others, to be judged by; :patches is a multiple of ten.
\set ON_ERROR_STOP 1
BEGIN;
INSERT INTO tenant VALUES(1,'Bench','provider','nl','Europe/Amsterdam',now());
INSERT INTO realm VALUES(1,1,'here');
INSERT INTO policy(tenant_id,version,name,effective,actor,reason)
  VALUES(1,1,'bench',now()-interval '2 y','bench','bench');
INSERT INTO site(tenant_id,site_id,name)
  SELECT 1,i,'site '||i FROM generate_series(1,:sites) i;
INSERT INTO device(tenant_id,device_id,realm_id,site_id,name,address,in_service,
    created,tags)
  SELECT 1,i,1,1+i%:sites,'device-'||i,inet '10.0.0.0'+i,
    now()-interval '1 y',now()-interval '1 y',
    ARRAY['group-'||i*10%:patches/10]
  FROM generate_series(1,:devices) i;
INSERT INTO device_state(tenant_id,device_id,last_try,last_answer,profile,vendor,
    model,serial,class,tested,granularity,protocol,level)
  SELECT 1,i,now()-interval '1 d',now()-interval '1 d','cisco-ios','Cisco','WS-C2960X-24TS-L','FOC0000A0B1','switch',
    true,'version','v2c','none' FROM generate_series(1,:devices) i;
INSERT INTO patch(tenant_id,patch_id,reference,title,priority,registered,owner)
  SELECT 1,i,'P-'||i,'Firmware '||i,
    (ARRAY['critical','high','medium','low'])[1+i%4],
    now()-interval '300 d','function '||i%20
  FROM generate_series(1,:patches) i;
INSERT INTO patch_target(tenant_id,patch_id,target,tag)
  SELECT 1,i,1,'group-'||(i-1)/10 FROM generate_series(1,:patches) i;
INSERT INTO patch_fix(tenant_id,patch_id,fix,scheme,min_version)
  SELECT 1,i,1,'ios','15.2(7)E7' FROM generate_series(1,:patches) i;
INSERT INTO deployment(tenant_id,patch_id,device_id,state,level,overdue,excepted,
    created,clock_start,clock_basis,deadline,claimed,claimed_by,seen,confirmed,
    met_deadline,first_late,observe_from,observe_until,closed,serial,running,
    reason,policy_version)
  SELECT 1,1+(d*10+k)%:patches,d,
    CASE WHEN h<74 THEN 'stable' WHEN h<84 THEN 'already_met'
      WHEN h<90 THEN 'observing' WHEN h<97 THEN 'planned'
      WHEN h<98 THEN 'reported' WHEN h<99 THEN 'rolled_back'
      ELSE 'undeterminable' END,
    CASE WHEN h<90 THEN 4 ELSE 0 END,h BETWEEN 94 AND 96,h=96,
    now()-interval '300 d',now()-interval '300 d','registered',
    CASE WHEN h BETWEEN 94 AND 96 THEN now()-interval '10 d'
      ELSE now()+interval '300 d' END,
    CASE WHEN h=97 THEN now()-interval '3 d' END,
    CASE WHEN h=97 THEN 'somebody' END,
    CASE WHEN h<90 THEN now()-interval '1 d' END,
    CASE WHEN h<90 THEN now()-interval '1 d' END,
    CASE WHEN h<90 THEN true END,
    CASE WHEN h BETWEEN 94 AND 96 THEN now()-interval '10 d' END,
    CASE WHEN h BETWEEN 84 AND 89 THEN now()-interval '1 d' END,
    CASE WHEN h BETWEEN 84 AND 89 THEN now()+interval '6 d' END,
    CASE WHEN h<84 THEN now()-interval '10 d' END,
    'FOC0000A0B1','15.2(7)E7','two readings show it',1
  FROM generate_series(1,:devices) d,generate_series(0,9) k,
    LATERAL (SELECT abs(hashint4(d*10+k))%100 AS h) x;
INSERT INTO transition(tenant_id,transition_id,patch_id,device_id,attempt,at,
    to_state,cause,level,actor,reason,policy_version)
  SELECT 1,row_number() OVER(),patch_id,device_id,1,now()-interval '20 d',state,
    'bench',level,'bench',reason,1 FROM deployment;
INSERT INTO exception(tenant_id,exception_id,patch_id,device_id,reason,measure,
    owner,requested,requested_by,approved,approved_by,valid_until,kind,
    first_approved)
  SELECT 1,row_number() OVER(),patch_id,device_id,'bench','bench','function 1',
    now()-interval '290 d','a',now()-interval '280 d','b',
    now()+CASE WHEN device_id%100=0 THEN interval '10 d' ELSE interval '99 d' END,
    'other',now()-interval '280 d'
  FROM deployment WHERE excepted;
INSERT INTO id_alloc VALUES(1,'transition',100000000),(1,'evidence',1),
  (1,'event',1),(1,'exception',100000000) ON CONFLICT DO NOTHING;
COMMIT;
VACUUM ANALYZE tenant, site, device, device_state, patch, deployment, transition, exception;
