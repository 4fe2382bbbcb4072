#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The board is asked for what was logged in a week of spring. Until it says that
# the matter is over, retention passes over that week, and drops what lies
# around it; then it goes, too. Who asked, why, and why it ended is kept. So it is
# with the journal, from which what is loaded would go at once here.
. "$(dirname "$0")/lib.sh"
plan 31
start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet

day() { # DAYS AGO: the day, as a date
	date -u -d "$1 days ago" +%F
}

# A message of each of three days that are long past.
for ago in 70 100 130; do
	sql "SELECT patchwacht.part_ensure(parent,now()-interval '$ago days',
	    now()-interval '$ago days') FROM patchwacht.part_policy
	    WHERE parent LIKE 'message_%' OR parent='reading';
	    INSERT INTO patchwacht.message(rcvd,seq,journal,tenant_id,realm_id,
	    peer_port,severity,security,peer,transport,text)
	    VALUES(now()-interval '$ago days',$ago,gen_random_uuid(),1,1,514,6,
	    false,'127.0.0.1','udp','$ago days ago')" -U patchwacht_owner >/dev/null
done
kept() {
	sql "SELECT coalesce(string_agg(seq::text,' ' ORDER BY seq),'none')
	    FROM patchwacht.message"
}
is "$(kept)" "70 100 130" "messages of long ago"

hold() {
	patchwacht hold "$@"
}
fails "no hold without a reason" hold add --since "$(day 105)" \
    --until "$(day 95)" --owner board
like "$(cat "$tmp/out")" '*--reason is required*' "which is said"
fails "nor without an owner" hold add --since "$(day 105)" \
    --until "$(day 95)" --reason case
like "$(cat "$tmp/out")" '*--owner is required*' "which is said, too"
fails "nor one that ends before it begins" hold add --since "$(day 95)" \
    --until "$(day 105)" --reason case --owner board
pass "a hold" hold add --since "$(day 105)" --until "$(day 95)" \
    --reason 'case 2026-7' --owner 'the board'
like "$(cat "$tmp/out")" 'Hold 1 is open*' "has a number"
like "$(hold list --json)" \
    '*"hold": 1,*"owner": "the board", "reason": "case 2026-7"*' "and is listed"
is "$(sql "SELECT action,object,reason FROM patchwacht.change
    WHERE action LIKE 'hold.%'")" 'hold.add|hold/1|case 2026-7' \
    "the chain of changes has it"

pass "retention" patchwacht-db partitions
is "$(kept)" "100" "passes over what is held, and over nothing else"
pass "again" patchwacht-db partitions
is "$(kept)" "100" "however often"

fails "it does not end without a reason" hold remove 1
fails "nor does another" hold remove 7 --reason over
fails "nor one that has no number" hold remove board --reason over
is "$(kept)" "100" "so it is still there"
pass "it ends" hold remove 1 --reason 'the court has ruled'
fails "once" hold remove 1 --reason 'the court has ruled'
like "$(hold list)" '*No hold is open*' "it is not listed any more"
like "$(hold list --all --json)" '*"removed_for": "the court has ruled"*' \
    "but among all"
pass "retention goes on" patchwacht-db partitions
is "$(kept)" "none" "and drops what was held"
pass "the chain of changes is whole" patchwacht-db verify

# The journal: segments of a mebibyte, of which none is kept once it is loaded.
port=$own_ports
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" { tcp = { "127.0.0.1:$port" } }
poll { enabled = no }
journal { segment_mib = 1 quota_mib = 1000 }
store { keep_after = "0 s" flush = "100 ms" }
EOF
start_daemon() {
	patchwachtd --verbose 2>"$tmp/log" &
	pid=$!
	at_exit "kill $pid; wait $pid"
	wait_for 20 grep -q 'ready: ' "$tmp/log"
}
segments() {
	find "$home/journal/listen" -name '*.seg*' -size +0 | wc -l
}
is_loaded() {
	[ "$(sql "SELECT count(*) FROM patchwacht.message
	    WHERE text LIKE 'number=%'")" = 12000 ]
}
pass "another hold" hold add --since "$(day 1)" --until "$(day -1)" \
    --reason 'case 2026-8' --owner 'the board'
start_daemon
"$builddir/bench/syslog/flood" tcp "$port" 12000 0 200 1 >"$tmp/flood"
wait_for 30 is_loaded
ok $? "messages are loaded"
wait_for 30 grep -q 'journals are kept: a legal hold is open' "$tmp/log"
sleep 0.2
[ "$(segments)" -ge 3 ]
ok $? "the journal is kept while it is held: $(segments) segments"
kill "$pid"
wait "$pid"
pass "it ends" hold remove 2 --reason 'the court has ruled'
start_daemon
has_gone() {
	[ "$(segments)" -le 1 ]
}
wait_for 30 has_gone
ok $? "then what is loaded goes: $(segments) segments"
