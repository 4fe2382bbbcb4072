# SPDX-License-Identifier: Apache-2.0
#
# Patchwacht tells of others; this is what it tells of itself. A journal whose
# bytes were changed while the daemon was away, a record that the database
# refuses, a certificate that runs out: each is an alert with a mail, stands in
# `patchwacht status`, and is over when somebody has looked, or renewed it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/ca.sh"
plan 26

port=$own_ports
secure=$((port + 1))
journal=$home/journal/listen
ca=$tmp/ca
ca_init
ca_issue soon /CN=collector.example.org '' \
    "$(date -u -d '+10 days' +%y%m%d%H%M%SZ)"
ca_issue later /CN=collector.example.org
cp "$ca/soon.pem" "$ca/server.pem"
cp "$ca/soon.key" "$ca/server.key"
start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet
sql "INSERT INTO patchwacht.channel(tenant_id,channel_id,target,function,
    language) VALUES(1,1,'it@example.org','IT-medewerker','nl')" -U patchwacht_owner
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "test" {
	tcp = { "127.0.0.1:$port" }
	tls = { "127.0.0.1:$secure" }
	certificate_file = "$ca/server.pem"
	key_file = "$ca/server.key"
}
poll { enabled = no }
verify { interval = "1 s" }
alert { interval = "1 s" rules = "$srcdir/tests/data/alerts.d" }
EOF
log=$tmp/log

start_daemon() {
	: >"$log"
	patchwachtd --verbose 2>>"$log" &
	pid=$!
	at_exit "kill $pid; wait $pid"
	wait_for 20 grep -q 'ready: ' "$log"
}

stop_daemon() {
	kill "$pid"
	wait "$pid"
}

send() { # TEXT
	perl -MIO::Socket::INET -e '
	    $s = IO::Socket::INET->new("127.0.0.1:$ARGV[0]") or exit 1;
	    print $s "<14>app: $ARGV[1]\n"; shutdown($s, 1); <$s>' "$port" "$1"
}

is_open() { # RULE
	[ "$(sql "SELECT count(*) FROM patchwacht.alert WHERE rule='$1'
	    AND closed IS NULL" -U patchwacht_owner)" = 1 ]
}

is_over() { # RULE
	[ "$(sql "SELECT count(*) FROM patchwacht.alert WHERE rule='$1'
	    AND closed IS NOT NULL" -U patchwacht_owner)" = 1 ]
}

is_loaded() { # TEXT
	[ "$(sql "SELECT count(*) FROM patchwacht.message
	    WHERE text LIKE '%$1'")" = 1 ]
}

start_daemon
ok $? "the daemon is ready"
wait_for 30 is_open certificate_expires
ok $? "a certificate with ten days to go is an alert"
like "$(patchwacht status --json)" \
    '*"rule": "certificate_expires",*CN=collector.example.org*runs out*' \
    "which status shows"
patchwacht status --quiet
is $? 3 "so that something asks for somebody"
patchwacht report monthly --period "$(this_month)" --language en \
    --format html --output "$tmp/month.html" --evidence "$tmp/month.json" \
    >"$tmp/out"
like "$(tr -d ' \n' <"$tmp/month.json")" \
    '*"expiring":[{"listener":"test","kind":"certificate","subject":"CN=collector.example.org","until":"'"$(date -u -d '+10 days' +%F)"'*' \
    "a report has it, taken apart"
like "$(tr -d '\n' <"$tmp/month.html")" \
    '*run out*CN=collector.example.org*runs out*' "and lists it"
is_told() { # KIND COUNT
	[ "$(sql "SELECT count(*) FROM patchwacht.notification
	    JOIN patchwacht.saying USING(tenant_id,saying_id)
	    WHERE kind='$1'" -U patchwacht_owner)" = "$2" ]
}
wait_for 20 is_told opened 1
ok $? "and somebody is told"

# A record that no table takes.
sql "ALTER TABLE patchwacht.message ADD CONSTRAINT odd
    CHECK(text NOT LIKE '%poison') NOT VALID" -U patchwacht_owner
send poison
send after
wait_for 20 is_loaded after
ok $? "a refused record stops nothing"
is "$(sql 'SELECT count(*) FROM patchwacht.quarantine')" 1 "and is set aside"
stop_daemon

# A byte that is changed while nobody looks: below what was safe already.
at=$(patchwacht journal dump listen | sed -n '/after/s/.*"offset": \([0-9]*\).*/\1/p')
printf X | dd of="$journal/0000000000000001.seg" bs=1 seek=$((at + 40)) \
    conv=notrunc 2>/dev/null
start_daemon
ok $? "the daemon starts on it"
is "$(find "$journal" -name '*.damaged' | wc -l)" 1 \
    "and keeps the segment aside"
wait_for 30 is_open journal_damaged
ok $? "which is an alert"
wait_for 30 is_open set_aside
ok $? "and so is the record that was refused"
like "$(patchwacht status --json)" \
    '*"rule": "journal_damaged", "severity": "critical",*listen on*: 1*' \
    "status shows the journal"
like "$(patchwacht status --json)" '*"rule": "set_aside",*' "and the record"
like "$(patchwacht status)" '*OURSELVES*journal_damaged*' "for people, too"

# Somebody looks, moves both names away, and renews the certificate.
mkdir "$tmp/aside"
mv "$journal"/0000000000000001.seg* "$tmp/aside"
cp "$ca/later.pem" "$ca/server.pem"
cp "$ca/later.key" "$ca/server.key"
kill -HUP "$pid"
sql "UPDATE patchwacht.quarantine SET at=now()-interval '8 days'" \
    -U patchwacht_owner
# What is looked at now and then is looked at at each start.
stop_daemon
start_daemon
ok $? "somebody looks at all of it"
# The first look may come before the listener has told of its new one.
wait_for 90 is_over certificate_expires
ok $? "the certificate is good"
wait_for 30 is_over journal_damaged
ok $? "the journal has no damaged segment left"
wait_for 30 is_over set_aside
ok $? "and nothing was set aside lately"
wait_for 20 is_told closed 3
ok $? "each end is told"
patchwacht status --quiet
is $? 0 "nothing asks for anybody"
is "$(sql "SELECT DISTINCT detail->>'host' FROM patchwacht.alert
    WHERE rule='certificate_expires'")" "$(uname -n)" "it names its own host"
like "$(patchwacht alert list --all --json)" \
    '*certificate_expires*' "the alerts of before are listed"
is "$(patchwacht alert list --all --csv --first 2)" \
    "$(patchwacht alert list --all --csv | head -n 3)" "or the first two of them"
