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
plan 20

cd "$tmp" || exit 1
for span in quarter month year; do
	perl "$srcdir/tests/report/evidence" --devices 20 --deployments 80 \
	    --kind "$span" >"$span.json"
done
perl "$srcdir/tests/report/evidence" --devices 20 --deployments 80 \
    --kind month --site 2 >site.json

for of in quarterly:quarter audit:quarter monthly:month annual:year site:site; do
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
