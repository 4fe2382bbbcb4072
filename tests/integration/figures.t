#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A network that was made up, reported on as every kind, in Dutch and in English.
# tests/report/recompute reads the evidence and the template for itself, and says
# what must stand on each page, in its head and foot, in its charts and in what
# is told of those. Then it changes one number after the other: none may be
# changed without its being noticed.
. "$(dirname "$0")/lib.sh"
for tool in perl qpdf; do
	command -v "$tool" >/dev/null || skip_all "no $tool"
done
plan 33

cd "$tmp" || exit 1
for span in quarter month year; do
	perl "$srcdir/tests/report/evidence" --devices 20 --deployments 80 \
	    --kind "$span" >"$span.json"
done
perl "$srcdir/tests/report/evidence" --devices 20 --deployments 80 \
    --kind month --site 2 >site.json
perl "$srcdir/tests/report/evidence" --devices 20 --deployments 80 \
    --moved >moved.json

for of in quarterly:moved audit:quarter monthly:month annual:year site:site; do
	kind=${of%:*} evidence=${of#*:}.json
	for language in nl en; do
		name=$kind.$language
		pass "$name" patchwacht-report "$kind" --from "$evidence" \
		    --language "$language" --output "$name.pdf" \
		    --values "$name.json"
		pass "$name: every number follows, and none changes unseen" \
		    "$srcdir/tests/report/recompute" --mutate 60 "$evidence" \
		    "$name.json" "$name.pdf" \
		    "$srcdir/templates/reports/$kind.$language.md" \
		    "$srcdir/templates/words.$language"
	done
done

# What no list of words and no second reading of a template says.
page() { # NAME EVIDENCE: as text, without marks
	patchwacht-report "${1%.*}" --from "$2" --language "${1#*.}" \
	    --format html --output "$1.html" >/dev/null
	perl -CSD -0777 -ne 's/<sup.*?<\/sup>|<[^>]*>//g; s/[\s\x{a0}]+/ /g;
	    print' "$1.html" >"$1.text"
}
for of in quarterly:quarter audit:quarter monthly:quarter annual:year; do
	page "${of%:*}.nl" "${of#*:}.json"
	page "${of%:*}.en" "${of#*:}.json"
	like "$(cat "${of%:*}.nl.text")" \
	    '* liep voor [1-9]* kritieke installaties de termijn af: *' \
	    "${of%:*} counts critical ones first"
	like "$(cat "${of%:*}.en.text")" \
	    '* deadline passed for [1-9]* critical installations: *' "in English too"
done
like "$(cat quarterly.nl.text)" \
    '*Besluit nemen: B-2 Onderhoud buiten schooltijd*' \
    "a decision of the register that is open is asked for"
is "$(grep -c 'Besluit nemen: B-1' quarterly.nl.text)" 0 "one that was taken is not"
like "$(cat quarterly.nl.text)" '*getest; replaced*' \
    "what the program gave as a reason is in the report's language"
like "$(cat quarterly.nl.text)" \
    '*Langer geen logregel dan het beleid toelaat (1 dag)*' \
    "who is silent is so by the policy's term"
sed 's/"interim":false/"interim":true/' quarter.json >interim.json
page monthly.nl interim.json
like "$(cat monthly.nl.text)" \
    '*In het kort In deze periode liep voor [1-9]*Tussenstand. De periode loopt *' \
    "a count is the first sentence also while the period runs"
