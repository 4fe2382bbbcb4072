#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What is known outside of the school, and what becomes of it: a list of holes
# that are used, ends of support, sources of advisories and what they advised.
# Three switches and a firewall; each figure of the report is counted here by
# hand, and what was imported comes back as it was exported.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 45

start_db
patchwacht init --name 'Stichting Zonneveld' --kind school --language nl \
    --quiet || exit 1
patchwacht site add 'De Vlinder' --quiet
for n in 1 2 3 4; do
	patchwacht device add "d$n" "192.0.2.$n" --site 'De Vlinder' \
	    --tag all --in-service 2025-01-01 --owner ICT --quiet
done
patchwacht patch add P-1 'Switches' --priority high --tag all \
    --fix 'ios:15.2(4)E10' --vulnerability CVE-2025-1 \
    --released 2025-10-10 --quiet
patchwacht patch add P-2 'Anders' --priority low --tag all \
    --fix 'ios:15.2(4)E10' --vulnerability CVE-2025-2 \
    --released 2025-10-10 --quiet

owner() {
	sql "$1" -U patchwacht_owner
}
owner "INSERT INTO device_state(tenant_id,device_id,vendor,model,class,
    last_answer) SELECT 1,device_id,CASE name WHEN 'd4' THEN 'Fortinet'
    ELSE 'Cisco' END,CASE name WHEN 'd4' THEN 'FGT_60F' WHEN 'd3' THEN
    'WS-C2960' ELSE 'C9300-24T' END,CASE name WHEN 'd4' THEN 'firewall'
    ELSE 'switch' END,'2025-12-30' FROM device
    ON CONFLICT(tenant_id,device_id) DO UPDATE SET vendor=excluded.vendor,
    model=excluded.model,class=excluded.class,last_answer=excluded.last_answer"

# try WORD...: patchwacht; what it said is in $out, its exit code in $rc
try() {
	out=$(patchwacht "$@" 2>&1)
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

# The list, as its maker publishes it.
cat >"$tmp/used.json" <<'JSON'
{"title": "t", "dateReleased": "2025-12-01", "vulnerabilities": [
 {"cveID": "CVE-2025-1", "dateAdded": "2025-11-01", "dueDate": "2025-11-22"},
 {"cveID": "CVE-2025-9", "dateAdded": "2025-11-01"}]}
JSON
try exploited list
said 0 '*No list was imported*' "there is no list"
try exploited import "$tmp/used.json"
said 2 '*--source*' "whose list it is must be said"
try exploited import "$tmp/used.json" --source 'Lijst'
said 0 'Lijst: holes that are used: 2' "a list"
try exploited list --json
is "$(echo "$out" | jq -c 'map([.vulnerability,.patches,.open])')" \
    '[["CVE-2025-1",["P-1"],4]]' "which of them patches close, and where"
printf 'cveID\nno hole\n' >"$tmp/bad.csv"
try exploited import "$tmp/bad.csv" --source x --date 2025-12-01
said 1 '*bad.csv:2: vulnerability: "no hole" names no hole*' \
    "what is wrong has its line"
try exploited import "$tmp/used.json" --source x --date 2099-01-01
said 2 '*future*' "no list is of tomorrow"
patchwacht export exploited >"$tmp/used.csv"
try import exploited "$tmp/used.csv"
said 0 '*of these as they were: 2' "what was exported is there already"
is "$(patchwacht export exploited)" "$(cat "$tmp/used.csv")" "as it was"
is "$(sql "SELECT count(*) FROM change WHERE action='exploited.import'")" 1 \
    "and stands in the trail once"

# Ends of support: of a make, narrower of a model, and of one device.
cat >"$tmp/ends.csv" <<'CSV'
vendor,model,device,ends,source
Cisco,,,2030-01-01,site van Cisco
Cisco,WS-C2960*,,2025-06-01,site van Cisco
,,d4,2025-09-01,brief van de leverancier
CSV
try import support_ends "$tmp/ends.csv"
said 0 '*ends of support imported: 3*' "ends of support"
try import support_ends "$tmp/ends.csv"
said 0 '*of these as they were: 3*' "a second time changes nothing"
printf 'vendor,model,device,ends,source\nx,,d4,2025-01-01,s\n,,,2025-01-01,s\n' \
    >"$tmp/bad.csv"
try import support_ends "$tmp/bad.csv"
said 1 '*bad.csv:2:4: device: stands alone*bad.csv:3:*vendor, model or device*' \
    "of a device, or of what it is"
patchwacht export support_ends >"$tmp/all.csv"
try import support_ends "$tmp/all.csv"
said 0 '*of these as they were: 3*' "what was exported is imported"
printf 'device,ends,source\nd4,,weg\n' >"$tmp/gone.csv"
try import support_ends "$tmp/gone.csv" --dry-run
said 0 '*remove*d4*' "a row without an end takes it away"

# Advisories.
printf 'name,vendor,class,owner\nNCSC,Cisco,,CISO\n' >"$tmp/sources.csv"
try import advisory_sources "$tmp/sources.csv"
said 0 '*sources of advisories imported: 1*' "somebody reads them"
try import advisory_sources "$tmp/sources.csv"
said 0 '*of these as they were: 1*' "a second time changes nothing"
cat >"$tmp/advisories.csv" <<'CSV'
reference,title,published,source,vendor,product,vulnerabilities
A-1,Al een patch,2025-11-01,NCSC,Cisco,,CVE-2025-2
A-2,Nog niemand,2025-11-02,NCSC,Cisco,C9300*,CVE-2025-3
A-3,Niet van ons,2025-11-03,NCSC,Juniper,,
CSV
try import advisories "$tmp/advisories.csv"
said 0 '*advisories imported: 3*' "advisories"
try advisory list --json
is "$(echo "$out" | jq -c 'map([.reference,.devices])')" \
    '[["A-2",2]]' "what waits is about devices, and has no patch"
try advisory list --all --json
is "$(echo "$out" | jq -c 'map([.reference,.devices,.decision])')" \
    '[["A-1",3,"patch"],["A-2",2,null],["A-3",0,null]]' "and all of them"
try advisory decide A-2
said 2 '*one of --patch*' "what is decided must be said"
try advisory decide A-2 --not-affected
said 2 '*--reason is missing*' "and why"
try advisory decide A-9 --accepted --reason x
said 1 '*no advisory "A-9"; did you mean "A-1"?*' "there must be one"

# All of it was there in the last quarter of 2025.
owner "ALTER TABLE advisory DISABLE TRIGGER USER"
owner "UPDATE advisory SET made='2025-11-03'"
owner "UPDATE exploited_list SET made='2025-12-02'"
owner "UPDATE support_end SET made='2025-10-02'"
owner "UPDATE advisory_source SET made='2025-10-02'"
owner "UPDATE device SET created='2025-01-01'"
owner "UPDATE patch SET registered='2025-11-05'"
owner "UPDATE deployment SET created='2025-10-10', clock_start='2025-10-10',
    deadline='2025-10-17'"
owner "UPDATE deployment SET state='stable', seen='2025-10-15',
    confirmed='2025-10-15', last_old='2025-10-13'
    WHERE device_id=(SELECT device_id FROM device WHERE name='d1')"

report() {
	rm -f "$tmp/r.pdf" "$tmp/evidence.json" # which nothing replaces
	patchwacht report quarterly --period 2025Q4 \
	    --output "$tmp/r.pdf" --values "$tmp/values.json" \
	    --evidence "$tmp/evidence.json"
}
value() {
	jq -r "$1" "$tmp/values.json"
}
counted() { # MEASUREMENT PART/WHOLE/UNKNOWN
	is "$(value ".measurements[]|select(.measurement==\"$1\")
	    |\"\(.part)/\(.whole)/\(.unknown)\"")" "$2" "$1"
}
pass "a report" report
# Six are open (d1 has both); three of them are of P-1.
counted M-PAT-14 3/6/0
is "$(value '[.exploited[]|"\(.device) \(.vulnerability) \(.days_past)"]
    |sort|join(", ")')" \
    'd2 CVE-2025-1 40, d3 CVE-2025-1 40, d4 CVE-2025-1 40' \
    "each that is open, and how long past the list's date"
is "$(value '"\(.exploited_list.source) \(.exploited_list.entries)"')" \
    'Lijst 2' "the list, and how long it is"
# d3 since June, d4 since September; d1 and d2 are supported until 2030.
counted M-PAT-15 2/4/0
is "$(value '[.unsupported[].device]|join(" ")')" 'd3 d4' "which they are"
# A-1 by its patch on 5 November, A-2 never; A-3 is about nothing here.
counted M-PAT-17 1/2/0
is "$(value '[.undecided[]|"\(.reference) \(.devices)"]|join(" ")')" \
    'A-2 2' "which waits"
is "$(value '.watched|"\(.types) \(.unfollowed) \(.unfollowed_types)"')" \
    '2 1 Fortinet firewall' "for which kinds nobody reads them"
like "$(pdftotext -layout "$tmp/r.pdf" - | tr -s ' \n' ' ')" \
    '*Voor 1 producttype wordt geen bron gevolgd; of daar patches ontbreken is onbekend.*' \
    "and the report says so"
is "$(value '.measurements|length')" 47 "forty-seven measurements"
is "$(jq '[.exploited[]|.patch_id]|length' "$tmp/evidence.json")" 1 \
    "the evidence has the holes that patches close, not the list"

# Edited long after the quarter, and before its report: three of P-2 ran still, and
# fall due in the quarter now that it was out before. By its release of then, 90
# days end on 8 January: no more than the four of P-1 would have been due.
owner "UPDATE deployment SET deadline=now()+interval '1 day'
    WHERE state='planned' AND patch_id=(SELECT patch_id FROM patch
      WHERE reference='P-2')"
patchwacht patch edit P-2 --released 2025-10-01 --reason 'eerder bekend' --quiet
pass "a report of what was edited since" report
is "$(value '"\(.summary.on_time)/\(.summary.due)"')" 2/8 "it moved a figure"
is "$(value '.interventions[]|select(.kind=="patch_edited")
    |"\(.count): \(.reason), \(.part_without)/\(.whole_without)"')" \
    '1: eerder bekend, 1/4' "and is among the interventions"

# Decided on, in time or not; once.
try advisory decide A-2 --patch P-2
said 0 'Decided on A-2.' "a decision"
try advisory decide A-2 --accepted --reason x
said 1 '*was decided on*' "is made once"
is "$(sql "SELECT decision||' '||decided_by FROM advisory
    WHERE reference='A-2'")" "patch $(id -un)" "by who made it"
try import advisories "$tmp/advisories.csv"
said 0 '*of these as they were: 3*' "an import changes none"

# How long it is kept.
is "$(patchwacht retention --json | jq -c '[.rows[]|select(.kind=="advisory"
    or .kind=="exploited" or .kind=="support_end"
    or .kind=="advisory_source")|.rows]|add')" 8 "retention knows them"
owner "UPDATE exploited_list SET made='2020-01-01',
    dated='2020-01-01' WHERE list_id=1"
pass "partitions" patchwacht-db partitions
is "$(sql 'SELECT count(*) FROM exploited_list')" 1 "an old list goes"
is "$(sql 'SELECT count(DISTINCT list_id) FROM exploited')" 1 \
    "with all that stood on it"
