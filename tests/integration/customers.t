#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What a service provider sees of all its customers, and nobody else. Only who has
# said so stands in it, under the number that nobody can take on; the sums are
# those of the rows; who may not read a customer does not see it there.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 16

start_db || exit 1
period=$(date +%YQ)$((($(date +%-m) + 2) / 3))
patchwacht init --name 'Beheer NV' --kind provider --quiet || exit 1
for n in 2 3 4; do
	patchwacht --tenant $n init --name "Klant $n" --quiet &&
	    patchwacht --tenant $n site add "School $n" --quiet || exit 1
	for i in $(seq $n); do
		patchwacht --tenant $n device add "sw$i" "192.0.2.$i" \
		    --site "School $n" --quiet || exit 1
	done
done
for n in 2 3; do
	pass "customer $n allows it" patchwacht --tenant $n init \
	    --service-provider 'Beheer NV' --provider-tenant 1
done
cd "$tmp" || exit 1
overview() { # FILE [COMMAND...]
	file=$1
	shift
	"$@" patchwacht report customers --period "$period" --language nl \
	    --output "$file.pdf" --values "$file.json"
}
pass "the overview" overview all
is "$(jq -c '[.customers[]|[.customer,.name,.devices,.light]]' all.json)" \
    '[[2,"Klant 2",2,"grey"],[3,"Klant 3",3,"grey"]]' "has those two"
is "$(jq -c '[.all_customers[("count","devices","blind")]]' all.json)" \
    '[2,5,2]' "and their sum, and that nothing was measured"
pdftotext -layout all.pdf text
grep -q 'Klant 3' text
ok $? "by name"
grep -q 'Klant 4\|School' text all.evidence.json
is $? 1 "and nothing of who did not, nor of what stands inside"
pass "from what it was frozen from" patchwacht report customers \
    --from all.evidence.json --language nl --output again.pdf
pass "the same bytes" cmp all.pdf again.pdf
pass "every number of it follows from what it was frozen from" \
    "$srcdir/tests/report/recompute" --mutate 60 all.evidence.json all.json \
    all.pdf "$srcdir/templates/reports/customers.nl.md" \
    "$srcdir/templates/words.nl"
pass "in English, too" patchwacht report customers --from all.evidence.json \
    --language en --output en.pdf --values en.json
pass "and every number of that" "$srcdir/tests/report/recompute" --mutate 60 \
    all.evidence.json en.json en.pdf \
    "$srcdir/templates/reports/customers.en.md" "$srcdir/templates/words.en"
fails "a customer has none" patchwacht --tenant 2 report customers \
    --period "$period"
like "$(cat out)" '*customers are of a service provider*' "as is said"
enter bob || exit 1
patchwacht user grant bob it_staff --quiet
patchwacht --tenant 3 user grant bob it_staff --quiet
pass "who reads one of them" overview bob by bob
is "$(jq -c '[.customers[].customer]' bob.json)" '[3]' "sees that one"
