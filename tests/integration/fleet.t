# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# The simulator itself, as net-snmp's tools see it: what other tests lean on
# when they say that a device counts, is slow, forgets a user or loses what was
# asked. More than ten thousand agents of one line.

. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/asking.sh"
for tool in snmpget snmpgetnext; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
plan 18

cat >"$tmp/scenario" <<'END'
127.3.0.0/18 recording box.snmprec
127.3.0.1 set 1.3.6.1.2.1.2.2.1.10.1 65 4294967290
127.3.0.1 set 1.3.6.1.2.1.31.1.1.1.6.1 70 1000
127.3.0.1 user ann SHA-256 annspassword AES annsprivacy
END
start_fleet
is "$(sed 's/ on port.*//' "$tmp/fleet")" "16382 agents" \
    "a block is as many agents as it has addresses"

get() { # HOST OID [OPTION...]: the value, or what was said instead
	host=$1
	oid=$2
	shift 2
	MIBS='' snmpget -v 2c -c public -t 1 -r 0 "$@" -Oqv "$host:$port" \
	    "$oid" 2>&1
}
is "$(get 127.3.0.1 $descr) $(get 127.3.63.254 $descr)" '"Box" "Box"' \
    "the first and the last answer"
like "$(get 127.3.64.1 $descr)" '*Timeout*' "none beyond does"
diag "all of them take $(awk '/^VmHWM/ { print $2, $3 }' \
    "/proc/$fleet_pid/status")"
for range in 127.3.0.0/33 8.8.8.0/24 127.3.0.1/18 127.0.0.0/8; do
	fails "$range is refused" "$fleet/fleetctl" "$tmp/fleet.sock" \
	    "$range" silent on
done

# Counters that grow, from the moment that they are told to.
c32=1.3.6.1.2.1.2.2.1.10.1
c64=1.3.6.1.2.1.31.1.1.1.6.1
is "$(get 127.3.0.1 $c32) $(get 127.3.0.1 $c64)" '4294967290 1000' \
    "counters stand as they were set"
$control 127.3.0.1 grow 1.3.6.1.2.1.2.2 1000 >"$tmp/out"
$control 127.3.0.1 grow $c64 5000000000 >"$tmp/out"
went_round() {
	[ "$(get 127.3.0.1 $c32)" -lt 1000000 ]
}
wait_for 5 went_round
ok $? "one of 32 bits goes round"
grown() {
	[ "$(get 127.3.0.1 $c64)" -gt 4294967296 ]
}
wait_for 5 grown
ok $? "one of 64 bits does not"
first=$(get 127.3.0.1 $c64)
second=$(get 127.3.0.1 $c64)
[ "$second" -gt "$first" ]
ok $? "each is more than the one before"
is "$(get 127.3.0.2 $c64)" 'No Such Instance currently exists at this OID' \
    "and its neighbour has none of it"

# Late, and not always as late.
$control 127.3.0.3 delay 20 250 >"$tmp/out"
for _ in 1 2 3 4 5 6 7 8; do
	started=$(date +%s%N)
	get 127.3.0.3 $descr >>"$tmp/out"
	echo $((($(date +%s%N) - started) / 1000000))
done | sort -n >"$tmp/late"
diag "answers after $(tr '\n' ' ' <"$tmp/late")ms"
least=$(head -1 "$tmp/late")
most=$(tail -1 "$tmp/late")
[ "$least" -ge 20 ]
ok $? "none comes before its time"
[ $((most - least)) -ge 40 ]
ok $? "they come after different times"

# What is lost is lost as often as it was said.
$control 127.3.0.4 lose 2 >"$tmp/out"
like "$(get 127.3.0.4 $descr -t 0.2)" '*Timeout*' "a question is lost"
is "$(get 127.3.0.4 $descr -t 0.2 -r 2)" '"Box"' "a second, and no third"

secret='-v 3 -u ann -l authPriv -a SHA-256 -A annspassword -x AES
    -X annsprivacy'
# shellcheck disable=SC2086
is "$(get 127.3.0.1 $descr $secret)" '"Box"' "a user is known"
$control 127.3.0.1 no-user ann >"$tmp/out"
# shellcheck disable=SC2086
like "$(get 127.3.0.1 $descr $secret)" '*Unknown user name*' \
    "until he is no more"
