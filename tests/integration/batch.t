#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# One run for many: each organisation in its own language, each of its sites. One
# that fails is named and keeps no other from being made; the exit status tells.
# Who asks gets those of the organisations that they may read. Nothing of one
# customer stands in a report of another.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 23

start_db || exit 1
period=$(date +%YQ)$((($(date +%-m) + 2) / 3))
customer() { # NUMBER NAME LANGUAGE
	patchwacht --tenant "$1" init --name "$2" --language "$3" --quiet &&
	    patchwacht --tenant "$1" site add "Noord van $2" --quiet &&
	    patchwacht --tenant "$1" site add "Zuid van $2" --quiet &&
	    patchwacht --tenant "$1" device add "sw-$1" 192.0.2."$1" \
		--site "Noord van $2" --quiet
}
customer 1 Beheer nl && customer 2 Koraal en && customer 3 Linde nl ||
    exit 1
cd "$tmp" || exit 1
pass "each organisation" patchwacht report quarterly --period "$period" \
    --each-tenant --output all
like "$(cat out)" '*3 made, 0 failed*' "is counted"
[ -s "all/PM-$period-v0.1.nl.pdf" ] && [ -s "all/2/PM-$period-v0.1.en.pdf" ] &&
    [ -s "all/3/PM-$period-v0.1.nl.pdf" ]
ok $? "in its own language and folder"
pdftotext -layout "all/3/PM-$period-v0.1.nl.pdf" text
grep -q Linde text
ok $? "has its own name"
grep -q 'Koraal\|Beheer,\|sw-1\|sw-2' text all/3/*.evidence.json
is $? 1 "and nothing of another"
pass "each site of each" patchwacht report site --period "$period" \
    --each-tenant --each-site --language nl --output sites
is "$(find sites -name '*.pdf' | wc -l)" 6 "makes six"
pass "of one organisation" patchwacht --tenant 2 report site \
    --period "$period" --each-site --output two
is "$(find two -name '*.pdf' | wc -l)" 2 "two"
fails "not one site and each" patchwacht report site --period "$period" \
    --each-site --site 'Noord van Beheer'
fails "nor into one bundle" patchwacht report quarterly --period "$period" \
    --each-tenant --bundle bundle.pdf
fails "nor of evidence of one" patchwacht report quarterly --each-tenant \
    --from "all/PM-$period-v0.1.nl.evidence.json"

# One of them cannot be made.
mkdir -p "$home/templates/tenant-2"
printf -- '---\nreport: quarterly\n' >"$home/templates/tenant-2/quarterly.en.md"
fails "one that fails" patchwacht report quarterly --period "$period" \
    --each-tenant --output again
like "$(cat out)" '*2 made, 1 failed*failed: 2 Koraal*' "is named"
is "$(find again -name '*.pdf' | wc -l)" 2 "the others are made"
rm -r "$home/templates/tenant-2"

# Who asks.
enter kor || exit 1
patchwacht --tenant 2 user grant kor process_owner --quiet
pass "who holds a function at one" by kor patchwacht --tenant 2 report \
    quarterly --period "$period" --each-tenant --output kor
like "$(cat out)" '*1 made, 0 failed*' "gets that one"
fails "and elsewhere nothing" by kor patchwacht report site \
    --period "$period" --each-site
like "$(cat out)" '*no site*' "as if nothing were there"

# At a terminal, and nowhere else.
like "$(typed -- patchwacht report site --period "$period" --each-tenant \
    --each-site --language nl --output tty | tr '\r' '\n')" \
    '*.] 0/6*6 made, 0 failed*' "a line says how far it is"
patchwacht report site --period "$period" --each-tenant --each-site \
    --language nl --output pipe 2>err >/dev/null
is "$(cat err)" '6 made, 0 failed' "in a file only the end stands"

# A schedule for each site.
pass "a schedule" patchwacht schedule add scholen --kind site --each-site \
    --since "$(date -d '-100 days' +%F)"
sql "ALTER TABLE tenant DISABLE TRIGGER USER;
    UPDATE tenant SET created=now()-interval '400 d';
    ALTER TABLE site DISABLE TRIGGER USER;
    UPDATE site SET created=now()-interval '400 d'" -U patchwacht_owner
patchwacht report due >/dev/null 2>&1
is "$(sql "SELECT count(DISTINCT site_id) FROM scheduled WHERE site_id>0")" 2 \
    "makes one for each"
