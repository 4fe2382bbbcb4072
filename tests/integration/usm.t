#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The poller's engine asks Debian's snmpd by SNMPv3: as a user of every digest
# with every cipher that net-snmp knows, of every digest without a cipher, and
# of neither; with a wrong name, a wrong password, too low a level and a
# context that is not there; and where nobody listens.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
for tool in snmpd snmpget; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
plan 54

ask="$builddir/tests/integration/ask_user"
auths='MD5 SHA SHA-224 SHA-256 SHA-384 SHA-512'
privs='DES AES AES-192 AES-256 AES-192-C AES-256-C'

free_port() { # of UDP
	python3 -c 'import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

mkdir "$tmp/agent" || exit 1
for auth in $auths; do
	echo "createUser $auth-none $auth authpass-$auth"
	for priv in $privs; do
		echo "createUser $auth-$priv $auth authpass-$auth $priv" \
		    "privpass-$priv"
	done
done >"$tmp/view.conf"
echo 'createUser open' >>"$tmp/view.conf"
{
	echo 'sysName oracle'
	echo 'view all included .1'
	for auth in $auths; do
		echo "rouser $auth-none auth -V all"
		for priv in $privs; do
			echo "rouser $auth-$priv priv -V all"
		done
	done
	echo 'rouser open noauth -V all'
} >>"$tmp/view.conf"

port=$(free_port)
SNMP_PERSISTENT_DIR=$tmp/agent SNMPCONFPATH=$tmp MIBS='' \
    snmpd -f -C -c "$tmp/view.conf" -Lf "$tmp/agent/log" \
    "udp:127.0.0.1:$port" &
agent=$!
at_exit "kill $agent; wait $agent"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	[ "$(echo 'open - - - - -' | "$ask" "127.0.0.1:$port" | head -n 1)" = \
	    'open: oracle' ] && break
	kill -0 "$agent" || break
done

{
	echo 'open - - - - -'
	for auth in $auths; do
		echo "$auth-none $auth - authpass-$auth - -"
		for priv in $privs; do
			echo "$auth-$priv $auth $priv authpass-$auth" \
			    "privpass-$priv -"
		done
	done
} >"$tmp/users"
"$ask" "127.0.0.1:$port" <"$tmp/users" >"$tmp/out"
while read -r name _; do
	is "$(sed -n "s/^$name: //p" "$tmp/out")" oracle "$name is answered"
done <"$tmp/users"
is "$(sed -n 's/^counts: //p' "$tmp/out")" '43 5' \
    'one probe each; only short digests need a second megabyte'

# Why not?
why() { # LINE
	echo "$1" | "$ask" "127.0.0.1:$port" | sed -n '1s/^[^:]*: //p'
}
is "$(why 'nobody SHA AES authpass-SHA privpass-AES -')" unknownUserNames \
    'a user that is not there'
is "$(why 'SHA-AES SHA AES not-its-password privpass-AES -')" wrongDigests \
    'a wrong password'
is "$(why 'SHA-AES SHA-256 AES authpass-SHA privpass-AES -')" wrongDigests \
    'another digest'
is "$(why 'SHA-none SHA AES authpass-SHA privpass-AES -')" \
    unsupportedSecLevels 'a level beyond the user'
is "$(why 'SHA-AES SHA - authpass-SHA - -')" 'error 16' \
    'a level below what the view asks'
# Debian's snmpd says nothing at all to these two.
is "$(why 'SHA-AES SHA AES authpass-SHA not-its-password -')" \
    'silent after a probe' 'a wrong password of privacy'
is "$(why 'SHA-AES SHA AES authpass-SHA privpass-AES elsewhere')" \
    'silent after a probe' 'a context that is not there'
snmpget -v3 -u SHA-512-AES-256-C -l authPriv -a SHA-512 -A authpass-SHA-512 \
    -x AES-256-C -X privpass-AES-256-C -Oqv "127.0.0.1:$port" \
    .1.3.6.1.2.1.1.5.0 >"$tmp/out" 2>&1
is "$(cat "$tmp/out")" '"oracle"' 'the oracle agrees'
kill "$agent"
wait "$agent" 2>/dev/null
is "$(why 'SHA-AES SHA AES authpass-SHA privpass-AES -')" 'port closed' \
    'nobody listens any more'
echo 'SHA-AES SHA AES authpass-SHA privpass-AES -' |
    "$ask" "[::1]:$port" >"$tmp/out"
is "$(sed -n '1s/^[^:]*: //p' "$tmp/out")" 'port closed' 'nor on IPv6'
