#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# One assessment, written in five ways: the PDF is issued, and the page, the
# tables and the two kinds of JSON are made of the evidence that it froze. A
# number is the same in each; the page stands on itself; what a device is called
# runs nowhere.
. "$(dirname "$0")/lib.sh"
for tool in jq perl pdftotext; do
	command -v "$tool" >/dev/null || skip_all "no $tool"
done

plan 28

start_db
patchwacht init --name 'Stichting "Zon" & Veld' --kind school --language nl \
    --mail beheer@zonneveld.example >/dev/null 2>&1
patchwacht device add '=cmd|x' 192.0.2.1 --tag sw --category network \
    >/dev/null 2>&1
patchwacht device add 'sw<script>2' 192.0.2.2 --tag sw >/dev/null 2>&1
patchwacht patch add P-1 '<b>IOS</b>' --priority critical --tag sw \
    --fix 'ios:15.2(4)E10' >/dev/null
period=$(this_quarter)

report() { # FORMAT OUTPUT [OPTION]...
	format=$1 output=$2
	shift 2
	patchwacht report quarterly --from "$tmp/e.json" --format "$format" \
	    --output "$tmp/$output" "$@" >"$tmp/said" 2>&1
}

pass "the report is made" patchwacht report quarterly --period "$period" \
    --output "$tmp/r.pdf" --evidence "$tmp/e.json" --values "$tmp/v.json"
is "$(sql 'SELECT count(*) FROM report')" 1 "and issued"
pass "a page" report html r.html
pass "tables" report csv r.csv
is "$(sort "$tmp/said")" "$(find "$tmp/r.csv" -name '*.csv' -type f | sort)" \
    "each of which is told"
pass "JSON" report json r.json --values "$tmp/v2.json"
pass "evidence for CISO Assistant" report ciso-assistant c.json
fails "a page is not what a bundle is of" report html x.html \
    --bundle "$tmp/b.pdf"
fails "nor what is sealed" report html x.html --seal
pass "the same page in English" report html e.html --language en
is "$(sql 'SELECT count(*) FROM report')" 1 "none of which is issued"
is "$(stat -c %a "$tmp/r.html" "$tmp/r.json" "$tmp/r.csv/values.csv" |
    sort -u)" 600 "nobody else may read them"
report html again.html
pass "another run gives the same bytes" cmp "$tmp/r.html" "$tmp/again.html"
pass "the values are those of the PDF" cmp "$tmp/v.json" "$tmp/v2.json"
is "$(jq -S .values "$tmp/r.json" | sha256sum)" \
    "$(jq -S . "$tmp/v.json" | sha256sum)" "as are those of the JSON"
is "$(jq -r .provenance.evidence_sha256 "$tmp/r.json")" \
    "$(sha256sum "$tmp/e.json" | cut -d' ' -f1)" \
    "which names the evidence by its hash"

# Each measurement as values, page, table and PDF have it: id part whole unknown.
jq -r '.measurements[]|"\(.measurement) \(.part) \(.whole) \(.unknown)"' \
    "$tmp/v.json" >"$tmp/values"
perl -0777 -ne '
	while (m{<tr><th[^>]*>(M-[A-Z]{3}-\d\db?)</th>(.*?)</tr>}g) {
		my ($id, $row) = ($1, $2);
		my @cell = $row =~ m{<td[^>]*>(.*?)</td>}g;
		next if @cell < 6;
		s/[.\x{a0}]|\xc2\xa0//g for @cell;
		print "$id @cell[1,2,3]\n";
	}' "$tmp/r.html" >"$tmp/page"
is "$(cat "$tmp/page")" "$(cat "$tmp/values")" "the page has each number"
perl -ne 'print "$1 $2\n" if /^(M-[^,]*),(?:[^,]*,){5}(\d+,\d+,\d+),/' \
    "$tmp/r.csv/measurements.csv" | tr , ' ' >"$tmp/table"
is "$(cat "$tmp/table")" "$(cat "$tmp/values")" "the table has"
pdftotext -layout "$tmp/r.pdf" - | perl -ne '
	s/(?<=\d)\.(?=\d{3})//g;
	print "$1 $2 $3 $4\n"
	    if /^\s*(M-[A-Z]{3}-\d\db?)\s.*?\s{2,}(\d+)\s+(\d+)\s+(\d+)\s/' \
    >"$tmp/pdf"
is "$(cat "$tmp/pdf")" "$(cat "$tmp/values")" "and so does the PDF"

# The page by itself.
is "$(grep -ciE '<script|<link|<img|src=|url\(|[ "]on[a-z]+=' "$tmp/r.html")" 0 \
    "it asks for nothing, and runs nothing"
is "$(grep -c '<h1>' "$tmp/r.html")" 1 "it has one title"
is "$(perl -0777 -ne 'my ($t, $c) = (0 + (() = /<table/g), 0 + (() = /<caption/g));
    print $t == $c && $t > 10 ? "yes" : "$t $c"' "$tmp/r.html")" yes \
    "and a caption for every table"
is "$(perl -0777 -ne 'my %id; $id{$_}++ for /\bid="([^"]*)"/g;
    print join " ", (grep { $id{$_} > 1 } keys %id),
        grep { !$id{$_} } /href="#([^"]*)"/g' "$tmp/r.html")" "" \
    "its links lead somewhere, and nowhere twice"
like "$(cat "$tmp/e.html")" '*<html lang="en">*Quarterly patch management*' \
    "in the language that was asked for"

# What a device is called.
is "$(cat "$tmp/r.csv"/*.csv | grep -c '\(^\|,\)=')" 0 \
    "no field of a table is a formula"
is "$(jq '[.[]|keys]|unique' -c "$tmp/c.json")" '[["description","name"]]' \
    "CISO Assistant gets fields that it knows"

# A whole page, by what a screen reader goes by. Made anew, after a look at the
# page, with KEEP=1.
golden=$srcdir/tests/data/report/sample.outline
PATCHWACHT_SAMPLE_HTML=$tmp/s.html \
    "$builddir/tests/unit/reporter/test_sample" >/dev/null 2>&1
perl "$srcdir/tests/report/outline" "$tmp/s.html" >"$tmp/outline"
[ "${KEEP:-0}" != 1 ] || cp "$tmp/outline" "$golden"
pass "a page has the parts that it had" diff "$golden" "$tmp/outline"
pass "levels of headings follow each other, and tables have captions" \
    perl "$srcdir/tests/report/outline" "$tmp/r.html"
