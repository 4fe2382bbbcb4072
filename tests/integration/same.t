#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A switch says the same poll after poll. The verifier looks at it until nothing
# moves any more; then it notes until when that is so, and everybody reads it as
# if each poll had been looked at. What people change, a boot and another version
# bring a look at the next one.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/readings.sh"

plan 21
start_db || exit 1

old='15.2(7)E3'
new='15.2(7)E7'
owner "INSERT INTO tenant VALUES(1, 'School', 'school', 'nl',
	'Europe/Amsterdam', now());
    INSERT INTO holder(tenant_id, holder_id, login, name, function)
	VALUES(1, 100, '$(id -un)', 'test', 'it_staff');
    INSERT INTO realm VALUES(1, 1, 'here');
    INSERT INTO policy(tenant_id, version, name, effective, actor, reason,
	confirm_gap_s, settle_s) VALUES(1, 1, 'short', $(at -900), 'test',
	'test', 10, 10);
    INSERT INTO patch(tenant_id, patch_id, reference, title, priority,
	registered) VALUES(1, 1, 'P-1', 'Switches', 'critical', $(at -60));
    INSERT INTO patch_fix(tenant_id, patch_id, fix, component, scheme,
	min_version) VALUES(1, 1, 1, '', 'ios', '$new');
    INSERT INTO device(tenant_id, device_id, realm_id, name, address, poll_s,
	in_service, created)
	VALUES(1, 1, 1, 'sw1', '127.0.0.1', 10, $(at -900), $(at -900)),
	(1, 2, 1, 'sw2', '127.0.0.2', 10, $(at -900), $(at -900));
    INSERT INTO patch_target(tenant_id, patch_id, target, device_id)
	VALUES(1, 1, 1, 1);
    INSERT INTO deployment(tenant_id, patch_id, device_id, state, created,
	clock_start, clock_basis, deadline, policy_version) VALUES(1, 1, 1,
	'planned', $(at -60), $(at -60), 'registered', $(at 5000), 1);
    DELETE FROM stirred" >/dev/null

begin() {
	patchwachtd >>"$tmp/log" 2>&1 &
	daemon=$!
	at_exit "kill $daemon; wait $daemon"
}
say() { # VERSION BOOTED SECONDS
	switch "$1" AAA "$2" "$3" | reading 1 "$3"
	settle
}
known() { # COLUMN SECONDS: is it that moment
	owner "SELECT $1 = $(at "$2") FROM device_state WHERE device_id = 1"
}
deployed() { # EXPRESSION
	owner "SELECT $1 FROM deployment WHERE device_id = 1"
}
stirred() {
	owner "SELECT count(*) FROM stirred"
}

cat >>"$PATCHWACHT_CONFIG" <<END
poll { enabled = no }
verify { interval = "1 s" }
END
begin
say $old -5000 0
is "$(owner "SELECT said IS NULL FROM device_state")" t \
    "the first one moved something: the next is looked at"
say $old -5000 20
is "$(known said_at 20)" t "which it is, and moves nothing"
say $old -5000 40
say $old -5000 60
is "$(known said_at 20) $(known same_at 60)" "t t" "the others are the same"
is "$(deployed "last_old = $(at 20)")" t "and touch no deployment"
is "$(owner "SELECT bool_and(seen = $(at 20)) FROM version")" t "nor a version"
like "$(patchwacht deployment show P-1 sw1 --json)" \
    "*\"last_old\": \"$(date -u -d "@$((start + 60))" +%FT%T)*" \
    "but the last one is when the old version was seen"
like "$(patchwacht device show sw1 --json)" \
    "*\"seen\": \"$(date -u -d "@$((start + 60))" +%FT%T)*" \
    "and the version"

# People.
owner "UPDATE deployment SET claimed = now(), claimed_by = 'somebody',
    rev = rev + 1" >/dev/null
is "$(stirred)" 1 "somebody says that it is installed"
say $old -5000 80
is "$(deployed state) $(known said_at 80) $(stirred)" "reported t 0" \
    "the next one is looked at"
is "$(deployed "last_old = $(at 80)")" t "with all that is known of it"
say $old -5000 100
owner "UPDATE patch_fix SET min_version = '$old'" >/dev/null
is "$(stirred)" 1 "another version is asked for"
say $old -5000 120
is "$(deployed state)" seen "the same words are judged anew"
say $old -5000 140
is "$(deployed state)" observing "and prove it, with another one"
is "$(owner "SELECT count(*) FROM transition t JOIN evidence e
    ON e.evidence_id = ANY(t.evidence) WHERE t.cause = 'confirmed'
    AND e.at IN($(at 120), $(at 140))")" 2 "as the evidence has it"

# The device.
say $old -5000 160
say $old -5000 180
is "$(known said_at 160) $(known same_at 180)" "t t" "it goes on"
say $old 190 200
is "$(known said_at 200)" t "a boot is looked at"
is "$(owner "SELECT count(*) FROM event WHERE kind = 'boot'")" 1 "and told"
say $old 190 220
say $old 190 240
say $new 190 260
is "$(known said_at 260)" t "and another version"
is "$(owner "SELECT bool_and(seen = $(at 240)) FROM version
    WHERE value = '$old'")" t "the old one was there until the last that said so"

# What nobody polls waits with the device.
kill $daemon
wait $daemon
owner "INSERT INTO stirred(tenant_id, device_id) VALUES(1, 2)" >/dev/null
begin
nothing_waits() {
	[ "$(stirred)" = 0 ]
}
wait_for 20 nothing_waits
ok $? "a device that is not polled keeps no list long"
is "$(grep -cE 'verify.*(warning|ERROR)' "$tmp/log")" 0 "and nothing complains"
