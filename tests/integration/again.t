#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The same observations and the same register give the same verdicts. Devices go
# through a patch round under the verifier; then all that it concluded is taken
# away, it begins from nothing, and what it concludes is compared row for row:
# steps with their levels, causes, reasons and the records they rest on, deployments
# with all their moments, versions and what happened to each device. When the
# verifier looked is the only thing that is another: that is when it was.
. "$(dirname "$0")/lib.sh"
plan 11

start_db || exit 1
journal=00000000-0000-4000-8000-000000000001
start=$(($(date +%s) - 600))
seq=0

owner() {
	sql "$1" -U patchwacht_owner
}
at() { # SECONDS
	echo "to_timestamp($((start + $1)))"
}
switch() { # VERSION SERIAL BOOTED SECONDS
	cat <<-EOF2
	1.3.6.1.2.1.1.1.0|4|Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version $1, RELEASE SOFTWARE (fc2)
	1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.1208
	1.3.6.1.2.1.1.3.0|67|$((($4 - $3) * 100))
	1.3.6.1.2.1.1.5.0|4|core
	1.3.6.1.2.1.47.1.1.1.1.5.1001|2|3
	1.3.6.1.2.1.47.1.1.1.1.7.1001|4|1
	1.3.6.1.2.1.47.1.1.1.1.10.1001|4|$1
	1.3.6.1.2.1.47.1.1.1.1.11.1001|4|$2
	1.3.6.1.2.1.47.1.1.1.1.13.1001|4|WS-C2960X-24TS-L
	EOF2
}
reading() { # DEVICE VERSION SERIAL BOOTED SECONDS
	switch "$2" "$3" "$4" "$5" >"$tmp/recording"
	hex=$("$builddir/tests/integration/varbinds" "$tmp/recording")
	seq=$((seq + 1))
	sql "BEGIN;
	    SELECT part_ensure('reading', $(at "$5"), $(at "$5"));
	    INSERT INTO reading VALUES($(at "$5"), 1, $1, '$journal', $seq, $seq,
		$(at "$5"), 'answered', 900, 'v2c', 'none', '127.0.0.1', NULL,
		decode('$hex', 'hex'));
	    INSERT INTO journal_pos VALUES('$journal', 'poll', 'here', 1, $seq,
		$seq, now()) ON CONFLICT(journal) DO UPDATE SET seq = $seq;
	    NOTIFY patchwacht_reading;
	    COMMIT" -U patchwacht_store >/dev/null
}
has_caught_up() {
	[ "$(owner "SELECT coalesce(max(seq),0) FROM reader_pos
	    WHERE reader='verify' AND journal='$journal'")" = "$seq" ]
}
settle() {
	wait_for 30 has_caught_up
}
steps() {
	owner "SELECT count(*) FROM transition"
}

owner "INSERT INTO tenant VALUES(1,'School','school','nl','UTC',now());
    INSERT INTO realm VALUES(1,1,'here');
    INSERT INTO policy(tenant_id,version,name,effective,actor,reason,
	confirm_gap_s,settle_s) VALUES(1,1,'short',$(at -900),'t','t',10,10);
    INSERT INTO patch(tenant_id,patch_id,reference,title,priority,registered)
	VALUES(1,1,'P-1','Switches','low',$(at -60));
    INSERT INTO patch_fix(tenant_id,patch_id,fix,component,scheme,min_version)
	VALUES(1,1,1,'','ios','15.2(7)E7');
    INSERT INTO device(tenant_id,device_id,realm_id,name,address,poll_s,
	in_service,created) SELECT 1,i,1,'sw'||i,inet '127.0.0.0'+i,10,
	$(at -900),$(at -900) FROM generate_series(1,5) i;
    INSERT INTO patch_target(tenant_id,patch_id,target,device_id)
	SELECT 1,1,i,i FROM generate_series(1,5) i;
    INSERT INTO deployment(tenant_id,patch_id,device_id,state,created,
	clock_start,clock_basis,deadline,policy_version)
	SELECT 1,1,i,'planned',$(at -60),$(at -60),'registered',$(at 90000),1
	FROM generate_series(1,5) i;
    INSERT INTO transition(tenant_id,transition_id,patch_id,device_id,attempt,
	at,to_state,cause,level,actor,reason,policy_version)
	SELECT 1,i,1,i,1,$(at -60),'planned','registered',0,'test','test',1
	FROM generate_series(1,5) i;
    INSERT INTO id_alloc VALUES(1,'transition',6)" >/dev/null

cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
verify { interval = "100 ms" }
EOF
begin() {
	patchwachtd >>"$tmp/log" 2>&1 &
	daemon=$!
}
end() {
	kill "$daemon"
	wait "$daemon" 2>/dev/null
}
at_exit 'end'
begin
old='15.2(7)E3'
new='15.2(7)E7'
# Proven; proven and rolled back and proven again; there already; another device
# in its place; and one that says no.
reading 1 $old AAA -5000 0
reading 2 $old BBB -5000 1
reading 3 $new CCC -5000 2
reading 4 $old DDD -5000 3
reading 5 $old EEE -5000 4
settle
for s in 40 55 70; do
	reading 1 $new AAA 30 $s
	reading 2 $new BBB 30 $((s + 1))
	reading 3 $new CCC -5000 $((s + 2))
	reading 4 $new XXX 30 $((s + 3))
	reading 5 $old EEE -5000 $((s + 4))
	settle
done
for s in 100 115; do
	reading 2 $old BBB 90 $s
	settle
done
for s in 150 165; do
	reading 2 $new BBB 140 $s
	settle
done
settled() { # no step for a while
	before=$(steps)
	sleep 2
	[ "$(steps)" = "$before" ]
}
wait_for 30 settled
end

# Numbers of rows are given anew; records are named by what was read.
dump() {
	owner "SELECT t.device_id,t.attempt,t.from_state,t.to_state,t.flag,
	    t.cause,t.level,t.actor,t.reason,t.policy_version,
	    (SELECT string_agg(e.kind||' '||e.journal||' '||e.seq||' '||
		encode(e.sha256,'hex'),';' ORDER BY e.seq) FROM evidence e
		WHERE e.evidence_id=ANY(t.evidence))
	    FROM transition t ORDER BY t.device_id,t.transition_id" >"$1.steps"
	owner "SELECT (to_jsonb(d)-'rev') FROM deployment d
	    ORDER BY device_id" >"$1.deployments"
	owner "SELECT * FROM version ORDER BY 1,2,3,4,5" >"$1.versions"
	owner "SELECT at,device_id,kind,source,expected,detail FROM event
	    ORDER BY device_id,event_id" >"$1.events"
	owner "SELECT device_id,journal,seq,kind,
	    CASE WHEN kind='clock' THEN content-'at' ELSE content END,
	    CASE WHEN kind<>'clock' THEN sha256 END FROM evidence
	    ORDER BY journal,seq,device_id,evidence_id" >"$1.evidence"
}
dump "$tmp/first"
like "$(grep -c . "$tmp/first.steps")" '[1-9][0-9]' "there are many steps"
like "$(owner "SELECT string_agg(state,' ' ORDER BY device_id)
    FROM deployment")" 'observing observing already_met * planned' \
    "of devices that took other ways"

owner "BEGIN;
    DELETE FROM notification; UPDATE alert SET incident_id=NULL;
    DELETE FROM saying; DELETE FROM incident; DELETE FROM alert;
    DELETE FROM transition WHERE transition_id>5; DELETE FROM evidence;
    DELETE FROM version; DELETE FROM event; DELETE FROM device_state;
    DELETE FROM check_result; DELETE FROM reader_pos;
    UPDATE deployment d SET (state,level,attempt,overdue,excepted,conflicting,
	paused,claimed,claimed_by,last_old,seen,confirmed,met_deadline,
	first_late,observe_from,observe_until,closed,reopened,serial,running,
	reason,protocol,security_level,profile_tested)=ROW('planned',0,1,false,
	false,false,false,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,
	NULL,NULL,NULL,NULL,NULL,NULL,NULL);
    COMMIT" >/dev/null
is "$(owner "SELECT count(*) FROM version")" 0 "all of it is taken away"
begin
settle
wait_for 30 settled
end
dump "$tmp/again"
for what in steps deployments versions events evidence; do
	cmp -s "$tmp/first.$what" "$tmp/again.$what"
	status=$?
	ok $status "$what: the same, row for row"
	[ $status -eq 0 ] ||
	    diag "$(diff "$tmp/first.$what" "$tmp/again.$what" | head -20)"
done
is "$(grep -cE 'verify.*(warning|ERROR)' "$tmp/log")" 0 \
    "and the log holds no complaint"

# A key that is taken is not about a reading: it waits, and is not passed over.
next=$(owner "SELECT next FROM id_alloc WHERE kind='transition'")
owner "UPDATE id_alloc SET next=1 WHERE kind='transition'" >/dev/null
reads=$seq
before=$(steps)
begin
reading 5 $new EEE 190 200
is_refused() {
	grep -q 'transition_pkey' "$tmp/log"
}
wait_for 30 is_refused
is "$(owner "SELECT max(seq) FROM reader_pos WHERE reader='verify'
    AND journal='$journal'") $(steps)" "$reads $before" \
    "a reading whose verdict finds its key taken waits"
owner "UPDATE id_alloc SET next=$next WHERE kind='transition'" >/dev/null
settle
end
is "$(($(steps) > before))" 1 "and becomes one when the key is free"
