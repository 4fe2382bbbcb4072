#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What is kept, and for how long: the command says what the nightly job would
# take away, and the job does that and no more. What a hold is open over stays,
# as does evidence of what is not closed. A person's name goes earlier than what
# it attested; the trail says how many rows went and stays whole.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 45

start_db
patchwacht init --name 'Stichting Zonneveld' --kind school --language nl \
    --mail beheer@zonneveld.example >/dev/null 2>&1
owner() {
	sql "$1" -U patchwacht_owner
}
plan_of() { # KIND: rows due held
	patchwacht retention show --json |
	    jq -r ".rows[]|select(.kind==\"$1\")|\"\(.rows) \(.due) \(.held)\""
}

pass "an empty register has nothing to take away" patchwacht retention
is "$(patchwacht retention --json | jq '[.rows[].due]|add')" 0 "none is due"
is "$(patchwacht retention | grep -c '^Due is what')" 1 "it says what due is"
is "$(patchwacht retention --json |
    jq -r '.rows[]|select(.kind=="evidence")|.keep')" '3 years' \
    "evidence is kept for three years"
is "$(patchwacht retention --json |
    jq -r '.partitions[]|select(.kind=="message_security")|.keep')" \
    '180 days' "messages of accesses for 180 days"

patchwacht device add sw1 192.0.2.1 --tag sw >/dev/null 2>&1
patchwacht device add sw2 192.0.2.2 --tag sw >/dev/null 2>&1
patchwacht patch add P-1 IOS --priority high --tag sw \
    --fix 'ios:15.2(4)E10' >/dev/null
# Evidence of five years ago: of a step of what is closed, of what is open, of
# nothing; and of last year.
owner "INSERT INTO evidence(tenant_id,evidence_id,device_id,at,kept,kind,content,
    bytes,sha256) SELECT 1,id,device,day::timestamptz,day::timestamptz,'reading',
    '{}'::jsonb,'x',sha256('x') FROM (VALUES (101,1,'2020-05-01'),
    (102,2,'2020-05-01'),(103,1,'2020-06-01'),(104,1,'2025-06-01'))
    v(id,device,day)"
owner "UPDATE deployment SET state='stable', closed='2020-06-01'
    WHERE device_id=1"
owner "INSERT INTO transition(tenant_id,transition_id,patch_id,device_id,attempt,
    at,from_state,to_state,cause,level,actor,reason,policy_version,evidence)
    SELECT 1,-id,1,id,1,'2020-05-01','planned','confirmed','confirmed',4,
    'patchwacht','x',1,ARRAY[100+id]::bigint[] FROM generate_series(1,2) id"
is "$(plan_of evidence)" '4 2 0' "what an open deployment rests on is not due"
is "$(patchwacht retention --json | jq -r \
    '.rows[]|select(.kind=="evidence")|.oldest')" 2020-05-01T00:00:00Z \
    "the oldest that stays is told"

patchwacht attestation add --topic policy_adopted --person 'A. de Vries' \
    --owner Bestuur --opened 2015-01-01 >/dev/null
patchwacht attestation add --topic policy_adopted --person 'B. Bos' \
    --owner Bestuur --opened 2023-01-01 >/dev/null
patchwacht attestation add --topic policy_adopted --person 'C. Cox' \
    --owner Bestuur >/dev/null
patchwacht action add 'Oud' --owner ICT --due 2016-01-01 --opened 2015-01-01 \
    >/dev/null
patchwacht action close A-1 --outcome=done --reason klaar --date 2016-01-01 \
    >/dev/null
patchwacht action add 'Open' --owner ICT --due 2016-01-01 --opened 2015-01-01 \
    >/dev/null
is "$(plan_of attestation)" '3 1 0' "an attestation of long ago is due"
is "$(plan_of person)" '3 2 0' "persons earlier than what they attested"
is "$(plan_of entry)" '3 2 0' "of a closed action both revisions, of an open none"

# A hold of the lawyer's.
hand_out hold 3
sql "INSERT INTO hold(tenant_id,hold_id,since,until,reason,owner)
    VALUES(1,1,'2020-04-15','2020-05-15','onderzoek','Jurist')$told"
is "$(plan_of evidence)" '4 1 1' "a hold keeps what it overlaps"
is "$(plan_of attestation)" '3 1 0' "and nothing else"

# The job does what was told.

tenants() {
	owner "SELECT string_agg(action||' '||object||' '||detail,', '
	    ORDER BY seq) FROM change WHERE action LIKE 'retention.%'"
}
pass "the nightly job" patchwacht-db partitions
is "$(owner "SELECT string_agg(evidence_id::text,',' ORDER BY evidence_id)
    FROM evidence")" 101,102,104 "took the evidence that was due"
is "$(owner "SELECT string_agg(number::text,',' ORDER BY number) FROM entry
    WHERE kind='attestation'")" 2,3 "the old attestation"
is "$(owner "SELECT string_agg(number::text,',') FROM entry
    WHERE kind='action'")" 2 "the old action, with all its revisions"
like "$(owner "SELECT person FROM entry WHERE kind='attestation'
    AND number=2")" 'p-????????????' "a person became a pseudonym"
is "$(owner "SELECT person FROM entry WHERE kind='attestation'
    AND number=3")" 'C. Cox' "but not of one that holds"
is "$(tenants)" 'retention.pseudonymise retention/person {"rows": 2}, retention.delete retention/attestation {"rows": 1}, retention.delete retention/entry {"rows": 2}, retention.delete retention/evidence {"rows": 1}' \
    "and the trail says how many of each"
pass "and is whole" verifies_but deployment/P-1/sw1
is "$(patchwacht retention --json | jq '[.rows[].due]|add')" 0 \
    "nothing is due any more"
pass "the job again" patchwacht-db partitions
is "$(owner "SELECT count(*) FROM change WHERE action LIKE 'retention.%'")" 4 \
    "does nothing"
sql "UPDATE hold SET released_by=session_user, released_at=now(),
    release_reason='klaar'$told"
is "$(plan_of evidence)" '3 1 0' "when the hold is released it goes"
is "$(patchwacht retention show --at 2040-01-01 --json |
    jq -r '.rows[]|select(.kind=="attestation")|.due')" 2 \
    "and what will be due on a day can be asked"
out=$(sql "SET ROLE patchwacht_register;
    SELECT retention_apply(1,'evidence',now())" 2>&1)
like "$out" '*permission denied*' "nobody but the owner takes away"

# What people said about a patch, decisions, functions, alerts, reports.

owner "DELETE FROM entry" >/dev/null
kinds='alert alert_digest alert_incident assessment claim deviation emergency exception holder informed
    mitigation past past_deployment pilot report'
patchwacht patch add P-2 Open --priority low --device sw2 \
    --fix 'ios:15.2(4)E10' >/dev/null
patchwacht patch add P-3 Over --priority low --device sw2 \
    --fix 'ios:15.2(4)E10' >/dev/null
mkdir "$tmp/reports"
for name in one two three; do
	echo "report $name" >"$tmp/reports/$name.pdf"
	echo "evidence $name" >"$tmp/reports/$name.evidence.json"
done
hash() { # FILE
	sha256sum "$tmp/reports/$1" | sed 's/ .*//'
}
for table in patch claim assessment pilot emergency mitigation deviation informed \
    exception advice holder alert; do
	owner "ALTER TABLE $table DISABLE TRIGGER USER" >/dev/null
done
owner "UPDATE patch SET closed='2020-06-01' WHERE reference='P-3';
    DELETE FROM past; DELETE FROM past_deployment;
    INSERT INTO claim(tenant_id,claim_id,patch_id,device_id,at,made,actor)
	SELECT 1,p,p,2,'2020-05-01','2020-05-01','x' FROM generate_series(2,3) p;
    INSERT INTO assessment(tenant_id,assessment_id,patch_id,at,actor,
	known_exploited,internet_facing,patient_safety,proposed,rule,
	policy_version,was,priority,lowers) SELECT 1,p,p,'2020-05-01','x',false,
	false,false,'low','x',1,'low','low',false FROM generate_series(2,3) p;
    INSERT INTO pilot(tenant_id,pilot_id,patch_id,place,at,made,actor,function,
	compatibility,performance) SELECT 1,p,p,'lokaal','2020-05-01',
	'2020-05-01','x','ok','ok','ok' FROM generate_series(2,3) p;
    INSERT INTO emergency(tenant_id,emergency_id,patch_id,at,actor,reason)
	SELECT 1,p,p,'2020-05-01','x','x' FROM generate_series(2,3) p;
    INSERT INTO mitigation(tenant_id,mitigation_id,patch_id,at,made,actor,
	measure,evidence) SELECT 1,p,p,'2020-05-01','2020-05-01','x','x','x'
	FROM generate_series(2,3) p;
    INSERT INTO deviation(tenant_id,deviation_id,patch_id,at,made,actor,what,why)
	SELECT 1,p,p,'2020-05-01','2020-05-01','x','x','x'
	FROM generate_series(2,3) p;
    INSERT INTO informed(tenant_id,informed_id,patch_id,at,made,actor,who,how,
	plan_seq) SELECT 1,p,p,'2020-05-01','2020-05-01','x','x','x',0
	FROM generate_series(2,3) p;
    INSERT INTO exception(tenant_id,exception_id,patch_id,device_id,kind,reason,
	measure,owner,requested,requested_by,valid_until) SELECT 1,p,p,2,'other',
	'x','x','x','2015-05-01','x',d::timestamptz
	FROM (VALUES(2,'2090-01-01'),(3,'2015-06-01')) v(p,d);
    INSERT INTO advice(tenant_id,advice_id,exception_id,verdict,reason)
	VALUES(1,1,3,'for','x');
    INSERT INTO holder(tenant_id,holder_id,login,name,function,since,until)
	VALUES(1,90,'weg','Weg','ciso','2015-01-01','2020-01-01');
    INSERT INTO incident(tenant_id,incident_id,rule,severity,key,opened,closed,
	next_look) SELECT 1,n,'conflict','notice','subject/0/0/'||n,
	'2020-01-01',d::timestamptz,now()
	FROM (VALUES(1,NULL),(2,'2020-02-01')) v(n,d);
    INSERT INTO alert(tenant_id,alert_id,rule,severity,opened,closed,detail,
	incident_id,subject) SELECT 1,n,'conflict','notice','2020-01-01',
	d::timestamptz,'{}',n,n FROM (VALUES(1,NULL),(2,'2020-02-01')) v(n,d);
    INSERT INTO channel(tenant_id,channel_id,target,function,language)
	VALUES(1,9,'a@example.org','CISO','nl');
    INSERT INTO saying(tenant_id,saying_id,incident_id,kind,at,detail)
	VALUES(1,1,2,'opened','2020-01-01','{}'),
	(1,2,NULL,'digest','2020-01-01','{}'),(1,3,NULL,'digest',now(),'{}');
    INSERT INTO notification(tenant_id,notification_id,saying_id,channel_id,
	created,next_try) VALUES(1,1,1,9,now(),now());
    INSERT INTO past VALUES(1,'device',1,'2020-01-01','{}'),
	(1,'device',1,now(),'{}');
    INSERT INTO past_deployment(until,tenant_id,patch_id,device_id)
	VALUES('2020-01-01',1,2,2),(now(),1,2,2);
    INSERT INTO report(tenant_id,report_id,kind,language,period_from,period_to,
	snapshot,interim,made,actor,number,path,bytes,pdf_sha256,
	evidence_sha256,template_sha256,change_seq,change_hash)
	SELECT 1,n,'quarterly','nl',made-interval '90 d',made,made,false,made,
	'x','PM-'||name,'$tmp/reports/'||name||'.pdf',1,decode(pdf,'hex'),
	decode(json,'hex'),sha256('x'),0,sha256('x') FROM (VALUES
	(1,'one','2020-01-10'::timestamptz,'$(hash one.pdf)',
	    '$(hash one.evidence.json)'),
	(2,'two','2020-01-10','$(hash one.pdf)','$(hash two.evidence.json)'),
	(3,'three',now(),'$(hash three.pdf)','$(hash three.evidence.json)'))
	v(n,name,made,pdf,json);
    SELECT part_ensure('event','2025-01-01','2025-01-02');
    INSERT INTO event(at,tenant_id,device_id,event_id,kind,source,detail,who)
	VALUES('2025-01-01',1,1,900,'configuration','syslog','x','janse'),
	(now(),1,1,901,'configuration','syslog','x','bos')" >/dev/null
bad=0
for kind in $kinds; do
	due=$(plan_of "$kind")
	case $kind in
	report) wanted='3 2 0' ;;
	holder) wanted='3 1 0' ;;
	*) wanted='2 1 0' ;;
	esac
	[ "$due" = "$wanted" ] || { bad=1; diag "$kind: $due"; }
done
ok $bad "of each kind what is over is due, and not what is open"
is "$(plan_of event_who)" '2 1 0' "as is whose name an event has"
sql "INSERT INTO hold(tenant_id,hold_id,since,until,reason,owner)
    VALUES(1,2,'2014-01-01','2020-07-01','onderzoek','Jurist')$told"
is "$(patchwacht retention --json | jq -c '[.rows[]|select(.held>0)|.kind]')" \
    '["alert","alert_digest","alert_incident","assessment","claim","deviation","emergency","evidence","exception","holder","informed","mitigation","past","past_deployment","pilot","report"]' \
    "a hold keeps each of them"
pass "the job" patchwacht-db partitions
pass "and the reports'" "$builddir/patchwacht-report" due
is "$(owner "SELECT count(*) FROM claim") $(echo "$tmp"/reports/*.pdf | wc -w)" '2 3' \
    "leave it all"
is "$(owner "SELECT string_agg(coalesce(who,'-'),' ' ORDER BY at) FROM event
    WHERE event_id>=900")" '- bos' "a name that nothing holds is forgotten"
sql "UPDATE hold SET released_by=session_user, released_at=now(),
    release_reason='klaar' WHERE hold_id=2$told"
pass "released, the job" patchwacht-db partitions
bad=0
for kind in $kinds; do
	[ "$kind" = report ] && continue
	case $(plan_of "$kind") in
	'1 0 0' | '2 0 0') ;;
	*) bad=1 && diag "$kind: $(plan_of "$kind")" ;;
	esac
done
ok $bad "takes what was due"
is "$(owner "SELECT count(*) FROM advice") $(owner "SELECT count(*)
    FROM notification")" '0 0' "with what belongs to it"

# Of no organisation: when our own clock was set.
owner "INSERT INTO clock_jump(before,after,by_us) VALUES
    ('2020-01-01','2020-01-02',1),('2020-08-01','2020-08-02',1),
    (now(),now(),1)" >/dev/null
sql "INSERT INTO hold(tenant_id,hold_id,since,until,reason,owner)
    VALUES(1,3,'2020-01-01','2020-02-01','onderzoek','Jurist')$told"
is "$(plan_of clock_jump)" '3 1 1' "a clock that was set is kept as long"
pass "by the job" patchwacht-db partitions
is "$(plan_of clock_jump)" '2 0 1' "which takes that"
fails "and nobody else does" sql "DELETE FROM clock_jump" -U patchwacht_verify
sql "UPDATE hold SET released_by=session_user, released_at=now(),
    release_reason='klaar' WHERE hold_id=3$told"
fails "how it stood before that is not told any more" \
    patchwacht device list --as-of 2022-01-01
pass "the reports' own" "$builddir/patchwacht-report" due
is "$(cd "$tmp/reports" && echo *)" 'three.evidence.json three.pdf two.pdf' \
    "files go, but one that is another than what was issued"
is "$(owner "SELECT string_agg((removed IS NULL)::text,' ' ORDER BY report_id)
    FROM report WHERE report_id<=3")" 'false false true' "the rows stay"
pass "and the trail is whole" verifies_but \
    "deployment/P-1/sw1 report/PM-one.nl report/PM-two.nl report/PM-three.nl"
