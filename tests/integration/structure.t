#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What a patch broke, as it is found by the whole daemon. Thirty-six simulated
# switches of a stack, with peers, tunnels, disks and access points, go through
# the same window. Of twenty-six each loses something else; ten boot and are as
# they were. Each loss is told once, of the switch that it is of.
. "$(dirname "$0")/lib.sh"

plan 40
fleet=$builddir/tests/fleet
lldp=1.0.8802.1.1.2.1
entity=1.3.6.1.2.1.47.1.1.1.1

part() { # INDEX WITHIN CLASS NAME
	cat <<-END
	$entity.4.$1|2|$2
	$entity.5.$1|2|$3
	$entity.7.$1|4|$4
	END
}

neighbour() { # PORT NAME
	cat <<-END
	$lldp.4.1.1.4.0.$1.1|2|7
	$lldp.4.1.1.5.0.$1.1|4|$2
	$lldp.4.1.1.9.0.$1.1|4|$2
	$lldp.4.1.1.12.0.$1.1|4x|2800
	END
}

make_recording() {
	cat <<-'END'
	1.3.6.1.2.1.1.1.0|4|Example Switch Software, Version 4.1.2
	1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.9.1.99999
	1.3.6.1.2.1.1.3.0|67|233425120
	1.3.6.1.2.1.1.5.0|4|switch
	1.3.6.1.2.1.14.10.1.6.10.0.0.9.0|2|8
	1.3.6.1.2.1.15.3.1.2.10.0.0.1|2|6
	1.3.6.1.2.1.15.3.1.2.10.0.0.2|2|6
	1.3.6.1.2.1.25.2.3.1.2.31|6|1.3.6.1.2.1.25.2.1.4
	1.3.6.1.2.1.25.2.3.1.3.31|4|/var
	1.3.6.1.2.1.25.2.3.1.4.31|2|4096
	1.3.6.1.2.1.25.2.3.1.5.31|2|1000000
	1.3.6.1.2.1.25.2.3.1.6.31|2|250000
	1.3.6.1.2.1.25.3.2.1.2.5|6|1.3.6.1.2.1.25.3.1.6
	1.3.6.1.2.1.25.3.2.1.5.5|2|2
	1.3.6.1.2.1.33.1.2.1.0|2|2
	1.3.6.1.2.1.33.1.2.4.0|2|100
	1.3.6.1.2.1.99.1.1.1.1.1040|2|8
	1.3.6.1.2.1.99.1.1.1.2.1040|2|9
	1.3.6.1.2.1.99.1.1.1.3.1040|2|0
	1.3.6.1.2.1.99.1.1.1.4.1040|2|41
	1.3.6.1.2.1.99.1.1.1.5.1040|2|1
	1.3.6.1.2.1.105.1.3.1.1.2.1|66|370
	1.3.6.1.2.1.105.1.3.1.1.3.1|2|1
	1.3.6.1.2.1.105.1.3.1.1.4.1|66|20
	1.3.6.1.4.1.9.9.13.1.3.1.3.1|66|30
	1.3.6.1.4.1.9.9.13.1.3.1.6.1|2|1
	1.3.6.1.4.1.9.9.13.1.4.1.3.1|2|1
	1.3.6.1.4.1.9.9.13.1.5.1.3.1|2|1
	1.3.6.1.4.1.9.9.13.1.5.1.3.2|2|1
	1.3.6.1.4.1.9.9.117.1.1.2.1.2.1030|2|2
	1.3.6.1.4.1.9.9.171.1.2.1.1.0|66|8
	1.3.6.1.4.1.9.9.500.1.2.1.1.6.1000|2|4
	1.3.6.1.4.1.9.9.500.1.2.1.1.6.2000|2|4
	1.3.6.1.4.1.9.9.543.1.2.3.1.14.1.1.1|2|3
	1.3.6.1.4.1.14179.2.2.1.1.6.0.1.2.3.4.5|2|1
	1.3.6.1.4.1.14179.2.2.1.1.6.0.1.2.3.4.6|2|1
	END
	for port in 1 2 3 4 5 6 7 8; do
		cat <<-END
		1.3.6.1.2.1.2.2.1.2.$port|4|GigabitEthernet1/0/$port
		1.3.6.1.2.1.2.2.1.3.$port|2|6
		1.3.6.1.2.1.2.2.1.7.$port|2|1
		1.3.6.1.2.1.2.2.1.8.$port|2|1
		1.3.6.1.2.1.10.7.2.1.19.$port|2|3
		1.3.6.1.2.1.31.1.1.1.1.$port|4|Gi1/0/$port
		1.3.6.1.2.1.31.1.1.1.6.$port|70|1000
		1.3.6.1.2.1.31.1.1.1.15.$port|66|1000
		END
	done
	neighbour 7 core-2
	neighbour 8 core-1
	part 1000 0 3 'Switch 1'
	part 2000 0 3 'Switch 2'
	part 1010 1000 6 'Switch 1 supply A'
	part 1030 1000 9 'Switch 1 uplinks'
	part 1040 1000 8 'Switch 1 inlet'
	part 2010 2000 9 'Switch 2 uplinks'
}

make_recording | sort -t '|' -k 1,1V >"$tmp/switch.snmprec"
echo "127.3.0.1-127.3.0.36 recording switch.snmprec" >"$tmp/scenario"
"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
port=$(sed 's/.*port //' "$tmp/fleet")

start_db || {
	echo "Bail out! no database"
	exit 1
}
owner() {
	sql "$1" -U patchwacht_owner
}
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
i=1
while [ $i -le 36 ]; do
	patchwacht device add "sw$i" "127.3.0.$i" --port "$port" \
	    --credential lan --poll 2 --tag row --quiet
	i=$((i + 1))
done
# After a boot a switch is given ten seconds here, a quarter of an hour there.
owner "INSERT INTO policy(tenant_id, version, name, effective, actor, reason,
    settle_s) SELECT 1, max(version) + 1, 'short', now(), 'test', 'test', 10
    FROM policy" >/dev/null
patchwacht patch add P-1 'A switch' --priority high --tag row \
    --recovery-plan back --fix dotted:9.9.9 --quiet
patchwacht patch test P-1 --place lab --function ok --compatibility ok \
    --performance ok --quiet
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"
patchwachtd --foreground >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"

begin=$(($(date +%s) + 25))
patchwacht patch edit P-1 --reason 'it is time' --quiet \
    --window "$(date -u -d "@$begin" +%FT%TZ)..$(date -u -d "@$((begin + 1))" \
    +%FT%TZ)"

snapshots() { # COUNT SINCE: of so many switches
	[ "$(owner "SELECT count(DISTINCT device_id) FROM reading
	    WHERE plan = 'snapshot' AND outcome = 'answered'
	    AND at > to_timestamp($2)")" -ge "$1" ]
}
wait_for 60 snapshots 36 0
uplinks_known() {
	[ "$(owner "SELECT count(*) FROM port
	    WHERE label || peer = 'Gi1/0/8core-1'")" -eq 36 ]
}
pass "whom a port leads to is kept, for what is measured by its number" \
    wait_for 30 uplinks_known
ok $? "before the window a snapshot is made of each switch"
while [ "$(date +%s)" -le $((begin + 1)) ]; do
	sleep 0.2
done

set_on() { # NUMBER OID TYPE VALUE
	echo "127.3.0.$1 set $2 $3 $4"
}
unset_on() { # NUMBER OID...
	for oid in $(shift; echo "$@"); do
		echo "127.3.0.$1 unset $oid"
	done
}
away() { # NUMBER PORT: no neighbour there
	unset_on "$1" $lldp.4.1.1.4.0."$2".1 $lldp.4.1.1.5.0."$2".1 \
	    $lldp.4.1.1.9.0."$2".1 $lldp.4.1.1.12.0."$2".1
}
gone() { # NUMBER INDEX: that part
	unset_on "$1" $entity.4."$2" $entity.5."$2" $entity.7."$2"
}
{
	set_on 1 1.3.6.1.2.1.2.2.1.8.8 2 2
	away 1 8
	set_on 2 1.3.6.1.2.1.2.2.1.7.8 2 2
	set_on 2 1.3.6.1.2.1.2.2.1.8.8 2 2
	set_on 3 1.3.6.1.2.1.31.1.1.1.15.8 66 100
	set_on 4 1.3.6.1.2.1.10.7.2.1.19.8 2 2
	set_on 5 $lldp.4.1.1.9.0.8.1 4 access-9
	away 6 8
	away 7 8
	set_on 7 $lldp.4.1.1.4.0.6.1 2 7
	set_on 7 $lldp.4.1.1.5.0.6.1 4 core-1
	set_on 7 $lldp.4.1.1.9.0.6.1 4 core-1
	set_on 7 $lldp.4.1.1.12.0.6.1 4x 2800
	gone 8 2000
	gone 8 2010
	unset_on 8 1.3.6.1.4.1.9.9.500.1.2.1.1.6.2000
	set_on 9 1.3.6.1.4.1.9.9.500.1.2.1.1.6.2000 2 9
	gone 10 1030
	unset_on 10 1.3.6.1.4.1.9.9.117.1.1.2.1.2.1030
	set_on 11 1.3.6.1.4.1.9.9.117.1.1.2.1.2.1030 2 3
	set_on 12 1.3.6.1.4.1.9.9.13.1.5.1.3.1 2 3
	set_on 13 1.3.6.1.4.1.9.9.13.1.5.1.3.1 2 5
	set_on 14 1.3.6.1.4.1.9.9.13.1.4.1.3.1 2 3
	set_on 15 1.3.6.1.4.1.9.9.13.1.3.1.6.1 2 3
	set_on 16 1.3.6.1.2.1.105.1.3.1.1.3.1 2 3
	set_on 17 1.3.6.1.2.1.15.3.1.2.10.0.0.1 2 1
	unset_on 18 1.3.6.1.2.1.14.10.1.6.10.0.0.9.0
	set_on 19 1.3.6.1.4.1.9.9.171.1.2.1.1.0 66 0
	set_on 20 1.3.6.1.2.1.25.2.3.1.5.31 2 100000
	set_on 21 1.3.6.1.2.1.25.3.2.1.5.5 2 5
	unset_on 22 1.3.6.1.4.1.14179.2.2.1.1.6.0.1.2.3.4.6
	set_on 23 1.3.6.1.4.1.9.9.543.1.2.3.1.14.1.1.1 2 5
	set_on 24 1.3.6.1.2.1.33.1.2.1.0 2 3
	unset_on 25 1.3.6.1.4.1.9.9.500.1.2.1.1.6.1000 \
	    1.3.6.1.4.1.9.9.500.1.2.1.1.6.2000
	set_on 26 1.3.6.1.2.1.99.1.1.1.5.1040 2 3
	i=27
	while [ $i -le 36 ]; do
		echo "127.3.0.$i reboot"
		i=$((i + 1))
	done
} | "$fleet/fleetctl" "$tmp/fleet.sock" >"$tmp/out"
is "$(grep -vc '^ok$' "$tmp/out")" 0 "twenty-six lose something, ten boot"

told() { # COUNT
	[ "$(owner "SELECT count(*) FROM difference
	    WHERE told IS NOT NULL")" -ge "$1" ]
}
wait_for 120 told 26
ok $? "each loss is told"
# And whatever else there might be, by two looks more.
looks=$(owner "SELECT max(looked) FROM watch")
looked() {
	[ "$(owner "SELECT count(*) FROM watch WHERE looked
	    > '$looks'::timestamptz + interval '4 s'")" -eq 36 ]
}
wait_for 30 looked

of() { # NUMBER
	owner "SELECT string_agg(concat_ws(' ', kind, part,
	    coalesce(nullif(label,''), key), nullif(peer,''), nullif(other,''),
	    nullif(were,0), CASE WHEN were > 0 THEN are END), '; ')
	    FROM difference JOIN device USING(tenant_id, device_id)
	    WHERE name = 'sw$1'"
}
is "$(of 1)" "down interface Gi1/0/8 core-1" "an uplink is down"
is "$(of 2)" "off interface Gi1/0/8 core-1 core-1" "one is switched off"
is "$(of 3)" "slower interface Gi1/0/8 core-1 core-1 1000 100" "one is slower"
is "$(of 4)" "half interface Gi1/0/8 core-1 core-1" "one is half duplex"
is "$(of 5)" "other interface Gi1/0/8 core-1 access-9" \
    "one leads to somebody else"
is "$(of 6)" "gone neighbour core-1 Gi1/0/8" "a neighbour is gone"
is "$(of 7)" "moved neighbour core-1 Gi1/0/8 Gi1/0/6" "a neighbour has moved"
is "$(of 8)" "gone chassis Switch 2" "a member is gone, with all in it"
is "$(of 9)" "fault chassis Switch 2" "a member runs another version"
is "$(of 10)" "gone module Switch 1 uplinks" "a card is gone"
is "$(of 11)" "fault module Switch 1 uplinks" "a card is not well"
is "$(of 12)" "fault psu 1 critical" "a power supply has failed"
is "$(of 13)" "gone psu 1" "a power supply is gone"
is "$(of 14)" "fault fan 1 critical" "a fan has failed"
is "$(of 15)" "fault sensor 1 critical" "a temperature is too high"
is "$(of 16)" "fault poe 1 faulty" "no power over Ethernet"
is "$(of 17)" "fault peer 10.0.0.1 idle" "a BGP peer is down"
is "$(of 18)" "untold peer 10.0.0.9.0 1 0" "no OSPF neighbour is left"
is "$(of 19)" "fewer tunnel 0 8 0" "no tunnel is left"
is "$(of 20)" "smaller storage /var 4096000000 409600000" "a volume is smaller"
is "$(of 21)" "fault disk 5 down" "a disk has failed"
is "$(of 22)" "gone access_point 0.1.2.3.4.6" "an access point is gone"
is "$(of 23)" "fault licence 1.1.1" "a licence has ended"
is "$(of 24)" "fault battery 0 batteryLow" "a battery is low"
is "$(of 25)" "untold chassis Switch 1 2 0" "what was told of a stack is not"
is "$(of 26)" "fault sensor Switch 1 inlet nonoperational" \
    "a sensor has failed"
is "$(owner "SELECT count(*) FROM difference JOIN device
    USING(tenant_id, device_id) WHERE substr(name, 3)::int > 26")" 0 \
    "those that booted and are as they were are not accused"
is "$(owner "SELECT count(*) FROM difference WHERE cardinality(evidence) <> 1
    OR told IS NULL")" 0 "each rests on the reading that it was told by"

# Mended, and pulled again: over, and told anew.
"$fleet/fleetctl" "$tmp/fleet.sock" 127.3.0.12 \
    set 1.3.6.1.4.1.9.9.13.1.5.1.3.1 2 1 >"$tmp/out"
over() {
	[ "$(owner "SELECT count(*) FROM difference
	    WHERE over IS NOT NULL")" -eq "$1" ]
}
wait_for 60 over 1
ok $? "what is mended is over"
"$fleet/fleetctl" "$tmp/fleet.sock" 127.3.0.12 \
    set 1.3.6.1.4.1.9.9.13.1.5.1.3.1 2 3 >"$tmp/out"
wait_for 60 told 27
ok $? "and what fails again is told again"

like "$(patchwacht device lost sw1 --csv)" \
    '*sw1,Gi1/0/8 to core-1 was up and is down,yes*' "it is told in words"
is "$(patchwacht device lost --open --csv | tr -d '\r' | sed 1d |
    cut -d , -f 1 | sort -u | grep -c .)" 26 "of each switch, what is not over"
is "$(patchwacht device lost sw30)" "Nothing was lost since then." \
    "of one that is as it was, nothing"

alerts() { # COUNT: open, of what was lost
	[ "$(owner "SELECT count(*) FROM alert WHERE rule = 'lost'
	    AND closed IS NULL")" -eq "$1" ]
}
wait_for 90 alerts 26
ok $? "each is an alert"
is "$(owner "SELECT count(DISTINCT device_id) FROM alert
    WHERE rule = 'lost'")" 26 "of its switch"
is "$(owner "SELECT concat_ws(' ', detail->>'_were', detail->>'_are') FROM alert
    WHERE rule = 'lost' AND detail->>'_part' = 'storage'")" "4096 MB 409 MB" \
    "of a volume in a unit that people read"
