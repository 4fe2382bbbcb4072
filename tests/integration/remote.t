#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A database on somebody else's server. Over TCP it is TLS that checks the
# server's name against an authority that we named, or nothing; the password
# comes from a file. Roles are made where we may, and asked for where not.
. "$(dirname "$0")/lib.sh"

bin=$(pg_config --bindir 2>/dev/null) || bin=
[ -x "$bin/initdb" ] || bin=$(find /usr/lib/postgresql/*/bin -prune |
    sort -V | tail -n 1)
[ -x "$bin/initdb" ] || skip_all "no initdb"
command -v openssl >/dev/null || skip_all "no openssl"
make_user

as_server() {
	if [ -n "$db_user" ]; then
		setpriv --reuid "$db_user" --regid "$db_user" --clear-groups \
		    "$@"
	else
		"$@"
	fi
}

certificates() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -days 2 -subj /CN=Test-CA -keyout ca.key -out ca.pem
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -subj /CN=localhost -keyout server.key -out server.csr
	echo subjectAltName=DNS:localhost >server.ext
	openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 2 \
	    -CAcreateserial -extfile server.ext -out server.pem
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -days 2 -subj /CN=Other-CA -keyout other.key -out other.pem
}

make_server() {
	mkdir "$tmp/remote"
	[ -z "$db_user" ] || chown "$db_user" "$tmp/remote"
	echo secret >"$tmp/word"
	as_server "$bin/initdb" -D "$tmp/remote/data" -U boss -N \
	    --pwfile="$tmp/word" -A scram-sha-256 >/dev/null || return 1
	install -m 600 ${db_user:+-o "$db_user"} "$tmp/server.pem" \
	    "$tmp/server.key" "$tmp/remote/data"
	as_server sh -c 'cat >>"$1/data/postgresql.conf"' - "$tmp/remote" <<-EOT
		ssl = on
		ssl_cert_file = 'server.pem'
		ssl_key_file = 'server.key'
		fsync = off
		shared_buffers = 16MB
		listen_addresses = '127.0.0.1'
		unix_socket_directories = ''
	EOT
}

start_server() {
	# A port that is taken shows in the server's not coming up.
	for port in 55437 56119 57203 58811; do
		as_server "$bin/pg_ctl" -D "$tmp/remote/data" -w -t 20 \
		    -o "-p $port" -l "$tmp/remote/log" start >/dev/null &&
			return 0
	done
	return 1
}

db() { # VERB HOST PARAMETERS [USER]
	patchwacht-db "$1" --database \
	    "postgresql://${4:-boss}@$2:$port/fleet?passfile=$tmp/pass$3"
}

plan 34
(cd "$tmp" && certificates) >"$tmp/openssl" 2>&1
make_server && at_exit "as_server $bin/pg_ctl -D $tmp/remote/data stop -m fast"
start_server
ok $? "a server with TLS"
echo '*:*:*:*:secret' >"$tmp/pass"
chmod 600 "$tmp/pass"
root="&sslrootcert=$tmp/ca.pem"
PGPASSFILE=$tmp/pass PGSSLMODE=require psql -XAtq -h 127.0.0.1 -p "$port" \
    -U boss -d postgres -c 'CREATE DATABASE fleet' \
    -c "CREATE ROLE plain LOGIN PASSWORD 'secret'"

fails "without an authority it is refused" db init localhost ''
like "$(cat "$tmp/out")" '*sslrootcert*' "and says what is missing"
fails "less than verify-full is refused" \
    db init localhost "$root&sslmode=require"
fails "another authority's server is refused" \
    db init localhost "&sslrootcert=$tmp/other.pem"
fails "a server by another name is refused" db init 127.0.0.1 "$root"
fails "a user who may not make roles is told" db init localhost "$root" plain
like "$(cat "$tmp/out")" '*role patchwacht_owner is missing*' "which one"
pass "init makes roles and tables" db init localhost "$root"
pass "and may run again" db init localhost "$root"
pass "verify" db verify localhost "$root"
pass "status" db status localhost "$root"
fails "starting it is not ours" db start localhost "$root"

# The poller finds the server by its name, without waiting for it.
boss() { # STATEMENT
	PGPASSFILE=$tmp/pass PGSSLMODE=require psql -XAtq -h 127.0.0.1 \
	    -p "$port" -U boss -d fleet -c "$1"
}
boss "ALTER ROLE patchwacht_poll LOGIN PASSWORD 'secret'"
install -m 600 ${db_user:+-o "$db_user"} "$tmp/pass" "$tmp/rolepass"
cat >>"$PATCHWACHT_CONFIG" <<EOT
database = "postgresql://localhost:$port/fleet?passfile=$tmp/rolepass$root"
EOT
patchwachtd --foreground >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"
polls() {
	[ "$(boss "SELECT count(*) FROM patchwacht.run WHERE role='poll'")" = 1 ]
}
wait_for 15 polls
ok $? "the poller reaches it"

# A person logs in with a password. It is no word of a command, the server's log
# has not seen it, and rights follow from the name.
boss "ALTER SYSTEM SET log_statement='all'" && boss "SELECT pg_reload_conf()" \
    >/dev/null
operator() { # NAME PASSWORD [OPTION...]
	printf '%s\n' "$2" >"$tmp/word.$1"
	who=$1
	shift 2
	patchwacht-db operator add "$who" --login --password-file \
	    "$tmp/word.$who" --database \
	    "postgresql://boss@localhost:$port/fleet?passfile=$tmp/pass$root" "$@"
}
as() { # NAME COMMAND...: as patchwacht(1), with a passfile in pass.NAME
	who=$1
	shift
	cat >"$tmp/$who.conf" <<-EOT
	database = "postgresql://$who@localhost:$port/fleet?passfile=$tmp/pass.$who$root"
	EOT
	patchwacht --config "$tmp/$who.conf" "$@"
}
passfile() { # NAME PASSWORD
	printf '*:*:*:%s:%s\n' "$1" "$2" >"$tmp/pass.$1"
	chmod 600 "$tmp/pass.$1"
}
pass "a person is let in" operator jan 'geheim-van-jan'
like "$(boss "SELECT rolpassword FROM pg_authid WHERE rolname='jan'")" \
    'SCRAM-SHA-256$*' "by a verifier"
is "$(grep -c 'geheim-van-jan' "$tmp/remote/log")" 0 \
    "which is all that the server's log has"
passfile jan 'geheim-van-jan'
pass "who sets up an organisation" as jan init --name School --quiet
is "$(boss "SELECT string_agg(login||' '||function,',' ORDER BY function)
    FROM patchwacht.holder")" 'jan it_staff,jan process_owner' \
    "keeps its register, by the name that logged in"
pass "others are let in with a function" operator els 'geheim-van-els' \
    --function auditor
passfile els 'geheim-van-els'
pass "who keeps the register writes" as jan device add sw1 192.0.2.1 --quiet
is "$(boss "SELECT DISTINCT actor FROM patchwacht.change
    WHERE action='device.add'")" jan "in that name"
pass "who looks on reads" as els device list
like "$(cat "$tmp/out")" '*sw1*' "all of it"
fails "and writes nothing" as els device add sw2 192.0.2.2
# By plain psql, too: who asks is the one who logged in.
plain() { # NAME STATEMENT
	PGPASSFILE=$tmp/pass.$1 PGSSLMODE=require psql -XAtq -h 127.0.0.1 \
	    -p "$port" -U "$1" -d fleet -c "$2" 2>&1
}
like "$(plain els "UPDATE patchwacht.device SET owner='x' RETURNING 1")" \
    '' "nor past the programs"
like "$(plain els "SET ROLE patchwacht_owner")" '*permission denied*' \
    "nor as somebody else"
passfile els 'geheim-van-jan'
fails "another's password" as els device list
like "$(cat "$tmp/out")" '*authentication failed*' "opens nothing"
rm "$tmp/pass.els"
fails "without one, and nobody to ask" as els device list
like "$(cat "$tmp/out")" '*no password supplied*' "it says what is missing"
if command -v script >/dev/null; then
	# Typed: what comes before the question is not an answer.
	asked() {
		grep -aq 'Password of els' "$tmp/typed"
	}
	trap "" PIPE
	mkfifo "$tmp/keys"
	script -qefc "patchwacht --config '$tmp/els.conf' device list" \
	    "$tmp/typed" <"$tmp/keys" >/dev/null 2>&1 &
	shell=$!
	exec 8>"$tmp/keys"
	wait_for 15 asked
	sleep 0.3
	echo 'geheim-van-els' >&8
	wait $shell
	ok $? "at a terminal it is asked for"
	exec 8>&-
	is "$(grep -ac 'sw1' "$tmp/typed") $(grep -ac 'geheim' "$tmp/typed")" \
	    '1 0' "not shown, and opens the register"
else
	ok 0 "at a terminal it is asked for # SKIP no script"
	ok 0 "and not shown # SKIP no script"
fi
echo '*:*:*:*:wrong' >"$tmp/pass"
fails "a wrong password is refused" db status localhost "$root"
