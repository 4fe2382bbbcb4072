#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Whoever changes many deployments takes them in one order. Nine devices have a
# patch, and stand in the table the other way round. Somebody holds the fifth;
# then each act that changes all of them, of people and of the verifier, has the
# first four and waits, and nobody has the last four: two that do so wait for one
# another and never for each other.
#
# ROUNDS=N has three of them at once N times: windows, claims and readings.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/readings.sh"
plan 19
rounds=${ROUNDS:-2}
old='15.2(7)E3'
new='15.2(7)E7'

start_db || exit 1
patchwacht init --name Zonneveld --quiet >/dev/null || exit 1
{
	echo name,address,tags,site
	for i in 1 2 3 4 5 6 7 8 9; do
		echo "sw$i,127.0.1.$i,core,Noord"
	done
} >"$tmp/devices.csv"
patchwacht site add Noord --quiet
patchwacht import devices "$tmp/devices.csv" --quiet >/dev/null
patchwacht user grant bea system_owner --name Bea --quiet 2>/dev/null
enter bea || exit 1
patchwacht patch add P-1 Switches --priority low --tag core --quiet \
    --fix "ios:$new" --recovery-plan terug --released "$(date +%F)"
patchwacht patch test P-1 --place lab --function ok --compatibility ok \
    --performance ok --quiet
owner "UPDATE device SET in_service=$(at -900), created=$(at -900)" >/dev/null

# The last one first, and so few that each is looked at.
turn_round() {
	owner "DO \$\$ BEGIN
	    FOR i IN REVERSE 9..1 LOOP
		UPDATE patchwacht.deployment SET rev=rev WHERE device_id=i;
	    END LOOP;
	END \$\$;
	ANALYZE patchwacht.deployment"
}

waits() {
	[ "$(sql "SELECT count(*) FROM pg_locks WHERE NOT granted")" -gt 0 ]
}

# hold and let_go: the fifth device's, by somebody
mkfifo "$tmp/fifo"
hold() {
	turn_round
	psql -XAtq -v ON_ERROR_STOP=1 -h "$home/db/run" -d patchwacht \
	    -U patchwacht_owner <"$tmp/fifo" >"$tmp/held" &
	holder=$!
	exec 9>"$tmp/fifo"
	echo "BEGIN; SELECT 'held' FROM deployment WHERE device_id=5 FOR UPDATE;" \
	    >&9
	wait_for 10 grep -q held "$tmp/held"
}
let_go() {
	exec 9>&-
	wait "$holder"
}
# Those that nobody holds.
free() {
	owner "SELECT string_agg(device_id::text,' ' ORDER BY device_id)
	    FROM (SELECT device_id FROM deployment FOR UPDATE SKIP LOCKED) d"
}

takes_turns() { # NAME COMMAND...
	act=$1
	shift
	hold
	"$@" >"$tmp/act" 2>&1 9>&- &
	acting=$!
	wait_for 20 waits
	is "$(free)" "6 7 8 9" "$act: the first four, and then it waits"
	let_go
	wait $acting
	status=$?
	ok $status "and goes on"
	[ $status -eq 0 ] || diag "$(cat "$tmp/act")"
}

takes_turns "an assessment" patchwacht patch assess P-1 --score 9.8 \
    --criticality x --impact x --dependencies x
patchwacht patch assess P-1 --score 5 --reason minder --quiet >"$tmp/out"
takes_turns "a lower class" by bea patchwacht patch agree P-1 --reason ja
takes_turns "an edit" patchwacht patch edit P-1 --reason x \
    --deadline "$(date -d tomorrow +%F)"
takes_turns "other targets" patchwacht patch edit P-1 --reason x \
    --model 'none*'
takes_turns "those that come back" patchwacht patch edit P-1 --reason x \
    --tag core
window() { # MINUTES
	echo "$(date -u -d "+$1 min" +%FT%H:%MZ)..$(date -u -d "+$(($1 + 60)) min" +%FT%H:%MZ)"
}
takes_turns "windows of a site" patchwacht patch plan P-1 --site Noord \
    --window "$(window 60)" --reason x
claims() { # MOMENT
	echo patch,device,at
	for i in 9 3 7 5 1 8 2 6 4; do
		echo "P-1,sw$i,$1"
	done
}
claims "$(date -u -d '-2 min' +%FT%H:%M:%SZ)" >"$tmp/claims.csv"
takes_turns "claims in a file" patchwacht import claims "$tmp/claims.csv"

# The verifier: what devices said, and what the clock says.
cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
verify { interval = "100 ms" }
EOF
seconds=10
says() { # VERSION: all of them, the last one first
	seconds=$((seconds + 11))
	for i in 9 8 7 6 5 4 3 2 1; do
		switch "$1" "S$i" -5000 $seconds | reading "$i" $seconds
	done
}
verifier() {
	patchwachtd >>"$tmp/log" 2>&1 9>&- &
	daemon=$!
}
# shellcheck disable=SC2016 # there is another one by then
at_exit 'kill $daemon; wait $daemon'
says $old
says $old
hold
verifier
wait_for 20 waits
is "$(free)" "6 7 8 9" "readings: the first four, and then it waits"
let_go
wait_for 20 read_all
ok $? "and goes on"
kill "$daemon"
wait "$daemon"
owner "UPDATE deployment SET claimed=now(), rev=rev+1, own_window=true,
    window_start=now()-interval '1 hour', window_end=now()+interval '1 hour',
    state='planned'" >/dev/null
hold
verifier
wait_for 20 waits
is "$(free)" "6 7 8 9" "the clock: the first four, and then it waits"
let_go
none_is_planned() {
	[ "$(owner "SELECT count(*) FROM deployment WHERE state='planned'")" = 0 ]
}
wait_for 20 none_is_planned
ok $? "and goes on"

# All at once.
deadlocks() {
	sql "SELECT deadlocks FROM pg_stat_database WHERE datname='patchwacht'"
}
before=$(deadlocks)
again=0
for round in $(seq "$rounds"); do
	version=$old
	[ $((round % 2)) -eq 0 ] || version=$new
	says $version &
	reads=$!
	patchwacht patch plan P-1 --window "$(window $((200 + round)))" \
	    --reason x >"$tmp/planned" 2>&1 &
	plans=$!
	claims "$(date -u -d "-$((rounds + 60 - round)) sec" +%FT%H:%M:%SZ)" \
	    >"$tmp/claims.csv"
	patchwacht import claims "$tmp/claims.csv" >"$tmp/claimed" 2>&1 ||
	    again=$((again + 1))
	wait $plans || again=$((again + 1))
	wait $reads
	seconds=$((seconds + 11))
done
wait_for 60 read_all
is "$(($(deadlocks) - before)) $again" "0 0" \
    "$rounds rounds of three at once: nobody is told to try again"
