#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A monitoring system looks at Patchwacht itself: /metrics is in Prometheus'
# format, strictly, and every metric that the shipped dashboard and alert rules
# name is there; /healthz says whether the watch is awake, and no longer does when
# the database is away. Nobody on another machine may ask.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 31

port=$own_ports
log=$tmp/log
start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet \
    --mail it@example.org
cat >>"$PATCHWACHT_CONFIG" <<END
poll { enabled = no }
verify { interval = "1 h" }
alert { interval = "1 s" metrics = "127.0.0.1:$port" }
END
sed 's/127.0.0.1:/192.0.2.1:/' "$PATCHWACHT_CONFIG" >"$tmp/wrong.conf"
fails "it is for this machine only" patchwachtd --config "$tmp/wrong.conf" \
    --check

owner() {
	sql "$1" -U patchwacht_owner
}

get() { # PATH: the status, then the body
	perl -MIO::Socket::INET -e '
	    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
	    print $s "GET $ARGV[1] HTTP/1.0\r\n\r\n";
	    local $/; $_ = <$s>; my ($h, $b) = split /\r\n\r\n/, $_, 2;
	    print +($h =~ /^HTTP\S+ (\d+)/)[0], "\n$b"' "$port" "$1"
}

status_is() { # PATH STATUS
	[ "$(get "$1" | head -n 1)" = "$2" ]
}

# What a line may be, what each family has in front of it, once, and that no
# series is there twice.
cat >"$tmp/strict" <<'END'
my ($family, %seen, %help, %type);
while (<STDIN>) {
	chomp;
	if (/^# HELP ([a-z_:][a-z0-9_:]*) (\S.*)$/) {
		die "$1 is there twice\n" if $help{$1}++;
		$family = $1;
	} elsif (/^# TYPE ([a-z_:][a-z0-9_:]*) (gauge|counter)$/) {
		my ($name, $type) = ($1, $2);
		die "$name: TYPE does not follow HELP\n" if $name ne $family;
		die "$name: a counter ends with _total\n"
		    if ($type eq 'counter') != ($name =~ /_total$/);
		die "$name: a unit that is no base unit\n"
		    if $name =~ /_(ms|us|minutes|hours|kb|mb)(_total)?$/;
		$type{$name} = $type;
	} elsif (/^([a-z_:][a-z0-9_:]*)(\{.*\})? (\S+)$/) {
		my ($name, $labels, $value) = ($1, $2 // '', $3);
		die "$name: not below its family\n"
		    if $name ne $family || !$type{$name};
		die "$name$labels: labels\n" unless $labels =~
		    /^(?:\{[a-z_]+="(?:[^"\\\n]|\\[\\n"])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\n"])*")*\})?$/;
		die "$name: value $value\n"
		    unless $value =~ /^-?(?:\d+(?:\.\d+)?(?:e[-+]\d+)?|nan|inf)$/;
		die "$name$labels: twice\n" if $seen{"$name$labels"}++;
	} else {
		die "a line of no form: $_\n";
	}
}
die "no family\n" unless %type;
print "strict\n";
END

patchwachtd --verbose 2>>"$log" &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 30 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"
wait_for 30 status_is /healthz 200
ok $? "and awake"
like "$(get /healthz)" '*ok*' "in a word"
status_is /else 404
ok $? "there is nothing else"
owner "INSERT INTO realm VALUES(1,1,'h') ON CONFLICT DO NOTHING;
    INSERT INTO device(tenant_id,device_id,realm_id,name,address,in_service,
    created) VALUES(1,1,1,'sw\"1','127.0.0.9',now(),now());
    INSERT INTO alert(tenant_id,alert_id,rule,severity,device_id,opened,detail)
    VALUES(1,1,'ring_paused','warning',1,now(),'{\"device\":\"sw1\"}');
    INSERT INTO run(role,host,started,seen) VALUES('store','a\"b\\c
d',now(),now())"
waits() {
	get /metrics >"$tmp/page"
	grep -q '^patchwacht_notifications_pending{means="mail"} 1$' "$tmp/page"
}
wait_for 30 waits
ok $? "a mail waits for a server, and is counted"
sed -i 1d "$tmp/page"
series() { # NAME{LABELS}: its value
	awk -v name="$1" 'substr($0, 1, length(name) + 1) == name " " {
	    print $NF }' "$tmp/page"
}
like "$(cat "$tmp/page")" \
    '*patchwacht_alerts{tenant="1",rule="ring_paused"} 1*' \
    "so is the alert"
like "$(cat "$tmp/page")" \
    '*patchwacht_incidents{tenant="1",severity="warning",state="open"} 1*' \
    "and the incident"
like "$(cat "$tmp/page")" '*patchwacht_devices{tenant="1",state="unread"} 1*' \
    "and the device"
like "$(cat "$tmp/page")" '*host="a\\"b\\\\c*' "whatever stands in a label"
is "$(perl "$tmp/strict" <"$tmp/page" 2>&1)" strict "the format is kept"
if command -v promtool >"$tmp/out"; then
	pass "Prometheus' own tool agrees" \
	    sh -c "promtool check metrics <'$tmp/page'"
	pass "also to the rules" promtool check rules \
	    "$srcdir/dist/monitoring/patchwacht.rules.yml"
else
	ok 0 "Prometheus' own tool is not here # SKIP no promtool"
	ok 0 "nor for the rules # SKIP no promtool"
fi

# Much of everything: what is told is what the tables have, counted apart.
owner "INSERT INTO device(tenant_id,device_id,realm_id,name,address,in_service,
    created) SELECT 1,n,1,'d'||n,'127.0.1.0'::inet+n,now(),now()
    FROM generate_series(2,20) n;
    INSERT INTO device_state(tenant_id,device_id,silent,refused,last_answer)
    SELECT 1,n,CASE WHEN n<5 THEN 2 ELSE 0 END,CASE WHEN n BETWEEN 5 AND 6
    THEN 1 ELSE 0 END,'2026-01-02 03:04:05+00' FROM generate_series(2,15) n
    ON CONFLICT(tenant_id,device_id) DO UPDATE SET silent=excluded.silent,
    refused=excluded.refused,last_answer=excluded.last_answer;
    INSERT INTO patch(tenant_id,patch_id,reference,title,priority,registered,
    status) VALUES(1,1,'P-1','x','high',now(),'withdrawn');
    INSERT INTO deployment(tenant_id,patch_id,device_id,state,level,
    policy_version,created,clock_start,clock_basis,deadline,overdue,conflicting)
    SELECT 1,1,n,(ARRAY['planned','stable','failed'])[1+n%3],0,
    (SELECT max(version) FROM policy),now(),now(),'registered',now(),n=4,n=20
    FROM generate_series(2,20) n;
    INSERT INTO exception(tenant_id,exception_id,patch_id,device_id,reason,
    measure,owner,requested,requested_by,valid_until,kind,approved,approved_by,first_approved)
    SELECT 1,n,1,n,'x','x','x',now()-interval '2 d','jan',
    now()+(5-n)*interval '1 h','other',now()-interval '1 d','wim',
    now()-interval '1 d' FROM unnest('{3,6}'::int[]) n;
    INSERT INTO run(role,host,started,seen,devices,delay_p99_us,delay_max_us)
    VALUES('poll-9','far',now(),now(),12,1500000,2500000);
    INSERT INTO journal_pos(journal,stream,host,segment,off,seq,at,damaged,
    behind)
    VALUES('00000000-0000-4000-8000-0000000000aa','listen-9','far',1,1,900,now(),
    3,4096),('00000000-0000-4000-8000-0000000000ab','listen-8','far',1,1,900,
    '2026-02-01 00:00 UTC',0,7),('00000000-0000-4000-8000-0000000000ac',
    'listen-8','far',1,1,900,'2026-01-01 00:00 UTC',0,100);
    INSERT INTO reader_pos(reader,journal,seq,at)
    VALUES('verify','00000000-0000-4000-8000-0000000000aa',250,now())" \
    >"$tmp/out" 2>&1
ok $? "much of everything"
[ ! -s "$tmp/out" ] || diag "$(cat "$tmp/out")"
there=$(date +%s)
counted() {
	get /metrics >"$tmp/page"
	[ "$(series 'patchwacht_poll_devices{role="poll-9",host="far"}')" = 12 ] &&
	    [ "$(series patchwacht_counted_timestamp_seconds |
		cut -d. -f1)" -gt "$there" ]
}
wait_for 90 counted
for state in answering silent refusing unread; do
	is "$(series "patchwacht_devices{tenant=\"1\",state=\"$state\"}")" \
	    "$(owner "SELECT count(*) FROM device d LEFT JOIN device_state s
		USING(tenant_id,device_id) WHERE CASE '$state'
		WHEN 'silent' THEN s.silent>0
		WHEN 'refusing' THEN s.silent=0 AND s.refused>0
		WHEN 'answering' THEN s.silent=0 AND s.refused=0
		    AND s.last_answer IS NOT NULL
		ELSE s.last_answer IS NULL END")" "devices that are $state"
done
told=$(for state in planned stable failed; do
	series "patchwacht_deployments{tenant=\"1\",state=\"$state\"}"
done | xargs)
is "$told $(series 'patchwacht_deployments_overdue{tenant="1"}') $(series \
    'patchwacht_deployments_conflicting{tenant="1"}')" \
    "$(owner "SELECT count(*) FILTER(WHERE state='planned')||' '||
	count(*) FILTER(WHERE state='stable')||' '||
	count(*) FILTER(WHERE state='failed')||' '||
	12||' '||count(*) FILTER(WHERE conflicting) FROM deployment")" \
    "verdicts, and what is late by the clock, whatever the verifier left"
is "$(patchwacht status --json | jq .status.late)" 12 "as status has it"
late=$(patchwacht todo --json |
    jq '[.[] | select(.what == "late" or .what == "failed") | .devices] | add')
is "$late" 12 "and todo"
is "$(series 'patchwacht_poll_delay_p99_seconds{role="poll-9",host="far"}') $(
    series 'patchwacht_poll_delay_max_seconds{role="poll-9",host="far"}')" \
    "1.5 2.5" "how late polls are"
is "$(series \
    'patchwacht_reader_lag_records{reader="verify",stream="listen-9",host="far"}') $(
    series 'patchwacht_journal_damaged_segments{stream="listen-9",host="far"}') $(
    series 'patchwacht_journal_waiting_bytes{stream="listen-9",host="far"}')" \
    "650 3 4096" "what waits in a journal, and what is damaged there"

ok "$(awk -v t="$(series patchwacht_counted_timestamp_seconds)" -v now="$(date +%s)" \
    'BEGIN { print !(t <= now + 1 && t >= now - 60) }')" \
    "and the page says when it was counted"
is "$(series \
    'patchwacht_journal_waiting_bytes{stream="listen-8",host="far"}') $(series \
    'patchwacht_journal_loaded_timestamp_seconds{stream="listen-8",host="far"}')" \
    "7 $(date -d '2026-02-01 00:00 UTC' +%s)" \
    "what waits in a journal was left when its records were loaded last"

# What is shown and watched is there: a name with a typing error never fires.
sed -n 's/^# TYPE \([^ ]*\) .*/\1/p' "$tmp/page" | sort >"$tmp/known"
named() { # FILE
	grep -o 'patchwacht_[a-z0-9_]*' "$1" | sort -u
}
named "$srcdir/dist/monitoring/grafana-patchwacht.json" >"$tmp/shown"
sed -n 's/.*expr://p' "$srcdir/dist/monitoring/patchwacht.rules.yml" \
    >"$tmp/exprs"
named "$tmp/exprs" >"$tmp/watched"
is "$(comm -23 "$tmp/shown" "$tmp/known")" "" \
    "each metric of the dashboard exists"
is "$(comm -23 "$tmp/watched" "$tmp/known")" "" \
    "and each of the alert rules"
# Of each metric that is named with labels: it has them.
cat >"$tmp/labels" <<'END'
my %has;
open my $page, '<', shift or die;
while (<$page>) {
	/^([a-z_0-9]+)\{(.*)\} / or next;
	$has{$1}{$_} = 1 for $2 =~ /([a-z_]+)="/g;
}
while (<STDIN>) {
	my @names = /(patchwacht_[a-z0-9_]+)/g or next;
	my @labels = map { split /\s*,\s*/ } /\bby \(([^)]*)\)/g;
	push @labels, map { /([a-z_]+)\s*[=!]/g } /patchwacht_[a-z0-9_]+\{([^}]*)\}/g;
	for my $name (@names) {
		next unless $has{$name};
		$has{$name}{$_} or print "$name has no $_\n" for @labels;
	}
}
END
python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
for p in d["panels"]:
    for t in p["targets"]: print(t["expr"])' \
    "$srcdir/dist/monitoring/grafana-patchwacht.json" >>"$tmp/exprs"
is "$(perl "$tmp/labels" "$tmp/page" <"$tmp/exprs")" "" \
    "with the labels that they are asked for"
is "$([ "$(wc -l <"$tmp/shown")" -ge 15 ] && python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
print(all(t["expr"] for p in d["panels"] for t in p["targets"]))' \
    "$srcdir/dist/monitoring/grafana-patchwacht.json")" True \
    "which show most of them"

patchwacht-db stop >"$tmp/out" 2>&1
wait_for 30 status_is /healthz 503
ok $? "without its database it is not well"
