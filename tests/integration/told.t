#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The report of a quarter with what no device tells: decisions and actions with
# how they stood before, reviews held and missed, an incident, a change that
# explains a restart, declarations that hold or are over, a supplier that said
# more than its devices show, and workstations that another program keeps.
# Each figure is counted here a second time; no person's name is in it.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 34

start_db
patchwacht init --name 'Stichting Zonneveld' --kind school --language nl \
    --mail beheer@zonneveld.example >/dev/null 2>&1
patchwacht site add 'De Vlinder' >/dev/null
patchwacht supplier add Netwerk-NV >/dev/null
patchwacht supplier assign Netwerk-NV --site 'De Vlinder' >/dev/null
patchwacht device add sw1 192.0.2.1 --site 'De Vlinder' --tag sw \
    --in-service 2025-01-01 --owner ICT >/dev/null 2>&1
patchwacht device add sw2 192.0.2.2 --site 'De Vlinder' --tag sw \
    --in-service 2025-01-01 >/dev/null 2>&1
patchwacht contract add Beheer --supplier Netwerk-NV --owner Inkoop \
    --opened 2025-01-01 --high '7 d' >/dev/null
patchwacht action add 'Afgerond' --owner ICT --due 2025-10-20 \
    --opened 2025-09-01 --cost 'EUR 40' --risk 'uitval' >/dev/null
patchwacht action add 'Blijft liggen' --owner ICT --due 2025-10-20 \
    --opened 2025-09-01 >/dev/null
patchwacht decision add 'Vervangen' --owner Bestuur --cause 'Bevinding' \
    --due 2026-02-01 --opened 2025-10-01 >/dev/null
patchwacht review add 'Log oktober' --topic log --owner ISO \
    --due 2025-10-31 --opened 2025-10-01 >/dev/null
patchwacht review add 'Log november' --topic log --owner ISO \
    --due 2025-11-30 --opened 2025-10-01 >/dev/null
patchwacht review add 'Rapportage NV' --topic supplier --owner Inkoop \
    --supplier Netwerk-NV --due 2025-11-30 --opened 2025-10-01 >/dev/null
patchwacht incident add 'Wifi uit' --owner ICT --severity high \
    --opened '2025-11-02 09:00' --acknowledged '2025-11-02 09:20' \
    --reference TOP-1 >/dev/null
patchwacht incident add 'Onverklaard' --owner ICT --severity low \
    --opened '2025-11-03 09:00' >/dev/null
patchwacht change add 'Core herstart' --owner ICT --device sw1 \
    --opened '2025-11-10 22:00' --until '2025-11-11 02:00' >/dev/null
patchwacht attestation add --topic policy_adopted --person 'A. de Vries' \
    --owner 'Voorzitter bestuur' --opened 2025-10-01 >/dev/null
patchwacht attestation add --topic log_review --person 'B. Bos' --owner ISO \
    --opened 2025-08-01 >/dev/null
patchwacht patch add IOS-7 'IOS' --priority high --tag sw \
    --fix 'ios:15.2(4)E10' --released 2025-10-10 >/dev/null
printf '%s\n' 'patch,device,at' 'IOS-7,sw1,2025-10-14' 'IOS-7,sw2,2025-10-14' \
    'IOS-9,sw2,2025-10-14' >"$tmp/done.csv"
patchwacht supplier check "$tmp/done.csv" --supplier Netwerk-NV >/dev/null
printf '%s\n' 'name,category,version,state,seen,owner' \
    'pc-1,workstation,11,current,2025-12-20,Werkplek' \
    'pc-2,workstation,11,behind,2025-06-01,' \
    'sw1,network,1,current,2025-12-20,' >"$tmp/systems.csv"
patchwacht system import "$tmp/systems.csv" >/dev/null

# All of it happened in the last quarter of 2025: the clock of the tables is
# set back, which only the owner of the database can.
owner() {
	sql "$1" -U patchwacht_owner
}
owner "UPDATE entry SET made=greatest(opened,'2025-10-02')
    WHERE title<>'Afgerond' AND title<>'Blijft liggen'"
owner "UPDATE entry SET made='2025-09-02' WHERE kind='action'"
owner "UPDATE entry SET made='2025-01-02' WHERE kind='contract'"
owner "UPDATE supplier_claim SET made='2025-11-01'"
owner "UPDATE system SET created='2025-10-02'"
owner "UPDATE device SET created='2025-01-01'"
owner "UPDATE deployment SET created='2025-10-10', clock_start='2025-10-10',
    deadline='2025-10-17'"
owner "UPDATE deployment SET state='stable', seen='2025-10-15',
    confirmed='2025-10-15', last_old='2025-10-13'
    WHERE device_id=(SELECT device_id FROM device WHERE name='sw1')"
owner "UPDATE deployment SET last_old='2025-10-30'
    WHERE device_id=(SELECT device_id FROM device WHERE name='sw2')"
closed() { # TITLE OUTCOME WHEN
	owner "INSERT INTO entry SELECT (jsonb_populate_record(e,
	    jsonb_build_object('rev',2,'made','$3','closed','$3',
	    'outcome','$2','result','klaar'))).* FROM entry e
	    WHERE title='$1'"
}
owner "ALTER TABLE entry DISABLE ROW LEVEL SECURITY"
closed Afgerond 'done' 2025-10-18
closed 'Log oktober' approved 2025-10-30
closed 'Wifi uit' resolved '2025-11-02 12:00+01'
owner "SELECT part_ensure('event','2025-11-01','2025-11-30')" >/dev/null
owner "INSERT INTO event(tenant_id,event_id,device_id,at,kind,source,expected,
    detail) SELECT 1,9001,device_id,timestamptz '2025-11-10 22:00+00','boot',
    'snmp',false,'{}'::jsonb FROM device WHERE name='sw1'
    UNION ALL SELECT 1,9002,device_id,timestamptz '2025-11-10 22:00+00',
    'boot','snmp',false,'{}'::jsonb FROM device WHERE name='sw2'"

is "$(owner 'SELECT count(*) FROM event')" 2 "two restarts"

# Reports that were made in it; each has 30 days to be made and 30 to be reviewed.
# Of the last two those to review it end after the quarter.
owner "ALTER TABLE report DISABLE ROW LEVEL SECURITY;
    ALTER TABLE report_step DISABLE ROW LEVEL SECURITY;
    ALTER TABLE report DISABLE TRIGGER USER;
    ALTER TABLE report_step DISABLE TRIGGER USER"
made() { # ID ENDED MADE REVIEWED
	owner "INSERT INTO report(tenant_id,report_id,kind,language,period_from,
	    period_to,snapshot,interim,made,actor,number,path,bytes,pdf_sha256,
	    evidence_sha256,template_sha256,change_seq,change_hash,version)
	    SELECT 1,$1,'monthly','nl',timestamptz '$2'-interval '1 month','$2',
	    '$3',false,'$3','pro','R-$1','/r$1.pdf',1,h,h,h,0,h,'1.0'
	    FROM sha256('$1') h"
	[ -z "$4" ] || owner "INSERT INTO report_step(tenant_id,report_id,step,
	    at,actor) VALUES(1,$1,'reviewed','$4','cib')"
}
made 901 2025-10-01 2025-10-05 2025-11-01
made 902 2025-10-01 2025-10-06 ''
made 903 2025-10-01 2025-12-20 ''
made 904 2025-12-01 2025-12-10 ''
made 905 2025-12-01 2025-12-10 2026-01-02
made 906 2025-10-01 2025-10-05 2025-11-05
made 907 2025-10-01 2025-10-05 ''
# Reviewed after its time: one as such, one by a review that was entered.
patchwacht review add 'Rapport R-907' --topic report --report R-907 \
    --owner CISO --due 2025-11-30 --opened 2025-10-01 >/dev/null
owner "UPDATE entry SET made='2025-10-05' WHERE title='Rapport R-907'"
closed 'Rapport R-907' approved 2025-11-05
owner "ALTER TABLE report ENABLE ROW LEVEL SECURITY;
    ALTER TABLE report_step ENABLE ROW LEVEL SECURITY;
    ALTER TABLE report ENABLE TRIGGER USER;
    ALTER TABLE report_step ENABLE TRIGGER USER"

report() { # LANGUAGE
	rm -f "$tmp/evidence.json" # of an issued one it is never replaced
	patchwacht report quarterly --period 2025Q4 --language "$1" \
	    --output "$tmp/$1.pdf" --values "$tmp/values.json" \
	    --evidence "$tmp/evidence.json"
}
pass "the report in Dutch" report nl
pass "and in English" report en

value() {
	jq -r "$1" "$tmp/values.json"
}
counted() { # MEASUREMENT PART/WHOLE/UNKNOWN
	is "$(value ".measurements[]|select(.measurement==\"$1\")
	    |\"\(.part)/\(.whole)/\(.unknown)\"")" "$2" "$1"
}
counted M-REP-02 1/2/0
counted M-LOG-05 1/2/0
counted M-SUP-02 0/1/0
counted M-SUP-01 1/2/0
is "$(sql "SELECT count(*) FROM supplier_duty(1,now())" -U patchwacht_report)" \
    2 "the session of the timer may count them, too"
counted M-INC-01 1/2/1
counted M-REP-01 1/7/2
is "$(value '[.measurements[]|select(.measurement=="M-SUP-02"
    or .measurement=="M-LOG-05")|.outcome]|unique|join(",")')" beyond \
    "of two, one short is beyond"
is "$(value '.measurements[]|select(.measurement=="M-SUP-02")|.provenance')" \
    declared "what people say is declared"
is "$(value '[.registered[]|"\(.id) \(.status) \(.previous)"]|join(", ")')" \
    'A-1 done open, A-2 overdue open, B-1 open new' \
    "decisions and actions, and how they stood"
is "$(value '.registered[0].cost')" 'EUR 40' "with what they cost"
is "$(value '.registered[0].due')" '2025-10-20T21:59:59Z' \
    "due by the end of that day"
is "$(value '[.reviews[]|"\(.id) \(.status)"]|join(", ")')" \
    'R-1 approved, R-2 overdue, R-3 overdue, R-4 approved' \
    "reviews held and missed"
is "$(value '.incident|"\(.count) \(.taken_up) \(.take_up_s) \(.close_s)"')" \
    '2 1 1200 10800' "incidents, and how long the middle one took"
is "$(value '[.attestations[]|"\(.id) \(.status)"]|join(", ")')" \
    'V-1 valid, V-2 expired' "declarations that hold, and that do not"
is "$(value '[.disturbances[]|.device]|join(",")')" sw2 \
    "a restart inside a registered change is explained, another is not"
is "$(value '.supplier_terms[]|"\(.due) \(.on_time) \(.late) \(.days_late)"')" \
    '2 1 1 13' "a supplier against its contract"
is "$(value '.supplier_claims[]
    |"\(.claimed) \(.observed) \(.contradicted) \(.not_registered)"')" \
    '3 1 1 1' "and against what it said"
is "$(value '[.claims_doubted[]|"\(.device) \(.outcome)"]|join(", ")')" \
    'sw2 contradicted, sw2 not_registered' "which claims"
is "$(value '.coverage[]|select(.category=="workstation")
    |"\(.registered) \(.measured) \(.claimed) \(.none) \(.owners)"')" \
    '2 0 1 1 Werkplek' "what other programs keep is registered, not measured"
is "$(value '.coverage[]|select(.category=="network")|.registered')" 2 \
    "one that is a device is counted once"
is "$(value '.summary.devices')" 2 "and no other figure has them"
is "$(jq '[.. | strings | select(test("de Vries|B. Bos"))]|length' \
    "$tmp/values.json" "$tmp/evidence.json" | paste -sd+ | bc)" 0 \
    "no person's name is in the figures or in their evidence"

if command -v pdftotext >/dev/null; then
	pdftotext -layout "$tmp/nl.pdf" "$tmp/nl.txt"
	has() {
		like "$(tr -s ' \n' '  ' <"$tmp/nl.txt")" "*$1*" "printed: $1"
	}
	has 'Vastgelegde besluiten en acties'
	has 'Blijft liggen'
	has 'over de datum'
	has 'Tegen de termijnen van het contract'
	has 'een latere meting toont de oude versie'
	has 'Verklaringen'
	has 'Patchbeleid vastgesteld door'
	has 'Wijzigingen die vooraf zijn vastgelegd'
else
	for i in 1 2 3 4 5 6 7 8; do ok 0 "printed $i # SKIP no pdftotext"; done
fi
