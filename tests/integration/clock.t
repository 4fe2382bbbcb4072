#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Our own clock was set forward by five minutes between two readings of a switch
# that was up for a minute. It is not taken for booted by that, also by a daemon
# that starts only then; one that really booted is, and so is one that was read
# when our clock was right. And when it is set while no verifier runs, the next one
# knows that before it reads what devices said meanwhile.
#
# At last the first look at a fleet on which much is late: it is taken in parts.
# While one of them waits for somebody who has a row in hand, what came before is
# kept, and others write; who is killed in the middle goes on, and nothing is lost
# or told twice.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/readings.sh"

plan 18
start_db || exit 1
patchwacht init --name School --kind school --language nl --quiet || exit 1
owner "UPDATE policy SET effective = $(at -900);
    INSERT INTO device(tenant_id, device_id, realm_id, name, address, poll_s,
	in_service, created) SELECT 1, n, 1, 'sw' || n,
	('127.0.0.' || n)::inet, 10, $(at -900), $(at -900)
	FROM generate_series(1, 4) n"
sql "INSERT INTO clock_jump(before, after, by_us)
    VALUES($(at 12), $(at 314), 300000000)" -U patchwacht_verify
cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
verify { interval = "100 ms" }
EOF
start_background patchwachtd --foreground 2>"$tmp/log"
wait_for 20 grep -q 'ready: ' "$tmp/log"
boots() { # DEVICE
	owner "SELECT count(*) FROM event WHERE device_id = $1 AND kind = 'boot'"
}

switch '15.2(7)E7' AAA -50 10 | reading 1 10
switch '15.2(7)E7' BBB -5000 10 | reading 2 10
switch '15.2(7)E7' CCC 260 320 | reading 3 320
# Really ten seconds later.
switch '15.2(7)E7' AAA 250 320 | reading 1 320
switch '15.2(7)E7' BBB 317 320 | reading 2 320
# Up for two minutes, five minutes later.
switch '15.2(7)E7' CCC 520 580 | reading 3 580
settle
is "$(boots 1)" 0 "a clock that is set boots nothing"
is "$(boots 2)" 1 "what booted meanwhile has booted"
is "$(boots 3)" 1 "and what booted later, too"
is "$(owner "SELECT count(*) FROM clock_jump")" 1 "nothing else was seen to jump"
fails "nobody else says that it was set" sql "INSERT INTO
    clock_jump(before, after, by_us) VALUES(now(), now(), 1)" \
    -U patchwacht_register

# Nobody looks for a while, and somebody sets the clock forward by five minutes:
# then the last look showed five minutes less.
has_looked() {
	[ "$(owner "SELECT count(*) FROM clock_seen WHERE boot <> ''")" = 1 ]
}
pass "both clocks are kept as they were last seen" wait_for 20 has_looked
kill "$pid"
wait "$pid"
owner "UPDATE clock_seen SET shown = shown - interval '5 min'"
start_background patchwachtd --foreground 2>"$tmp/log"
wait_for 20 grep -q 'set forward by 300 s while the verifier was away' "$tmp/log"
ok $? "the next process says that our clock was set"
now=$(($(date +%s) - start))
switch '15.2(7)E7' DDD $((now - 460)) $((now - 400)) | reading 4 $((now - 400))
# Really a hundred seconds later.
switch '15.2(7)E7' DDD $((now - 160)) "$now" | reading 4 "$now"
settle
is "$(boots 4)" 0 "and no device booted by that"
saved() {
	[ "$(owner "SELECT count(*) || ' ' || round(min(by_us) / 1e6)
	    FROM clock_jump")" = "2 300" ]
}
pass "it is kept like the others" wait_for 20 saved
kill "$pid"
wait "$pid"
start_background patchwachtd --foreground 2>"$tmp/log"
wait_for 20 grep -q 'ready: ' "$tmp/log"
settle
is "$(owner "SELECT count(*) FROM clock_jump")" 2 "and found once"

# 4,500 deployments that fell due before anybody looked.
kill "$pid"
wait "$pid"
owner "INSERT INTO device(tenant_id, device_id, realm_id, name, address,
	in_service, created) SELECT 1, n, 1, 'sw' || n, inet '10.0.0.0' + n,
	$(at -900), $(at -900) FROM generate_series(101, 550) n;
    INSERT INTO patch(tenant_id, patch_id, reference, title, priority, registered)
	SELECT 1, n, 'P-' || n, 'P', 'high', $(at -900)
	FROM generate_series(1, 10) n;
    INSERT INTO patch_target(tenant_id, patch_id, target, device_id)
	SELECT 1, n, d, d FROM generate_series(1, 10) n,
	generate_series(101, 550) d;
    INSERT INTO deployment(tenant_id, patch_id, device_id, state, created,
	clock_start, clock_basis, deadline, policy_version)
	SELECT 1, n, d, 'planned', $(at -900), $(at -900), 'registered', $(at -1),
	(SELECT max(version) FROM policy) FROM generate_series(1, 10) n,
	generate_series(101, 550) d"
mkfifo "$tmp/in_hand" || exit 1
psql -XAtq -h "$home/db/run" -d patchwacht -U patchwacht_owner \
    <"$tmp/in_hand" >"$tmp/held" &
exec 4>"$tmp/in_hand"
echo "BEGIN; SELECT count(*) FROM (SELECT FROM deployment
    WHERE device_id = 549 FOR UPDATE) x;" >&4
wait_for 20 grep -q 10 "$tmp/held"
late() { # [MORE]: deployments that somebody is told of
	owner "SELECT count(*) FROM alert WHERE rule = 'past_deadline'
	    AND closed IS NULL ${1-}"
}
has_late() { # NUMBER
	[ "$(late)" -eq "$1" ]
}
start_background patchwachtd --foreground 2>"$tmp/log"
pass "two parts are kept while the third one waits" wait_for 90 has_late 4000
pass "and others write meanwhile" timeout 20 patchwacht action add 'Bellen' \
    --owner ICT --due 2099-01-01
kill -9 "$(ps -o pid=,args= --ppid "$pid" | awk '/--role verify/ { print $1 }')"
is "$(late)" 4000 "one that is killed keeps what it had"
echo "COMMIT;" >&4
exec 4>&-
pass "the next one tells of the rest" wait_for 90 has_late 4500
is "$(owner "SELECT count(*) || ' ' || count(DISTINCT (patch_id, device_id))
    FROM transition WHERE flag = '+overdue'")" "4500 4500" \
    "each is late once"
is "$(late "GROUP BY patch_id, device_id HAVING count(*) > 1")" "" \
    "and told of once"
is "$(owner "SELECT count(*) FROM deployment WHERE overdue AND device_id > 100")" \
    4500 "as its row says"
pass "the trail fits" verifies_but policy
