#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every report that comes with the program, and its bundle, in both languages,
# over made-up evidence of its own period: PDF/A-2a, PDF/A-3a and PDF/UA-1 hold,
# sealed and not, and two runs give the same bytes. What others make of them
# all: qpdf, poppler, pdf.js, openssl, PDFBox's preflight.
. "$(dirname "$0")/lib.sh"

for tool in openssl pdffonts pdfsig qpdf; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
# shellcheck disable=SC2046
set -- $(cd "$srcdir/templates/reports" && echo *.??.md)
plan $((8 * $# + 12))
tools=$srcdir/tests/report

openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Test' \
    -keyout "$tmp/seal.key" -out "$tmp/seal.pem" >"$tmp/openssl.log" 2>&1
chmod 600 "$tmp/seal.key"
[ "$(id -u)" -ne 0 ] || chown nobody "$tmp/seal.key"
cat >"$PATCHWACHT_CONFIG" <<END
seal {
	certificate = "$tmp/seal.pem"
	key = "$tmp/seal.key"
	user = "nobody"
}
END

setting() { # FILE KEY
	sed -n "2,20s/^$2: *//p" "$srcdir/templates/reports/$1" | head -1
}

# As poppler and openssl see it, over the whole file.
seal_holds() { # FILE
	pdfsig -nocert "$1" >"$tmp/pdfsig" 2>&1 &&
	    grep -q 'Signature is Valid' "$tmp/pdfsig" &&
	    grep -q 'Total document signed' "$tmp/pdfsig" &&
	    perl "$tools/apart" "$1" "$tmp/signed" "$tmp/cms" &&
	    openssl cms -verify -cades -inform DER -in "$tmp/cms" -binary \
		-content "$tmp/signed" -CAfile "$tmp/seal.pem" -purpose any \
		-out /dev/null 2>>"$tmp/openssl.log"
}

all=$tmp/all
mkdir "$all"
made=0
for file; do
	kind=${file%%.*}
	language=${file#*.}
	language=${language%.md}
	period=$(setting "$file" periods)
	period=${period##*, }
	[ -n "$period" ] || period=quarter
	site=
	[ "$(setting "$file" scope)" != site ] || site='--site 2'
	# shellcheck disable=SC2086
	perl "$tools/evidence" --kind "$period" $site >"$tmp/evidence.json"
	make_report() { # FILE [OPTIONS]
		output=$1
		shift
		patchwacht-report "$kind" --from "$tmp/evidence.json" \
		    --language "$language" --output "$output" "$@"
	}
	which=$kind.$language
	pass "$which: is made" make_report "$tmp/one.pdf"
	make_report "$tmp/two.pdf" >"$tmp/out" 2>&1
	pass "$which: twice the same" cmp "$tmp/one.pdf" "$tmp/two.pdf"
	pass "$which: PDF/A and PDF/UA hold" \
	    perl "$tools/pdfcheck" "$tmp/one.pdf"
	pass "$which: is sealed, as is its bundle" make_report "$all/$which.pdf" \
	    --bundle "$all/$which-bundle.pdf" --seal
	pass "$which: and they hold of that" \
	    perl "$tools/pdfcheck" --sealed "$all/$which.pdf"
	pass "$which: of the bundle, too" perl "$tools/pdfcheck" --part 3 \
	    --sealed "$all/$which-bundle.pdf"
	pass "$which: the seal holds" seal_holds "$all/$which.pdf"
	pass "$which: that of the bundle, too" \
	    seal_holds "$all/$which-bundle.pdf"
	made=$((made + 1))
done
# With a logo, which is a picture in each of them.
pass "a logo and a colour" patchwacht template brand \
    --logo "$srcdir/tests/fuzz/corpus/picture/small.jpg" --colour '#005ca9'
perl "$tools/evidence" >"$tmp/evidence.json"
patchwacht-report quarterly --from "$tmp/evidence.json" --language nl \
    --output "$tmp/logo.pdf" --bundle "$tmp/logo-bundle.pdf" --seal \
    >"$tmp/out" 2>&1
pass "with a logo: PDF/A and PDF/UA hold" \
    perl "$tools/pdfcheck" --sealed "$tmp/logo.pdf"
pass "of its bundle, too" \
    perl "$tools/pdfcheck" --part 3 --sealed "$tmp/logo-bundle.pdf"

[ "$made" -ge 2 ]
ok $? "reports came with the program"

# What the programs of others make of all of them.
each() { # COMMAND...: names each file that it does not take
	for pdf in "$all"/*.pdf; do
		"$@" "$pdf" >"$tmp/said" 2>&1 ||
		    echo "${pdf##*/}: $(head -3 "$tmp/said")"
	done
}
is "$(each qpdf --check)" "" "qpdf: their syntax is right"
not_inside() { # FILE: its fonts that are not embedded as a subset, with Unicode
	pdffonts "$1" 2>&1 | sed 1,2d >"$tmp/fonts"
	[ -s "$tmp/fonts" ] || echo "${1##*/}: no font"
	grep -vE ' yes yes yes ' "$tmp/fonts"
}
is "$(for pdf in "$all"/*.pdf; do not_inside "$pdf"; done)" "" \
    "pdffonts: every font is inside, and has its Unicode values"
is "$(for pdf in "$all"/*.pdf; do
	pdfinfo "$pdf" 2>&1 >"$tmp/info"
	grep -q '^Tagged:.*yes' "$tmp/info" || echo "$pdf"
done)" "" "pdfinfo: they are tagged, and nothing is complained of"

library=${PATCHWACHT_PDFJS:-/usr/share/javascript/pdf/build/pdf.js}
if command -v node >/dev/null && [ -e "$library" ]; then
	pass "pdf.js: each page has its tree, each figure its words" \
	    node "$tools/tree.mjs" "$library" "$all"/*.pdf
	is "$(sed 's/.*: pages/pages/' "$tmp/out" | grep -c 'headings [1-9]')" \
	    $((2 * made)) "of each report and bundle"
	is "$(grep -c -- '-bundle.pdf: .* attached 1[0-9]$' "$tmp/out")" \
	    "$made" "and what is attached comes out"
else
	for which in "pdf.js: each page has its tree, each figure its words" \
	    "of each report and bundle" "and what is attached comes out"; do
		ok 0 "$which # SKIP no node, or no $library"
	done
fi

# The last two are broken: what judges must be able to refuse.
mkdir "$tmp/broken"
sed 's,/S /GTS_PDFA1,/S /GTS_PDFX1,' "$tmp/one.pdf" >"$tmp/broken/intent.pdf"
head -c 9000 "$tmp/one.pdf" >"$tmp/broken/torn.pdf"
perl "$tools/preflight" "$all"/*.pdf "$tmp/one.pdf" "$tmp"/broken/*.pdf \
    >"$tmp/judged" 2>&1
status=$?
if [ "$status" -eq 77 ]; then
	ok 0 "preflight: PDF/A holds # SKIP no Java, or no libpdfbox2-java"
	ok 0 "preflight: and not of what is broken # SKIP"
else
	is "$(grep -v '^intent.pdf: \|^torn.pdf: ' "$tmp/judged")" "" \
	    "preflight: PDF/A holds"
	is "$status $(cut -d : -f 1 "$tmp/judged" | sort -u | tr '\n' ' ')" \
	    "1 intent.pdf torn.pdf " "preflight: and not of what is broken"
fi
