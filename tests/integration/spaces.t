# SPDX-License-Identifier: Apache-2.0
#
# Two customers whose switch has the same address, heard by one collector on a
# socket each, and a second address space of one of them: who speaks is told by
# the section that heard it, and what was dropped is counted for that customer.
. "$(dirname "$0")/lib.sh"
sql_user=patchwacht_owner
plan 9

one=$own_ports two=$((one + 1)) annex=$((one + 2))
start_db || exit 1
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "one" { udp = { "127.0.0.1:$one" } tcp = { "127.0.0.1:$one" } }
listen "two" {
	udp = { "127.0.0.1:$two" }
	tcp = { "127.0.0.1:$two" }
	tenant = 2
}
listen "annex" { udp = { "127.0.0.1:$annex" } realm = 2 }
poll { enabled = no }
EOF
sql "SET search_path=patchwacht;
    INSERT INTO tenant VALUES(1,'School','school','nl','UTC',now()),
	(2,'Ward','care','nl','UTC',now());
    INSERT INTO realm VALUES(1,1,'here'),(1,2,'annex'),(2,1,'here');
    INSERT INTO device(tenant_id,device_id,realm_id,name,address,in_service,
	created)
	VALUES(1,11,1,'sw','127.7.0.1',now(),now()),
	(1,12,2,'sw-annex','127.7.0.1',now(),now()),
	(2,11,1,'sw','127.7.0.1',now(),now());" -U patchwacht_owner || exit 1
log=$tmp/log
start_daemon() {
	patchwachtd --verbose 2>>"$log" &
	pid=$!
	wait_for 20 grep -q 'ready: ' "$log"
}
start_daemon
ok $? "the daemon is ready"
at_exit "kill $pid; wait $pid"

say() { # PROTOCOL FROM PORT LINE
	perl -MIO::Socket::INET -e '
	    ($proto, $from, $port, $line) = @ARGV;
	    $s = IO::Socket::INET->new(Proto => $proto, LocalAddr => $from,
		PeerAddr => "127.0.0.1", PeerPort => $port) or exit 1;
	    print $s "$line\n"' "$@"
}
for proto in udp tcp; do
	say $proto 127.7.0.1 "$one" "<14>t: $proto of one"
	say $proto 127.7.0.1 "$two" "<14>t: $proto of two"
done
say udp 127.7.0.1 "$annex" '<14>t: udp of annex'
say udp 127.7.0.9 "$two" '<14>t: stranger'
has_all() {
	[ "$(sql "SELECT count(*) FROM patchwacht.message
	    WHERE app='t'")" = 6 ]
}
wait_for 20 has_all
ok $? "all are heard"
whose() { # TEXT
	sql "SELECT tenant_id,realm_id,device_id FROM patchwacht.message
	    WHERE text='$1'"
}
is "$(whose 'udp of one')" '1|1|11' "a datagram is of the first customer"
is "$(whose 'udp of two')" '2|1|11' "and one of the same address of the second"
is "$(whose 'tcp of one')$(whose 'tcp of two')" '1|1|112|1|11' \
    "connections, too"
is "$(whose 'udp of annex')" '1|2|12' "an address means a device of its space"
is "$(whose stranger)" '2|1|' "who is not known belongs to the customer"

say udp 127.7.0.1 "$one" '<30>dhcpd: DHCPACK on 10.0.0.7 to 00:11'
say udp 127.7.0.1 "$two" '<30>dhcpd: DHCPACK on 10.0.0.8 to 00:12'
say udp 127.7.0.9 "$two" '<30>dhcpd: DHCPACK on 10.0.0.9 to 00:13'
# Counts are written each minute, and at the end.
sleep 0.2
kill "$pid"
wait "$pid"
start_daemon
at_exit "kill $pid; wait $pid"
is_counted() {
	[ "$(sql "SELECT sum(count) FROM patchwacht.loss
	    WHERE listener='dhcp'")" = 3 ]
}
wait_for 20 is_counted
is "$(sql "SELECT tenant_id,realm_id,count FROM patchwacht.loss
    WHERE listener='dhcp' ORDER BY 1" | tr '\n' ' ')" '1|1|1 2|1|2 ' \
    "what is dropped is counted for whose it was"
is "$(sql "SELECT tenant_id,sum(count) FROM patchwacht.message_tally
    WHERE device_id<>0 GROUP BY 1 ORDER BY 1" -U patchwacht_owner |
    tr '\n' ' ')" '1|3 2|2 ' \
    "and so are messages"
