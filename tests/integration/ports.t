#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A switch with four ports, of which the first leads to the core. What is measured
# of them becomes hours and days: how busy the link to the network was, how often
# it went down, which port has had no link for longer than the policy allows, and
# that one which had none for a month has one now. A port that is switched off is
# not unused; one that gets another name begins anew.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 37
start_db || exit 1
patchwacht init --name School --kind school --language nl --quiet || exit 1
patchwacht device add sw1 192.0.2.1 --in-service 2025-01-01 --quiet
patchwacht device add sw2 192.0.2.2 --in-service 2025-01-01 --quiet

owner() {
	sql "$1" -U patchwacht_owner
}
day() { # DAYS AGO, as SQL
	echo "(date_trunc('day', now(), 'UTC') - interval '$1 d')"
}
owner "SELECT part_ensure_all(p, $(day 50), now()) FROM unnest(ARRAY['reading',
	'sample', 'interface_sample', 'component_sample']) p;
    UPDATE policy SET effective = $(day 60)" >/dev/null

# One reading of four ports at noon of a day: states of each, 1 up, 2 down.
noon() { # DAYS-AGO ADMIN OPER, each of four
	owner "INSERT INTO interface_sample(at, tenant_id, device_id, if_index,
	    type, admin, oper) SELECT $(day "$1") + interval '12 h', 1, 1, n, 6,
	    ('{$2}'::int[])[n], ('{$3}'::int[])[n] FROM generate_series(1, 4) n;
	    INSERT INTO sample(at, tenant_id, device_id, ports, ports_up, skipped)
	    VALUES($(day "$1") + interval '12 h', 1, 1, 4, 2, 0);
	    SELECT roll_hour_ports($(day "$1") + interval '12 h');
	    SELECT roll_day_ports($(day "$1"))" >/dev/null
}
listed='[{"port":1,"label":"Te1/1/1","peer":"core-1"},
    {"port":2,"label":"Gi1/0/2","peer":""},
    {"port":3,"label":"Gi1/0/3","peer":""},
    {"port":4,"label":"Gi1/0/4","peer":""}]'
owner "SELECT ports_note(1, 1, $(day 45), '$listed')" >/dev/null
is "$(owner "SELECT string_agg(label || peer, ' ' ORDER BY if_index) FROM port
    WHERE gone IS NULL")" "Te1/1/1core-1 Gi1/0/2 Gi1/0/3 Gi1/0/4" \
    "its ports are known by their names"

# Port 2 is a desk; 3 and 4 have nothing, and 4 is switched off.
noon 40 1,1,1,2 1,1,2,2
is "$(owner "SELECT ports, enabled, unused FROM port_day")" "4|3|0" \
    "a day counts those that are enabled"
for d in 39 38 37 36 35 34 33 32 31 30 29 28 27 26 25 24 23 22 21 20 19 18 17 16 \
    15 14 13 12; do
	noon "$d" 1,1,1,2 1,2,2,2
done
is "$(owner "SELECT string_agg(if_index || ' ' || enabled || ' ' ||
    date_part('day', now() - since), ',' ORDER BY if_index) FROM port_unused
    WHERE until IS NULL")" "2 true 39,3 true 40,4 false 40" \
    "a port without a link for a week is noted, since then"
is "$(owner "SELECT count(*) FROM ports_unused(1, $(day 11))")" 0 \
    "29 days are not 30"
noon 11 1,1,1,2 1,2,2,2
is "$(owner "SELECT string_agg(label || ' ' || dark_days, ',')
    FROM ports_unused(1, $(day 10))")" "Gi1/0/3 30" "30 are"
is "$(owner "SELECT count(*) FROM ports_unused(1, $(day 11))")" 0 \
    "and of a moment before that it is said as it was"
is "$(owner "SELECT unused FROM port_day ORDER BY day DESC LIMIT 1")" 1 \
    "which the day counts"
# Nobody looked for four days: those count for nothing.
noon 6 1,1,1,2 1,2,2,2
is "$(owner "SELECT string_agg(label || ' ' || dark_days, ',' ORDER BY label)
    FROM ports_unused(1, $(day 5))")" "Gi1/0/2 30,Gi1/0/3 31" \
    "days on which nobody looked do not count"
noon 5 1,1,1,1 1,1,1,1
is "$(owner "SELECT string_agg(label || ' ' || dark_days || ' ' || enabled, ','
    ORDER BY label) FROM ports_linked(1, $(day 30), now())")" \
    "Gi1/0/2 30 true,Gi1/0/3 31 true,Gi1/0/4 31 false" \
    "links that came after a month without, also where it was switched off"
is "$(owner "SELECT count(*) FROM ports_unused(1, $(day 4))")" 0 \
    "those are unused no longer"
is "$(patchwacht device ports --json | jq -r '.[] | .device + " " + .port + " "
    + .what' | sort | tr '\n' ',')" \
    "sw1 Gi1/0/2 linked,sw1 Gi1/0/3 linked,sw1 Gi1/0/4 linked," "the command shows them"
then=$(owner "SELECT to_char($(day 5) + interval '1 h',
    'YYYY-MM-DD\"T\"HH24:MI:SSZ')")
is "$(patchwacht device ports sw1 --as-of "$then" --json | jq -r '.[] | .port + " "
    + .what' | tr '\n' ',')" "Gi1/0/2 unused,Gi1/0/3 unused," "and how it stood"
is "$(patchwacht device ports sw2 --json)" "[]" "of another device none"
like "$(patchwacht device ports sw2)" '*No port is unused*' "which it says"
fails "a device that is not there is no answer" patchwacht device ports sw9
like "$(patchwacht device ports sw9 2>&1)" \
    '*there is no device "sw9"; did you mean "sw*' "and the nearest is named"
at=$(owner "SELECT to_char(now() AT TIME ZONE 'UTC','YYYY-MM-DD\"T\"HH24:MI:SS.USZ')")
patchwacht device edit sw1 --name sw1b --quiet
is "$(patchwacht device ports sw1 --as-of "$at" --json | jq -r '.[0].device')" \
    sw1 "a device is called what it was called then"
is "$(patchwacht device ports --json | jq -r '.[0].device')" sw1b "and now is not"
fails "nor is it found by what it was not called yet" \
    patchwacht device ports sw1b --as-of "$at"
patchwacht device edit sw1b --name sw1 --quiet

owner "SELECT ports_note(1, 1, $(day 4), '$listed')" >/dev/null

# Somebody enables a port that has no link: it is unused from there on.
for d in 4 3; do
	noon "$d" 1,1,1,2 1,1,1,2
done
owner "UPDATE port SET dark_days = 9, dark_since = $(day 12) WHERE if_index = 4"
noon 2 1,1,1,2 1,1,1,2
noon 1 1,1,1,1 1,1,1,2
is "$(owner "SELECT string_agg(enabled || ' ' || coalesce(ended, '-'), ','
    ORDER BY since) FROM port_unused WHERE if_index = 4
    AND since > $(day 20)")" "false enabled,true -" \
    "enabling a port ends that it was off, and it is unused from there"
owner "SELECT ports_note(1, 1, now(), '[{\"port\":1,\"label\":\"Te1/1/1\",
    \"peer\":\"\"},{\"port\":2,\"label\":\"Gi2/0/2\",\"peer\":\"\"},
    {\"port\":3,\"label\":\"Gi1/0/3\",\"peer\":\"\"}]')" >/dev/null
is "$(owner "SELECT peer FROM port WHERE if_index = 1")" core-1 \
    "a link that is down leads where it led"
is "$(owner "SELECT dark_days || ' ' || (since > $(day 1)) FROM port
    WHERE if_index = 2")" "0 true" "another name is another port"
is "$(owner "SELECT gone IS NOT NULL FROM port WHERE if_index = 4")" t \
    "what is not listed is gone"
is "$(owner "SELECT ended FROM port_unused WHERE if_index = 4
    ORDER BY since DESC LIMIT 1")" gone "and no unused port any more"

#
# How busy
#

# The uplink of 1 Gbit/s: 90 % of it in the first hour, 10 % in the second, in
# which it goes down once and has 7 errors. 32-bit counters are not told here.
owner "INSERT INTO interface_sample(at, tenant_id, device_id, if_index,
	speed_mbps, type, admin, oper, in_octets, out_octets, in_errors,
	out_errors, discontinuity_cs) SELECT $(day 1) + n * interval '5 min', 1,
	1, 1, 1000, 6, 1, CASE WHEN n = 18 THEN 2 ELSE 1 END,
	CASE WHEN n < 12 THEN n * 33750000000 ELSE 11 * 33750000000 +
	(n - 11) * 3750000000 END, 0, CASE WHEN n > 20 THEN 7 ELSE 0 END, 0, 0
	FROM generate_series(0, 23) n;
    INSERT INTO component_sample(at, tenant_id, device_id, good, value, size,
	used, kind, source, component, unit) SELECT $(day 1) + n * interval
	'5 min', 1, 1, k.good, k.value, k.size, k.used, k.kind, k.source, k.c,
	k.unit FROM generate_series(0, 23) n, (VALUES
	(true, NULL, 370, 200, 'poe', 'poe-supply', '1', 'watts'),
	(NULL, 40.0, NULL, NULL, 'access_point', 'aruba-clients', '1', 'clients'),
	(NULL, 7, NULL, NULL, 'access_point', 'aruba-count', '0',
	    'access points'),
	(true, NULL, NULL, NULL, 'ups', 'ups-output', '0', NULL),
	(true, 96, NULL, NULL, 'battery', 'ups-battery', '0', 'percent'),
	(NULL, 31, NULL, NULL, 'battery', 'ups-runtime', '0', 'minutes'),
	(NULL, NULL, 1000, 950, 'storage', 'storage', '31', NULL),
	(NULL, NULL, 1000, 100, 'storage', 'storage', '32', NULL))
	k(good, value, size, used, kind, source, c, unit);
    UPDATE component_sample SET good = false WHERE kind = 'poe'
	AND at = $(day 1) + interval '90 min';
    INSERT INTO sample(at, tenant_id, device_id, cpu, memory, ports, ports_up,
	skipped) SELECT $(day 1) + n * interval '5 min', 1, 1,
	CASE WHEN n < 12 THEN 95 ELSE 20 END, 50, 3, 2 + n % 2, 0
	FROM generate_series(0, 23) n;
    INSERT INTO reading SELECT $(day 1) + n * interval '5 min', 1, 1,
	'00000000-0000-4000-8000-000000000001', n, n, now(), 'answered', 100,
	'v2c', 'none', '192.0.2.1', NULL, '' FROM generate_series(0, 23) n;
    DELETE FROM hourly; DELETE FROM hourly_uplink; DELETE FROM daily;
    DELETE FROM daily_uplink; DELETE FROM capacity_day;
    SELECT roll_hour($(day 1)); SELECT roll_hour($(day 1) + interval '1 h');
    SELECT roll_day($(day 1))" >/dev/null
is "$(owner "SELECT string_agg(polls || ' ' || polls_up || ' ' ||
    round(load_in) || ' ' || faults || ' ' || flaps, ',' ORDER BY hour)
    FROM hourly_uplink WHERE hour < $(day 1) + interval '2 h'")" \
    "12 12 90 0 0,12 11 10 7 2" "hours of the link to the network"
is "$(owner "SELECT string_agg(coalesce(faults, -1) || ' ' || coalesce(flaps, -1),
    ',' ORDER BY hour) FROM hourly")" "0 0,7 2" \
    "of the device those faults count, and no desk's"
is "$(owner "SELECT string_agg(source || ' ' || parts || ' ' || good || ' ' || bad
    || ' ' || coalesce(total, -1) || ' ' || round(coalesce(share, -1)), ','
    ORDER BY source) FROM hourly_part WHERE hour = $(day 1) + interval '1 h'
    AND kind IN('poe', 'storage') OR source = 'aruba-clients'
    AND hour = $(day 1) + interval '1 h'")" \
    "aruba-clients 1 0 0 40 -1,poe-supply 1 0 1 -1 54,storage 2 0 0 -1 95" \
    "hours of parts: clients, a supply that failed for a moment, volumes"
is "$(owner "SELECT concat_ws(' ', clients, access_points, round(poe), charge,
    runtime, ups_bad, fill) FROM part_hour
    WHERE hour = $(day 1) + interval '1 h'")" "40 7 54 96 31 0 95" \
    "and as they are compared: no clients are added to access points"
is "$(owner "SELECT bad || ' ' || hours_bad || ' ' || good FROM daily_part
    WHERE source = 'poe-supply'")" "1 1 0" "and a day of them"
is "$(owner "SELECT string_agg(what || ' ' || hours || ' ' || over || ' ' ||
    round(high), ',' ORDER BY what) FROM capacity_day")" \
    "cpu 2 1 95,memory 2 0 50,uplink 2 1 90,volume 2 2 95" \
    "hours above what the policy wants"
is "$(patchwacht device capacity --json | jq -r '.[] | .what + " " +
    (.percent | tostring) + " " + (.too_long | tostring)' | sort | tr '\n' ',')" \
    "cpu 50 true,memory 0 false,uplink 50 true,volume 100 true," \
    "are shown, and which are too many"
owner "SELECT roll_month(date_trunc('month', $(day 1), 'UTC'))" >/dev/null
is "$(owner "SELECT round(load_high) || ' ' || flaps FROM monthly_uplink
    WHERE if_index = 1 AND flaps > 0")" "90 2" "months are made of days"

# Who has no peers and two ports has no others than those that lead there.
owner "SELECT ports_note(1, 2, now(), '[{\"port\":1,\"label\":\"eth0\",\"peer\":\"\"},
    {\"port\":2,\"label\":\"eth1\",\"peer\":\"\"}]')" >/dev/null
is "$(owner "SELECT string_agg(if_index::text, ',') FROM uplinks_at(now())
    WHERE device_id = 2")" "1,2" "a server leads to the network by each of its two"
is "$(owner "SELECT string_agg(if_index::text, ',') FROM uplinks_at(now())
    WHERE device_id = 1")" 1 "a switch only by the one that does"

# What makes the hours is what the verifier may do, and nobody else.
fails "the register writes none of it" \
    sql "UPDATE port SET label = 'x'" -U patchwacht_register
pass "the verifier may roll" sql "SELECT roll(now() - interval '1 h', 1)" \
    -U patchwacht_verify
is "$(owner "SELECT count(*) FROM retention WHERE kind IN('port', 'port_unused',
    'monthly_uplink', 'monthly_part')")" 4 "and each is kept for a time"
