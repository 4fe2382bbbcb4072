# SPDX-License-Identifier: Apache-2.0
#
# What comes in over the network, and a change of rules while it does. Both
# framings, both address families; a connection that was open before a reload
# goes on after it, under the new rules; faulty rules are refused with their
# line. A sender that begins a message and never ends it is sent away.
. "$(dirname "$0")/lib.sh"
sql_user=patchwacht_owner
plan 17

port=$own_ports
flood=$builddir/bench/syslog/flood
data=$tmp/data
mkdir -p "$data"
cp -R "$srcdir/mibs" "$srcdir/templates" "$data/"
chmod -R a+rX "$data"
PATCHWACHT_DATADIR=$data
start_db || exit 1
six='' has_six=no
if grep -q '^0\{31\}1 ' /proc/net/if_inet6 2>/dev/null; then
	six=", \"[::1]:$port\"" has_six=yes
fi
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" {
	udp = { "127.0.0.1:$port"$six }
	tcp = { "127.0.0.1:$port"$six }
	frame_deadline = "1 s"
}
poll { enabled = no }
EOF
log=$tmp/log
patchwachtd --verbose 2>"$log" &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"

messages() { # WHERE
	sql "SELECT count(*) FROM patchwacht.message m WHERE $1"
}

has_messages() { # HOW MANY WHERE
	[ "$(messages "$2")" = "$1" ]
}

"$flood" octets "$port" 20000 0 200 >/dev/null
wait_for 30 has_messages 20000 "'octet'=ANY(flags)"
ok $? "counted messages arrive whole"
is "$(sql "SELECT count(DISTINCT text), max(octet_length(message_bytes(m)))
    FROM patchwacht.message m WHERE 'octet'=ANY(flags)")" "20000|200" \
    "each of them once, and as long as it was"

if [ "$has_six" = yes ]; then
	perl -MSocket=:all -e '
	    my ($port) = @ARGV;
	    for my $type (SOCK_DGRAM, SOCK_STREAM) {
		socket(my $s, AF_INET6, $type, 0) or exit 1;
		connect($s, pack_sockaddr_in6($port, inet_pton(AF_INET6, "::1")))
		    or exit 1;
		syswrite $s, "<14>six: over $type\n";
	    }' "$port"
	wait_for 10 has_messages 2 "peer='::1' AND app='six'"
	ok $? "IPv6 is heard, over both"
else
	ok 0 "IPv6 is heard, over both # SKIP there is none here"
fi
is "$(messages "host(peer) LIKE '%ffff%'")" 0 "IPv4 stays IPv4"

# One connection through two reloads.
mkfifo "$tmp/line"
perl -MIO::Socket::INET -e '
    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
    $s->autoflush(1);
    while (<STDIN>) { print $s $_ }' "$port" <"$tmp/line" &
at_exit "kill $!"
exec 3>"$tmp/line"
echo '<14>one: colour=red' >&3
wait_for 10 has_messages 1 "app='one'"
cat >>"$data/mibs/privacy.rules" <<'EOF'
mask "colour" { match = { 'colour=(\w+)' } }
drop "noise" { match = { '\bnoise:' } }
EOF
kill -HUP "$pid"
wait_for 10 grep -q 'read again, in use' "$log"
sleep 0.5
echo '<14>two: colour=red' >&3
echo '<14>noise: x' >&3
wait_for 10 has_messages 1 "app='two'"
ok $? "a connection outlives a reload"
is "$(sql "SELECT text FROM patchwacht.message WHERE app='two'")" \
    'colour=***' "and new rules hold for it"
is "$(messages "app='noise'")" 0 "rules that drop, too"


# One that cannot be judged: a pattern that takes for ever.
cat >>"$data/mibs/privacy.rules" <<'EOF'
drop "slow" { words = { "slow" } match = { '(?:x+x+)+y(geheim)' } }
EOF
kill -HUP "$pid"
is_reloaded() {
	[ "$(grep -c 'read again, in use' "$log")" -ge 2 ]
}
wait_for 10 is_reloaded
sleep 0.5
slow='<14>Nov 24 10:00:00 sw1 slow: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx geheim'
echo "$slow" >&3
echo "$slow" >&3
wait_for 10 has_messages 2 "host='sw1' AND app='patchwacht'
    AND text='masked: rule slow reached its match limit'
    AND 'masked'=ANY(flags)"
ok $? "of a line that a rule cannot judge the header is kept"
is "$(messages "text LIKE '%geheim%' OR
    position('geheim'::bytea in message_bytes(m))>0")" 0 "and nothing else"
is "$(grep -c 'rule slow: reached its match limit' "$log")" 1 "it is told once"

echo 'mask "bad" { match = { "(" } }' >>"$data/mibs/privacy.rules"
kill -HUP "$pid"
wait_for 10 grep -q 'privacy.rules:[0-9]*: ' "$log"
ok $? "a faulty rule is named with its line"
echo '<14>three: colour=red' >&3
wait_for 10 has_messages 1 "app='three' AND text='colour=***'"
ok $? "and the rules before it stay"
exec 3>&-

# Never ends its message.
start=$(date +%s)
perl -MIO::Socket::INET -e '
    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
    $s->autoflush(1); $SIG{PIPE} = "IGNORE";
    for (1 .. 20) { print $s "x" or last; select undef, undef, undef, 0.25 }
    ' "$port"
[ $(($(date +%s) - start)) -lt 5 ]
ok $? "a message without an end is cut off in time"
wait_for 10 has_messages 1 "text ~ '^x+\$' AND 'partial'=ANY(flags)"
ok $? "and what there was of it is kept"
is_counted() {
	[ "$(sql "SELECT sum(count) FROM patchwacht.loss
	    WHERE listener='message without an end'")" = 1 ]
}
wait_for 10 is_counted
ok $? "and counted"

# What was not kept is written each minute; a kill before that leaves the counts
# to the next process.
sed -i '/^mask "bad"/d' "$data/mibs/privacy.rules"
kill -9 "$(pgrep -P "$pid" -f -- '--role listen')"
not_kept() {
	[ "$(sql "SELECT sum(count) FROM patchwacht.loss
	    WHERE reason='privacy' AND listener='slow (match limit)'")" = 2 ]
}
wait_for 30 not_kept
ok $? "counts of what was not kept survive a kill, once"
