#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A register goes out as CSV and as JSON, into an empty database, and out again:
# the same bytes, of every kind that `export --list` names and of every table
# that people write. A second import changes nothing, and says so. One that is
# killed in the middle leaves nothing behind.
. "$(dirname "$0")/lib.sh"
plan 353
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
printf '%s\n' patch,device,at,note 'P-1,sw1,2026-02-03,"ja, gedaan"' \
    P-1,sw1,2026-02-03, 'KB1;x,onbekend,2026-02-04,' >"$tmp/list.csv"
patchwacht supplier check "$tmp/list.csv" --supplier Netwerk-NV --quiet >/dev/null
patchwacht patch add P-3 'Drie' --priority low --device srv1 --quiet
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
patchwacht schedule add bestuur --kind site --language nl --language en \
    --days 14 --site Noord --mail a@example.org --mail b@example.org \
    --folder Bestuur --bundle --readers 'Bestuur, "accountant"' --since 2026-01-01 --quiet
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
# What is asked, tested, looked at, and told to whom.
patchwacht patch test P-2 --device srv1 --function ok --compatibility \
    'ok: geen "proef"' --performance ok --at 2026-02-01 --quiet
patchwacht patch edit P-2 --reason x --window 2099-01-01..2099-01-02 --quiet
patchwacht patch emergency P-1 --reason 'lek' --quiet
patchwacht exception request P-1 --reason 'wacht' --measure 'x; "y"' --quiet \
    --kind no_window --owner Directeur --until 2099-01-01 \
    --patient-safety none --assessed-by arts
sql "ALTER TABLE exception DISABLE TRIGGER USER; UPDATE exception SET
    approved=now(),first_approved=now(),approved_by='Jan',declared_by='piet',
    document_sha256=sha256(''),decided_as='declared';
    ALTER TABLE advice DISABLE TRIGGER USER; INSERT INTO advice(tenant_id,
    advice_id,exception_id,verdict,reason) VALUES(1,1,1,'for','goed')" -U patchwacht_owner
patchwacht exception extend 1 --reason 'nog langer' --until 2099-06-01 --quiet
# Each is one, the third no repetition of the first.
for class in high critical high; do
	patchwacht patch assess P-1 --criticality c --impact i --dependencies d \
	    --priority $class --reason 'gewogen; "nu"' --quiet
done
# Of a patch that is withdrawn since.
patchwacht exception request P-3 --reason 'wacht' --measure 'geen' --quiet \
    --kind no_window --owner Directeur --until 2099-01-01
patchwacht mitigation add P-3 --measure 'uit het net' --evidence foto --quiet
patchwacht patch test P-3 --device srv1 --function ok --compatibility ok \
    --performance ok --at 2026-02-01 --quiet
patchwacht patch informed P-3 --who 'team B' --how mail --at 2026-02-01 --quiet
patchwacht patch withdraw P-3 --reason 'maker: "deugt niet"' --quiet
patchwacht decision add 'Geld?' --owner Bestuur --cause 'te laat' --quiet
patchwacht review add 'Logs' --topic log --owner ISO --due 2030-01-01 --quiet
patchwacht incident add 'Uitval' --severity high --owner ICT --quiet
printf '%s\n' vendor,model,ends,source 'Cisco*,C2960*,2024-10-31,a;b' \
    >"$tmp/ends.csv"
patchwacht import support_ends "$tmp/ends.csv" --quiet
printf '%s\n' name,vendor,owner PSIRT,Cisco*,ICT >"$tmp/from.csv"
patchwacht import advisory_sources "$tmp/from.csv" --quiet
printf '%s\n' reference,title,published,source,vendor,product,vulnerabilities \
    'cisco-sa-1,"a, b",2026-01-10,PSIRT,Cisco,IOS,CVE-2026-0001' >"$tmp/adv.csv"
patchwacht import advisories "$tmp/adv.csv" --quiet
printf '%s\n' vulnerability,listed,due CVE-2026-0001,2026-01-10,2026-02-01 \
    >"$tmp/used.csv"
patchwacht exploited import "$tmp/used.csv" --source Lijst --date 2026-01-11 \
    --quiet
echo geheim-van-de-haak >"$tmp/secret"
chmod 600 "$tmp/secret"
credentials() { # which are in no file
	for label in een 'twee|2'; do
		patchwacht credential add "$label" --kind v2c \
		    --community-file "$tmp/secret" --quiet 2>/dev/null
	done
}
credentials
patchwacht range add 192.0.2.0/24 --credential 'twee|2' --credential een \
    --site Noord --label kantoor --rate 20 --tag x --quiet
patchwacht range add 198.51.100.0/24 --credential een --medical --quiet
patchwacht range approve 198.51.100.0/24 --reason 'MT is akkoord' --quiet
patchwacht channel add dienst --mail 'ict@example.org' --to it_staff --to ciso \
    --rule past_deadline --least warning --digest weekly --language en --quiet
patchwacht channel add haak --webhook https://example.org/x --form teams \
    --secret-file "$tmp/secret" --quiet
patchwacht channel add nms --snmp 127.0.0.1:1162 --kind v2c --to all \
    --community-file "$tmp/secret" --quiet 2>/dev/null
patchwacht alert mute --device sw1 --until '40 d' --reason 'verbouwing' --quiet
patchwacht hold add --since 2026-01-01 --until 2099-01-01 --owner ISO \
    --reason 'onderzoek; "zaak"' --quiet

# By the list itself: a kind that is new is tried, too, and needs a row above.
every=$(patchwacht export --list --csv | sed -n '2,$s/,.*//p')
kinds=$(patchwacht export --list --json |
    jq -r '.[]|select(.imported).kind')
# Who said it and when is who imports it, and now; and a decision elsewhere is
# none here.
told() { # KIND: its columns that do not come back
	case $1 in
	policies) echo .effective,.actor ;;
	people) echo .since,.granted_by ;;
	retired) echo .retired ;;
	ranges) echo .approved,.approved_by,.approval,.added,.added_by ;;
	channels) echo .secret ;;
	mutes) echo .since,.made,.made_by ;;
	holds) echo .set_at,.set_by ;;
	assessments) echo .at,.actor,.proposed,.was,.approved,.approved_by ;;
	mitigations) echo .made,.actor,.ended,.ended_by ;;
	advisories) echo .made,.actor,.decided,.decided_by,.decision,.reason ;;
	exceptions) echo .requested,.requested_by,.approved,.approved_by,\
.declared,.declared_of,.declared_by,.document,.sha256,.refused,.refused_by,\
.decided_as,.decision ;;
	claims | supplier_claims | deviations | informed | pilots | support_ends | frameworks | \
	    applicability | legacy_permissions | advisory_sources)
		echo .made,.actor
		;;
	esac
}
comes_back() { # KIND FOLDER FOLDER: says what does not
	if [ -z "$(told "$1")" ]; then
		diff "$2/$1.csv" "$3/$1.csv"
	else
		for folder in "$2" "$3"; do
			jq -S "map(del($(told "$1")))" "$folder/$1.json" \
			    >"$folder/$1.told"
		done
		diff "$2/$1.told" "$3/$1.told"
	fi
}

# What people write is of a kind, or it is said here why of none.
cat >"$tmp/tables" <<'END'
advice advices
advisory advisories
advisory_source advisory_sources
applicability applicability
assessment assessments
change - the trail: audit export
change_head - its end
channel channels
claim claims
credential - sealed: devices and ranges name it by its label
day_off days_off
deployment deployments
deviation deviations
device devices
discovery - a wish, of that moment
dismissal - of a finding of that register
emergency emergencies
entry actions
evidence - copied with its claim
exception exceptions
exploited exploited
exploited_list exploited
framework_choice frameworks
framework_control controls
hold holds
holder people
id_alloc - numbers
informed informed
legacy_permission legacy_permissions
mitigation mitigations
mute mutes
notification - a test of a channel
patch patches
patch_fix patches
patch_target patches
pilot pilots
policy policies
range ranges
range_credential ranges
realm - made by init
report_step - of a report of that register
request - a wish, of that moment
ring - follows from the tags of devices
saying - a test of a channel
schedule schedules
setting - asked by init
site sites
supplier suppliers
supplier_claim supplier_claims
support_end support_ends
system systems
tenant - made by init
transition deployments
window_rule windows
END
is "$(sql "SELECT c.relname FROM pg_class c WHERE c.relnamespace=
    'patchwacht'::regnamespace AND c.relkind IN('r','p')
    AND NOT c.relispartition AND has_any_column_privilege(
    'patchwacht_register',c.oid,'INSERT') ORDER BY 1" -U patchwacht_owner)" \
    "$(cut -d' ' -f1 "$tmp/tables")" "each table that people write is known here"
is "$(while read -r _ kind _; do
	case $kind in
	-) ;;
	*) echo "$every" | grep -qx "$kind" || echo "$kind" ;;
	esac
done <"$tmp/tables")" '' "and goes out as a kind, or has a reason not to"

mkdir "$tmp/csv" "$tmp/json" "$tmp/again"
for kind in $every; do
	patchwacht export "$kind" >"$tmp/csv/$kind.csv" || diag "no $kind"
	patchwacht export "$kind" --json >"$tmp/json/$kind.json"
	is "$(patchwacht export "$kind" | cksum)" \
	    "$(cksum <"$tmp/csv/$kind.csv")" "$kind: the same bytes each time"
	isnt_empty=$(sed -n 2p "$tmp/csv/$kind.csv")
	[ -n "$isnt_empty" ]
	ok $? "of which there are some"
done
is "$(grep -l geheim "$tmp"/csv/* "$tmp"/json/*)" '' "no secret is in them"
like "$(cat "$tmp/csv/register.csv")" \
    'patch,title,*dependencies,priority,deadline,test_result,*P-2*' \
    "the register is one table, by the steps of the process"
fails "a kind that is none" patchwacht export devises
like "$(cat "$tmp/out")" '*did you mean "devices"*' "names the nearest"
fails "what follows from others is not imported" \
    patchwacht import deployments "$tmp/csv/deployments.csv"
fails "nor what opens a gate" \
    patchwacht import emergencies "$tmp/csv/emergencies.csv"
like "$(cat "$tmp/out")" '*without a test*in one?s own name*' "and why"
fails "nor the word of the CISO" patchwacht import advices "$tmp/csv/advices.csv"

# A second time changes nothing.

rows() { # but that systems were found as they were, which each list may tell
	sql "SELECT count(*) FROM change WHERE action<>'system.confirm'"
}
before=$(rows)
for kind in $kinds; do
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
# What no register wrote is refused, and where.
odd() { # PATTERN NAME: the file $tmp/odd
	fails "$2" patchwacht import sites "$tmp/odd"
	like "$(cat "$tmp/out")" "$1" "is told with its place"
}
printf 'name\nx\n' | iconv -t UTF-16 >"$tmp/odd"
odd '*odd:1:1: not UTF-8*' "a file in UTF-16"
printf 'name\na\0b\n' >"$tmp/odd"
odd '*odd:2:2: a NUL byte*' "a NUL"
printf '[{"name":\n"a\\u0000b"}]' >"$tmp/odd"
odd '*odd:2: a NUL *' "one in JSON"
{
	echo name
	head -c 1048576 /dev/zero | tr '\0' x
} >"$tmp/odd"
odd '*odd:2:65537: this field is longer than 64 KiB*' "a field of 1 MiB"
head -c 10000000 /dev/zero | tr '\0' , >"$tmp/odd"
odd '*odd:1:257: more than 256 fields*' "ten million columns"
printf 'name|supplier\na|\n' >"$tmp/odd"
odd '*odd:1:1: column "name|supplier" is none of name*' "other separators"
is "$(patchwacht export exceptions --json |
    jq -c '.[]|select(.patch=="P-1" and .extends==null)|[.kind,.approved,.declared_of,.declared_by,.decided_as]')" \
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
is "$(patchwacht device list | grep -c '^d[0-9]')" "$COUNT" \
    "a list that goes into a pipe has all"
pass "as is the trail" verifies_but exception/1
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
# Plans are by what was seen of the table last: not by chance in midst of an import,
# when none of its rows is there yet.
sql "ALTER TABLE patch SET (autovacuum_enabled = off)" -U patchwacht_owner
patchwacht import patches "$tmp/patches.csv" >/dev/null 2>&1 &
import=$!
wait_for 20 half patch
kill -9 $import
wait $import 2>/dev/null
wait_for 20 gone patch
is "$(sql 'SELECT count(*) FROM patch')" 3 "of patches nothing is there, either"
is "$(rows)" "$before" "nor in the trail"
# Rows of the table that were read, by whatever way.
reads() {
	sql "SELECT (SELECT seq_tup_read FROM pg_stat_user_tables
	    WHERE relname='patch')+(SELECT sum(idx_tup_read)
	    FROM pg_stat_user_indexes WHERE relname='patch')"
}
before=$(reads)
pass "the next one makes them all" patchwacht import patches "$tmp/patches.csv"
is "$(sql "SELECT (SELECT count(*) FROM patch WHERE reference LIKE 'M-%')||' '||
    (SELECT count(*) FROM patch_target)||' '||(SELECT count(*) FROM patch_fix)")" \
    "$COUNT $((COUNT + COUNT * 2 / 500 + 5)) $((COUNT + 3))" \
    "with what they are for"
is "$((($(reads) - before) / COUNT < COUNT))" 1 \
    "and none goes through all of them"
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

before=$(rows)
sed 's/"Many, \([0-9]*\)",high/"Much, \1",critical/;s/ios:15.2(4)E5,/ios:15.2(4)E6,/
    s/,d7,,$/,d8,,/' "$tmp/patches.csv" >"$tmp/much.csv"
pass "all of them become others" patchwacht import patches "$tmp/much.csv"
is "$(rows)" $((before + COUNT + 1)) "each of which the trail has, and a plan"
is "$(sql "SELECT count(*) FROM patch WHERE title LIKE 'Much,%'
    AND priority='critical'") $(sql "SELECT count(*) FROM deployment x
    JOIN patch p USING(tenant_id,patch_id) JOIN device d
    USING(tenant_id,device_id) WHERE p.reference LIKE 'M-%' AND d.name<>'sw1'
    AND x.deadline<>p.released+interval '2 days'")" "$COUNT 0" \
    "with earlier deadlines"
is "$(sql "SELECT string_agg(p.reference||' '||f.min_version,', '
    ORDER BY p.patch_id)
    FROM patch p JOIN patch_fix f USING(tenant_id,patch_id)
    WHERE p.reference IN('M-5','M-6')") $(sql "SELECT string_agg(d.name||
    coalesce(' '||x.unmatched_why,''),', ' ORDER BY d.name) FROM patch p
    JOIN deployment x USING(tenant_id,patch_id) JOIN device d
    USING(tenant_id,device_id) WHERE p.reference='M-7'")" \
    'M-5 15.2(4)E6, M-6 15.2(4)E6 d7 the patch does not name it any more: no profile, no site, no tags, d8' \
    "with other fixes and devices"
pass "and so, once more" patchwacht import patches "$tmp/much.csv"
like "$(cat "$tmp/out")" "*of these as they were: $COUNT*" "each is as it was"
sed '3s/critical/low/' "$tmp/much.csv" >"$tmp/low.csv"
fails "one of them asks for less" patchwacht import patches "$tmp/low.csv"
like "$(cat "$tmp/out")" '*low.csv:3:*priority: asks less than before*' \
    "which is told by its line"

# Claims of them, and systems that another program keeps.
killed() { # KIND TABLE FILE
	was=$(sql "SELECT count(*) FROM $2")
	before=$(rows)
	patchwacht import "$1" "$3" >/dev/null 2>&1 &
	import=$!
	wait_for 60 half "$2"
	kill -9 $import
	wait $import 2>/dev/null
	wait_for 60 gone "$2"
	is "$(sql "SELECT count(*) FROM $2") $(rows)" "$was $before" \
	    "of $1 nothing is there, nor in the trail"
	pass "the next one makes them all" patchwacht import "$1" "$3"
	is "$(sql "SELECT count(*) FROM $2")" $((was + $(wc -l <"$3") - 1)) \
	    "each row one"
	pass "once more" patchwacht import "$1" "$3"
	like "$(cat "$tmp/out")" \
	    "*of these as they were: $(($(wc -l <"$3") - 1))" \
	    "each is found as it was"
}
{
	echo patch,device,at,note
	seq "$COUNT" | awk '$1 % 500 > 3 {
		printf "M-%d,d%d,2026-02-02,\"gedaan, %d\"\n", $1, $1, $1 }'
} >"$tmp/claims.csv"
killed claims claim "$tmp/claims.csv"
sed '2s/d4/d5/' "$tmp/claims.csv" >"$tmp/astray.csv"
fails "a patch that is not for the device" \
    patchwacht import claims "$tmp/astray.csv"
like "$(cat "$tmp/out")" '*astray.csv:2:1: device: the patch is not for that*' \
    "is told by its line, though rows are written together"
{
	echo name,category,source,key,version
	seq "$COUNT" | awk '{
		printf "pc-%d,workstation,mdm,k%d,11\n", $1, $1 }'
} >"$tmp/systems.csv"
killed systems system "$tmp/systems.csv"
fails "a source that is misspelt" patchwacht system list --source mdn
like "$(cat "$tmp/out")" '*did you mean "mdm"*' "is told with the nearest"
printf '%s\n' name,category,source,key,version n,cloud,mdm,k1,1 \
    n,cloud,mdm,k1,2 n,cloud,mdm,new,1 n,cloud,mdm,new,2 >"$tmp/two.csv"
pass "systems that stand in a file twice" patchwacht import systems "$tmp/two.csv"
is "$(sql "SELECT string_agg(version, ' ') FROM system WHERE key IN('k1','new')")" \
    '2 2' "are as the last row says"
pass "a program that tells of two only" \
    patchwacht system import --complete "$tmp/two.csv"
is "$(sql "SELECT count(*) FROM system WHERE source='mdm' AND retired IS NULL")" \
    2 "has the others out of service"
is "$(sql "SELECT count(*) FROM change WHERE action='system.retire'")" \
    $((COUNT - 1)) "which the trail has one by one"
pass "as a whole" verifies_but exception/1

# A dry run of any kind leaves each table as it was. All are counted in one
# session: a new one learns of each table first, which takes ten times as long.
begin_sizes() {
	mkfifo "$tmp/ask" "$tmp/asked"
	psql -XAtq -h "$home/db/run" -d patchwacht -U patchwacht_owner \
	    <"$tmp/ask" &
	counter=$!
	exec 8>"$tmp/ask"
}
end_sizes() {
	exec 8>&-
	wait "$counter"
	rm "$tmp/ask" "$tmp/asked"
}
sizes() { # FILE
	kill -0 "$counter" || return 1
	cat >&8 <<-END
	\o '$1'
	SELECT string_agg(relname||' '||(xpath('//c/text()',query_to_xml(
	    'SELECT count(*) AS c FROM '||oid::regclass,false,true,'')))[1],
	    E'\n' ORDER BY relname) FROM pg_class WHERE relnamespace=
	    'patchwacht'::regnamespace AND relkind='r';
	\o
	\! echo >'$tmp/asked'
	END
	read -r _ <"$tmp/asked"
}
dry_run() { # KIND FILE: says what is wrong with it
	sizes "$tmp/sizes"
	patchwacht import "$1" --dry-run "$2" >"$tmp/dry.out" 2>&1 || echo "$1 fails"
	grep -q 'nothing was changed' "$tmp/dry.out" || echo "$1 does not say so"
	sizes "$tmp/sizes.after"
	diff "$tmp/sizes" "$tmp/sizes.after"
}

# Into an empty database, from CSV and from JSON: twice, since what was not
# tested yet is planned by the second time only; a third time changes nothing.
: >"$tmp/dry"
for form in csv json; do
	patchwacht-db stop
	rm -rf "$home"
	patchwacht-db init --no-sync --quiet 2>/dev/null
	patchwacht init --name Leeg --quiet >/dev/null
	credentials
	begin_sizes
	mkdir "$tmp/again/$form"
	for turn in 1 2 3; do
		bad_kinds=
		was=$(rows)
		for kind in $kinds; do
			[ $turn -ne 1 ] ||
			    dry_run "$kind" "$tmp/$form/$kind.$form" >>"$tmp/dry"
			patchwacht import "$kind" "$tmp/$form/$kind.$form" \
			    >"$tmp/said.$kind" 2>&1 || {
				bad_kinds="$bad_kinds $kind"
				diag "$kind: $(cat "$tmp/said.$kind")"
			}
		done
		is "$bad_kinds" '' "an empty register takes it from $form: $turn"
		[ $turn -ne 1 ] || cat "$tmp"/said.* >"$tmp/said"
	done
	end_sizes
	is "$(rows)" "$was" "the last of which changes nothing"
	like "$(cat "$tmp/said")" \
	    '*without theirs: haak, nms*channel secret NAME*' \
	    "channels without their secrets are named"
	like "$(cat "$tmp/said")" '*Decided on elsewhere*: 1. Next the CISO*' \
	    "a decision elsewhere is none here"
	like "$(cat "$tmp/said")" '*Not planned yet, for want of tests: 1;*' \
	    "what is not tested is not planned"
	for kind in $kinds; do
		patchwacht export "$kind" >"$tmp/again/$form/$kind.csv"
		patchwacht export "$kind" --json >"$tmp/again/$form/$kind.json"
		mkdir -p "$tmp/was"
		cp "$tmp/csv/$kind.csv" "$tmp/json/$kind.json" "$tmp/was"
		is "$(comes_back "$kind" "$tmp/was" "$tmp/again/$form")" '' \
		    "$kind come back from $form"
	done
done
is "$(cat "$tmp/dry")" '' "a dry run of each kind, before it, did nothing"
is "$(patchwacht patch list --withdrawn --json | jq -r \
    '.[]|select(.status=="withdrawn").reference') $(sql "SELECT count(*)
    FROM deployment JOIN patch p USING(tenant_id,patch_id)
    WHERE p.status='withdrawn'")" 'P-3 0' \
    "what is withdrawn is so, and asked of nobody"
printf '%s\n' patch,device,at P-3,srv1,2026-02-02 >"$tmp/late.csv"
pass "what somebody claims of it" patchwacht import claims "$tmp/late.csv"
like "$(cat "$tmp/out")" '*passed over*' "is passed over"
sed '1s/.*/patch,device,at,what,why/;2s/$/,x,y/' "$tmp/late.csv" >"$tmp/went.csv"
pass "what went otherwise" patchwacht import deviations "$tmp/went.csv"
like "$(cat "$tmp/out")" '*passed over*' "is so, too"
is "$(patchwacht exception list --json |
    jq -c '[.[]|select(.patch=="P-1")|.exception_id,.status,.extends]')" \
    '[1,"requested",null,2,"requested",1]' \
    "an exception that was approved elsewhere is asked for here, and more time"

# Secrets are given by hand, and left alone from then on.
pass "a secret is given" patchwacht channel secret haak \
    --secret-file "$tmp/secret"
pass "and the community" patchwacht channel secret nms \
    --community-file "$tmp/secret"
fails "where there is none to give" patchwacht channel secret dienst \
    --secret-file "$tmp/secret"
is "$(patchwacht export channels | cksum)" "$(cksum <"$tmp/csv/channels.csv")" \
    "the same bytes, then"
pass "channels once more" patchwacht import channels "$tmp/csv/channels.csv"
is "$(grep theirs "$tmp/out")" '' "nobody misses one"
sed 's/weekly/daily/;s/,teams,/,slack,/' "$tmp/csv/channels.csv" >"$tmp/edit.csv"
pass "channels become others" patchwacht import channels "$tmp/edit.csv"
is "$(patchwacht export channels | cksum)" "$(cksum <"$tmp/edit.csv")" \
    "and keep their secrets"
sed 's|example.org/x|example.org/y|' "$tmp/edit.csv" >"$tmp/moved.csv"
like "$(patchwacht import channels "$tmp/moved.csv")" '*without theirs: haak.*' \
    "but not for another place, for which it would not open"
like "$(patchwacht audit list channel/haak --csv)" \
    '*channel.add*channel.secret*channel.edit*' "which the trail tells"
jq 'map(select(.name=="nms")|.version="v3"|.user="u"|.auth="SHA-256"|.priv="AES-128")' "$tmp/json/channels.json" \
    >"$tmp/version.json"
like "$(patchwacht import channels "$tmp/version.json" 2>&1)" \
    '*without theirs: nms.*' "nor for another protocol"

# What is over, and what goes on from something else, is not asked for anew.
printf '%s\n' since,until,reason,owner 2020-01-01,2020-02-01,oud,ISO \
    >"$tmp/past.csv"
pass "a hold that is over" patchwacht import holds "$tmp/past.csv"
like "$(cat "$tmp/out")" '*passed over, since they are over: 1*holds imported: 0' \
    "is passed over, which is said"
printf '%s\n' patch,kind,reason,measure,owner,until,extends \
    P-1,no_window,langer,x,Directeur,2099-01-01,1 >"$tmp/longer.csv"
pass "an exception that extends another" \
    patchwacht import exceptions "$tmp/longer.csv"
like "$(cat "$tmp/out")" '*not asked for as if they were new: 1.*' \
    "is told, and is no new one"
is "$(sql "SELECT count(*) FROM exception WHERE reason='langer'")" 0 \
    "with days of its own"
printf '%s\n' range,label 203.0.113.0/28,zonder >"$tmp/bare.csv"
pass "a range without credentials" patchwacht import ranges "$tmp/bare.csv"
