# SPDX-License-Identifier: Apache-2.0
#
# Who does not mean well, or speaks something else: hundreds of connections that
# trickle, more than there are descriptors for, counts that are not true, TLS
# where none is spoken and the other way around. Others are heard as before,
# nothing spins, and each case is counted under its reason.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/ca.sh"
sql_user=patchwacht_owner
plan 22

port=$own_ports
tls=$((port + 1)) relp=$((port + 2))
ca_init
ca_issue server /CN=collector.example.org
start_db || exit 1
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "all" {
	udp = { "127.0.0.1:$port" }
	tcp = { "127.0.0.1:$port" }
	tls = { "127.0.0.1:$tls" }
	relp = { "127.0.0.1:$relp" }
	certificate_file = "$tmp/ca/server.pem"
	key_file = "$tmp/ca/server.key"
	connections_per_source = 902
	frame_deadline = "6 s"
	message_max = 1000
}
poll { enabled = no }
EOF
log=$tmp/log
start_daemon() { # [DESCRIPTORS]
	(
		# shellcheck disable=SC3045 # dash and bash have it
		[ $# -eq 0 ] || ulimit -n "$1"
		exec patchwachtd --verbose 2>"$log"
	) &
	daemon=$!
	at_exit "kill $daemon; wait $daemon"
	wait_for 20 grep -q 'ready: ' "$log"
}
start_daemon
ok $? "the daemon is ready"
role=$(pgrep -P "$daemon" -f 'role listen')

messages() { # WHERE
	sql "SELECT count(*) FROM patchwacht.message m WHERE $1"
}
has_messages() { # HOW MANY WHERE
	[ "$(messages "$2")" = "$1" ]
}
refused() { # COUNT WHAT
	[ "$(sql "SELECT coalesce(sum(count),0) FROM patchwacht.loss
	    WHERE listener='$2'")" -ge "$1" ]
}
ticks() { # of processor time, 1/100 s
	awk '{ print $14 + $15 }' "/proc/$role/stat"
}
descriptors() {
	find "/proc/$role/fd" -mindepth 1 | wc -l
}
say() { # PORT: its input, until the other side closes
	perl -MIO::Socket::INET -e '
	    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
	    $SIG{PIPE} = "IGNORE"; $s->autoflush(1);
	    local $/; print $s <STDIN>; $s->shutdown(1);
	    alarm 10; print while <$s>;' "$1"
}

# A byte a second, on each of 900 connections; ten more find no room.
perl -MIO::Socket::INET -e '
    $| = 1; $SIG{PIPE} = "IGNORE";
    for (1 .. 910) {
	my $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or next;
	$s->autoflush(1); push @all, $s;
	print $s "<" or next;
    }
    print "open\n";
    for (1 .. 30) { select undef, undef, undef, 1; print $_ "x" for @all }
    ' "$port" >"$tmp/slow" 2>/dev/null &
slow=$!
at_exit "kill $slow"
wait_for 20 grep -q open "$tmp/slow"
has_descriptors() { # AT LEAST
	[ "$(descriptors)" -ge "$1" ]
}
wait_for 10 has_descriptors 900
ok $? "900 connections that trickle"
wait_for 10 refused 8 'too many connections of one source'
ok $? "the surplus is sent away"
perl -MIO::Socket::INET -e '
    $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ARGV[0]",
	LocalAddr => "127.0.0.2") or exit 1;
    printf $s "<14>good: number=%d\n", $_ for 1 .. 20000;' "$port"
wait_for 20 has_messages 20000 "app='good'"
ok $? "who sends from elsewhere is heard as if they were not there"
few() {
	[ "$(descriptors)" -lt 100 ]
}
wait_for 20 few
ok $? "and they are sent away when their time is up"
wait_for 10 refused 900 'message without an end'
ok $? "each of them counted"
kill "$slow"

# Counts that are not true.
perl -e 'print "999999 <14>huge: ", "x" x (999999 - 10), "12 <14>after: x"' |
    say "$port"
wait_for 10 has_messages 1 "app='huge' AND octet_length(patchwacht.message_bytes(m))=1000 AND
    'truncated'=ANY(flags)"
ok $? "of a huge message the head is kept"
wait_for 10 has_messages 1 "app='after'"
ok $? "and the next one is in step"
printf '12 <14>short: x and more 12 <14>lost: x' | say "$port"
wait_for 10 has_messages 1 "patchwacht.message_bytes(m)='<14>short: x'::bytea"
ok $? "a count that is too short is believed"
wait_for 10 refused 1 'bytes that are not syslog'
ok $? "but not what follows"
is "$(messages "'partial'=ANY(flags) AND patchwacht.message_bytes(m)=' and more 12 <14>lost: x'::bytea")" \
    1 "of which the rest is kept"
perl -e 'print "9999999999 <14>line: x\n"' | say "$port"
wait_for 10 has_messages 1 "patchwacht.message_bytes(m)='9999999999 <14>line: x'::bytea"
ok $? "what is too long for a count is a line"

# One protocol on the port of another.
echo x | timeout 10 openssl s_client -connect "127.0.0.1:$port" >/dev/null 2>&1
printf 'GET / HTTP/1.1\r\nHost: x\r\n\r\n' | say "$port"
wait_for 10 refused 3 'bytes that are not syslog'
ok $? "TLS and HTTP on the plain port are sent away"
is "$(messages "text ~ 'HTTP' OR transport='tls'")" 0 "and not kept"
is "$(grep -c 'bytes that are not syslog' "$log")" 1 "the log says so once"
echo '<14>plain: x' | say "$tls"
wait_for 10 refused 1 'wrong version number'
ok $? "plain syslog on the port of TLS, too"
printf '1 open 0\n2 syslog 999999999 <14>x' | say "$relp" >/dev/null
echo '<14>last: x' | say "$port"
wait_for 10 has_messages 1 "app='last'"
ok $? "and it still runs"

# No descriptors: it waits, and does not spin.
kill "$daemon"
wait "$daemon"
start_daemon 60
role=$(pgrep -P "$daemon" -f 'role listen')
lines=$(wc -l <"$log")
before=$(ticks)
perl -MIO::Socket::INET -e '
    $SIG{USR1} = sub { splice @all, 0, 50 };
    for (1 .. 80) {
	my $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or next;
	$s->autoflush(1); push @all, $s; print $s "<14>late: number=$_\n"
    }
    close STDOUT; sleep 30; sleep 30' "$port" >"$tmp/many" &
many=$!
at_exit "kill $many"
wait_for 10 grep -q 'accept: ' "$log"
ok $? "no descriptor is left"
sleep 2
used=$(($(ticks) - before))
[ "$used" -lt 50 ]
ok $? "and no processor time goes by: $used of 200 ticks"
[ $(($(wc -l <"$log") - lines)) -lt 20 ]
ok $? "nor is the log filled"
echo '<14>datagram: heard' | perl -MIO::Socket::INET -e '
    $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$ARGV[0]",
	Proto => "udp"); print $s <STDIN>' "$port"
wait_for 10 has_messages 1 "app='datagram'"
ok $? "who needs none is heard"
kill -USR1 "$many"
wait_for 10 has_messages 80 "app='late'"
ok $? "those that waited are heard when there are some again"
kill "$many"
