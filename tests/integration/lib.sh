# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For the scripts beside it. Begin one with
#
#	. "$(dirname "$0")/lib.sh"
#	plan 3
#
# and write tests as
#
#	is "$(sql 'SELECT 1')" 1 "the database answers"
#	like "$text" '*refused*' "it says why"        a pattern of case
#	pass "it starts" patchwacht-db start          a command that must succeed
#	fails "it refuses" patchwacht-db start        one that must not
#	ok $? "and so on"                             0 is good
#
# A script has a folder of its own, $tmp, with an installation's home in it,
# $home; the programs of the build tree are in front of PATH. What it started,
# made or added with at_exit is undone when it ends, however it ends.

set -u
LC_ALL=C.UTF-8
TZ=UTC
export LC_ALL TZ
umask 022
srcdir=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
builddir=${builddir:-$srcdir/build}
# Debian's own psql is a script that looks for the real one, each time anew.
PATH=$builddir:/usr/lib/postgresql/15/bin:/usr/sbin:/sbin:$PATH
export srcdir builddir PATH
unset PGHOST PGPORT PGUSER PGDATABASE PGOPTIONS PGSERVICE PGPASSFILE

count=0
bad=0
planned=
undo=
db_user=

at_exit() { # COMMAND, run before those added earlier
	undo="$*
$undo"
}

finish() {
	status=$?
	trap - EXIT
	trap '' INT TERM HUP
	# A test that fails or hangs must not leave anything behind.
	eval "$undo" >/dev/null 2>&1
	[ -z "$planned" ] || [ "$planned" -eq "$count" ] || status=1
	[ "$bad" -eq 0 ] || status=1
	exit "$status"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

tmp=$(mktemp -d "${TMPDIR:-/tmp}/patchwacht.XXXXXX") || exit 1
at_exit "rm -rf '$tmp'"
# The database's own user must get there.
chmod 755 "$tmp"
home=$tmp/home
# The first of sixteen ports that no test of the same moment uses: their
# processes have numbers close together. Below those that the kernel gives.
# shellcheck disable=SC2034 # for who sources this
own_ports=$((10000 + $$ * 16 % 22000))
: >"$tmp/patchwacht.conf"
PATCHWACHT_HOME=$home
PATCHWACHT_CONFIG=$tmp/patchwacht.conf
PATCHWACHT_DATADIR=$srcdir
export PATCHWACHT_HOME PATCHWACHT_CONFIG PATCHWACHT_DATADIR

plan() { # NUMBER
	planned=$1
	echo "1..$1"
}

skip_all() { # REASON
	echo "1..0 # SKIP $*"
	exit 0
}

diag() {
	printf '%s\n' "$*" | sed 's/^/# /'
}

ok() { # STATUS NAME
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
	else
		bad=$((bad + 1))
		echo "not ok $count - $2"
	fi
}

is() { # GOT WANTED NAME
	if [ "$1" = "$2" ]; then
		ok 0 "$3"
	else
		ok 1 "$3"
		diag "got:    $1"
		diag "wanted: $2"
	fi
}

like() { # GOT PATTERN NAME
	# shellcheck disable=SC2254
	case $1 in
	$2)
		ok 0 "$3"
		;;
	*)
		ok 1 "$3"
		diag "got:  $1"
		diag "like: $2"
		;;
	esac
}

pass() { # NAME COMMAND...
	name=$1
	shift
	"$@" >"$tmp/out" 2>&1
	set -- "$?"
	ok "$1" "$name"
	[ "$1" -eq 0 ] || diag "exit $1: $(cat "$tmp/out")"
}

fails() { # NAME COMMAND...; what it said is in $tmp/out
	name=$1
	shift
	if "$@" >"$tmp/out" 2>&1; then
		ok 1 "$name"
		diag "succeeded: $(cat "$tmp/out")"
	else
		ok 0 "$name"
	fi
}

# verifies_but "OBJECT..." [OPTIONS]: the audit trail is whole, and nothing in the
# register is otherwise than it says but these, which the test wrote beside it
verifies_but() {
	beside=$1
	shift
	patchwacht audit verify --json "$@" >"$tmp/verified" && return 1
	[ "$(jq -r '[(.faults | length), .strays[].object] | join(" ")' \
	    "$tmp/verified")" = "0 $beside" ] || {
		cat "$tmp/verified"
		return 1
	}
}

# wait_for SECONDS COMMAND...: until it succeeds. What takes more than three
# seconds is asked less often: a question costs more than the wait for it.
wait_for() {
	tries=$(($1 * 10))
	tries_soon=$((tries - 30))
	shift
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ "$tries" -gt 0 ] || {
			diag "waited in vain: $*"
			return 1
		}
		if [ "$tries" -gt "$tries_soon" ]; then
			sleep 0.1
		else
			tries=$((tries - 1))
			sleep 0.3
		fi
	done
}

# start_background COMMAND...: its pid is in $pid, it ends with the script
start_background() {
	"$@" &
	pid=$!
	at_exit "kill $pid; wait $pid"
}

# Root cannot run PostgreSQL: a system user for as long as the script runs.
make_user() {
	[ "$(id -u)" -eq 0 ] && [ -z "$db_user" ] || return 0
	db_user=pwtest$$
	# Scripts that run beside us lock the list of users for a moment.
	wait_for 60 useradd --system --no-create-home \
	    --shell /usr/sbin/nologin "$db_user" || exit 1
	# A process of its that is just ending would hold it.
	at_exit "wait_for 30 userdel '$db_user' || userdel -f '$db_user'"
	echo "user = \"$db_user\"" >>"$PATCHWACHT_CONFIG"
}

# Makes the database below $home, and a copy of it for the scripts that follow.
keep_db() { # FOLDER
	rm -rf "$1/making"
	patchwacht-db init --no-sync --quiet 9>&- &&
	    patchwacht-db stop --quiet &&
	    cp -a "$home/db" "$1/making" && mv "$1/making" "$1/db"
}

# The copy becomes ours: who made it had another user.
take_db() { # FOLDER
	mkdir -p "$home" && cp -a "$1/db" "$home/db" || return 1
	[ -z "$db_user" ] || chown -R "$db_user:" "$home/db"
}

# A throw-away database below $home: with roles, tables, partitions. Of the
# scripts of a run (tests/run says where) the first makes it, the others copy:
# that takes a tenth of the time.
start_db() {
	make_user
	at_exit "patchwacht-db stop"
	folder=${PATCHWACHT_TEST_DB-}
	# Asked first: an exec that cannot write ends the shell.
	if [ ! -w "${folder:-/nowhere}" ]; then
		patchwacht-db init --no-sync --quiet
		return
	fi
	exec 9>"$folder/lock"
	flock 9
	if [ -d "$folder/db" ]; then
		take_db "$folder"
	else
		keep_db "$folder"
	fi
	exec 9>&-
	patchwacht-db start --no-sync --quiet
}

# sql STATEMENT [PSQL OPTION...], such as -U patchwacht_verify; as ourselves,
# or as sql_user: where no organisation was set up, we see no rows of any.
sql_user=
sql() {
	statement=$1
	shift
	psql -XAtq -v ON_ERROR_STOP=1 -h "$home/db/run" -d patchwacht \
	    ${sql_user:+-U "$sql_user"} "$@" -c "$statement"
}

# Periods are of an organisation's zone; unless told otherwise, init sets this one.
this_month() {
	TZ=Europe/Amsterdam date +%Y-%m
}

this_quarter() {
	TZ=Europe/Amsterdam date +%Y:%m | awk -F: '{ print $1 "Q" int(($2 + 2) / 3) }'
}

# Behind a statement that a person writes: the row that the trail is owed for it.
# shellcheck disable=SC2034
told="; INSERT INTO change SELECT tenant_id,seq,at,actor,action,object,detail,
	reason,prev,trail_hash(c::change) FROM (SELECT (row(h.tenant_id,h.seq+1,
	now(),session_user,'test.write','test','{}',NULL,h.hash,h.hash)::change).*
	FROM change_head h WHERE tenant_id=1) c;
    UPDATE change_head h SET seq=c.seq,hash=c.hash FROM change c
	WHERE h.tenant_id=1 AND c.tenant_id=1 AND c.seq=h.seq+1"

# hand_out KIND NUMBER: ids to there, for rows that a script writes itself
hand_out() {
	sql "INSERT INTO patchwacht.id_alloc VALUES(1,'$1',$2+1)
	    ON CONFLICT(tenant_id,kind) DO UPDATE
	    SET next=greatest(id_alloc.next,excluded.next)" -U patchwacht_owner
}

# Lets a person into the database: an ident map of the test's own says that we
# are all of them, so that neither root nor users of the system are needed.
enter() { # LOGIN...
	for login; do
		patchwacht-db operator add "$login" --quiet 2>/dev/null ||
		    return 1
		echo "patchwacht \"$(id -un)\" $login" \
		    >>"$home/db/15/pg_ident.conf"
		where=$(printf %s "$home/db/run" | sed 's,/,%2F,g')
		{
			cat "$PATCHWACHT_CONFIG"
			echo "database = \"postgresql://$login@$where/patchwacht\""
		} >"$tmp/$login.conf"
	done
	sql 'SELECT pg_reload_conf()' -U patchwacht_cluster >/dev/null
}

by() { # LOGIN COMMAND...: as that person
	login=$1
	shift
	PATCHWACHT_CONFIG=$tmp/$login.conf "$@"
}

# typed WORD... -- COMMAND...: at a terminal, a word after each question
typed() {
	python3 - "$@" <<'EOF'
import os, pty, sys
at = sys.argv.index('--')
words, command = sys.argv[1:at], sys.argv[at + 1:]
pid, fd = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
said = b''
try:
    while True:
        part = os.read(fd, 4096)
        said += part
        if part.rstrip().endswith(b':') and words:
            os.write(fd, words.pop(0).encode() + b'\n')
except OSError:
    pass
sys.stdout.write(said.decode().replace('\r', ''))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
EOF
}
