#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Several workers share the devices. Twelve simulated switches are polled each
# second by two processes, and each of them by one only. A reload makes three of
# the two, then one: nobody is left out for more than a moment. A worker that is
# killed comes back. What workers heard that are gone is in the database too.
# shellcheck disable=SC1091,SC2009,SC2154
. "$(dirname "$0")/lib.sh"
plan 21

fleet=$builddir/tests/fleet
log=$tmp/log
devices=12

echo "127.2.0.1-127.2.0.$devices recording \
$srcdir/tests/data/fleet/switch.snmprec" >"$tmp/scenario"
"$fleet/fleetd" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
port=$(sed 's/.*port //' "$tmp/fleet")

start_db
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
for i in $(seq $devices); do
	patchwacht device add "sw$i" "127.2.0.$i" --port "$port" \
	    --credential lan --poll 1 --quiet
done
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"

cp "$PATCHWACHT_CONFIG" "$tmp/base.conf"
workers() { # NUMBER
	cp "$tmp/base.conf" "$PATCHWACHT_CONFIG"
	echo "poll { workers = $1 }" >>"$PATCHWACHT_CONFIG"
}

role_pids() { # NAME: of all its instances
	ps -o pid=,args= --ppid "$daemon" | awk -v name="$1" \
	    '{ for (i = 1; i < NF; i++)
	    if ($i == "--role" && $(i + 1) == name) print $1 }'
}
polls_with() { # NUMBER of processes
	[ "$(role_pids poll | grep -c .)" -eq "$1" ]
}
polled_by() { # JOURNAL: the devices that it has readings of since --since
	sql "SELECT DISTINCT r.device_id FROM reading r JOIN journal_pos j
	    USING(journal) WHERE j.stream='$1' AND r.at>'$since'
	    ORDER BY 1"
}
all_polled() { # STREAM...: each device by one of them, since $since
	for stream in "$@"; do
		polled_by "$stream"
	done | sort -n >"$tmp/polled"
	[ "$(sort -nu "$tmp/polled" | grep -c .)" -eq $devices ]
}
moment() {
	sql "SELECT clock_timestamp()"
}

workers 2
patchwachtd --foreground --verbose >"$log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"
since=$(moment)
wait_for 20 polls_with 2
ok $? "there are two workers"
wait_for 30 all_polled poll poll-2
ok $? "all devices are polled"
sleep 1
all_polled poll poll-2
is "$(uniq -d "$tmp/polled")" "" "each by one of them"
[ "$(polled_by poll | grep -c .)" -gt 0 ] &&
	[ "$(polled_by poll-2 | grep -c .)" -gt 0 ]
ok $? "and both have some"
for stream in poll poll-2; do
	[ -d "$home/journal/$stream" ]
	ok $? "journal/$stream is there"
done
like "$(cat "$log")" '*patchwachtd?poll-2?:*' "the log tells them apart"
is "$(sql "SELECT string_agg(DISTINCT role,' ' ORDER BY role) FROM run
    WHERE role LIKE 'poll%'")" "poll poll-2" "and so does the database"
like "$(patchwacht device poll sw1 2>&1)" '*answered*' \
    "an operator's wish is answered by whose it is"

told() { # WORKERS
	patchwacht status | grep -q "^polling      12 devices by $1;"
}
wait_for 5 told '2 workers'
ok $? "status says who polls what"

# A worker is killed, by its number.
second=$(ps -o pid=,args= --ppid "$daemon" | awk '/--instance 2/ { print $1 }')
kill -9 "$second"
wait_for 10 grep -q 'role poll-2: killed by signal 9' "$log"
ok $? "a worker that dies is named"
sleep 1.5
since=$(moment)
wait_for 20 all_polled poll poll-2
ok $? "and its devices are polled again"

# More of them, then fewer.
workers 3
: >"$log"
kill -HUP "$daemon"
wait_for 20 grep -q 'read again, in use' "$log" && wait_for 20 polls_with 3
ok $? "a reload may ask for more"
sleep 3
since=$(moment)
wait_for 30 all_polled poll poll-2 poll-3
ok $? "all devices are polled"
is "$(uniq -d "$tmp/polled")" "" "each by one of them"

workers 1
: >"$log"
kill -HUP "$daemon"
wait_for 20 polls_with 1
ok $? "or for fewer"
sleep 3
since=$(moment)
wait_for 30 all_polled poll
ok $? "then one has all"
wait_for 5 told '1 worker'
ok $? "and status counts none that is gone"

# What the others wrote last is loaded by a store that starts without them.
kill "$daemon"
wait "$daemon"
"$fleet/fleetread" "$home/journal/poll-3" | grep -c '^reading' >"$tmp/heard"
patchwachtd --foreground >>"$log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"
loaded() {
	[ "$(sql "SELECT count(*) FROM reading JOIN journal_pos USING(journal)
	    WHERE stream='poll-3'")" = "$(cat "$tmp/heard")" ]
}
wait_for 20 told '1 worker'
ok $? "nor one that was there before a restart"
wait_for 20 loaded
ok $? "all that a worker heard that is gone is in the database"
like "$(patchwacht journal verify)" '*poll-3*' "and its journal can be verified"
