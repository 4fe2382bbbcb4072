# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For the scripts beside it. Each runs one other program once against the
# simulator and prints one line:
#
#	CPU seconds, user and system | wall seconds | answers | peak KiB | lost
#
# Answers are counted by the simulator; lost are the devices of which the
# program did not get all.
#
# It is told by its environment what to ask of whom:
#
#	tmp       a folder for what it writes
#	control   the simulator's control socket
#	port      of every simulated device
#	devices   how many, from 127.1.0.1 on
#	version   v2c, v3 (user bench, SHA-256 and AES-128, password of both
#	          benchpassword)
#	ports     rows of each column
#	columns   numbers of the columns of ifTable and ifXTable to be read, as
#	          "2.2.1.7 31.1.1.1.6"
#
# What holds for all: MIB files are not read, 25 rows in a GETBULK, and nothing
# is kept of the answers but a count.

set -u
LC_ALL=C
export LC_ALL
: "${builddir:?}" "${tmp:?}" "${control:?}" "${port:?}"
: "${devices:?}" "${version:?}" "${columns:?}" "${ports:?}"
password=benchpassword
rows=25
export password rows

addresses() { # COUNT
	awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++)
		printf "127.1.%d.%d\n", int(i / 256), i % 256 }'
}

# CPU seconds that a process has used so far, itself and what it waited for.
cpu_of() { # PID
	awk -v hz="$(getconf CLK_TCK)" '{ sub(/^.*\) /, "")
	    print ($12 + $13 + $14 + $15) / hz }' "/proc/$1/stat"
}

peak_of() { # PID, in KiB
	awk '$1 == "VmHWM:" { print $2 }' "/proc/$1/status"
}

served() { # answers, by the simulator
	"$builddir/tests/fleet/fleetctl" "$control" counters |
	    sed 's/.* answers \([0-9]*\).*/\1/'
}

now() {
	date +%s.%N
}

wait_until() { # SECONDS COMMAND...
	tries=$(($1 * 10))
	shift
	until "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.1
	done
}
