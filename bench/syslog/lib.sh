# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# shellcheck disable=SC1091,SC2034,SC2154
#
# For the scripts beside it: an installation with a database that syncs, the
# daemon listening on $port, the sender of load, and lines of syslog.tsv.
: "${builddir:?}" "${srcdir:?}"
. "$srcdir/tests/integration/lib.sh"
# No organisation is set up: ourselves we would see no rows.
sql_user=patchwacht_owner

port=$own_ports
flood=$builddir/bench/syslog/flood
tsv=$builddir/bench/results/syslog.tsv
log=$tmp/log
tick=$(getconf CLK_TCK)

now() {
	date +%s.%N
}

calc() { # EXPRESSION of bc
	echo "scale=4; $1" | bc
}

median() { # NUMBER...
	printf '%s\n' "$@" | sort -n | awk '{ v[NR] = $1 }
	    END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

holds() { # EXPRESSION of bc
	[ "$(echo "$1" | bc)" = 1 ] && echo yes || echo no
}

line() { # NAME VALUE UNIT GOAL HOLDS PEER PEER_VALUE RATIO RUNS
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$@" >>"$tsv"
}

make_database() {
	make_user
	at_exit "patchwacht-db stop"
	patchwacht-db init --quiet
}

# Where the kernel gives no more room than net.core.rmem_max, to nobody: the
# receive buffers of all are equal then.
as_equal() { # COMMAND...
	if [ "$(id -u)" -eq 0 ]; then
		exec setpriv --bounding-set=-net_admin --inh-caps=-net_admin "$@"
	fi
	exec "$@"
}

configure() {
	cat >>"$PATCHWACHT_CONFIG" <<-END
	listen "bench" {
		udp = { "127.0.0.1:$port" }
		tcp = { "127.0.0.1:$port" }
	}
	poll { enabled = no }
	verify { interval = "1 d" }
	END
}

start_daemon() {
	as_equal patchwachtd --verbose 2>>"$log" &
	daemon=$!
	at_exit "kill $daemon; wait $daemon"
	wait_for 20 grep -q 'ready: ' "$log" || exit 1
	wait_for 20 is_followed || exit 1
}

is_followed() {
	grep -q 'listen: followed' "$log" && [ -n "$(listen_uuid)" ]
}

role_pid() { # NAME
	pgrep -P "$daemon" -f -- "--role $1"
}

server_pid() {
	sed -n 1p "$home"/db/*/postmaster.pid
}

listen_uuid() {
	sql "SELECT journal FROM patchwacht.journal_pos WHERE stream='listen'"
}

# Waits in the server: the question costs no process each time.
until_sql() { # CONDITION SECONDS_BETWEEN
	sql "DO \$\$ BEGIN
	    LOOP EXIT WHEN ($1); PERFORM pg_sleep($2); END LOOP; END \$\$" \
	    -U patchwacht_report
}

loaded() {
	sql "SELECT coalesce(sum(seq),0) FROM patchwacht.journal_pos
	    WHERE stream='listen'"
}

# Records of the journal, and rows of all tables that came of them.
journal_records() { # records, first, last, faults
	"$builddir/tests/integration/count_journal" "$home/journal/listen"
}

journal_rows() { # rows, different numbers, first, last
	sql "SELECT count(*), count(DISTINCT seq), min(seq), max(seq) FROM (
	    SELECT seq FROM message WHERE journal='$uuid'
	    UNION ALL SELECT seq FROM loss WHERE journal='$uuid'
	    UNION ALL SELECT seq FROM quarantine WHERE journal='$uuid') r"
}

is_whole() { # all that the journal has is loaded
	[ "$(journal_records | cut -d ' ' -f 3)" = "$(loaded)" ]
}
