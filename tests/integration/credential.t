#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# An operator gives the poller users of SNMPv3 for Debian's snmpd, changes
# their passwords without a restart, and asks why a device does not answer:
# each cause has words of its own, and what cannot be told apart is said to be
# so. No password is seen in a process list, a log, a journal or the database.

. "$(dirname "$0")/lib.sh"
command -v snmpd >/dev/null || skip_all "no snmpd"
plan 94
auth_word=kaaskopje-twaalf
priv_word=stroopwafel-acht

# Somebody else's agent, with users of each level.
free_port() {
	python3 -c 'import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}
port=$(free_port)
closed=$(free_port)
mkdir "$tmp/agent" || exit 1
cat >"$tmp/snmpd.conf" <<EOF
createUser reader SHA-256 $auth_word AES $priv_word
createUser signer SHA-256 $auth_word
createUser small SHA-256 $auth_word AES $priv_word
rouser reader priv -V all
rouser signer auth -V all
rouser small priv -V tiny
view all included .1
view tiny included .1.3.6.1.2.1.2.2
createUser scalars SHA-256 $auth_word AES $priv_word
createUser stranded SHA-256 $auth_word AES $priv_word
rouser scalars priv -V system
view system included .1.3.6.1.2.1.1
rocommunity public 127.0.0.1
sysLocation kelder
EOF
SNMP_PERSISTENT_DIR=$tmp/agent SNMPCONFPATH=$tmp MIBS='' \
    start_background snmpd -f -C -c "$tmp/snmpd.conf" -Lf "$tmp/agent/log" \
    "udp:127.0.0.1:$port"

# And simulated ones, for what snmpd cannot do wrong.
{
	echo "127.7.0.1-127.7.0.9 recording $srcdir/tests/data/fleet/switch.snmprec"
	echo "127.7.0.2 silent on"
	echo "127.7.0.3 source 127.7.9.9"
	echo "127.7.0.4 delay 1200"
	echo "127.7.0.5-127.7.0.9 user ann SHA-256 ann-of-auth AES-128 ann-of-priv"
	echo "127.7.0.5 boots 2147483647"
	echo "127.7.0.6 report unknownEngineIDs"
	echo "127.7.0.7 report unknownSecurityModels"
	echo "127.7.0.8 gen-err 1.3.6.1.2.1.1"
	echo "127.7.0.9 bulk-max 4"
} >"$tmp/scenario"
start_background "$builddir/tests/fleet/fleetd" "$tmp/scenario" >"$tmp/fleet"
wait_for 5 grep -q port "$tmp/fleet"
fleet=$(sed 's/.*port //' "$tmp/fleet")

# Polls that are not answered are over soon.
echo 'poll { timeout = "500 ms" retries = 0 }' >>"$PATCHWACHT_CONFIG"
start_db
patchwacht init --name School --quiet

try() { # WORD...: what patchwacht says and returns
	out=$(patchwacht "$@" 2>&1 </dev/null)
	rc=$?
}
said() { # CODE PATTERN NAME
	is "$rc" "$1" "$3: exit code"
	like "$out" "$2" "$3"
}
lines() { # FILE LINE...
	file=$1
	shift
	printf '%s\n' "$@" >"$file"
	chmod 600 "$file"
}
add() { # LABEL AUTH-PASSWORD PRIV-PASSWORD OPTION...
	label=$1
	lines "$tmp/secret" "$2" "$3"
	shift 3
	try credential add "$label" --kind v3 --auth-password-file \
	    "$tmp/secret" --priv-password-file "$tmp/secret" "$@"
}

# What people type.
out=$(typed "$auth_word" "$auth_word" "$priv_word" "$priv_word" -- \
    patchwacht credential add typed --user reader)
rc=$?
said 0 '*Credential added: typed*' "passwords are asked for"
case $out in
*"$auth_word"* | *"$priv_word"*) ok 1 "and not shown" ;;
*) ok 0 "and not shown" ;;
esac
out=$(typed "$auth_word" "$priv_word" -- patchwacht credential add slip \
    --user reader)
rc=$?
said 1 '*those two differ*' "a slip is seen"
add users "$auth_word" "$priv_word"
said 2 '*--user: which*' "a user without a name"
add users short "$priv_word" --user reader
said 1 '*Authentication password: is too short*8*' "a short password"
add users "$auth_word" "$priv_word" --user reader --auth SHA-3
said 2 '*"SHA-3" is none of SHA-512, *' "a protocol that is none"
add users "$auth_word" "$priv_word" --user reader --auth none --priv AES
said 2 '*no privacy without authentication*' "privacy alone"
add users "$auth_word" "$priv_word" --user reader --community-file x
said 2 '*--community-file: is for*' "an option of another kind"
add users "$auth_word" "$priv_word" --user reader
said 0 '*Credential added: users*' "a user"
add old "$auth_word" "$priv_word" --user oldie --auth MD5 --priv DES
said 0 '*MD5 is weak*DES is weak*' "weak ones are told"
try credential list
said 0 '*users*v3*reader*SHA-256*AES-128*' "the list has what is no secret"
try credential remove old
said 0 '*removed: old*' "one that nothing uses goes"
is "$(sql "SELECT length(box) FROM credential WHERE label='old'" \
    -U patchwacht_poll)" 0 "its box is emptied"
lines "$tmp/secret" "$auth_word" "$priv_word"
out=$(patchwacht credential add piped --kind v3 --user reader --quiet \
    2>&1 <"$tmp/secret")
is "$?$out" 0 "both from standard input"
patchwacht device add srv 127.0.0.1 --port "$port" --credential users \
    --poll 1 --quiet
try credential remove users
said 1 '*1 devices*use it*' "one in use stays"

# Nobody to answer.
try snmp-test srv
said 1 '*does patchwachtd run*' "without a poller it says so"

[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"
start_background patchwachtd --foreground --verbose 2>"$tmp/log"
daemon=$pid

answers() { # LABEL: how many devices answered since its last change
	patchwacht credential show "$1" --json |
	    sed -n 's/.*"answered": \([0-9]*\).*/\1/p'
}
is_answered() {
	[ "$(answers users)" = 1 ]
}
wait_for 30 is_answered
ok $? "the device is read by its user"
has_reading() {
	[ "$(sql "SELECT count(*) FROM reading WHERE outcome='answered'")" -ge 1 ]
}
wait_for 20 has_reading
is "$(sql "SELECT DISTINCT protocol||' '||level FROM reading
    WHERE outcome='answered'")" 'v3 priv' "by SNMPv3 with privacy"
try snmp-test srv
said 0 '*srv at 127.0.0.1*answers fully*' "it answers fully"
lines "$tmp/community" public
patchwacht credential add lan --community-file "$tmp/community" --quiet
lines "$tmp/community" verkeerd
patchwacht credential add wrong --community-file "$tmp/community" --quiet
try snmp-test srv --credential lan --json
said 0 '*"finding": "weak_security"*' "a community is weak"

# Why not?
why() { # PATTERN NAME
	try credential test "$label" --device srv
	said 1 "$1" "$2"
	try credential remove "$label"
}
add t "$auth_word" "$priv_word" --user nobody
why '*does not know this user*' "a wrong name"
add t "not-$auth_word" "$priv_word" --user reader
why '*authentication password or its protocol*' "a wrong password"
add t "$auth_word" "not-$priv_word" --user reader
why '*User and authentication are right*privacy password*' \
    "a wrong privacy password"
add t "$auth_word" "$priv_word" --user signer
why '*not at this level*' "too high a level"
add t "$auth_word" "$priv_word" --user reader --context elders
why '*no such*context*' "a context that is not there"
add t "$auth_word" "$priv_word" --user small
why '*its view leaves out*system group*' "a small view"
add t "$auth_word" "$priv_word" --user scalars
why '*does not tell its interfaces*' "a view without interfaces"
add t "$auth_word" "$priv_word" --user reader --priv none
why '*nothing at this level of*security*higher one*has no view*' \
    "too low a level, which an agent tells as it tells of no view"
add t "$auth_word" "$priv_word" --user reader --auth none --priv none
why '*nothing at this level of*security*' "no authentication at all"
add t "$auth_word" "$priv_word" --user stranded
why '*knows who asks, and refuses*read view*' "no view at the highest level"
try credential test wrong --device srv
said 1 '*SNMPv3 engine is there*community*wrong*' "a wrong community"
try snmp-test --address "127.0.0.1:$closed" --credential users
said 1 '*nobody listens on this port*' "a closed port"
try snmp-test --address "127.7.0.2:$fleet" --credential lan
said 1 '*look*the same*' "silence is not explained away"
try snmp-test --address "127.7.0.3:$fleet" --credential lan
said 1 '*from another address*127.7.9.9*--any-source*' "another source"
try snmp-test --address "127.7.0.4:$fleet" --credential lan
said 0 '*more than a second*' "a slow one"
lines "$tmp/secret" ann-of-auth ann-of-priv
patchwacht credential add ann --kind v3 --user ann --quiet \
    --auth-password-file "$tmp/secret" --priv-password-file "$tmp/secret"
try snmp-test --address "127.7.0.5:$fleet" --credential ann
said 1 '*clock and ours do not come together*' "a time window that is missed"
try snmp-test --address "127.7.0.6:$fleet" --credential ann
said 1 '*gives an engine ID and then says*not its own*' \
    "an engine that is not sure"
try snmp-test --address "127.7.0.7:$fleet" --credential ann
said 1 '*user-based*security model*' "one without users"
try snmp-test --address "127.7.0.8:$fleet" --credential ann
said 1 '*a plain question with an error*' "an error"
try snmp-test --address "127.7.0.9:$fleet" --credential ann
said 0 '*answers fully*cannot answer a long question*' "short answers"

# Another password: no restart, and never the old one for who asks after it.
lines "$tmp/secret" "not-$auth_word" "$priv_word"
try credential rotate users --auth-password-file "$tmp/secret" \
    --priv-password-file "$tmp/secret"
said 0 '*Credential changed*' "a rotation"
try device poll srv
said 1 '*srv: refused*snmp-test srv*' "a poll after it has the new password"

# Who refuses has not answered, and is no less there.
says() { # PATTERN COMMAND...
	pattern=$1
	shift
	try "$@"
	# shellcheck disable=SC2254
	case $out in
	$pattern) return 0 ;;
	*) return 1 ;;
	esac
}
wait_for 10 says '*srv*refuses*' device list
ok $? "the list says that it refuses"
answer=$(sql "SELECT last_answer FROM device_state WHERE refused>0")
wait_for 10 says '*"answered": 0*"refused": 1*' credential show users --json
ok $? "show counts who refuses the new one"
wait_for 30 says '*1 refuse us*' status
ok $? "status counts it"
said 3 '*srv*refuses*' "and asks for somebody"
is "$(sql "SELECT last_answer FROM device_state WHERE refused>=3")" "$answer" \
    "what it refused is no answer"
lines "$tmp/secret" "$auth_word" "$priv_word"
patchwacht credential rotate users --auth-password-file "$tmp/secret" \
    --priv-password-file "$tmp/secret" --quiet
try device poll srv
said 0 '*answered*' "and back"
wait_for 20 is_answered
ok $? "show counts who answers to the new one"

# One that never answered.
wait_for 20 says '*1 of 1 answer; 0 unreachable*' status
said 0 '*1 of 1 answer*' "where all answer status is content"
patchwacht device add ghost 127.0.0.1 --port "$closed" --credential users \
    --poll 1 --quiet
wait_for 60 says '*1 of 2 answer; 1 unreachable*' status
ok $? "one that never answered is unreachable, too"
said 3 '*ghost*silent*' "and asks for somebody"

# Nowhere but in boxes.
kill "$daemon"
wait "$daemon"
patchwacht-db stop >/dev/null 2>&1
rm -rf "$tmp/secret" "$tmp/snmpd.conf" "$tmp/agent"
is "$(grep -rlaF -e "$auth_word" -e "$priv_word" "$tmp" | head)" "" \
    "no password stands in a log, the journal or the database"
