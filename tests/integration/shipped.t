#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every report that comes with the program, in both languages, over made-up
# evidence of its own period: PDF/A-2a and PDF/UA-1 hold of it, sealed and not,
# and two runs give the same bytes.
. "$(dirname "$0")/lib.sh"

for tool in openssl qpdf; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
# shellcheck disable=SC2046
set -- $(cd "$srcdir/templates/reports" && echo *.??.md)
plan $((5 * $# + 4))
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
	pass "$kind $language: is made" make_report "$tmp/one.pdf"
	make_report "$tmp/two.pdf" >"$tmp/out" 2>&1
	pass "$kind $language: twice the same" cmp "$tmp/one.pdf" "$tmp/two.pdf"
	pass "$kind $language: PDF/A and PDF/UA hold" \
	    perl "$tools/pdfcheck" "$tmp/one.pdf"
	pass "$kind $language: is sealed" make_report "$tmp/sealed.pdf" --seal
	pass "$kind $language: and they hold of that" \
	    perl "$tools/pdfcheck" --sealed "$tmp/sealed.pdf"
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
