#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The whole process, from an advisory to a patch that is closed, as the people
# of a school walk it: assessed, tested, planned, told, done, watched. At each
# step, what may not be is refused. Who runs this is IT staff and process owner;
# els, a system owner, decides what nobody may decide on their own.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/readings.sh"

plan 112
start_db || exit 1

# try WORD...: patchwacht; what it said is in $out, its exit code in $rc
try() {
	out=$(patchwacht "$@" 2>&1)
	rc=$?
}

# The same by somebody else.
other() { # LOGIN WORD...
	login=$1
	shift
	out=$(by "$login" patchwacht "$@" 2>&1)
	rc=$?
}

said() { # EXIT PATTERN NAME
	if [ "$rc" -eq "$1" ]; then
		like "$out" "$2" "$3"
	else
		ok 1 "$3"
		diag "exit $rc, wanted $1: $out"
	fi
}

deadline() { # PATCH DEVICE
	sql "SELECT x.deadline-x.clock_start FROM deployment x
	    JOIN patch p USING(tenant_id,patch_id)
	    JOIN device d USING(tenant_id,device_id)
	    WHERE p.reference='$1' AND d.name='$2'"
}

cat >"$tmp/policy" <<EOF
name = "Patchbeleid"
confirm_gap = "10 s"
settle = "10 s"
observe = "60 s"
observe_active = "40 s"
observe_max = "120 s"
EOF
patchwacht init --name 'De Vlinder' --kind school --quiet \
    --policy "$tmp/policy" || exit 1
enter els piet bea || exit 1
patchwacht user grant els system_owner --quiet || exit 1
patchwacht user grant piet it_staff --quiet || exit 1
patchwacht user grant bea board --quiet || exit 1
for n in 1 2 3; do
	patchwacht device add "sw$n" "192.0.2.$n" --tag core --quiet
done

# Assessed: the policy proposes, a person decides, and what asks less waits.

hours_ago=$(date -u -d '-1 hour' +%FT%TZ)
patchwacht patch add V-1 'Switches' --priority medium --tag core \
    --fix 'ios:15.2(7)E7' --advised "$hours_ago" --owner Netwerkbeheer --quiet
try patch assess V-1 --score 11 --criticality x --impact x --dependencies x
said 2 '*--score: "11" is not a score*' "a score is from 0 to 10"
try patch assess V-1 --score 8.1 --criticality 'op afstand' --impact 'uitval'
said 2 '*--dependencies is missing*' "an assessment has three answers"
try patch assess V-1 --score 8.1 --criticality 'op afstand' \
    --impact 'uitval van een gebouw' --dependencies 'telefonie'
said 0 '*proposes high: score 8.1: high*V-1: high; deadlines moved earlier: 3*' \
    "the policy proposes a class, and it holds"
is "$(deadline V-1 sw1)" "7 days" "with its term"
try patch assess V-1 --score 8.1 --priority critical
said 2 '*proposes high*say why it is critical*' \
    "another class than proposed needs a reason"
try patch assess V-1 --score 8.1 --priority critical \
    --reason 'examens in die week'
said 0 '*V-1: critical*' "and is taken with one"
is "$(deadline V-1 sw1)" "2 days" "its deadline comes earlier"
is "$(sql "SELECT string_agg(was||'>'||priority||' of '||proposed,' '
    ORDER BY assessment_id) FROM assessment")" \
    "medium>high of high high>critical of high" "each time is a record"
try patch assess V-1 --score 5.0
said 0 '*V-1 stays critical until a second person agrees with medium*' \
    "what asks less waits"
is "$(deadline V-1 sw1) $(sql "SELECT priority FROM patch")" \
    "2 days critical" "and changes nothing until then"
try patch agree V-1
said 1 '*nobody with their own*' "not by who assessed"
sql "UPDATE assessment SET approved=now(),approved_by=session_user$told"
is "$(sql "SELECT count(*) FROM assessment WHERE approved IS NOT NULL")" 0 \
    "nor in SQL"
fails "nor the deadline itself" sql "UPDATE deployment
    SET deadline=deadline+interval '1 day'$told"
sql "UPDATE deployment SET deadline=now()-interval '1 hour'
    WHERE device_id=(SELECT device_id FROM device WHERE name='sw3')" \
    -U patchwacht_owner
other bea patch agree V-1 --reason 'examens zijn voorbij'
said 0 '*agreed by bea; deadlines moved: 2, already past and as they were: 1*' \
    "a second person agrees"
is "$(deadline V-1 sw1)" "30 days" "then the term is the longer one"
is "$(sql "SELECT deadline<now() FROM deployment x JOIN device USING(device_id)
    WHERE name='sw3'")" t "what had passed stays passed"
try patch assess V-1 --score 7.5 --known-exploited yes
said 0 '*known to be exploited: at least critical*V-1: critical*' \
    "what is exploited is critical"

# Who assesses while somebody changes the patch waits, and keeps what they wrote.
mkfifo "$tmp/other"
psql -XAtq -h "$home/db/run" -d patchwacht -U patchwacht_owner <"$tmp/other" &
session=$!
exec 5>"$tmp/other"
echo "BEGIN; UPDATE patch SET impact='van een ander' WHERE reference='V-1';" >&5
locks() { # CONDITION
	[ "$(sql "SELECT count(*) FROM pg_locks WHERE $1")" -gt 0 ]
}
wait_for 60 locks "mode='RowExclusiveLock' AND relation='patch'::regclass"
patchwacht patch assess V-1 --score 7.6 --criticality nieuw --quiet &
assess=$!
wait_for 60 locks "NOT granted"
echo "COMMIT;" >&5
exec 5>&-
wait $session
pass "an assessment beside a change" wait $assess
is "$(sql "SELECT impact||', '||criticality FROM patch
    WHERE reference='V-1'")" 'van een ander, nieuw' "leaves what others wrote"
is "$(sql "SELECT impact FROM assessment ORDER BY assessment_id DESC
    LIMIT 1")" 'van een ander' "and rests on it"

# Mitigated is a state of its own.

try mitigation add V-1 --measure 'poort dicht op de firewall'
said 2 '*--evidence is missing*' "a measure shows that it works"
try mitigation add V-1 --measure 'poort dicht op de firewall' \
    --evidence 'regel 12, exportbestand van vandaag'
said 0 'Mitigation 1 noted. The patch is still due*' "a measure"
try mitigation list V-1 --json
said 0 '*"stand": "in_time"*"measure": "poort dicht*' "in time, and apart"
is "$(sql "SELECT string_agg(DISTINCT state,' ') FROM deployment")" planned \
    "no deployment moves by it"
try mitigation end 1
said 2 '*--reason is missing*' "it ends with a reason"
try mitigation end 1 --reason 'poort weer nodig'
said 0 'Mitigation 1 has ended*' "and then works no longer"
try mitigation end 1 --reason x
said 1 '*no mitigation 1 in force*' "once"

# Tested: no production without a test and a way back, but in an emergency.

tonight="$(date -u -d '+2 hours' +%FT%TZ)..$(date -u -d '+4 hours' +%FT%TZ)"
try patch edit V-1 --window "$tonight" --reason 'gepland'
said 1 '*--window: not planned for production: a test on a pilot device and a recovery plan is missing*' \
    "no window without a test"
try patch add V-2 'Meer' --priority low --tag core --window "$tonight"
said 1 '*not planned for production*' "nor a new patch with one"
printf 'reference,title,priority,window_start,window_end\nV-2,Meer,low,%s,%s\n' \
    "${tonight%..*}" "${tonight#*..}" >"$tmp/plan.csv"
try patch import "$tmp/plan.csv"
said 1 '*plan.csv:2:*window_end: not planned for production*' "nor by import"
fails "nor in SQL" sql "UPDATE patch SET window_start=now(),
    window_end=now()+interval '2 hours'$told"
try patch test V-1 --function ok --compatibility ok --performance ok
said 2 '*say where: --device*' "a test was somewhere"
try patch test V-1 --device sw1 --function ok --compatibility not_ok \
    --performance ok
said 2 '*--compatibility: say why*' "what is not ok says why"
try patch test V-1 --device sw1 --function ok \
    --compatibility 'not_ok: telefoons vallen uit' \
    --performance 'not_done: geen meetopstelling'
said 0 '*a test without failures and a recovery plan is missing*' \
    "a test that failed"
try patch edit V-1 --recovery-plan 'vorige versie in flash 2' --window "$tonight" \
    --reason 'gepland'
said 1 '*a test without failures is missing*' "is no ground to plan"
try patch edit V-1 --recovery-plan 'vorige versie in flash 2' --reason 'plan'
try patch test V-1 --device sw1 --function ok --compatibility ok \
    --performance 'not_done: geen meetopstelling'
said 0 '*a test of its performance is missing*' \
    "the last test of a device counts, and asks all three"
sql "UPDATE patch SET test_result='alles in orde',tested=now()
    WHERE reference='V-1'$told"
try patch edit V-1 --window "$tonight" --reason 'gepland'
said 1 '*a test of its performance is missing*' \
    "what somebody writes beside a patch opens nothing"
try patch test V-1 --device sw2 --function ok --compatibility ok \
    --performance ok
said 0 '*may be planned for production*' "three answers do"
try patch edit V-1 --window "$tonight" --reason 'gepland'
said 0 'Patch changed*' "and then a window is taken"
try patch list
said 0 '*not approved*' "whose plan waits for approval"
try patch approve V-1
said 1 '*nobody approves a plan of their own*' "not by who planned"
other piet patch approve V-1
said 1 '*a system owner, the process owner or the board approves*' \
    "nor by somebody without the function"
other els patch approve V-1 --reason 'akkoord'
said 0 '*approved by els*' "but by somebody else"
try patch edit V-1 --owner 'Systeembeheer' --reason 'andere eigenaar'
is "$(sql "SELECT approved_by FROM patch")" els "which holds"
later="$(date -u -d '+3 hours' +%FT%TZ)..$(date -u -d '+5 hours' +%FT%TZ)"
try patch edit V-1 --window "$later" --reason 'later'
is "$(sql "SELECT approved_by IS NULL AND plan_seq=2 FROM patch")" t \
    "until the plan changes"

# In an emergency.

patchwacht patch add V-3 'Lek' --priority critical --known-exploited --tag core \
    --fix 'ios:15.2(7)E9' --quiet
try patch emergency V-3
said 2 '*say why*' "an emergency has a reason"
try patch emergency V-3 --reason 'wordt nu misbruikt'
said 0 '*may be planned without a test*patch approve V-3*' "an emergency"
is "$(sql "SELECT due-at FROM emergency")" "5 days" "has a term by the policy"
try patch edit V-3 --window "$tonight" --reason 'nood'
said 0 'Patch changed*' "it is planned at once"
try patch approve V-3
said 1 '*declared an emergency themselves*' "and not approved by who did"
fails "its windows end before it must be approved" sql "UPDATE patch
    SET window_end=now()+interval '6 d' WHERE reference='V-3'$told"
like "$(cat "$tmp/out")" '*the emergency is of windows that end before 20*' \
    "and it is said when"
patchwacht device add late 192.0.2.77 --tag core --quiet
is "$(sql "SELECT count(*) FILTER(WHERE x.window_end IS NULL)||' of '||count(*)
    FROM deployment x JOIN patch p USING(tenant_id,patch_id)
    JOIN device d USING(tenant_id,device_id)
    WHERE reference='V-3' AND d.name='late'")" '1 of 1' \
    "what joins afterwards has no part in it"
fails "nor is given a window" patchwacht patch plan V-3 --window "$tonight" \
    --device late --reason x
fails "nor by SQL" sql "UPDATE deployment x SET window_start=now(),
    window_end=now()+interval '1 h',own_window=false FROM device d
    WHERE d.name='late' AND d.device_id=x.device_id$told"
patchwacht device retire late --reason x --quiet
sql "UPDATE emergency SET due=now()-interval '1 hour'" -U patchwacht_owner
try patch list
said 0 '*emergency, overdue*' "when nobody else does, that is told"
try patch edit V-3 --window "$later" --reason 'nood'
said 1 '*not planned for production: a test on a pilot device*' \
    "and it is over: nothing more is planned by it"
try patch emergency V-3 --reason 'nog steeds'
said 1 '*nobody has approved the emergency that was declared before*' \
    "nor by another one"
other bea patch approve V-3 --reason 'terecht'
said 0 '*approved by bea*' "the board approves, afterwards"
try patch show V-3 --json
said 0 '*"emergencies": *"reason": "wordt nu misbruikt"*"status": "approved late"*' \
    "and too late stays too late"

# Planned: into a window, told to users, by somebody else approved.

try window add nacht 'di 22:00 4 h'
said 2 '*WHEN: "di 22:00 4 h" is no window such as "tue,thu 22:00 4 h"*' \
    "a window is written as it should"
try window add vakantie 'holidays mon-fri 08:00 9 h'
said 2 '*--calendar is missing: whose holidays*' "holidays are somebody's"
sed 's/to = "2027-08-22"/&\
	verified = no/' "$srcdir/templates/calendars/nl-noord.calendar" \
    >"$tmp/noord.calendar"
try window add eigen 'holidays mon-fri 08:00 9 h' \
    --calendar "$tmp/noord.calendar"
said 0 '*nobody has verified, and that do not count: 1*Window added*' \
    "holidays that are not sure do not count"
try window remove eigen
try window add vakantie 'holidays mon-fri 08:00 9 h' --calendar nl-noord
try window add studiedag 'free 07:30 90 min'
try window days-off 2027-03-15 'Studiedag'
said 0 '2027-03-15: Studiedag' "a day off of the organisation"
try window list
said 0 '*studiedag*free 07:30 90 min*2027-03-15 07:30*vakantie*' \
    "windows are listed with when they open next"

window_of() { # PATCH
	sql "SELECT to_char(window_start AT TIME ZONE 'UTC','YYYY-MM-DD HH24:MI')
	    ||' '||(window_end-window_start) FROM patch WHERE reference='$1'"
}

try patch plan V-1 --window vakantie --after 2027-07-01 --reason 'zomer'
said 0 '*planned from 2027-07-12 08:00*That is too late: the first deadline*' \
    "what is planned after a deadline is told"
is "$(window_of V-1)" '2027-07-12 06:00 09:00:00' "at eight by the summer's clock"
try patch plan V-1 --window studiedag --after 2027-03-01 --reason 'eerder'
is "$(window_of V-1)" '2027-03-15 06:30 01:30:00' "or on a day off"
try patch plan V-1 --window weekend --reason x
said 1 '*there is no window "weekend"*window list*TIME..TIME*' "a window that is none"
try patch plan V-1 --window Vakanti --reason x
said 1 '*there is no window "Vakanti"; did you mean "vakantie"?*' \
    "the one that was meant"
patchwacht patch add V-5 'Ongetest' --priority low --tag core --quiet
try patch plan V-5 --window studiedag --reason 'x'
said 1 '*not planned for production: a test on a pilot device*patchwacht patch edit V-5 --recovery-plan TEXT*' \
    "none without a test"
like "$out" '*patch emergency`' "and nothing of rights, which it is not about"
try patch plan V-1 --window "$later" --device sw2 --reason 'eerst die'
said 0 '*planned from*' "a device has a window of its own"
try patch plan V-1 --window "$tonight" --reason 'vanavond'
is "$(sql "SELECT count(*) FROM deployment x JOIN device d USING(device_id)
    JOIN patch p USING(patch_id) WHERE reference='V-1' AND d.name='sw2'
    AND x.window_start<>p.window_start")" 1 "which it keeps"
try patch edit V-1 --communication 'De telefoons vallen even uit; maximaal 5 minuten, na 21:00.' \
    --reason 'tekst'
try patch notice V-1
said 0 '*Onderwerp: Onderhoud op [0-9]*[a-z]*20??, ??.??*uur: Switches*De telefoons vallen even uit*Systeembeheer*' \
    "a text for users"
like "$out" '*the plan of V-1 is not approved yet*' "with what is still missing"
try patch notice V-1 --language en
said 0 '*Subject: Maintenance on *What you notice of it: De telefoons*' \
    "in another language"
like "$out" '*If you still notice something, tell: Systeembeheer*' "whom to tell"
for site in 'Het Noord' Noord; do
	patchwacht site add "$site" --quiet
done
patchwacht device edit sw1 --site 'Het Noord' --quiet
patchwacht device edit sw2 --site Noord --quiet
try patch notice V-1 --language en
like "$out" '*Where: Het Noord, Noord
*' "a site whose name is part of another's is one as well"
for device in sw1 sw2; do
	patchwacht device edit "$device" --site '' --quiet
done
patchwacht patch edit V-1 --owner '' --reason 'nog niemand' --quiet
try patch notice V-1 --language en
like "$out" '*whether all works again.

*(Reference*' "without an owner no sentence is cut off"
try patch notice V-1
like "$out" '*alles weer werkt.

*(Kenmerk*' "in Dutch neither"
patchwacht patch edit V-1 --owner Systeembeheer --reason 'toch' --quiet
patchwacht patch calendar V-1 >"$tmp/asked.ics"
patchwacht patch edit V-1 --communication 'De telefoons vallen even uit; maximaal 5 minuten, na 21:00. 📞 Eén keer.' \
    --reason 'emoji' --quiet
patchwacht patch calendar V-1 >"$tmp/said.ics"
other els patch approve V-1 --reason 'akkoord'
patchwacht patch calendar V-1 >"$tmp/first.ics"
patchwacht patch plan V-1 --window "$later" --reason 'een uur later' --quiet
patchwacht patch calendar V-1 >"$tmp/moved.ics"
patchwacht patch withdraw V-1 --reason 'proef' --quiet
patchwacht patch calendar V-1 >"$tmp/off.ics"
patchwacht patch reopen V-1 --reason 'toch' --quiet
patchwacht patch calendar V-1 >"$tmp/on.ics"
sequence() {
	sed -n 's/^SEQUENCE:\([0-9]*\).*/\1/p' "$tmp/$1.ics" | head -n 1
}
ok "$([ "$(sequence asked)" -lt "$(sequence said)" ] &&
    [ "$(sequence said)" -lt "$(sequence first)" ]; echo $?)" \
    "what an appointment says, and its approval, make it another revision"
is "$(python3 - "$tmp"/first.ics "$tmp"/moved.ics "$tmp"/off.ics "$tmp"/on.ics \
    2>&1 <<'EOF'
import re, sys

def lines(path):
    data = open(path, 'rb').read()
    assert data.endswith(b'\r\n') and b'\n' not in data.replace(b'\r\n', b'')
    raw = data.split(b'\r\n')[:-1]
    assert all(len(l) <= 75 for l in raw), 'a line is too long'
    for l in raw:
        l.decode()
    return re.sub(b'\r\n[ \t]', b'', data).decode().split('\r\n')[:-1]

def events(path):
    seen, event, text = [], None, lines(path)
    assert text[0] == 'BEGIN:VCALENDAR' and text[-1] == 'END:VCALENDAR'
    assert 'VERSION:2.0' in text and any(l.startswith('PRODID:') for l in text)
    for l in text:
        name, _, value = l.partition(':')
        if l == 'BEGIN:VEVENT':
            event = {}
        elif l == 'END:VEVENT':
            for need in ('UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SEQUENCE'):
                assert need in event, need
            assert re.fullmatch(r'\d{8}T\d{6}Z', event['DTSTART'])
            assert event['DTSTART'] < event['DTEND']
            assert not re.search(r'(?<!\\)[;,]', event['SUMMARY'])
            assert not re.search(r'(?<!\\)[;,]', event['DESCRIPTION'])
            seen.append(event)
            event = None
        elif event is not None:
            assert name not in event, name
            event[name] = value
    method = [l for l in text if l.startswith('METHOD:')]
    return method[0][7:], seen

first, moved, off, on = (events(p) for p in sys.argv[1:])
uids = [[e['UID'] for e in x[1]] for x in (first, moved, off, on)]
assert len(set(uids[0])) == len(uids[0])
# Both windows became one: that appointment is the same one, and the other is
# taken out of the calendars that have it.
assert all(u[0] == uids[0][0] for u in uids), uids
assert len(uids[0]) == 2 and all(u == uids[0] for u in uids), uids
gone = [x[1][1] for x in (moved, off, on)]
assert [e['STATUS'] for e in gone] == ['CANCELLED'] * 3, gone
assert int(gone[0]['SEQUENCE']) > int(first[1][1]['SEQUENCE']), gone
assert first[1][1]['STATUS'] == 'CONFIRMED' and moved[0] == 'PUBLISH', first
order = [int(x[1][0]['SEQUENCE']) for x in (first, moved, off, on)]
assert order == sorted(set(order)), order
assert first[0] == 'PUBLISH' and first[1][0]['STATUS'] == 'CONFIRMED'
assert moved[1][0]['STATUS'] == 'TENTATIVE'
assert moved[1][0]['DTSTART'] != first[1][0]['DTSTART']
assert off[0] == 'CANCEL' and off[1][0]['STATUS'] == 'CANCELLED'
assert on[0] == 'PUBLISH'
try:
    import icalendar
    for p in sys.argv[1:]:
        cal = icalendar.Calendar.from_ical(open(p, 'rb').read())
        for e in cal.walk('VEVENT'):
            assert str(e['DESCRIPTION']).startswith('De telefoons vallen even uit; maximaal 5 minuten, na 21:00.')
            assert e['DTSTART'].dt.utcoffset().total_seconds() == 0
except ImportError:
    pass
print('well')
EOF
)" well "appointments by the rules of RFC 5545: the same, moved, off, on again"
try patch informed V-1 --who 'schoolleiding, receptie' --how 'mail'
said 0 'Noted who was told*' "who was told"
try patch deviation V-1 --device sw2 --what 'twee keer herstart'
said 2 '*--reason is missing*' "a deviation has a reason"
try patch deviation V-1 --device sw5x --what 'x' --reason 'y'
said 1 '*is not for a device "sw5x"*' "and is of a device that has it"
try patch deviation V-1 --device sw2 --what 'twee keer herstart' \
    --reason 'de eerste keer bleef hij hangen'
said 0 'Deviation of V-1 noted.' "a deviation"
try patch show V-1
said 0 '*informed:*schoolleiding*deviations:*sw2*twee keer herstart*' \
    "all of it is shown"

# Devices that come to match join; those that no longer do leave.

cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
verify { interval = "100 ms" }
EOF
start_background patchwachtd --foreground 2>"$tmp/log"
wait_for 20 grep -q 'ready: ' "$tmp/log"

stands() { # PATCH DEVICE: the state of the deployment, and why
	sql "SELECT x.state||coalesce(': '||x.reason,'') FROM deployment x
	    JOIN patch p USING(tenant_id,patch_id)
	    JOIN device d USING(tenant_id,device_id)
	    WHERE p.reference='$1' AND d.name='$2'"
}

is_so() { # PATCH DEVICE PATTERN
	# shellcheck disable=SC2254
	case $(stands "$1" "$2") in
	$3) return 0 ;;
	esac
	return 1
}

comes_to() { # PATCH DEVICE PATTERN NAME
	wait_for 20 is_so "$1" "$2" "$3"
	like "$(stands "$1" "$2")" "$3" "$4"
}

patchwacht device add sw4 192.0.2.4 --tag edge --quiet
is "$(stands V-1 sw4)" '' "a device that no patch names has none"
try device edit sw4 --tag core
said 0 '*Patches of the register that are for it: 3*' "it comes to match"
is "$(sql "SELECT reason FROM transition t JOIN device d USING(device_id)
    JOIN patch p USING(patch_id) WHERE d.name='sw4' AND p.reference='V-1'")" \
    'patch V-1 is for this device' "and joins, with the reason"
try device edit sw4 --tag edge
comes_to V-1 sw4 'withdrawn: the patch does not name it any more: *tags edge' \
    "it no longer matches, and leaves with what it is now"
is "$(sql "SELECT cause||' '||actor||' '||policy_version||' '
    ||array_length(evidence,1) FROM transition t JOIN device d USING(device_id)
    JOIN patch p USING(patch_id) WHERE d.name='sw4' AND p.reference='V-1'
    AND to_state='withdrawn'")" 'withdrawn patchwacht 1 1' \
    "which is a step with its evidence and the policy"
try device edit sw4 --tag core
comes_to V-1 sw4 'planned*' "and comes back"
try patch edit V-1 --device sw1 --device sw2 --reason 'alleen het hoofdgebouw'
comes_to V-1 sw4 'withdrawn: the patch does not name it any more*' \
    "another set of targets lets go of those outside it"
is "$(stands V-1 sw2)" planned "and keeps those within"

# Proven, and then another device in its place.

patchwacht device add sw5 192.0.2.5 --tag proof --quiet
owner "UPDATE device SET poll_s=10,in_service=$(at -900),
    created=$(at -900) WHERE name='sw5'"
id=$(sql "SELECT device_id FROM device WHERE name='sw5'")
patchwacht patch add V-4 'Kernswitch' --priority high --tag proof \
    --fix 'ios:15.2(7)E7' --owner Netwerkbeheer --vulnerability CVE-2026-4 --quiet
owner "UPDATE deployment SET created=$(at -60),deadline=$(at 5000)
    WHERE device_id=$id; UPDATE transition SET at=$(at -60)
    WHERE device_id=$id"
switch '15.2(7)E4' FOC1111A0B1 -5000 0 | reading "$id" 0
switch '15.2(7)E7' FOC1111A0B1 60 80 | reading "$id" 80
switch '15.2(7)E7' FOC1111A0B1 60 100 | reading "$id" 100
comes_to V-4 sw5 'observing*' "two readings prove it"
for t in 110 120 130 140 150 160 170; do
	switch '15.2(7)E7' FOC1111A0B1 60 $t | reading "$id" $t
done
comes_to V-4 sw5 'stable*' "it is watched, and stays stable"

is_closed() { # PATCH
	[ "$(sql "SELECT closed IS NOT NULL FROM patch
	    WHERE reference='$1'")" = t ]
}

wait_for 20 is_closed V-4
ok $? "nothing is left to do: the patch is closed"
is "$(sql "SELECT s.step||' '||s.reason||' '||(s.summary->>'stable')||' '
    ||(s.summary->>'in_time')||' '||s.policy_version||' '||(s.evidence=
    (SELECT evidence FROM transition t WHERE t.patch_id=s.patch_id
    AND to_state='stable')) FROM patch_step s")" \
    'closed nothing is left to do on 1 device 1 1 1 true' \
    "with a summary, and the evidence that it rests on"
try vulnerability list
said 0 '*CVE-2026-4*closed*' "and its vulnerability with it"

switch '15.2(7)E7' FOC2222A0B2 -900 200 | reading "$id" 200
switch '15.2(7)E7' FOC2222A0B2 -900 220 | reading "$id" 220
comes_to V-4 sw5 'undeterminable: two readings come from another device*' \
    "another device that runs the fix was never proven"
is_open() {
	! is_closed "$1"
}

wait_for 20 is_open V-4
ok $? "the patch is open again"
like "$(sql "SELECT step||' '||reason||' '||(cardinality(evidence)>0)
    FROM patch_step ORDER BY step_id DESC LIMIT 1")" \
    'reopened sw5 undeterminable true' "and says for what"
try vulnerability list --json
said 0 '*"status": "open again"*"open": 1*' "so is its vulnerability"
switch '15.2(7)E7' FOC2222A0B2 -900 240 | reading "$id" 240
settle
comes_to V-4 sw5 'undeterminable*' "and is not by itself"
try device accept sw5 --reason 'omgeruild door de leverancier'
said 0 '*patches proven anew: 1' "until somebody says that it is meant"
switch '15.2(7)E7' FOC2222A0B2 -900 260 | reading "$id" 260
switch '15.2(7)E7' FOC2222A0B2 -900 280 | reading "$id" 280
comes_to V-4 sw5 'observing*' "then two readings prove it anew"

# The whole life, in words.

try patch show V-4
said 0 '*history:*joined*sw5: patch V-4 is for this device*seen*confirmed*registered*Kernswitch*observing*sw5: the time to settle*closed*reopened*' \
    "a line for each step, in order"
try patch show V-1
said 0 '*assessed*critical (the policy proposes high; examens in die week)*assessed*stays critical until somebody agrees*agreed*to medium*mitigated*tested*sw1: function ok, compatibility not_ok*planned*from *approved*told*schoolleiding*deviation*sw2: twee keer herstart*' \
    "from the assessment to what went otherwise"
try patch show V-4 --json
said 0 '*"history": *"step": "confirmed", "what": "sw5: *"actor": "patchwacht", "evidence": \["*' \
    "for programs, with the evidence"

# What a report has of it.

patchwacht report quarterly --output "$tmp/report.pdf" \
    --period "$(this_quarter)" \
    --evidence "$tmp/evidence.json" >"$tmp/said" 2>&1
is "$(python3 -c '
import json, sys
e = json.load(open(sys.argv[1]))
print(sorted((n["kind"], n["device"] or "", n["what"] or "") for n in e["noted"]))
print([(m["measure"], m["stand"]) for m in e["mitigations"]])
print(sorted({(i["reference"], i["who"]) for i in e["informed"]}))
print(sorted((h["function"], h["people"]) for h in e["holders"]))
' "$tmp/evidence.json" 2>&1)" \
    "[('emergency_late', '', ''), ('noted', 'sw2', 'twee keer herstart')]
[('poort dicht op de firewall', 'in_time')]
[('V-1', 'schoolleiding, receptie')]
[('board', 1), ('it_staff', 2), ('process_owner', 1), ('system_owner', 1)]" \
    "deviations, emergencies that nobody approved in time, measures, who was told, and functions"
