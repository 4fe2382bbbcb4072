# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154
#
# For scripts that ask agents of fleetd by tests/fleet/ask, after lib.sh: a
# recording, $tmp/box.snmprec, start_fleet, and questions.

fleet=$builddir/tests/fleet
# A file of net-snmp that others write too makes it fail now and then.
SNMP_PERSISTENT_DIR=$tmp/state
export SNMP_PERSISTENT_DIR
mkdir -p "$tmp/state/cert_indexes"

# Scalars, a table of four columns and ten rows, and something behind it.
{
	echo '1.3.6.1.2.1.1.1.0|4|Box'
	echo '1.3.6.1.2.1.1.3.0|67|1000'
	echo '1.3.6.1.2.1.1.5.0|4|box'
	echo '1.3.6.1.2.1.1.6.0|4|cellar'
	for row in 1 2 3 4 5 6 7 8 9 10; do
		echo "1.3.6.1.2.1.9.1.1.$row|2|-$row"
		echo "1.3.6.1.2.1.9.1.2.$row|4|name of row $row"
		echo "1.3.6.1.2.1.9.1.3.$row|65|429496729$((row % 6))"
		echo "1.3.6.1.2.1.9.1.4.$row|70|18446744073709551$((row + 600))"
	done
	echo '1.3.6.1.2.1.10.1.0|2|99'
} >"$tmp/box.snmprec"
c1=1.3.6.1.2.1.9.1.1
c2=1.3.6.1.2.1.9.1.2
c3=1.3.6.1.2.1.9.1.3
c4=1.3.6.1.2.1.9.1.4
descr=1.3.6.1.2.1.1.1.0
name=1.3.6.1.2.1.1.5.0
location=1.3.6.1.2.1.1.6.0
everything="walk $c1 $c2 $c3 $c4"
good='done loops 0 dropped 0 cut 0 error noError*'

# The scenario stands in $tmp/scenario.
start_fleet() {
	"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" \
	    >"$tmp/fleet" &
	fleet_pid=$!
	at_exit "kill $fleet_pid; wait $fleet_pid"
	wait_for 10 grep -q port "$tmp/fleet" || exit 1
	port=$(sed 's/.*port //' "$tmp/fleet")
	control="$fleet/fleetctl $tmp/fleet.sock"
}

# ask HOSTS QUESTIONS [OPTION...]: of 127.1.0.HOST; what it says is in
# $tmp/heard
ask() {
	hosts=$1
	printf '%b\n' "$2" >"$tmp/questions"
	shift 2
	targets=
	for host in $hosts; do
		case $host in
		*:*) targets="$targets $host" ;;
		*) targets="$targets 127.1.0.$host:$port" ;;
		esac
	done
	# shellcheck disable=SC2086
	timeout 60 "$fleet/ask" -k -t 300 "$@" $targets <"$tmp/questions" \
	    >"$tmp/heard" 2>&1
}

rows() { # OID: how many at or below it were heard
	grep -c "^$1[.|]" "$tmp/heard"
}

value() { # OID
	sed -n "s/^$1|[0-9x]*|//p" "$tmp/heard"
}

# Was each row of the table heard once, as it is, and nothing else?
whole() {
	grep -v '^#' "$tmp/heard" | sort >"$tmp/heard.sorted"
	grep '^1.3.6.1.2.1.9' "$tmp/box.snmprec" | sort |
	    diff - "$tmp/heard.sorted" && echo yes
}

ended() { # how the last question of all ended
	sed -n 's/^# [^ ]*:[0-9]* //p' "$tmp/heard" | tail -1
}

counted() { # WHAT the engine counted
	sed -n 's/^# sent.*/& /p' "$tmp/heard" | tail -1 |
	    sed "s/.* $1 \([0-9]*\) .*/\1/"
}
