# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# Devices that speak unasked, and others that would like to be taken for them.
# snmptrap and snmpinform, which somebody else wrote, send every version, with
# the right secrets and with wrong ones, from the right addresses and from
# others. What was acknowledged is in the database although the role is killed
# in between; what was not believed is counted and nothing else. A device that
# started again is polled at once, once.
. "$(dirname "$0")/lib.sh"
for tool in snmptrap snmpinform snmpget; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
plan 37

cold=1.3.6.1.6.3.1.1.5.1
down=1.3.6.1.6.3.1.1.5.3
auth=1.3.6.1.6.3.1.1.5.5
text=1.3.6.1.2.1.1.6.0

# Three switches that answer, and users of SNMPv3 that only speak.
fleet=$builddir/tests/fleet
echo "127.1.0.1-127.1.0.3 recording $srcdir/tests/data/fleet/switch.snmprec" \
    >"$tmp/scenario"
"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
agent=$(sed 's/.*port //' "$tmp/fleet")
port=$own_ports
to=127.0.0.1:$port

start_db || exit 1
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
printf 'gemeld' | patchwacht credential add traps --kind v2c --quiet
for i in 1 2 3; do
	patchwacht device add "sw$i" "127.1.0.$i" --port "$agent" \
	    --credential lan --poll 3600 --quiet
done
add_user() { # NUMBER USER AUTH PRIV: a device 127.1.0.NUMBER of its own
	box=$("$builddir/tests/integration/seal_user" "$home/keys/box.pub" \
	    "$1" "$2" "$3" authpass12 "$4" privpass12)
	sql "INSERT INTO patchwacht.credential(tenant_id,credential_id,label,
	    kind,box,created) VALUES(1,$1,'$2','v3','\\x$box',now())$told"
	sql "INSERT INTO patchwacht.device(tenant_id,device_id,realm_id,name,
	    address,credential_id,in_service,created,poll_s)
	    VALUES(1,$1,1,'$2','127.1.0.$1',$1,now(),now(),3600)$told"
}
hand_out credential 16
hand_out device 16
add_user 11 u11 SHA-256 AES-128
add_user 12 u12 MD5 DES
add_user 13 u13 SHA-512 AES-256
add_user 14 u14 SHA AES-256-C
add_user 15 u15 SHA-224 none
add_user 16 u16 SHA-384 AES-192
cat >>"$PATCHWACHT_CONFIG" <<END
trap "test" {
	udp = { "$to" }
	credentials = { "traps", "trasp" }
	proxies = { "127.1.0.3" }
}
END
log=$tmp/log
start_daemon() {
	patchwachtd --verbose 2>>"$log" &
	pid=$!
	wait_for 20 grep -q 'ready: ' "$log"
}
start_daemon
ok $? "the daemon is ready"
line=$(grep -n 'credentials' "$PATCHWACHT_CONFIG" | cut -d : -f 1)
wait_for 10 grep -q "conf:$line: credentials: there is no credential \"trasp\"" \
    "$log"
ok $? "a label that names no credential is told"
at_exit "kill $pid; wait $pid"
trap_pid() {
	sed -n 's/.*role trap: pid //p' "$log" | tail -1
}

send() { # ADDRESS COMMAND...: from there
	address=$1 command=$2
	shift 2
	"$command" --clientaddr="$address" "$@" >>"$tmp/tools" 2>&1
}
traps() { # WHERE
	sql "SELECT count(*) FROM patchwacht.trap WHERE $1"
}
has_traps() { # HOW MANY WHERE
	[ "$(traps "$2")" = "$1" ]
}
has_refused() { # REASON ADDRESS
	[ "$(sql "SELECT count(*) FROM patchwacht.trap_sender
	    WHERE reason='$1' AND address='$2'")" = 1 ]
}
inform() { # ADDRESS OPTION...: is it acknowledged?
	address=$1
	shift
	send "$address" snmpinform -r "${again-4}" -t 1 "$@" "$to" '' \
	    1.3.6.1.4.1.9.9.43.2.0.1 $text s "$*"
}
wait_for 20 inform 127.1.0.1 -v2c -c public
ok $? "an inform is acknowledged once the register is known"

# Every version, by either secret.
send 127.1.0.1 snmptrap -v1 -c public "$to" 1.3.6.1.4.1.9 127.1.0.1 4 0 1234
send 127.1.0.1 snmptrap -v1 -c gemeld "$to" 1.3.6.1.4.1.9 127.1.0.1 6 17 99 \
    1.3.6.1.2.1.2.2.1.1.7 i 7
send 127.1.0.2 snmptrap -v2c -c gemeld "$to" 500 $down \
    1.3.6.1.2.1.2.2.1.1.3 i 3
wait_for 10 has_traps 3 "NOT inform"
ok $? "traps of SNMPv1 and SNMPv2c are loaded"
is "$(sql "SELECT oid, protocol, uptime_cs, enterprise, d.name
    FROM patchwacht.trap JOIN patchwacht.device d USING(device_id)
    WHERE NOT inform ORDER BY seq")" "$auth|v1|1234|1.3.6.1.4.1.9|sw1
1.3.6.1.4.1.9.0.17|v1|99|1.3.6.1.4.1.9|sw1
$down|v2c|500||sw2" "each with its name, by RFC 3584 where it is old"
events() {
	sql "SELECT kind, detail FROM patchwacht.event WHERE source='trap'
	    ORDER BY event_id"
}
has_events() {
	[ "$(events | wc -l)" = "$1" ]
}
wait_for 10 has_events 2
is "$(events)" "auth_failure|authenticationFailure
link_down|linkDown; 1.3.6.1.2.1.2.2.1.1.3=3" "some of them are events"

# Others would like to be believed.
send 127.1.0.1 snmptrap -v2c -c private "$to" '' $cold
send 127.1.0.9 snmptrap -v2c -c public "$to" '' $cold
send 127.1.0.2 snmptrap -v1 -c public "$to" 1.3.6.1.4.1.9 127.1.0.1 6 1 7777
send 127.1.0.3 snmptrap -v1 -c public "$to" 1.3.6.1.4.1.9 127.1.0.2 6 1 8888
throw() { # ADDRESS: what standard input holds, as one datagram from there
	perl -MIO::Socket::INET -e '
	    local $/; my $data = <STDIN>;
	    my $s = IO::Socket::INET->new(Proto => "udp",
		LocalAddr => $ARGV[0], PeerAddr => $ARGV[1]) or exit 1;
	    $s->send($data)' "$1" "$to"
}
printf 'no snmp at all' | throw 127.1.0.2
send 127.1.0.2 snmpget -v2c -c public -r 0 -t 1 "$to" $text
has_senders() {
	[ "$(sql "SELECT count(*) FROM patchwacht.trap_sender")" = "$1" ]
}
wait_for 30 has_senders 4
ok $? "a stranger is counted"
is "$(patchwacht trap senders --csv | cut -d, -f1-4 | sort)" \
    "127.1.0.1,wrong_community,sw1,1
127.1.0.2,malformed,sw2,1
127.1.0.2,no_notification,sw2,1
127.1.0.9,unknown_source,,1
address,reason,device,count" "with who it was and why"
is "$(sql "SELECT d.name, agent FROM patchwacht.trap
    JOIN patchwacht.device d USING(device_id)
    WHERE uptime_cs IN (7777,8888) ORDER BY seq")" "sw2|127.1.0.1
sw2|127.1.0.2" "an agent's address counts when a relay says it, only"
again=1
fails "an inform with a wrong community is not acknowledged" \
    inform 127.1.0.1 -v2c -c private
unset again

# SNMPv3: traps are signed at the sender's engine, informs at ours.
keys='-A authpass12 -X privpass12'
engine='-e 0x8000000001020304'
while read -r number options; do
	# shellcheck disable=SC2086
	send "127.1.0.$number" snmptrap -v3 -u "u$number" $options $keys \
	    $engine "$to" '' $auth $text s "$options"
	# shellcheck disable=SC2086
	pass "an inform, $options" \
	    inform "127.1.0.$number" -v3 -u "u$number" $options $keys
done <<'END'
11 -l authPriv -a SHA-256 -x AES
12 -l authPriv -a MD5 -x DES
13 -l authPriv -a SHA-512 -x AES-256
14 -l authPriv -a SHA -x AES-256-C
15 -l authNoPriv -a SHA-224
16 -l authPriv -a SHA-384 -x AES-192
END
wait_for 10 has_traps 12 "protocol='v3'"
ok $? "their traps are believed, too"
is "$(sql "SELECT DISTINCT device_id, level, engine_id FROM patchwacht.trap
    WHERE protocol='v3' AND NOT inform ORDER BY 1")" \
    "11|priv|\\x8000000001020304
12|priv|\\x8000000001020304
13|priv|\\x8000000001020304
14|priv|\\x8000000001020304
15|auth|\\x8000000001020304
16|priv|\\x8000000001020304" "six devices that share an engine ID are six"
is "$(sql "SELECT count(*), count(DISTINCT device_id) FROM patchwacht.trap
    WHERE protocol='v3' AND inform")" "6|6" "each inform is there once"

right='-v3 -u u11 -l authPriv -a SHA-256 -x AES'
while read -r why reason options; do
	# shellcheck disable=SC2086
	inform 127.1.0.11 -v3 $options
	like "$(tail -1 "$tmp/tools")" "*$(echo "$why" | tr _ ' ')*" \
	    "a sender is told: $why"
	# shellcheck disable=SC2086
	send 127.1.0.11 snmptrap $engine -v3 $options "$to" '' $cold
	wait_for 20 has_refused "$reason" 127.1.0.11 || diag "no $reason"
done <<'END'
incorrect_password wrong_password -u u11 -l authPriv -a SHA-256 -x AES -A wrongpass12 -X privpass12
Decryption_error not_decrypted -u u11 -l authPriv -a SHA-256 -x AES -A authpass12 -X wrongpass12
Unknown_user_name unknown_user -u u12 -l authPriv -a SHA-256 -x AES -A authpass12 -X privpass12
Unsupported_security_level wrong_level -u u11 -l noAuthNoPriv
END
is "$(sql "SELECT string_agg(reason||' '||count,', ' ORDER BY reason)
    FROM patchwacht.trap_sender WHERE address='127.1.0.11'")" \
    "not_decrypted 2, unknown_user 2, wrong_level 2, wrong_password 2" \
    "all of it is counted, and nothing believed"

# A signed trap that somebody overheard.
perl -MIO::Socket::INET -e '
    my $s = IO::Socket::INET->new(Proto => "udp", LocalAddr => $ARGV[0])
	or exit 1;
    $s->recv(my $data, 65535); print $data' "127.0.0.1:$((port + 1))" \
    >"$tmp/overheard" &
ear=$!
while kill -0 $ear 2>/dev/null; do
	# shellcheck disable=SC2086
	send 127.1.0.11 snmptrap $engine $right $keys \
	    "127.0.0.1:$((port + 1))" '' $auth $text s overheard
	sleep 0.2
done
before=$(traps "device_id=11")
throw 127.1.0.11 <"$tmp/overheard"
throw 127.1.0.11 <"$tmp/overheard"
throw 127.1.0.12 <"$tmp/overheard"
wait_for 20 has_refused repeated 127.1.0.11
ok $? "a trap that is played back is none"
is "$(($(traps "device_id=11") - before))" 1 "its original was one"

# Due at once, and once a minute.
polls() { # [DEVICE_ID]
	sql "SELECT count(*) FROM patchwacht.reading WHERE device_id=${1-1}
	    AND plan='identity'"
}
has_polls() { # NUMBER [DEVICE_ID]
	[ "$(polls "${2-1}")" -ge "$1" ]
}
wait_for 20 has_polls 1
before=$(polls)
asked=$(date +%s)
for i in 1 2 3 4 5; do
	send 127.1.0.1 snmptrap -v2c -c public "$to" '' $cold
done
wait_for 15 has_polls $((before + 1))
ok $? "a device that started again is polled at once"
diag "after $(($(date +%s) - asked)) s"
sleep 3
is "$(polls)" $((before + 1)) "and five times in a minute are once"
is "$(sql "SELECT reason, taken IS NOT NULL FROM patchwacht.due
    WHERE device_id=1")" "cold_start|t" "as the table due has it"

# What a vendor sends of its parts: PowerNet-MIB, upsOnBattery.
wait_for 20 has_polls 1 3
before=$(polls 3)
send 127.1.0.3 snmptrap -v1 -c public "$to" 1.3.6.1.4.1.318 127.1.0.3 6 5 9999
wait_for 15 has_polls $((before + 1)) 3
ok $? "a change that its vendor names makes a device due"
is "$(sql "SELECT (SELECT reason FROM patchwacht.due WHERE device_id=3),
    (SELECT count(*) FROM patchwacht.event WHERE device_id=3
    AND source='trap')")" "change|0" "and is no event of its own"

# Killed between the journal and the acknowledgement, sooner or later.
for i in $(seq 1 60); do
	if send 127.1.0.2 snmpinform -v2c -c public -r 8 -t 1 "$to" '' \
	    1.3.6.1.4.1.9.9.43.2.0.1 $text s "number $i."; then
		echo "$i" >>"$tmp/acknowledged"
	fi
done &
sender=$!
is_new() { # PID
	[ "$(trap_pid)" != "$1" ]
}
for i in 1 2 3; do
	sleep 0.3
	killed=$(trap_pid)
	kill -9 "$killed"
	wait_for 20 is_new "$killed"
done
wait $sender
last=$(tail -1 "$tmp/acknowledged")
wait_for 20 sql "SELECT 1/count(*) FROM patchwacht.trap
    WHERE position('number $last.' IN encode(varbinds,'escape'))>0"
missing=0
while read -r i; do
	[ "$(traps "position('number $i.' IN encode(varbinds,'escape'))>0")" \
	    -gt 0 ] || missing=$((missing + 1))
done <"$tmp/acknowledged"
diag "$(wc -l <"$tmp/acknowledged") of 60 acknowledged"
is "$missing" 0 \
    "what was acknowledged is there, though the role was killed three times"
boots=$(sed 's/.*boots //' "$home/trap/engine")
is "$boots $(stat -c %a "$home/trap/engine")" "4 600" \
    "each start counts, in a file that is nobody else's"
id=$(sed 's/engine \([0-9a-f]*\) .*/\1/' "$home/trap/engine")
# shellcheck disable=SC2086
wait_for 10 inform 127.1.0.11 $right $keys -e "0x$id" -Z 1,100
ok $? "a sender that knows the clock of an earlier start finds ours"

# More at once than anybody reads.
cpu() {
	awk '{ print $14 + $15 }' "/proc/$(trap_pid)/stat"
}
counted() {
	[ "$(sql "SELECT (SELECT count(*) FROM patchwacht.trap
	    WHERE oid='1.3.6.1.4.1.9.0.4242')+(SELECT coalesce(sum(count),0)
	    FROM patchwacht.loss WHERE listener='$to')")" = 100000 ]
}
before=$(cpu)
perl -MSocket -e '
    my ($port) = @ARGV;
    socket(my $s, PF_INET, SOCK_DGRAM, 0) or exit 1;
    bind($s, pack_sockaddr_in(0, inet_aton("127.1.0.2"))) or exit 1;
    connect($s, pack_sockaddr_in($port, inet_aton("127.0.0.1"))) or exit 1;
    # SNMPv1, enterprise 1.3.6.1.4.1.9, specific 4242, public.
    my $head = pack("H*", "302a02010004067075626c6963a41d" .
	"06062b0601040109" . "40047f010002" . "020106" . "02021092" . "4304");
    send($s, $head . pack("N", 0x10000000 + $_) . "\x30\0", 0) for 1 .. 100000
    ' "$port"
wait_for 60 counted
ok $? "of a flood each is kept, or known to be lost"
diag "$(sql "SELECT coalesce(sum(count),0) FROM patchwacht.loss
    WHERE listener='$to'") lost, $(($(cpu) - before)) ticks for 100,000"
like "$(patchwacht status)" "*traps   *believed, *" "status tells how many"
like "$(patchwacht trap list --since '1 h' --last 1 --json)" '*"device"*' \
    "those of the last hour"
