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

plan 15
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
echo '*:*:*:*:wrong' >"$tmp/pass"
fails "a wrong password is refused" db status localhost "$root"
