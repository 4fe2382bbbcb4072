#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The supervisor outlives its roles. A daemon starts without a database, its
# roles as a user of their own. A role is killed, and comes back; the daemon
# reads a broken configuration and keeps the one before, then a good one and
# uses it. It stops when told to, and nothing of it is left; killed without a
# word, its roles end by themselves.
# shellcheck disable=SC1091,SC2009,SC2154
. "$(dirname "$0")/lib.sh"
plan 32

# As a service manager may have it: folders are passed through all the same.
umask 077
make_user
port=$own_ports
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" { udp = { "127.0.0.1:$port" } }
EOF
cp "$PATCHWACHT_CONFIG" "$tmp/good.conf"
log=$tmp/log

start_daemon() {
	: >"$log"
	patchwachtd --verbose 2>"$log" &
	pid=$!
	at_exit "kill -9 $pid"
	wait_for 20 grep -q 'ready: ' "$log"
}

role_pid() { # NAME
	ps -o pid=,args= --ppid "$pid" | awk -v name="$1" \
	    '{ for (i = 1; i < NF; i++)
	    if ($i == "--role" && $(i + 1) == name) print $1 }'
}

no_roles() { # of the home
	! ps -eo args= | grep -q "^patchwachtd --role .* $PATCHWACHT_CONFIG"
}

came_back() { # NAME, OLD PID
	new=$(role_pid "$1")
	[ -n "$new" ] && [ "$new" != "$2" ]
}

pass "a configuration can be checked" patchwachtd --check
printf 'class "printer" { sleeps = yes }\n\nclass "priter" { sleeps = yes }\n' \
    >"$tmp/class.conf"
pass "a class that no profile has is no fault" \
    patchwachtd --check --config "$tmp/class.conf"
like "$(cat "$tmp/out")" \
    '*class.conf:3: class: no profile calls a device "priter"*printer*' \
    "and is told, with those there are"
case $(cat "$tmp/out") in
*'device "printer"'*) ok 1 "one that there is is not" ;;
*) ok 0 "one that there is is not" ;;
esac
fails "a missing one is a fault" patchwachtd --check --config "$tmp/none"
fails "an unknown option is a wrong use" patchwachtd --colour

start_daemon
ok $? "the daemon is ready without a database"
is "$(cat "$home/run/patchwachtd.pid")" "$pid" "its pid stands in run/"
fails "a second daemon does not start in the same home" patchwachtd
like "$(cat "$tmp/out")" '*another patchwachtd runs here*' "and says why"
alert=$(role_pid alert)
if [ "$(id -u)" -eq 0 ]; then
	is "$(ps -o user= -p "$alert")" "$db_user" "a role is not root"
else
	is "$(ps -o uid= -p "$alert" | tr -d ' ')" "$(id -u)" "a role is nobody else"
fi
like "$(cat "/proc/$alert/status")" '*NoNewPrivs:	1*' "it gains no rights"
if grep -q asan "/proc/$pid/maps" 2>/dev/null; then
	ok 0 "calls are filtered # SKIP not with sanitizers"
else
	like "$(cat "/proc/$alert/status")" '*Seccomp:	2*' "calls are filtered"
fi

kill -9 "$alert"
wait_for 10 grep -q 'role alert: killed by signal 9' "$log"
ok $? "a killed role is noticed"
wait_for 10 came_back alert "$alert"
ok $? "and executed again"
kill -9 "$(role_pid alert)"
wait_for 10 grep -q 'alert: killed by signal 9, starts again in 2 s' "$log"
ok $? "the second time it waits longer"

echo 'colour = red' >>"$PATCHWACHT_CONFIG"
kill -HUP "$pid"
wait_for 10 grep -q "patchwacht.conf:.*no such option 'colour'" "$log"
ok $? "a broken configuration is named with its line"
wait_for 10 grep -q 'refused, the one before stays' "$log"
ok $? "and not used"

# The address is taken: what one socket cannot have, nobody uses.
sed 's/udp = .*}/udp = { "192.0.2.1:9" } }/' "$tmp/good.conf" \
    >"$PATCHWACHT_CONFIG"
: >"$log"
kill -HUP "$pid"
wait_for 10 grep -q 'refused, the one before stays' "$log"
ok $? "an address that is not ours refuses the whole"

sed 's/^user = .*//; $a sandbox = no' "$tmp/good.conf" >"$PATCHWACHT_CONFIG"
: >"$log"
kill -HUP "$pid"
wait_for 10 grep -q 'cannot change while the daemon runs' "$log"
ok $? "what gave the roles their rights cannot change"

sed "s/127.0.0.1:/127.0.0.2:/" "$tmp/good.conf" >"$PATCHWACHT_CONFIG"
: >"$log"
kill -HUP "$pid"
wait_for 20 grep -q 'read again, in use' "$log"
ok $? "a good configuration is used"
hex=$(printf '0200007F:%04X' "$port")
like "$(cat /proc/net/udp)" "*$hex*" "it listens on the new address"
hex=$(printf '0100007F:%04X' "$port")
is "$(grep -c " $hex " /proc/net/udp)" 0 "and no longer on the old one"

# Without a database nobody could say whose devices are whose.
echo 'poll { workers = 2 }' >>"$PATCHWACHT_CONFIG"
: >"$log"
kill -HUP "$pid"
wait_for 10 grep -q 'refused, the one before stays' "$log"
ok $? "the number of workers stays while the database is away"
like "$(cat "$log")" '*workers cannot change while the database is away*' \
    "which is said"

kill -TERM "$pid"
wait "$pid"
is $? 0 "told to stop, it ends well"
no_roles && [ ! -e "$home/run/patchwachtd.pid" ]
ok $? "and leaves nothing running"

NOTIFY_SOCKET=$tmp/notify
perl -MIO::Socket::UNIX -e '$| = 1; my $s = IO::Socket::UNIX->new(
    Type => SOCK_DGRAM, Local => $ARGV[0]) or die; print "up\n";
    while (defined $s->recv(my $m, 999)) { $m =~ s/\n/ /g; print "$m\n" }' \
    "$NOTIFY_SOCKET" >"$tmp/told" &
at_exit "kill $!"
wait_for 5 grep -q up "$tmp/told"
export NOTIFY_SOCKET
start_daemon
unset NOTIFY_SOCKET
wait_for 5 grep -q '^READY=1' "$tmp/told"
ok $? "a service manager is told when the daemon is ready"
kill -HUP "$pid"
wait_for 5 grep -q '^RELOADING=1 MONOTONIC_USEC=[0-9]' "$tmp/told"
ok $? "when it reloads"
kill "$pid"
wait "$pid"
wait_for 5 grep -q '^STOPPING=1' "$tmp/told"
ok $? "and when it stops"

start_daemon
is "$(role_pid poll | grep -c .)" 2 "a role may be several processes"
kill -9 "$pid"
wait_for 15 no_roles
ok $? "roles without a supervisor end by themselves"
