#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A report over what nobody expects: no devices, no patches, one school and four
# hundred, names of a thousand characters, in Arabic and Turkish, with controls
# and with characters that turn the reading direction; a row that is taller than
# a page; a disk that is full. Each time a right page, or an error that says why.
# Evidence is made up, so no database is needed.
. "$(dirname "$0")/lib.sh"

for tool in qpdf pdftotext pdfinfo; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
plan 82
tools=$srcdir/tests/report

make_evidence() { # NAME OPTIONS...
	name=$1
	shift
	perl "$tools/evidence" "$@" >"$tmp/$name.json"
}

# Each kind of report in each language that comes with the program; one that is
# about a site or another period has evidence of its own, and tests.
report() { # NAME LANGUAGE [OPTIONS]
	name=$1
	language=$2
	shift 2
	patchwacht-report quarterly --from "$tmp/$name.json" \
	    --language "$language" --output "$tmp/$name.$language.pdf" \
	    --values "$tmp/$name.values.json" "$@" >"$tmp/out" 2>&1
}

# Both languages, against both standards; their text is in $tmp/NAME.LANGUAGE.
right() { # NAME WHAT
	for language in nl en; do
		report "$1" "$language"
		ok $? "$2: a report ($language)"
		pdftotext -layout "$tmp/$1.$language.pdf" "$tmp/$1.$language"
		pass "$2: PDF/A and PDF/UA hold ($language)" \
		    perl "$tools/pdfcheck" "$tmp/$1.$language.pdf"
		pass "$2: no word outside the margins or over another ($language)" \
		    perl "$tools/margins" "$tmp/$1.$language.pdf"
	done
}

has() { # NAME TEXT WHAT
	if grep -qF -- "$2" "$tmp/$1"; then
		ok 0 "$3"
	else
		ok 1 "$3"
		diag "no \"$2\" in $1"
	fi
}

make_evidence usual
right usual "fifty devices"
make_evidence none --devices 0 --deployments 0 --sites 0
right none "no device, no patch, no school"
has none.nl 'Er zijn geen' "no device: tables say that they are empty"
has none.nl 'voor geen enkele installatie de termijn af' \
    "no device: nothing fell due, and nothing is 0 %"
make_evidence quiet --deployments 0
right quiet "no patch"
make_evidence one --sites 1
right one "one school"
make_evidence many --sites 400 --devices 800 --deployments 1600
right many "four hundred schools"
has many.nl 'School 400' "four hundred schools: the last has a line"
is "$(grep -o 'School [0-9]* *\(rood\|groen\|oranje\|grijs\)' "$tmp/many.nl" |
    tr -s ' ' | sort -u | wc -l)" 400 "four hundred schools: each has a light, and one"
page=$(pdftotext -f 3 -l 4 -layout "$tmp/many.nl.pdf" - |
    grep -c 'School [0-9]* *\(rood\|groen\|oranje\|grijs\)')
is "$page" 20 "four hundred schools: the summary names the worst twenty"

# Names, as devices and people give them.
make_evidence odd --odd
right odd "odd names"
has odd.nl 'محمد العربي' "Arabic is set, and extracts"
has odd.nl 'İstanbul-Şişli-ğüç' "so is Turkish"
has odd.nl 'swU+202Egnp.exe' "what turns the direction is shown as its number"
has odd.nl 'bel\x07rinkelt' "so is a control"
has odd.nl 'unassigned U+0378' "so is a character that is none"
has odd.nl '[U+5B66][U+6821]' "so is one that no font has"
has odd.nl '<b>&amp;"' "markup is text"
has odd.nl '**vet** {{x}}' "so are Markdown and a placeholder"
[ "$(tr -dc x <"$tmp/odd.nl" | wc -c)" -ge 3000 ]
ok $? "a name of a thousand characters is printed whole"
counted=$(sed -n 's/.*"replaced": \([0-9]*\).*/\1/p' "$tmp/odd.values.json")
[ "${counted:-0}" -gt 20 ]
ok $? "what was replaced is counted"
has odd.nl "uit het register: $counted tekens" "and the colophon says how many"
if grep -q 'Als nummer geschreven' "$tmp/usual.nl"; then
	ok 1 "where nothing was, it says nothing"
else
	ok 0 "where nothing was, it says nothing"
fi

# Whatever kind of document it is.
make_evidence odder --odd --devices 8
report odder nl --bundle "$tmp/pack.pdf"
ok $? "the evidence of odd names is bundled"
pdftotext -layout "$tmp/pack.pdf" "$tmp/pack.text"
has pack.text 'Als nummer geschreven' "the bundle says how many as well"
is "$(cd "$srcdir/templates" && grep -L 'when: replaced > 0' bundle.*.md \
    reports/*.md)" "" "and so does every kind of report"

# One cell of four pages, beside short ones.
cat >"$tmp/tall.nl.md" <<'END'
---
report: tall
language: nl
title: Hoge rij
organisation: School
classification: Intern
---

# Lijst

```table
source: rows
column: name | Naam
column: text | Tekst | wide
empty: niets
```
END
words=$(awk 'BEGIN { for (i = 1; i <= 3000; i++) printf "woord%d ", i }')
printf '{"rows":[{"name":"voor","text":"a"},{"name":"hoog","text":"%s"},
    {"name":"na","text":"z"}]}\n' "$words" >"$tmp/tall.json"
pass "a row is taller than a page" "$builddir/tests/report/draw" \
    "$tmp/tall.nl.md" "$srcdir/templates/words.nl" "$tmp/tall.json" \
    "$tmp/tall.pdf"
pass "a tall row: PDF/A and PDF/UA hold" perl "$tools/pdfcheck" "$tmp/tall.pdf"
pdftotext "$tmp/tall.pdf" "$tmp/tall"
is "$(grep -o 'woord[0-9]*' "$tmp/tall" | sort -u | wc -l)" 3000 \
    "a tall row: all of it is there"
is "$(grep -c '^na$' "$tmp/tall")" 1 "a tall row: and what follows it"
[ "$(pdfinfo "$tmp/tall.pdf" | sed -n 's/^Pages: *//p')" -ge 5 ]
ok $? "a tall row: over pages"

# What goes to the left, with signs and digits of other fonts in it: words stand
# from the right, and the digits of a number from the left.
printf '{"rows":[{"name":"a","text":"בית-ספר 12"},
    {"name":"b","text":"בית (34)"}]}\n' >"$tmp/left.json"
pass "Hebrew with a hyphen and a number" "$builddir/tests/report/draw" \
    "$tmp/tall.nl.md" "$srcdir/templates/words.nl" "$tmp/left.json" \
    "$tmp/left.pdf"
pdftotext -bbox "$tmp/left.pdf" - |
    sed -n 's/.*xMin="\([0-9.]*\)".*>\(12\|.*בית.*\|.*ספר.*\|.*תיב.*\|.*רפס.*\)<.*/\1 \2/p' |
    sort -n >"$tmp/left"
like "$(head -1 "$tmp/left")" '* 12' "is set from the right"
like "$(pdftotext "$tmp/left.pdf" -)" '*(34)*' \
    "and a bracket is what it looks like"

# A text of the template itself has no number to show: no report.
sed 's/^title: .*/title: 学校/' "$tmp/tall.nl.md" >"$tmp/glyph.nl.md"
fails "a letter that no font has" "$builddir/tests/report/draw" \
    "$tmp/glyph.nl.md" "$srcdir/templates/words.nl" "$tmp/tall.json" \
    "$tmp/glyph.pdf"
like "$(cat "$tmp/out")" '*U+5B66*学校*' "is named, with its text"
[ ! -e "$tmp/glyph.pdf" ]
ok $? "and no file is written"

# A full disk: the report of yesterday stays, and nothing is left half.
mkdir "$tmp/small"
if mount -t tmpfs -o size=300k tmpfs "$tmp/small" 2>/dev/null; then
	at_exit "umount '$tmp/small'"
	head -c 200000 /dev/zero >"$tmp/small/other"
	echo yesterday >"$tmp/small/report.pdf"
	fails "a full disk" patchwacht-report quarterly --language nl \
	    --from "$tmp/usual.json" --output "$tmp/small/report.pdf"
	like "$(cat "$tmp/out")" '*report.pdf*: write: No space left*' \
	    "is told with the file"
	is "$(cat "$tmp/small/report.pdf")" yesterday "and what was there stays"
	is "$(find "$tmp/small" -type f | wc -l)" 2 \
	    "with nothing beside it"
	fails "nor does a bundle fit" patchwacht-report quarterly \
	    --language nl --from "$tmp/usual.json" \
	    --output "$tmp/fits.pdf" --bundle "$tmp/small/bundle.pdf"
	like "$(cat "$tmp/out")" '*bundle*/*: write: No space left*' \
	    "which is told with its file"
	is "$(find "$tmp/small" "$tmp/fits.pdf"* 2>/dev/null | sort | tr '\n' ' ')" \
	    "$tmp/small $tmp/small/other $tmp/small/report.pdf " \
	    "and leaves neither a folder nor the report"
else
	for name in "a full disk" "is told with the file" \
	    "and what was there stays" "with nothing beside it" \
	    "nor does a bundle fit" "which is told with its file" \
	    "and leaves neither a folder nor the report"; do
		ok 0 "$name # SKIP tmpfs cannot be mounted here"
	done
fi
# Killed at any moment, it and its bundle are not there or they are whole.
whole() { # what is there
	for file in "$tmp/killed.pdf" "$tmp/killed-b.pdf"; do
		[ ! -e "$file" ] || qpdf --check "$file" >/dev/null || return 1
	done
	for bundle in "$tmp/killed-b" "$tmp/killed-b.pdf"; do
		[ ! -e "$bundle" ] || patchwacht evidence verify "$bundle" \
		    >/dev/null 2>&1 || return 1
	done
}
begun=$(date +%s%N)
"$builddir/patchwacht-report" quarterly --language nl \
    --from "$tmp/usual.json" --output "$tmp/killed.pdf" \
    --bundle "$tmp/killed-b.pdf" >/dev/null 2>&1
took=$((($(date +%s%N) - begun) / 1000000))
[ -e "$tmp/killed.pdf" ] && [ -e "$tmp/killed-b.pdf" ] &&
    [ -e "$tmp/killed-b" ] && whole
ok $? "a report with its bundle that nobody kills is whole"
for part in 10 50 75 85 95; do
	rm -rf "$tmp/killed.pdf" "$tmp/killed-b.pdf" "$tmp/killed-b"
	"$builddir/patchwacht-report" quarterly --language nl \
	    --from "$tmp/usual.json" --output "$tmp/killed.pdf" \
	    --bundle "$tmp/killed-b.pdf" >/dev/null 2>&1 &
	run=$!
	sleep "$(awk "BEGIN { print $took * $part / 100000 }")"
	kill -9 $run 2>/dev/null && echo killed >>"$tmp/kills"
	wait $run 2>/dev/null
	whole || echo "half after $part%"
done >"$tmp/half"
is "$(cat "$tmp/half")" "" "one that is killed is never half a file"
like "$(cat "$tmp/kills")" 'killed*' "and some were at work then"
is "$(find "$tmp" -name 'killed*' -type f ! -perm 600)" "" \
    "nobody else may read what they leave"
fails "a folder that is not there" patchwacht-report quarterly \
    --from "$tmp/usual.json" --language nl --output "$tmp/no/report.pdf"
like "$(cat "$tmp/out")" '*no/report.pdf*: create: No such file*' "is named"
sed 's/"format":1/"format":9/' "$tmp/usual.json" >"$tmp/later.json"
fails "evidence of another format" patchwacht-report quarterly \
    --from "$tmp/later.json" --language nl --output "$tmp/later.pdf"
like "$(cat "$tmp/out")" '*later.json: not evidence of format 1*' "is refused"
