#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The same observations and the same register give the same verdicts. Devices go
# through a patch round under the verifier; then all that it concluded is taken
# away, it begins from nothing, and what it concludes is compared row for row:
# steps with their levels, causes, reasons and the records they rest on, deployments
# with all their moments, versions and what happened to each device. When the
# verifier looked is the only thing that is another: that is when it was.
#
# AGAIN=N has N devices more, each of which says at random what it runs, that it
# started, that another device is in its place, or nothing, in sixteen rounds.
. "$(dirname "$0")/lib.sh"
plan 11
more=${AGAIN:-0}
all=$((5 + more))

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
	    SELECT part_ensure_all('reading', $(at "$5"), $(at "$5"));
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
	$(at -900),$(at -900) FROM generate_series(1,$all) i;
    INSERT INTO patch_target(tenant_id,patch_id,target,device_id)
	SELECT 1,1,i,i FROM generate_series(1,$all) i;
    INSERT INTO deployment(tenant_id,patch_id,device_id,state,created,
	clock_start,clock_basis,deadline,policy_version)
	SELECT 1,1,i,'planned',$(at -60),$(at -60),'registered',$(at 90000),1
	FROM generate_series(1,$all) i;
    INSERT INTO transition(tenant_id,transition_id,patch_id,device_id,attempt,
	at,to_state,cause,level,actor,reason,policy_version)
	SELECT 1,i,1,i,1,$(at -60),'planned','registered',0,'test','test',1
	FROM generate_series(1,$all) i;
    INSERT INTO id_alloc VALUES(1,'transition',$((all + 1)))" >/dev/null

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
# Of each of the others one reading, or none, that came within a second.
draw() { # ROUND: device, version, serial number, when it started
	awk -v seed="${AGAIN_SEED:-1}" -v round="$1" -v n="$all" -v at="$2" 'BEGIN {
	    srand(seed * 1000 + round)
	    split("15.2(7)E3 15.2(7)E7 15.2(7)E9 16.3.1 ?", version, " ")
	    for (i = 6; i <= n; i++) {
		own = (i * 7 + int(round / (2 + i % 3))) % 5
		v = rand() < 0.8 ? own : int(rand() * 5)
		if (rand() < 0.9)
		    print i, version[v + 1],
			(rand() < 0.95 ? "S" i : "X" i),
			(rand() < 0.7 ? -5000 : at - 5)
	    } }'
}
round() { # ROUND SECONDS
	draw "$1" "$2" >"$tmp/drawn"
	{
		echo "BEGIN; SELECT part_ensure_all('reading',$(at "$2"),$(at "$2"));"
		while read -r device version serial booted; do
			switch "$version" "$serial" "$booted" "$2" >"$tmp/recording"
			seq=$((seq + 1))
			echo "INSERT INTO reading VALUES($(at "$2")+interval
			    '$device ms',1,$device,'$journal',$seq,$seq,
			    $(at "$2"),'answered',900,'v2c','none','127.0.0.1',
			    NULL,decode('$("$builddir/tests/integration/varbinds" \
				"$tmp/recording")','hex'));"
		done
		echo "UPDATE journal_pos SET seq=$seq; NOTIFY patchwacht_reading;
		    COMMIT;"
		echo "$seq" >"$tmp/seq"
	} <"$tmp/drawn" >"$tmp/round.sql"
	psql -XAtq -v ON_ERROR_STOP=1 -h "$home/db/run" -d patchwacht \
	    -U patchwacht_store -f "$tmp/round.sql" >/dev/null
	seq=$(cat "$tmp/seq")
}
if [ "$more" -gt 0 ]; then
	i=0
	while [ $i -lt 16 ]; do
		round $i $((200 + i * 15))
		# Some rounds are looked at by themselves, some together.
		[ $((i % 3)) -eq 0 ] || settle
		i=$((i + 1))
	done
	settle
fi
settled() { # no step for a while
	before=$(steps)
	sleep 2
	[ "$(steps)" = "$before" ]
}
wait_for 30 settled
# The clock is looked at in a twentieth of the time, and has steps to tell.
[ "$more" -eq 0 ] || sleep 30
end

# Until when something was seen is known of the device, once, where readings of
# the same gist were passed over, which is a matter of when was looked. Numbers of
# rows are given anew; records are named by what was read.
dump() {
	owner "SELECT t.device_id,t.attempt,t.from_state,t.to_state,t.flag,
	    t.cause,t.level,t.actor,t.reason,t.policy_version,
	    (SELECT string_agg(e.kind||' '||e.journal||' '||e.seq||' '||
		encode(e.sha256,'hex'),';' ORDER BY e.seq) FROM evidence e
		WHERE e.evidence_id=ANY(t.evidence))
	    FROM transition t ORDER BY t.device_id,t.transition_id" >"$1.steps"
	owner "SELECT (to_jsonb(d)-'rev'-'last_old'),
	    still(d.last_old,z.said_at,z.same_at) FROM deployment d
	    LEFT JOIN device_state z USING(tenant_id,device_id)
	    ORDER BY device_id" >"$1.deployments"
	owner "SELECT to_jsonb(v)-'seen',CASE WHEN v.until IS NULL
	    THEN still(v.seen,z.said_at,z.same_at) ELSE v.until END
	    FROM version v LEFT JOIN device_state z USING(tenant_id,device_id)
	    ORDER BY v.device_id,v.kind,v.component,v.since" >"$1.versions"
	owner "SELECT at,device_id,kind,source,expected,detail FROM event
	    ORDER BY device_id,event_id" >"$1.events"
	owner "SELECT device_id,journal,seq,kind,
	    CASE WHEN kind='clock' THEN content-'at'-'last_try'
	    ELSE content END,
	    CASE WHEN kind<>'clock' THEN sha256 END FROM evidence
	    ORDER BY journal,seq,device_id,evidence_id" >"$1.evidence"
}
dump "$tmp/first"
like "$(grep -c . "$tmp/first.steps")" '[1-9][0-9]*' "there are many steps"
like "$(owner "SELECT string_agg(state,' ' ORDER BY device_id)
    FROM deployment WHERE device_id<6")" \
    'observing observing already_met * planned' \
    "of devices that took other ways"

owner "BEGIN;
    DELETE FROM notification; UPDATE alert SET incident_id=NULL;
    DELETE FROM saying; DELETE FROM incident; DELETE FROM alert;
    DELETE FROM transition WHERE transition_id>$all; DELETE FROM evidence;
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
[ "$more" -eq 0 ] || sleep 30
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
