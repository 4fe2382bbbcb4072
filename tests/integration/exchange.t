#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A register goes out as CSV and as JSON, into an empty database, and out again:
# the same bytes. A second import changes nothing, and says so. One that is
# killed in the middle leaves nothing behind.
. "$(dirname "$0")/lib.sh"
plan 112
COUNT=${COUNT:-1500}

start_db || exit 1
patchwacht init --name Zonneveld --quiet >/dev/null || exit 1
patchwacht supplier add Netwerk-NV --note 'switches; "wifi"' --quiet
patchwacht site add Noord --quiet
patchwacht supplier assign Netwerk-NV --site Noord --quiet
patchwacht device add sw1 192.0.2.1 --site 'Oost; "A"' --make-sites --quiet \
    --tag core --tag stack --owner '=ICT' --in-service '2025-01-01 10:00:01' \
    --internet-facing --poll '10 min' --log-zone UTC --criticality high
patchwacht device add 'prn|1\x' 192.0.2.2 --category peripheral --quiet \
    --in-service 2025-02-01
patchwacht device add srv1 '[2001:db8::5]:1161' --category server --quiet \
    --medical --in-service 2025-02-01
patchwacht patch add P-1 'Firmware, "x"' --priority high --tag core --quiet \
    --fix 'ios:15.2(4)E10' --fix 'dpkg:package:openssl=3.0.11-1~deb12u2' \
    --released 2026-01-10 --vulnerability CVE-2026-0001 --owner ICT
patchwacht patch add P-2 'Twee' --priority low --device 'prn|1\x' --device srv1 \
    --model 'C9300*' --fix 'fortios:>=7.2.8' --quiet \
    --released '2026-01-10 12:00:00.5' --recovery-plan 'terug'
patchwacht patch edit P-2 --quiet --reason x --test-result goed \
    --tested 2026-02-01 --deadline 2026-03-01
patchwacht deployment report P-1 sw1 --at 2026-02-02 --function leverancier \
    --note 'gedaan' --quiet
patchwacht action add 'Kabels, "oud"' --owner ICT --due 2030-01-01 \
    --device sw1 --patch P-1 --cost '=1+1' --quiet
patchwacht action add 'Dicht' --owner ICT --due 2030-01-01 --quiet
patchwacht action close A-2 --outcome=done --reason 'klaar' --quiet
patchwacht contract add Beheer --supplier Netwerk-NV --owner Inkoop \
    --high '7 d' --opened 2025-01-01 --until 2030-12-31 --site Noord --quiet
patchwacht change add Verhuizing --owner ICT --until 2030-01-01 --quiet
patchwacht attestation add --topic log_review --person 'B. Bos' --owner ISO \
    --quiet
printf '%s\n' 'name,category,site,seen,version' \
    'pc-1,workstation,Noord,2025-11-01 10:00,11' >"$tmp/pc.csv"
patchwacht system import "$tmp/pc.csv" --quiet
# What people plan, decide and tell; and a device that is gone.
patchwacht window add avond 'tue,thu 22:00 4 h' --site Noord --quiet
patchwacht window add zomer 'holidays mon-fri 08:00 9 h' --calendar nl-zuid \
    --quiet
patchwacht schedule add bestuur --kind quarterly --language nl --language en \
    --days 14 --site Noord --mail a@example.org --mail b@example.org \
    --folder Bestuur --readers 'Bestuur, "accountant"' --since 2026-01-01 --quiet
patchwacht window days-off 2026-12-24 'Kerst, "avond"' --quiet
printf 'name = "Krap; twee"\nhigh = "5 d"\nscore_high = "6.5"\n' >"$tmp/policy"
patchwacht policy set "$tmp/policy" --reason 'krapper' --quiet
patchwacht user grant janse ciso --name 'J. Janse' --quiet 2>/dev/null
patchwacht user grant bos system_owner --site Noord --until 2090-01-01 \
    --quiet 2>/dev/null
patchwacht user grant nv supplier --supplier Netwerk-NV --quiet 2>/dev/null
patchwacht patch assess P-2 --score 7.1 --criticality 'op afstand' \
    --impact uitval --dependencies 'geen; "niets"' --quiet
patchwacht mitigation add P-1 --device sw1 --measure 'poort dicht' \
    --evidence 'wijziging 4' --at 2026-02-01 --quiet
patchwacht mitigation add P-2 --measure 'uit het net' --evidence foto --quiet
patchwacht mitigation end 1 --reason 'patch staat erop' --quiet
patchwacht patch deviation P-1 --device sw1 --what 'een uur later' \
    --reason 'sleutel, "zoek"' --at 2026-02-03 --quiet
patchwacht patch informed P-1 --who 'team A' --how mail --at 2026-02-01 --quiet
patchwacht device add oud1 192.0.2.77 --site Noord --tag oud --quiet \
    --in-service 2024-01-01
patchwacht device retire oud1 --reason 'op' --quiet
patchwacht device add oud1 192.0.2.78 --in-service 2026-01-01 --quiet
patchwacht framework use cbw --reason 'aangewezen' --quiet
printf 'id;title_nl;required\nICT-7;"Termijn; kort";M-PAT-01\n' |
    patchwacht framework import - --framework huisregels --quiet
echo besluit >"$tmp/besluit.txt"
patchwacht framework exclude ibp SM.12 --reason 'elders' --quiet \
    --decided 2026-01-15 --document "$tmp/besluit.txt"
patchwacht legacy permit --by 'CISO; "zelf"' --document 'besluit 12' --quiet \
    --file "$tmp/besluit.txt" --until "$(date -d '+200 days' +%F)" --site Noord
patchwacht legacy permit --by CISO --document 'besluit 13' --quiet \
    --file "$tmp/besluit.txt" --until "$(date -d '+20 days' +%F)"
patchwacht legacy permit --by CISO --document 'ingetrokken' --quiet \
    --file "$tmp/besluit.txt" --until "$(date -d '+20 days' +%F)"
patchwacht legacy end 3 --reason 'toch niet' --quiet
patchwacht site edit Noord --calendar nl-noord --quiet
kinds='suppliers sites devices patches systems actions changes contracts
    attestations windows days_off controls schedules'
# Who said it and when is who imports it, and now.
said='policies people retired legacy_permissions assessments mitigations deviations informed
    frameworks applicability'
stable() {
	sed -E 's/"(made|actor|ended|ended_by|effective|since|granted_by|retired|at|proposed|was|approved|approved_by)": ("([^"\\]|\\.)*"|null),? ?//g' "$@"
}
# at is who assessed; of others it is told, and must come back.
told() { # KIND FILE
	case $1 in
	assessments) stable "$2" ;;
	*)
		sed -E 's/"at": /"on": /' "$2" | stable
		;;
	esac
}
mkdir "$tmp/csv" "$tmp/json" "$tmp/again"
for kind in $kinds $said claims deployments exceptions register; do
	patchwacht export "$kind" >"$tmp/csv/$kind.csv" || diag "no $kind"
	patchwacht export "$kind" --json >"$tmp/json/$kind.json"
	is "$(patchwacht export "$kind" | cksum)" \
	    "$(cksum <"$tmp/csv/$kind.csv")" "$kind: the same bytes each time"
done
like "$(cat "$tmp/csv/register.csv")" \
    'patch,title,*dependencies,priority,deadline,test_result,*P-2*' \
    "the register is one table, by the steps of the process"
fails "a kind that is none" patchwacht export devises
like "$(cat "$tmp/out")" '*did you mean "devices"*' "names the nearest"
fails "what follows from others is not imported" \
    patchwacht import deployments "$tmp/csv/deployments.csv"

# A second time changes nothing.

rows() {
	sql 'SELECT count(*) FROM change'
}
before=$(rows)
for kind in $kinds $said claims; do
	pass "$kind once more" patchwacht import "$kind" "$tmp/csv/$kind.csv"
	like "$(cat "$tmp/out")" '*of these as they were: [1-9]*' \
	    "which says that they are as they were"
done
is "$(rows)" "$before" "and no row of the trail says otherwise"
pass "JSON once more" patchwacht import devices "$tmp/json/devices.json"
is "$(rows)" "$before" "is the same"
printf '%s\n' '[' '{"name": "x1", "address": "192.0.2.61"},' '{"name": "x2",' \
    '"address": "192.0.2"}]' >"$tmp/bad.json"
fails "JSON with a fault in it" patchwacht import devices "$tmp/bad.json"
like "$(cat "$tmp/out")" '*bad.json:4:12: address: *' \
    "names the line and column of the value"
patchwacht exception request P-1 --reason 'wacht' --measure 'x' --kind no_window \
    --owner Directeur --until 2099-01-01 --quiet
sql "ALTER TABLE exception DISABLE TRIGGER USER; UPDATE exception SET
    approved=now(),first_approved=now(),approved_by='Jan',declared_by='piet',
    document_sha256=sha256(''),decided_as='declared'" -U patchwacht_owner
is "$(patchwacht export exceptions --json |
    jq -c '.[]|[.kind,.approved,.declared_of,.declared_by,.decided_as]')" \
    '["no_window",null,"Jan","piet","declared"]' \
    "what was approved on paper is no approval"
before=$(rows)

# Killed in the middle.

{
	echo name,address,in_service
	seq "$COUNT" | awk '{ printf "d%d,2001:db8::%x,2025-01-01\n", $1, $1 }'
} >"$tmp/many.csv"
patchwacht import devices "$tmp/many.csv" >/dev/null 2>&1 &
import=$!
half() { # [TABLE]: it has come to the middle: its rows are on their way
	[ "$(sql "SELECT count(*) FROM pg_locks WHERE mode='RowExclusiveLock'
	    AND relation='${1-device}'::regclass")" -gt 0 ]
}
wait_for 20 half
kill -9 $import
wait $import 2>/dev/null
gone() { # [TABLE]
	! half "${1-device}"
}
wait_for 20 gone
is "$(sql 'SELECT count(*) FROM device')" 5 "nothing of it is there"
is "$(rows)" "$before" "nor in the trail"
pass "the next one finds all in order" \
    patchwacht import devices "$tmp/many.csv"
is "$(sql 'SELECT count(*) FROM device')" $((COUNT + 5)) "and is whole"
pass "as is the trail" patchwacht audit verify
pass "a dry run" patchwacht import devices --dry-run "$tmp/many.csv"
like "$(cat "$tmp/out")" '*nothing was changed*' "changes nothing"
like "$(cat "$tmp/out")" "*of these as they were: $COUNT*" \
    "and finds each as it was"
printf '%s\n' name,address,port d1,2001:db8::1,1161 d2,2001:db8::2,161 \
    d1,2001:db8::1,161 >"$tmp/twice.csv"
before=$(rows)
pass "a device that stands twice in a file" \
    patchwacht import devices "$tmp/twice.csv"
is "$(sql "SELECT port FROM device WHERE name='d1'")" 161 \
    "is as the last row says, though it was so before the first"
is "$(rows)" $((before + 2)) "and the trail has both"

# Patches, too: by device, by tag, by site, and by what nobody has.
{
	echo reference,title,priority,released,fixes,devices,tags,sites
	seq "$COUNT" | awk '{
		n = $1; to = "d" n ",,"
		if (n % 500 == 1) to = ",core,"
		if (n % 500 == 2) to = ",core,Noord"
		if (n % 500 == 3) to = "d" n "|d7,none,"
		printf "M-%d,\"Many, %d\",high,2025-01-01,ios:15.2(4)E%d,%s\n",
		    n, n, n, to }'
} >"$tmp/patches.csv"
before=$(rows)
patchwacht import patches "$tmp/patches.csv" >/dev/null 2>&1 &
import=$!
wait_for 20 half patch
kill -9 $import
wait $import 2>/dev/null
wait_for 20 gone patch
is "$(sql 'SELECT count(*) FROM patch')" 2 "of patches nothing is there, either"
is "$(rows)" "$before" "nor in the trail"
pass "the next one makes them all" patchwacht import patches "$tmp/patches.csv"
is "$(sql "SELECT (SELECT count(*) FROM patch WHERE reference LIKE 'M-%')||' '||
    (SELECT count(*) FROM patch_target)||' '||(SELECT count(*) FROM patch_fix)")" \
    "$COUNT $((COUNT + COUNT * 2 / 500 + 4)) $((COUNT + 3))" \
    "with what they are for"
is "$(sql "SELECT string_agg(DISTINCT p.reference||' '||d.name,', '
    ORDER BY p.reference||' '||d.name) FROM deployment x
    JOIN patch p USING(tenant_id,patch_id) JOIN device d
    USING(tenant_id,device_id) WHERE p.reference ~ '^M-[1-4]\$'")" \
    "M-1 sw1, M-3 d3, M-3 d7, M-4 d4" "on the devices that they name"
pass "as they are, once more" patchwacht import patches "$tmp/patches.csv"
like "$(cat "$tmp/out")" "*of these as they were: $COUNT*" \
    "each is found as it was"
sed 's/Many, 9"/Nine"/' "$tmp/patches.csv" >"$tmp/nine.csv"
printf '%s\n' 'M-9,"Many, 9",high,2025-01-01,,,,' >>"$tmp/nine.csv"
pass "one of them becomes another, twice" \
    patchwacht import patches "$tmp/nine.csv"
is "$(sql "SELECT title FROM patch WHERE reference='M-9'")" "Many, 9" \
    "and is as the last row says"
is "$(sql "SELECT count(*) FROM change WHERE object='patch/M-9'")" 3 \
    "which the trail tells"

# Into an empty database, from CSV and from JSON.

for form in csv json; do
	patchwacht-db stop
	rm -rf "$home"
	patchwacht-db init --no-sync --quiet 2>/dev/null
	patchwacht init --name Leeg --quiet >/dev/null
	bad=0
	for kind in suppliers sites policies people retired $kinds \
	    legacy_permissions assessments mitigations deviations informed frameworks applicability; do
		patchwacht import "$kind" "$tmp/$form/$kind.$form" \
		    >"$tmp/out" 2>&1 || { bad=1; diag "$kind: $(cat "$tmp/out")"; }
	done
	ok $bad "an empty register takes it from $form"
	bad=0
	for kind in $kinds; do
		patchwacht export "$kind" >"$tmp/again/$kind.csv"
		cmp -s "$tmp/csv/$kind.csv" "$tmp/again/$kind.csv" || {
			bad=1
			diag "$(diff "$tmp/csv/$kind.csv" "$tmp/again/$kind.csv")"
		}
	done
	ok $bad "and gives the same bytes again"
	bad=0
	for kind in $said; do
		told "$kind" "$tmp/json/$kind.json" >"$tmp/was"
		patchwacht export "$kind" --json >"$tmp/now.json"
		told "$kind" "$tmp/now.json" >"$tmp/now"
		cmp -s "$tmp/was" "$tmp/now" ||
		    { bad=1; diag "$kind: $(diff "$tmp/was" "$tmp/now")"; }
	done
	ok $bad "and what people said, by who imports it"
done
