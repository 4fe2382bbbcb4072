# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# What snmpbulkwalk and snmpget hear of a simulated device, the poller's engine
# hears too: over SNMPv2c and v3, for some of the recordings; tests/fleet/parity
# does the same for all of any folder. Then each digest with each cipher, asked
# of the simulator by net-snmp and by the poller, so that no mistake that both
# ends share stays hidden.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/asking.sh"
for tool in snmpget snmpbulkwalk; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
plan 46

sh "$srcdir/tests/fleet/parity" --every 20 --show \
    "$srcdir"/tests/data/recordings/*.snmprec >"$tmp/parity" 2>&1
ok $? "$(tail -1 "$tmp/parity")"
[ "$(wc -l <"$tmp/parity")" -eq 1 ] || diag "$(cat "$tmp/parity")"

auths='MD5 SHA-1 SHA-224 SHA-256 SHA-384 SHA-512'
privs='none DES AES-128 AES-192 AES-256 AES-192-C AES-256-C'
{
	echo "127.1.0.1 recording box.snmprec"
	for auth in $auths; do
		for priv in $privs; do
			user="u-$auth-$priv"
			if [ "$priv" = none ]; then
				echo "127.1.0.1 user $user $auth word-for-$auth"
			else
				echo "127.1.0.1 user $user $auth word-for-$auth" \
				    "$priv word-for-$priv"
			fi
		done
	done
} >"$tmp/scenario"
start_fleet
address=127.1.0.1:$port

# By the names that net-snmp has for them.
name_of() {
	echo "$1" | sed 's/^SHA-1$/SHA/; s/^AES-128$/AES/'
}

for auth in $auths; do
	for priv in $privs; do
		user="u-$auth-$priv"
		set -- -u "$user" -a "$(name_of "$auth")" -A "word-for-$auth"
		if [ "$priv" = none ]; then
			set -- "$@" -l authNoPriv
			ask 1 "one $descr $name" -v 3 -u "$user" -a "$auth" \
			    -A "word-for-$auth"
		else
			set -- "$@" -l authPriv -x "$(name_of "$priv")" \
			    -X "word-for-$priv"
			ask 1 "one $descr $name" -v 3 -u "$user" -a "$auth" \
			    -A "word-for-$auth" -x "$priv" -X "word-for-$priv"
		fi
		is "$(snmpget -v3 "$@" -m '' -Onqv "$address" "$descr" "$name" \
		    2>&1 | tr '\n' ' ')$(value "$descr") $(value "$name")" \
		    '"Box" "box" Box box' "$auth with $priv"
	done
done

# Without a user.
ask 1 "one $descr"
is "$(snmpget -v2c -c public -m '' -Onqv "$address" "$descr")" '"Box"' 'SNMPv2c'
is "$(snmpget -v1 -c public -m '' -Onqv "$address" "$descr")" '"Box"' 'SNMPv1'
is "$(snmpget -v3 -l authPriv -u u-SHA-256-AES-128 -a SHA-256 \
    -A word-for-nothing -x AES -X word-for-AES-128 -m '' "$address" "$descr" \
    2>&1)" \
    'snmpget: Authentication failure (incorrect password, community or key)' \
    'net-snmp is told of a wrong password'
