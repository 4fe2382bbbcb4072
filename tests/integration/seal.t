#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A seal, from a key to the judgement of two programs that are not ours. It is
# put into the room that a report kept, and the file is PDF/A and PDF/UA as
# before. A flipped byte is seen, wherever it is. With a time-stamping authority
# the time is proven too; one that lies, or is away, gives no seal. Who writes
# reports never reads the key.
. "$(dirname "$0")/lib.sh"

for tool in openssl pdfsig qpdf; do
	command -v "$tool" >/dev/null || skip_all "$tool is not installed"
done
plan 77
tools=$srcdir/tests/report
data=$srcdir/tests/data/report

# shellcheck source=tests/integration/sealing.sh
. "$srcdir/tests/integration/sealing.sh"
make_ca
make_key rsa keyUsage=digitalSignature -newkey rsa:3072
make_key ec keyUsage=digitalSignature \
    -newkey ec -pkeyopt ec_paramgen_curve:P-256

draw() { # FILE [OPTIONS]
	file=$1
	shift
	"$builddir/tests/report/draw" "$@" "$data/sample.nl.md" \
	    "$data/words.nl" "$data/sample.json" "$file"
}

cms_verifies() { # FILE
	perl "$tools/apart" "$1" "$tmp/signed" "$tmp/cms" || return 1
	openssl cms -verify -cades -inform DER -in "$tmp/cms" \
	    -content "$tmp/signed" -binary -CAfile "$ca/ca.pem" \
	    -purpose any -out /dev/null
}

pdfsig_of() { # FILE
	pdfsig -nocert "$1" 2>&1
}

# flip FILE OFFSET OUT: one bit of one byte
flip() {
	cp "$1" "$3"
	perl -e 'open my $f, "+<:raw", $ARGV[0] or die; seek $f, $ARGV[1], 0;
	    read $f, my $c, 1; seek $f, $ARGV[1], 0; print $f chr(ord($c) ^ 1)' \
	    "$3" "$2"
}

# With each kind of key, in a report and in a bundle.
draw "$tmp/plain.pdf" -s
unsealed=$(sha256sum <"$tmp/plain.pdf" | cut -d ' ' -f 1)
for kind in rsa ec; do
	configure_seal $kind
	cp "$tmp/plain.pdf" "$tmp/$kind.pdf"
	pass "$kind: a report is sealed" patchwacht-seal "$tmp/$kind.pdf"
	like "$(cat "$tmp/out")" "*unsealed $unsealed*" \
	    "$kind: it says what the file was"
	like "$(cat "$tmp/out")" \
	    "*sealed   $(sha256sum <"$tmp/$kind.pdf" | cut -d ' ' -f 1)*" \
	    "$kind: and what it is"
	is "$(stat -c %a "$tmp/$kind.pdf")" 600 "$kind: nobody else may read it"
	like "$(pdfsig_of "$tmp/$kind.pdf")" \
	    "*Stichting $kind*Signature is Valid*" "$kind: pdfsig says so"
	like "$(pdfsig_of "$tmp/$kind.pdf")" '*Total document signed*' \
	    "$kind: of the whole file"
	pass "$kind: openssl says so, and that it names its certificate" \
	    cms_verifies "$tmp/$kind.pdf"
	openssl cms -cmsout -print -inform DER -in "$tmp/cms" >"$tmp/print"
	is "$(grep -c 'object: signingTime' "$tmp/print")" 0 \
	    "$kind: no time is claimed in it"
	is "$(grep -c 'object: id-smime-aa-signingCertificateV2' \
	    "$tmp/print")" 1 "$kind: the certificate is signed as well"
	pass "$kind: PDF/A-2a and PDF/UA-1 hold" \
	    perl "$tools/pdfcheck" --sealed "$tmp/$kind.pdf"
	pass "$kind: the syntax is right" qpdf --check "$tmp/$kind.pdf"
done
draw "$tmp/bundle.pdf" -s -3
pass "a bundle is sealed" patchwacht-seal "$tmp/bundle.pdf"
pass "PDF/A-3a and PDF/UA-1 hold" \
    perl "$tools/pdfcheck" --part 3 --sealed "$tmp/bundle.pdf"

# What was changed afterwards is seen, at the start, in the middle, at the end.
size=$(stat -c %s "$tmp/rsa.pdf")
for at in 20 $((size / 4)) $((size - 20)); do
	flip "$tmp/rsa.pdf" "$at" "$tmp/flipped.pdf"
	case $(pdfsig_of "$tmp/flipped.pdf") in
	*'Signature is Valid'*)
		ok 1 "pdfsig sees a flipped bit at $at"
		;;
	*)
		ok 0 "pdfsig sees a flipped bit at $at"
		;;
	esac
	fails "so does openssl" cms_verifies "$tmp/flipped.pdf"
done

# What cannot be sealed stays as it is, and the reason is told.
refuses() { # FILE PATTERN NAME
	was=$(sha256sum <"$1")
	fails "$3" patchwacht-seal "$1"
	like "$(cat "$tmp/out")" "$2" "and says why"
	is "$(sha256sum <"$1")" "$was" "and the file is as it was"
}
configure_seal rsa
refuses "$tmp/rsa.pdf" '*rsa.pdf: sealed already*' "no second seal"
draw "$tmp/none.pdf"
refuses "$tmp/none.pdf" '*has no room for a seal*' "nor one without room"
cp "$tmp/plain.pdf" "$tmp/left.pdf"
chmod 644 "$ca/rsa.key"
refuses "$tmp/left.pdf" '*rsa.key*' "nor with a key that others read"
chmod 600 "$ca/rsa.key"
cp "$ca/ec.pem" "$ca/other.pem"
cp "$ca/rsa.key" "$ca/other.key"
[ "$(id -u)" -ne 0 ] || chown nobody "$ca/other.key"
configure_seal other
refuses "$tmp/left.pdf" '*not the certificate*' "nor with another's key"
: >"$PATCHWACHT_CONFIG"
refuses "$tmp/left.pdf" '*no section seal*' "nor without a configuration"

# The time, by an authority.
authority
configure_seal rsa "$stamping"
cp "$tmp/plain.pdf" "$tmp/stamped.pdf"
pass "with a time stamp" patchwacht-seal "$tmp/stamped.pdf"
like "$(pdfsig_of "$tmp/stamped.pdf")" '*Signature is Valid*' \
    "pdfsig takes it, too"
pass "as does openssl" cms_verifies "$tmp/stamped.pdf"
openssl cms -cmsout -print -inform DER -in "$tmp/cms" >"$tmp/print"
is "$(grep -c 'object: id-smime-aa-timeStampToken' "$tmp/print")" 1 \
    "the stamp is in the signature"
pass "and is of that signature, by that authority" \
    "$tools/stamp" "$tmp/stamped.pdf" "$ca/ca.pem"
fails "one without a stamp is seen" "$tools/stamp" "$tmp/rsa.pdf" "$ca/ca.pem"
fails "and one by another authority" \
    "$tools/stamp" "$tmp/stamped.pdf" "$ca/ec.crt"
# The last string of bytes before what nobody signed is the signature.
perl -0777 -pe 's/(0482[0-9a-f]{4})(.)(?=[0-9a-f]{250,1100}a182)/
    $1 . ($2 eq "0" ? "1" : "0")/xie' "$tmp/stamped.pdf" >"$tmp/other.pdf"
is "$(cmp -l "$tmp/stamped.pdf" "$tmp/other.pdf" | wc -l)" 1 "another signature"
fails "is not what it stamps" "$tools/stamp" "$tmp/other.pdf" "$ca/ca.pem"
pass "PDF/A and PDF/UA hold with it" \
    perl "$tools/pdfcheck" --sealed "$tmp/stamped.pdf"
authority old
cp "$tmp/plain.pdf" "$tmp/late.pdf"
patchwacht-seal "$tmp/late.pdf" >"$tmp/out" 2>&1
cp "$tmp/plain.pdf" "$tmp/late.pdf"
refuses "$tmp/late.pdf" '*not what was asked for*' "a stamp of another time"
authority broken
refuses "$tmp/late.pdf" '*cannot be read*' "an answer that is none"
authority refuse
refuses "$tmp/late.pdf" '*time stamp of http*' "an authority that is closed"

# The reporter asks for one, and reads no key: as root it could not but by
# patchwacht-seal, which becomes the key's user.
perl "$tools/evidence" >"$tmp/evidence.json"
make_report() { # FILE [OPTIONS]
	file=$1
	shift
	patchwacht-report quarterly --language nl --output "$file" \
	    --from "$tmp/evidence.json" "$@"
}
configure_seal ec
pass "a report is sealed as it is made" make_report "$tmp/made.pdf" --seal
pass "its seal holds" cms_verifies "$tmp/made.pdf"
pass "PDF/A and PDF/UA hold of it" \
    perl "$tools/pdfcheck" --sealed "$tmp/made.pdf"
pdftotext "$tmp/made.pdf" - | tr '\n' ' ' >"$tmp/text"
like "$(cat "$tmp/text")" \
    '*Het zegel van Stichting ec toont of dit bestand na verzegeling is*' \
    "it says whose seal that is, and what it shows"
make_report "$tmp/open.pdf" >"$tmp/out" 2>&1
like "$(pdfsig_of "$tmp/open.pdf")" '*does not contain any signatures*' \
    "unasked there is none"
configure_seal ec 'reports = yes'
make_report "$tmp/always.pdf" >"$tmp/out" 2>&1
like "$(pdfsig_of "$tmp/always.pdf")" '*Signature is Valid*' \
    "but by the configuration"
mv "$ca/ec.key" "$ca/away.key"
echo yesterday >"$tmp/always.pdf"
fails "without the key there is no report" make_report "$tmp/always.pdf"
is "$(cat "$tmp/always.pdf")" yesterday "and what was there stays"
[ ! -e "$tmp/always.pdf.unsealed" ]
ok $? "with nothing beside it"
mv "$ca/away.key" "$ca/ec.key"

pass "the daemon lets the section stand" patchwachtd -n

# A key that no file holds.
hold_in_token() {
	mkdir "$tmp/tokens" || return 1
	printf 'directories.tokendir = %s\nobjectstore.backend = file\n' \
	    "$tmp/tokens" >"$tmp/softhsm.conf"
	SOFTHSM2_CONF=$tmp/softhsm.conf
	export SOFTHSM2_CONF
	softhsm2-util --init-token --free --label seal --pin 4321 --so-pin 8765 &&
	    softhsm2-util --import "$ca/rsa.key" --token seal --label seal \
		--id 01 --pin 4321 || return 1
	printf 4321 >"$ca/pin"
	chmod 644 "$tmp/softhsm.conf"
	chmod 600 "$ca/pin"
	[ "$(id -u)" -ne 0 ] || chown -R nobody "$tmp/tokens" "$ca/pin"
}
if command -v softhsm2-util >/dev/null &&
    ls /usr/lib/*/engines-3/pkcs11.so >/dev/null 2>&1; then
	hold_in_token >"$tmp/out" 2>&1
	ok $? "a key goes into a token"
	cat >"$PATCHWACHT_CONFIG" <<-END
	seal {
		certificate = "$ca/rsa.pem"
		key = "pkcs11:token=seal;object=seal;type=private?pin-source=file:$ca/pin"
		user = "nobody"
	}
	END
	cp "$tmp/plain.pdf" "$tmp/token.pdf"
	pass "the token seals" patchwacht-seal "$tmp/token.pdf"
	pass "as openssl says" cms_verifies "$tmp/token.pdf"
else
	for name in "a key goes into a token" "the token seals" \
	    "as openssl says"; do
		ok 0 "$name # SKIP no softhsm2 or libengine-pkcs11-openssl"
	done
fi
