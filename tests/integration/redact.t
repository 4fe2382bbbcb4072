#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A message names somebody who may ask to be forgotten. Its text is taken out of
# the journal while the daemon writes it, out of an archive while it does not,
# and out of the database; the chain verifies before and after, who decided and
# why is signed in the journal, and an older database is treated again.
. "$(dirname "$0")/lib.sh"
sql_user=patchwacht_owner
plan 66

port=$own_ports
journal=$home/journal/listen
start_db || exit 1
sql "INSERT INTO patchwacht.tenant VALUES(1,'School','school','nl','UTC',now())" \
    -U patchwacht_owner
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" {
	udp = { "127.0.0.1:$port" }
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

send() { # TEXT
	perl -MIO::Socket::INET -e '
	    $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ARGV[0]",
	        Proto => "udp") or exit 1; $s->send("<14>$ARGV[1]")' \
	    "$port" "$1"
}

redact() {
	patchwacht journal redact "$@"
}

count() { # CONDITION
	sql "SELECT count(*) FROM patchwacht.message WHERE $1"
}

has_rows() { # HOW MANY
	[ "$(count true)" -ge "$1" ]
}

is_written() { # TEXT: somewhere in the journal's folder, packed or not
	cat "$journal"/*.seg 2>/dev/null | grep -qa "$1" ||
	    patchwacht journal dump listen --all | grep -q "$1"
}

has_text() { # TEXT
	[ "$(count "text LIKE '%$1'")" = 1 ]
}

sql "INSERT INTO patchwacht.realm VALUES(1,1,'here');
    INSERT INTO patchwacht.device(tenant_id,device_id,realm_id,name,address,
	poll_s,in_service,created) VALUES(1,1,1,'sw1','127.0.0.1',60,now(),now())"
start_daemon
ok $? "the daemon is ready"
for i in 1 2 3 4 5 6 7 8 9; do
	send "sw1 app: line $i"
done
send "sw1 app: user jansen came in"
send "sw1 app: user Jansen went away"
send "sw1 app: user devries came in"
send "sw1 app: user smit came in"
send "sw1 app: user bakker came in"
send "sw1 app: user visser came in"
wait_for 20 has_rows 15
ok $? "messages are loaded"
sql "INSERT INTO patchwacht.evidence(tenant_id,evidence_id,at,kept,kind,
    journal,seq,content,bytes,sha256) SELECT 1,1,rcvd,now(),'message',journal,
    seq,'{\"raw\":\"user jansen came in\",\"value\":\"1.2\"}',raw,
    sha256(coalesce(raw,head)) FROM (SELECT journal,seq,rcvd,
    patchwacht.message_bytes(m) AS raw,head FROM patchwacht.message m
    WHERE text LIKE '%jansen%') x" -U patchwacht_owner

# What has to be said.
fails "not without saying which" redact --reason x --by y
redact >/dev/null 2>&1
is $? 2 "which is a fault of the command line"
fails "not without a reason and a name" redact --grep jansen
like "$(cat "$tmp/out")" '*--reason and --by*' "and that is said"
fails "a number is one of a journal" redact --from 3 --to 3 --dry-run
pass "a dry run" redact --grep 'JANSEN' --dry-run --json
is "$(grep -c '"text": ".*ansen' "$tmp/out")" 2 "shows what it would be"
like "$(cat "$tmp/out")" \
    '*"in_journal": true, "in_database": true*' "and where it is"
is "$(count "text ~* 'jansen'")" 2 "and changes nothing"
latin=$(printf 'caf\351')
for flag in reason by policy; do
	set -- --reason x --by y --policy z
	case $flag in
	reason) shift 2 ;;
	by) set -- --reason x --policy z ;;
	policy) set -- --reason x --by y ;;
	esac
	fails "a --$flag that is not UTF-8 is refused" \
	    redact --grep jansen "$@" "--$flag" "$latin"
	like "$(cat "$tmp/out")" "*--$flag: not a text in UTF-8*" \
	    "and it is said which"
done
[ ! -e "$journal/redact" ]
ok $? "and nobody was asked"

# The daemon is at work: it declares, signs and seals; a line makes it look.
redact --grep jansen --since 2020-01-01 --reason 'request of the pupil' \
    --by 'P. Pieters' >"$tmp/redacted" 2>&1 &
redacting=$!
is_asked() {
	[ -e "$journal/redact" ] || ! kill -0 "$redacting" 2>/dev/null
}
wait_for 10 is_asked
is_answered() {
	send "sw1 app: tick"
	[ ! -e "$journal/redact" ]
}
wait_for 20 is_answered
wait "$redacting"
ok $? "it is redacted while the daemon writes"
like "$(cat "$tmp/redacted")" \
    '*2 records are blank*2 rows, 1 pieces of evidence*' "and what was is told"
! is_written ansen
ok $? "the name is nowhere in the journal"
is_written devries
ok $? "others are"
pass "the chain verifies" patchwacht journal verify
like "$(cat "$tmp/out")" '*2 redacted according to policy*' "and says so"
like "$(patchwacht journal dump listen --all | grep '"redaction"')" \
    '*"by": "P. Pieters", "reason": "request of the pupil", "policy": "retention policy", "records": [[]*' \
    "who and why is in the journal"
is "$(count "text ~* 'jansen'")/$(count "text='[redacted]'")" 0/2 \
    "the name is not in messages"
is "$(sql "SELECT count(*) FROM patchwacht.message m
    WHERE text='[redacted]' AND length(patchwacht.message_bytes(m))=0")" 2 \
    "in neither form"
is "$(sql "SELECT content->>'raw', content->>'value', length(bytes)
    FROM patchwacht.evidence" -U patchwacht_owner)" '[redacted]|1.2|0' \
    "evidence keeps what it proves"
is "$(sql "SELECT count(*) FROM patchwacht.change
    WHERE action='journal.redact' AND reason='request of the pupil'
    AND detail LIKE '%P. Pieters%'" -U patchwacht_owner)" 1 "the chain of changes has it"
pass "and is whole" patchwacht-db verify
pass "again there is nothing to do" redact --grep jansen --reason x --by y
like "$(cat "$tmp/out")" '*No record is like that*' "since it is gone"

# A grave line that no rule knows: what it is counted by has all of its words.
shapes() {
	sql "SELECT shape||' '||sum(count) FROM patchwacht.template
	    JOIN patchwacht.template_hour USING(tenant_id,template_id)
	    GROUP BY shape ORDER BY shape"
}
has_shapes() {
	[ "$(shapes | wc -l)" = "$1" ]
}
for line in 'odd: Verhoeven lost the key of cabinet 7' 'odd: cabinet 7 is open'; do
	perl -MIO::Socket::INET -e '
	    $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ARGV[0]",
	        Proto => "udp") or exit 1; $s->send("<11>sw1 $ARGV[1]")' \
	    "$port" "$line"
done
wait_for 20 has_shapes 2
is "$(shapes)" "* odd: Verhoeven lost the key of cabinet * 1
* odd: cabinet * is open 1" "lines are counted by what is the same in them"
redact --grep verhoeven --reason 'her request' --by 'P. Pieters' \
    >"$tmp/redacted" 2>&1 &
redacting=$!
are_over() {
	send "sw1 app: tick"
	! kill -0 "$redacting" 2>/dev/null
}
wait_for 60 are_over
wait "$redacting"
ok $? "such a line is redacted"
like "$(cat "$tmp/redacted")" '*1 shapes of lines*' "and its shape"
is "$(shapes)" "* odd: cabinet * is open 1
[redacted] 1" "the count stays, another line's shape too"
pg_dump -h "$home/db/run" -U patchwacht_cluster patchwacht >"$tmp/dump" &&
    grep -q 'cabinet 7 is open' "$tmp/dump" &&
    ! grep -qi verhoeven "$tmp/dump"
ok $? "her name is nowhere in the database"
! is_written erhoeven
ok $? "nor in the journal"

# Two at once: one waits for the other, and both are declared. The daemon goes on
# when both wait.
kill -STOP "$pid"
at_exit "kill -CONT $pid"
for name in smit bakker; do
	redact --grep "$name" --reason 'two at once' --by "for $name" \
	    >"$tmp/$name" 2>&1 &
	at_exit "kill $!"
	echo "$!" >"$tmp/$name.pid"
done
are_waiting() {
	grep -q Waiting "$tmp/smit" && grep -q Waiting "$tmp/bakker"
}
wait_for 20 are_waiting
ok $? "two wait at once"
kill -CONT "$pid"
are_done() {
	send "sw1 app: tick"
	! kill -0 "$(cat "$tmp/smit.pid")" && ! kill -0 "$(cat "$tmp/bakker.pid")"
}
wait_for 60 are_done
for name in smit bakker; do
	wait "$(cat "$tmp/$name.pid")"
	ok $? "$name is redacted while another is"
	! is_written "user $name"
	ok $? "and is gone from the journal"
	like "$(patchwacht journal dump listen --all | grep '"redaction"')" \
	    "*\"by\": \"for $name\"*" "and declared"
done
pass "the chain verifies" patchwacht journal verify
like "$(cat "$tmp/out")" '*5 redacted according to policy*' "with both"

# A request that goes away undeclared is no answer: nothing is blanked.
kill -STOP "$pid"
redact --grep visser --reason 'not yet' --by 'P. Pieters' \
    >"$tmp/redacted" 2>&1 &
redacting=$!
at_exit "kill $redacting"
wait_for 20 [ -e "$journal/redact" ]
rm "$journal/redact"
! wait "$redacting"
ok $? "without a declaration it fails"
kill -CONT "$pid"
like "$(cat "$tmp/redacted")" \
    '*no signed declaration*nothing was blanked*same command again*' \
    "says why, and what to do"
is_written visser
ok $? "and nothing is blanked"
is "$(count "text LIKE '%visser%'")" 1 "nor is the row"
pass "so the chain verifies" patchwacht journal verify

send "sw1 app: goes on"
wait_for 20 has_text 'goes on'
ok $? "the daemon goes on"
stop_daemon

# Without the daemon, in an archive, by number.
pass "the segment is packed" \
    "$builddir/tests/integration/write_journal" "$journal" 0 1
seq=$(patchwacht journal dump listen | sed -n '/devries/s/.*"seq": \([0-9]*\).*/\1/p')
pass "one record" redact listen --from "$seq" --to "$seq" \
    --reason 'retention' --by 'P. Pieters' --policy 'bewaarbeleid'
[ "$(count "text LIKE '%devries%'")" = 0 ] && ! is_written devries
ok $? "is gone from the archive and the database"
is "$(find "$journal" -name '0000000000000001.seg.zst' | wc -l)" 1 \
    "which is one still"
pass "the chain verifies" patchwacht journal verify
like "$(cat "$tmp/out")" '*6 redacted according to policy*' "with six"

# An older database still has the text: what was declared is applied to it.
sql "UPDATE patchwacht.message SET text='user devries came in', flags=NULL
    WHERE seq=$seq" -U patchwacht_owner
mv "$journal/keys" "$tmp/keys"
pass "without keys no declaration counts" redact --again
like "$(cat "$tmp/out")" '*Nothing was ever declared and signed*' "and it says so"
mv "$tmp/keys" "$journal/keys"
pass "an older database is treated again" redact --again
is "$(count "text LIKE '%devries%'")" 0 "the name is gone from it"
start_daemon
ok $? "the daemon starts on such a journal"
pass "which still verifies" patchwacht journal verify
is "$(count "text='[redacted]'")" 6 "and nothing came back"
