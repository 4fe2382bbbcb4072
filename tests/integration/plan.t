# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# What is asked of a device when. Switches are looked at every second: who they
# are is asked once, until one boots; what is measured of them is asked each
# time, and no more than they have. An operator, and the window of a patch, ask
# for a snapshot. A printer goes to sleep, and nobody is woken for it.

. "$(dirname "$0")/lib.sh"

plan 28
fleet=$builddir/tests/fleet
journal=$home/journal/poll

{
	echo "127.2.0.1-127.2.0.4 recording $srcdir/tests/data/fleet/switch.snmprec"
	echo "127.2.0.5 recording $srcdir/tests/data/recordings/brother-hl.snmprec"
	echo "127.2.0.6 recording $srcdir/tests/data/fleet/switch.snmprec"
	echo "127.2.0.3 v1-only on"
} >"$tmp/scenario"
"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
port=$(sed 's/.*port //' "$tmp/fleet")
fleetctl() {
	"$fleet/fleetctl" "$tmp/fleet.sock" "$@"
}

start_db
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
printf 'public' | patchwacht credential add old --kind v1 --quiet
for i in 1 2 4 6; do
	patchwacht device add "sw$i" "127.2.0.$i" --port "$port" \
	    --credential lan --poll 1 --tag "row$i" --quiet
done
patchwacht device add sw3 127.2.0.3 --port "$port" --credential old \
    --poll 1 --quiet
patchwacht device add printer 127.2.0.5 --port "$port" --credential lan \
    --poll 1 --quiet
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"

id_of() { # NAME
	sql "SELECT device_id FROM device WHERE name='$1'"
}
readings() { # NAME PLAN
	"$fleet/fleetread" -d "$(id_of "$1")" "$journal" |
	    grep "^reading.* plan $2\$"
}
has() { # NAME PLAN COUNT: so many readings at least
	[ "$(readings "$1" "$2" | grep -c .)" -ge "$3" ]
}
said() { # NAME PLAN: the names in the last reading of it
	"$fleet/fleetread" -v -d "$(id_of "$1")" "$journal" |
	    awk -v plan="plan $2" '/^reading/ {
		is = substr($0, length($0) - length(plan) + 1) == plan
		if (is) text = ""
		next
	    }
	    is { sub(/\|.*/, ""); text = text $0 "\n" }
	    END { printf "%s", text }'
}

patchwacht patch add P-1 'A switch' --priority high --tag row4 \
    --recovery-plan back --fix dotted:9.9.9 --quiet
patchwacht patch test P-1 --place lab --function ok --compatibility ok \
    --performance ok --quiet
patchwacht patch edit P-1 --reason x --quiet \
    --window "$(date -u -d '+60 seconds' +%FT%TZ)..$(date -u -d '+1 hour' +%FT%TZ)"

# Its second snapshot is due in a minute, so the first is overdue.
patchwacht patch add P-2 'Another switch' --priority high --tag row6 \
    --fix dotted:9.9.9 --quiet \
    --window "$(date -u -d '-3 hours' +%FT%TZ)..$(date -u -d '-7140 seconds' +%FT%TZ)"

cat >>"$PATCHWACHT_CONFIG" <<'EOF'
class "printer" {
	identity = "3 s"
	sleeps = yes
}
class "ups" {
	sleeps = yes
}
EOF
patchwachtd --foreground >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"

# Who, then how.
wait_for 30 has sw1 stability 4
ok $? "a switch is looked at each second"
is "$(readings sw1 identity | grep -c .)" 1 "who it is was asked once"
readings sw1 '[a-z]*' | sed -n 1p | grep -q 'plan identity$'
ok $? "before all else"
said sw1 identity >"$tmp/who"
said sw1 stability >"$tmp/how"
grep -qx '1.3.6.1.2.1.31.1.1.1.18.1' "$tmp/who"
ok $? "the names of interfaces are asked with that"
! grep -q '^1.3.6.1.2.1.31.1.1.1.18' "$tmp/how"
ok $? "and not every time"
is "$(grep -c '^1.3.6.1.2.1.2.2.1.14' "$tmp/how")" 4 \
    "errors of all interfaces are"
grep -qx '1.3.6.1.2.1.1.3.0' "$tmp/how" &&
    grep -qx '1.3.6.1.6.3.10.2.1.2.0' "$tmp/how"
ok $? "with how long it is up, and how often it booted"
! grep -q '^1.3.6.1.2.1.2.2.1.10\.' "$tmp/how"
ok $? "counters of 32 bits are not asked beside those of 64"
said sw3 stability >"$tmp/how1"
is "$(grep -c '^1.3.6.1.2.1.2.2.1.10\.' "$tmp/how1")" 4 \
    "but they are where SNMPv1 has no others"

# Who sleeps, and who does not.
for i in 1 3 4 5; do
	fleetctl "127.2.0.$i" silent on >"$tmp/out"
done
wait_for 40 grep -q 'device sw1: 3 polls unanswered' "$tmp/log"
ok $? "a switch that falls silent is told of"
! grep -q 'device printer' "$tmp/log"
ok $? "a printer that sleeps is not"
sleepers() {
	[ "$(sql "SELECT string_agg(class,' ' ORDER BY class)
	    FROM sleeping_class")" = 'printer ups' ]
}
wait_for 80 sleepers
ok $? "which classes sleep is known to who makes reports"
asleep() {
	[ "$(readings printer '[a-z]*' | grep -c 'outcome silent')" -ge 3 ]
}
wait_for 20 asleep
ok $? "it is asked, though"
begun() {
	[ "$(sql "SELECT count(*) FROM event WHERE kind='silent'
	    AND device_id=$(id_of sw1)")" -ge 1 ]
}
wait_for 30 begun
ok $? "the silence of a switch is an event"
is "$(sql "SELECT count(*) FROM event WHERE kind='silent'
    AND device_id=$(id_of printer)")" 0 "a printer's is none"
for i in 1 3 4 5; do
	fleetctl "127.2.0.$i" silent off >"$tmp/out"
done
wait_for 30 grep -q 'device sw1: answers again' "$tmp/log"
ok $? "it is told of when it is back"
has printer identity 2
ok $? "a class of devices has rates of its own"

# After a boot it may be another.
before=$(readings sw2 identity | grep -c .)
is "$before" 1 "nobody asked another switch again who it is"
fleetctl 127.2.0.2 reboot >"$tmp/out"
wait_for 10 has sw2 identity 2
ok $? "after a boot it is asked again"
fleetctl 127.2.0.2 reboot >"$tmp/out"
sleep 4
is "$(readings sw2 identity | grep -c .)" 2 "but once in a minute"

# Snapshots.
like "$(patchwacht device snapshot sw2 2>&1)" '*answered*' \
    "an operator asks for a snapshot"
wait_for 5 has sw2 snapshot 1
said sw2 snapshot >"$tmp/all"
is "$(grep -c '^1.3.6.1.2.1.2.2.1.14\|^1.3.6.1.2.1.31.1.1.1.18' "$tmp/all")" 8 \
    "and gets both"
wait_for 60 has sw4 snapshot 1 || diag "$(sql 'SELECT * FROM deployment')"
has sw4 snapshot 1
ok $? "before the window of a patch one is made"
wait_for 20 test "$(sql "SELECT count(*) FROM reading WHERE plan='snapshot'")" \
    -ge 1
ok $? "it is in the database"
wait_for 20 has sw6 snapshot 1
ok $? "after a window one is made, too"
is "$(readings sw1 snapshot | grep -c .)" 0 "of no other device"

kill "$daemon"
wait "$daemon"

# In a report, what sleeps is what slept when its period began.
past=$(date -d '-100 days' +%F)
quarter=${past%%-*}Q$((($(date -d "$past" +%-m) + 2) / 3))
excused() {
	rm -f "$tmp/r.pdf" "$tmp/r.evidence.json"
	patchwacht report quarterly --period "$quarter" --output "$tmp/r.pdf" \
	    --evidence "$tmp/r.evidence.json" --values "$tmp/values.json" \
	    >"$tmp/out" 2>&1
	jq -r '[.sleepers[].class] | join(" ")' "$tmp/values.json"
}
is "$(excused)" printer "what was configured later excuses nothing"
sql "UPDATE sleeping_class SET since='2000-01-01' WHERE class='ups'" \
    -U patchwacht_owner
is "$(excused)" 'printer ups' "what was before it does"
