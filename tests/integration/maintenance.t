#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Thirteen switches that were silent from noon until two on a day of last month, as
# each had work planned then, or nearly so: a window, a change of its site, one
# that was entered afterwards, made longer or called off while it lasted. Only
# what stood in the register as it began tells that no answer was due. Readings,
# hours, days and months have the same of it, and M-MON-01 counts by it.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 24
start_db || exit 1
patchwacht init --name School --kind school --language nl --quiet || exit 1
for site in Oost Zuid West Noord; do
	patchwacht site add "$site" --quiet || exit 1
done
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
	patchwacht device add "sw$i" "192.0.2.$i" --in-service 2025-01-01 --quiet
done
patchwacht patch add P-1 IOS --priority high --device sw1 \
    --fix 'ios:15.2(4)E10' --released 2025-10-10 --quiet

owner() {
	sql "$1" -U patchwacht_owner
}
month=$(date -u -d "$(date -u +%Y-%m-01) -1 month" +%Y-%m)
at() { # CLOCK [DAY]
	echo "timestamptz '$month-${2-10} $1 UTC'"
}

# Each ten minutes from ten until four; of sw14 only while it had a window.
owner "SELECT part_ensure_all('reading', $(at 00:00 01), now())" >/dev/null
owner "INSERT INTO reading SELECT at, 1, device_id,
	'00000000-0000-4000-8000-000000000001', row_number() OVER (), 1, at,
	CASE WHEN is_off AND NOT (device_id = 13 AND at = $(at 12:00))
	    THEN 'silent' ELSE 'answered' END, 100, 'v2c', 'none', '192.0.2.1',
	NULL, '' FROM device, generate_series($(at 10:00), $(at 15:50),
	    interval '10 min') at,
	LATERAL (SELECT at >= $(at 12:00) AND at < $(at 14:00) AS is_off) o
	WHERE device_id < 14 OR is_off;
    UPDATE tenant SET created = $(at 00:00 01);
    UPDATE device SET created = $(at 00:00 01);
    UPDATE device_state SET last_answer = $(at 15:50);
    INSERT INTO device_state(tenant_id, device_id, last_answer)
	SELECT 1, device_id, $(at 15:50) FROM device ON CONFLICT DO NOTHING"

# What the register had: a deployment as it stands, and before that what it was
# until some moment.
DEPLOYMENT="tenant_id, patch_id, device_id, state, created, clock_start,
	clock_basis, deadline, policy_version, window_start, window_end"
row() { # DEVICE STATE FROM TO
	echo "1, patch_id, $1, '$2', $(at 09:00 05), $(at 09:00 05),
	'registered', now(), 1, $3, $4 FROM patch"
}
has() { # DEVICE STATE FROM TO
	owner "INSERT INTO deployment($DEPLOYMENT) SELECT $(row "$@")
	    ON CONFLICT(tenant_id, patch_id, device_id) DO UPDATE SET
	    state = excluded.state, created = excluded.created,
	    window_start = excluded.window_start,
	    window_end = excluded.window_end;
	DELETE FROM past_deployment WHERE device_id = $1"
}
had() { # UNTIL DEVICE STATE FROM TO
	until=$1
	shift
	owner "INSERT INTO past_deployment(until, attempt, level, overdue,
	    excepted, conflicting, paused, rev, own_window, $DEPLOYMENT)
	    SELECT $until, 1, 0, false, false, false, false, 1, false, $(row "$@")"
}
noon=$(at 12:00)
two=$(at 14:00)
has 1 planned NULL NULL
has 2 stable "$noon" "$two"
had "$(at 12:20)" 2 planned "$noon" "$two"
had "$(at 13:40)" 2 in_window "$noon" "$two"
had now\(\) 2 observing "$noon" "$two"
has 3 planned "$noon" "$two"
had now\(\) 3 planned NULL NULL
has 4 planned "$noon" "$two"
had "$(at 12:30)" 4 in_window "$noon" "$(at 13:00)"
has 5 planned "$noon" "$(at 13:00)"
had "$(at 12:30)" 5 planned "$noon" "$two"
has 6 withdrawn "$noon" "$two"
had "$(at 11:00)" 6 planned "$noon" "$two"
has 7 confirmed "$noon" "$two"
had "$(at 11:00)" 7 seen "$noon" "$two"
has 13 planned "$noon" "$(at 13:00)"
has 14 planned "$noon" "$two"

# Changes: of a site beforehand, of a site while it lasted, closed at one, called off
# before, of a device.
changed() { # NUMBER REV MADE SITE DEVICE OUTCOME
	owner "INSERT INTO entry(tenant_id, kind, number, rev, made, actor, title,
	    site_id, device_id, opened, until, outcome, closed)
	    SELECT 1, 'change', $1, $2, $3, 'els', 'Stroom', $4, $5, $noon, $two,
	    $6, CASE WHEN $6 IS NOT NULL THEN $3 END"
}
owner "UPDATE device SET site_id = device_id - 7 WHERE device_id BETWEEN 8 AND 11"
changed 1 1 "$(at 09:00)" 1 NULL NULL::text
changed 2 1 "$(at 12:30)" 2 NULL NULL::text
changed 3 1 "$(at 09:00)" 3 NULL NULL::text
changed 3 2 "$(at 13:00)" 3 NULL "'done'"
changed 4 1 "$(at 09:00)" 4 NULL NULL::text
changed 4 2 "$(at 10:00)" 4 NULL "'cancelled'"
changed 5 1 now\(\) NULL 12 NULL::text
changed 6 1 "$(at 09:00)" NULL 13 NULL::text

report() { # NAME
	patchwacht report monthly --period "$month" --language nl --format csv \
	    --output "$tmp/$1.csv" --evidence "$tmp/$1.json" \
	    --values "$tmp/$1.values" >"$tmp/out" 2>&1 || diag "$(cat "$tmp/out")"
}
planned() { # DEVICE: of its polls, and how many of those it answered
	jq -r ".polled[]|select(.device_id == $1)|\"\(.planned) \(.planned_answered)\"" \
	    "$tmp/raw.json"
}
report raw
is "$(planned 1)" "0 0" "nothing was planned"
is "$(planned 2)" "12 0" "a window, though its deployment moved on in it"
is "$(planned 3)" "0 0" "one that was entered afterwards"
is "$(planned 4)" "6 0" "one that was made longer while it lasted"
is "$(planned 5)" "6 0" "and shorter"
is "$(planned 6)" "0 0" "one of a patch that was withdrawn before"
is "$(planned 7)" "0 0" "of one that was proven before it"
is "$(planned 8)" "12 0" "a change of the site"
is "$(planned 9)" "0 0" "one that was entered while it lasted"
is "$(planned 10)" "6 0" "one that was done at one"
is "$(planned 11)" "0 0" "one that was called off before"
is "$(planned 12)" "0 0" "one of the device that was entered afterwards"
is "$(planned 13)" "12 1" "a change and a window, of which each poll counts once"
is "$(jq -r '.measurements[]|select(.measurement == "M-MON-01")
    |"\(.part) \(.whole) \(.unknown)"' "$tmp/raw.values")" "3 14 1" \
    "M-MON-01: who answered outside of them, and who was asked in one only"

# How long each was watched, less what was planned.
watched() { # DEVICE
	jq ".reach[]|select(.device_id == $1).watched_s" "$tmp/raw.json"
}
is "$(($(watched 1) - $(watched 2))) $(($(watched 1) - $(watched 3)))" "7200 0" \
    "M-MON-03 takes the same windows"

# The same of hours, of days and of what is left of readings.
rolled() { # NAME UNTIL HOURLY DAILY
	owner "INSERT INTO rolled VALUES('hourly', $3), ('daily', $4)
	    ON CONFLICT(kind) DO UPDATE SET upto = excluded.upto"
	report "$1"
	is "$(jq -cS .polled "$tmp/$1.json")" "$(jq -cS .polled "$tmp/raw.json")" \
	    "$2"
}
for hour in 10 11 12 13 14 15; do
	sql "SELECT roll_hour($(at $hour:00))" -U patchwacht_verify
done >/dev/null
rolled half "half of it as hours" "$(at 13:00)" "$(at 00:00)"
rolled hours "as hours" "$(at 16:00)" "$(at 00:00)"
sql "SELECT roll_day($(at 00:00)); SELECT roll_month($(at 00:00 01))" \
    -U patchwacht_verify >/dev/null
rolled days "as a day" "$(at 00:00 12)" "$(at 00:00 11)"
is "$(owner "SELECT sum(polls), sum(planned), sum(planned_answered) FROM daily")" \
    "480|66|1" "which has no poll twice"
is "$(owner "SELECT sum(polls), sum(planned), sum(planned_answered)
    FROM monthly")" "480|66|1" "nor has the month"

# Whoever enters it now changes nothing.
owner "UPDATE deployment SET window_start = $noon, window_end = $two
	WHERE device_id = 1"
owner "UPDATE deployment SET window_start = NULL, window_end = NULL
	WHERE device_id = 2"
changed 3 3 now\(\) 3 NULL "'cancelled'"
rolled later "what is entered later changes nothing" "$(at 13:00)" "$(at 00:00)"
spans() { # LOGIN: of half past one, asked now
	sql "SELECT string_agg(device_id || ' ' || span, ', ') FROM planned_spans(1,
	    $(at 13:30), $(at 13:40)) WHERE device_id < 3" -U "$1"
}
for role in verify report; do
	is "$(spans "patchwacht_$role")" \
	    "2 {[\"$month-10 12:00:00+00\",\"$month-10 14:00:00+00\")}" \
	    "nor to $role"
done
enter piet || exit 1
is "$(spans piet)" "" "who has no function reads of none"
