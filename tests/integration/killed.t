#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The bench about being killed, in small: the daemon at random moments, once
# with the database, and while the database is away. Each record of the journal
# is one row, and nothing that was read is lost.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 7

bench() { # NAME, with its size in the environment
	# A build tree of its own: no figure of a real run is overwritten.
	mkdir -p "$tmp/b/bench/results" "$tmp/b/tests"
	for below in bench/syslog tests/integration; do
		[ -e "$tmp/b/$below" ] ||
		    ln -s "$builddir/$below" "$tmp/b/$below"
	done
	builddir=$tmp/b sh "$srcdir/bench/syslog/$1" >"$tmp/$1" 2>&1
}

verdict() { # NAME: what holds, and of how much
	awk -F '\t' -v name="$1" 'index($1, name) == 1 { print $5 }' \
	    "$tmp/b/bench/results/syslog.tsv"
}

KILLS=4 RATE=2000 bench crash
ok $? "four kills, one with the database"
diag "$(tail -n 1 "$tmp/crash")"
is "$(verdict 'kill -9, 4 times: records')" yes "every record is a row"
is "$(verdict 'kill -9, 4 times: gaps')" yes "without a gap"
is "$(verdict 'kill -9, 4 times: twice')" yes "none twice"
COUNT=60000 bench away
ok $? "60,000 messages and two kills while the database is away"
diag "$(tail -n 1 "$tmp/away")"
is "$(verdict 'database away: lost')" yes "none is lost"
is "$(verdict 'database away: twice')" yes "and none twice"
