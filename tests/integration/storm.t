#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The whole daemon in a storm. Forty simulated devices are polled every second
# or two, a patch round goes on among them, mails go out, and syslog comes in by
# the thousand, from devices and from strangers. Meanwhile each role is killed,
# again and again, at random moments, and then the database without a word, for
# a while. Devices answer late, twice, from a wrong address, with the wrong
# number, or with bytes that are no SNMP at all, and so do senders of syslog.
#
# When it is quiet again, every record of both journals is a row, once; what was
# concluded from them was concluded once; and all that was counted is there.
#
# The reduced form takes most of a minute. STORM=full takes four: each role is
# killed six times, and the database is away for 60 s. STORM_SEED=N repeats the
# moments of a run.
# shellcheck disable=SC1091,SC2009,SC2154
. "$(dirname "$0")/lib.sh"
plan 46

if [ "${STORM-}" = full ]; then
	rounds=6 away=60 pause=3
else
	rounds=3 away=10 pause=1
fi
seed=${STORM_SEED-$$}
diag "STORM_SEED=$seed"
PATH=$builddir/tests/fleet:$srcdir/tests/fleet:$PATH
port=$own_ports
flood=$builddir/bench/syslog/flood
recordings=$srcdir/tests/data/recordings
log=$tmp/log
mails=$tmp/mails
fleet=$tmp/fleet.socket
net=127.88.0
roles="listen poll store verify alert"

# Random numbers of our own: awk repeats them for a seed.
draws=0
draw() { # N: $drawn is 0 .. N - 1
	draws=$((draws + 1))
	drawn=$(awk -v s="$seed" -v d="$draws" -v n="$1" \
	    'BEGIN { srand(s * 1000 + d); rand(); print int(rand() * n) }')
}

doze() { # MILLISECONDS AT MOST
	draw "$1"
	sleep "$(printf '%d.%03d' $((drawn / 1000)) $((drawn % 1000)))"
}

owner() {
	sql "$1" -U patchwacht_owner
}

# The fleet: switches 1-20, firewalls 21-30, and ten that misbehave.

write_scenario() {
	cat <<-END
	$net.1-$net.20 recording $recordings/aruba-2930f.snmprec
	$net.21-$net.30 recording $recordings/fortigate-60f.snmprec
	$net.31-$net.40 recording $recordings/cisco-ios-2960x.snmprec
	$net.1-$net.40 community storm
	$net.5 loss 100
	$net.6 delay 50 200
	$net.31 wrong-id on
	$net.32 source $net.200
	$net.33 loop 1.3.6.1.2.1.47.1.1.1.1
	$net.34 duplicate on
	$net.35 too-big 200
	$net.36 gen-err 1.3.6.1.2.1.47
	$net.37 loss 300
	$net.38 delay 300 600
	$net.39 v1-only on
	$net.40 silent on
	END
}

# Answers with what nobody should: bytes at random, none, many, the question
# itself, its first half, one with a length too long, and all of it from another
# port, too.
write_babbler() {
	cat <<-'END'
	use strict;
	use IO::Socket::INET;
	srand $ARGV[1];
	my $s = IO::Socket::INET->new(LocalAddr => $ARGV[0], Proto => "udp")
	    or die;
	my $other = IO::Socket::INET->new(LocalAddr => $ARGV[0],
	    Proto => "udp") or die;
	$| = 1;
	print $s->sockport, "\n";
	sub noise { join "", map { chr int rand 256 } 1 .. $_[0] }
	while (defined(my $peer = $s->recv(my $ask, 65536))) {
		my $long = $ask;
		substr($long, 1, 1) = "\x7f";
		my $answer = $ask;
		$answer =~ s/[\xa0\xa1\xa5]/\xa2/;
		for my $say (noise(40), "", noise(60000), $ask,
		    substr($ask, 0, length($ask) / 2), $long, "\x30\x84\xff",
		    "0" x 3000, $answer . noise(9),
		    substr($answer, 0, -3)) {
			send $_, $say, 0, $peer for $s, $other;
		}
	}
	END
}

write_devices() {
	echo name,address,port,credential,category,poll
	i=1
	while [ $i -le 40 ]; do
		echo "d$i,$net.$i,$fleet_port,storm,network,$((1 + i % 2)) s"
		i=$((i + 1))
	done
	echo "babbler,$net.41,$babbler_port,storm,network,1 s"
}

start_world() {
	write_scenario >"$tmp/scenario"
	write_babbler >"$tmp/babbler.pl"
	fleetd --control "$fleet" "$tmp/scenario" >"$tmp/fleetd" 2>&1 &
	at_exit "kill $!"
	perl "$tmp/babbler.pl" $net.41 "$seed" >"$tmp/babbler" &
	at_exit "kill $!"
	mailsink 0 "$mails" >"$tmp/mailsink" &
	at_exit "kill $!"
	: >"$mails"
	wait_for 10 grep -q 'agents on port' "$tmp/fleetd" &&
	    wait_for 10 test -s "$tmp/babbler" &&
	    wait_for 10 test -s "$tmp/mailsink" || return 1
	fleet_port=$(sed -n 's/.*on port \([0-9]*\).*/\1/p' "$tmp/fleetd")
	babbler_port=$(head -n 1 "$tmp/babbler")
}

set_up() {
	cat >>"$PATCHWACHT_CONFIG" <<-END
	listen "test" {
		udp = { "127.0.0.1:$port" }
		tcp = { "127.0.0.1:$port" }
		message_max = 2048
	}
	poll {
		identity = "2 s"
		timeout = "1 s"
		retries = 1
	}
	mail {
		server = "smtp://127.0.0.1:$(head -n 1 "$tmp/mailsink")"
		from = "patchwacht@example.org"
	}
	alert { interval = "1 s" rules = "$srcdir/tests/data/alerts.d" }
	END
	cat >"$tmp/policy.conf" <<-END
	name = "storm"
	critical = "25 s"
	high = "40 s"
	confirm_gap = "2 s"
	reported = "8 s"
	reported_critical = "6 s"
	window_grace = "5 s"
	return = "4 s"
	settle = "1 s"
	observe = "8 s"
	observe_active = "3 s"
	observe_max = "30 s"
	reboot_window = "1 h"
	silent_polls = 2
	END
	echo storm >"$tmp/community"
	chmod 600 "$tmp/community"
	patchwacht init --name Storm --kind school --language nl \
	    --policy "$tmp/policy.conf" --mail it@example.org \
	    --function IT --reason test &&
	    owner "INSERT INTO channel(tenant_id,channel_id,target,function,
		language) VALUES(1,99,'ciso@example.org','CISO','en')" &&
	    patchwacht credential add storm --community-file "$tmp/community" &&
	    write_devices >"$tmp/devices.csv" &&
	    patchwacht device import "$tmp/devices.csv"
}

# The daemon and its roles.

start_daemon() {
	patchwachtd --verbose 2>>"$log" &
	pid=$!
	at_exit "kill $pid; wait $pid"
	wait_for 20 grep -q 'ready: ' "$log"
}

role_pid() { # NAME
	ps -o pid=,args= --ppid "$pid" | awk -v name="$1" \
	    '{ for (i = 1; i < NF; i++)
	    if ($i == "--role" && $(i + 1) == name) print $1 }'
}

all_alive() {
	for role in $roles; do
		[ -n "$(role_pid "$role")" ] || return 1
	done
}

memory() {
	for role in $roles; do
		printf '%s %s kB  ' "$role" \
		    "$(ps -o rss= -p "$(role_pid "$role")" | tr -d ' ')"
	done
}

kills=0
alert_kills=0
kill_role() { # NAME, as soon as it is there
	tries=0
	until role=$(role_pid "$1") && [ -n "$role" ]; do
		tries=$((tries + 1))
		[ $tries -lt 300 ] || return 1
		sleep 0.1
	done
	doze 300
	kill -9 "$role" || return 1
	kills=$((kills + 1))
	[ "$1" != alert ] || alert_kills=$((alert_kills + 1))
}

shuffled() {
	for role in $roles; do
		draw 1000
		echo "$drawn $role"
	done | sort | cut -d ' ' -f 2
}

# One round: each role once, in an order of its own.
kill_round() {
	draws=$((draws + 10))
	for victim in $(shuffled); do
		kill_role "$victim" || return 1
		doze $((pause * 300))
	done
}

# Load. Each sender goes on until the file is gone.

flood_with() { # KIND RATE FIRST
	first=$3
	while [ -e "$tmp/go" ]; do
		"$flood" "$1" "$port" "$2" "$2" 200 "$first" || sleep 0.1
		first=$((first + $2))
	done >/dev/null 2>&1
}

devices_talk() {
	while [ -e "$tmp/go" ]; do
		for n in 1 2 5 11 21 25 34; do
			fleetlog --from $net.$n --to "127.0.0.1:$port" \
			    --repeat 20 --rate 500 \
			    "<14>Nov 24 10:00:00 d$n link: port $n up"
			fleetlog --octet --from $net.$n --to "127.0.0.1:$port" \
			    "<12>Nov 24 10:00:01 d$n link: port $n down"
		done
		sleep 0.2
	done >/dev/null 2>&1
}

# What no syslog looks like, over UDP and over connections that end anyhow.
write_noise() {
	cat <<-'END'
	use strict;
	use IO::Socket::INET;
	my ($go, $port) = @ARGV;
	srand $ARGV[2];
	$SIG{PIPE} = "IGNORE";
	sub noise { join "", map { chr int rand 256 } 1 .. $_[0] }
	my $udp = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port",
	    Proto => "udp") or die;
	while (-e $go) {
		for my $say (noise(200), noise(9), "<", "<999999999>x", "\0",
		    "<14>1 - - - - - [unclosed", "<13>" . noise(40000),
		    "<14>\xff\xfe\xfd", "<14>1 2026-99-99T99:99:99Z h a p m -",
		    "") {
			send $udp, $say, 0;
		}
		for my $say (noise(300), "99999999999999999999 <14>x",
		    "9999 <14>never filled", "-5 <14>x", "0 0 0 ",
		    "<14>" . "A" x 9000 . "\n", "<14>" . noise(500) . "\n",
		    "16 <14>first12345612", "\x16\x03\x01\x02\x00",
		    "GET / HTTP/1.1\r\n\r\n") {
			my $tcp = IO::Socket::INET->new(
			    PeerAddr => "127.0.0.1:$port") or next;
			syswrite $tcp, $say;
			close $tcp;
		}
		select undef, undef, undef, 0.25;
	}
	END
}

start_load() {
	: >"$tmp/go"
	at_exit "stop_load"
	write_noise >"$tmp/noise.pl"
	flood_with udp 1500 1 &
	load=$!
	flood_with tcp 1000 1000001 &
	load="$load $!"
	flood_with octets 500 2000001 &
	load="$load $!"
	devices_talk &
	load="$load $!"
	perl "$tmp/noise.pl" "$tmp/go" "$port" "$seed" 2>/dev/null &
	load="$load $!"
}

stop_load() {
	rm -f "$tmp/go"
	for sender in $load; do
		wait "$sender"
	done
}

# The patch round.

change() { # ADDRESS COMMAND...
	fleetctl "$fleet" "$@" >/dev/null
}

aruba() { # NUMBER VERSION
	change "$net.$1" set 1.3.6.1.4.1.11.2.14.11.5.1.1.3.0 4 "$2"
	change "$net.$1" set 1.3.6.1.2.1.1.1.0 4 "Aruba JL253A 2930F-24G-4SFP+ Switch, revision $2, ROM WC.16.01.0008 (/ws/swbuildm/rel_code/build/lvm(swbuildm))"
	change "$net.$1" reboot
}

add_patches() {
	patchwacht patch add S-1 Switches --priority critical \
	    --profile aruba-switch --fix prefixed:WC.16.11.0020 \
	    --recovery-plan 'flash 2' &&
	    patchwacht patch test S-1 --place lab --function ok \
		--compatibility ok --performance ok &&
	    patchwacht patch edit S-1 --reason x \
	    --window "$(date -u +%FT%TZ)..$(date -u -d '+8 seconds' +%FT%TZ)" &&
	    patchwacht patch add S-2 Firewalls --priority high \
		--profile fortigate --fix fortios:7.2.99
}

claim() { # PATCH NUMBER
	patchwacht deployment report "$1" "d$2" --function IT >/dev/null
}

is_proven() {
	[ "$(owner "SELECT count(*) FROM deployment
	    JOIN device d USING(tenant_id, device_id)
	    WHERE state IN('confirmed', 'observing', 'stable')
	    AND d.name IN('d1', 'd2', 'd4')")" -gt 0 ]
}

# Wave by wave: installed and claimed, installed alone, claimed alone, rolled
# back, silent and back.
wave() { # ROUND
	case $1 in
	1)
		for n in 1 2 3 4 5 6; do
			aruba $n WC.16.11.0020
		done
		for n in 1 2 3 10 11; do
			claim S-1 $n
		done
		change $net.12 silent on
		;;
	2)
		for n in 7 8 9; do
			aruba $n WC.16.11.0020
		done
		for n in 21 22 23; do
			claim S-2 $n
		done
		change $net.13 reboot
		;;
	3)
		# What nobody saw cannot be rolled back; a busy machine is late.
		wait_for 60 is_proven
		for n in 1 2 4; do
			aruba $n WC.16.11.0012
		done
		change $net.12 silent off
		change $net.13 reboot
		;;
	4 | 6)
		for n in 1 2 14; do
			aruba $n WC.16.11.0020
		done
		;;
	last)
		for n in 3 7 8 9; do
			aruba $n WC.16.11.0012
		done
		;;
	5)
		for n in 1 14; do
			aruba $n WC.16.11.0012
		done
		;;
	esac
}

# What the journals hold, and what the database has of them.

uuid_of() { # STREAM
	sql "SELECT journal FROM patchwacht.journal_pos WHERE stream='$1'"
}

count_journal() { # STREAM: records, first, last, faults
	"$builddir/tests/integration/count_journal" "$home/journal/$1"
}

rows_of() { # STREAM: rows, different numbers, first, last
	sql "WITH p AS (SELECT journal FROM patchwacht.journal_pos
	    WHERE stream='$1'), r AS (
	    SELECT seq FROM patchwacht.reading JOIN p USING(journal)
	    UNION ALL SELECT seq FROM patchwacht.message JOIN p USING(journal)
	    UNION ALL SELECT seq FROM patchwacht.loss JOIN p USING(journal)
	    UNION ALL SELECT seq FROM patchwacht.quarantine
		JOIN p USING(journal))
	    SELECT count(*), count(DISTINCT seq), min(seq), max(seq) FROM r"
}

# Both at one moment, in $records and $rows: the poller writes its sign of life
# each minute, and what was under way when it was told to stop.
is_loaded() { # STREAM
	records=$(count_journal "$1")
	rows=$(rows_of "$1")
	# shellcheck disable=SC2086
	set -- $records
	[ "$rows" = "$1|$1|$2|$3" ]
}

was_read() { # STREAM LAST
	[ "$(owner "SELECT r.seq FROM reader_pos r JOIN journal_pos j
	    USING(journal) WHERE r.reader = 'verify'
	    AND j.stream = '$1'")" -ge "$2" ]
}

is_read() {
	[ "$(owner "SELECT count(*) FROM journal_pos j LEFT JOIN reader_pos r
	    ON r.reader = 'verify' AND r.journal = j.journal
	    WHERE r.seq IS DISTINCT FROM j.seq")" = 0 ]
}

is_quiet() {
	is_loaded listen && is_loaded poll && is_read
}

all_sent() {
	[ "$(owner "SELECT count(*) FROM notification
	    WHERE sent IS NULL")" = 0 ]
}

is_measured() {
	[ "$(owner "SELECT count(*) FROM device_state
	    WHERE vendor IS NOT NULL")" -ge 34 ]
}

none() { # QUERY NAME: it finds nothing
	is "$(owner "$1")" "" "$2"
}

has_rule() { # RULE
	[ "$(owner "SELECT count(*) FROM alert WHERE rule='$1'")" -gt 0 ]
}

begin() { # NAME COMMAND...: without it there is no story
	pass "$@"
	[ "$bad" -eq 0 ] || {
		echo "Bail out! $1"
		exit 1
	}
}

# The story.

start_db || exit 1
begin "a network, a mail server" start_world
begin "a register of 41 devices" set_up
begin "the daemon is ready" start_daemon
wait_for 60 is_measured
ok $? "every device that can be read has been"
add_patches >"$tmp/out" 2>&1
ok $? "two patches"
before=$(memory)
start_load

round=1
killed=0
while [ $round -le $rounds ]; do
	wave $round >"$tmp/out" 2>&1
	kill_round || killed=1
	round=$((round + 1))
done
ok $killed "each role is killed $rounds times"

# A poller that starts without the database knows no devices: it must have them.
wait_for 70 all_alive
sleep 3
wave last >"$tmp/out" 2>&1
server=$(sed -n 1p "$home"/db/*/postmaster.pid)
polled=$(count_journal poll | cut -d ' ' -f 1)
heard=$(count_journal listen | cut -d ' ' -f 1)
kill -QUIT "$server"
sleep $((away / 2))
kill_role store && kill_role listen && kill_role alert
ok $? "and three of them once more, while the database is away"
sleep $((away / 2))
now=$(count_journal poll | cut -d ' ' -f 1)
[ "$now" -gt $((polled + away * 5)) ]
ok $? "devices were polled without it: $((now - polled)) records"
now=$(count_journal listen | cut -d ' ' -f 1)
[ "$now" -gt $((heard + away * 500)) ]
ok $? "and their messages kept: $((now - heard)) records"
pass "the database starts again" patchwacht-db start
sleep 2
kill_role poll && kill_role verify
ok $? "and two are killed while it is caught up with"
stop_load
wait_for 70 all_alive
ok $? "every role came back"

# Polls go on, so the journal of the poller is never at rest; it ends here.
sed 's/^poll {/&\n	enabled = no/' "$PATCHWACHT_CONFIG" >"$tmp/next.conf"
sleep 3
after=$(memory)
cp "$tmp/next.conf" "$PATCHWACHT_CONFIG"
kill -HUP "$pid"
wait_for 20 grep -q 'read again, in use' "$log"
ok $? "the supervisor still answers"
wait_for 60 is_quiet
ok $? "all has been loaded and read"

# A mail whose sender was killed is tried again when its lease is over.
sleep 2
owner "UPDATE notification SET next_try = now() WHERE sent IS NULL"
wait_for 20 all_sent
ok $? "every mail is sent"

for stream in poll listen; do
	wait_for 20 is_loaded $stream
	# shellcheck disable=SC2086
	set -- $records
	is "$4" 0 "the journal of $stream has no fault"
	is "$1" "$(($3 - $2 + 1))" "and no gap in its $1 records"
	is "$rows" "$1|$1|$2|$3" "each is a row, once"
	wait_for 20 was_read $stream "$3"
	ok $? "and was read to the last"
done
none "SELECT seq, reason FROM quarantine LIMIT 5" "nothing was set aside"
is "$(owner "SELECT count(*) - count(DISTINCT text) FROM message
    WHERE text LIKE 'number=%'")" 0 "no message of a flood is there twice"
none "SELECT device_id, poll_id FROM reading WHERE length(varbinds) < 9999
    GROUP BY 1, 2 HAVING count(*) > 1 LIMIT 5" "no poll is there twice"

# What was concluded.
diag "steps: $(owner "SELECT string_agg(to_state || ' ' || n, ', ') FROM (
    SELECT to_state, count(*) AS n FROM transition WHERE flag IS NULL
    GROUP BY 1) x")"
none "SELECT * FROM (SELECT transition_id, patch_id, device_id, from_state,
    lag(to_state) OVER (PARTITION BY patch_id, device_id
    ORDER BY transition_id) AS before FROM transition WHERE flag IS NULL) x
    WHERE from_state IS DISTINCT FROM before LIMIT 5" \
    "each step begins where the one before it ended"
none "SELECT * FROM (SELECT transition_id, patch_id, device_id, flag,
    lag(flag) OVER (PARTITION BY patch_id, device_id, substr(flag, 2)
    ORDER BY transition_id) AS before FROM transition
    WHERE flag IS NOT NULL) x WHERE flag = before
    OR (before IS NULL AND flag LIKE '-%') LIMIT 5" \
    "each flag is raised and lowered in turn"
none "SELECT d.patch_id, d.device_id, d.state, t.to_state FROM deployment d
    CROSS JOIN LATERAL (SELECT to_state FROM transition t
	WHERE t.patch_id = d.patch_id AND t.device_id = d.device_id
	AND t.flag IS NULL ORDER BY transition_id DESC LIMIT 1) t
    WHERE d.state <> t.to_state LIMIT 5" "and the last one is the state"
none "SELECT * FROM (SELECT transition_id, unnest(evidence) AS id
    FROM transition) t LEFT JOIN evidence e ON e.evidence_id = t.id
    WHERE e.evidence_id IS NULL LIMIT 5" "what a step rests on is there"
none "SELECT journal, seq FROM evidence WHERE journal IS NOT NULL
    GROUP BY 1, 2 HAVING count(*) > 1 LIMIT 5" "no record is evidence twice"
none "SELECT e.evidence_id FROM evidence e LEFT JOIN reading r
    ON r.journal = e.journal AND r.seq = e.seq WHERE e.kind = 'reading'
    AND (r.varbinds IS DISTINCT FROM e.bytes OR r.at <> e.at) LIMIT 5" \
    "and evidence is what was loaded"
none "SELECT device_id, at, kind, detail, count(*) FROM event
    GROUP BY 1, 2, 3, 4 HAVING count(*) > 1 LIMIT 5" "no event is told twice"
none "SELECT device_id, kind, component, value FROM (SELECT *,
    lag(value) OVER w AS before, lag(until) OVER w AS ended FROM version
    WINDOW w AS (PARTITION BY device_id, kind, component ORDER BY since)) x
    WHERE value = before OR ended > since LIMIT 5" \
    "versions follow each other"
none "SELECT a.alert_id, b.alert_id FROM alert a JOIN alert b
    ON a.rule = b.rule AND a.alert_id < b.alert_id
    AND a.device_id IS NOT DISTINCT FROM b.device_id
    AND a.patch_id IS NOT DISTINCT FROM b.patch_id
    AND (a.closed IS NULL OR a.closed > b.opened) LIMIT 5" \
    "each alert is opened once"
none "SELECT a.incident_id FROM alert a
    LEFT JOIN saying s ON s.incident_id = a.incident_id
    LEFT JOIN notification n ON n.saying_id = s.saying_id GROUP BY a.incident_id
    HAVING count(DISTINCT n.notification_id) <>
	CASE WHEN bool_or(a.closed IS NULL) THEN 2 ELSE 4 END LIMIT 5" \
    "and told to each once, and once when it is over"
diag "alerts: $(owner "SELECT string_agg(rule || ' ' || n, ', ') FROM (
    SELECT rule, count(*) AS n FROM alert GROUP BY 1) x")"
has_rule past_deadline && has_rule not_confirmed && has_rule rolled_back
ok $? "deadlines passed, claims failed, patches were rolled back"

# A mail is sent at least once: one that was under way when its sender died
# goes again, under the same name.
told=$(owner "SELECT count(*) FROM notification")
awk '/^=====/ { to = $NF } /^Message-I[Dd]:/ { print to, $2 }' "$mails" \
    >"$tmp/received"
different=$(sort -u "$tmp/received" | wc -l)
sent=$(wc -l <"$tmp/received")
is "$different" "$told" "every mail arrived"
# Eight may be under way.
[ "$sent" -le $((told + 8 * alert_kills)) ]
ok $? "$sent mails of $told, after $alert_kills kills of the sender"

# Nobody died of anything else.
is "$(grep -c 'killed by signal 9, starts again' "$log")" $kills \
    "roles were restarted as often as they were killed"
is "$(grep -aE 'exited with|killed by signal ([^9]|9[0-9])|passed over|fatal' \
    "$log")" "" "and for no other reason"
is "$(grep -aE 'Sanitizer|runtime error' "$log")" "" "nor did any complain"
[ "$(owner "SELECT count(*) FROM message
    WHERE 'truncated' = ANY(flags)")" -gt 0 ] &&
    [ "$(owner "SELECT count(*) FROM loss
    WHERE listener = 'bytes that are not syslog'")" -gt 0 ]
ok $? "syslog that is none was kept or counted"
diag "memory before: $before"
diag "memory after:  $after"

kill -TERM "$pid"
wait "$pid"
is $? 0 "told to stop, it ends well"
if ps -eo args= | grep -q "^patchwachtd --role .* $PATCHWACHT_CONFIG"; then
	left=1
else
	left=0
fi
ok $left "and leaves no process"
counts=$(grep -o 'polls [0-9]* silent.*' "$log" | tail -n 1)
case $counts in
*' foreign 0 '* | *' malformed 0 '* | '')
	ok 1 "what was no answer is counted: $counts"
	;;
*)
	ok 0 "what was no answer is counted: $counts"
	;;
esac
