# SPDX-License-Identifier: Apache-2.0
#
# Somebody has set up listening and wants to know whether it works: log-test
# sends itself a message over each transport and tells what became of it, and
# why it failed where it did. Whoever sends and is no device is listed, until
# it becomes one.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/ca.sh"
plan 19

port=$own_ports
tls=$((port + 1)) relp=$((port + 2)) relp_tls=$((port + 3))
ca=$tmp/ca
ca_init
ca_issue server /CN=collector.example.org DNS:collector.example.org
ca_issue own /CN=core-sw1.example.org
ca_issue old /CN=old.example.org '' 200601000000Z
start_db || exit 1
patchwacht init --name School --quiet
fails "without a section listen it says so" patchwacht log-test
like "$(cat "$tmp/out")" '*no section listen*' "in words"
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "all" {
	udp = { "127.0.0.1:$port" }
	tcp = { "127.0.0.1:$port" }
	tls = { "127.0.0.1:$tls" }
	relp = { "127.0.0.1:$relp" }
	relp_tls = { "127.0.0.1:$relp_tls" }
	certificate_file = "$ca/server.pem"
	key_file = "$ca/server.key"
	ca_file = "$ca/ca.pem"
}
poll { enabled = no }
EOF
fails "nor is anybody there when the daemon is not" \
    patchwacht log-test --wait 1
like "$(cat "$tmp/out")" '*tcp*failed*Connection refused*' "which it tells"
log=$tmp/log
patchwachtd --verbose 2>"$log" &
daemon=$!
at_exit "kill $daemon; wait $daemon"
wait_for 20 grep -q 'ready: ' "$log"

pass "all five transports, with a certificate" \
    patchwacht log-test --certificate "$ca/own.pem" --key "$ca/own.key"
cut_columns() {
	patchwacht log-test --csv --certificate "$ca/own.pem" \
	    --key "$ca/own.key" | cut -d, -f1,3,4,6,7,8 | tr -d '\r'
}
is "$(cut_columns)" 'transport,result,stored,masked,device,certificate
udp,sent,yes,yes,,
tcp,sent,yes,yes,,
tls,sent,yes,yes,,core-sw1.example.org
relp,acknowledged,yes,yes,,
relp_tls,acknowledged,yes,yes,,core-sw1.example.org' \
    "each says how far it came"
is "$(sql "SELECT count(*) FROM patchwacht.message
    WHERE app='patchwacht-log-test' AND text !~ 'password=\*\*\*$'")" 0 \
    "and no password is kept"

fails "without a certificate two fail" patchwacht log-test --json
is "$(grep -c '"result": "failed"' "$tmp/out")" 2 "two of the five"
like "$(cat "$tmp/out")" '*certificate required*' "and the reason is told"
fails "with one that has run out, too" patchwacht log-test \
    --certificate "$ca/old.pem" --key "$ca/old.key"
like "$(cat "$tmp/out")" '*expired*' "with another reason"
fails "with one that is not there" patchwacht log-test \
    --certificate "$tmp/none" --key "$ca/own.key"
like "$(cat "$tmp/out")" '*/none: No such file*' "which is said"
fails "half of a certificate is none" patchwacht log-test \
    --certificate "$ca/own.pem"

# Who is no device.
like "$(patchwacht senders --since '1 h' --csv)" \
    '*127.0.0.1,*,core-sw1.example.org,no,relp_tls,*' \
    "whoever sends and is no device is listed"
patchwacht device add core-sw1 192.0.2.1 --quiet
is_device() {
	patchwacht log-test --csv --certificate "$ca/own.pem" \
	    --key "$ca/own.key" | grep -q '^tls,.*,core-sw1,'
}
wait_for 70 is_device
ok $? "its certificate makes it one when it is registered"

# The certificate was changed, and not yet read again.
ca_issue server2 /CN=collector.example.org DNS:collector.example.org
cp "$ca/server2.pem" "$ca/server.pem"
cp "$ca/server2.key" "$ca/server.key"
like "$(patchwacht log-test --csv --certificate "$ca/own.pem" \
    --key "$ca/own.key")" '*another certificate is shown*' \
    "a certificate that was not read again is noticed"
kill -HUP "$daemon"
wait_for 10 grep -q 'read again, in use' "$log"
case $(patchwacht log-test --csv --certificate "$ca/own.pem" \
    --key "$ca/own.key") in
*another*) ok 1 "until it is" ;;
*) ok 0 "until it is" ;;
esac
