#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A disk on which each sync takes three seconds. Nobody who can be heard waits
# for it but who asked to: datagrams are read on and all of them kept, polls
# begin when they are due, and a relay is told that a message is safe when it
# is, and not before. Then the daemon is stopped, and nothing is missing.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
slow=$builddir/tests/integration/slow_sync.so
LD_PRELOAD=$slow true 2>/dev/null || skip_all "no LD_PRELOAD here"
if grep -q fsanitize "$builddir/config.status" 2>/dev/null; then
	skip_all "sanitizers want to be loaded first"
fi
plan 11

fleet=$builddir/tests/fleet
flood=$builddir/bench/syslog/flood
port=$own_ports
log=$tmp/log
devices=10
datagrams=40000

echo "127.4.0.1-127.4.0.10 recording \
$srcdir/tests/data/fleet/switch.snmprec" >"$tmp/scenario"
"$fleet/fleetd" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
snmp=$(sed 's/.*port //' "$tmp/fleet")

start_db || exit 1
cat >>"$PATCHWACHT_CONFIG" <<END
listen "test" {
	udp = { "127.0.0.1:$port" }
	relp = { "127.0.0.1:$port" }
}
verify { interval = "1 d" }
END
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
for i in $(seq $devices); do
	patchwacht device add "sw$i" "127.4.0.$i" --port "$snmp" \
	    --credential lan --poll 1 --quiet
done
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"

# The receive buffer is that of everybody, who may not ask for more.
without_more_buffer() { # COMMAND...
	if [ "$(id -u)" -eq 0 ]; then
		exec setpriv --bounding-set=-net_admin --inh-caps=-net_admin "$@"
	fi
	exec "$@"
}
LD_PRELOAD=$slow SLOW_SYNC=$tmp/ms \
    without_more_buffer patchwachtd --foreground --verbose >"$log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"
wait_for 20 grep -q 'ready: ' "$log"

readings() {
	"$fleet/fleetread" "$home/journal/poll" | grep '^reading'
}
all_read() {
	[ "$(readings | awk '{ print $3 }' | sort -u | grep -c .)" -eq $devices ]
}
wait_for 20 all_read
ok $? "all devices are polled"
messages() { # PATTERN
	sql "SELECT count(*) FROM patchwacht.message WHERE text LIKE '$1'"
}
has_messages() { # COUNT PATTERN
	[ "$(messages "$2")" -ge "$1" ]
}
"$flood" udp "$port" 10 0 200 900001 >/dev/null
wait_for 20 has_messages 10 '%number=00009000__%'
ok $? "messages are heard"

say() { # says its input over one connection and prints what is answered
	perl -MIO::Socket::INET -e '
	    my $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
	    local $/;
	    print $s <STDIN>;
	    alarm 30;
	    print while <$s>;' "$port"
}
now_ms() {
	echo $(($(date +%s%N) / 1000000))
}
echo 3000 >"$tmp/ms"
sleep 1
since=$(now_ms)
# Twice what the socket's buffer holds in the time of one sync, at least.
"$flood" udp "$port" $datagrams 20000 200 1 >/dev/null
session='1 open 0
2 syslog 15 <14>relay: safe
3 close 0
'
asked=$(now_ms)
answer=$(printf '%s' "$session" | say)
took=$(($(now_ms) - asked))
like "$answer" '*2 rsp 6 200 OK*3 rsp 0*' "a relay is answered"
[ "$took" -ge 2500 ]
ok $? "and not before its message is safe: after $took ms"
sleep 6
until=$(now_ms)
pids=$(pgrep -P "$daemon" -f -- '--role (listen|poll)' | paste -sd ,)
most=$(ps -o rss= -p "$pids" | sort -n | tail -1)
[ "$most" -lt 100000 ]
ok $? "memory stays bounded: $most KiB"

# Who stops it waits for the last group.
echo 500 >"$tmp/ms"
"$flood" udp "$port" 100 0 200 800001 >/dev/null
sleep 1
kill "$daemon"
wait "$daemon"
is "$?" 0 "it stops when told to"
rm "$tmp/ms"
! grep -q 'had to be killed' "$log"
ok $? "in its own time"
pass "what it wrote can be verified" patchwacht journal verify

patchwachtd --foreground >>"$log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"
lost() {
	sql "SELECT coalesce(sum(count),0) FROM patchwacht.loss
	    WHERE reason IN('socket','journal')"
}
has_all() {
	[ $(($(messages '%number=00000_____ %') + $(lost))) -ge $datagrams ]
}
wait_for 60 has_all
is "$(messages '%number=00000_____ %') $(lost)" "$datagrams 0" \
    "each datagram is there"
wait_for 20 has_messages 100 '%number=00008_____ %'
ok $? "and those before the stop"
# The longest time between two polls of one device, in ms.
longest=$(readings | awk -v from="$since" -v to="$until" '
    { for (i = 1; i < NF; i++) if ($i == "started") at = $(i + 1) / 1000
      if (($3 in last) && at > from && at < to && at - last[$3] > longest)
		longest = at - last[$3]
      last[$3] = at }
    END { printf "%d", longest }')
[ "$longest" -gt 0 ] && [ "$longest" -lt 3000 ]
ok $? "no poll waited for the disk: at most $longest ms between two"
