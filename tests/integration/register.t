#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A new operator meets the register: sets up, fills it by hand and from CSV
# files, slips, is told what to do, reports an installation, asks for an
# exception, and follows back who changed what.
. "$(dirname "$0")/lib.sh"

plan 150

# A command of patchwacht: what it said is in $out, its exit code in $rc.
try() {
	out=$(patchwacht "$@" 2>&1)
	rc=$?
}

said() { # EXIT_CODE PATTERN NAME
	if [ "$rc" -ne "$1" ]; then
		ok 1 "$3"
		diag "exit $rc, not $1: $out"
	else
		like "$out" "$2" "$3"
	fi
}

# Before there is anything.

try
said 2 '*patchwacht init*' "without a verb it says how to begin"
try frobnicate
said 2 '*no verb "frobnicate"*patchwacht help*' "an unknown verb"
try --version
said 0 'patchwacht [0-9]*' "its version"
try help
said 0 '*options of every verb:*--tenant N *' "help of all of it"
try help device
said 0 '*retire*' "help of a family of verbs"
try help device add
said 0 '*NAME ADDRESS*--in-service*' "help of one verb"
try device list
said 1 '*no database in*patchwacht init*' "no database: what makes one"
try device list --nonsense
said 2 '*unknown option --nonsense*--help*' "an unknown option"
try device list extra
said 2 '*"extra" is one word too many*' "a word too many"
try --json --csv device list
said 2 '*exclude each other*' "two forms at once"

# init

make_user
at_exit "patchwacht-db stop"
patchwacht-db init --no-sync --quiet
try init
said 1 '*--name NAME*' "init without a name, and nobody to ask"
try init --name 'Stichting Zonneveld' --kind zoo
said 2 '*--kind: "zoo" is none of school, care*' "a kind that is none"
try init --name 'Stichting Zonneveld' --mail 'beheer'
said 2 '*--mail: "beheer" is not an address*' "an address that is none"
try init --name 'Stichting Zonneveld' --dpia 'gisteren'
said 2 '*--dpia: "gisteren"*missing*' "a date that is none"
try init --name 'Stichting Zonneveld' --policy "$tmp/no.policy"
said 1 '*no.policy: open*' "a policy that is not there"
is "${out#* made: }" "$out" "makes nothing"
try init --name 'Stichting Zonneveld' --kind school --language nl \
    --ciso 'IBP-adviseur' --dpia 2025-03-01 --processing-agreement missing \
    --mail beheer@zonneveld.example
said 0 '*Organisation made: Stichting Zonneveld*missing: processing_agree*Ready*' \
    "init with options"
is "$(sql "SELECT count(*) FROM setting WHERE value=''")" 2 \
    "what is missing is recorded as such"
is "$(sql "SELECT version||' '||critical_s FROM policy")" "1 172800" \
    "the default policy is version 1"
is "$(stat -c %a "$home/keys/box.key")" 600 "the private key is private"
try init --name 'Anders' --mail beheer@zonneveld.example --consent 2025-06-01
said 0 '*is there: Stichting Zonneveld*stays*council_consent = 2025-06-01*already*' \
    "init again says what is there and adds what is given"
is "$(sql 'SELECT count(*) FROM policy')" 1 "and makes no second policy"

# Sites, credentials, devices by hand.

try site add 'De Regenboog'
said 0 'Site added*' "a site"
try site add 'De Regenboog'
said 1 '*already*' "the same again"
try site add "$(printf 'a\033[2Jb')"
said 2 '*control or invisible*' "a name with an escape sequence"
out=$(echo 's3cret-lezen' |
    patchwacht credential add lezen --community-file - 2>&1)
rc=$?
said 0 '*sealed*' "a community from standard input"
is "$(sql "SELECT count(*) FROM credential
    WHERE position('s3cret'::bytea IN box)>0" -U patchwacht_poll)" 0 \
    "it is kept sealed"
is "$(sql "SELECT count(*) FROM change WHERE detail LIKE '%s3cret%'")" 0 \
    "and stands in no change"
out=$(printf '' | patchwacht credential add leeg --community-file - 2>&1)
rc=$?
said 1 '*empty*' "an empty community"
try device add core-sw1 192.0.2.1 --site 'De Regenboog' --tag core \
    --in-service 2024-08-01 --owner ICT --internet-facing
said 0 'Device added: core-sw1*' "a device"
is "$(sql "SELECT credential_id IS NOT NULL FROM device")" t \
    "the only credential is taken"
try device add core-sw1 192.0.2.1 --site Nergens --poll 'soms' --port 70000
said 2 '*already*port: "70000"*already*no site "Nergens"*poll: "soms"*' \
    "every slip is told at once"
try device add fw1 example.org
said 2 '*"example.org" is not an IP address*' "a name is no address"
try device edit core-sw1
said 2 '*nothing to change*' "an edit of nothing"
try device edit core-sw1 --site '' --owner '' --criticality '' --tag '' \
    --reason 'vergissing'
is "$(sql "SELECT concat(site_id,owner,criticality,array_length(tags,1))
    FROM device")" '' "what a device has is taken away"
try device edit core-sw1 --site 'De Regenboog' --owner ICT --tag core --reason 'toch'
try device edit core-sw1 --category '' --reason x
said 2 '*--category: "" is none of server, *' "but not what it must have"
try device edit core-sw1 --owner 'Afdeling ICT' --reason 'nieuwe naam'
said 0 'Device changed*' "a change"
try audit list device/core-sw1 --json
said 0 '*"old": {"owner": "ICT"}, "new": {"owner": "Afdeling ICT"}*' \
    "who, what and why are kept"
try device show core-sw1
said 0 '*2024-08-01 00:00 CEST*' "times are in the organisation's zone"
try device list --json
said 0 '*"in_service": "2024-07-31T22:00:00Z"*' "and in UTC for programs"
try --csv device list
said 0 'name,address,port,*core-sw1,192.0.2.1,161,De Regenboog*' "CSV"

# Import: nothing when one is wrong.

cat >"$tmp/bad.csv" <<'CSV'
name;address;site;category;poll
sw1;192.0.2.11;De Regenboog;network;5 min
sw2;192.0.2.300;De Regenboog;network;
sw3;192.0.2.13;Elders;netwerk;
sw1;192.0.2.14;;;
CSV
try device import "$tmp/bad.csv"
said 1 "*bad.csv:3:5: address: *bad.csv:4:16: site: *bad.csv:4:23: category: *bad.csv:5:1: name: *nothing was imported*" \
    "each fault by file, line and column"
is "$(sql 'SELECT count(*) FROM device')" 1 "and nothing is imported"
like "$out" '*nothing was imported' "what stands twice in a file was not there before"
cat >"$tmp/header.csv" <<'CSV'
name,adres,name
CSV
try device import "$tmp/header.csv"
said 1 '*header.csv:1:6: column "adres" is none of name, address, *header.csv:1:12: column name stands twice*column address is missing*' \
    "a header that is wrong"
: >"$tmp/empty.csv"
try device import "$tmp/empty.csv"
said 1 '*empty.csv:1:1: is empty*name, address*' "an empty file"
try device import "$tmp/nowhere.csv"
said 1 '*nowhere.csv*' "a file that is not there"
cat >"$tmp/good.csv" <<'CSV'
name,address,site,category,tags,criticality,in_service
sw1,192.0.2.11,De Regenboog,network,"access core",high,2024-08-01
prn1,192.0.2.21,De Vlinder,peripheral,,low,2024-08-01
srv1,[2001:db8::5]:1161,De Vlinder,server,debian,high,2026-01-15 12:00
CSV
try device import --dry-run "$tmp/good.csv" --make-sites
said 0 '*add*sw1*devices to import: 3; nothing was changed*' "a dry run"
is "$(sql 'SELECT count(*) FROM device')" 1 "changes nothing"
try device import "$tmp/good.csv" --make-sites
said 0 '*devices imported: 3*' "the import"
is "$(sql 'SELECT count(*) FROM site')" 2 "makes the site that was missing"
is "$(sql "SELECT host(address)||' '||port FROM device WHERE name='srv1'")" \
    "2001:db8::5 1161" "an address with a port"
try device import "$tmp/good.csv"
said 1 '*good.csv:2:1: name: there is a device "sw1" already*devices that are there already: 3; --update changes those' \
    "twice is refused, and told what would do it"
sed 's/,low,/,medium,/' "$tmp/good.csv" >"$tmp/again.csv"
try device import --update "$tmp/again.csv"
said 0 '*unchanged*sw1*edit*prn1*devices imported: 3*' "unless it is to change them"
is "$(sql "SELECT string_agg(object,' ') FROM change
    WHERE action='device.edit' AND reason IS NULL")" device/prn1 \
    "which notes only what became another"

# Patches.

try patch add NCSC-1 'OpenSSL' --tag debian --fix dpkg:package:openssl=3.0.11-1
said 2 '*--priority is missing: critical*' "a patch without priority"
try patch add NCSC-1 'OpenSSL' --priority urgent
said 2 '*"urgent" is none of critical, high, medium, low*' "a priority"
try patch add NCSC-1 'IOS' --priority high --fix 'ios:banana' --tag core
said 2 "*--fix:*" "a version whose shape the scheme does not know"
try patch add NCSC-1 'IOS' --priority high --fix 'iso:15.2(4)E10'
said 2 '*scheme "iso" is none of *; did you mean "ios"?*' "an unknown scheme names those known"
try patch add NCSC-1 'IOS' --priority high --fix '15.2(4)E10'
said 2 '*SCHEME:VERSION*' "a fix without a scheme"
try patch add NCSC-1 'IOS' --priority high --site 'De Vlinder'
said 2 '*a site alone is too wide*' "a site alone"
try patch add NCSC-1 'OpenSSL' --priority critical --tag debian \
    --fix 'dpkg:package:openssl=3.0.11-1~deb12u2' --released 2026-01-10 \
    --vulnerability CVE-2026-0001 --owner 'Systeembeheer' \
    --recovery-plan 'snapshot terugzetten'
said 0 'Patch added: NCSC-1; devices now: 1' "a patch"
is "$(sql "SELECT state||' '||clock_basis||' '||(deadline-clock_start)
    FROM deployment")" "planned in_service 2 days" \
    "its deployment: clock from service, 48 hours"
is "$(sql "SELECT to_state||' '||cause||' '||level FROM transition")" \
    "planned registered 0" "and its first transition"
try patch add NCSC-2 'IOS' --priority high --model 'C9300*' \
    --fix 'ios:15.2(4)E10' --released 2026-01-10
said 0 '*devices now: 0*' "a patch of a model that no device has yet"
try device add sw9 192.0.2.99 --tag debian
said 0 '*Patches of the register that are for it: 1*' \
    "a new device meets the patches that are there"
is "$(sql "SELECT clock_basis FROM deployment d JOIN device USING(device_id)
    WHERE name='sw9'")" in_service "its clock starts when it came"
sql "INSERT INTO device_state(tenant_id,device_id,model)
    SELECT 1,device_id,'C9300-48P' FROM device WHERE name='core-sw1'" \
    -U patchwacht_verify
try device edit core-sw1 --criticality medium
is "$(sql "SELECT count(*) FROM deployment JOIN patch USING(patch_id)
    WHERE reference='NCSC-2'")" 1 "and one whose model becomes known"
is "$(sql "SELECT clock_basis||' '||(d.deadline-clock_start)
    FROM deployment d JOIN patch USING(patch_id) WHERE reference='NCSC-2'")" \
    "released 7 days" "its clock started with the release"

# Terms move earlier, never later.

before=$(sql "SELECT deadline FROM deployment JOIN device USING(device_id)
    WHERE name='srv1'")
try patch edit NCSC-1 --priority low --reason 'valt mee'
said 1 '*--priority: *patch assess NCSC-1*' "no lower class by one alone"
try patch edit NCSC-1 --deadline 2099-01-01 --reason 'valt mee'
said 1 '*--deadline: the policy gives until *exception request*' \
    "a later deadline"
is "$(sql "SELECT deadline FROM deployment JOIN device USING(device_id)
    WHERE name='srv1'")" "$before" "moves none that is there"
try patch edit NCSC-1 --deadline '' --reason 'toch niet'
try patch edit NCSC-2 --priority critical --reason 'misbruikt'
said 0 '*moved earlier: 1*' "a higher class moves it earlier"
try patch edit NCSC-2 --priority high
said 2 '*--reason*' "no edit without a reason"
cat >"$tmp/patches.csv" <<'CSV'
reference,title,priority,fixes,devices,released
P-1,Firmware,hoog,ios:15.2(4)E10,core-sw1,2026-01-10
P-2,Firmware,high,ios:15.2(4)E10|ios:zz,core-sw1|weg,2030-01-01
CSV
try patch import "$tmp/patches.csv"
said 1 '*patches.csv:2:14: priority: *patches.csv:3:54: released: *future*patches.csv:3:19: fixes: *patches.csv:3:41: devices: *weg*' \
    "faults of patches by line and column"
is "$(sql "SELECT count(*) FROM patch WHERE reference LIKE 'P-%'")" 0 \
    "and none is imported"
sed -e 's/hoog/high/' -e '/^P-2/d' "$tmp/patches.csv" >"$tmp/right.csv"
try patch import "$tmp/right.csv"
said 0 '*add*P-1*patches imported: 1*' "patches from a file"
try patch import "$tmp/right.csv"
said 1 '*a patch "P-1" already*patches that are there already: 1; --update*' \
    "which are there then"
sed 's/,high,/,critical,/' "$tmp/right.csv" >"$tmp/later.csv"
try patch import --update --reason 'misbruik gemeld' "$tmp/later.csv"
said 0 '*edit*P-1*' "and changed from one"
try patch import --update --reason 'valt mee' "$tmp/right.csv"
said 1 '*right.csv:2:*priority: *patch assess P-1*' "but not lowered"
cat >"$tmp/planned.csv" <<'CSV'
reference,title,priority,window_start,window_end
P-3,Firmware,high,2099-01-10,2099-01-11
P-4,Firmware,high,2099-01-10,2099-01-11
CSV
sql "ALTER TABLE patchwacht.pilot RENAME TO away" -U patchwacht_owner
try patch import "$tmp/planned.csv"
said 1 '*planned.csv:2:1: the database refuses this row*nothing was imported' \
    "where a check cannot be made no further row is tried"
sql "ALTER TABLE patchwacht.away RENAME TO pilot" -U patchwacht_owner
is "$(sql "SELECT d.deadline-clock_start FROM deployment d JOIN patch
    USING(patch_id) WHERE reference='P-1'")" "2 days" "deadlines follow"

# People say, others decide, and all of it can be followed.

try deployment report NCSC-1 srv1 --function leverancier --note 'gedaan'
said 0 'Noted*' "a claim"
is "$(sql "SELECT claimed IS NOT NULL FROM deployment JOIN device
    USING(device_id) WHERE name='srv1'")" t "reaches the deployment"
is "$(sql "SELECT kind||' '||(sha256(bytes)=sha256) FROM evidence")" \
    "claim true" "and is kept as evidence"
try deployment show NCSC-1 srv1
said 0 '*transitions:*registered*evidence:*claim*' "the deployment shows both"
try evidence show 1 --json
said 0 '*"note": "gedaan"*"intact": true*' "the evidence itself"
try exception request NCSC-1 --reason 'wacht op leverancier' \
    --measure 'afgeschermd' --owner 'Directeur' --until 2099-01-01
said 0 'Exception 1 requested*' "a request"
enter cis bea || exit 1
patchwacht user grant cis ciso --quiet
patchwacht user grant bea board --quiet
by cis patchwacht exception advise 1 for --reason 'gezien' --quiet
try exception approve 1 --reason 'haast'
said 1 '*nobody decides on their own*' "not by who asked"
is "$(sql "SELECT count(*) FROM exception WHERE approved IS NOT NULL")" 0 \
    "it is not approved"
out=$(by bea patchwacht exception approve 1 --reason 'akkoord' 2>&1)
rc=$?
said 0 'Exception 1 approved by bea*' "but by the board"
try policy set /dev/null --reason x
said 1 '*name*missing*' "a policy without a name"
printf 'name = "Zonneveld"\ncritical = "24 h"\n' >"$tmp/policy"
try policy set "$tmp/policy" --reason 'besluit bestuur'
said 0 'Policy version 2*' "another policy"
try policy set "$tmp/policy" --reason x --rev 1
said 1 '*version 2, Zonneveld, was set by *meanwhile; nothing was done*' \
    "who read the one before is told who was first"
try policy set "$tmp/policy" --reason x --rev 9
said 1 '*no policy version 9; the last is 2;*' "nor over one that is yet to come"
is "$(sql 'SELECT max(version) FROM policy')" 2 "and puts none over it"
try status
said 3 '*0 of 4 proven*late         3*does patchwachtd run*verified     never*' \
    "what is late is so by the clock, though nobody ever looked"
try patch edit P-1 --title 'Firmware' --reason 'niets anders'
is "$(sql "SELECT count(*) FROM change WHERE reason='niets anders'")" 0 \
    "what changes nothing leaves no change"
try status
said 3 '*late         3*late*NCSC-1*srv1*' "and what is, asks for somebody"
try status --json
said 3 '*"late": 3*"last_verified": null*"what": "late"*' "also a program"
try --tenant 2 device list
said 1 '*organisation 2 is not set up here*--tenant 2 init*' \
    "another organisation is not there"
try --tenant 2 report quarterly --period 2026Q1
said 1 '*organisation 2 is not set up here*' "and has no report"
for n in 0 4294967297; do
	try --tenant $n device list
	said 2 "*numbered from 1 on, and $n is none*" "$n is no organisation"
done
out=$(PATCHWACHT_TENANT=twee patchwacht device list 2>&1)
rc=$?
said 2 '*PATCHWACHT_TENANT: "twee" is no number*' "what is no number is not the first"
out=$(PATCHWACHT_TENANT=2 patchwacht --tenant 1 report quarterly \
    --period 2099Q1 --language nl 2>&1)
rc=$?
said 1 '*has not begun yet*' "what is typed goes before what the environment has"
try report quarterly --period 2099Q1 --language nl --tenant 2
said 1 '*organisation 2 is not set up here*' "before a verb and behind it"
try audit verify
said 0 '*Each row fits*' "the chain of changes holds"
sql "ALTER TABLE change DISABLE ROW LEVEL SECURITY;
    UPDATE change SET reason='anders' WHERE seq=3" -U patchwacht_owner
try audit verify
said 1 '*row 3 is not what*' "and shows what was altered"
try device retire sw9 --reason 'afgevoerd' --date 2099-01-01
said 2 '*--date: "2099-01-01" is yet to come*' \
    "not before it is out of service"
sql "UPDATE deployment SET deadline=now()-interval '1 day'
    WHERE device_id=(SELECT device_id FROM device WHERE name='sw9')" \
    -U patchwacht_owner
try device retire sw9 --reason 'afgevoerd' --date 2020-01-01
said 1 '*a deadline of its passed, on *: not before that*' \
    "nor before what it is late with"
try device retire sw9 --reason 'afgevoerd'
said 0 '*stays counted*' "a device out of service"
try device show sw9
said 0 '*retired *' "is still shown"
try alert mute --device sw9 --until '2 h' --reason x
said 2 '*--device: sw9 is out of service*' "and has nothing to mute"
try deployment show NCSC-1 sw9
said 0 '*registered*' "with what was asked of it"
try deployment report NCSC-1 sw9
said 1 '*no device "sw9" in service*' "but takes no more reports"

# A word that is none of a few: all of them, and the one that was meant.

told() { # EXIT PATTERN COMMAND...
	code=$1 pattern=$2
	shift 2
	try "$@"
	said "$code" "*$pattern*" "$*"
}
slip() { # PATTERN COMMAND...
	told 2 "$@"
}
slip '--function: "baord" is none of board, system_owner, *did you mean "board"' \
    db operator add piet --function baord
slip '"baord" is none of board, *did you mean "board"' user grant piet baord
slip '"hihg" is none of critical, high, *did you mean "high"' \
    patch assess NCSC-1 --priority hihg
slip '"pilto" is none of pilot, few, some, rest; did you mean "pilot"' \
    ring move NCSC-1 sw9 pilto --reason x
slip '"schol" is none of school, care, *did you mean "school"' \
    init --kind schol
slip '"n1" is none of nl, en' init --language n1
slip '"gehiem" is none of openbaar, *did you mean "geheim"' \
    init --classification gehiem --reason x
slip '"qarter" is none of month, quarter, year; did you mean "quarter"' \
    schedule add q --kind quarterly --every qarter
slip '"de" is none of nl, en' schedule add q --kind quarterly --language de
slip '"baord" is none of it_staff, *did you mean "board"' \
    channel add c --mail a@example.org --to baord
slip '"dialy" is none of none, daily, weekly; did you mean "daily"' \
    channel add c --mail a@example.org --digest dialy
slip '"wanring" is none of emerg, *did you mean "warning"' \
    log --severity wanring
slip '"plannd" is none of planned, *did you mean "planned"' \
    deployment list --state plannd
slip '"devcies" is none of *did you mean "devices"' export devcies
slip '"devcies" is none of *did you mean "devices"' import devcies x.csv
slip 'scheme "isos" is none of *did you mean "ios"' compare isos 1 2
slip '"de" is none of nl, en' report review PM-2026Q1 --language de
slip '"startt" is none of init, start, *did you mean "start"' db startt
slip '--zone: "Europe/Amsterdm" is no zone *did you mean "Europe/Amsterdam"' \
    init --zone Europe/Amsterdm
slip '--zone: "amsterdam" is no zone *did you mean "Europe/Amsterdam"' \
    init --zone amsterdam
slip '--zone: "Europe" is no zone *such as Europe/Amsterdam' init --zone Europe
slip '--log-zone: "europe/berlin" is no zone *did you mean "Europe/Berlin"' \
    device edit srv1 --log-zone europe/berlin
slip '--profile: there is no profile "fortigat"; did you mean "fortigate"' \
    patch add X-1 x --priority low --profile fortigat
slip '--kind: in language nl: "quartely" is none of *did you mean "quarterly"' \
    schedule add q --kind quartely

# Of what is there: a list that such a word leaves empty asks, too.

absent() { # PATTERN COMMAND...
	told 1 "$@"
}
absent '--site: there is no site "De Vlidner"; did you mean "De Vlinder"?' \
    todo --site 'De Vlidner'
absent '--owner: there is no owner "Directuer" *did you mean "Directeur"?' \
    todo --owner Directuer
absent 'OBJECT: there is no device "srv11"; did you mean "srv1"?' \
    audit list device/srv11
absent 'OBJECT: there is no patch "NCSC-11"; did you mean "NCSC-1"?' \
    audit list patch/NCSC-11
absent '--actor: there is no person or program "baa" *did you mean "bea"?' \
    audit list --actor baa
absent '--action: there is no action "device.ad" *did you mean "device.add"?' \
    audit list --action device.ad
try audit list --actor niemand-anders
said 0 'No changes of that.' "what resembles nothing was meant"

# With two credentials none is meant.

echo 'tweede' | patchwacht credential add tweede --community-file - --quiet
sed -e 's/^\([a-z]*\)1,/\12,/' -e 's/\.11,/.12,/; s/\.21,/.22,/; s/::5/::6/' \
    "$tmp/good.csv" >"$tmp/two.csv"
try device import --dry-run "$tmp/two.csv"
said 0 '*want of a credential: 3;*' "devices that nothing reads are told"

try patch add LATE 'Te laat' --priority low --deadline 2020-01-01
said 0 '*Its deadline has passed already*' "a deadline that has passed is told"
try patch import "$tmp/nowhere.csv"
is "$(printf '%s\n' "$out" | grep -c .)" 1 "a file that is not there, and no more"
