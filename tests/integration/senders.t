# SPDX-License-Identifier: Apache-2.0
#
# The configurations that doc/senders gives to others: the programs that they
# are for read them without complaint, and what they send arrives. PEERS may
# name a folder in which Debian's packages were unpacked (dpkg -x): rsyslog,
# rsyslog-relp, rsyslog-openssl, librelp0, libestr0, libfastjson4,
# syslog-ng-core, libivykis0 and libnet1. What is not there is skipped.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/ca.sh"

port=$own_ports
tls=$((port + 1)) relp=$((port + 2)) relp_tls=$((port + 3)) in=$((port + 4))
flood=$builddir/bench/syslog/flood
peers=${PEERS-}
triple=$(gcc -print-multiarch 2>/dev/null || echo x86_64-linux-gnu)
modules=$peers/usr/lib/$triple/rsyslog
[ -d "$modules" ] || modules=/usr/lib/$triple/rsyslog
ng_modules=$(find "$peers/usr/lib/syslog-ng" -name libafsocket.so \
    -exec dirname {} \; 2>/dev/null | head -n 1)

run_peer() ( # PROGRAM ARGUMENT...
	program=$peers/usr/sbin/$1
	[ -x "$program" ] || program=$(command -v "$1") || exit 127
	shift
	LD_LIBRARY_PATH=$peers/usr/lib/$triple:$peers/usr/lib/syslog-ng
	export LD_LIBRARY_PATH
	cd "$tmp" || exit 1
	exec "$program" "$@"
)
is_gone() {
	! kill -0 "$1" 2>/dev/null
}
stop_peer() { # PID FILE
	[ -s "$1" ] || return 0
	one=$(cat "$1")
	kill "$one" 2>/dev/null
	wait_for 10 is_gone "$one"
	rm -f "$1"
}
has_rsyslog=no has_ng=no
run_peer rsyslogd -v >/dev/null 2>&1 && [ -f "$modules/omrelp.so" ] &&
    [ -f "$modules/lmnsd_ossl.so" ] && has_rsyslog=yes
run_peer syslog-ng --version >/dev/null 2>&1 && has_ng=yes
if [ "$has_rsyslog$has_ng" = nono ]; then
	skip_all "neither rsyslog with omrelp nor syslog-ng is there"
fi
plan 11

ca_init
ca_issue server /CN=collector.example.org DNS:collector.example.org
ca_issue host /CN=web1.example.org DNS:web1.example.org
start_db || exit 1
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "all" {
	tcp = { "127.0.0.1:$port" }
	tls = { "127.0.0.1:$tls" }
	relp = { "127.0.0.1:$relp" }
	relp_tls = { "127.0.0.1:$relp_tls" }
	certificate_file = "$tmp/ca/server.pem"
	key_file = "$tmp/ca/server.key"
	ca_file = "$tmp/ca/ca.pem"
}
poll { enabled = no }
EOF
log=$tmp/log
patchwachtd --verbose 2>"$log" &
daemon=$!
at_exit "kill $daemon; wait $daemon"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"

arrived() { # TRANSPORT COUNT FIRST
	[ "$(sql "SELECT count(DISTINCT text) FROM patchwacht.message
	    WHERE transport='$1' AND
	    substring(text FROM '^ *number=(\d+)')::int-$3 BETWEEN 0 AND $2-1
	    ")" = "$2" ]
}

# The configuration as it is given, but for names of hosts, ports and folders.
adapt() { # FILE PORT
	sed -e "s|target=\"[^\"]*\"|target=\"127.0.0.1\"|" \
	    -e "s|port=\"[0-9]*\"|port=\"$2\"|" \
	    -e "s|syslog(\"[^\"]*\" port([0-9]*)|syslog(\"127.0.0.1\" port($2)|" \
	    -e "s|\"/etc/[a-z.-]*/patchwacht/|\"$tmp/ca/|" \
	    "$srcdir/doc/senders/$1"
}

try_rsyslog() { # FILE PORT TRANSPORT COUNT
	{
		echo "global(workDirectory=\"$tmp\")"
		echo 'module(load="imtcp")'
		echo "input(type=\"imtcp\" address=\"127.0.0.1\" port=\"$in\")"
		adapt "$1" "$2"
	} >"$tmp/$1"
	if [ "$has_rsyslog" = no ]; then
		ok 0 "$1 # SKIP rsyslog with omrelp and ossl is not there"
		ok 0 "$1 # SKIP rsyslog with omrelp and ossl is not there"
		return
	fi
	run_peer rsyslogd -N1 -f "$tmp/$1" -M "$modules" >"$tmp/said" 2>&1
	ok $? "$1 is what rsyslog takes"
	run_peer rsyslogd -n -f "$tmp/$1" -M "$modules" -i "$tmp/$1.pid" \
	    >"$tmp/said" 2>&1 &
	at_exit "stop_peer '$tmp/$1.pid'"
	wait_for 10 "$flood" tcp "$in" 1 0 200
	"$flood" tcp "$in" "$4" 0 200 100 >/dev/null
	wait_for 60 arrived "$3" "$4" 100
	ok $? "and what it sends arrives"
	stop_peer "$tmp/$1.pid"
}

try_ng() { # FILE PORT TRANSPORT COUNT
	{
		echo '@version: 3.38'
		echo "source s_src { network(ip(127.0.0.1) port($in)
		    transport(tcp)); };"
		adapt "$1" "$2"
	} >"$tmp/$1"
	if [ "$has_ng" = no ]; then
		ok 0 "$1 # SKIP syslog-ng is not there"
		ok 0 "$1 # SKIP syslog-ng is not there"
		return
	fi
	set -- "$1" "$2" "$3" "$4" --no-caps -f "$tmp/$1" \
	    -R "$tmp/ng.persist" -p "$tmp/$1.pid" -c "$tmp/ng.ctl"
	[ -z "$ng_modules" ] || set -- "$@" "--module-path=$ng_modules"
	name=$1 transport=$3 many=$4
	shift 4
	run_peer syslog-ng "$@" --syntax-only >"$tmp/said" 2>&1
	ok $? "$name is what syslog-ng takes"
	run_peer syslog-ng -F "$@" >"$tmp/said" 2>&1 &
	at_exit "stop_peer '$tmp/$name.pid'"
	wait_for 10 "$flood" tcp "$in" 1 0 200
	"$flood" tcp "$in" "$many" 0 200 100000 >/dev/null
	wait_for 60 arrived "$transport" "$many" 100000
	ok $? "and what it sends arrives"
	stop_peer "$tmp/$name.pid"
}

try_rsyslog rsyslog-relp.conf "$relp" relp 1000
try_rsyslog rsyslog-relp-tls.conf "$relp_tls" relp_tls 1000
try_rsyslog rsyslog-tls.conf "$tls" tls 1000
try_ng syslog-ng-tcp.conf "$port" tcp 1000
try_ng syslog-ng-tls.conf "$tls" tls 1000
