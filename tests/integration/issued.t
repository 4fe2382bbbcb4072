#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A sealed report with its bundle, from the database: what the register and the
# audit trail remember of both is what the files are. Another bundle is made by the
# report's number, later, of the same bytes; all of it goes when its time is over.
. "$(dirname "$0")/lib.sh"

command -v openssl >/dev/null || skip_all "openssl is not installed"
plan 38

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

patchwacht device add ap-00:1a:2b:3c:4d:5e 192.0.2.9 --quiet
patchwacht device add ap-001a.2b3c.4d5f 192.0.2.10 --quiet
pass "a sealed report and its bundle are made" patchwacht report quarterly \
    --period "$(date +%YQ)$((($(date +%-m) + 2) / 3))" --seal \
    --output "$tmp/report.pdf" --bundle "$tmp/bundle.pdf"
unsealed=$(sed -n 's/.*report.pdf[.0-9]*.unfinished.unsealed: sealed; .* before \([0-9a-f]*\),.*/\1/p' \
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

# Text of a PDF is packed, and a column may be narrower than a name.
pdftotext "$tmp/bundle.pdf" "$tmp/pages.txt"
pdftotext "$tmp/report.pdf" - | tr -d ' \n' >"$tmp/issued.words"
tr -d ' \n' <"$tmp/pages.txt" >"$tmp/pages.words"
is "$(grep -rlaiE '3c:4d:5[ef]|2b3c[.]4d5[ef]' \
    "$tmp/report.evidence.json" "$tmp/bundle" "$tmp/pages.words" \
    "$tmp/issued.words")" '' "no MAC address stands in it"
like "$(cat "$tmp/issued.words")" '*ap-00:1a:2b:\[*' \
    "where the report names a device that is named by one"
is "$(grep -oE '"ap-00:1a:2b:\[[0-9a-f]{6}\]"|"ap-001a[.]2b\[[0-9a-f]{6}\]"' \
    "$tmp/report.evidence.json" | sort -u | wc -l)" 2 \
    "but who made each, and which is which"
like "$(tr '\n' ' ' <"$tmp/pages.txt")" '*MAC-adressen*niet volledig*' \
    "as the bundle says"

# By its number, of what it was frozen from.
number=$(sql "SELECT number FROM report")
fails "of a report that was never issued" patchwacht evidence bundle PM-1999Q1
like "$(cat "$tmp/out")" '*PM-1999Q1: was not issued*' "there is none"
cp "$tmp/report.evidence.json" "$tmp/evidence.kept"
sed 's/School/Schuld/' "$tmp/evidence.kept" >"$tmp/report.evidence.json"
fails "nor of evidence that is another since" patchwacht evidence bundle \
    "$number" --output "$tmp/other.pdf"
like "$(cat "$tmp/out")" '*its evidence is not the one that it was issued with*' \
    "which is said"
cp "$tmp/evidence.kept" "$tmp/report.evidence.json"
[ ! -e "$tmp/other.pdf" ]
ok $? "and nothing is made"
before=$(sha256 "$tmp/report.pdf")
pass "a bundle by the report's number" patchwacht evidence bundle "$number" \
    --seal
pass "stands beside it, and verifies" patchwacht evidence verify \
    "$tmp/report.bundle" --ca "$tmp/seal.pem"
is "$(sha256 "$tmp/report.bundle/report.pdf") $(sha256 "$tmp/report.pdf")" \
    "$before $before" "with the report as it was issued and sealed"
is "$(sql 'SELECT count(*) FROM report')" 1 "nothing else is issued"
like "$(patchwacht audit list --action report.bundle --json)" \
    "*\"manifest_sha256\": \"$(sha256 "$tmp/report.bundle/manifest.json")\"*" \
    "the audit trail has that manifest"
fails "no bundle is put over it" patchwacht evidence bundle "$number"
pass "but where one wants it" patchwacht evidence bundle "$number" \
    --language "$(sql 'SELECT language FROM report')" --output "$tmp/third.pdf"
echo mine >"$tmp/third/notes.txt"
pass "one of another report" cp -r "$tmp/bundle" "$tmp/fourth"

# With a template of one's own, which has moved since.
shipped=$srcdir/templates/reports/quarterly.nl.md
cp "$shipped" "$tmp/moved.md"
pass "with the template that it was issued with, wherever that is" \
    patchwacht evidence bundle "$number" --template "$tmp/moved.md" \
    --output "$tmp/moved.pdf"
echo >>"$tmp/moved.md"
fails "and with no other" patchwacht evidence bundle "$number" \
    --template "$tmp/moved.md" --output "$tmp/other.pdf"
like "$(cat "$tmp/out")" '*its template is not the one*' "which is said"

# Where it cannot be written down that it was made, it was not.
sql "CREATE FUNCTION no_bundle() RETURNS trigger LANGUAGE plpgsql AS
    \$\$ BEGIN RAISE 'no room for it'; END \$\$;
    CREATE TRIGGER no_bundle BEFORE INSERT ON change FOR EACH ROW
    WHEN (NEW.action LIKE 'report.%') EXECUTE FUNCTION no_bundle()" \
    -U patchwacht_owner
fails "a bundle that is not recorded" patchwacht evidence bundle "$number" \
    --output "$tmp/lost.pdf"
is "$(find "$tmp" -name 'lost*')" '' "is not there"
fails "nor a report with one" patchwacht report quarterly \
    --period "$(date +%YQ)$((($(date +%-m) + 2) / 3))" \
    --output "$tmp/lost.pdf" --bundle "$tmp/lost-b.pdf"
is "$(find "$tmp" -name 'lost*')" '' "of which nothing is left"
sql 'DROP TRIGGER no_bundle ON change; DROP FUNCTION no_bundle()' \
    -U patchwacht_owner

# When the report's time is over.
pass "nothing is over yet" patchwacht report due
[ -e "$tmp/report.pdf" ] && [ -e "$tmp/report.bundle.pdf" ]
ok $? "all of it is there"
sql "ALTER TABLE report DISABLE TRIGGER USER;
    UPDATE report SET made=made-interval '4 years'" -U patchwacht_owner \
    >/dev/null
pass "its time is over" patchwacht report due
is "$(cd "$tmp" && find . -path ./home -prune -o \( -name 'report*' -o \
    -name 'bundle*' -o -name 'third*' \) -print |
    sort | tr '\n' ' ')" './fourth/report.pdf ./third ' \
    "then the report goes, and each bundle of it"
is "$(ls "$tmp/third")" notes.txt "what somebody added stays"
like "$(cat "$tmp/out")" '*third: stays, as somebody added to it*' "and is said"
fails "no bundle is made of it any more" patchwacht evidence bundle "$number"
