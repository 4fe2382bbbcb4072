#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Word by other ways than mail: as syslog over TLS to a collector whose
# certificate fits, and to none whose does not; as SNMP informs, of v2c and of v3,
# to net-snmp's own receiver, which knows the MIB and answers. What is over is a
# recovery with the same number.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/integration/ca.sh
. "$srcdir/tests/integration/ca.sh"
command -v snmptrapd >/dev/null || skip_all "snmptrapd is not installed"
plan 18

port=$own_ports
trap_port=$((port + 1))
log=$tmp/log
ca=$tmp/ca
ca_init
ca_issue server /CN=localhost 'DNS:localhost,IP:127.0.0.1'
start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet
cat >>"$PATCHWACHT_CONFIG" <<END
listen "siem" {
	tls = { "127.0.0.1:$port" }
	certificate_file = "$ca/server.pem"
	key_file = "$ca/server.key"
	client_certificate = none
}
poll { enabled = no }
verify { interval = "1 h" }
alert { interval = "1 s" rules = "$srcdir/tests/data/alerts.d" }
END
cat >"$tmp/snmptrapd.conf" <<END
authCommunity log geheim
createUser melder SHA-256 "wachtwoord-een" AES "wachtwoord-twee"
authUser log melder priv
END
mkdir "$tmp/persist"
SNMP_PERSISTENT_DIR=$tmp/persist snmptrapd -f -C -c "$tmp/snmptrapd.conf" \
    -M "$srcdir/mibs:$srcdir/mibs/smi" -m ALL -Lf "$tmp/traps" -OQ \
    "udp:127.0.0.1:$trap_port" 2>"$tmp/out" &
at_exit "kill $!"
printf 'geheim\n' >"$tmp/community"
printf 'wachtwoord-een\nwachtwoord-twee\n' >"$tmp/passwords"
chmod 600 "$tmp/community" "$tmp/passwords"

fails "syslog goes over no open line" patchwacht channel add open \
    --syslog tcp://192.0.2.1:514
fails "SNMPv3 not without privacy" patchwacht channel add weak --kind v3 \
    --snmp 127.0.0.1:162 --user x --priv none --auth-password-file \
    "$tmp/passwords"
pass "a collector of syslog" patchwacht channel add siem --to all \
    --syslog "tls://localhost:$port" --ca-file "$ca/ca.pem"
pass "one whose certificate nobody believes" patchwacht channel add strange \
    --to all --syslog "tls://localhost:$port"
pass "a manager by v2c" patchwacht channel add nms2 --to all --kind v2c \
    --snmp "127.0.0.1:$trap_port" --community-file "$tmp/community"
pass "and by v3" patchwacht channel add nms3 --to all --kind v3 \
    --snmp "127.0.0.1:$trap_port" --user melder \
    --auth-password-file "$tmp/passwords" \
    --priv-password-file "$tmp/passwords"

owner() {
	sql "$1" -U patchwacht_owner
}
: >"$log"
patchwachtd --verbose 2>>"$log" &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 30 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"
owner "INSERT INTO alert(tenant_id,alert_id,rule,severity,opened,detail)
    VALUES(1,7,'rolled_back','critical','2026-11-24 09:14:00+00',
    '{\"device\": \"core]sw1\", \"address\": \"192.0.2.9\",
    \"site\": \"Noord\", \"patch\": \"P-1\"}')"
sent() { # CHANNEL COUNT
	[ "$(owner "SELECT count(*) FROM notification n JOIN channel c
	    USING(tenant_id,channel_id) WHERE c.name='$1'
	    AND n.sent IS NOT NULL")" = "$2" ]
}
wait_for 30 sent siem 1
ok $? "syslog is sent"
heard() {
	[ "$(owner "SELECT count(*) FROM message WHERE app='patchwacht'
	    AND msgid='opened' AND text LIKE '%Teruggevallen: core]sw1'")" = 1 ]
}
wait_for 30 heard
ok $? "and heard, once, as RFC 5424 has it"
wait_for 30 grep -q 'syslog to .* not sent: .*certificate' "$log"
ok $? "who cannot prove who they are are told nothing"
# What never leaves this host tells nothing of a receiver that is away.
owner "UPDATE channel SET secret='x' WHERE name='strange'"
stays_here() {
	grep 'syslog to .* not sent: ' "$log" | grep -vq certificate
}
wait_for 90 stays_here
ok $? "a secret that does not open is no certificate's fault"
strange=$(owner "SELECT tenant_id||'/'||channel_id FROM channel
    WHERE name='strange'")
is "$(grep -c "receiver $strange: away" "$log") $(grep -c \
    "receiver $strange: back" "$log")" '1 0' "nor a sign that they are back"
wait_for 30 sent nms2 1 && wait_for 30 sent nms3 1
ok $? "both managers have said that they have it"
like "$(cat "$tmp/traps")" \
    '*patchwachtAlert*patchwachtAlertId*1*rolled_back*critical*07 EA 0B 18 09 0E 00 00 2B 00 00*Teruggevallen*School*Noord*core]sw1*C0 00 02 09*P-1*' \
    "with the names of the MIB"
is "$(grep -c 'SNMPv2-SMI::\|enterprises\.8072' "$tmp/traps")" 0 \
    "and no number without one"
owner "UPDATE alert SET closed=now()"
wait_for 30 sent nms3 2
ok $? "what is over is told"
like "$(tail -n 3 "$tmp/traps")" '*patchwachtRecovery*patchwachtAlertId*1*' \
    "as a recovery of the same number"
