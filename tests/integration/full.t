# SPDX-License-Identifier: Apache-2.0
#
# The disk that journals lie on is full, by somebody else's doing. Who sends over
# TCP waits; nothing that was taken is lost, and what a datagram lost is counted;
# when there is room again all goes on by itself, and every message is there.
. "$(dirname "$0")/lib.sh"
sql_user=patchwacht_owner
if [ "$(id -u)" != 0 ] || ! mkdir -p "$tmp/disk" ||
    ! mount -t tmpfs -o size=24m tmpfs "$tmp/disk" 2>/dev/null; then
	skip_all "a disk of its own needs the right to mount one"
fi
at_exit "umount -l '$tmp/disk'"
plan 12

port=$own_ports
flood=$builddir/bench/syslog/flood
log=$tmp/log
start_db || exit 1
mkdir -p "$home/journal"
chmod 755 "$home/journal"
mkdir "$tmp/disk/listen"
ln -s "$tmp/disk/listen" "$home/journal/listen"
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" {
	udp = { "127.0.0.1:$port" }
	tcp = { "127.0.0.1:$port" }
}
journal {
	segment_mib = 1
	reserve_mib = 1
	low_mib = 2
}
poll { enabled = no }
EOF
patchwachtd --verbose 2>"$log" &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"

# Different messages with a number from FIRST to LAST.
count() { # FIRST LAST
	sql "SELECT count(DISTINCT text) FROM patchwacht.message WHERE
	    substring(text FROM 'number=(\d+)')::bigint BETWEEN $1 AND $2"
}
has() { # COUNT FIRST LAST
	[ "$(count "$2" "$3")" = "$1" ]
}
marks() {
	sql "SELECT string_agg(reason, ' ' ORDER BY seq) FROM patchwacht.loss
	    WHERE reason IN('low','full','room')"
}
has_marks() { # PATTERN
	# shellcheck disable=SC2254 # a pattern is meant
	case $(marks) in $1) return 0 ;; *) return 1 ;; esac
}

"$flood" tcp "$port" 1000 0 200 1 >/dev/null
wait_for 20 has 1000 1 1000
ok $? "messages are rows"

# The disk fills slowly: one MiB is left, and that is said while there is room.
fill() { # KIB
	dd if=/dev/zero bs=1k count="$1" 2>/dev/null >>"$tmp/disk/others"
}
free=$(df -k "$tmp/disk" | awk 'NR == 2 { print $4 }')
fill $((free - 1024))
says_low() {
	"$flood" udp "$port" 1 0 200 800001 >/dev/null
	has_marks low
}
wait_for 20 says_low
ok $? "of little room the journal says so"
fill 2048
"$flood" tcp "$port" 40000 0 200 1001 >"$tmp/sent" &
sender=$!
wait_for 20 grep -q 'no room for messages' "$log"
ok $? "the listener says that there is no room"
"$flood" udp "$port" 200 0 200 900001 >/dev/null
wait_for 20 has_marks 'low full'
ok $? "the journal said so, on its reserve"
kill -0 $sender
ok $? "the sender waits"
rm "$tmp/disk/others"
wait $sender
ok $? "with room again the sender comes to its end"
wait_for 30 has 41000 1 41000
ok $? "and none of 41000 is lost"

adds_up() {
	kept=$(count 900001 900200)
	lost=$(sql "SELECT coalesce(sum(count),0) FROM patchwacht.loss
	    WHERE reason IN('socket','journal')")
	[ $((kept + lost)) = 200 ]
}
wait_for 20 adds_up
ok $? "of the datagrams those that are not there are counted: $kept + $lost"
wait_for 20 has_marks 'low full* room'
ok $? "the journal said that it has room"
kill "$pid"
wait "$pid"
ok $? "the daemon stops when told to"
pass "and all of it can be verified" patchwacht journal verify
