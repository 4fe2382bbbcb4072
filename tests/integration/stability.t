#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Fourteen switches with five weeks behind them. Two were patched a week ago:
# since then the one has an error in six hours of each day, where all others have
# it in one. It is found to be worse, with the counts that show it, and by that
# regressed; the other passed. Who said that it is installed cannot dismiss it,
# the system owner can; and a crash that is new on the model needs no counting.
# Of four more that were patched one has another patch's window over its errors,
# and others a UPS that is not on mains, a battery that loses its charge, a volume
# that is full.
# Hours, days and months are made of readings, each once.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 55
start_db || exit 1
patchwacht init --name School --kind school --language nl --quiet || exit 1
enter els piet || exit 1
patchwacht user grant els system_owner --quiet || exit 1
patchwacht user grant piet system_owner --quiet || exit 1
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do
	patchwacht device add "sw$i" "192.0.2.$i" --in-service 2025-01-01 \
	    --tag "$([ "$i" -ge 3 ] && [ "$i" -le 14 ] && echo core || echo old)" \
	    --quiet
done
patchwacht patch add P-1 IOS --priority high --tag old \
    --fix 'ios:15.2(4)E10' --released 2025-10-10 --quiet

owner() {
	sql "$1" -U patchwacht_owner
}
ago() { # HOURS
	echo "date_trunc('hour', now()) - interval '$1 h'"
}

# Seven days and four hours since it had settled; five weeks before now.
owner "SELECT part_ensure_all('reading', $(ago 900), now())" >/dev/null
owner "INSERT INTO device_state(tenant_id, device_id, profile, vendor, model,
	class) SELECT 1, device_id, 'cisco-ios', 'cisco', 'WS-C2960X', 'switch'
	FROM device ON CONFLICT(tenant_id, device_id) DO UPDATE SET
	profile = 'cisco-ios', vendor = 'cisco', model = 'WS-C2960X',
	class = 'switch';
    INSERT INTO hourly(hour, tenant_id, device_id, polls, answered, rtt_us,
	cpu, boots) SELECT $(ago 0) - h * interval '1 h', 1, device_id, 12, 12,
	800 + (h * 7 + device_id) % 50, 10 + (h * 3 + device_id) % 4, 0
	FROM device, generate_series(1, 880) h;
    INSERT INTO hourly_said(hour, tenant_id, device_id, severity, template,
	count) SELECT $(ago 0) - h * interval '1 h', 1, device_id, 3,
	'LINK-3-UPDOWN', 40 FROM device, generate_series(1, 880) h
	WHERE (h + device_id * 5) % 24 = 0
	OR (device_id = 1 AND h < 190 AND h % 4 = 1)
	OR (device_id = 15 AND h BETWEEN 121 AND 160);
    INSERT INTO hourly_part(hour, tenant_id, device_id, source, kind, parts, good,
	bad, low, share, unit) SELECT $(ago 0) - h * interval '1 h', 1, device_id,
	k.source, k.kind, 1, 1 - bad, bad, CASE WHEN k.kind = 'battery' THEN
	CASE WHEN device_id = 17 AND h < 172 THEN 55 ELSE 100 END END,
	CASE WHEN k.kind = 'storage' THEN CASE WHEN device_id = 18 AND h < 172
	AND h % 3 = 0 THEN 96 ELSE 60 END END,
	CASE WHEN k.kind = 'battery' THEN 'percent' END
	FROM device, generate_series(1, 880) h, (VALUES('ups-output', 'ups'),
	('ups-battery', 'battery'), ('storage', 'storage')) k(source, kind),
	LATERAL (SELECT (k.kind = 'ups' AND device_id = 16 AND h < 172
	AND h % 5 = 0)::int AS bad) b;
    INSERT INTO claim(tenant_id, claim_id, patch_id, device_id, at, made,
	actor) SELECT 1, 900, patch_id, 1, $(ago 197), $(ago 197), 'piet'
	FROM patch;
    UPDATE deployment SET state = 'observing', level = 4, seen = $(ago 197),
	confirmed = $(ago 197), observe_from = $(ago 172),
	observe_until = $(ago 4), met_deadline = true"

# One stands in a region that has holidays all the while: it tells nothing.
owner "INSERT INTO site(tenant_id, site_id, name, calendar)
	VALUES(1, 1, 'Zuid', 'zuid'), (1, 2, 'Noord', 'noord');
    INSERT INTO holiday VALUES('zuid', $(ago 1200), $(ago 0)),
	('noord', '2001-01-01', '2001-01-02');
    UPDATE device SET site_id = 1 + (device_id <> 14)::integer"

# On sw15 another patch had its window over that of the first and over all that
# went wrong there.
patchwacht patch add P-0 IOS --priority low --device sw15 \
    --fix 'ios:15.2(4)E9' --released 2025-10-10 --quiet
owner "UPDATE deployment SET window_start = $(ago 198), window_end = $(ago 196)
	WHERE device_id = 15;
    UPDATE deployment SET state = 'observing', level = 4, seen = $(ago 119),
	confirmed = $(ago 119), observe_from = $(ago 118),
	observe_until = now() + interval '3 d', met_deadline = true,
	window_start = $(ago 197), window_end = $(ago 120) FROM patch
	WHERE patch.patch_id = deployment.patch_id AND reference = 'P-0'"

# Of one hour's readings nothing is made but that hour.
owner "INSERT INTO reading SELECT $(ago 3) + n * interval '5 min', 1, 3,
	'00000000-0000-4000-8000-000000000001', n, n, now(),
	CASE WHEN n = 2 THEN 'silent' ELSE 'answered' END, n * 100, 'v2c',
	'none', '192.0.2.3', NULL, '' FROM generate_series(0, 11) n;
    DELETE FROM hourly WHERE device_id = 3 AND hour = $(ago 3);
    INSERT INTO rolled VALUES('hourly', $(ago 3)),
	('daily', date_trunc('day', $(ago 3), 'UTC')),
	('monthly', date_trunc('month', $(ago 3), 'UTC'))"
is "$(owner "SELECT roll($(ago 2), 10)")" 1 "one hour is over, and made"
is "$(owner "SELECT roll($(ago 2), 10)")" 0 "it is made once"
is "$(owner "SELECT polls, answered, rtt_us FROM hourly WHERE device_id = 3
    AND hour = $(ago 3)")" "12|11|550" "with what was asked and answered"
owner "UPDATE rolled SET upto = $(ago 0) WHERE kind = 'hourly'"
# In the first hours of a month the one before may have been made above.
owner "SELECT roll_day(date_trunc('day', $(ago 100), 'UTC'));
    DELETE FROM monthly;
    SELECT roll_month(date_trunc('month', $(ago 100), 'UTC'))" >/dev/null
is "$(owner "SELECT polls, hours_error FROM daily WHERE device_id = 4
    AND day = date_trunc('day', $(ago 100), 'UTC')")" \
    "288|1" "a day is the sum of its hours"
is "$(owner "SELECT polls = (SELECT sum(polls) FROM daily WHERE device_id = 4
    AND day >= m.day) FROM monthly m WHERE device_id = 4")" t "and a month that of its days"

cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
verify { interval = "100 ms" }
EOF
start_background patchwachtd --foreground 2>"$tmp/log"
wait_for 20 grep -q 'ready: ' "$tmp/log"

# A look at seven weeks takes a while on a busy machine, and the verifier rests
# twenty times as long after it.
soon() { # COMMAND...
	wait_for 120 "$@"
}
is_now() { # DEVICE STATE
	[ "$(owner "SELECT state FROM deployment WHERE device_id = $1")" = "$2" ]
}
of_last() { # DEVICE EXPRESSION
	owner "SELECT $2 FROM comparison WHERE device_id = $1
	    ORDER BY at DESC LIMIT 1"
}

pass "the one that is worse is regressed" soon is_now 1 regressed
is "$(of_last 1 "day || ' ' || outcome")" "7 failed" "by the look of the seventh day"
like "$(of_last 1 words)" 'after 7 days hours_error: 5* of 1*' "in words"
is "$(of_last 1 "(SELECT c->>'compared_with' || ' ' || (c->>'controls')
    FROM jsonb_array_elements(detail->'changes') c
    WHERE c->>'metric' = 'hours_error')")" "alike 11" "beside those like it that are in lessons"
owner "UPDATE device SET site_id = NULL; UPDATE site SET calendar = NULL"
is "$(of_last 2 "outcome")" passed "the other one passed"
pass "and is watched on" is_now 2 observing
is "$(owner "SELECT e.kind || ' ' || (e.content->>'outcome') FROM transition t
    JOIN evidence e ON e.evidence_id = t.evidence[1]
    WHERE t.cause = 'worse' AND t.device_id = 1")" "comparison failed" "the step rests on its numbers"
is "$(owner "SELECT rule || ' ' || severity FROM alert WHERE device_id = 1
    AND closed IS NULL")" "regressed critical" "somebody is told"
like "$(patchwacht stability sw1)" '*regressed*hours_error*before | after*device*like it*' \
    "and shown, with a drawing"
is "$(patchwacht stability P-1 --json | jq -r \
    '[.[] | .device + " " + .outcome] | sort | join(",")')" \
    "sw1 failed,sw15 passed,sw16 failed,sw17 failed,sw18 failed,sw2 passed" \
    "to programs, too"
is "$(patchwacht stability sw1 --json | jq -r '.[0].days |
    (length > 28, ([.[] | select(.after) | .device] | max),
    (map(.of // 0) | max))' | tr '\n' ' ')" "true 7 12 " \
    "with each day of it and of twelve others"
like "$(patchwacht stability sw1)" \
    '*mostly LINK-3-UPDOWN: in * hours after*
The patch is not the cause? A system owner says so*' \
    "and which messages those are"
like "$(patchwacht stability sw2)" \
    '*nothing is worse: * measures of * hours*11 devices*before | after*' \
    "of one that passed it is said by how much"

# What the UPS, its battery and volumes say counts as well.
is "$(of_last 16 "outcome || ' ' || split_part(words, ' ', 4)")" \
    "failed ups_output:" "a UPS that is not on mains is worse"
is "$(of_last 17 "outcome || ' ' || split_part(words, ' ', 4)")" \
    "failed battery_charge:" "a battery that loses its charge"
is "$(of_last 18 "outcome || ' ' || split_part(words, ' ', 4)")" \
    "failed volume_full:" "and a volume that is full"
like "$(patchwacht stability sw16)" '*hours in which its output was not normal*' \
    "the drawing is of that, and no other measure"
like "$(patchwacht stability sw17)" '*charge of the emptiest battery*' \
    "of a battery its charge"
like "$(patchwacht stability sw18)" '*the fullest volume, per cent in use*' \
    "of a volume how full it is"

# One device, two patches: neither is blamed for what came in the other's window.
of_patch() { # REFERENCE EXPRESSION
	owner "SELECT $2 FROM comparison JOIN patch USING(patch_id)
	    WHERE reference = '$1' AND device_id = 15 ORDER BY at DESC LIMIT 1"
}
is "$(of_patch P-1 outcome)" passed "errors in another patch's window are not its"
is "$(of_patch P-0 outcome)" passed "nor those from before it had settled"
is "$(of_patch P-1 "(SELECT c->>'after' FROM
    jsonb_array_elements(detail->'changes') c
    WHERE c->>'metric' = 'hours_error')::float8 < 10")" t \
    "since those hours were not counted"
owner "UPDATE deployment SET window_start = $(ago 30), window_end = $(ago 29)
	FROM patch WHERE patch.patch_id = deployment.patch_id
	AND reference = 'P-0';
    DELETE FROM comparison WHERE device_id = 15"
is_blamed() {
	[ "$(of_patch P-1 outcome)" = failed ]
}
pass "without that window they are" soon is_blamed

before=$(date -u +%FT%T.%6NZ)
sleep 0.1
fails "who said that it is installed does not dismiss it" \
    by piet patchwacht stability dismiss P-1 sw1 --reason 'niets aan de hand'
fails "what is not regressed is not dismissed" \
    by els patchwacht stability dismiss P-1 sw2 --reason 'niets aan de hand'
pass "the system owner does" by els patchwacht stability dismiss P-1 sw1 \
    --reason 'De kabel was stuk'
pass "it is watched again" soon is_now 1 observing
is "$(owner "SELECT reason FROM transition WHERE cause = 'dismissed'")" \
    "dismissed: De kabel was stuk" "and says why"
like "$(patchwacht stability sw1)" '*observing*' "it is listed as observed"
like "$(patchwacht stability sw1 --as-of "$before" --csv)" '*sw1,regressed,*failed*' \
    "and as it was before that as regressed"
is "$(patchwacht stability P-1 --as-of "$before" --json |
    jq '[.[] | select(.dismissed != null)] | length')" 0 "and not dismissed"

owner "INSERT INTO event(at, tenant_id, device_id, event_id, kind, source,
	detail, rule) VALUES(now(), 1, 2, 999999, 'crash', 'syslog',
	'stack trace', 'cisco-crash')"
soon is_now 2 regressed
like "$(of_last 2 words)" '*crash*stack trace*' "a crash that is new is enough"
owner "INSERT INTO difference(tenant_id, device_id, since, kind, part, source,
	key, label, peer, other, were, are, sure, seen, told) VALUES(1, 1, now(),
	'down', 'interface', 'interfaces', '24', 'Te1/1/1', 'core-2', '', 0, 0,
	true, now(), now())"
soon is_now 1 regressed
is "$(of_last 1 words)" 'Te1/1/1 to core-2 was up and is down' \
    "and so is what it lost by it"

# Twelve more of a patch of their own, in rings: what happens to a few pauses the
# rest, and says what that costs.
patchwacht patch add P-2 IOS --priority high --tag core \
    --fix 'ios:15.2(4)E12' --released 2025-10-10 --quiet
pass "rings are proposed" patchwacht ring propose P-2
is "$(patchwacht ring show P-2 --json | jq -r \
    '[.[] | .ring + " " + (.devices|tostring)] | join(",")')" \
    "pilot 1,few 5,some 3,rest 3" "of one model: a pilot, a few, a quarter, the rest"
is "$(patchwacht ring show P-2 --json | jq -r '[.[].gate[0:6]] | join(",")')" \
    "open,closed,closed,closed" "the first may begin"
unmoved=$(date -u +%FT%T.%6NZ)
sleep 0.1
pass "one is moved" patchwacht ring move P-2 sw14 pilot --reason 'staat in het lokaal'
is "$(patchwacht ring show P-2 --devices --json | jq -r \
    'map(select(.ring == "pilot")) | length')" 2 "and is in its other ring"
is "$(patchwacht ring show P-2 --as-of "$unmoved" --json |
    jq -r '[.[] | .ring + " " + (.devices|tostring) + " " + .gate[0:6]] |
    join(",")') $(patchwacht ring show P-2 --devices --as-of "$unmoved" \
    --json | jq -r 'map(select(.ring == "pilot")) | length')" \
    "pilot 1 open,few 5 closed,some 3 closed,rest 3 closed 1" \
    "as of before that it was not"
of_ring() { # RING: a device of it
	owner "SELECT min(r.device_id) FROM ring r JOIN patch p USING(patch_id)
	    WHERE p.reference = 'P-2' AND ring = $1"
}
late() {
	[ "$(owner "SELECT count(*) FROM deployment d JOIN patch p USING(patch_id)
	    WHERE p.reference = 'P-2' AND overdue")" = 12 ]
}
# What the verifier has to say of new ones it has said.
soon late
owner "UPDATE deployment d SET state = 'regressed', rev = d.rev + 1, level = 4,
	seen = now(),
	confirmed = now(), observe_from = now() FROM patch p
    WHERE p.patch_id = d.patch_id AND p.reference = 'P-2'
    AND device_id = $(of_ring 0)"
paused() {
	[ "$(owner "SELECT count(*) FROM deployment d JOIN patch p USING(patch_id)
	    WHERE p.reference = 'P-2' AND paused")" = "$1" ]
}
pass "a disturbance pauses the rings after it" soon paused 10
like "$(patchwacht ring show P-2)" '*The pause costs deadline: * h are left*' \
    "and says what the pause costs"
owner "INSERT INTO dismissal SELECT d.tenant_id, d.patch_id, d.device_id, now(),
	'els', 'de stroom viel uit' FROM deployment d JOIN patch p USING(patch_id)
    WHERE p.reference = 'P-2' AND d.device_id = $(of_ring 0)"
pass "once it is dismissed they go on" soon paused 0
is "$(owner "SELECT string_agg(DISTINCT flag, ',') FROM transition
    WHERE cause IN('paused', 'resumed')")" "+paused,-paused" "each a step that is kept"

# Four days after the few: the ring is looked at as a whole, beside the others.
owner "UPDATE deployment d SET state = 'observing', rev = d.rev + 1, level = 4,
	seen = $(ago 100),
	confirmed = $(ago 100), observe_from = $(ago 99),
	observe_until = now() + interval '3 d' FROM patch p
    WHERE p.patch_id = d.patch_id AND p.reference = 'P-2'
    AND device_id IN(SELECT device_id FROM ring WHERE ring = 1)"
looked_at() {
	[ "$(owner "SELECT count(*) FROM ring_comparison WHERE ring = 1")" = 2 ]
}
pass "a ring is compared as a whole" soon looked_at
is "$(owner "SELECT string_agg(day || ' ' || outcome || ' ' ||
    (detail->'changes'->0->>'devices') || ' of ' ||
    (detail->'changes'->0->>'controls'), ',' ORDER BY day)
    FROM ring_comparison WHERE ring = 1")" "1 passed 5 of 6,3 passed 5 of 6" \
    "after one and three days, each once"
owner "UPDATE ring_comparison SET outcome = 'failed' WHERE ring = 1 AND day = 3"
pass "one that fails pauses the rings after it" soon paused 5
by els patchwacht ring dismiss P-2 few --reason 'de koeling viel uit' --quiet
pass "until that is dismissed" soon paused 0

# What a device of the ring before has lost closes the gate, also when nothing else
# is known of it yet; and until it was compared with what it had.
gate_when() { # STATEMENT
	owner "BEGIN; UPDATE deployment SET state = 'confirmed',
	    confirmed = $(ago 5), window_start = $(ago 101) FROM patch p
	    WHERE p.patch_id = deployment.patch_id AND p.reference = 'P-2'
	    AND device_id IN(SELECT device_id FROM ring WHERE ring = 1);
	    UPDATE patch SET priority = 'critical' WHERE reference = 'P-2';
	    $1;
	    SELECT gate FROM ring_gates(1, (SELECT patch_id FROM patch
	    WHERE reference = 'P-2'), now()) WHERE ring = 2; ROLLBACK"
}
is "$(gate_when "SELECT FROM patch LIMIT 0")" open \
    "a critical one goes on after two hours"
is "$(gate_when "INSERT INTO difference(tenant_id, device_id, since, kind, part,
    source, key, label, peer, other, were, are, sure, seen, told)
    VALUES(1, $(of_ring 1), now(), 'down', 'interface', 'interfaces', '24',
    'Te1/1/1', 'core-2', '', 0, 0, true, now(), now())")" \
    "closed: 1 of the ring before lost something" "but not when one lost a link"
is "$(gate_when "INSERT INTO watch VALUES(1, $(of_ring 1), $(ago 100), $(ago 99),
    now(), '{}', $(ago 100), '[{}]')
    ON CONFLICT(tenant_id, device_id) DO UPDATE SET since = $(ago 100),
    settled = $(ago 99), looked = $(ago 100), before = '[{}]'")" \
    "closed: 1 of the ring before were not compared with what they had" \
    "nor before all were compared"
