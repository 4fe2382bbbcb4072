#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The whole process, from an advisory to a patch that is closed, as the people
# of a school walk it: assessed, tested, planned, told, done, watched. At each
# step, what may not be is refused. Who runs this is IT staff and process owner;
# els, a system owner, decides what nobody may decide on their own.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

plan 48
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

patchwacht init --name 'De Vlinder' --kind school --quiet || exit 1
enter els piet || exit 1
patchwacht user grant els system_owner --quiet || exit 1
patchwacht user grant piet it_staff --quiet || exit 1
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
said 1 '*nobody agrees with their own*' "not by who assessed"
sql "UPDATE assessment SET approved=now(),approved_by=session_user"
is "$(sql "SELECT count(*) FROM assessment WHERE approved IS NOT NULL")" 0 \
    "nor in SQL"
fails "nor the deadline itself" sql "UPDATE deployment
    SET deadline=deadline+interval '1 day'"
sql "UPDATE deployment SET deadline=now()-interval '1 hour'
    WHERE device_id=(SELECT device_id FROM device WHERE name='sw3')" \
    -U patchwacht_owner
other els patch agree V-1 --reason 'examens zijn voorbij'
said 0 '*agreed by els; deadlines moved: 2, already past and as they were: 1*' \
    "a second person agrees"
is "$(deadline V-1 sw1)" "30 days" "then the term is the longer one"
is "$(sql "SELECT deadline<now() FROM deployment x JOIN device USING(device_id)
    WHERE name='sw3'")" t "what had passed stays passed"
try patch assess V-1 --score 7.5 --known-exploited yes
said 0 '*known to be exploited: at least critical*V-1: critical*' \
    "what is exploited is critical"

# Mitigated is a state of its own.

try mitigation add V-1 --measure 'poort dicht op de firewall'
said 2 '*--evidence is missing*' "a measure shows that it works"
try mitigation add V-1 --measure 'poort dicht op de firewall' \
    --evidence 'regel 12, exportbestand van vandaag'
said 0 'Mitigation 1 noted. The patch is still due*' "a measure"
try mitigation list V-1 --json
said 0 '*"in_time": true*"measure": "poort dicht*' "in time, and apart"
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
    window_end=now()+interval '2 hours'"
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
said 0 '*may be planned for production*' "the last test of a device counts"
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
sql "UPDATE emergency SET due=now()-interval '1 hour'" -U patchwacht_owner
try patch list
said 0 '*emergency, overdue*' "when nobody else does, that is told"
other els patch approve V-3 --reason 'terecht'
said 0 '*approved by els*' "somebody else approves, afterwards"
try patch show V-3 --json
said 0 '*"emergencies": *"reason": "wordt nu misbruikt"*"status": "approved late"*' \
    "and too late stays too late"
