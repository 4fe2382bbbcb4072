# SPDX-License-Identifier: Apache-2.0
#
# A relay keeps what we have not acknowledged. The listener is killed in the
# middle, again and again, and the relay sends what it still has to the next
# one: in the end each message is in the database, and none that was
# acknowledged is missing. STORM=full: 150,000 messages, 8 kills.
. "$(dirname "$0")/lib.sh"
sql_user=patchwacht_owner
plan 12

port=$own_ports
send=$builddir/tests/integration/send_relp
total=20000 kills=3 rate=2000
[ "${STORM-}" != full ] || total=150000 kills=8 rate=8000
start_db || exit 1
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "relays" {
	relp = { "127.0.0.1:$port" }
	frame_deadline = "1 s"
	message_max = 480
}
poll { enabled = no }
EOF
log=$tmp/log
patchwachtd --verbose 2>"$log" &
daemon=$!
at_exit "kill $daemon; wait $daemon"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"

messages() { # WHERE
	sql "SELECT count(*) FROM patchwacht.message m WHERE $1"
}

has_messages() { # HOW MANY WHERE
	[ "$(messages "$2")" -ge "$1" ]
}

talk() { # says its input over one connection and prints what is answered
	perl -MIO::Socket::INET -e '
	    my $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
	    local $/;
	    print $s <STDIN>;
	    alarm 10;
	    print while <$s>;' "$port"
}

session='1 open 49 relp_version=0
relp_software=test
commands=syslog
2 syslog 21 <14>one: first
second
'
answer=$(printf '%s3 close 0\n' "$session" | talk)
like "$answer" '1 rsp *200 OK*relp_version=0*commands=syslog*
2 rsp 6 200 OK
3 rsp 0
0 serverclose 0' "a session is answered, a farewell last"
wait_for 10 has_messages 1 "app='one'"
is "$(sql "SELECT transport,text FROM patchwacht.message m WHERE app='one'")" \
    'relp|first
second' "a message may hold a line end"

long=$(printf '%01000d' 0)
answer=$(printf '1 open 0\n2 syslog 1010 <14>long: %s\n3 close 0\n' \
    "$long" | talk)
like "$answer" '*2 rsp 6 200 OK*3 rsp 0*' "a long message is answered"
wait_for 10 has_messages 1 "app='long' AND octet_length(patchwacht.message_bytes(m))=480 AND
    'truncated'=ANY(flags)"
ok $? "and its head is kept"
answer=$(printf '1 open 0\n2 starttls 0\n3 close 0\n' | talk)
like "$answer" '*2 rsp * 500 *3 rsp 0*' "an unknown command is refused"
is "$(printf '<14>plain: syslog\n' | talk)" '' "plain syslog is sent away"
is "$(printf '1 syslog 6 <14>xy\n' | talk)" '' "and who has not opened, too"
printf '1 open 0\n2 syslog 20 <14>x' | talk >/dev/null
has_loss() { # WHAT
	[ "$(sql "SELECT count(*) FROM patchwacht.loss
	    WHERE listener='$1'")" -gt 0 ]
}
wait_for 10 has_loss 'message without an end'
ok $? "a frame without an end is cut off in time"

# The supervisor starts the role again, after 1 s at first: it is the role that
# is killed.
"$send" "$port" "$total" 1024 "$rate" 900 >"$tmp/sent" &
sender=$!
at_exit "kill $sender"
find_role() {
	role=$(pgrep -P "$daemon" -f 'role listen') && [ "$role" != "$killed" ]
}
has_progressed() {
	has_messages "$want" "app='storm'" || ! kill -0 "$sender" 2>/dev/null
}
killed='' n=0
while [ "$n" -lt "$kills" ]; do
	n=$((n + 1))
	# In the middle: some of what this one has received is stored by then.
	wait_for 70 find_role
	want=$(($(messages "app='storm'") + total / (kills + 3)))
	wait_for 60 has_progressed
	kill -9 "$role"
	killed=$role
done
wait "$sender"
ok $? "all is acknowledged in the end: $(cat "$tmp/sent")"
wait_for 60 has_messages "$total" "app='storm'"
is "$(sql "SELECT count(DISTINCT text) FROM patchwacht.message
    WHERE app='storm'")" "$total" "and in the database, through $kills kills"
again=$(sed 's/.*, \([0-9]*\) again.*/\1/' "$tmp/sent")
extra=$(($(messages "app='storm'") - total))
[ "$extra" -le "$again" ]
ok $? "twice, if at all, only what was sent again: $extra of $again"
