#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The database is put back from a copy that is older than what was loaded, and
# the daemon's own segments are gone by then. The journal's folder was copied to
# another disk, in part compressed: what is loaded again from there makes every
# row as it was, once, however often it is done and while store loads the same
# journal. A journal that does not verify is refused in words, until told so.
. "$(dirname "$0")/lib.sh"
sql_user=patchwacht_owner
plan 45

port=$own_ports
flood=$builddir/bench/syslog/flood
journal=$home/journal/listen
away=$tmp/archive
copy=$away/listen
start_db || exit 1
sql "INSERT INTO patchwacht.tenant VALUES(1,'School','school','nl','UTC',now())" \
    -U patchwacht_owner
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" {
	tcp = { "127.0.0.1:$port" }
}
poll { enabled = no }
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

# Rows of what was heard: how many, how many numbers, and all that they say.
rows() {
	sql "SELECT count(*), count(DISTINCT seq),
	    md5(string_agg(m::text, '|' ORDER BY seq))
	    FROM patchwacht.message m"
}

losses() {
	sql "SELECT count(*), count(DISTINCT l.seq), md5(string_agg(l::text,
	    '|' ORDER BY l.seq)) FROM patchwacht.loss l
	    JOIN patchwacht.journal_pos p USING(journal) WHERE stream='listen'"
}

counted() {
	sql "SELECT sum(count), sum(bytes), min(first), max(last)
	    FROM patchwacht.message_tally"
}

has_messages() { # HOW MANY
	[ "$(sql 'SELECT count(*) FROM patchwacht.message')" = "$1" ]
}

is_loaded() { # all of the journal
	last=$("$builddir/tests/integration/count_journal" "$journal" |
	    cut -d ' ' -f 3)
	[ "$(sql "SELECT seq FROM patchwacht.journal_pos
	    WHERE stream='listen'")" = "$last" ]
}

replay() {
	patchwacht journal replay --folder "$copy" --json "$@"
}

field() { # NAME, of what the last one printed
	sed -n "s/.*\"$1\": \([^,}]*\).*/\1/p" "$tmp/out" | head -n 1
}

# Before the copy of the database, and after it.
start_daemon
ok $? "the daemon is ready"
"$flood" tcp "$port" 3000 0 100 >/dev/null
wait_for 20 has_messages 3000
ok $? "messages are loaded"
pass "the database is copied" patchwacht-db backup "$tmp/backup"
"$flood" tcp "$port" 6000 0 100 10001 >/dev/null
wait_for 20 has_messages 9000
ok $? "more are loaded after that"
wait_for 20 is_loaded
was=$(rows)
lost=$(losses)
tally=$(counted)
mkdir -p "$away"
cp -a "$journal" "$copy"
rm "$copy/position"
stop_daemon

patchwacht-db stop --quiet
pass "the older copy is put back" \
    patchwacht-db restore "$tmp/backup" --no-sync
has_messages 3000
ok $? "rows are gone with that"

pass "a dry run" replay --dry-run
[ "$(field records)" = $(($(field present) + $(field loaded))) ] &&
    [ "$(field loaded)" -ge 6000 ] && [ "$(field present)" -ge 3000 ]
ok $? "says what is there, and what it would load"
has_messages 3000
ok $? "and changes nothing"
would=$(field loaded)
pass "a segment is packed" \
    "$builddir/tests/integration/write_journal" "$copy" 0 1
is "$(find "$copy" -name '*.zst' | wc -l)" 1 "nothing else is left of it"
pass "it is loaded again" replay
is "$(field loaded)" "$would" "as much as it said"
is "$(rows)" "$was" "every row is as it was"
is "$(losses)" "$lost" "what was not heard, too: $lost"
is "$(counted)" "$tally" "and what was counted"
like "$(sql "SELECT detail FROM patchwacht.change
    WHERE action='journal.replay'" -U patchwacht_owner)" \
    '*"folder":*"loaded":*"verified": true*' "the chain of changes has it"
pass "and is whole" patchwacht-db verify

pass "again" replay
is "$(field loaded)" 0 "nothing is loaded twice"
is "$(rows)" "$was" "nothing changed"

# Store goes on where that ended, with the same journal.
start_daemon
"$flood" tcp "$port" 100 0 100 20001 >/dev/null
wait_for 20 has_messages 9100
ok $? "store goes on behind it"

# Holes: rows that are not there any more, under a store that is at work.
sql "DELETE FROM patchwacht.message WHERE seq BETWEEN 101 AND 300;
    DELETE FROM patchwacht.message WHERE seq BETWEEN 5001 AND 5100" \
    -U patchwacht_owner
pass "some of it only" replay --from 201 --to 5050
is "$(field loaded)" 150 "by number"
pass "the rest" replay
is "$(field loaded)" 150 "and then the rest"
is "$(rows | cut -d'|' -f1-2)" "9100|9100" "the holes are filled, once"
pass "of a time" replay --until 2020-01-01
is "$(field records)" 0 "in which nothing came"
stop_daemon

# A row that the database refuses, among others.
sql "DELETE FROM patchwacht.message WHERE seq BETWEEN 7001 AND 7100;
    ALTER TABLE patchwacht.message ADD CONSTRAINT odd CHECK(seq<>7042)
    NOT VALID" -U patchwacht_owner
pass "among what no table takes" replay
is "$(field loaded)/$(field refused)" 100/1 "all the rest is loaded"
is "$(sql "SELECT seq FROM patchwacht.quarantine")" 7042 "and it set aside"
sql "ALTER TABLE patchwacht.message DROP CONSTRAINT odd" -U patchwacht_owner

# What is older than its table keeps was dropped, and stays so.
sql "UPDATE patchwacht.part_policy SET keep='-2 days'
    WHERE parent='message_operational';
    DELETE FROM patchwacht.message WHERE seq<200" -U patchwacht_owner
pass "past its retention" replay
[ "$(field loaded)" = 0 ] && [ "$(field past)" -gt 0 ]
ok $? "nothing comes back"
sql "UPDATE patchwacht.part_policy SET keep='60 days'
    WHERE parent='message_operational'" -U patchwacht_owner

# A changed byte in a copy.
cp -a "$journal" "$away/bad"
rm "$away/bad/position"
at=$(patchwacht journal dump --folder "$away/bad" --from 150 --to 150 |
    sed 's/.*"offset": \([0-9]*\).*/\1/')
printf X | dd of="$away/bad/0000000000000001.seg" bs=1 \
    seek=$((at + 40)) conv=notrunc 2>/dev/null
fails "a copy that does not verify is refused" \
    patchwacht journal replay --folder "$away/bad"
like "$(cat "$tmp/out")" '*record 150 was changed*nothing was loaded*' \
    "and the record named"
pass "unless told so" patchwacht journal replay --folder "$away/bad" \
    --unverified --json
is "$(sql "SELECT count(*) FROM patchwacht.message
    WHERE seq BETWEEN 149 AND 151")" 2 "the damaged record is not loaded"
pass "a whole copy has it" replay
is "$(field loaded)" 1 "that one"

# Another machine's journal.
mkdir "$away/other"
"$builddir/tests/integration/write_journal" "$away/other" 20
fails "a journal that the database has not met, in a folder of any name" \
    patchwacht journal replay --folder "$away/other"
like "$(cat "$tmp/out")" '*--stream says whose it was*' \
    "is not loaded without telling whose it was"
"$builddir/tests/integration/write_journal" "$away/older" 20 0 45
pass "but with that, of months before the database" patchwacht journal replay \
    --folder "$away/older" --stream listen --json
is "$(field loaded)" 20 "every line"
month=$(date -u -d '45 days ago' +%Y%m)
is "$(sql "SELECT count(*) FROM pg_class WHERE relname IN('event_p$month',
    'template_hour_p$month', 'daily_p$month')" -U patchwacht_owner)" 3 \
    "and what follows from them has room"
