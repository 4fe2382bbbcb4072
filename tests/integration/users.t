#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Each role is a user of its own, and what one of them is made to do, it does
# alone. In a mount namespace with an /etc of its own, the users of
# dist/patchwacht.sysusers.in are made; a message then goes from the listener's
# socket to the database, while nobody reaches what is another's.
# shellcheck disable=SC1091,SC2154
if [ "$(id -u)" -ne 0 ]; then
	echo "1..0 # SKIP only root has roles with users of their own"
	exit 0
fi
if [ -z "${in_namespace:-}" ]; then
	in_namespace=yes
	export in_namespace
	unshare -m true 2>/dev/null && exec unshare -m sh "$0"
	echo "1..0 # SKIP no mount namespaces here"
	exit 0
fi

. "$(dirname "$0")/lib.sh"

# Nothing of this is seen outside, and it goes with the last process.
mkdir "$tmp/over"
if ! mount -t tmpfs none "$tmp/over" ||
    ! mkdir "$tmp/over/up" "$tmp/over/work" ||
    ! mount -t overlay none /etc -o \
        "lowerdir=/etc,upperdir=$tmp/over/up,workdir=$tmp/over/work"; then
	skip_all "no overlay mounts here"
fi
at_exit "umount -l /etc; umount -l '$tmp/over'"
# Written, not added: somebody outside may hold the lock at this moment.
rm -f /etc/passwd.lock /etc/group.lock /etc/shadow.lock /etc/gshadow.lock
getent group patchwacht >/dev/null || echo patchwacht:x:64100: >>/etc/group
id=64100
for role in listen poll store verify alert; do
	id=$((id + 1))
	name=patchwacht-$role
	getent passwd "$name" >/dev/null && continue
	echo "$name:x:$id:$id::/nonexistent:/usr/sbin/nologin" >>/etc/passwd
	echo "$name:x:$id:" >>/etc/group
done
plan 14

port=$own_ports
log=$tmp/log
start_db || exit 1
patchwacht init --name School --quiet || exit 1
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" { udp = { "127.0.0.1:$port" } }
poll { interval = "1 s" }
EOF
patchwachtd --verbose 2>"$log" &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 20 grep -q 'ready: 5 roles' "$log"
ok $? "five roles are ready"

for role in listen poll store verify alert; do
	is "$(ps -o user:32=,args= --ppid "$pid" |
	    awk -v name="$role" '$4 == name { print $1 }')" \
	    "patchwacht-$role" "$role has a user of its own"
done

as() { # ROLE COMMAND...
	role=$1
	shift
	setpriv --reuid "patchwacht-$role" --regid "patchwacht-$role" \
	    --groups patchwacht "$@"
}

send() {
	perl -MIO::Socket::INET -e 'IO::Socket::INET->new(Proto => "udp",
	    PeerAddr => $ARGV[0])->send("<13>Nov 24 09:14:00 sw1 users: hello")
	    or die' "127.0.0.1:$port"
}

arrived() {
	[ "$(sql "SELECT count(*) FROM message WHERE text LIKE '%hello%'" \
	    -U patchwacht_owner)" -ge 1 ]
}

send
wait_for 20 arrived
ok $? "a message goes from the listener's journal to the database"
pass "poll reads the key" as poll cat "$home/keys/box.key"
fails "listen does not" as listen cat "$home/keys/box.key"
fails "nor does store" as store cat "$home/keys/box.key"
journal=$(find "$home/journal/listen" -type f -name '*.*' | head -n 1)
pass "store reads the listener's journal" as store cat "$journal"
fails "and writes nothing into it" as store dd of="$journal" conv=notrunc \
    if=/dev/zero count=1
fails "listen is nobody in the database" as listen \
    psql -XAtq -h "$home/db/run" -d patchwacht -U patchwacht_store -c 'SELECT 1'
fails "alert is not verify there" as alert \
    psql -XAtq -h "$home/db/run" -d patchwacht -U patchwacht_verify -c 'SELECT 1'
