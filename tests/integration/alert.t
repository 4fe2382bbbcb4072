#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Alerts reach people. A device past its deadline is mailed to IT staff, the
# system owner and the process owner, each in their language, once, as text and
# as HTML, and posted as JSON with a signature that fits. Thirty devices of one
# school are one incident. What nobody takes up climbs; what somebody takes up
# does not; what is muted is on record. When it is over each of those is told,
# in answer to the first mail. One is refused by the mail server and is tried
# again; the database goes away and comes back; the daemon is killed, and nothing
# is told twice. A server without STARTTLS gets nothing where it is asked for.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 56

mails=$tmp/mails
posts=$tmp/posts
log=$tmp/log
: >"$mails"
: >"$posts"
"$srcdir/tests/fleet/mailsink" 0 "$mails" >"$tmp/port" &
at_exit "kill $!"
"$srcdir/tests/fleet/websink" 0 "$posts" >"$tmp/webport" &
at_exit "kill $!"
start_db || exit 1
wait_for 5 test -s "$tmp/port"
wait_for 5 test -s "$tmp/webport"
mkdir "$tmp/rules"
cat >"$tmp/rules/own.rules" <<END
alert "past_deadline" {
	severity = critical
	group = patch
	step "it_staff" { }
	step "process_owner" { }
	step "board" { unacknowledged = "2 d" }
}
alert "silent" {
	severity = warning
	group = site
	gather = "1 s"
	settle = "1 s"
	mute_in_window = yes
	step "it_staff" { }
	step "system_owner" { unacknowledged = "1 d" }
}
END
cat >>"$PATCHWACHT_CONFIG" <<END
poll { enabled = no }
alert { rules = "$tmp/rules" interval = "1 s" }
mail {
	server = "smtp://127.0.0.1:$(cat "$tmp/port")"
	from = "patchwacht@example.org"
}
END

start_daemon() {
	: >"$log"
	patchwachtd --verbose 2>>"$log" &
	pid=$!
	at_exit "kill -9 $pid"
	wait_for 20 grep -q 'ready: ' "$log"
}

owner() {
	sql "$1" -U patchwacht_owner
}

all_sent() { # AT LEAST
	[ "$(owner "SELECT count(*) FROM alert WHERE incident_id IS NULL OR
	    (closed IS NOT NULL AND NOT over)")" = 0 ] &&
	    [ "$(owner "SELECT count(*) FROM notification
		WHERE sent IS NULL")" = 0 ] &&
	    [ "$(owner "SELECT count(*) FROM notification")" -ge "$1" ]
}

count_mails() {
	grep -c '^===== ' "$mails"
}

said() { # INCIDENT
	owner "SELECT string_agg(kind || ' ' || array_to_string(functions, '+'),
	    ', ' ORDER BY saying_id) FROM saying WHERE incident_id = $1"
}

is_said() { # INCIDENT WHAT
	[ "$(said "$1")" = "$2" ]
}

pass "an organisation" patchwacht init --name School --quiet
pass "a CISO, by mail" patchwacht channel add ciso --mail ciso@example.org \
    --function CISO --to ciso --to process_owner
pass "IT staff, in English" patchwacht channel add it \
    --mail it@example.org --function 'Systeembeheer é' --language en
printf 'geheim-van-de-haak\n' >"$tmp/secret"
printf 'Basic dXNlcjpwYXNz\n' >"$tmp/authorization"
chmod 600 "$tmp/secret" "$tmp/authorization"
pass "and a program, over HTTP" patchwacht channel add haak --to all \
    --webhook "http://127.0.0.1:$(cat "$tmp/webport")/in" \
    --secret-file "$tmp/secret" --authorization-file "$tmp/authorization"
fails "a webhook goes over no open line" patchwacht channel add open \
    --webhook http://example.org/
fails "a supplier is told nothing" patchwacht channel add away \
    --mail x@example.org --to supplier
is "$(owner "SELECT count(*) FROM channel WHERE secret IS NOT NULL
    AND position('geheim'::bytea IN secret) = 0")" 1 "its secret is sealed"

owner "INSERT INTO alert(tenant_id,alert_id,rule,severity,opened,detail)
    VALUES(1,7,'past_deadline','critical','2026-11-24 09:14:00+00',
    '{\"device\": \"core-sw1 \\u202e\", \"patch\": \"FG-IR-26-001\",
    \"target\": \"7.4.8\", \"deadline\": \"2026-11-20T12:00:00Z\",
    \"shelf\": \"B2\", \"reported_by\": \"jansen\", \"_hidden\": 1}')"
start_daemon
ok $? "the daemon is ready"
wait_for 20 all_sent 3
ok $? "everything is sent"
is "$(count_mails)" 2 "as two mails"
text=$(cat "$mails")
like "$text" '*Subject: ?Patchwacht? Termijn verstreken: core-sw1*' \
    "the Dutch one has a Dutch subject"
like "$text" '*de termijn voor FG-IR-26-001 is verstreken*' "and a Dutch text"
like "$text" '*Subject: ?Patchwacht? Past its deadline: core-sw1*' \
    "the English one an English subject"
like "$text" '*To: Systeembeheer é <it@example.org>*' \
    "it goes to a function, whatever its letters"
like "$text" '*X-Parts: text/html text/plain*' "as text and as HTML"
like "$text" '*Deadline               20 November 2026, 13:00 CET*' \
    "what is known is listed"
like "$text" '*shelf                  B2*' "also without a label"
like "$text" '*core-sw1 U+202E*' "what would turn the text becomes visible"
is "$(cat "$mails" "$posts" | grep -c '_hidden\|jansen')" 0 \
    "what is for ourselves stays here, and nobody is named"
post=$(cat "$posts")
like "$post" '/in	1-*"kind": "opened"*"rule": "past_deadline"*' \
    "a program is told the same"
like "$post" '*"numbers": ?7?*' "with the number of the alert"
like "$post" '*	Basic dXNlcjpwYXNz	*' "in its own name"
is "$(perl -MDigest::SHA=hmac_sha256_hex -F'\t' -lane '
    ($t, $v) = $F[2] =~ /^t=(\d+),v1=(\S+)$/;
    print $v eq hmac_sha256_hex("$t.$F[4]", "geheim-van-de-haak") ? "fits" :
	"does not"' "$posts")" fits "and its signature fits"

# Nobody takes it up; then somebody does.
is "$(said 1)" "opened it_staff+process_owner+ciso" "who is told is on record"
owner "UPDATE incident SET first_told = now() - interval '49 h',
    next_look = now()"
wait_for 20 is_said 1 \
    "opened it_staff+process_owner+ciso, escalated board+process_owner+ciso"
ok $? "for the board, who has no channel, the process owner is told"
wait_for 20 all_sent 5
like "$(cat "$mails")" \
    '*Let op: Termijn verstreken*geen ontvanger ingesteld: bestuur*' \
    "and is told why"
pass "somebody takes it up" patchwacht alert ack 1 --reason "Patch is besteld"
fails "nobody else can" patchwacht alert ack 1 --reason "Ik ook"
like "$(patchwacht alert show 1 --json)" \
    '*"state": "acknowledged"*"reason": "Patch is besteld"*"kind": "escalated"*' \
    "all of it can be followed back"

# A school goes dark; the other one is worked on.
owner "INSERT INTO site(tenant_id,site_id,name) VALUES(1,1,'Noord'),
    (1,2,'Zuid')"
owner "INSERT INTO realm VALUES(1,1,'here') ON CONFLICT DO NOTHING"
owner "INSERT INTO device(tenant_id,device_id,realm_id,site_id,name,address,
    in_service,created) SELECT 1,n,1,1+n/31,'sw'||n,
    ('127.1.0.'||n)::inet,now(),now() FROM generate_series(1,40) n"
pass "work is announced" patchwacht alert mute --site Zuid \
    --until "$(date -u -d '+1 day' +%Y-%m-%dT%H:%M:%SZ)" --reason "Verbouwing"
pass "for so long" patchwacht alert mute --rule certificate_expires \
    --until '2 h' --reason "Nieuwe certificaten"
is "$(owner "SELECT until - since BETWEEN interval '119 min'
    AND interval '121 min' FROM mute WHERE rule = 'certificate_expires'")" t \
    "from now on"
fails "not of a rule that is misspelt" patchwacht alert mute \
    --rule certificate_expire --until '2 h' --reason x
like "$(cat "$tmp/out")" '*did you mean "certificate_expires"*' "which is told"
fails "not for ever" patchwacht alert mute --site Zuid --reason "Verbouwing"
before=$(count_mails)
owner "INSERT INTO alert(tenant_id,alert_id,rule,severity,device_id,opened,
    detail) SELECT 1,100+n,'silent','warning',n,now(),
    jsonb_build_object('device','sw'||n,'silent_since',now())
    FROM generate_series(1,40) n"
wait_for 20 is_said 2 "opened it_staff"
ok $? "thirty devices of a school are one incident"
wait_for 20 all_sent 7
is "$(($(count_mails) - before))" 1 "and one mail"
like "$(cat "$mails")" '*Device silent: Noord: 30 alerts*- sw1: has not*' \
    "that names them"
is "$(owner "SELECT muted FROM incident WHERE incident_id = 3")" t \
    "the other school is on record"
is "$(said 3)" "" "and nobody is told"
pass "the work is over" patchwacht alert unmute 1 --reason "Klaar"
owner "UPDATE incident SET next_look = now() WHERE incident_id = 3"
wait_for 20 is_said 3 "opened it_staff"
ok $? "what is still so is said"

# It is over.
owner "UPDATE alert SET closed = now() WHERE alert_id BETWEEN 101 AND 130"
wait_for 20 is_said 2 "opened it_staff, closed it_staff"
ok $? "when all of them answer it is over"
wait_for 20 all_sent 11
like "$(cat "$mails")" '*Subject: ?Patchwacht? Over: Device silent*' \
    "which is told"
is "$(sed -n 's/^Message-I[Dd]: //p' "$mails" | sort | uniq -d)" "" \
    "no mail has another's name"
answered=$(grep -A12 'Over: Device silent' "$mails" |
    sed -n 's/^In-Reply-To: //p')
is "$(grep -c "^Message-I[Dd]: $answered" "$mails")" 1 \
    "and the last answers the first"

# Somebody is refused; the database goes away; the daemon is killed.
pass "a reader whom the server refuses" patchwacht channel add refused \
    --mail refuse@example.org --to board --language en
is "$(owner "SELECT function FROM channel WHERE name = 'refused'")" Board \
    "is addressed as what it is told as"
pass "is tried" patchwacht alert test refused
tried() {
	owner "SELECT last_error FROM notification n JOIN channel c
	    USING(tenant_id,channel_id) WHERE c.name = 'refused'" | grep -q 550
}
wait_for 20 tried
ok $? "keeps the server's reason"
pass "and is given up" patchwacht channel remove refused --reason "Bestaat niet"
patchwacht-db stop >"$tmp/out" 2>&1
wait_for 20 grep -q 'alert.*database away' "$log"
ok $? "a database that goes away is noticed"
patchwacht-db start >"$tmp/out" 2>&1
owner "UPDATE channel SET digest = 'daily', digest_next = now()
    WHERE name = 'it'"
# It has arrived, and is recorded: what is on its way at a kill comes again.
has_digest() {
	grep -q 'Overview: 1 critical, 1 warning' "$mails" &&
	    [ "$(owner "SELECT count(*) FROM notification n JOIN channel c
		USING(tenant_id,channel_id) WHERE n.sent IS NULL
		AND c.name<>'refused'")" = 0 ]
}
wait_for 30 has_digest
ok $? "a digest comes when it is time, with nothing new"
kill -9 "$pid"
wait "$pid" 2>"$tmp/out"
before=$(count_mails)
start_daemon
looked() {
	[ "$(owner "SELECT count(*) FROM run WHERE role = 'alert'")" -ge 2 ]
}
wait_for 20 looked
is "$(count_mails)" "$before" "a daemon that was killed mails nothing twice"

kill "$pid"
wait "$pid"
sed -i 's/^	from = .*/&\n	starttls = yes/' "$PATCHWACHT_CONFIG"
pass "one more" patchwacht alert test ciso
start_daemon
wait_for 20 grep -q 'mail to CISO not sent' "$log"
is "$(count_mails)" "$before" "no mail goes to a server without STARTTLS"
