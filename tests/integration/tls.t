# SPDX-License-Identifier: Apache-2.0
#
# Who sends over TLS is who the certificate says, whatever its address and the
# name in its messages. A certificate that is missing, has run out, is revoked
# or of nobody that we know is sent away, with the reason in the log. Our own
# changes without a connection being lost; one that is revoked meanwhile ends.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/ca.sh"
plan 36

port=$own_ports
relp=$((port + 1)) open=$((port + 2)) pinned=$((port + 3))
ca=$tmp/ca
ca_init
ca_issue server /CN=collector.example.org DNS:collector.example.org
ca_issue sw1 /CN=anything DNS:core-sw1.example.org
ca_issue relay /CN=relay.example.org
ca_issue old /CN=old.example.org '' 200601000000Z
ca_issue bad /CN=bad.example.org
ca_issue later /CN=later.example.org
ca_self stranger /CN=stranger
ca_self pin /CN=printer7
ca_revoke bad
ca_list
fingerprint=$(openssl x509 -in "$ca/pin.pem" -noout -fingerprint -sha256 |
    sed 's/.*=//')
start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet
pass "a device" patchwacht device add core-sw1 192.0.2.1
pass "and one that a relay speaks for" patchwacht device add edge7 192.0.2.7
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "certified" {
	tls = { "127.0.0.1:$port" }
	relp_tls = { "127.0.0.1:$relp" }
	certificate_file = "$ca/server.pem"
	key_file = "$ca/server.key"
	ca_file = "$ca/ca.pem"
	crl_file = "$ca/crl.pem"
	relays = { "relay.example.org" }
	handshake_deadline = "1 s"
}
listen "anyone" {
	tls = { "127.0.0.1:$open" }
	tcp = { "127.0.0.1:$open" }
	certificate_file = "$ca/server.pem"
	key_file = "$ca/server.key"
}
listen "listed" {
	tls = { "127.0.0.1:$pinned" }
	certificate_file = "$ca/server.pem"
	key_file = "$ca/server.key"
	fingerprints = { "$fingerprint" }
}
poll { enabled = no }
EOF
sed -i "s/^	tcp = .*$open.*//" "$PATCHWACHT_CONFIG"
log=$tmp/log
patchwachtd --verbose 2>"$log" &
daemon=$!
at_exit "kill $daemon; wait $daemon"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon is ready: it reads keys that its listener may not"

# say PORT [OPTION...]: sends its input, prints what comes back. The input stays
# open for a moment, since s_client hangs up at its end.
say() {
	to=$1
	shift
	{ cat; sleep 0.3; } | timeout 10 openssl s_client -quiet -no_ign_eof \
	    -connect "127.0.0.1:$to" -CAfile "$ca/ca.pem" "$@" 2>"$tmp/said"
}
as() { # NAME: the options of its certificate
	echo "-cert $ca/$1.pem -key $ca/$1.key"
}
row() { # APP
	sql "SELECT transport,coalesce(certificate,'-'),coalesce(d.name,'-'),text
	    FROM patchwacht.message m LEFT JOIN patchwacht.device d
	    USING(tenant_id,device_id) WHERE app='$1'"
}
is_there() { # APP
	[ -n "$(row "$1")" ]
}
refused() { # COUNT WHAT
	[ "$(sql "SELECT coalesce(sum(count),0) FROM patchwacht.loss
	    WHERE listener='$2'")" -ge "$1" ]
}

# shellcheck disable=SC2046 # options are words
echo '<14>Jan  5 10:11:12 liar one: x' | say "$port" $(as sw1) -tls1_3
wait_for 10 is_there one
is "$(row one)" 'tls|core-sw1.example.org|core-sw1|x' \
    "TLS 1.3: the certificate says who it is"
# shellcheck disable=SC2046
printf '14 <14>two: x y z' | say "$port" $(as sw1) -tls1_2
wait_for 10 is_there two
is "$(row two)" 'tls|core-sw1.example.org|core-sw1|x y z' \
    "TLS 1.2, and octets that are counted"
# shellcheck disable=SC2046
echo '<14>Jan  5 10:11:12 edge7.example.org three: x' | say "$port" $(as relay)
wait_for 10 is_there three
is "$(row three)" 'tls|relay.example.org|edge7|x' \
    "a trusted relay says whose message it is"
# shellcheck disable=SC2046
printf '1 open 0\n2 syslog 11 <14>four: x\n3 close 0\n' |
    say "$relp" $(as sw1) >"$tmp/answer"
like "$(cat "$tmp/answer")" '*2 rsp 6 200 OK*3 rsp 0*' "RELP over TLS"
wait_for 10 is_there four
is "$(row four)" 'relp_tls|core-sw1.example.org|core-sw1|x' \
    "and who it is, here, too"
echo '<14>five: x' | say "$open"
wait_for 10 is_there five
is "$(row five)" 'tls|-|-|x' "without a certificate where none is asked for"
# shellcheck disable=SC2046
echo '<14>six: x' | say "$pinned" $(as pin)
wait_for 10 is_there six
is "$(row six)" 'tls|printer7|-|x' "a listed fingerprint needs no authority"
patchwacht report monthly --period "$(this_month)" --language en \
    --output "$tmp/month.pdf" --evidence "$tmp/month.json" >"$tmp/out"
like "$(tr -d ' \n' <"$tmp/month.json")" "*\"protected\":$(sql "SELECT count(*)
    FROM message WHERE transport LIKE '%tls'"),*" \
    "a report counts both as protected"
echo '<14>seven: x' | say "$port" -tls1_1 -cipher 'ALL:@SECLEVEL=0'
ok $((! $?)) "TLS 1.1 is too old"

# Sent away. With TLS 1.3 the sender may believe that its handshake went well.
echo '<14>no: x' | say "$port"
wait_for 10 refused 1 'peer did not return a certificate'
ok $? "no certificate: sent away, and counted"
# shellcheck disable=SC2046
echo '<14>no: x' | say "$port" $(as old)
wait_for 10 refused 1 'certificate has expired'
ok $? "one that has run out, too"
like "$(cat "$log")" '*127.0.0.1: certificate has expired: /CN=old.example.org*' \
    "and the log says whose"
# shellcheck disable=SC2046
echo '<14>no: x' | say "$port" $(as bad)
wait_for 10 refused 1 'certificate revoked'
ok $? "one that is revoked"
# shellcheck disable=SC2046
echo '<14>no: x' | say "$port" $(as stranger)
# shellcheck disable=SC2046
echo '<14>no: x' | say "$pinned" $(as stranger)
wait_for 10 refused 2 'self-signed certificate'
ok $? "of no authority, and not listed"
perl -MIO::Socket::INET -e '
    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
    alarm 10; <$s>' "$port"
wait_for 10 refused 1 'handshake not ended'
ok $? "who says nothing is not waited for"
printf '<14>no: x\n' | perl -MIO::Socket::INET -e '
    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
    print $s <STDIN>; alarm 10; 1 while <$s>' "$port"
is "$(row no)" '' "nothing of them is kept"

# Through changes of our own certificate, under load, over one connection.
mkfifo "$tmp/line"
# shellcheck disable=SC2046
openssl s_client -quiet -connect "127.0.0.1:$port" $(as sw1) \
    -CAfile "$ca/ca.pem" <"$tmp/line" 2>/dev/null &
at_exit "kill $!"
exec 3>"$tmp/line"
echo '<14>eight: before' >&3
wait_for 10 is_there eight
mkfifo "$tmp/flood"
# shellcheck disable=SC2046
openssl s_client -quiet -no_ign_eof -connect "127.0.0.1:$port" $(as later) \
    -CAfile "$ca/ca.pem" <"$tmp/flood" 2>/dev/null &
flooding=$!
perl -e '$| = 1; for (1 .. 20000) { print "<14>flood: number=$_\n";
    select undef, undef, undef, 0.001 if $_ % 10 == 0 }
    sleep 1' >"$tmp/flood" &
at_exit "kill $! $flooding"
shown() { # the subject that we show
	openssl s_client -connect "127.0.0.1:$open" </dev/null 2>/dev/null |
	    openssl x509 -noout -subject
}
reloads() {
	[ "$(grep -c 'read again, in use' "$log")" -ge "$1" ]
}
for n in 1 2 3; do
	ca_issue "next$n" "/CN=collector$n.example.org"
	cp "$ca/next$n.key" "$ca/server.key"
	cp "$ca/next$n.pem" "$ca/server.pem"
	kill -HUP "$daemon"
	wait_for 10 reloads "$n"
	like "$(shown)" "*collector$n.example.org" "certificate $n is shown"
done
echo '<14>nine: after' >&3
wait_for 10 is_there nine
is "$(row nine)" 'tls|core-sw1.example.org|core-sw1|after' \
    "a connection outlives three changes"
wait "$flooding"
has_flood() {
	[ "$(sql "SELECT count(DISTINCT text) FROM patchwacht.message
	    WHERE app='flood'")" = 20000 ]
}
wait_for 20 has_flood
ok $? "and nothing of what came meanwhile is lost"

# What cannot be used is refused, and what is in use stays.
refuses() {
	[ "$(grep -c 'refused, the one before stays' "$log")" -ge "$1" ]
}
cp "$ca/sw1.key" "$ca/server.key"
kill -HUP "$daemon"
wait_for 10 refuses 1
like "$(cat "$log")" '*server.key: does not fit the certificate*' \
    "a key of another certificate is refused"
cp "$ca/next3.key" "$ca/server.key"
chmod 644 "$ca/server.key"
kill -HUP "$daemon"
wait_for 10 refuses 2
like "$(cat "$log")" '*server.key: mode 0644 lets others in, refused*' \
    "so is one that others may read"
chmod 600 "$ca/server.key"
cp "$ca/old.pem" "$ca/server.pem"
cp "$ca/old.key" "$ca/server.key"
kill -HUP "$daemon"
wait_for 10 refuses 3
like "$(cat "$log")" '*server.pem: has run out*' "and one that has run out"
# Its second time is no time; nobody checks the signature of our own.
openssl x509 -in "$ca/next3.pem" -outform DER |
    perl -0777 -pe '$n = 0; s/\d{12}(?=Z)/$n++ == 1 ? "no time here" : $&/ge' |
    openssl x509 -inform DER -out "$ca/server.pem"
cp "$ca/next3.key" "$ca/server.key"
kill -HUP "$daemon"
wait_for 10 refuses 4
like "$(cat "$log")" '*server.pem: its end cannot be read*' \
    "and one whose end is no time"
like "$(shown)" "*collector3.example.org" "the one before is still shown"
echo '<14>ten: still' >&3
wait_for 10 is_there ten
ok $? "and the connection still there"

# Ten days to go; and sw1 is revoked while it is connected.
ca_issue soon /CN=soon.example.org '' \
    "$(date -u -d '+10 days' +%y%m%d%H%M%SZ)"
cp "$ca/soon.pem" "$ca/server.pem"
cp "$ca/soon.key" "$ca/server.key"
ca_revoke sw1
ca_list
kill -HUP "$daemon"
wait_for 10 reloads 4
like "$(cat "$log")" '*listen "certified": certificate of * runs out 20*' \
    "a certificate with ten days to go is warned about"
is_marked() {
	[ "$(sql "SELECT count(*) FROM patchwacht.loss WHERE reason='expiry'
	    AND listener LIKE 'listen \"certified\": certificate of%runs out%'")" \
	    -gt 0 ]
}
wait_for 10 is_marked
ok $? "in the database, too"
wait_for 10 refused 1 'certificate no longer believed'
ok $? "who is revoked while connected is sent away"
exec 3>&-
# The one that reads hostile bytes dies; the next is handed the same key, though
# the files are gone by then.
mv "$ca/server.key" "$ca/away.key"
kill -9 "$(pgrep -P "$daemon" -f 'role listen')"
again() {
	echo '<14>eleven: x' | say "$open"
	is_there eleven
}
wait_for 20 again
ok $? "a listener that was killed is back with its certificate"
! grep -q -e 'PRIVATE KEY' -e "$(sed -n 2p "$ca/soon.key")" "$log"
ok $? "no key is in the log"
