#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A finished report in the hands of others: three programs that are not ours
# open it, find every font inside, read its words in their order with their
# diacritics, and see the structure that a screen reader follows. Two runs give
# the same bytes.
. "$(dirname "$0")/lib.sh"

for tool in qpdf pdffonts pdftotext pdfinfo; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
plan 24

make_sample() { # FILE
	PATCHWACHT_SAMPLE=$1 "$builddir/tests/unit/reporter/test_sample" \
	    >"$tmp/sample.log" 2>&1
}

has() { # PATTERN NAME
	if grep -qF -- "$1" "$tmp/text"; then
		ok 0 "$2"
	else
		ok 1 "$2"
	fi
}

# How often a line of the plain form is exactly this.
lines() {
	grep -caE -- "$1" "$tmp/plain.pdf"
}

pass "a report is made" make_sample "$tmp/one.pdf"
make_sample "$tmp/two.pdf"
pass "another run gives the same bytes" cmp "$tmp/one.pdf" "$tmp/two.pdf"
is "$(stat -c %a "$tmp/one.pdf")" 600 "nobody else may read it"
pass "its syntax is right" qpdf --check "$tmp/one.pdf"

pdffonts "$tmp/one.pdf" | sed 1,2d >"$tmp/fonts"
is "$(grep -vcE ' yes yes yes ' "$tmp/fonts")" 0 \
    "every font is embedded, a subset and has its Unicode values"

pdftotext -layout "$tmp/one.pdf" - >"$tmp/text" 2>"$tmp/complaints"
is "$(cat "$tmp/complaints")" "" "nothing about it is complained of"
has 'Łukasz Żurawski' "Ł and Ż extract"
has 'İpek Yıldız' "İ and ı extract"
has "dr. Şeyma Öğüt-van ’t Hof" "Ş, ğ and the right quote extract"
has 'patiëntenportaalkoppeling' "ë extracts"
has '€ 48.000' "the euro sign extracts"
has 'محمد العربي' "Arabic extracts"
has 'Pagina 3 van' "pages are numbered"
has 'Patches over de termijn (vervolg)' "a table that continues says so"

pdfinfo "$tmp/one.pdf" >"$tmp/info"
like "$(cat "$tmp/info")" '*Tagged:*yes*' "it is tagged"
pdfinfo -struct-text "$tmp/one.pdf" >"$tmp/text" 2>/dev/null
has 'Van de 47 bevestigingen kwamen er 38 binnen' "lines read on in a paragraph"
like "$(tr -s ' \n' ' ' <"$tmp/text")" \
    '*TH: /Scope /Row "B-2026-071" TD "SSHv1 is nog*' "rows have a heading"

qpdf --qdf --object-streams=disable "$tmp/one.pdf" "$tmp/plain.pdf"
for key in Lang MarkInfo Metadata OutputIntents StructTreeRoot; do
	grep -aq "^  /$key " "$tmp/plain.pdf" || diag "no $key"
done >"$tmp/missing"
is "$(cat "$tmp/missing")" "" "the catalogue has what PDF/A and PDF/UA ask"
is "$(lines '^/Encrypt|/JavaScript')" 0 "nothing is encrypted or runs"
pages=$(sed -n 's/^Pages: *//p' "$tmp/info")
is "$(lines '^  /Tabs /S$')" "$pages" "every page is read by structure"
is "$(lines ' BDC$')" "$(lines '^EMC$')" "marked content is balanced"
links=$(lines '^  /Subtype /Link$')
is "$(lines '^  /StructParent [0-9]')" "$links" "every link is in the structure"
is "$(lines '/S /Figure$')" "$(lines '^  /Alt ')" \
    "every figure has an alternative text"
title=$(sed -n 's/^Title: *//p' "$tmp/info")
pass "the metadata agree on the title" \
    grep -aqF "<rdf:li xml:lang=\"x-default\">$title</rdf:li>" "$tmp/plain.pdf"
