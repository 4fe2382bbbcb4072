#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A disk loses what nobody reads: a byte flips in a segment that was sealed and
# loaded long ago, and in one that is compressed. The daemon finds both by
# itself, names them, keeps them aside and tells; what else it kept is read as
# before, and nothing is taken for damaged that is not.
. "$(dirname "$0")/lib.sh"
plan 19

port=$own_ports
journal=$home/journal/listen
start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" {
	tcp = { "127.0.0.1:$port" }
}
poll { enabled = no }
journal { segment_mib = 1 }
verify { interval = "1 s" }
EOF
log=$tmp/log

start_daemon() {
	: >"$log"
	patchwachtd --verbose 2>>"$log" &
	pid=$!
	at_exit "kill $pid; wait $pid"
	wait_for 20 grep -q 'ready: ' "$log"
}

stop_daemon() {
	kill "$pid"
	wait "$pid"
}

has_messages() { # HOW MANY
	[ "$(sql 'SELECT count(*) FROM patchwacht.message')" = "$1" ]
}

flip() { # FILE OFFSET
	perl -e 'open(F, "+<", $ARGV[0]) or die; seek(F, $ARGV[1], 0);
	    read(F, $c, 1) or die; seek(F, $ARGV[1], 0); print F $c ^ "\x10"' "$1" "$2"
}

damaged() {
	(cd "$journal" && echo *.damaged)
}

are_damaged() { # HOW MANY
	[ "$(find "$journal" -name '*.damaged' | wc -l)" -ge "$1" ]
}

is_open() {
	[ "$(sql "SELECT count(*) FROM patchwacht.alert
	    WHERE rule='journal_damaged' AND closed IS NULL" \
	    -U patchwacht_owner)" = 1 ]
}

is_known() { # HOW MANY
	[ "$(sql "SELECT damaged FROM patchwacht.journal_pos
	    WHERE stream='listen'" -U patchwacht_owner)" = "$1" ]
}

start_daemon
ok $? "the daemon is ready"
"$builddir/bench/syslog/flood" tcp "$port" 16000 0 200 >/dev/null
wait_for 30 has_messages 16000
ok $? "messages are loaded"
stop_daemon
[ "$(find "$journal" -name '*.seg' | wc -l)" -ge 4 ]
ok $? "into some segments"
pass "which are whole" patchwacht journal verify
pass "one is packed" \
    "$builddir/tests/integration/write_journal" "$journal" 0 2

flip "$journal/0000000000000001.seg" 500000
flip "$journal/0000000000000002.seg.zst" 2000
start_daemon
ok $? "the daemon starts on it"
wait_for 40 are_damaged 2
ok $? "and finds what recovery does not read"
is "$(damaged)" \
    "0000000000000001.seg.damaged 0000000000000002.seg.zst.damaged" \
    "each has a second name, and no other"
like "$(grep 'segment 1 at byte' "$log")" \
    "*journal/listen: segment 1 at byte*record*was changed*" \
    "the log names the record"
wait_for 40 is_known 2
ok $? "the database knows"
wait_for 40 is_open
ok $? "it is an alert"
like "$(patchwacht status --json)" \
    '*"rule": "journal_damaged", "severity": "critical",*listen on*: *' \
    "status shows the journal"
"$builddir/bench/syslog/flood" tcp "$port" 100 0 200 20001 >/dev/null
wait_for 20 has_messages 16100
ok $? "and all goes on"
is "$(damaged)" \
    "0000000000000001.seg.damaged 0000000000000002.seg.zst.damaged" \
    "nothing else is set aside"

# What was found has its time: it is of that period, there or taken away.
own() {
	sql "SET search_path=patchwacht; $1" -U patchwacht_owner
}
reported() { # PERIOD: how many were damaged, by a report
	patchwacht report monthly --period "$1" --format csv \
	    --output "$tmp/csv" --evidence "$tmp/evidence.json" >/dev/null
	perl -MJSON::PP -0777 -ne 'print join " ", map { $_->{damaged} } grep {
	    $_->{stream} eq "listen" } @{ decode_json($_)->{journals} }' \
	    "$tmp/evidence.json"
	rm -rf "$tmp/csv" "$tmp/evidence.json"
}
month=$(this_month)
stop_daemon
own "UPDATE journal_pos SET damaged=0 WHERE stream='listen'"
is "$(reported "$month")" 2 "taken away, they were found all the same"
own "UPDATE journal_pos SET damaged=1 WHERE stream='listen'"
is "$(reported "$month")" 3 "another one is one more"
own "UPDATE journal_pos SET damage_found='{2026-01-10T12:00Z}'
    WHERE stream='listen'"
is "$(reported "$month")" 0 "what was found in January is not of now"
is "$(reported 2026-01)" 1 "but of January, and stays so"
