# SPDX-License-Identifier: Apache-2.0
#
# No record is lost or doubled on its way from the socket to the database. The
# store is killed under load and the database stopped without a word; the
# listener is killed under load; each time every record of the journal is a row,
# once, and their numbers have no gap. What is malformed is kept or counted, and
# kills nobody; a row that the database refuses is set aside alone.
. "$(dirname "$0")/lib.sh"
sql_user=patchwacht_owner
plan 26

port=$own_ports
flood=$builddir/bench/syslog/flood
journal=$home/journal/listen
start_db || exit 1
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" {
	udp = { "127.0.0.1:$port" }
	tcp = { "127.0.0.1:$port" }
	message_max = 2048
	connections_per_source = 5
}
poll { enabled = no }
EOF
log=$tmp/log

start_daemon() {
	patchwachtd --verbose 2>>"$log" &
	pid=$!
	at_exit "kill $pid; wait $pid"
	wait_for 20 grep -q 'ready: ' "$log"
}

role_pid() { # NAME
	ps -o pid=,args= --ppid "$pid" | awk -v name="$1" \
	    '{ for (i = 1; i < NF; i++)
	    if ($i == "--role" && $(i + 1) == name) print $1 }'
}

kill_role() { # NAME
	kill -9 "$(role_pid "$1")"
}

listen_uuid() {
	sql "SELECT journal FROM patchwacht.journal_pos WHERE stream='listen'"
}

# Rows of the journal in all tables: how many, how many numbers, the last.
rows() {
	sql "WITH r AS (
	    SELECT seq FROM patchwacht.message WHERE journal='$uuid'
	    UNION ALL SELECT seq FROM patchwacht.loss WHERE journal='$uuid'
	    UNION ALL SELECT seq FROM patchwacht.quarantine
	        WHERE journal='$uuid')
	    SELECT count(*), count(DISTINCT seq), min(seq), max(seq) FROM r"
}

numbers() { # how many messages, and how many different numbers they bear
	sql "SELECT count(*), count(DISTINCT substring(text FROM
	    'number=(\d+)')) FROM patchwacht.message WHERE text LIKE 'number=%'"
}

has_numbers() { # HOW MANY
	[ "$(numbers)" = "$1|$1" ]
}

is_loaded() { # all records of the journal are rows, once
	records=$("$builddir/tests/integration/count_journal" "$journal") ||
	    return 1
	# shellcheck disable=SC2086
	set -- $records
	[ "$(rows)" = "$1|$1|$2|$3" ] && [ "$1" -gt 0 ]
}

has_started() { # HOW OFTEN
	[ "$(sql "SELECT count(*) FROM patchwacht.loss
	    WHERE reason='start' AND journal='$uuid'")" = "$1" ]
}

send_raw() { # TEXT, as printf has it, over one connection
	perl -MIO::Socket::INET -e '
	    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
	    print $s eval "qq\0$ARGV[1]\0"; shutdown($s, 1); <$s>' \
	    "$port" "$1"
}

start_daemon
ok $? "the daemon is ready"
wait_for 10 sh -c "grep -q 'listen: followed' '$log'"
wait_for 10 listen_uuid
uuid=$(listen_uuid)

# The store and the database, away and back under load.
"$flood" tcp "$port" 30000 5000 200 >"$tmp/sent" &
sender=$!
sleep 1
kill_role store
sleep 1
server=$(sed -n 1p "$home"/db/*/postmaster.pid)
kill -QUIT "$server"
sleep 1
kill_role store
sleep 1
pass "the database starts again" patchwacht-db start
wait $sender
ok $? "the sender never stopped"
like "$(cat "$tmp/sent")" '30000 *' "and sent all"
wait_for 30 has_numbers 30000
is "$(numbers)" "30000|30000" "every message is a row, once"
wait_for 10 is_loaded
ok $? "every record is a row, once, without a gap"

# The listener, killed under load. What it had read and not yet synced is gone
# with it: milliseconds. What is in the journal is not.
"$flood" udp "$port" 20000 5000 200 100001 >"$tmp/sent" &
sender=$!
sleep 1
kill_role listen
wait_for 20 has_started 2
sleep 0.5
kill_role listen
wait $sender
wait_for 60 has_started 3
ok $? "each start is on record"
wait_for 30 is_loaded
ok $? "every record is a row, once, after two kills"
kept=$(sql "SELECT count(DISTINCT text) FROM patchwacht.message
    WHERE substring(text FROM 'number=(\d+)')::bigint > 100000")
lost=$(sql "SELECT coalesce(sum(count),0) FROM patchwacht.loss
    WHERE reason='socket'")
[ $((kept + lost)) -gt 19000 ] && [ $((kept + lost)) -le 20000 ]
ok $? "the socket outlived it: $kept of 20000 kept, $lost counted as lost"

# What nobody should send.
listener=$(role_pid listen)
send_raw 'GET / HTTP/1.1\r\n\r\n'
send_raw '\x16\x03\x01\x02\x00'
send_raw '<14>long ' # no line end: a part
send_raw '9999 <14>' # a count that is never filled
send_raw '<14>\xff\xfe\x00<15>two\n'
perl -e 'print "<14>", "A" x 5000, "\n"' >"$tmp/long"
perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]");
    local $/; print $s <STDIN>; shutdown($s, 1); <$s>' "$port" <"$tmp/long"
perl -MIO::Socket::INET -e 'for (1 .. 9) {
    push @s, IO::Socket::INET->new("127.0.0.1:$ARGV[0]") } sleep 1' "$port"
wait_for 10 is_loaded
ok $? "malformed messages are rows, or counted"
is "$(role_pid listen)" "$listener" "and killed nobody"
is "$(sql "SELECT sum(count) FROM patchwacht.loss
    WHERE listener='bytes that are not syslog'")" 2 "strangers are counted"
is "$(sql "SELECT sum(count) FROM patchwacht.loss
    WHERE listener LIKE 'too many%'")" 4 "and surplus connections"
is "$(sql "SELECT octet_length(message_bytes(m))
    FROM patchwacht.message m WHERE 'truncated'=ANY(flags)")" 2048 "a long one keeps its head"
is "$(sql "SELECT count(*) FROM patchwacht.message
    WHERE 'partial'=ANY(flags)")" 2 "a part says so"
is "$(sql "SELECT sum(cut),sum(broken),sum(formless)
    FROM patchwacht.message_tally")" "$(sql "SELECT 1,2,count(*)
    FROM patchwacht.message WHERE pri IS NULL")" \
    "both are counted, and what had no priority"
is "$(sql "SELECT text FROM patchwacht.message WHERE text LIKE '%xff%'")" \
    '\xff\xfe' "bytes that are no text become visible"

# One row that no table takes, among many: the store wakes up to find them all
# in one batch, larger than what a socket holds, refused half-way.
wait_for 20 sql "ALTER TABLE patchwacht.message
    ADD CHECK(text<>'poison') NOT VALID" -U patchwacht_owner
stopped=$(role_pid store)
kill -STOP "$stopped"
"$flood" tcp "$port" 5000 0 100 200001 >/dev/null
send_raw '<14>poison\n'
"$flood" tcp "$port" 5000 0 100 205001 >/dev/null
sleep 1
kill -CONT "$stopped"
wait_for 60 is_loaded
ok $? "a refused row stops nothing"
is "$(sql "SELECT convert_from(substring(record FROM length(record)-9),
    'UTF8') FROM patchwacht.quarantine")" '<14>poison' "and is set aside"

# Privacy, and the way out.
send_raw '<14>Nov 24 10:00:00 gw dhcpd: DHCPACK on 10.0.0.1 to 00:11\n'
send_raw '<14>snmpd: community=verborgen ok\n'
kill "$pid"
wait "$pid"
ok $? "the daemon stops when told to"
start_daemon
wait_for 20 is_loaded
is "$(sql "SELECT reason, count FROM patchwacht.loss WHERE listener='dhcp'")" \
    "privacy|1" "a dropped line is counted by its rule"
is "$(sql "SELECT text FROM patchwacht.message WHERE text LIKE 'community%'")" \
    'community=*** ok' "a secret is masked"
! grep -q verborgen "$journal"/*.seg
ok $? "and nowhere in the journal"

# The database keeps where the journal stood.
has_anchor() {
	[ "$(sql "SELECT count(*) FROM patchwacht.journal_anchor
	    WHERE journal='$uuid'")" -gt 0 ]
}
wait_for 20 has_anchor
ok $? "the database has an anchor of the journal"
sql "SELECT anchor_line(a) FROM patchwacht.journal_anchor a" >"$tmp/anchor"
is_rechecked() {
	[ "$(sql "SELECT rechecked_segments FROM patchwacht.journal_pos
	    WHERE journal='$uuid'")" -ge 0 ]
}
wait_for 20 is_rechecked
ok $? "and when its sealed segments were last read anew"
pass "which the journal meets" patchwacht journal verify --anchor "$tmp/anchor"
