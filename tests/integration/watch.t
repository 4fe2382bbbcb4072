#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Alerts that follow from how things stand, not from a step: a deadline that
# nears, a device that is silent, one that nobody knows, another SNMP engine,
# records that were lost, and rings that wait. Each is opened when it begins to
# hold and no sooner, once, says what it is about, and is over when it no longer
# holds. The verifier's look is taken here one at a time.
. "$(dirname "$0")/lib.sh"
plan 33

start_db || exit 1
owner() {
	sql "$1" -U patchwacht_owner
}
look() {
	"$builddir/bench/verdict/verify" "$PATCHWACHT_CONFIG" tick \
	    >"$tmp/look" 2>"$tmp/look.log" || diag "$(cat "$tmp/look.log")"
}
# Open alerts of a rule, as what they are about; and how many there ever were.
open() { # RULE KEY
	owner "SELECT string_agg(detail->>'$2',' ' ORDER BY alert_id) FROM alert
	    WHERE rule='$1' AND closed IS NULL"
}
ever() { # RULE
	owner "SELECT count(*) FROM alert WHERE rule='$1'"
}

owner "INSERT INTO tenant VALUES(1,'School','school','nl','UTC',now());
    INSERT INTO realm VALUES(1,1,'here');
    INSERT INTO holder(tenant_id,holder_id,login,name,function)
	VALUES(1,1,'$(id -un)','x','it_staff');
    INSERT INTO policy(tenant_id,version,name,effective,actor,reason)
	VALUES(1,1,'p',now()-interval '1 y','t','t');
    INSERT INTO device(tenant_id,device_id,realm_id,name,address,in_service,
	created) SELECT 1,i,1,'sw'||i,inet '127.0.0.0'+i,now()-interval '1 y',
	now()-interval '1 y' FROM generate_series(1,6) i;
    INSERT INTO device_state(tenant_id,device_id,last_try,last_answer,model,
	silent,silent_since) SELECT 1,i,now(),now(),'C2960X',0,NULL
	FROM generate_series(1,6) i;
    INSERT INTO patch(tenant_id,patch_id,reference,title,priority,registered)
	SELECT 1,i,'P-'||i,'x','high',now()-interval '9 d'
	FROM generate_series(1,2) i;
    INSERT INTO deployment(tenant_id,patch_id,device_id,state,created,
	clock_start,clock_basis,deadline,policy_version)
	SELECT 1,1,i,'planned',now()-interval '9 d',now()-interval '4 d',
	'registered',now()+interval '5 d',1 FROM generate_series(1,2) i;
    SELECT part_ensure(t,now()-interval '9 d',now()) FROM
	unnest(ARRAY['event','loss']) t" >/dev/null

look
for rule in deadline_nears silent unknown_device engine_changed records_lost \
    ring_paused; do
	is "$(ever $rule)" 0 "$rule: nothing is told of what is well"
done

# All of it begins; beside each what is nearly so.
owner "UPDATE deployment SET clock_start=now()-interval '6 d' WHERE device_id=1;
    UPDATE device_state SET silent=3,silent_since=now()-interval '15 min'
	WHERE device_id=2;
    UPDATE device_state SET silent=2,silent_since=now()-interval '15 min'
	WHERE device_id=3;
    INSERT INTO credential(tenant_id,credential_id,label,kind,box,created)
	VALUES(1,1,'lab','v2c','x',now());
    INSERT INTO range(tenant_id,range_id,realm_id,block,medical,added,added_by)
	VALUES(1,1,1,'198.51.100.0/28',false,now(),'jan');
    INSERT INTO discovery(tenant_id,discovery_id,realm_id,blocks,rate,seed,asked,
	asked_by) VALUES(1,1,1,'{198.51.100.0/28}',50,1,now(),'jan');
    INSERT INTO proposal(tenant_id,realm_id,address,port,discovery_id,range_id,
	credential_id,protocol,level,confidence,first_seen,last_seen,state)
	VALUES(1,1,'198.51.100.1',161,1,1,1,'v2c','none','none',now(),now(),
	'new'),
	(1,1,'198.51.100.2',161,1,1,1,'v2c','none','none',now(),
	now()-interval '31 d','new');
    INSERT INTO event(at,tenant_id,device_id,event_id,kind,source,detail)
	VALUES(now()-interval '1 h',1,3,1,'engine','snmp','another answers'),
	(now()-interval '8 d',1,4,2,'engine','snmp','another answered');
    INSERT INTO loss(at,tenant_id,realm_id,journal,seq,listener,reason,count)
	VALUES(now()-interval '5 min',1,1,gen_random_uuid(),1,'udp','socket',7),
	(now()-interval '4 min',1,1,gen_random_uuid(),2,'udp','socket',5),
	(now()-interval '2 h',1,1,gen_random_uuid(),3,'tcp','socket',9),
	(now()-interval '5 min',1,1,gen_random_uuid(),4,'udp','privacy',9);
    INSERT INTO deployment(tenant_id,patch_id,device_id,state,created,
	clock_start,clock_basis,deadline,policy_version,level,confirmed,seen,
	observe_from,observe_until)
	VALUES(1,2,5,'regressed',now(),now()-interval '9 d','registered',
	    now()+interval '50 h 5 min',1,4,now(),now(),now(),
	    now()+interval '7 d'),
	(1,2,6,'planned',now(),now()-interval '1 h','registered',
	    now()+interval '50 h 5 min',1,0,NULL,NULL,NULL,NULL);
    INSERT INTO ring(tenant_id,patch_id,device_id,ring,at,actor)
	VALUES(1,2,5,0,now(),'jan'),(1,2,6,1,now(),'jan')" >/dev/null
look
is "$(open deadline_nears device)" sw1 "half of its term has passed"
is "$(open silent device)" sw2 "three polls were not answered"
is "$(open unknown_device address)" 198.51.100.1 "something new answers"
is "$(open engine_changed device)" sw3 "another engine answers"
is "$(open records_lost count)" 12 "records were lost, counted by cause"
is "$(open ring_paused patch)" P-2 "a later ring waits"
is "$(owner "SELECT concat_ws('|',detail->>'devices',detail->>'hours',
    detail->>'rings',device_id,severity) FROM alert WHERE rule='ring_paused'")" \
    '1|50|few|warning' "with what the pause costs"
is "$(owner "SELECT count(*)||' '||min(e.kind) FROM transition t JOIN evidence e
    ON e.evidence_id=ANY(t.evidence) WHERE t.flag='+paused'")" '1 claim' \
    "and the pause is a step with its evidence"
like "$(patchwacht deployment list --patch P-2 --csv)" '*sw6*paused*' \
    "lists show it"
like "$(patchwacht todo --csv)" '*paused*P-2*sw6*ring show P-2*' \
    "so does what there is to do"
like "$(patchwacht patch show P-2)" '*paused*earlier ring*' \
    "and the patch's own story"

# The same, again: nothing is told twice.
look
is "$(owner "SELECT count(*) FROM alert WHERE closed IS NULL AND rule IN(
    'deadline_nears','silent','unknown_device','engine_changed','records_lost',
    'ring_paused')")" 6 "each is one as long as it holds"

# All of it ends.
owner "UPDATE deployment SET seen=now() WHERE patch_id=1 AND device_id=1;
    UPDATE device_state SET silent=0,silent_since=NULL WHERE device_id=2;
    UPDATE proposal SET state='refused',decided=now(),decided_by='jan',
	reason='x' WHERE address='198.51.100.1';
    DELETE FROM event WHERE event_id=1;
    INSERT INTO event(at,tenant_id,device_id,event_id,kind,source,detail)
	VALUES(now()-interval '7 d 1 h',1,3,3,'engine','snmp','another');
    UPDATE loss SET at=now()-interval '61 min' WHERE seq IN(1,2);
    INSERT INTO dismissal VALUES(1,2,5,clock_timestamp(),'els',
	'de stroom viel uit')" >/dev/null
look
for rule in deadline_nears silent unknown_device engine_changed records_lost; do
	is "$(open $rule device)|$(ever $rule)" '|1' "$rule: it is over"
done
# The pause is lifted by the step that the dismissal leads to.
look
is "$(open ring_paused patch)|$(ever ring_paused)" '|1' "ring_paused: it is over"
is "$(owner "SELECT string_agg(flag,' ' ORDER BY transition_id) FROM transition
    WHERE flag LIKE '%paused'")" '+paused -paused' "as a step of its own"
is "$(owner "SELECT bool_or(paused) FROM deployment")" f "and no list has it"

# Who is silent since its window did not return: that is another alert.
owner "UPDATE device_state SET silent=9,silent_since=now()-interval '1 h'
    WHERE device_id=2;
    INSERT INTO alert(tenant_id,alert_id,rule,severity,device_id,opened,detail)
	VALUES(1,900,'not_returned','critical',2,now(),'{}')" >/dev/null
look
is "$(open silent device)" '' "what another rule tells is told once"

# And until then it is where it should be: in its window, and a while after it.
window() { # FROM UNTIL, of sw4, silent for half an hour and asked just now
	owner "UPDATE deployment SET window_start=now()+interval '$1',
		window_end=now()+interval '$2' WHERE device_id=4" >/dev/null
}
owner "UPDATE device_state SET silent=6,silent_since=now()-interval '30 min',
	last_try=now() WHERE device_id=4;
    INSERT INTO deployment(tenant_id,patch_id,device_id,state,created,
	clock_start,clock_basis,deadline,policy_version)
	VALUES(1,2,4,'planned',now(),now()-interval '1 h','registered',
	now()+interval '9 d',1)" >/dev/null
window '-40 min' '5 min'
look
is "$(open silent device)" '' "silent inside its window is no silence"
window '-40 min' '-10 min'
look
is "$(open silent device)" '' "nor while it may still come back"
window '-20 min' '5 min'
look
is "$(open silent device)" sw4 "silent before its window is"

# A window of weeks explains no more than the work in it; then it did not return.
of_sw4() {
	owner "SELECT string_agg(rule,' ') FROM alert WHERE device_id=4
	    AND closed IS NULL AND rule IN('silent','not_returned')"
}
window '-3 h' '20 d'
look
is "$(of_sw4)" '' "half an hour inside a long window is work"
owner "UPDATE device_state SET silent=28,silent_since=now()-interval '140 min'
    WHERE device_id=4" >/dev/null
look
is "$(of_sw4)" not_returned "two hours inside it are not"
owner "UPDATE device_state SET silent=6,silent_since=now()-interval '30 min'
    WHERE device_id=4;
    UPDATE alert SET closed=now() WHERE device_id=4;
    UPDATE deployment SET state='observing',level=4,seen=now()-interval '2 h',
	confirmed=now()-interval '2 h',observe_from=now()-interval '2 h',
	observe_until=now()+interval '7 d' WHERE device_id=4" >/dev/null
look
is "$(of_sw4)" silent "nor is anything, once the patch is proven"
