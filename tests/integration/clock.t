#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Our own clock was set forward by five minutes between two readings of a switch
# that was up for a minute. It is not taken for booted by that, also by a daemon
# that starts only then; one that really booted is, and so is one that was read
# when our clock was right. And when it is set while no verifier runs, the next one
# knows that before it reads what devices said meanwhile.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/readings.sh"

plan 10
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
