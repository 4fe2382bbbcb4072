#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A sealed report with its bundle, from the database: what the register and the
# audit trail remember of both is what the files are.
. "$(dirname "$0")/lib.sh"

command -v openssl >/dev/null || skip_all "openssl is not installed"
plan 7

start_db || {
	echo "Bail out! no database"
	exit 1
}
patchwacht init --name School --quiet
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj '/CN=Test' \
    -keyout "$tmp/seal.key" -out "$tmp/seal.pem" >"$tmp/openssl.log" 2>&1
chmod 600 "$tmp/seal.key"
[ "$(id -u)" -ne 0 ] || chown nobody "$tmp/seal.key"
cat >>"$PATCHWACHT_CONFIG" <<END
seal {
	certificate = "$tmp/seal.pem"
	key = "$tmp/seal.key"
	user = "nobody"
}
END
sha256() { # FILE
	sha256sum <"$1" | cut -d ' ' -f 1
}

pass "a sealed report and its bundle are made" patchwacht report quarterly \
    --period "$(date +%YQ)$((($(date +%-m) + 2) / 3))" --seal \
    --output "$tmp/report.pdf" --bundle "$tmp/bundle.pdf"
unsealed=$(sed -n 's/.*report.pdf.unsealed: sealed; .* before \([0-9a-f]*\),.*/\1/p' \
    "$tmp/out")
is "$(sql "SELECT encode(pdf_sha256,'hex') FROM report")" \
    "$(sha256 "$tmp/report.pdf")" "the register has the hash of the sealed file"
patchwacht audit list --action report.issue --json >"$tmp/trail"
like "$(cat "$tmp/trail")" "*\"unsealed_sha256\": \"${unsealed:-none}\"*" \
    "the audit trail that of the unsealed one"
like "$(cat "$tmp/trail")" "*\"manifest_sha256\": \
\"$(sha256 "$tmp/bundle/manifest.json")\"*" "and that of the bundle's manifest"
like "$(cat "$tmp/trail")" '*"seal": "Test"*' "and whose seal it is"
pass "the bundle verifies" patchwacht evidence verify "$tmp/bundle" \
    --ca "$tmp/seal.pem"
is "$(sha256 "$tmp/bundle/report.pdf")" "$(sha256 "$tmp/report.pdf")" \
    "it holds the report as it was issued"
