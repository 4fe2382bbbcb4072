#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A finished report in the hands of others: programs that are not ours open it,
# find every font inside, read its words in their order with their diacritics, and see the structure that a screen reader follows. Our own check
# holds it against PDF/A and PDF/UA, and is itself checked with files that were
# broken. Two runs give the same bytes, and a disk that is full gives no file.
. "$(dirname "$0")/lib.sh"

for tool in openssl qpdf pdftoppm pdfdetach pdffonts pdftotext pdfinfo; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
plan 40

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
is "$([ -s "$tmp/fonts" ] && grep -vcE ' yes yes yes ' "$tmp/fonts")" 0 \
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

# As what an archive and a screen reader ask for: both levels, with room for a
# seal and without.
check=$srcdir/tests/report/pdfcheck
data=$srcdir/tests/data/report
draw() { # OUT OPTIONS...
	out=$1
	shift
	"$builddir/tests/report/draw" "$@" "$data/sample.nl.md" \
	    "$data/words.nl" "$data/sample.json" "$out"
}
pass "PDF/A-2a and PDF/UA-1 hold" perl "$check" "$tmp/one.pdf"
draw "$tmp/bundle.pdf" -3
pass "PDF/A-3a and PDF/UA-1 hold" perl "$check" --part 3 "$tmp/bundle.pdf"
pdfdetach -save 1 -o "$tmp/values.json" "$tmp/bundle.pdf" >"$tmp/out" 2>&1
pass "what is attached comes out as it went in" \
    cmp "$data/sample.json" "$tmp/values.json"
draw "$tmp/room.pdf" -s
perl "$check" --sealed "$tmp/room.pdf" >"$tmp/out"
is "$(grep -vc ' 6\.4\.3: ' "$tmp/out")" 0 \
    "room for a seal breaks nothing but that there is none"
is "$(grep -c ' 6\.4\.3: ' "$tmp/out")" 2 "and that is seen"

# The check sees what it is for: each rule refuses what breaks it, and the
# table of rules has no other; of a bundle with a seal, which has all there is.
# shellcheck source=tests/integration/sealing.sh
. "$srcdir/tests/integration/sealing.sh"
make_ca
make_key ec keyUsage=digitalSignature \
    -newkey ec -pkeyopt ec_paramgen_curve:P-256
configure_seal ec
draw "$tmp/both.pdf" -3 -s
pass "a bundle is sealed" patchwacht-seal "$tmp/both.pdf"
pass "each rule refuses what breaks it" \
    perl "$srcdir/tests/report/broken" "$tmp/both.pdf"
# The same of a file, with a status that says so.
sed 's,<pdfuaid:part>1,<pdfuaid:part>2,' "$tmp/one.pdf" >"$tmp/broken.pdf"
fails "a broken file is refused" perl "$check" "$tmp/broken.pdf"
is "$(cat "$tmp/out")" "$tmp/broken.pdf: UA 5: PDF/UA" "for what it is"

# What a screen reader tells, and what pages look like, as it was when somebody
# last looked. Made anew, after a look at the pages, with KEEP=1.
pdfinfo -struct-text "$tmp/one.pdf" 2>/dev/null |
    sed '/^ *$/d; s/Object [0-9]* 0/Object/' >"$tmp/struct"
if [ "${KEEP:-0}" = 1 ]; then
	cp "$tmp/struct" "$data/sample.struct"
	perl "$srcdir/tests/report/pages" "$tmp/one.pdf" >"$data/sample.pages"
fi
pass "the structure reads as it did" diff "$data/sample.struct" "$tmp/struct"
pass "pages look as they did" perl "$srcdir/tests/report/pages" \
    --compare "$data/sample.pages" "$tmp/one.pdf"

# Where it cannot be written whole, nothing is left.
mkdir "$tmp/small"
if mount -t tmpfs -o size=100k tmpfs "$tmp/small" 2>/dev/null; then
	at_exit "umount '$tmp/small'"
	fails "a full disk is told" draw "$tmp/small/report.pdf"
	like "$(cat "$tmp/out")" '*No space left*' "as that"
	is "$(ls -A "$tmp/small")" "" "and leaves nothing behind"
else
	for name in "a full disk is told" "as that" "and leaves nothing behind"; do
		ok 0 "$name # SKIP tmpfs cannot be mounted here"
	done
fi
mkfifo "$tmp/pipe"
fails "what is no plain file is not replaced" draw "$tmp/pipe"
like "$(cat "$tmp/out")" '*/pipe: no plain file*' "and that is told"
