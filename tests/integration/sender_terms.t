# SPDX-License-Identifier: Apache-2.0
#
# Who shows a certificate is no longer heard once that has run out. So it is told
# 30 days before: once from look to look, to the organisation whose sender it is
# and to no other, of those that come in and of those that stay; in status, in an
# alert that many senders fit in, and in reports. Who renews it is no longer named.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/ca.sh"
plan 39

port=$own_ports
theirs=$((port + 1))
ca=$tmp/ca
in_days() { # DAYS [SECONDS]
	date -u -d "+$1 days +${2:-0} seconds" +%y%m%d%H%M%SZ
}
until=$(TZ=Europe/Amsterdam date -d '+10 days' +%F)
month=$(this_month)
ca_init
ca_issue server /CN=collector.example.org DNS:collector.example.org
ca_issue sw1 /CN=anything DNS:core-sw1.example.org "$(in_days 10)"
ca_issue sw2 /CN=access-sw2 '' "$(in_days 300)"
ca_issue odd '/CN=Printer of the second floor' '' "$(in_days 12)"
ca_issue theirs /CN=printer9.example.org '' "$(in_days 20)"
start_db || exit 1
pass "an organisation" patchwacht init --name School --quiet
pass "a customer" patchwacht --tenant 2 init --name Other --quiet
pass "a device" patchwacht device add core-sw1 192.0.2.1
pass "one of the customer" patchwacht --tenant 2 device add printer9 192.0.2.9
sql "INSERT INTO patchwacht.channel(tenant_id,channel_id,target,function,
    language) VALUES(1,1,'it@example.org','IT-medewerker','nl')" -U patchwacht_owner
cat >>"$PATCHWACHT_CONFIG" <<EOF
listen "certified" {
	tls = { "127.0.0.1:$port" }
	certificate_file = "$ca/server.pem"
	key_file = "$ca/server.key"
	ca_file = "$ca/ca.pem"
}
listen "of the customer" {
	tls = { "127.0.0.1:$theirs" }
	certificate_file = "$ca/server.pem"
	key_file = "$ca/server.key"
	ca_file = "$ca/ca.pem"
	tenant = 2
}
poll { enabled = no }
verify { interval = "1 s" }
alert { interval = "1 s" rules = "$srcdir/tests/data/alerts.d" }
EOF
log=$tmp/log
patchwachtd --verbose 2>"$log" &
daemon=$!
at_exit "kill $daemon; wait $daemon"
wait_for 20 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"

say() { # NAME OF THE CERTIFICATE [PORT]
	{
		echo "<14>$1: x"
		sleep 0.3
	} | timeout 10 openssl s_client -quiet -no_ign_eof \
	    -connect "127.0.0.1:${2:-$port}" -CAfile "$ca/ca.pem" \
	    -cert "$ca/$1.pem" -key "$ca/$1.key" 2>"$tmp/said"
}
heard() { # APP [TIMES]
	[ "$(sql "SELECT count(*) FROM patchwacht.message
	    WHERE app='$1'")" -ge "${2:-1}" ]
}
marks() { # WHAT
	sql "SELECT count(*) FROM patchwacht.loss WHERE reason='sender'
	    AND listener LIKE '$1'" -U patchwacht_owner
}
marked() { # WHAT [TIMES]
	[ "$(marks "$1")" = "${2:-1}" ]
}
looked() { # TIMES
	[ "$(sql "SELECT count(*) FROM patchwacht.loss WHERE reason='senders'
	    AND listener='0 certified'" -U patchwacht_owner)" = "$1" ]
}
refused() { # TIMES
	[ "$(sql "SELECT sum(count) FROM patchwacht.loss
	    WHERE listener='certificate has expired'")" -ge "$1" ]
}
told() { # TENANT: what its open alert says
	sql "SELECT detail->>'what' FROM patchwacht.alert WHERE tenant_id=$1
	    AND rule='certificate_expires' AND subject='senders'
	    AND closed IS NULL" -U patchwacht_owner
}
says() { # TENANT PATTERN
	# shellcheck disable=SC2254 # a pattern
	case $(told "$1") in
	$2) ;;
	*) return 1 ;;
	esac
}
report() { # NAME LANGUAGE [OPTION...]
	name=$1
	language=$2
	shift 2
	patchwacht "$@" report monthly --period "$month" --language "$language" \
	    --output "$tmp/$name.pdf" --evidence "$tmp/$name.json" \
	    --values "$tmp/$name.values" >"$tmp/out" 2>&1 || diag "$(cat "$tmp/out")"
	pdftotext -layout "$tmp/$name.pdf" - | tr -s ' \n' ' ' >"$tmp/$name.text"
}

wait_for 10 looked 1
ok $? "a start looks"
report none nl
is "$(jq -c '[.expiring_senders,.sender_papers,.sender_papers_looked]' \
    "$tmp/none.values")" '[[],"looked",1]' "and found none that runs out"
like "$(cat "$tmp/none.text")" '*in dit rapport is er geen die binnen 30 dagen daarna verliep*' \
    "as a report says"

say sw1
say sw1
say sw2
say odd
say theirs "$theirs"
comes_in() {
	heard sw1 2 && heard sw2 && heard odd && heard theirs
}
wait_for 20 comes_in
ok $? "five times somebody comes in"
is "$(sql "SELECT tenant_id,device_id,split_part(listener,' ',5),
    split_part(listener,' ',6) FROM patchwacht.loss WHERE reason='sender'
    ORDER BY at" -U patchwacht_owner | tr '\n' ' ')" \
    '1|1|core-sw1.example.org|certified 1||-|certified 2|1|printer9.example.org|of ' \
    "each that runs out is told once, with whose it is; one with 300 days is not"
grep -q 'listen "certified": certificate of sender 127.0.0.1 core-sw1.example.org runs out 20' "$log"
ok $? "in the log, too"
! grep -q 'access-sw2 runs\|second floor' "$log"
ok $? "without what it likes to call itself"
wait_for 30 says 1 "core-sw1 $until, 127.0.0.1 *"
ok $? "an alert names the device, or the address"
like "$(patchwacht status --json)" \
    "*\"rule\": \"certificate_expires\",*certificates of senders run out: core-sw1 $until*" \
    "which status shows"
patchwacht status --json | grep -q printer9
is $? 1 "and nothing of the customer"
wait_for 30 says 2 'printer9 20*'
ok $? "who is told of theirs"
like "$(patchwacht --tenant 2 status --json)" '*senders run out: printer9 20*' \
    "in their status"
patchwacht --tenant 2 status --json | grep -q core-sw1
is $? 1 "and of nobody else's"
has_mail() {
	[ "$(sql "SELECT count(*) FROM patchwacht.saying WHERE tenant_id=1
	    AND kind='opened' AND detail->>'rule'='certificate_expires'" \
	    -U patchwacht_owner)" = 1 ]
}
wait_for 20 has_mail
ok $? "somebody is told"

report first nl
is "$(jq -c '[.expiring_senders[]|[.device,.sender,.listener,.state]]' \
    "$tmp/first.values")" \
    '[["core-sw1","core-sw1.example.org","certified","runs_out"],[null,"127.0.0.1","certified","runs_out"]]' \
    "a report has both"
like "$(cat "$tmp/first.text")" \
    '*Certificaten van afzenders die verlopen*core-sw1.example.org*verloopt*' \
    "and lists them"
grep -q printer9 "$tmp/first.json"
is $? 1 "and nothing of the customer's stands in its evidence"
report theirs en --tenant 2
like "$(cat "$tmp/theirs.text")" \
    '*Certificates of senders that run out*printer9.example.org printer9 of the customer*' \
    "whose own has theirs"
grep -q core-sw1 "$tmp/theirs.json"
is $? 1 "and no other"
pass "every number of it follows from what it was frozen from" \
    "$srcdir/tests/report/recompute" --mutate 60 "$tmp/first.json" \
    "$tmp/first.values" "$tmp/first.pdf" \
    "$srcdir/templates/reports/monthly.nl.md" "$srcdir/templates/words.nl"
jq 'del(.sender_papers,.expiring_senders)' "$tmp/first.json" >"$tmp/before.json"
patchwacht report monthly --from "$tmp/before.json" --language en \
    --output "$tmp/before.pdf" --values "$tmp/before.values" >"$tmp/out" 2>&1
is "$(jq -c '[.expiring_senders,.sender_papers,.sender_papers_looked]' \
    "$tmp/before.values")" '[[],"unrecorded",null]' \
    "of evidence of before it is not known"

# A look sees who stays: this one has 30 days and some seconds when it comes in.
ca_issue edge /CN=edge7 '' "$(in_days 30 15)"
mkfifo "$tmp/line"
openssl s_client -quiet -connect "127.0.0.1:$port" -cert "$ca/edge.pem" \
    -key "$ca/edge.key" -CAfile "$ca/ca.pem" <"$tmp/line" 2>/dev/null &
at_exit "kill $!"
exec 3>"$tmp/line"
echo '<14>edge: x' >&3
wait_for 10 heard edge
is "$(marks '% edge7 %')" 0 "what has more than 30 days is not told"
sleep 15
kill -HUP "$daemon"
wait_for 20 marked '% edge7 %'
ok $? "once it has less, the next look sees it, though nobody came in"
wait_for 20 looked 2
ok $? "which is a second look"
wait_for 30 says 1 '*, edge7 20*'
ok $? "the alert has it, too"
say sw1
wait_for 20 marked '% core-sw1.example.org %' 2
ok $? "who comes in after a look is told again"

# Who has run out is not heard, and named as long as it tries. Its key was not asked
# for: of one that was not known before, anybody could show it.
ca_issue brief /CN=brief '' "$(in_days 0 15)"
ca_issue old /CN=old '' 200601000000Z
say brief
wait_for 20 marked '% brief %'
ok $? "one with some seconds to go is told"
sleep 15
kill -HUP "$daemon"
wait_for 20 looked 3
say brief
say old
wait_for 20 marked '% brief %' 2
ok $? "and told of still when it is sent away for that"
wait_for 20 refused 2
is "$(marks '% old %')" 0 "another that has run out is not"
sql "DELETE FROM patchwacht.loss WHERE reason='sender'
    AND listener LIKE '% brief %'" -U patchwacht_owner

# Both renew it; what was told of the third is no longer there.
ca_issue sw1 /CN=anything DNS:core-sw1.example.org "$(in_days 300)"
ca_issue edge /CN=edge7 '' "$(in_days 300)"
exec 3>&-
say sw1
wait_for 20 marked 'renewed % core-sw1.example.org %'
ok $? "a sender that shows another one has renewed it"
wait_for 30 says 1 '127.0.0.1 20*, edge7 20*'
ok $? "and is in the alert no more"
say edge
sql "DELETE FROM patchwacht.loss WHERE reason='sender'
    AND listener LIKE '% - %'" -U patchwacht_owner
is_over() {
	[ -z "$(told 1)" ]
}
wait_for 30 is_over
ok $? "which is over with the last of them"

# As many as there are where all are given out on one day.
sql "INSERT INTO patchwacht.loss(at,tenant_id,realm_id,journal,seq,listener,
    reason,count) SELECT now(),1,1,'00000000-0000-0000-0000-000000000009',n,
    'runs_out '||to_char((now()+interval '5 days'+n*interval '1 hour')
    AT TIME ZONE 'UTC','YYYY-MM-DD\"T\"HH24:MI:SSZ')||' '||md5(n::text)
    ||' 192.0.2.1 ap'||n||'.example.org certified','sender',0
    FROM generate_series(1,500) n" -U patchwacht_owner
wait_for 30 says 1 'ap1.example.org 20*, ap5.example.org 20* (+495)'
ok $? "an alert of 500 has the first and how many more"
report many nl
like "$(cat "$tmp/many.text")" '*ap40.example.org*En nog 460 regels*' \
    "and a report the first page of them"
