# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# What a patch may break beside ports: a firewall's tunnels and access points,
# the members of a stack, a router's peers and licences. Each is said by an
# agent as its vendor's MIB has it, and seen by an operator as a part that is
# well or not; peers and licences in a snapshot only. One of each breaks.
. "$(dirname "$0")/lib.sh"

plan 16
fleet=$builddir/tests/fleet

cat >"$tmp/firewall.snmprec" <<'END'
1.3.6.1.2.1.1.1.0|4|FortiGate
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.12356.101.1.1004
1.3.6.1.2.1.1.3.0|67|8640000
1.3.6.1.4.1.12356.101.4.1.1.0|4|v7.2.8,build1639,240313 (GA.M)
1.3.6.1.4.1.12356.101.12.2.2.1.20.1|2|2
1.3.6.1.4.1.12356.101.12.2.2.1.20.2|2|2
1.3.6.1.4.1.12356.101.13.2.1.1.3.1|66|11
1.3.6.1.4.1.12356.101.13.2.1.1.3.2|66|4
1.3.6.1.4.1.12356.101.14.4.4.1.7.1.2.65.49|2|2
1.3.6.1.4.1.12356.101.14.4.4.1.7.1.2.65.50|2|3
1.3.6.1.4.1.12356.101.14.4.4.1.17.1.2.65.49|66|17
1.3.6.1.4.1.12356.101.14.4.4.1.17.1.2.65.50|66|0
END
cat >"$tmp/stack.snmprec" <<'END'
1.3.6.1.2.1.1.1.0|4|Example FL.10.10.1030
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.47196.4.1.1.1.100
1.3.6.1.2.1.1.3.0|67|8640000
1.3.6.1.4.1.47196.4.1.1.3.15.1.2.1.3.1|4|ready
1.3.6.1.4.1.47196.4.1.1.3.15.1.2.1.3.2|4|ready
1.3.6.1.4.1.47196.4.1.1.3.15.1.2.1.3.3|4|not_present
END
cat >"$tmp/router.snmprec" <<'END'
1.3.6.1.2.1.1.1.0|4|Juniper Networks, Inc. example, kernel JUNOS 21.4R3
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.2636.1.1.1.2.25
1.3.6.1.2.1.1.3.0|67|8640000
1.3.6.1.2.1.15.3.1.2.192.0.2.1|2|6
1.3.6.1.4.1.2636.3.63.1.1.1.2.1.5.1|2|9
1.3.6.1.4.1.2636.3.63.1.1.1.2.1.6.1|2|10
1.3.6.1.4.1.2636.3.63.1.1.1.2.1.7.1|2|0
END
cat >"$tmp/scenario" <<'END'
127.1.0.1 recording firewall.snmprec
127.1.0.2 recording stack.snmprec
127.1.0.3 recording router.snmprec
END
"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
port=$(sed 's/.*port //' "$tmp/fleet")
now_says() { # HOST OID TYPE VALUE
	host=$1
	shift
	"$fleet/fleetctl" "$tmp/fleet.sock" "127.1.0.$host" set "$@" >"$tmp/out"
}

start_db || exit 1
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
number=1
for device in firewall stack router; do
	patchwacht device add "$device" "127.1.0.$number" --port "$port" \
	    --credential lan --poll 1 --quiet
	number=$((number + 1))
done
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"
patchwachtd --foreground >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"

# "GROUP COMPONENT GOOD STATE VALUE UNIT" of the last poll
parts() { # DEVICE [KIND]
	patchwacht device samples "$1" --components --csv | tr -d '\r' |
	    awk -F , -v kind="${2-}" 'NR > 1 && (kind == "" || $2 == kind) {
		print $3, $4, $5 == "" ? "-" : $5, $6 == "" ? "-" : $6, $7, $8 }' |
	    sed 's/ *$//'
}
part_is() { # DEVICE KIND LINE
	parts "$1" "$2" | grep -qFx "$3"
}

wait_for 30 part_is firewall tunnel "fortigate-tunnels 1 yes 2"
is "$(parts firewall tunnel)" "fortigate-tunnels 1 yes 2
fortigate-tunnels 2 yes 2" "a firewall has two tunnels, both up"
is "$(parts firewall access_point)" \
    "fortigate-access-points 1.2.65.49 yes 2 17 clients
fortigate-access-points 1.2.65.50 no 3 0 clients" \
    "and two access points, of which one loads its software"
is "$(parts firewall member)" "fortigate-members 1 - - 11 percent
fortigate-members 2 - - 4 percent" "it is one of two"
wait_for 30 part_is stack member "aoscx-vsf2 2 yes 1"
is "$(parts stack member)" "aoscx-vsf2 1 yes 1
aoscx-vsf2 2 yes 1
aoscx-vsf2 3 no 0" "a stack says in words how its members are"

now_says 1 1.3.6.1.4.1.12356.101.12.2.2.1.20.2 2 1
wait_for 10 part_is firewall tunnel "fortigate-tunnels 2 no 1"
ok $? "a tunnel is down"
part_is firewall tunnel "fortigate-tunnels 1 yes 2"
ok $? "the other is not"
now_says 2 1.3.6.1.4.1.47196.4.1.1.3.15.1.2.1.3.2 4 versionMismatch
wait_for 10 part_is stack member "aoscx-vsf2 2 no 4"
ok $? "a member runs another version"
"$fleet/fleetctl" "$tmp/fleet.sock" 127.1.0.2 \
    unset 1.3.6.1.4.1.47196.4.1.1.3.15.1.2.1.3.2 >"$tmp/out"
is_gone() {
	[ "$(parts stack member | wc -l)" = 2 ] &&
	    ! parts stack member | grep -q "aoscx-vsf2 2"
}
wait_for 10 is_gone
ok $? "and is not there any more"
now_says 2 1.3.6.1.4.1.47196.4.1.1.3.15.1.2.1.3.2 4 ready
wait_for 10 part_is stack member "aoscx-vsf2 2 yes 1"
ok $? "until it is back"

# Peers and licences: not every few minutes.
seen() { # KIND: how many rows of the router there are at all
	sql "SELECT count(*) FROM component_sample WHERE device_id=3
	    AND kind='$1'"
}
is "$(seen peer) $(seen licence)" "0 0" "nobody asks for peers or licences"
of_snapshot() {
	sql "SELECT kind, source, component, good, size, used
	    FROM component_sample WHERE device_id=3 AND kind IN('peer','licence')
	    ORDER BY at DESC, kind LIMIT 2"
}
has_seen() { # NUMBER
	[ "$(seen peer)" -ge "$1" ]
}
like "$(patchwacht device snapshot router 2>&1)" '*answered*' \
    "until an operator wants a snapshot"
wait_for 20 has_seen 1
is "$(of_snapshot)" "licence|juniper-licences|1|t|10|9
peer|bgp-peers|192.0.2.1|t||" "which shows both"
now_says 3 1.3.6.1.2.1.15.3.1.2.192.0.2.1 2 1
now_says 3 1.3.6.1.4.1.2636.3.63.1.1.1.2.1.5.1 2 11
now_says 3 1.3.6.1.4.1.2636.3.63.1.1.1.2.1.7.1 2 1
like "$(patchwacht device snapshot router 2>&1)" '*answered*' "and another"
wait_for 20 has_seen 2
is "$(of_snapshot)" "licence|juniper-licences|1|f|10|11
peer|bgp-peers|192.0.2.1|f||" "by which both are broken"
is "$(sql "SELECT count(*) FROM quarantine")" 0 "nothing was refused"
is "$(grep -c 'warning' "$tmp/log")" 0 "and nothing warned of"

kill "$daemon"
wait "$daemon"
