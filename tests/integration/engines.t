#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Eight simulated switches are polled over SNMPv3, four of which were cloned and
# have one engine ID. Keys are made of the passwords once, each engine is
# discovered once, and after a restart none: what is known of them is in a file
# without keys. When a switch is replaced, with nothing but its engine ID to
# show for it, that is an event.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 14

fleet=$builddir/tests/fleet
log=$tmp/log
devices=8

cat >"$tmp/scenario" <<END
127.3.0.1-127.3.0.$devices recording $srcdir/tests/data/fleet/switch.snmprec
127.3.0.1-127.3.0.$devices user reader SHA-256 a-long-password AES another-password
127.3.0.1-127.3.0.$devices unset 1.3.6.1.6.3.10.2.1.1.0
127.3.0.5-127.3.0.$devices engine-id 8000a5a5050102030405
END
"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 10 grep -q port "$tmp/fleet"
port=$(sed 's/.*port //' "$tmp/fleet")

start_db
patchwacht init --name School --quiet
printf 'a-long-password\nanother-password\n' >"$tmp/passwords"
pass "a user of SNMPv3 is kept" patchwacht credential add reader --kind v3 \
    --user reader --auth SHA-256 --auth-password-file "$tmp/passwords" \
    --priv AES-128 --priv-password-file "$tmp/passwords" --quiet
for i in $(seq $devices); do
	patchwacht device add "sw$i" "127.3.0.$i" --port "$port" \
	    --credential reader --poll 1 --quiet
done
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"

start() {
	: >"$log"
	patchwachtd --foreground --verbose >"$log" 2>&1 &
	daemon=$!
	at_exit "kill $daemon; wait $daemon"
	since=$(sql "SELECT clock_timestamp()")
}
stop() {
	kill "$daemon"
	wait "$daemon"
}
polled() { # by SNMPv3 with privacy, since $since
	[ "$(sql "SELECT count(DISTINCT device_id) FROM reading
	    WHERE at>'$since' AND outcome='answered' AND protocol='v3'
	    AND level='priv'")" -eq $devices ]
}
counted() { # WORD: the last figure behind it
	sed -n "s/.*v3 keys.* $1 \([0-9]*\).*/\1/p; s/.*v3 \($1\) \([0-9]*\) .*/\2/p" \
	    "$log" | tail -n 1
}

start
wait_for 40 polled
ok $? "all are polled, those of one engine ID too"
stop
is "$(counted keys)" 2 "two passwords, two keys"
is "$(counted probes)" $devices "each engine was discovered once"
engines=$home/poll/poll.engines
is "$(grep -c . "$engines")" $devices "what is known of them is kept"
is "$(stat -c %a "$engines")" 600 "for nobody else to read"
is "$(grep -c ' 8000a5a5050102030405 ' "$engines")" 4 "by device"

start
wait_for 40 polled
ok $? "after a restart all are polled"
stop
is "$(counted keys)" 2 "keys are made again"
is "$(counted probes)" 0 "and no engine is discovered"

echo '127.3.0.1 engine-id 8000a5a505aabbccdd' |
    "$fleet/fleetctl" "$tmp/fleet.sock" >"$tmp/out"
is "$(cat "$tmp/out")" ok "a switch is replaced"
start
wait_for 40 polled
ok $? "it is polled all the same"
replaced() {
	[ "$(sql "SELECT count(*) FROM event e JOIN device d
	    USING(tenant_id,device_id) WHERE e.kind='engine'
	    AND d.name='sw1'")" -eq 1 ]
}
wait_for 20 replaced
ok $? "which is an event"
stop
like "$(cat "$log")" '*device sw1: another SNMP engine answers, it was*' \
    "and a line in the log"
