#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Reports reach those who shall have them, and nobody else. Mails carry the
# document where its classification and the line allow that: to a server whose
# certificate is checked, never to one that strips STARTTLS, and over an open
# line only what is public; else a notice says where it lies. A server that is
# away costs time and no mail; a daemon that is killed sends none twice. Where a
# service provider patches and reports, the CISO gets the anchors from us.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/integration/ca.sh
. "$srcdir/tests/integration/ca.sh"
plan 42

ca_init
ca_issue mail /CN=localhost 'DNS:localhost'
ca_issue other /CN=mail.example.org 'DNS:mail.example.org'
owner() {
	sql "$1" -U patchwacht_owner
}
start_db || exit 1
pass "an organisation" patchwacht init --name Zonneveld
pass "its board gets the report" patchwacht schedule add bestuur \
    --kind quarterly --language nl --mail bestuur@example.org \
    --mail raad@example.org --folder bestuur --bundle
owner "ALTER TABLE tenant DISABLE TRIGGER USER;
    UPDATE tenant SET created=date_trunc('quarter',now())-interval '20 d';
    UPDATE schedule SET since=date_trunc('quarter',now())-interval '20 d'"
number=$(owner "SELECT to_char(date_trunc('quarter',now())-interval '1 d',
    '\"PM-\"YYYY\"Q\"Q')")
reports=$home/reports
pass "it is made" patchwacht report due
is "$(owner 'SELECT count(*) FROM report')" 1 \
    "once, though two schedules ask for it"
is "$(owner "SELECT string_agg(kind||' '||recipient,', ' ORDER BY kind,recipient)
    FROM delivery")" \
    "folder bestuur/$number.nl.bundle.pdf, folder bestuur/$number.nl.pdf, mail bestuur@example.org, mail raad@example.org" \
    "for all who get it"
pass "it lies in their folder" cmp "$reports/$number.nl.pdf" \
    "$reports/bestuur/$number.nl.pdf"
is "$(stat -c %a "$reports/bestuur/$number.nl.pdf")" 600 "readable by its owner"
pass "with its bundle, which no mail has" cmp "$reports/$number.nl.bundle.pdf" \
    "$reports/bestuur/$number.nl.bundle.pdf"
like "$(patchwacht audit list --action report.bundle --json)" \
    "*\"bundle_sha256\": \"$(sha256sum <"$reports/$number.nl.bundle.pdf" |
	cut -d ' ' -f 1)\"*" "by the hash that the trail has"

# The servers, and which of them the daemon speaks to.
for mode in open tls starttls no-starttls strange; do
	case $mode in
	open) start_background "$srcdir/tests/fleet/postbox" "$tmp/$mode" open ;;
	strange) start_background "$srcdir/tests/fleet/postbox" "$tmp/$mode" \
	    tls "$tmp/ca/other.pem" "$tmp/ca/other.key" ;;
	*) start_background "$srcdir/tests/fleet/postbox" "$tmp/$mode" $mode \
	    "$tmp/ca/mail.pem" "$tmp/ca/mail.key" ;;
	esac >"$tmp/port.$mode"
	wait_for 10 grep -q . "$tmp/port.$mode" || exit 1
done
log=$tmp/log
cp "$PATCHWACHT_CONFIG" "$tmp/plain.conf"
speak_to() { # MODE URL [OPTION]
	{
		cat "$tmp/plain.conf"
		echo 'poll { enabled = no }
verify { interval = "1 h" }
alert { interval = "1 s" }'
		echo "mail { server = \"$2localhost:$(cat "$tmp/port.$1")\""
		echo "from = \"p@example.org\" ca_file = \"$tmp/ca/ca.pem\" $3 }"
	} >"$PATCHWACHT_CONFIG"
	: >"$log"
	patchwachtd --verbose 2>>"$log" &
	pid=$!
	wait_for 40 grep -q 'ready: ' "$log"
}
at_exit '[ -z "$pid" ] || kill $pid'
quiet() {
	kill "$pid"
	wait "$pid"
	pid=
}
again() { # all of them once more
	owner "UPDATE delivery SET sent=NULL,withheld=NULL,next_try=now(),
	    attempts=0,last_error=NULL WHERE kind<>'folder'"
}
waiting() { # NUMBER
	[ "$(owner "SELECT count(*) FROM delivery WHERE sent IS NULL")" = "$1" ]
}
tried() { # where a server is away, one finds that out for all
	[ "$(owner "SELECT count(*) FROM delivery WHERE last_error IS NOT NULL")" \
	    -gt 0 ]
}

speak_to no-starttls smtp:// 'starttls = yes'
wait_for 30 tried
ok $? "a server without STARTTLS is tried"
waiting 2
ok $? "and gets nothing"
like "$(owner "SELECT max(last_error) FROM delivery")" '*STARTTLS*' "why is kept"
is "$(find "$tmp/no-starttls" -name '*.eml' | wc -l)" 0 "no mail is there"
quiet
again
speak_to strange smtps:// ''
wait_for 30 tried
ok $? "one with another's certificate is tried"
like "$(owner "SELECT max(last_error) FROM delivery")" '*certificate*' \
    "and gets nothing"
is "$(find "$tmp/strange" -name '*.eml' | wc -l)" 0 "no mail is there"
quiet
again
touch "$tmp/starttls/later"
speak_to starttls smtp:// 'starttls = yes'
wait_for 30 tried
rm "$tmp/starttls/later"
ok $? "one that says not now is tried again"
quiet
owner "UPDATE delivery SET next_try=now() WHERE kind<>'folder'"
speak_to starttls smtp:// 'starttls = yes'
wait_for 40 waiting 0
ok $? "later, over STARTTLS, both go"
is "$(find "$tmp/starttls" -name '*.eml' | wc -l)" 2 "once each"
cmp "$tmp/starttls/1.pdf" "$reports/$number.nl.pdf" &&
    cmp "$tmp/starttls/2.pdf" "$reports/$number.nl.pdf"
ok $? "with the document, byte for byte"
like "$(cat "$tmp/starttls/1.body")" \
    "*Zonneveld: rapport $number, versie 1.0*Classificatie*SHA-256 van de PDF*" \
    "and what is said of it"
is "$(sed -n 's/^Message-ID: //p' "$tmp"/starttls/*.eml | sort | uniq -d)" '' \
    "no mail has another's name"
is "$(owner 'SELECT count(*) FROM document')" 0 \
    "the database keeps no document that nobody waits for"
quiet

# The same over an open line, for each classification.
with_document() {
	owner "INSERT INTO document SELECT tenant_id,report_id,'%PDF x' FROM report"
	again
}
with_document
speak_to open smtp:// ''
wait_for 40 waiting 0
ok $? "over an open line"
is "$(find "$tmp/open" -name '*.pdf' | wc -l)" 0 "nothing confidential goes"
like "$(cat "$tmp/open/1.body")" \
    "*zit niet bij dit bericht: de*lijn*Bestand*$reports/$number.nl.pdf*" \
    "but where it lies, and why it does not"
is "$(owner "SELECT string_agg(DISTINCT withheld,' ') FROM delivery")" open_line \
    "which is kept"
owner "UPDATE delivery SET detail=detail||'{\"_secrecy\":\"open\"}'"
with_document
wait_for 40 waiting 0
is "$(find "$tmp/open" -name '*.pdf' | wc -l)" 2 "what is public goes"
quiet
rm -f "$tmp"/tls/*
owner "UPDATE delivery SET detail=detail||'{\"_secrecy\":\"secret\"}'"
with_document
speak_to tls smtps:// ''
wait_for 40 waiting 0
is "$(find "$tmp/tls" -name '*.eml' | wc -l) $(find "$tmp/tls" -name '*.pdf' |
    wc -l)" '2 0' "what is Geheim never, not even over TLS"
like "$(cat "$tmp/tls/1.body")" '*wat Geheim is, wordt niet gemaild*' \
    "as is said"
quiet

# Killed between sending and marking: the same again, under the same name.
owner "UPDATE delivery SET detail=detail||'{\"_secrecy\":\"confidential\"}'"
rm -f "$tmp"/tls/*
touch "$tmp/tls/cut"
with_document
speak_to tls smtps:// ''
wait_for 30 test -e "$tmp/tls/2.eml"
kill -9 "$pid"
wait "$pid" 2>/dev/null
rm "$tmp/tls/cut"
owner "UPDATE delivery SET next_try=now() WHERE kind<>'folder'"
speak_to tls smtps:// ''
wait_for 40 waiting 0
ok $? "after a crash they go again"
is "$(sed -n 's/^Message-ID: //p' "$tmp"/tls/*.eml | sort -u | wc -l)" 2 \
    "under the names that they had"
quiet
owner "UPDATE delivery SET sent=NULL,created=now()-interval '8 d',next_try=now()
    WHERE recipient='raad@example.org'"
touch "$tmp/tls/later"
speak_to tls smtps:// ''
dropped() {
	[ "$(owner 'SELECT count(*) FROM delivery WHERE dropped IS NOT NULL')" = 1 ]
}
wait_for 40 dropped
ok $? "one that nobody takes for a week is given up, and is known"
rm "$tmp/tls/later"

# A service provider, and a classification that is Geheim from the start.
pass "a provider patches and reports" patchwacht init --service-provider \
    'Beheer NV' --classification geheim --reason 'uitbesteed'
pass "the CISO has a channel" patchwacht channel add ciso \
    --mail ciso@example.org --to ciso
owner "DELETE FROM scheduled; DELETE FROM delivery; DELETE FROM report"
rm -rf "$tmp"/tls/* "$reports"/*.bundle "$reports"/*.bundle.pdf
pass "the report" patchwacht report due
is "$(owner 'SELECT count(*) FROM document')" 0 "stays out of the database"
wait_for 40 waiting 0
ok $? "three mails go"
anchors=$(grep -l '^To: .*' "$tmp"/tls/*.eml | while read -r mail; do
	grep -q 'ciso@example.org' "$mail" && echo "$mail"
done)
like "$(cat "${anchors%.eml}.body")" '*Beheer NV voert de patches uit*' \
    "one to the CISO, that says why"
pass "its anchors hold" verifies_but "report/$number.nl" \
    --anchors "${anchors%.eml}.txt"
is "$(jq .trail.anchors "$tmp/verified")" 2 "both"
pdftotext -layout "$reports/$number.nl.pdf" - >"$tmp/text"
like "$(cat "$tmp/text")" '*Beheer NV, die ook de patches uitvoert*' \
    "the report says who drew it up"
quiet
