#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A private cluster, and what machines do to one. It is made from nothing by
# eight starters at once, then killed, left with a pid file that names a
# stranger, a zombie or nobody, with a backend that outlived its server, on a
# machine where a server is slow to begin, with half an initdb. Each time the
# next start must bring back every row that was acknowledged. Run as root, all of
# it is done twice: with a system user, and as an ordinary user.
. "$(dirname "$0")/lib.sh"

# As an ordinary user of the machine; as root that is the system user.
ordinary() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --reuid "$db_user" --regid "$db_user" --clear-groups \
		    "$@"
	else
		"$@"
	fi
}

as_root() {
	patchwacht-db "$@" --no-sync
}

as_user() {
	ordinary env PATCHWACHT_HOME="$PATCHWACHT_HOME" \
	    "$builddir/patchwacht-db" "$@" --no-sync
}

data() {
	echo "$home"/db/[0-9][0-9]
}

server_pid() {
	head -n 1 "$(data)/postmaster.pid"
}

rows() {
	$run psql -XAtq -h "$1" -U patchwacht_owner -d patchwacht \
	    -c 'SELECT count(*) FROM tenant' 2>&1
}

add_row() {
	$run psql -XAtq -h "$home/db/run" -U patchwacht_owner -d patchwacht \
	    -c "INSERT INTO tenant VALUES($1,'t$1','school','nl','UTC',now())"
}

kill_server() {
	victim=$(server_pid)
	kill -9 "$victim"
	wait_for 10 is_dead "$victim"
}

# A zombie answers kill -0; its command line is gone.
is_dead() {
	! [ -s "/proc/$1/cmdline" ]
}

eight_at_once() {
	i=0
	while [ $i -lt 8 ]; do
		{
			$db init >"$tmp/start.$i" 2>&1
			echo $? >"$tmp/status.$i"
		} &
		i=$((i + 1))
	done
	wait
	cat "$tmp"/status.* | sort -u
}

killed_and_started() { # NAME
	pass "$1" "$db" start
	is "$(rows "$home/db/run")" "$expected" "$1: no row is lost"
}

# A process of the server's user; its pid is in $pid, what it says in $said.
of_server_user() { # SCRIPT OF sh
	said=$own/open/said
	rm -f "$said"
	ordinary sh -c "echo \$\$ >$said.pid; $1" >/dev/null 2>&1 &
	wait_for 5 test -s "$said"
	pid=$(cat "$said.pid")
	at_exit "kill $pid"
}

stranger_in_pidfile() {
	of_server_user "echo yes >'$own/open/said'; exec sleep 60"
	kill_server
	sed -i "1s/.*/$pid/" "$(data)/postmaster.pid"
	killed_and_started "a pid file that names a living stranger"
	ok "$(kill -0 "$pid"; echo $?)" "the stranger lives on"
	kill "$pid"
}

zombie_in_pidfile() {
	of_server_user \
	    "sleep 0 & echo \$! >'$own/open/said'; exec sleep 60"
	kill_server
	sed -i "1s/.*/$(cat "$said")/" "$(data)/postmaster.pid"
	killed_and_started "a pid file that names a zombie"
	kill "$pid"
}

empty_pidfile() {
	kill_server
	: >"$(data)/postmaster.pid"
	killed_and_started "an empty pid file"
}

orphaned_backend() {
	$run psql -XAtq -h "$home/db/run" -U patchwacht_owner -d patchwacht \
	    -c 'SELECT pg_backend_pid()' -c 'SELECT pg_sleep(60)' \
	    >"$own/backend" 2>&1 &
	wait_for 5 test -s "$own/backend"
	backend=$(cat "$own/backend")
	kill -STOP "$backend"
	kill_server
	rm -f "$(data)/postmaster.pid"
	killed_and_started "a backend that outlived its server"
	ok "$(is_dead "$backend"; echo $?)" "that backend was ended"
}

# A machine so busy that a server takes a while to become postgres at all.
slow_to_begin() {
	slow=$own/open/slow
	real=$(sed -n '1s,/postgres ".*,,p' "$(data)/postmaster.opts")
	mkdir "$slow"
	printf '#!/bin/sh\n[ "$1" = -V ] || sleep 1\nexec %s/postgres "$@"\n' \
	    "$real" >"$slow/postgres"
	chmod 755 "$slow" "$slow/postgres"
	kill_server
	: >"$home/db/start.log"
	pass "a server that is slow to begin" "$db" start --bindir "$slow"
	is "$(grep -c 'redirecting log' "$home/db/start.log")" 1 \
	    "it was begun once"
	is "$(rows "$home/db/run")" "$expected" "and has every row"
}

refusals() {
	$db stop >/dev/null 2>&1
	mv "$home/db" "$home/elsewhere"
	ln -s "$home/elsewhere" "$home/db"
	fails "a link instead of the folder is refused" "$db" start
	rm "$home/db"
	mv "$home/elsewhere" "$home/db"
	kept=$(data)
	mv "$kept" "$home/db/aside"
	ln -s aside "$kept"
	fails "a link instead of the data is refused" "$db" start
	rm "$kept"
	mv "$home/db/aside" "$kept"
	# With one data folder gone, half of one must not be in the way.
	ordinary mkdir "$kept.new"
	ordinary cp "$kept/PG_VERSION" "$kept.new"
	mv "$kept" "$home/kept"
	rm -f "$home/db/initdb.log"
	pass "half an initdb is swept away" "$db" start
	$db stop >/dev/null
	rm -rf "$kept"
	mv "$home/kept" "$kept"
}

# What a service manager does: SIGINT to the process that it started.
in_the_foreground() {
	$db exec >"$own/exec.log" 2>&1 &
	manager=$!
	pass "exec is the server" wait_for 20 "$db" status
	served=$(server_pid)
	fails "a second one is refused" "$db" exec
	pass "start joins it" "$db" start
	kill -INT "$served"
	wait $manager
	ok $? "it ends well when told"
}

long_home() {
	name=$(printf '%080d' 0)
	mkdir "$own/$name"
	[ "$(id -u)" -ne 0 ] || chown "$db_user" "$own/$name"
	home=$own/$name/home
	PATCHWACHT_HOME=$home
	at_exit "PATCHWACHT_HOME='$home' $db stop"
	pass "a home too long for a socket's address" "$db" init
	ok "$(test -s "$home/db/socket"; echo $?)" "a short one is named"
	at_exit "rm -rf '$(cat "$home/db/socket")'"
	pass "and used by those who connect" "$db" status
	$db stop >/dev/null
}

matrix() { # MODE RUN
	db=$1
	run=$2
	own=$tmp/$1
	mkdir "$own" "$own/open"
	chmod 777 "$own/open"
	[ "$(id -u)" -ne 0 ] || [ "$1" = as_root ] || chown "$db_user" "$own"
	home=$own/home
	PATCHWACHT_HOME=$home
	at_exit "PATCHWACHT_HOME='$home' $db stop"

	is "$(eight_at_once)" 0 "$1: eight starters at once all have it"
	is "$(grep -c 'belonging to this' "$home/db/initdb.log")" 1 \
	    "$1: made once"
	expected=1
	add_row 1
	kill_server
	killed_and_started "$1: kill -9"
	pass "$1: started again, it is joined" "$db" start
	stranger_in_pidfile
	zombie_in_pidfile
	empty_pidfile
	orphaned_backend
	slow_to_begin
	refusals
	is "$(stat -c %a "$(data)")" 700 "$1: the data is its owner's alone"
	pass "$1: it starts after all that" "$db" start
	like "$($run psql -XAtq -h "$home/db/run" -U patchwacht_owner \
	    -d patchwacht -c 'SHOW listen_addresses')" '' "$1: no TCP"
	pass "$1: verify" "$db" verify
	pass "$1: stop" "$db" stop
	fails "$1: status tells that it is stopped" "$db" status
	in_the_foreground
	long_home
}

# The cluster that root made, started as its account by a service manager: the
# roles of the daemon come in as their own users. Those users, and a server that
# knows them, are in a mount namespace only.
as_a_service() {
	home=$tmp/as_root/home
	PATCHWACHT_HOME=$home
	# The folder, not the file: when another test adds a user, it is replaced,
	# and what is mounted on it is gone.
	cp -a /etc "$tmp/etc" 2>/dev/null
	rm -rf "$tmp"/etc/*shadow* "$tmp/etc/ssl/private"
	grep -q '^patchwacht-poll:' "$tmp/etc/passwd" ||
	    echo "patchwacht-poll:x:64801:64801::/:/usr/sbin/nologin" \
		>>"$tmp/etc/passwd"
	export tmp home db_user builddir
	unshare --mount sh -c '
		mount --bind "$tmp/etc" /etc || exit
		setpriv --reuid "$db_user" --regid "$db_user" --clear-groups \
		    "$builddir/patchwacht-db" exec --no-sync &
		i=0
		until patchwacht-db status || [ $((i += 1)) -gt 100 ]; do
			sleep 0.2
		done >/dev/null 2>&1
		comes_in() { # USER ROLE
			setpriv --reuid "$1" --clear-groups psql -XAtq \
			    -h "$home/db/run" -U "$2" -d patchwacht \
			    -c "SELECT session_user" 2>&1
		}
		comes_in patchwacht-poll patchwacht_poll
		comes_in patchwacht-poll patchwacht_store | grep -c Peer
		kill -INT $!
		wait' >"$tmp/service" 2>/dev/null
	is "$(cat "$tmp/service")" "patchwacht_poll
1" "as a service, roles come in by their own users only"
}

refused_users() {
	for user in nobody postgres root no-such-user; do
		fails "user $user is refused" patchwacht-db start \
		    --home "$tmp/refused" --user $user
	done
	mkdir -p "$tmp/foreign/db"
	chown nobody "$tmp/foreign/db"
	fails "a folder of another user is refused" patchwacht-db start \
	    --home "$tmp/foreign" --user "$db_user"
}

make_user
each=34
if [ "$(id -u)" -ne 0 ]; then
	plan $each
	matrix as_user ''
elif ordinary test -x "$builddir/patchwacht-db"; then
	plan $((2 * each + 6))
	matrix as_root ''
	as_a_service
	matrix as_user ordinary
	refused_users
else
	plan $((each + 5))
	diag "the build tree is closed to others: not run as a user"
	matrix as_root ''
	refused_users
fi
