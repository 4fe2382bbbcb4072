#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Kinds of report. Two schools of one foundation, a switch, a patch, a change and
# an incident each. A kind is a template: its front matter says which periods it
# is about and whether of one school. The report of a school holds nothing of the
# other one, wherever it could hide; each document has a number of its own.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 87

start_db
patchwacht init --name 'Stichting Zonneveld' --kind school --language nl \
    --mail beheer@zonneveld.example >/dev/null 2>&1
for school in Vlinder Kraai; do
	patchwacht site add "De $school" >/dev/null 2>&1
	patchwacht supplier add "$school-ICT" >/dev/null 2>&1
	patchwacht device add "sw-$school" "192.0.2.$((${#school} * 7))" \
	    --site "De $school" --tag "$school" --in-service 2025-01-01 \
	    --owner "Beheer $school" >/dev/null 2>&1
	patchwacht patch add "P-$school" "IOS $school" --priority high \
	    --tag "$school" --fix 'ios:15.2(4)E10' --released 2026-01-10 >/dev/null 2>&1
	patchwacht exception request "P-$school" --device "sw-$school" \
	    --reason "Toetsweek $school" --measure "Afgeschermd" \
	    --until "$(date -d '+60 days' +%F)" --owner ICT \
	    >/dev/null 2>&1
	patchwacht incident add "Uitval $school" --owner ICT --severity high \
	    --site "De $school" --opened "$(date -d '-1 hour' '+%F %H:%M')" >/dev/null 2>&1
	patchwacht action add "Besteld $school" --owner ICT \
	    --due "$(date -d '+30 days' +%F)" --site "De $school" >/dev/null 2>&1
	printf 'patch,device,at\nP-%s,sw-%s,%s\n' "$school" "$school" \
	    "$(date +%F)" >"$tmp/done.csv"
	patchwacht supplier check "$tmp/done.csv" --supplier "$school-ICT" \
	    >/dev/null 2>&1
	printf 'name,category,version,state,seen,site\npc-%s,%s\n' "$school" \
	    "workstation,11,current,$(date +%F),De $school" >"$tmp/systems.csv"
	patchwacht system import "$tmp/systems.csv" >/dev/null 2>&1
done
is "$(sql "SELECT count(*) FROM exception JOIN device USING(tenant_id,device_id)
    JOIN entry USING(tenant_id,site_id) WHERE entry.kind='incident'")" 2 \
    "each school has its own"

month=$(this_month)
quarter=$(this_quarter)
year=${month%-*}
mkdir -p "$home/templates"
cd "$tmp" || exit 1
front() { # KIND MORE...
	printf '%s\n' --- "report: $1" 'language: nl' 'title: Eigen' \
	    'organisation: {{organisation.name}}' 'classification: Intern' \
	    'number: {{document.number}}'
	shift
	printf '%s\n' "$@" --- '' '# Locatie' '' \
	    '{{scope.site}}: {{summary.devices|number}}, onbekend {{summary.unknown_senders|number}}'
}
front school 'scope: site' 'prefix: SC' 'periods: month, quarter' \
    >"$home/templates/school.nl.md"
front board 'prefix: SC' >"$home/templates/board.nl.md"

report() {
	patchwacht report "$@" --language nl
}
pass "a kind of one's own" report school --period "$quarter" --site 'De Vlinder'
is "$(head -1 out)" "SC-$quarter-S1.nl.pdf" "is called by kind, period and site"
pass "of the other school, in the same quarter" \
    report school --period "$quarter" --site 'De Kraai'
is "$(head -1 out)" "SC-$quarter-S2.nl.pdf" "has another number"
pass "of a month" report school --period "$month" --site 'De Kraai'
is "$(head -1 out)" "SC-$month-S2.nl.pdf" "has its own"
pass "of the whole organisation" report board --period "$year"
is "$(head -1 out)" "SC-$year.nl.pdf" "has no site in its number"

evidence=SC-$quarter-S1.nl.evidence.json
is "$(jq -c .scope "$evidence")" \
    '{"kind":"site","site":"De Vlinder","site_id":1}' "the evidence says of which"
for list in devices patches deployments exceptions sites entries systems \
    supplier_claims; do
	case $list in
	entries) want=2 ;;
	*) want=1 ;;
	esac
	is "$(jq ".$list|length" "$evidence")" "$want" "$list: those of the school"
done
is "$(grep -c Kraai "$evidence")" 0 "nothing of the other school is in it"
is "$(jq -c '[.senders.unknown,.senders.unknown_senders]' "$evidence")" \
    '[null,null]' "of which school an unknown sender is, nobody knows"
is "$(jq '[.patches,.devices,.entries]|map(length)|join(" ")' \
    "SC-$year.nl.evidence.json")" '"2 2 4"' "of the organisation it has both"
is "$(sql "SELECT string_agg(concat(kind,' ',number,' ',site_id),', '
    ORDER BY report_id) FROM report")" "school SC-$quarter-S1 1, \
school SC-$quarter-S2 2, school SC-$month-S2 2, board SC-$year " \
    "the database knows which report is of which school"

refuse() { # TEXT NAME ARGUMENT...
	text=$1 name=$2
	shift 2
	if report "$@" >out 2>&1; then
		ok 1 "$name"
	else
		like "$(cat out)" "*$text*" "$name"
	fi
}
refuse 'month, quarter (--period 2026Q3)' "a period that it is not about" \
    school --period "$year" --site 'De Kraai'
refuse 'of which site' "no site" school --period "$quarter"
refuse 'never of one site' "a site that it is not about" \
    board --period "$year" --site 'De Kraai'
refuse 'site "De Uil": not in the register; `patchwacht site list`' \
    "a site that is not there" school --period "$quarter" --site 'De Uil'
refuse 'not in the register; did you mean "De Kraai"?' "a slip in a site" \
    school --period "$quarter" --site 'De Krai'
refuse '"yearly" is none of annual,' "a kind that is not there" yearly --period "$year"
front school 'prefix: SC' >other.md
refuse "SC-$year is the number of a report board" "a number that is taken" \
    school --period "$year" --template other.md
refuse 'the words of a report school, not of board' "a template of another kind" \
    board --period "$year" --template other.md

# Every kind that comes with the program, of what was entered above.
rm -r "$home/templates"
is "$(cd "$srcdir/templates" && perl -ne 's/`[^`]*`//g; print "$ARGV: $_"
    if !($ARGV =~ /^words/ && /^#/) && /["\x27]/' reports/*.md bundle.??.md words.nl words.en)" '' \
    "their quotes and apostrophes are typographic"
pass "those that came with it have no fault, and say the same in both languages" \
    patchwacht template check
is "$(patchwacht --json template list | jq -r '[.[]|select(.from=="shipped")
    |.kind]|unique|join(" ")')" 'annual audit customers monthly quarterly site' \
    "six kinds"
for kind in annual audit monthly; do
	case $kind in
	annual) period=$year ;;
	*) period=$month ;;
	esac
	pass "a report $kind" report $kind --period "$period" \
	    --output "$kind.pdf"
done
report site --period "$quarter" --site 'De Kraai' --output site.pdf >out 2>&1
is "$(pdfinfo site.pdf 2>/dev/null | sed -n 's/^Pages: *//p')" 1 \
    "one page for one school"

refuse 'language nl: "lst" is none of annual, *nor a verb: *did you mean "list"' \
    "a word that is no kind" lst
refuse 'none of annual, *did you mean "monthly"' "a slip in a kind" \
    montly --period "$month"
refuse 'unknown option --perod; did you mean --period?' "a slip in an option" \
    monthly --perod "$month"
refuse '"pfd" is none of pdf, html, *did you mean "pdf"' "a slip in a format" \
    monthly --period "$month" --format pfd
refuse 'of a report it is --format json' "a report is no list" \
    monthly --period "$month" --json
slip() { # TEXT COMMAND...: of templates
	text=$1
	shift
	patchwacht template "$@" >out 2>&1
	is $? 2 "template $*: not understood"
	like "$(cat out)" "*$text*" "and told"
}
slip '"lst" is none of list, check, *did you mean "list"?' lst
slip '"de" is none of nl, en' copy quarterly --language de
slip 'unknown option --colur; did you mean --colour?' brand --colur '#005ca9'
refuse 'which period?' "a kind without a period" quarterly
misused() { # NAME ARGUMENT...
	name=$1
	shift
	patchwacht report "$@" >out 2>&1
	is $? 2 "$name is a wrong use"
}
misused "a kind that is not there" quartely --period "$quarter"
misused "another language" quarterly --period "$quarter" --language de
like "$(cat out)" '*--language: "de" is none of nl, en' "and told"
misused "a period that is none" quarterly --period 2026Q5
like "$(cat out)" '*--period is a quarter, such as 2026Q3, *' "and told"
like "$(patchwacht report --help)" '*KIND is *, customers *' \
    "all kinds stand in the help"

# One's own.
pass "a kind is copied under another name" \
    patchwacht template copy quarterly --as board-it --language nl
is "$(cat out)" "$home/templates/board-it.nl.md" "to where one's own are"
misused "a kind of one language without a period" board-it
like "$(cat out)" '*which period?*' "which is a kind"
is "$(sed -n 's/^report: //p;s/^prefix: //p' "$home/templates/board-it.nl.md" |
    paste -sd' ')" 'board-it BOARDIT' "with a number of its own"
pass "both languages of another" patchwacht template copy site
fails "not over what is there" patchwacht template copy site
pass "but by force" patchwacht template copy site --force
sed -i 's/^source: late/source: open/' "$home/templates/site.nl.md"
fails "one language that says something else is a fault" \
    patchwacht template check "$home/templates/site.en.md"
like "$(cat out)" "*site.en.md:*: table of late: *: not in $home/templates/site.nl.md*" \
    "by its line"
sed -i 's/^source: open/source: opne/' "$home/templates/site.nl.md"
refuse 'site.nl.md:' "no report is made with a fault" \
    site --period "$quarter" --site 'De Kraai'
is "$(patchwacht template list | awk '$1 == "site" && $2 == "en" { print $NF }')" \
    "$home/templates/site.en.md" "one's own wins"
like "$(patchwacht template values scope.site)" 'scope.site text *' \
    "what may be named is told"

# Its lists come whatever a template of one's own is written like.
perl "$srcdir/tests/report/evidence" --kind month --site 2 |
    jq '.transitions = [] | .deployments |= map(. + {state: "planned",
	seen: null, confirmed: null, claimed: null,
	deadline: "2026-09-05T00:00:00Z", last_old: "2026-09-29T00:00:00Z"})' 	>late.json
for way in 's/$/\r/' 's/source: late/source:  late/'; do
	sed "$way" "$srcdir/templates/reports/site.nl.md" |
	    sed '/^tile: late/d' >"$home/templates/site.nl.md"
	report site --from late.json --output late.pdf >out 2>&1
	pdftotext -layout late.pdf - 2>/dev/null | grep -q 'geen patch open over'
	is $? 1 "what is late is never left out: $way"
done

# How it looks.
rm -r "$home/templates"

# A time in which our own polling never ran has no good news.
perl "$srcdir/tests/report/evidence" --kind month | jq '.runs = []' >unseen.json
pass "without polling" report monthly --from unseen.json --output unseen.pdf
pdftotext -layout unseen.pdf unseen.txt
grep -q 'In deze periode is niets gemeten' unseen.txt
is $? 0 "it says that nothing was measured"
! grep -q 'Buiten bereik  ' unseen.txt
is $? 0 "without tiles to be green"
! grep -q 'stilstond: ' unseen.txt
is $? 0 "and not how long it stood still"
pictures=$srcdir/tests/fuzz/corpus/picture
pass "a logo of a photograph, and a colour" patchwacht template brand \
    --logo "$pictures/small.jpg" --colour '#005ca9'
like "$(patchwacht template brand)" '*#005ca9*logo  *' "stand there"
fails "a colour that cannot be read is none for text" \
    patchwacht template brand --text '#ffd400'
fails "half a logo is none" patchwacht template brand --logo "$pictures/cut.jpg"
pass "a report with them" report site --period "$quarter" --site 'De Kraai' \
    --output brand.pdf --evidence brand.json
is "$(pdfimages -list brand.pdf 2>/dev/null | grep -c ' image ')" 1 \
    "the logo is on it"
report site --from brand.json --output brand2.pdf >out 2>&1
is "$(sha256sum <brand2.pdf)" "$(sha256sum <brand.pdf)" \
    "the same evidence and looks give the same bytes"
jq '.tenant.name += "\u202e"' brand.json >turned.json
report site --from turned.json --output turned.pdf >out 2>&1
is "$(pdfimages -list turned.pdf 2>/dev/null | grep -c ' image ')" 1 \
    "a name that is written otherwise takes no logo away"
rm "$home/templates/brand/logo.png"
report site --from brand.json --output brand3.pdf >out 2>&1
is "$(sha256sum <brand3.pdf)" "$(sha256sum <brand.pdf)" \
    "the evidence keeps the looks, also of a logo that is gone"
refuse 'the logo is not there' "without its logo none is made" \
    site --period "$quarter" --site 'De Kraai'
patchwacht template brand --logo-missing without >out 2>&1
pass "unless it may be so" report site --period "$quarter" --site 'De Kraai' \
    --output bare.pdf

# A school of which there is more to say than a page holds: the lists are cut.
perl "$srcdir/tests/report/evidence" --kind month --site 2 |
    jq '.transitions = []
    | .deployments |= (to_entries | map(.value + if .key < 12 then
        {state: "planned", seen: null, confirmed: null, claimed: null,
        deadline: "2026-09-05T00:00:00Z", last_old: "2026-09-29T00:00:00Z"}
        elif .key < 20 then {state: "failed"} else {} end))
    | .devices[0:8] |= map(. + {last_answer: null, version: null, packages: 0})
    | .devices as $d | .events = [range(12) | {event_id: ., kind: "boot",
        device_id: $d[. % 10].device_id, device: $d[. % 10].name,
        site: $d[0].site, at: "2026-09-15T10:00:00Z", source: "snmp",
        expected: false, detail: "", evidence_id: null}]' >full.json
for language in nl en; do
	patchwacht report site --from full.json --language $language \
	    --output full.pdf >out 2>&1
	is "$(pdfinfo full.pdf 2>/dev/null | sed -n 's/^Pages: *//p')" 1 \
	    "a page stays one page: $language"
done
