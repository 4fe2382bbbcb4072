#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# How a switch and a server are set up, as far as their readings show. The switch
# is read over SNMPv2c and has no time source, until it has; its log comes, and
# its clock is right. The server shows hardly anything: that is no fault. Each
# result is kept from when to when, with a copy of what it rests on.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/readings.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 22
start_db || exit 1
patchwacht init --name School --kind school --language nl --quiet || exit 1
owner "UPDATE policy SET effective = $(at -900);
    INSERT INTO device(tenant_id, device_id, realm_id, name, category, address,
	poll_s, in_service, created) VALUES
	(1, 1, 1, 'sw1', 'network', '127.0.0.1', 10, $(at -900), $(at -900)),
	(1, 2, 1, 'files', 'server', '127.0.0.2', 10, $(at -900), $(at -900)),
	(1, 3, 1, 'printer', 'peripheral', '127.0.0.3', 10, $(at -900),
	$(at -900))"
cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
verify { interval = "100 ms" }
EOF
start_background patchwachtd --foreground 2>"$tmp/log"
wait_for 20 grep -q 'ready: ' "$tmp/log"

set_up() { # SECONDS NTP LOCATION
	switch '15.2(7)E7' AAA -5000 "$1"
	cat <<-EOF
	1.3.6.1.2.1.1.6.0|4|$3
	1.3.6.1.2.1.11.30.0|2|1
	1.3.6.1.4.1.9.9.168.1.1.11.0|2|$2
	EOF
}
result() { # DEVICE CHECK
	owner "SELECT result || ' ' || said FROM check_result
	    WHERE device_id = $1 AND name = '$2' AND until IS NULL"
}

# Its log comes, half a second off.
owner "SELECT part_ensure('message_operational', $(at 0), $(at 0));
    INSERT INTO message(rcvd, tenant_id, realm_id, device_id, journal, seq,
	transport, peer, peer_port, severity, security, text, raw, device_time,
	zoned) VALUES($(at 5), 1, 1, 1, '00000000-0000-4000-8000-000000000002',
	1, 'udp', '127.0.0.1', 514, 5, false, 'x', 'x',
	$(at 5) - interval '500 ms', true)" >/dev/null
set_up 10 3 '' | reading 1 10
printf '1.3.6.1.2.1.1.1.0|4|Linux files 6.1.0\n1.3.6.1.2.1.1.2.0|6|%s\n' \
    1.3.6.1.4.1.8072.3.2.10 | reading 2 11
settle
is "$(result 1 time-source)" "failed 3" "a clock that goes by nothing"
is "$(result 1 location-set)" "failed " "no place"
is "$(result 1 name-set)" "failed switch" "nobody gave it a name"
is "$(result 1 snmp-private)" "failed v2c none" "read without privacy"
is "$(result 1 snmp-authentication-traps)" "passed 1" "it says who tries"
is "$(result 1 log-heard)" "passed 5 s" "its log comes"
is "$(result 1 clock-right)" "passed -500 ms" "its clock is right"
is "$(result 1 snmp-legacy-silent)" "not observable " "nobody tried"
is "$(result 2 time-source)" "not observable " "what does not show is no fault"
is "$(result 2 log-heard)" "failed not in a week" \
    "who is not heard while others are is silent"
is "$(result 3 name-set)" "" "who was never read has no result at all"
is "$(owner "SELECT count(*), count(DISTINCT evidence_id) FROM check_result
    WHERE device_id = 1 AND result <> 'not observable'")" "7|1" \
    "all of one reading rest on one copy"
is "$(owner "SELECT e.kind || ' ' || (e.content->>'snmp') || ' ' || (SELECT
    c->>'said' FROM jsonb_array_elements(e.content->'checks') c
    WHERE c->>'name' = 'time-source') FROM evidence e JOIN check_result r
    USING(evidence_id) WHERE r.device_id = 1 AND r.name = 'time-source'")" \
    "check v2c none 3" "which says what was seen"
is "$(owner "SELECT count(*) FROM check_result
    WHERE result = 'not observable' AND evidence_id IS NOT NULL")" 0 \
    "what does not show rests on nothing"

# It is mended.
set_up 60 6 'MER 1' | reading 1 60
settle
is "$(owner "SELECT string_agg(result, ' ' ORDER BY since) FROM check_result
    WHERE device_id = 1 AND name = 'time-source'")" "failed passed" \
    "a result ends when another one begins"
is "$(owner "SELECT count(*) FROM check_result WHERE device_id = 1
    AND name = 'snmp-private'")" 1 "one that is the same goes on"
is "$(owner "SELECT result FROM checks_at(1, $(at 30)) WHERE device_id = 1
    AND name = 'time-source'")" failed "how it stood is known"
is "$(patchwacht device checks sw1 --json | jq -r '.[] |
    select(.check == "time-source") | .result + " " + .said + " " + .object')" \
    "passed 6 1.3.6.1.4.1.9.9.168.1.1.11.0" "the command shows it"
# The register of that time was kept, too.
owner "ALTER TABLE device DISABLE TRIGGER USER;
    UPDATE device SET created=$(at 0);
    ALTER TABLE device ENABLE TRIGGER USER;
    UPDATE past_since SET at=$(at 0) WHERE kind='device'" >/dev/null
is "$(patchwacht device checks sw1 --as-of "$(date -u -d "@$((start + 30))" \
    +%FT%TZ)" --json | jq -r '.[] | select(.check == "time-source") | .result')" \
    failed "also of a moment"
like "$(patchwacht checks list)" '*time-source*RFC 5907*' "checks are listed"
cat >"$tmp/own.checks" <<'END'
check "ours" {
	about = "x"
	look = snmp
	pass = { '^v3' }
	source = "our own"
	test { says = "v1 none" result = passed }
}
END
fails "a test that does not hold is a fault" \
    patchwacht checks check "$tmp/own.checks"
like "$(patchwacht checks check "$tmp/own.checks" 2>&1)" \
    '*own.checks:6: check ours: *it is failed, not passed*' "named by its line"
