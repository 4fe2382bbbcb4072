#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What the poller measures, from a switch to a row. Ten simulated switches are
# polled every second; what stands in the tables must be what the recording
# says. Then roles are killed in the middle of their work, and the database is
# away for a while: each poll that the journal holds has its rows, once, and
# the clock concludes nothing before the journal is in.
. "$(dirname "$0")/lib.sh"

plan 25
fleet=$builddir/tests/fleet
devices=10
ports=4

make_recording() {
	cat <<-'END'
	1.3.6.1.2.1.1.1.0|4|Example Switch Software, Version 4.1.2
	1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1.4
	1.3.6.1.2.1.1.3.0|67|233425120
	1.3.6.1.2.1.1.5.0|4|switch
	END
	for port in 1 2 3 4; do
		up=$((port < 4 ? 1 : 2))
		cat <<-END
		1.3.6.1.2.1.2.2.1.3.$port|2|6
		1.3.6.1.2.1.2.2.1.7.$port|2|1
		1.3.6.1.2.1.2.2.1.8.$port|2|$up
		1.3.6.1.2.1.2.2.1.9.$port|67|${port}00
		1.3.6.1.2.1.2.2.1.14.$port|65|$((4294967290 + port))
		1.3.6.1.2.1.2.2.1.20.$port|65|$port
		1.3.6.1.2.1.31.1.1.1.6.$port|70|$((port * 1000000000000))
		1.3.6.1.2.1.31.1.1.1.15.$port|66|1000
		END
	done
	cat <<-'END'
	1.3.6.1.2.1.25.3.3.1.2.196608|2|20
	1.3.6.1.2.1.25.3.3.1.2.196609|2|40
	1.3.6.1.2.1.25.2.3.1.2.1|6|1.3.6.1.2.1.25.2.1.2
	1.3.6.1.2.1.25.2.3.1.4.1|2|1024
	1.3.6.1.2.1.25.2.3.1.5.1|2|1000
	1.3.6.1.2.1.25.2.3.1.6.1|2|250
	1.3.6.1.2.1.99.1.1.1.1.1004|2|8
	1.3.6.1.2.1.99.1.1.1.2.1004|2|9
	1.3.6.1.2.1.99.1.1.1.3.1004|2|1
	1.3.6.1.2.1.99.1.1.1.4.1004|2|415
	1.3.6.1.2.1.99.1.1.1.5.1004|2|1
	END
}

owner() {
	sql "$1" -U patchwacht_owner
}

make_recording | sort -t '|' -k 1,1V >"$tmp/switch.snmprec"
echo "127.1.0.1-127.1.0.$devices recording switch.snmprec" >"$tmp/scenario"
"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
port=$(sed 's/.*port //' "$tmp/fleet")

start_db || {
	echo "Bail out! no database"
	exit 1
}
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
i=1
while [ $i -le $devices ]; do
	patchwacht device add "sw$i" "127.1.0.$i" --port "$port" \
	    --credential lan --poll 1 --quiet
	i=$((i + 1))
done
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"
patchwachtd --foreground >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"

measured() { # NUMBER: at least so many polls of measurements are stored
	[ "$(sql "SELECT count(*) FROM reading WHERE plan = 'stability'")" \
	    -ge "$1" ]
}
wait_for 60 measured 30
ok $? "switches are measured"

# One poll, as the recording has it.
poll="at = (SELECT max(at) FROM reading WHERE plan = 'stability'
    AND device_id = 1) AND device_id = 1"
is "$(sql "SELECT if_index, type, admin, oper, last_change_cs, in_errors,
    out_errors, in_octets, speed_mbps FROM interface_sample WHERE $poll
    ORDER BY if_index" | tr '\n' ' ')" \
    "1|6|1|1|100|4294967291|1|1000000000000|1000 \
2|6|1|1|200|4294967292|2|2000000000000|1000 \
3|6|1|1|300|4294967293|3|3000000000000|1000 \
4|6|1|2|400|4294967294|4|4000000000000|1000 " \
    "each port is a row, as it was told"
is "$(sql "SELECT kind, component, state, value, size, used, good, unit
    FROM component_sample WHERE $poll ORDER BY kind, component" |
    tr '\n' ' ')" \
    "cpu|196608||20||||percent cpu|196609||40||||percent \
memory|1|||1024000|256000|| sensor|1004|1|41.5|||t|celsius " \
    "as is each part"
is "$(sql "SELECT errors, discards, cpu, memory, temperature, ports, ports_up,
    skipped FROM sample WHERE $poll")" \
    "17179869180||30|25|41.5|4|3|0" "and the switch as a whole"
is "$(sql "SELECT uptime_s BETWEEN 2334251 AND 2344251 FROM sample
    WHERE $poll")" t "it tells since when it is up"
is "$(sql "SELECT count(*) FROM reading WHERE plan = 'stability'
    AND length(varbinds) > 400")" 0 "the reading keeps the contact only"

patchwacht device show sw1 --json >"$tmp/out"
like "$(cat "$tmp/out")" '*"cpu": 30*"memory": 25*"ports": 4*"ports_up": 3*' \
    "who asks for the switch sees it"
like "$(patchwacht device samples sw1 --since '1 min' --csv)" \
    '*,30*,25*,41.5,4,3,17179869180,*' "and its polls"
is "$(patchwacht device samples sw1 --interfaces --csv |
    tr -d '\r' | cut -d , -f 2,4,5,12 | tail -1)" 4,up,down,4294967294 \
    "its ports, of the last poll"
like "$(patchwacht device samples sw1 --components --csv | tr -d '\r')" \
    '*,sensor,sensors,1004,yes,1,41.5,celsius,*' "and its parts"

# What counters counted. One is close to 2^32, and a boot is a gap.
rates() {
	patchwacht device samples sw10 --rates --since '5 min' --csv |
	    tr -d '\r' | sed 1d | awk -F , '$2 == 1'
}
fast() { # how many rows tell of a megabit a second
	rates | awk -F , '$4 > 0.5 && $4 < 2 { n++ } END { print n + 0 }'
}
has_fast() { # NUMBER
	[ "$(fast)" -ge "$1" ]
}
"$fleet/fleetctl" "$tmp/fleet.sock" 127.1.0.10 \
    grow 1.3.6.1.2.1.31.1.1.1.6.1 125000 >"$tmp/out"
"$fleet/fleetctl" "$tmp/fleet.sock" 127.1.0.10 \
    grow 1.3.6.1.2.1.2.2.1.14.1 20 >"$tmp/out"
wait_for 20 has_fast 3
ok $? "a megabit a second is told as that"
is "$(rates | awk -F , '$6 > 5 && $6 < 100 { n++ } $6 > 1000 { wrong++ }
    END { print (n >= 2) " " wrong + 0 }')" "1 0" \
    "a counter that went round is counted on"
gaps() { # how many rows of polls tell no rate at all
	rates | awk -F , '$3 > 0 && $4 == "" && $6 == "" { n++ } END { print n + 0 }'
}
# The first poll asks for all there is, and may end long after it began.
first=$(gaps)
has_gap() {
	[ "$(gaps)" -gt "$first" ]
}
"$fleet/fleetctl" "$tmp/fleet.sock" 127.1.0.10 reboot >"$tmp/out"
wait_for 20 has_gap
more_fast=$(($(fast) + 1))
wait_for 20 has_fast "$more_fast"
is "$(gaps)" $((first + 1)) "a boot is a gap, and no more than that"
fails "one kind of rows at a time" \
    patchwacht device samples sw10 --rates --interfaces

# Each answered poll has a row of the device and all rows of its ports; none
# stands there twice.
whole() {
	sql "WITH r AS (SELECT device_id, at FROM reading
		WHERE plan = 'stability' AND outcome = 'answered'),
	    s AS (SELECT device_id, at, count(*) n FROM sample
		GROUP BY 1, 2),
	    i AS (SELECT device_id, at, count(*) n,
		count(DISTINCT if_index) d FROM interface_sample
		GROUP BY 1, 2),
	    c AS (SELECT device_id, at, count(*) n,
		count(DISTINCT (source, component)) d FROM component_sample
		GROUP BY 1, 2)
	    SELECT count(*) FROM r LEFT JOIN s USING(device_id, at)
	    LEFT JOIN i USING(device_id, at) LEFT JOIN c USING(device_id, at)
	    WHERE s.n IS DISTINCT FROM 1 OR i.n IS DISTINCT FROM $ports
	    OR i.d <> i.n OR c.n IS DISTINCT FROM 4 OR c.d <> c.n"
}
journal() { # polls of measurements that it holds
	"$fleet/fleetread" "$home/journal/poll" | grep -c 'plan stability'
}
pid_of() { # ROLE
	ps -o pid=,args= --ppid "$daemon" | awk -v name="$1" \
	    '{ for (i = 1; i < NF; i++)
	    if ($i == "--role" && $(i + 1) == name) print $1 }'
}
more() { # NUMBER more than now
	now=$(sql "SELECT count(*) FROM reading WHERE plan = 'stability'")
	wait_for 60 measured $((now + $1))
}
is "$(whole)" 0 "every poll has its rows"

for role in store poll store; do
	kill -9 "$(pid_of $role)"
	more 20
	ok $? "$role is killed, and measurements go on"
done
is "$(whole)" 0 "no row is lost, and none stands there twice"

# A while without a database.
patchwacht-db stop >/dev/null 2>&1
sleep 3
before=$(journal)
sleep 3
[ "$(journal)" -gt "$before" ]
ok $? "without a database polls go into the journal"
patchwacht-db start >/dev/null 2>&1
log_has() {
	grep -q "$1" "$tmp/log"
}
wait_for 60 log_has 'what waited in the journals is in'
ok $? "the clock waits until the journals are in"
more 20
is "$(whole)" 0 "all of it is stored"

# The end: all that the journal holds is in the database.
kill "$daemon"
wait "$daemon"
held=$(journal)
start_background patchwachtd --foreground >>"$tmp/log" 2>&1
wait_for 60 measured "$held"
ok $? "what the journal held at the end is stored"
is "$(whole)" 0 "once"
is "$(sql "SELECT count(*) FROM quarantine")" 0 "nothing was refused"
