#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The verifier over a throw-away database, fed with readings as store would
# write them. Five devices go through a patch round:
#
#	proven	runs the old version, then the new one, twice; stays stable
#	claimed	somebody says it is installed; the device goes on saying no
#	rolled	is proven, and then runs the old version again
#	silent	goes into its window and does not come back
#	already	ran the new version before anybody asked
#
# and others that boot, wrap, restart their agent, lose a serial number, and
# show a stack of which one member is old. No poller runs: each reading is
# written here, some minutes ago, at the moment that the story wants.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/readings.sh"

plan 73
if ! start_db; then
	echo "Bail out! no database"
	exit 1
fi

log=00000000-0000-4000-8000-000000000002

# A second member of its stack.
member() { # VERSION
	cat <<-EOF
	1.3.6.1.2.1.47.1.1.1.1.5.2001|2|3
	1.3.6.1.2.1.47.1.1.1.1.7.2001|4|2
	1.3.6.1.2.1.47.1.1.1.1.10.2001|4|$1
	1.3.6.1.2.1.47.1.1.1.1.11.2001|4|FCW2222A0B2
	EOF
}

# A server: its kernel has been up for HOST seconds, its agent for AGENT.
server() { # OPENSSL HOST AGENT
	cat <<-EOF
	1.3.6.1.2.1.1.1.0|4|Linux files 6.1.0-31-amd64 #1 SMP PREEMPT_DYNAMIC Debian 6.1.128-1 (2025-02-07) x86_64
	1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10
	1.3.6.1.2.1.1.3.0|67|$(($3 * 100))
	1.3.6.1.2.1.1.5.0|4|files
	1.3.6.1.2.1.25.1.1.0|67|$(($2 * 100))
	1.3.6.1.2.1.25.6.3.1.2.1|4|adduser_3.134_all
	1.3.6.1.2.1.25.6.3.1.2.2|4|base-files_12.4+deb12u10_amd64
	1.3.6.1.2.1.25.6.3.1.2.3|4|openssl_$1_amd64
	EOF
}

messages=0
message() { # DEVICE SECONDS TEXT
	messages=$((messages + 1))
	sql "BEGIN;
	    SELECT part_ensure_all('message', $(at "$2"), $(at "$2"));
	    INSERT INTO message(rcvd, tenant_id, realm_id, device_id, journal,
		seq, transport, peer, peer_port, severity, security, text, raw)
	    VALUES($(at "$2"), 1, 1, $1, '$log', $messages, 'udp', '127.0.0.1',
		514, 5, false, '$3', '$3');
	    INSERT INTO message_batch VALUES('$log', $messages, 1,
		$(at "$2"), $(at "$2"));
	    INSERT INTO journal_pos VALUES('$log', 'listen', 'here', 1,
		$messages, $messages, now()) ON CONFLICT(journal)
		DO UPDATE SET seq = $messages;
	    NOTIFY patchwacht_reading;
	    COMMIT" -U patchwacht_store >/dev/null
}

device() { # ID NAME
	owner "INSERT INTO device(tenant_id, device_id, realm_id, name, address,
	    poll_s, in_service, created)
	    VALUES(1, $1, 1, '$2', '127.0.0.$1', 10, $(at -900), $(at -900))"
}

# deployment DEVICE [WINDOW_START WINDOW_END]: of patch 1
deployment() {
	window=NULL,NULL
	[ $# -eq 1 ] || window="$(at "$2"),$(at "$3")"
	deploy 1 "$1" "$window"
}

deploy() { # PATCH DEVICE WINDOW
	owner "INSERT INTO patch_target(tenant_id, patch_id, target, device_id)
	    SELECT 1, $1, $2, $2 ON CONFLICT DO NOTHING;
	    INSERT INTO deployment(tenant_id, patch_id, device_id, state,
	    created, clock_start, clock_basis, deadline, window_start,
	    window_end, policy_version) SELECT 1, $1, $2, 'planned', $(at -60),
	    $(at -60), 'registered', ${deadline-$(at 5000)}, $3, 1;
	    INSERT INTO transition(tenant_id, transition_id, patch_id,
		device_id, attempt, at, to_state, cause, level, actor, reason,
		policy_version) SELECT 1, -$1 * 1000 - $2, $1, $2, 1, $(at -60),
		'planned', 'registered', 0, 'test', 'test', 1"
}

state() { # DEVICE [PATCH]
	owner "SELECT state FROM deployment
	    WHERE device_id = $1 AND patch_id = ${2-1}"
}

field() { # DEVICE EXPRESSION [PATCH]
	owner "SELECT $2 FROM deployment d
	    WHERE device_id = $1 AND patch_id = ${3-1}"
}

path() { # DEVICE [PATCH]: the states it went through
	owner "SELECT string_agg(to_state, ' ' ORDER BY transition_id)
	    FROM transition WHERE device_id = $1 AND patch_id = ${2-1}
	    AND flag IS NULL AND transition_id > 0"
}

alerts() { # DEVICE: each rule, with a + while it is open
	owner "SELECT coalesce(string_agg(rule ||
	    CASE WHEN closed IS NULL THEN '+' ELSE '' END, ' ' ORDER BY rule),
	    'none') FROM alert WHERE device_id = $1"
}

events() { # DEVICE
	owner "SELECT coalesce(string_agg(kind || CASE WHEN expected
	    THEN '(expected)' ELSE '' END, ' ' ORDER BY event_id), 'none')
	    FROM event WHERE device_id = $1"
}

owner "INSERT INTO tenant VALUES(1, 'School', 'school', 'nl',
	'Europe/Amsterdam', now());
    INSERT INTO realm VALUES(1, 1, 'here');
    INSERT INTO channel(tenant_id, channel_id, target, function, language)
	VALUES(1, 1, 'it@example.org', 'IT staff', 'nl');
    INSERT INTO policy(tenant_id, version, name, effective, actor, reason,
	confirm_gap_s, reported_s, reported_critical_s, window_grace_s,
	return_s, settle_s, observe_s, observe_active_s, observe_max_s)
    VALUES(1, 1, 'short', $(at -900), 'test', 'test', 10, 60, 60, 30, 20, 10,
	60, 40, 120);
    INSERT INTO patch(tenant_id, patch_id, reference, title, priority,
	registered)
    VALUES(1, 1, 'P-1', 'Switches', 'critical', $(at -60)),
	(1, 2, 'P-2', 'OpenSSL', 'high', $(at -60));
    INSERT INTO patch_fix(tenant_id, patch_id, fix, component, scheme,
	min_version)
    VALUES(1, 1, 1, '', 'ios', '15.2(7)E7'),
	(1, 2, 1, 'package:openssl', 'dpkg', '3.0.16-1~deb12u1')"
pid=0
for name in proven claimed rolled silent already wraps agent reboots stack \
    swapped late; do
	pid=$((pid + 1))
	device $pid $name
done
old='15.2(7)E3'
new='15.2(7)E7'

cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
verify { interval = "100 ms" }
alert { interval = "1 s" rules = "$srcdir/tests/data/alerts.d" }
EOF
patchwachtd >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"

# Installed and proven.
deployment 1 10 60
switch $old AAA -5000 0 | reading 1 0
settle
is "$(field 1 last_old)" "$(owner "SELECT $(at 0)")" "when it was seen is kept"
switch $old AAA -5000 20 | reading 1 20
settle
is "$(state 1)" in_window "a reading in the window: in the window"
switch $new AAA 30 40 | reading 1 40
settle
is "$(state 1)" seen "one reading of the new version: seen"
is "$(field 1 level)" 3 "which is E3"
switch $new AAA 30 45 | reading 1 45
settle
is "$(state 1)" seen "a second one too soon after it proves nothing"
switch $new AAA 30 55 | reading 1 55
settle
is "$(state 1)" observing "a second one later: confirmed, and observed"
is "$(field 1 level)" 4 "which is E4"
is "$(field 1 met_deadline)" t "in time"
is "$(field 1 'seen = '"$(at 40)")" t "v is the first reading of the pair"
is "$(events 1)" "component version boot(expected)" "its boot was expected"
for s in 65 75 85 95 105; do
	switch $new AAA 30 $s | reading 1 $s
done
switch $new AAA 30 115 | reading 1 115
settle
is "$(state 1)" stable "watched for its time: stable"
is "$(path 1)" "in_window seen confirmed observing stable" "step by step"
is "$(alerts 1)" none "and nobody was told anything"
is "$(owner "SELECT count(*) FROM transition WHERE device_id = 1
    AND transition_id > 0 AND evidence = '{}'")" 0 "each step has evidence"
is "$(owner "SELECT string_agg(DISTINCT e.content->>'value', ' ')
    FROM transition t JOIN evidence e ON e.evidence_id = ANY(t.evidence)
    WHERE t.device_id = 1 AND t.cause = 'confirmed'")" "$old $new" \
    "the proof names the version, and the one before it"
is "$(owner "SELECT count(*) FROM transition t JOIN evidence e
    ON e.evidence_id = ANY(t.evidence) WHERE t.device_id = 1
    AND t.cause = 'confirmed' AND e.bytes = (SELECT varbinds FROM reading r
    WHERE r.journal = e.journal AND r.seq = e.seq)
    AND e.content->>'value' = '$new' AND e.content->>'oid' = '1.3.6.1.2.1.1.1.0'
    AND e.content->>'raw' LIKE 'Cisco IOS Software%'
    AND e.content->>'protocol' = 'v2c'")" 2 \
    "by both readings, whole, with object, raw value and protocol"
is "$(owner "SELECT string_agg(value, ' ' ORDER BY since) FROM version
    WHERE device_id = 1 AND kind = 'product'")" "$old $new" \
    "versions are change points"

# Claimed, not installed.
deadline=$(at 500)
deployment 2
unset deadline
switch $old BBB -5000 0 | reading 2 0
settle
owner "UPDATE deployment SET claimed = now() - interval '90 s',
    claimed_by = 'somebody', rev = rev + 1 WHERE device_id = 2" >/dev/null
settle
is "$(state 2)" reported "somebody says so: reported"
is "$(field 2 level)" 1 "which is E1"
switch $old BBB -5000 580 | reading 2 580
switch $old BBB -5000 595 | reading 2 595
settle
is "$(state 2)" reported "the device says no: still only reported"
is "$(field 2 overdue)" t "and past its deadline"
is "$(alerts 2)" "past_deadline+" "of which somebody is told"
# What was reported a while ago, however long all this took.
owner "UPDATE transition SET at = at - interval '500 s'
    WHERE device_id = 2 AND cause = 'claimed'"
switch $old BBB -5000 599 | reading 2 599
both_are_told() {
	[ "$(alerts 2)" = "not_confirmed+ past_deadline+" ]
}
wait_for 20 both_are_told
is "$(alerts 2)" "not_confirmed+ past_deadline+" \
    "and of a report that is not confirmed"
told() { # CONDITION ON alert a: what was said of it
	owner "SELECT string_agg(s.kind, ' ' ORDER BY n.notification_id)
	    FROM notification n JOIN saying s USING(tenant_id, saying_id)
	    JOIN alert a USING(tenant_id, incident_id) WHERE $1"
}
is_told() { # CONDITION WHAT
	[ "$(told "$1")" = "$2" ]
}
wait_for 20 is_told "a.device_id = 2" "opened opened"
ok $? "once each"

# Rolled back.
deployment 3
switch $old CCC -5000 0 | reading 3 0
switch $new CCC 10 20 | reading 3 20
switch $new CCC 10 35 | reading 3 35
settle
is "$(state 3)" observing "another one is proven"
is "$(field 3 overdue)" f "and not overdue"
owner "UPDATE deployment SET deadline = $(at 40) WHERE device_id = 3"
switch $old CCC 50 60 | reading 3 60
settle
is "$(state 3)" observing "one reading of the old version undoes nothing"
switch $old CCC 50 75 | reading 3 75
settle
is "$(state 3)" rolled_back "a pair of them does"
is "$(owner "SELECT string_agg(e.content->>'value' || ' ' ||
    extract(epoch FROM e.at)::bigint - $start, ', ' ORDER BY e.at)
    FROM transition t JOIN evidence e ON e.evidence_id = ANY(t.evidence)
    WHERE t.device_id = 3 AND t.to_state = 'rolled_back'
    AND t.flag IS NULL")" "$new 35, $old 60, $old 75" \
    "by the last reading with the fix, and the pair without it"
is "$(field 3 met_deadline)" t "what was in time stays so"
is "$(field 3 overdue)" t "but now it is overdue"
is "$(alerts 3)" "past_deadline+ rolled_back+" "and somebody is told"
is "$(owner "SELECT DISTINCT detail->>'target' FROM alert WHERE device_id=3")" \
    "15.2(7)E7" "with the version that is asked for"
switch $new CCC 80 90 | reading 3 90
switch $new CCC 80 105 | reading 3 105
settle
is "$(state 3)" observing "installed once more"
is "$(field 3 attempt)" 2 "which is a second attempt"
is "$(alerts 3)" "past_deadline rolled_back" "and the alerts are over"
wait_for 20 is_told "a.device_id = 3 AND a.rule = 'rolled_back'" \
    "opened closed"
ok $? "with a mail at either end"

# Not back after its window.
deployment 4 10 60
switch $old DDD -5000 0 | reading 4 0
for s in 20 30 40 50; do
	nothing 4 $s
done
settle
is "$(alerts 4)" none "silent inside its window: no alert"
for s in 60 70 80 90; do
	nothing 4 $s
done
settle
is "$(alerts 4)" "not_returned+" "silent after it: not returned"
switch $old DDD 85 100 | reading 4 100
switch $old DDD 85 115 | reading 4 115
settle
is "$(alerts 4)" "failed+ not_returned" \
    "back, with the old version"
is "$(state 4)" failed "which has failed"
is "$(events 4)" "silent returned boot(expected)" "as the events tell"

# There already.
deployment 5
switch $new EEE -5000 0 | reading 5 0
settle
is "$(state 5)" planned "the new version, once, before anybody asked: planned"
switch $new EEE -5000 15 | reading 5 15
settle
is "$(state 5)" already_met "and twice: already met"
is "$(alerts 5)" none "and nobody is told"

# Reboots, and what is none.
server 1 42949660 42949660 | reading 6 0
server 1 14 14 | reading 6 20
settle
is "$(events 6)" none "a counter that wraps after 497 days is no boot"
server 1 50000 50000 | reading 7 0
server 1 50020 5 | reading 7 20
settle
is "$(events 7)" agent_restart "snmpd started again: no boot"
server 1 50000 50000 | reading 8 0
server 1 5 4 | reading 8 20
settle
is "$(events 8)" boot "a server that started again"
is "$(alerts 8)" none "once is no alert"
server 1 5 4 | reading 8 200
settle
is "$(alerts 8)" "unexpected_reboots+" "twice is"

# A stack of which one member is old, and another device in its place.
deployment 9
{ switch $new FFF -5000 0; member $old; } | reading 9 0
{ switch $new FFF -5000 15; member $old; } | reading 9 15
settle
is "$(state 9)" planned "half a stack is not patched"
is "$(field 9 conflicting)" t "and conflicting"
deployment 10
switch $old GGG -5000 0 | reading 10 0
switch $new HHH -5000 15 | reading 10 15
switch $new HHH -5000 30 | reading 10 30
settle
is "$(state 10)" planned "another serial number proves nothing"
is "$(alerts 10)" "conflict+" "and is told"

# Two members of one name.
device 15 twins
deployment 15
for s in 0 15; do
	{ switch $new KKK -5000 $s; member $old | sed 's/|4|2$/|4|1/'; } |
	    reading 15 $s
done
settle
is "$(state 15)" planned "nor one whose members bear one name"

# A member joins the stack and leaves it, and the model is another one. Where
# an edited profile looks, its other parts are no news of the device.
device 14 grown
switch $old JJJ -5000 0 | reading 14 0
{ switch $old JJJ -5000 10; member $old; } | reading 14 10
switch $old JJJ -5000 20 | reading 14 20
switch $old JJJ -5000 30 | sed s/24TS-L/48FPD-L/ | reading 14 30
settle
is "$(events 14)" "component component model" "parts come and go, and models"
is "$(owner "SELECT string_agg(detail, '; ' ORDER BY event_id) FROM event
    WHERE device_id = 14")" "component 2 is new, with $old; \
component 2 is gone, last with $old; \
model WS-C2960X-24TS-L became WS-C2960X-48FPD-L" "and what each was"
owner "UPDATE version SET profile_sha256 = sha256('before')
    WHERE device_id = 14" >/dev/null
{ switch $old JJJ -5000 40; member $old; } | reading 14 40
settle
is "$(owner "SELECT count(*) FROM event WHERE device_id = 14
    AND kind = 'component'")" 2 "what another profile sees is no event"

# Packages, the log, and a device that was late.
deploy 2 8 NULL,NULL
server 3.0.15-1~deb12u1 1000 1000 | reading 8 300
settle
is "$(field 8 running 2)" "openssl 3.0.15-1~deb12u1" "a package that is old"
message 8 305 'dpkg[1]: status installed openssl:amd64 3.0.16-1~deb12u1'
settle
is "$(owner "SELECT string_agg(kind, ' ') FROM event WHERE device_id = 8
    AND source = 'syslog'")" upgrade_ok "its log tells of an upgrade"
server 3.0.16-1~deb12u1 1020 1020 | reading 8 320
server 3.0.16-1~deb12u1 1040 1040 | reading 8 340
settle
is "$(state 8 2)" observing "the package is proven"
is "$(owner "SELECT e.content->'components'->0->>'value' FROM transition t
    JOIN evidence e ON e.evidence_id = ANY(t.evidence) WHERE t.patch_id = 2
    AND t.cause = 'confirmed' LIMIT 1")" "6.1.0-31-amd64" \
    "with its components in the evidence"
deadline=$(at 500)
deployment 11
switch $old III -5000 0 | reading 11 0
switch $old III -5000 520 | reading 11 520
switch $new III 530 540 | reading 11 540
switch $new III 530 555 | reading 11 555
settle
is "$(field 11 "state || ' ' || met_deadline")" "observing false" \
    "proven after the deadline: not in time"
is "$(field 11 'overdue')" f "and no longer overdue"

# Nothing is concluded twice, and nothing is left out: each of 400 readings of a
# device tells one restart of its agent, while the role is killed under it.
verify_role() {
	ps -o pid=,args= --ppid "$daemon" | awk '/--role verify/ { print $1 }'
}

before=$(owner "SELECT count(*) FROM transition")
device 12 restless
cat >"$tmp/recording" <<EOF
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.8072.3.2.10
1.3.6.1.2.1.1.3.0|67|500
EOF
hex=$("$builddir/tests/integration/varbinds" "$tmp/recording")
seq=$(cat "$tmp/seq")
sql "BEGIN;
    SELECT part_ensure_all('reading', $(at -40000), $(at 0));
    INSERT INTO reading SELECT $(at -40000) + i * interval '100 s', 1, 12,
	'$journal', $seq + i, i, $(at -40000), 'answered', 900, 'v2c', 'none',
	'127.0.0.1', NULL, decode('$hex', 'hex')
    FROM generate_series(1, 400) i;
    UPDATE journal_pos SET seq = $seq + 400 WHERE journal = '$journal';
    NOTIFY patchwacht_reading;
    COMMIT" -U patchwacht_store >/dev/null
for _ in 1 2 3; do
	sleep 0.2
	role=$(verify_role)
	[ -z "$role" ] || kill -9 "$role"
done
wait_for 60 read_all
is "$(owner "SELECT count(*) FROM event WHERE device_id = 12
    AND kind = 'agent_restart'")" 399 \
    "killed while it reads, it concludes from each reading once"
is "$(owner "SELECT count(*) FROM transition")" "$before" \
    "and from those before not again"

# A verifier that is killed while it commits leaves a server process that may
# still be at it when the next one starts: what that moves past is not read.
has_moved_place() {
	[ "$(sql "SELECT count(*) FROM pg_locks
	    WHERE relation = 'patchwacht.reader_pos'::regclass
	    AND mode = 'RowExclusiveLock'" -U patchwacht_owner)" != 0 ]
}
sql "BEGIN;
    UPDATE reader_pos SET seq = $seq + 401 WHERE journal = '$journal';
    DO \$\$ BEGIN
	-- Until the verifier waits for us.
	FOR i IN 1..500 LOOP
	    EXIT WHEN EXISTS(SELECT FROM pg_locks WHERE NOT granted);
	    PERFORM pg_sleep(0.02);
	END LOOP;
    END \$\$;
    COMMIT" -U patchwacht_owner >"$tmp/out" &
other=$!
wait_for 10 has_moved_place
sql "BEGIN;
    INSERT INTO reading SELECT $(at 100), 1, 12, '$journal', $seq + 401, 401,
	$(at 100), 'answered', 900, 'v2c', 'none', '127.0.0.1', NULL,
	decode('$hex', 'hex');
    UPDATE journal_pos SET seq = $seq + 401 WHERE journal = '$journal';
    NOTIFY patchwacht_reading;
    COMMIT" -U patchwacht_store >"$tmp/out"
wait "$other"
settle
is "$(owner "SELECT count(*) FROM event WHERE device_id = 12
    AND kind = 'agent_restart'")" 399 "what another read meanwhile is left alone"

# The database goes away, and comes back.
pass "the database stops" patchwacht-db stop
sleep 2
pass "and starts again" patchwacht-db start
echo $((seq + 401)) >"$tmp/seq"
device 13 after
switch $old KKK -5000 0 | reading 13 0
wait_for 20 read_all
is "$(owner "SELECT model FROM device_state WHERE device_id = 13")" \
    WS-C2960X-24TS-L "what was read after it is concluded from"

# What is withdrawn is over. The clock first waits for the journals.
wait_for 30 grep -q 'waited in the journals is in' "$tmp/log"
owner "UPDATE patch SET status = 'withdrawn' WHERE patch_id = 1"
settle
is "$(owner "SELECT string_agg(DISTINCT state, ' ') FROM deployment
    WHERE patch_id = 1")" withdrawn "a patch that is withdrawn"
is "$(owner "SELECT count(*) FROM alert WHERE patch_id = 1
    AND closed IS NULL")" 0 "leaves no alert open"

# Nor does it complain, whoever looks for that: the log, or a sanitizer.
kill "$daemon"
wait "$daemon" 2>/dev/null
is "$(grep -E 'verify.*(warning|ERROR)|Sanitizer|runtime error' "$tmp/log" |
    grep -v 'database\|role verify.*9')" "" "its log holds no complaint"
