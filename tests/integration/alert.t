#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Alerts reach people. Two recipients, one Dutch and one English, are told of a
# device past its deadline, once each, and again when it is over. One more is
# refused by the mail server and is tried again; the database goes away and
# comes back; the daemon is killed, and nothing is mailed a second time. A
# server without STARTTLS gets nothing where it is asked for.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 19

mails=$tmp/mails
log=$tmp/log
"$srcdir/tests/fleet/mailsink" 0 "$mails" >"$tmp/port" &
sink=$!
at_exit "kill $sink"
start_db || exit 1
wait_for 5 test -s "$tmp/port"
cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
mail {
	server = "smtp://127.0.0.1:$(cat "$tmp/port")"
	from = "patchwacht@example.org"
	interval = "1 s"
}
EOF

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

notify() { # ID ALERT RECIPIENT KIND
	owner "INSERT INTO notification(tenant_id,notification_id,alert_id,
	    recipient_id,kind,created,next_try)
	    VALUES(1,$1,$2,$3,'$4',now(),now())"
}

unsent() {
	owner "SELECT count(*) FROM notification WHERE sent IS NULL"
}

all_sent() {
	[ "$(unsent)" = 0 ]
}

count_mails() {
	grep -c '^===== ' "$mails"
}

owner "INSERT INTO tenant(tenant_id,name,kind,created)
    VALUES(1,'School','school',now()) ON CONFLICT DO NOTHING"
owner "INSERT INTO recipient(tenant_id,recipient_id,mail,function,language)
    VALUES(1,1,'ciso@example.org','CISO','nl'),
    (1,2,'it@example.org','Systeembeheer é','en'),
    (1,3,'refuse@example.org','Directie','nl')"
owner "INSERT INTO alert(tenant_id,alert_id,rule,severity,opened,detail)
    VALUES(1,7,'past_deadline','critical','2026-11-24 09:14:00+00',
    '{\"device\": \"core-sw1 \\u202e\", \"patch\": \"FG-IR-26-001\",
    \"target\": \"7.4.8\", \"deadline\": \"2026-11-20T12:00:00Z\",
    \"shelf\": \"B2\", \"_hidden\": 1}')"
notify 1 7 1 opened
notify 2 7 2 opened
# Made before its opening mail has gone: it waits for that.
notify 3 7 2 closed

start_daemon
ok $? "the daemon is ready"
wait_for 20 all_sent
ok $? "everything is sent"
is "$(count_mails)" 3 "as three mails"
text=$(cat "$mails")
like "$text" '*Subject: ?Patchwacht? Termijn verstreken: core-sw1*' \
    "the Dutch one has a Dutch subject"
like "$text" '*de termijn voor FG-IR-26-001 is verstreken*' "and a Dutch text"
like "$text" '*Subject: ?Patchwacht? Past its deadline: core-sw1*' \
    "the English one an English subject"
like "$text" '*To: Systeembeheer é <it@example.org>*' \
    "it goes to a function, whatever its letters"
like "$text" '*Deadline               2026-11-20 13:00 CET*' \
    "what is known is listed"
like "$text" '*shelf                  B2*' "also without a label"
like "$text" '*core-sw1 U+202E*' "what would turn the text becomes visible"
is "$(grep -c _hidden "$mails")" 0 "what is for ourselves stays here"
like "$text" '*Past its deadline*Over: Past its deadline*' \
    "the closing mail comes after the opening one"
like "$text" '*In-Reply-To: <alert-1-7-opened@example.org>*' "and answers it"

notify 4 7 3 opened
tried() {
	owner "SELECT last_error FROM notification WHERE notification_id=4" |
	    grep -q 550
}
wait_for 20 tried
ok $? "a refused recipient keeps the server's reason"
is "$(owner "SELECT attempts=1 AND next_try>now()+interval '10 s'
    FROM notification WHERE notification_id=4")" t "and is tried again later"
owner "DELETE FROM notification WHERE notification_id=4" >"$tmp/out"

patchwacht-db stop >"$tmp/out" 2>&1
wait_for 20 grep -q 'alert.*database away' "$log"
ok $? "a database that goes away is noticed"
patchwacht-db start >"$tmp/out" 2>&1
notify 5 7 1 closed
wait_for 60 all_sent
ok $? "and mails go on when it is back"
kill -9 "$pid"
wait "$pid" 2>"$tmp/out"
start_daemon
sleep 2
is "$(count_mails)" 4 "a daemon that was killed mails nothing twice"

kill "$pid"
wait "$pid"
sed -i 's/^	from = .*/&\n	starttls = yes/' "$PATCHWACHT_CONFIG"
owner "UPDATE notification SET sent=NULL,next_try=now()
    WHERE notification_id=1" >"$tmp/out"
start_daemon
wait_for 20 grep -q 'mail to CISO not sent' "$log"
is "$(count_mails)" 4 "no mail goes to a server without STARTTLS"
