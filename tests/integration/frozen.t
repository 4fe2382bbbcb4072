#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The poller never waits for the database. Ten simulated switches are polled
# every 6 seconds while the server stands still for fifteen: it takes connections and
# statements and says nothing, while twenty megabytes of messages come in. No poll is
# late, no role grows by what waits; when the server goes on, so does all of it.
# shellcheck disable=SC1091,SC2009,SC2154
. "$(dirname "$0")/lib.sh"
plan 9

fleet=$builddir/tests/fleet
log=$tmp/log
devices=10

echo "127.3.0.1-127.3.0.20 recording \
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
	patchwacht device add "sw$i" "127.3.0.$i" --port "$port" \
	    --credential lan --poll 6 --quiet
done
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"
flood=$builddir/bench/syslog/flood
messages=100000
echo "listen \"test\" { tcp = { \"127.0.0.1:$own_ports\" } }" \
    >>"$PATCHWACHT_CONFIG"
patchwachtd --foreground >"$log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"

readings() {
	"$fleet/fleetread" "$home/journal/poll" | grep '^reading'
}
all_read() {
	[ "$(readings | awk '{ print $3 }' | sort -u | grep -c .)" -eq $devices ]
}
wait_for 40 all_read
ok $? "all devices are polled"
sleep 2

# The server and every process of it.
server=$(sed -n 1p "$home"/db/*/postmaster.pid)
processes() {
	echo "$server"
	ps -o pid= --ppid "$server" | tr -d ' '
}
thaw() {
	# shellcheck disable=SC2046
	kill -CONT $(processes)
}
at_exit thaw
# shellcheck disable=SC2046
kill -STOP $(processes)
since=$(date +%s)
"$flood" tcp "$own_ports" $messages 20000 200 1 >"$tmp/flood"
sleep 15
states=$(ps -o state= -p "$(processes | paste -sd ,)")
[ -n "$states" ] && [ -z "$(echo "$states" | tr -d 'T \n')" ]
ok $? "the server stood still"
# What is heard waits on the disk.
most=0
for role in $(pgrep -P "$daemon" -f -- '--role (listen|store|poll)'); do
	kib=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$role/status")
	[ "$kib" -le "$most" ] || most=$kib
done
limit=40960
! grep -q fsanitize "$builddir/config.status" || limit=1048576
[ "$most" -gt 0 ] && [ "$most" -lt "$limit" ]
ok $? "memory stays bounded: at most $most KiB"
thaw
until=$(date +%s)

# The longest time between two polls of one device, in ms.
longest=$(readings | awk -v from="$since" -v to="$until" '
    { for (i = 1; i < NF; i++) if ($i == "started") at = $(i + 1) / 1000
      if (($3 in last) && at > from * 1000 && at < to * 1000 &&
          at - last[$3] > longest)
		longest = at - last[$3]
      last[$3] = at }
    END { printf "%d", longest }')
[ "$longest" -gt 0 ] && [ "$longest" -lt 9000 ]
ok $? "no device had to wait: at most $longest ms between two polls"

like "$(patchwacht device poll sw1 2>&1)" '*answered*' \
    "afterwards requests are answered"
patchwacht device add new 127.3.0.20 --port "$port" --credential lan \
    --poll 86400 --quiet
id=$(sql "SELECT device_id FROM device WHERE name='new'")
polled() {
	readings | grep -q "device $id "
}
wait_for 5 polled
ok $? "and devices are found"
loaded() {
	[ "$(sql "SELECT count(*) FROM reading")" -ge "$(readings | grep -c .)" ]
}
wait_for 20 loaded
ok $? "and all that was read meanwhile is loaded"
heard() {
	[ "$(sql "SELECT count(*) FROM message WHERE text LIKE 'number=%'" \
	    -U patchwacht_owner)" -ge $messages ]
}
wait_for 60 heard
ok $? "as is all that was heard"

kill "$daemon"
wait "$daemon"
# One that waited for the database would be as late as it stood still, fifteen
# seconds. Where others want the processor, too, a poll takes seconds, and the next
# is late by that.
ever=$(sed -n 's/.* delay_ever_us \([0-9]*\).*/\1/p' "$log" | tail -1)
[ "$ever" -lt 7000000 ]
ok $? "no poll began late: at most $ever us"
