# SPDX-License-Identifier: Apache-2.0
#
# What log lines tell of three switches, from the wire to the verdict. A banner
# that came as one datagram and one that came as lines say which version runs:
# the deployment has its evidence E2, and the poller is asked to look, once. A
# port that flaps, lines that are alike, a line that came again, who did what;
# lines that no rule knows get a shape. Rules are changed while all this goes on.
. "$(dirname "$0")/lib.sh"
plan 39

port=$own_ports
data=$tmp/data
mkdir -p "$data"
cp -R "$srcdir/mibs" "$srcdir/templates" "$data/"
chmod -R a+rX "$data"
PATCHWACHT_DATADIR=$data
start_db || exit 1

owner() {
	sql "$1" -U patchwacht_owner
}

owner "INSERT INTO tenant VALUES(1,'School','school','nl','Europe/Amsterdam',
	now());
    INSERT INTO realm VALUES(1,1,'here');
    INSERT INTO device(tenant_id,device_id,realm_id,name,address,poll_s,
	in_service,created) SELECT 1,i,1,'sw' || i,('127.3.0.' || i)::inet,3600,
	now(),now() FROM generate_series(1,3) i;
    UPDATE device SET log_zone='Asia/Tokyo' WHERE device_id=3;
    INSERT INTO policy(tenant_id,version,name,effective,actor,reason)
    VALUES(1,1,'usual',now()-interval '1 d','test','test');
    INSERT INTO patch(tenant_id,patch_id,reference,title,priority,registered)
    VALUES(1,1,'P-1','Switches','critical',now());
    INSERT INTO patch_fix(tenant_id,patch_id,fix,component,scheme,min_version)
    VALUES(1,1,1,'','ios','15.2(7)E7');
    INSERT INTO deployment(tenant_id,patch_id,device_id,state,created,
	clock_start,clock_basis,deadline,window_start,window_end,
	policy_version) SELECT 1,1,i,'planned',now(),now(),'registered',
	now()+interval '2 d',now()-interval '1 min',now()+interval '1 h',1
    FROM generate_series(1,3) i"

cat >>"$PATCHWACHT_CONFIG" <<END
listen "test" {
	udp = { "127.0.0.1:$port" }
	tcp = { "127.0.0.1:$port" }
}
poll { enabled = no }
verify { interval = "1 s" }
END
log=$tmp/log
patchwachtd --verbose 2>"$log" &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"

# say NUMBER udp|tcp: what is read, from that switch; \n inside a line is a line.
say() {
	perl -MIO::Socket::INET -e '
	    my ($n, $proto, $port) = @ARGV;
	    my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port",
		LocalAddr => "127.3.0.$n", Proto => $proto) or exit 1;
	    while (<STDIN>) {
		chomp if $proto eq "udp";
		s/\\n/\n/g;
		syswrite $s, $_;
	    }' "$1" "$2" "$port"
}

events() { # NUMBER WHAT [WHERE]
	owner "SELECT coalesce(string_agg($2, ' ' ORDER BY event_id), 'none')
	    FROM event WHERE device_id = $1 AND ${3-true}"
}

has_events() { # NUMBER KINDS
	[ "$(events "$1" "kind || CASE WHEN count > 1 THEN '*' || count
	    ELSE '' END")" = "$2" ]
}

awaits() { # NUMBER KINDS NAME
	wait_for 20 has_events "$1" "$2"
	ok $? "$3"
	has_events "$1" "$2" || diag "$(events "$1" kind)"
}

banner='%SYS-5-RESTART: System restarted --\nCisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E7, RELEASE SOFTWARE (fc2)\nTechnical Support: http://www.cisco.com/techsupport'

printf '%s\n' "<189>46: *Mar  1 00:00:52.112: $banner" | say 1 udp
awaits 1 version "a banner in one datagram names a version"
is "$(events 1 "version || ' ' || rule")" '15.2(7)E7 cisco-restart' \
    "which one, by which rule"
is "$(owner "SELECT count(*) FROM event e JOIN message m USING(journal, seq)
    JOIN evidence v ON v.evidence_id = e.evidence_id
    WHERE e.device_id = 1 AND v.bytes = message_bytes(m)")" 1 \
    "it rests on a record, which is kept as evidence"
is "$(owner "SELECT to_state || ' E' || level FROM transition
    WHERE device_id = 1 ORDER BY transition_id DESC LIMIT 1")" 'reported E2' \
    "the deployment is told to be done, and no more than that"
has_due() {
	[ "$(owner "SELECT reason FROM due WHERE device_id = $1")" = "$2" ]
}
wait_for 10 has_due 1 version
ok $? "the poller is asked to look"
asked=$(owner "SELECT at FROM due WHERE device_id = 1")

printf '%s\n' "<189>46: *Mar  1 00:00:52.112: $banner" | say 2 tcp
awaits 2 version "lines of one sender make the same banner"
is "$(events 2 version)" '15.2(7)E7' "with the version on its second line"

echo '<189>47: *Mar  1 00:00:53: %SNMP-5-COLDSTART: SNMP agent on host sw1 is undergoing a cold start' |
    say 1 udp
awaits 1 'version boot' "a start without a version is a start"
is "$(owner "SELECT at FROM due WHERE device_id = 1")" "$asked" \
    "the poller is not asked again within the minute"
is "$(owner "SELECT count(*) FROM transition WHERE device_id = 1
    AND to_state = 'reported'")" 1 "and the deployment is where it was"

for state in down up down up; do
	echo "<187>50: Nov 24 10:00:00: %LINK-3-UPDOWN: Interface Gi1/0/4, changed state to $state"
done | say 3 udp
wait_for 20 eval '[ "$(events 3 kind "kind = '\''flap'\''")" = flap ]'
ok $? "a port that goes up and down flaps"
is "$(events 3 'detail' "kind = 'flap'")" \
    'Gi1/0/4: 4 changes within 10 minutes' "and is named"
is "$(owner "SELECT sum(count) FROM event WHERE device_id = 3
    AND kind IN ('link_down', 'link_up')")" 4 "each change counts"

{
	echo '<189>60: Nov 24 10:00:00: %SYS-5-CONFIG_I: Configured from console by beheer on vty0 (192.0.2.7)'
	echo '<188>61: Nov 24 10:00:00: %SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: jan] [Source: 192.0.2.7] [localport: 22]'
	echo '<188>62: Nov 24 10:00:00: last message repeated 3 times'
} | say 2 udp
wait_for 20 eval '[ "$(events 2 "kind" "kind = '\''login_failed'\''")" = login_failed ]'
is "$(events 2 who "kind = 'configuration'")" beheer \
    "who changed a configuration is kept"
is "$(events 2 "coalesce(who, 'nobody') || ' ' || count" \
    "kind = 'login_failed'")" 'nobody 4' \
    "who could not log in is not, how often is"

# A line of which nothing comes is not read again, and yet the one before the last.
is_through() { # all that is loaded is concluded from
	[ "$(owner "SELECT count(*) FROM journal_pos j JOIN reader_pos r
	    ON r.journal = j.journal AND r.reader = 'verify'
	    WHERE j.stream LIKE 'listen%' AND r.seq < j.seq")" = 0 ]
}
{
	echo '<189>63: Nov 24 10:00:00: %SYS-5-CONFIG_I: Configured from console by admin on vty0 (192.0.2.7)'
	echo '<190>64: Nov 24 10:00:00: %SYS-6-PLAIN: nothing comes of it'
	echo '<190>65: Nov 24 10:00:00: last message repeated 5 times'
} | say 2 tcp
wait_for 20 eval '[ "$(events 2 who "who = '\''admin'\''")" = admin ]' && wait_for 20 is_through
is "$(events 2 "count::text" "who = 'admin'")" 1 \
    "what came again was the line before, whatever that was"
is "$(owner "SELECT string_agg(notable::text, ' ' ORDER BY seq) FROM message
    WHERE text ~ 'vty0 .192|PLAIN|repeated 5'")" 'true true false true' \
    "of lines that come to nothing it is known when they are stored"
is "$(owner "SELECT count(DISTINCT marked_by) || ' ' || count(*) FILTER
    (WHERE marked_by IS NULL) FROM message_batch")" '1 0' "by one set of rules"

{
	echo '<179>70: Nov 24 10:00:00: %HARDWARE-3-ODD: Asic 3 on port Gi1/0/7 answered 0x7f'
	echo '<179>71: Nov 24 10:00:01: %HARDWARE-3-ODD: Asic 12 on port Gi1/0/9 answered 0x10'
	echo '<182>72: Nov 24 10:00:01: %HARDWARE-6-FINE: Asic 12 is fine'
} | say 1 udp
wait_for 20 eval '[ "$(owner "SELECT sum(count) FROM template_hour")" = 2 ]' &&
    wait_for 20 is_through
is "$(owner "SELECT string_agg(notable::text,' ') FROM message
    WHERE text ~ 'on port Gi1/0/[79]'") $(owner "SELECT sum(count)
    FROM template_hour")" 'false false 2' \
    "shapes are counted as lines are stored, and not again when they are read"
ok $? "lines that no rule knows are counted by the hour when they are grave"
is "$(owner "SELECT shape || ', ' || severity FROM template")" \
    '%HARDWARE-3-ODD: Asic * on port * answered *, 3' "under their shape"

cat >>"$data/mibs/events.rules" <<'END'
event "our-asic" {
	class = crash
	words = { "HARDWARE-3-ODD" }
	match = { 'HARDWARE-3-ODD: Asic (?<port>\d+)' }
	source = "our own"
}
END
kill -HUP "$pid"
wait_for 20 grep -q 'read again, in use' "$log"
echo '<179>70: Nov 24 10:00:00: %HARDWARE-3-ODD: Asic 3 on port Gi1/0/7 answered 0x7f' |
    say 1 udp
awaits 1 'version boot crash' "a rule that is added takes them from then on"
is "$(owner "SELECT sum(count) FROM template_hour")" 2 "and nobody counts them"
echo 'event "bad" { class = boot words = { "abc" } match = { "(" } source = x }' \
    >>"$data/mibs/events.rules"
kill -HUP "$pid"
wait_for 20 grep -q 'events.rules:[0-9]*: event bad: match 1' "$log"
ok $? "a faulty rule is told with its line"
echo '<179>70: Nov 24 10:00:00: %HARDWARE-3-ODD: Asic 3 on port Gi1/0/7 answered 0x7f' |
    say 3 udp
wait_for 20 eval '[ "$(events 3 kind "kind = '\''crash'\''")" = crash ]'
ok $? "and those before it go on"
is "$(owner "SELECT count(*) FROM message")" 20 "no line was lost"

# Who restarted it is nobody's business in a few years.
cat >>"$data/mibs/events.rules" <<'END'
event "our-start" {
	class = boot
	words = { "OUR-5-START" }
	match = { 'OUR-5-START: for the third time, (?<who>\w+)' }
	source = "our own"
}
END
sed -i '/^event "bad"/d' "$data/mibs/events.rules"
kill -HUP "$pid"
is_reloaded() {
	[ "$(grep -c 'read again, in use' "$log")" -ge 2 ]
}
wait_for 20 is_reloaded
echo '<189>80: Nov 24 10:00:00: %OUR-5-START: for the third time, jandevries; rebooted by PietP, user="kees", JanDeVries' |
    say 3 udp
wait_for 20 eval '[ "$(events 3 kind "kind = '\''boot'\''")" = boot ]'
like "$(events 3 detail "kind = 'boot'")" \
    '%OUR-5-START: for the third time, user-*; rebooted by user-*, user="user-*", user-*' \
    "names in an event are pseudonyms"
is "$(owner "SELECT count(*) FROM evidence WHERE device_id = 3
    AND encode(bytes,'escape') || content::text ~* 'jandevries|pietp|kees'")" 0 \
    "and in evidence"
is "$(owner "SELECT content->>'pseudonyms', regexp_count(
    encode(bytes,'escape'), 'user-[0-9a-f]{16}') FROM evidence
    WHERE device_id = 3 AND content->>'class' = 'boot'")" 'true|4' \
    "which says so"
is "$(owner "SELECT count(*) FROM event e JOIN message m USING(journal, seq)
    WHERE e.device_id = 3 AND e.kind = 'boot'
    AND m.text ~ 'jandevries; .*PietP.*kees'")" 1 "the message has the names"
is "$(stat -c %a "$home/verify/names.key")" 600 "and the key is nobody else's"

# As store would have loaded them: marked by rules that verify has not, by its
# own, by none.
other=00000000-0000-4000-8000-000000000002
own=$(owner "SELECT marked_by FROM message_batch ORDER BY last DESC LIMIT 1")
stored() { # SEQ MARKED_BY NOTABLE
	owner "BEGIN;
	    INSERT INTO message(rcvd,seq,journal,tenant_id,realm_id,device_id,
		peer_port,pri,severity,security,peer,transport,text,notable)
	    VALUES(now(),$1,'$other',1,1,2,514,189,5,false,'127.3.0.2','udp',
		'%OUR-5-START: for the third time, $1',$3);
	    INSERT INTO message_batch(journal,upto,count,first,last,known,notable,
		marked_by) VALUES('$other',$1,1,now(),now(),1,($3)::integer,$2);
	    INSERT INTO journal_pos VALUES('$other','listen-2','here',1,$1,$1,
		now()) ON CONFLICT(journal) DO UPDATE SET seq=$1;
	    NOTIFY patchwacht_message; COMMIT"
}
boots() {
	wait_for 20 is_through
	events 2 "regexp_count(detail, 'START')::text" "kind = 'boot'"
}
[ "$own" != "$(owner "SELECT marked_by FROM message_batch ORDER BY last LIMIT 1")" ]
ok $? "lines are marked by the rules that are added"
stored 1 "$own" false
is "$(boots)" none "a line that the same rules passed over is not read"
stored 2 42 false
is "$(boots)" 1 "one that other rules passed over is"
stored 3 NULL NULL
stored 4 "$own" true
stored 5 42 true
is "$(boots)" '1 1 1 1' "and all others, each once"

# Clocks that do not say where they are: in the zone of the organisation, unless
# only UTC fits; of a device with a zone of its own, in that.
near() { # WHERE: how many claim to be of this moment
	owner "SELECT count(*) FROM message WHERE $1
	    AND abs(extract(epoch FROM rcvd - device_time)) < 120"
}
echo "<14>$(TZ=Europe/Amsterdam date '+%b %e %T') sw1 local: x" | say 1 udp
echo "<14>$(TZ=UTC date '+%b %e %T') sw1 utc: x" | say 1 udp
echo "<14>$(TZ=Asia/Tokyo date '+%b %e %T') sw3 tokyo: x" | say 3 udp
echo "<14>$(TZ=UTC date '+%b %e %T') sw3 late: x" | say 3 udp
wait_for 20 eval '[ "$(owner "SELECT count(*) FROM message
    WHERE app IN ('\''local'\'', '\''utc'\'', '\''tokyo'\'', '\''late'\'')")" = 4 ]'
is "$(near "app = 'local'") $(near "app = 'utc'")" "1 1" \
    "a clock without a zone is the organisation's, or UTC"
is "$(near "app = 'tokyo'")" 1 "or that of its device"
is "$(owner "SELECT round(extract(epoch FROM rcvd - device_time) / 3600)
    FROM message WHERE app = 'late'")" 9 "which is not guessed about"
