# SPDX-License-Identifier: Apache-2.0
#
# Certificates, keys, authorities and lists of revoked ones, when they are not
# as they should be: --check names the file and the reason before anything is
# started; a section that has none that can be used is left out, loudly, while
# the others are heard; and with lists of more than one authority, an authority
# that was itself revoked is believed no more.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/ca.sh"
plan 31

port=$own_ports
chain=$((port + 1)) plain=$((port + 2))
ca=$tmp/ca
ca_init
ca_issue server /CN=collector.example.org
ca_issue other /CN=other.example.org
ca_issue old /CN=old.example.org '' 200601000000Z
cp "$ca/ca.pem" "$tmp/root.pem"

# An authority below the first, with a list of its own.
mkdir "$tmp/below"
tmp_before=$tmp
tmp=$tmp/below
ca_init
openssl req -new -key "$tmp/ca/ca.key" -subj /CN=Below -out "$tmp/ca/ca.csr"
printf 'basicConstraints=critical,CA:true\nkeyUsage=keyCertSign,cRLSign\n' \
    >"$tmp/ca/ext"
openssl x509 -req -in "$tmp/ca/ca.csr" -CA "$ca/ca.pem" -CAkey "$ca/ca.key" \
    -set_serial 7777 -days 300 -extfile "$tmp/ca/ext" \
    -out "$tmp/ca/ca.pem" 2>/dev/null
ca_issue sw1 /CN=sw1.example.org
ca_list
tmp=$tmp_before
below=$tmp/below/ca
chmod 755 "$tmp/below"
cat "$below/sw1.pem" "$below/ca.pem" >"$tmp/sw1.pem"
ca_list
cat "$ca/crl.pem" "$below/crl.pem" >"$tmp/both.pem"

start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet

configure() { # CERTIFICATE KEY CA CRL
	cat >"$tmp/listen.conf" <<-EOF
	listen "spoilt" {
		tls = { "127.0.0.1:$port" }
		certificate_file = "$1"
		key_file = "$2"
	}
	listen "chain" {
		tls = { "127.0.0.1:$chain" }
		certificate_file = "$ca/server.pem"
		key_file = "$ca/server.key"
		ca_file = "$3"
		crl_file = "$4"
	}
	listen "plain" { tcp = { "127.0.0.1:$plain" } }
	poll { enabled = no }
	alert { interval = "1 s" }
	EOF
	cat "$tmp/head.conf" "$tmp/listen.conf" >"$PATCHWACHT_CONFIG"
}
cp "$PATCHWACHT_CONFIG" "$tmp/head.conf"

check() {
	patchwachtd --check
}
configure "$ca/server.pem" "$ca/server.key" "$tmp/root.pem" "$tmp/both.pem"
pass "all is well" check
configure "$ca/server.pem" "$tmp/none.key" "$tmp/root.pem" "$tmp/both.pem"
fails "a key that is not there" check
like "$(cat "$tmp/out")" "*$tmp/none.key*" "is named"
configure "$ca/server.pem" "$ca/other.key" "$tmp/root.pem" "$tmp/both.pem"
fails "one that is of another" check
like "$(cat "$tmp/out")" "*$ca/other.key: does not fit the certificate*" \
    "and the reason"
configure "$ca/old.pem" "$ca/old.key" "$tmp/root.pem" "$tmp/both.pem"
fails "a certificate that has run out" check
like "$(cat "$tmp/out")" "*$ca/old.pem: has run out*" "and the reason"
echo 'no certificate' >"$tmp/empty.pem"
configure "$ca/server.pem" "$ca/server.key" "$tmp/empty.pem" "$tmp/both.pem"
fails "authorities that are none" check
like "$(cat "$tmp/out")" "*$tmp/empty.pem: no certificates of a CA*" \
    "and the reason"
configure "$ca/server.pem" "$ca/server.key" "$tmp/root.pem" "$tmp/empty.pem"
fails "a list that is none" check
like "$(cat "$tmp/out")" "*$tmp/empty.pem: not a list of revoked ones*" \
    "and the reason"

# One section without a key.
configure "$ca/server.pem" "$tmp/none.key" "$tmp/root.pem" "$tmp/both.pem"
log=$tmp/log
patchwachtd --verbose 2>"$log" &
daemon=$!
at_exit "kill $daemon; wait $daemon"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon starts, though one section has no key"
wait_for 10 grep -q 'listen "spoilt": not listened to over TLS' "$log"
ok $? "and says which is left out"
is_heard() { # TEXT
	[ "$(sql "SELECT count(*) FROM patchwacht.message
	    WHERE text LIKE '%$1%'")" -ge 1 ]
}
echo '<14>app: plainly' | timeout 5 nc -q 1 127.0.0.1 "$plain" 2>/dev/null ||
    perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(
        "127.0.0.1:$ARGV[0]"); print $s "<14>app: plainly\n"' "$plain"
wait_for 10 is_heard plainly
ok $? "others are heard"
say() { # TEXT [PORT]
	{ echo "<14>app: $1"; sleep 0.3; } | timeout 10 openssl s_client -quiet \
	    -no_ign_eof -connect "127.0.0.1:${2-$chain}" -cert "$tmp/sw1.pem" \
	    -key "$below/sw1.key" -cert_chain "$below/ca.pem" \
	    >/dev/null 2>&1
}
say 'one below another'
wait_for 10 is_heard 'one below another'
ok $? "with the certificate of an authority below"
wait_for 10 sh -c "[ -n \"\$(psql -XAtq -h '$home/db/run' -d patchwacht -c \"
    SELECT 1 FROM patchwacht.loss WHERE reason='expiry'
    AND listener LIKE '%spoilt%'\")\" ]"
ok $? "what is left out is on record"
refused() { # WHAT
	[ "$(sql "SELECT count(*) FROM patchwacht.loss
	    WHERE listener='$1'")" -ge 1 ]
}
sent_away() { # within five seconds
	perl -MIO::Socket::INET -e '
	    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit;
	    alarm 5; exit(sysread($s, $x, 1) ? 1 : 0)' "$port"
}
pass "who knocks there is sent away, and keeps what it has" sent_away
wait_for 10 refused 'no certificate of ours'
ok $? "which is counted"
shown() {
	patchwacht status --json | grep -q \
	    '"rule": "certificate_expires",.*"spoilt.*: not listened to over TLS'
}
wait_for 30 shown
ok $? "it is an alert, and status shows it"
listed() {
	patchwacht alert list | grep -q certificate_expires
}
wait_for 30 listed
ok $? "as the alerts do"

# The key is there again; the list of the authority above is not.
configure "$ca/server.pem" "$ca/server.key" "$tmp/root.pem" "$below/crl.pem"
kill -HUP "$daemon"
wait_for 10 grep -q 'no list of revoked ones of CN=Authority' "$log"
ok $? "a list that is missing is told at once"
wait_for 10 grep -q 'read again, in use' "$log"
is_let_in() {
	say 'let in after all' "$port"
	is_heard 'let in after all'
}
wait_for 20 is_let_in
ok $? "with its key, the section is heard"
say 'with the list of one'
wait_for 10 is_heard 'with the list of one'
ok $? "with the list of one authority, only its own are looked up"

# The authority below is revoked by the one above.
openssl x509 -in "$below/ca.pem" -out "$ca/below.pem"
ca_revoke below
ca_list
cat "$ca/crl.pem" "$below/crl.pem" >"$tmp/both.pem"
configure "$ca/server.pem" "$ca/server.key" "$tmp/root.pem" "$tmp/both.pem"
kill -HUP "$daemon"
is_refused_now() {
	say 'after that'
	refused 'certificate revoked'
}
wait_for 20 is_refused_now
ok $? "an authority that was revoked is believed no more"
like "$(cat "$log")" '*certificate revoked*' "which the log says"

# Lists of two, and none of the one in between.
mkdir "$tmp/elsewhere"
tmp=$tmp_before/elsewhere
ca_init
openssl req -x509 -key "$tmp/ca/ca.key" -subj /CN=Elsewhere -days 300 \
    -out "$tmp/ca/ca.pem" 2>/dev/null
ca_list
tmp=$tmp_before
cat "$ca/crl.pem" "$tmp/elsewhere/ca/crl.pem" >"$tmp/both.pem"
kill -HUP "$daemon"
is_missing_now() {
	say 'without a list'
	refused 'no list of revoked ones of CN=Below'
}
wait_for 20 is_missing_now
ok $? "with lists of others, one that is missing is named"
! is_heard 'without a list'
ok $? "and nothing is taken"

# A list that runs out within a quarter of its time.
openssl ca -config "$ca/conf" -gencrl -crl_lastupdate \
    "$(date -u -d '-9 days' +%y%m%d%H%M%SZ)" -crl_nextupdate \
    "$(date -u -d '+1 days' +%y%m%d%H%M%SZ)" -out "$ca/crl.pem" 2>/dev/null
configure "$ca/server.pem" "$ca/server.key" "$tmp/root.pem" "$ca/crl.pem"
pass "a list that runs out tomorrow is no fault" check
like "$(cat "$tmp/out")" \
    "*list of revoked ones of CN=Authority ($ca/crl.pem) runs out*" \
    "and is warned about"
kill "$daemon"
wait "$daemon"
ok $? "the daemon stops when told to"
