#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Word by a program. It is told what a webhook is told, once, as a user of its
# own with nothing but that: the words of the configuration, no environment, no
# group, no network. One that hangs is killed with its children, of one that
# talks the beginning is kept, one that asks for it is tried again. Whoever is
# killed meanwhile, what was under way is delivered. Who writes channels cannot
# choose what is run.
# shellcheck disable=SC1091,SC2154
if [ "$(id -u)" -eq 0 ] && [ -z "${in_namespace:-}" ]; then
	in_namespace=yes
	export in_namespace
	unshare -m true 2>/dev/null && exec unshare -m sh "$0"
	echo "1..0 # SKIP no mount namespaces here"
	exit 0
fi

. "$(dirname "$0")/lib.sh"

# As users.t has it: nothing of this is seen outside.
user=$(id -un)
if [ "$(id -u)" -eq 0 ]; then
	mkdir "$tmp/over"
	if ! mount -t tmpfs none "$tmp/over" ||
	    ! mkdir "$tmp/over/up" "$tmp/over/work" ||
	    ! mount -t overlay none /etc -o \
	        "lowerdir=/etc,upperdir=$tmp/over/up,workdir=$tmp/over/work"; then
		skip_all "no overlay mounts here"
	fi
	at_exit "umount -l /etc; umount -l '$tmp/over'"
	rm -f /etc/passwd.lock /etc/group.lock /etc/shadow.lock /etc/gshadow.lock
	user=patchwacht-program
	if ! getent passwd "$user" >/dev/null; then
		echo "$user:x:64120:64120::/nonexistent:/usr/sbin/nologin" \
		    >>/etc/passwd
		echo "$user:x:64120:" >>/etc/group
	fi
fi
plan 46

log=$tmp/log
told=$tmp/told
mkdir -m 777 "$told"
start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet
cat >>"$PATCHWACHT_CONFIG" <<END
poll { enabled = no }
verify { interval = "1 h" }
alert { interval = "1 s" rules = "$srcdir/tests/data/alerts.d" }
END

# program NAME: what comes in is its script; \$told is where it writes
program() {
	{
		echo '#!/bin/sh'
		echo "told=$told"
		cat
	} >"$tmp/$1"
	chmod 755 "$tmp/$1"
}
program ticket <<'END'
tr '\0' '\n' </proc/$$/environ >"$told/environment"
printf '%s\n' "$@" >"$told/argv"
id -un >"$told/user"
id -G | wc -w >"$told/groups"
pwd >"$told/folder"
ls -l /proc/$$/fd | grep -c socket >"$told/sockets"
perl -MSocket -e 'print socket(my $s, PF_INET, SOCK_STREAM, 0) ? "open" : "shut"' \
    >"$told/network"
ulimit -v >"$told/memory"
[ -t 0 ] || cat >"$told/input.$$"
mv "$told/input.$$" "$told/ticket.$$"
echo thanks
END
program hang <<'END'
sleep 300 &
echo $! >"$told/hang"
setsid sleep 300 &
echo $! >"$told/hang_away"
echo begun
sleep 300
END
program leaves <<'END'
setsid sh -c 'setsid sleep 300 & echo $! >"$0/left"; sleep 300' "$told" \
    </dev/null >/dev/null 2>&1 &
until [ -s "$told/left" ]; do sleep 0.1; done
exit 0
END
program loud <<'END'
yes words | head -c 3000000
exit 3
END
program later <<'END'
[ -e "$told/later" ] && exit 0
: >"$told/later"
echo "the desk is shut" >&2
exit 75
END
program slow <<'END'
echo $$ >>"$told/slow"
setsid sleep 300 </dev/null >/dev/null 2>&1 &
echo $! >"$told/slow_away"
[ "$(wc -l <"$told/slow")" -eq 1 ] || exit 0
sleep 15
END
program many <<'END'
mkdir "$told/many.$$"
find "$told" -name 'many.*' | wc -l >>"$told/at_a_time"
sleep 2
rmdir "$told/many.$$"
END
program outward <<'END'
perl -MSocket -e 'exit !socket(my $s, PF_INET, SOCK_STREAM, 0)'
END

owner() {
	sql "$1" -U patchwacht_owner
}
role() { # NAME: its pid
	ps -o pid=,args= --ppid "$pid" |
	    awk -v name="$1" '$4 == name { print $1 }'
}
# What became of the only thing that goes to CHANNEL.
state() { # CHANNEL COLUMN
	owner "SELECT $2 FROM notification n JOIN channel c
	    USING(tenant_id,channel_id) WHERE c.name='$1'"
}
holds() { # CHANNEL CONDITION
	[ "$(state "$1" "$2")" = t ]
}
at_once() { # CHANNEL: now and not later
	owner "UPDATE notification n SET next_try=now() FROM channel c
	    WHERE c.tenant_id=n.tenant_id AND c.channel_id=n.channel_id
	    AND c.name='$1'"
}

: >"$log"
patchwachtd --verbose 2>>"$log" &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 30 grep -q 'ready: ' "$log"
is "$(role program)" '' "no role program where none is configured"

fails "a channel has no program that is not configured" \
    patchwacht channel add ticket --to all --program ticket
like "$(cat "$tmp/out")" "*$PATCHWACHT_CONFIG has no section program \"ticket\"*" \
    "it says which file"
cat >>"$PATCHWACHT_CONFIG" <<END
program "ticket" {
	argv = { "$tmp/ticket", "--queue", "two words; \$HOME" }
	memory_mib = 300
}
program "hang" { argv = { "$tmp/hang" } timeout = "2 s" }
program "loud" { argv = { "$tmp/loud" } }
program "later" { argv = { "$tmp/later" } }
program "slow" { argv = { "$tmp/slow" } }
program "leaves" { argv = { "$tmp/leaves" } }
program "many" { argv = { "$tmp/many" } }
program "none" { argv = { "$tmp/none" } }
END
: >"$tmp/none"
chmod 755 "$tmp/none"
pass "the configuration can be used" patchwachtd --check
if [ "$(id -u)" -eq 0 ]; then
	cp /etc/passwd "$tmp/passwd"
	sed -i "/^$user:/d" /etc/passwd
	like "$(patchwachtd --check 2>&1)" \
	    "*patchwacht.conf:*: *no system user $user*" \
	    "without its user it says where that is asked for"
	cp "$tmp/passwd" /etc/passwd
else
	ok 0 "# SKIP only root has a user for it"
fi
kill -HUP "$pid"
has_role() {
	[ -n "$(role program)" ]
}
wait_for 20 has_role
ok $? "after a reload the role is there"
is "$(ps -o user:32= -p "$(role program)")" "$user" "as a user of its own"
pass "now it is" patchwacht channel add ticket --to all --program ticket
fails "a program is no file of one's own choice" \
    patchwacht channel add own --to all --program "$tmp/ticket"
fails "nor a webhook" patchwacht channel add both --to all --program ticket \
    --webhook https://desk.example.org/

owner "INSERT INTO alert(tenant_id,alert_id,rule,severity,opened,detail)
    VALUES(1,7,'rolled_back','critical','2026-11-24 09:14:00+00',
    '{\"device\": \"core-sw1\", \"address\": \"192.0.2.9\",
    \"site\": \"Noord\", \"patch\": \"P-1\"}')"
wait_for 30 holds ticket 'n.sent IS NOT NULL'
ok $? "it is delivered"
is "$(find "$told" -name 'ticket.*' | wc -l)" 1 "once"
like "$(python3 -c 'import json, sys
o = json.load(sys.stdin)
print(o["kind"], o["rule"], o["severity"], o["incident"], o["organisation"],
    o["id"], o["alerts"][0]["device"])' <"$(echo "$told"/ticket.*)")" \
    'opened rolled_back critical 1 School 1-*-* core-sw1' \
    "it has read what a webhook is told"
is "$(cat "$told/argv")" "--queue
two words; \$HOME" "its words are those of the configuration, and no shell's"
is "$(cat "$told/environment")" '' "its environment is empty"
is "$(cat "$told/user")" "$user" "it is its own user"
[ "$(id -u)" -ne 0 ] || [ "$(cat "$told/groups")" -eq 1 ]
ok $? "in no group that reads journals"
is "$(cat "$told/folder")" / "it is in /"
is "$(cat "$told/sockets")" 0 "it has none of our sockets"
if grep -q fsanitize "$builddir/config.status" 2>/dev/null; then
	ok 0 "and no network # SKIP not with sanitizers"
else
	is "$(cat "$told/network")" shut "and no network"
fi
is "$(cat "$told/memory")" $((300 * 1024)) "its memory has an end"

for name in hang loud later slow; do
	patchwacht channel add $name --program $name --quiet || exit 1
done
pass "a test to one that hangs" patchwacht alert test hang
wait_for 30 holds hang 'n.last_error IS NOT NULL'
is "$(state hang 'n.last_error')" "not done within 2 s, killed: begun" \
    "it is killed when its time is over"
is_gone() { # FILE with the number of a process
	! ps -o stat= -p "$(cat "$told/$1")" | grep -qv '^Z'
}
wait_for 5 is_gone hang
ok $? "with its children"
wait_for 5 is_gone hang_away
ok $? "also with one that left its session"
patchwacht channel add leaves --program leaves --quiet || exit 1
patchwacht alert test leaves --quiet
wait_for 30 holds leaves 'n.sent IS NOT NULL'
ok $? "one that leaves others behind is delivered"
is_gone left
ok $? "and they are gone by then"
pass "a test to one that talks" patchwacht alert test loud
wait_for 30 holds loud 'n.last_error IS NOT NULL'
like "$(state loud 'n.last_error')" 'exit 3: words words *' \
    "it is told why it was refused"
is "$(state loud 'length(n.last_error) BETWEEN 4000 AND 4110')" t \
    "as far as there is room"
pass "a test to one that cannot now" patchwacht alert test later
wait_for 30 holds later 'n.last_error IS NOT NULL'
is "$(state later 'n.last_error')" "exit 75: the desk is shut" "it says so"
at_once later
wait_for 30 holds later 'n.sent IS NOT NULL AND n.attempts=2'
ok $? "and is tried again"

rm "$tmp/none"
patchwacht channel add none --program none --quiet
patchwacht alert test none --quiet
wait_for 30 holds none 'n.last_error IS NOT NULL'
like "$(state none 'n.last_error')" "exit 127: *$tmp/none: No such file*" \
    "one that is gone is named"

for name in 1 2 3 4 5 6; do
	patchwacht channel add "many$name" --program many --quiet || exit 1
	patchwacht alert test "many$name" --quiet || exit 1
done
many_sent() {
	[ "$(owner "SELECT count(*) FROM notification n JOIN channel c
	    USING(tenant_id,channel_id) WHERE c.target='many'
	    AND n.sent IS NOT NULL AND n.attempts=1")" = 6 ]
}
wait_for 60 many_sent
ok $? "six at once are delivered"
is "$(wc -l <"$told/at_a_time")" 6 "each once"
[ "$(sort -n "$told/at_a_time" | tail -n 1)" -le 4 ]
ok $? "never more than four at a time"

patchwacht alert test slow --quiet
wait_for 30 test -s "$told/slow"
kill -9 "$(role program)"
wait_for 30 holds slow 'n.last_error IS NOT NULL'
is "$(state slow 'n.last_error')" "who ran the program has ended" \
    "the role is killed while a program runs"
wait_for 5 is_gone slow
ok $? "which does not run on"
wait_for 5 is_gone slow_away
ok $? "nor does what it started"
wait_for 30 has_role
at_once slow
wait_for 30 holds slow 'n.sent IS NOT NULL'
ok $? "it is delivered after that"

: >"$told/slow"
patchwacht alert test slow --quiet
wait_for 30 test -s "$told/slow"
kill -9 "$(role alert)"
at_once slow
all_sent() {
	[ "$(state slow 'count(*) FILTER (WHERE n.sent IS NOT NULL)')" = 2 ]
}
wait_for 60 all_sent
ok $? "as is what was under way when alert was killed"

cat >>"$PATCHWACHT_CONFIG" <<END
program "outward" {
	argv = { "$tmp/outward" }
	network = yes
}
END
kill -HUP "$pid"
wait_for 20 grep -q 'starts again, since programs may use the network' "$log"
patchwacht channel add outward --program outward --quiet
patchwacht alert test outward --quiet
wait_for 60 holds outward 'n.sent IS NOT NULL'
ok $? "one that may use the network does"

cat "$PATCHWACHT_CONFIG" - >"$tmp/gone.conf" <<END
program "gone" {
	argv = { "$tmp/gone" }
}
END
fails "a program that is not there is found" \
    patchwachtd --check --config "$tmp/gone.conf"
line=$(($(wc -l <"$tmp/gone.conf") - 1))
like "$(cat "$tmp/out")" "*gone.conf:$line: argv: $tmp/gone: No such file*" \
    "with file and line"
