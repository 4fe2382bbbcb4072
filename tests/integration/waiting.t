# SPDX-License-Identifier: Apache-2.0
#
# The disk is full, and senders that can wait do: over TLS and RELP nothing is
# read, nothing is acknowledged, and nothing spins. When there is room again,
# both come to their end and every message is there.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/ca.sh"
sql_user=patchwacht_owner
if [ "$(id -u)" != 0 ] || ! mkdir -p "$tmp/disk" ||
    ! mount -t tmpfs -o size=24m tmpfs "$tmp/disk" 2>/dev/null; then
	skip_all "a disk of its own needs the right to mount one"
fi
at_exit "umount -l '$tmp/disk'"
plan 9

port=$own_ports
tls=$((port + 1)) relp=$((port + 2))
ca_init
ca_issue server /CN=collector.example.org
start_db || exit 1
mkdir -p "$home/journal" "$tmp/disk/listen"
chmod 755 "$home/journal"
ln -s "$tmp/disk/listen" "$home/journal/listen"
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "all" {
	tcp = { "127.0.0.1:$port" }
	tls = { "127.0.0.1:$tls" }
	relp = { "127.0.0.1:$relp" }
	certificate_file = "$tmp/ca/server.pem"
	key_file = "$tmp/ca/server.key"
}
journal {
	segment_mib = 1
	reserve_mib = 1
	low_mib = 0
}
poll { enabled = no }
EOF
log=$tmp/log
patchwachtd --verbose 2>"$log" &
daemon=$!
at_exit "kill $daemon; wait $daemon"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"

dd if=/dev/zero of="$tmp/disk/others" bs=64k 2>/dev/null
"$builddir/tests/integration/send_relp" "$relp" 30000 16384 0 300 \
    >"$tmp/relp" &
relaying=$!
perl -e '$SIG{PIPE} = "IGNORE"; $| = 1;
    printf "<14>secure: number=%d %s\n", $_, "x" x 200 for 1 .. 40000;
    sleep 1' | timeout 300 openssl s_client -quiet -no_ign_eof \
    -connect "127.0.0.1:$tls" >/dev/null 2>&1 &
securing=$!
at_exit "kill $relaying $securing"
wait_for 30 grep -q 'no room for messages' "$log"
ok $? "the listener says that there is no room"
role=$(pgrep -P "$daemon" -f 'role listen')
ticks() {
	awk '{ print $14 + $15 }' "/proc/$role/stat"
}
before=$(ticks)
sleep 2
used=$(($(ticks) - before))
[ "$used" -lt 60 ]
ok $? "it does not spin: $used of 200 ticks"
kill -0 "$relaying" && kill -0 "$securing"
ok $? "both senders wait"
rm "$tmp/disk/others"
wait "$relaying"
ok $? "with room again RELP comes to its end: $(cat "$tmp/relp")"
like "$(cat "$tmp/relp")" '30000 acknowledged, 0 again, 1 connections*' \
    "over the one connection"
wait "$securing"
ok $? "and TLS"
has() { # COUNT TRANSPORT
	[ "$(sql "SELECT count(DISTINCT text) FROM patchwacht.message
	    WHERE transport='$2'")" = "$1" ]
}
wait_for 60 has 30000 relp
ok $? "nothing of RELP is lost"
wait_for 60 has 40000 tls
ok $? "nor of TLS"
