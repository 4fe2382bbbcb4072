# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# What the simulator sends is what it should be: somebody else's receiver,
# snmptrapd, takes its traps and informs of all versions, and acknowledges. Only
# then can a test of our own receiver rest on them.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/asking.sh"
command -v snmptrapd >/dev/null || skip_all "no snmptrapd"
plan 9

cat >"$tmp/scenario" <<'EOT'
127.1.0.1 recording box.snmprec
127.1.0.1 user ann SHA-256 annspassword AES annsprivacy
127.1.0.1 user bob SHA-512 bobspassword
127.1.0.1 boots 7
EOT
start_fleet
# A trap is signed by the key that its user has at the sender's engine, an
# inform by the one at the receiver's.
cat >"$tmp/snmptrapd.conf" <<'EOT'
authCommunity log public
createUser -e 0x80001f88017f010001 ann SHA-256 annspassword AES annsprivacy
createUser -e 0x80001f88017f010001 bob SHA-512 bobspassword
createUser ann SHA-256 annspassword AES annsprivacy
authUser log ann
authUser log bob auth
EOT
receiver=127.0.0.1:$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(
    LocalAddr => "127.0.0.1", Proto => "udp")->sockport')
MIBS='' SNMPCONFPATH=$tmp/state \
    start_background snmptrapd -f -Lf "$tmp/traps" -On -n -C \
    -c "$tmp/snmptrapd.conf" -p "$tmp/state/pid" "udp:$receiver"
wait_for 10 grep -q NET-SNMP "$tmp/traps"

notify() { # COMMAND...
	$control "127.1.0.1 $*" >"$tmp/out"
}
heard() { # PATTERN
	wait_for 5 grep -q "$1" "$tmp/traps"
}
acknowledged() {
	$control counters | sed 's/.* acknowledged \([0-9]*\).*/\1/'
}

link='1.3.6.1.2.1.2.2.1.1.7 2 7'
notify "trap $receiver v1 public 1.3.6.1.6.3.1.1.5.3 ; $link"
heard 'SNMP v1, community public'
ok $? 'a trap of SNMPv1'
heard 'Link Down Trap (0)'
ok $? 'by its generic name'
notify "trap $receiver v1 public 1.3.6.1.4.1.99999.3.0.17"
heard '1.3.6.1.4.1.99999.3 Enterprise Specific Trap (17)'
ok $? 'or by one of its maker'
notify "trap $receiver v2c public 1.3.6.1.6.3.1.1.5.1 ; 1.3.6.1.2.1.1.5.0 4 a b"
heard '1.3.6.1.6.3.1.1.5.1.*"a b"'
ok $? 'a trap of SNMPv2c'
notify "trap $receiver v3 ann 1.3.6.1.6.3.1.1.5.2"
heard '= OID: .1.3.6.1.6.3.1.1.5.2'
ok $? 'a trap of SNMPv3, signed and encrypted'
notify "trap $receiver v3 bob 1.3.6.1.6.3.1.1.5.5"
heard '= OID: .1.3.6.1.6.3.1.1.5.5'
ok $? 'a trap of SNMPv3, signed'
notify "inform $receiver v2c public 1.3.6.1.6.3.1.1.5.6"
heard '= OID: .1.3.6.1.6.3.1.1.5.6'
ok $? 'an inform of SNMPv2c'
notify "inform $receiver v3 ann 1.3.6.1.6.3.1.1.5.4 ; $link"
heard '= OID: .1.3.6.1.6.3.1.1.5.4'
ok $? 'an inform of SNMPv3'
wait_for 5 eval '[ "$(acknowledged)" -eq 2 ]'
is "$(acknowledged)" 2 'and both are acknowledged'
