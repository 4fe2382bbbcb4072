#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The whole process, from an advisory to a patch that is closed, as the people
# of a school walk it: assessed, tested, planned, told, done, watched. At each
# step, what may not be is refused. Two people take part: who runs this, and
# another operator, who decides what nobody may decide on their own.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null; then
	skip_all "only root can be two people"
fi
plan 24
start_db || exit 1

# try WORD...: patchwacht; what it said is in $out, its exit code in $rc
try() {
	out=$(patchwacht "$@" 2>&1)
	rc=$?
}

# The same by somebody else.
other() {
	out=$(setpriv --reuid daemon --regid daemon --clear-groups \
	    patchwacht "$@" 2>&1)
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
patchwacht-db operator add daemon >/dev/null 2>&1
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
other patch agree V-1 --reason 'examens zijn voorbij'
said 0 '*agreed by daemon; deadlines moved: 2, already past and as they were: 1*' \
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
