#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Many alerts at once, and nobody who listens: of schools that went dark, of
# patches that are late everywhere, and of single devices. The mail server is
# away, the receiver of webhooks answers 503, then takes what it gets and hangs up
# without a word; the role that tells of them is killed again and again, while it
# sends. When all is well again each alert was told once, in one message of its
# incident: what came twice is the same to the byte, under the same name, and is
# no more than what was under way. Nobody hurries it: a receiver that is back gets
# what waits for it within a minute, and what a killed role held is free at once.
#
# MANY is how many (200); `make bench-alerts` takes 10,000 in a minute. RESULT is
# a file for what was measured. Times are waited for as long as something moves.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 15

many=${MANY-200}
full=$([ "$many" -ge 5000 ] && echo yes)
kills=0
mails=$tmp/mails
posts=$tmp/posts
log=$tmp/log
: >"$mails"
: >"$posts"

mail_on() { # PORT
	"$srcdir/tests/fleet/mailsink" "$1" "$mails" >"$tmp/port" &
	sink=$!
	at_exit "kill $sink"
	wait_for 5 test -s "$tmp/port"
}

mail_on 0
port=$(cat "$tmp/port")
"$srcdir/tests/fleet/websink" 0 "$posts" >"$tmp/webport" &
at_exit "kill $!"
wait_for 5 test -s "$tmp/webport"
start_db || exit 1
# Rules of our own: what verify does not find for itself it would end.
mkdir "$tmp/rules"
cat >"$tmp/rules/many.rules" <<END
alert "gone_dark" { severity = warning group = site gather = "2 s"
	grow = "10 s" step "it_staff" { } }
alert "late" { severity = critical group = patch gather = "2 s"
	grow = "10 s" step "it_staff" { } }
alert "worse" { severity = warning step "it_staff" { } }
END
cat >>"$PATCHWACHT_CONFIG" <<END
poll { enabled = no }
verify { interval = "1 h" }
alert { interval = "1 s" rules = "$tmp/rules" }
mail {
	server = "smtp://127.0.0.1:$port"
	from = "patchwacht@example.org"
}
END

owner() {
	sql "$1" -U patchwacht_owner
}

patchwacht init --name School --quiet >"$tmp/out" &&
    patchwacht channel add it --mail it@example.org --to all >"$tmp/out" &&
    patchwacht channel add haak --to all \
	--webhook "http://127.0.0.1:$(cat "$tmp/webport")/in" >"$tmp/out"
ok $? "a mail server and a receiver of webhooks"

# Eight of ten are of schools of fifty, one is of ten patches, one is alone.
sites=$((many * 8 / 10 / 50 + 1))
owner "INSERT INTO realm VALUES(1,1,'h') ON CONFLICT DO NOTHING;
    INSERT INTO site(tenant_id,site_id,name) SELECT 1,n,'School '||n
	FROM generate_series(1,$sites) n;
    INSERT INTO device(tenant_id,device_id,realm_id,site_id,name,address,
	in_service,created) SELECT 1,n,1,1+n%$sites,'sw'||n,
	'127.0.0.0'::inet+n,now(),now() FROM generate_series(1,$many) n;
    INSERT INTO patch(tenant_id,patch_id,reference,title,priority,registered)
	SELECT 1,n,'P-'||n,'Patch '||n,'high',now()
	FROM generate_series(1,10) n" >"$tmp/out" 2>&1
ok $? "$many devices at $sites schools"
[ ! -s "$tmp/out" ] || diag "$(cat "$tmp/out")"

add_alerts() { # FROM TO
	owner "INSERT INTO alert(tenant_id,alert_id,rule,severity,device_id,
	    patch_id,opened,detail) SELECT 1,n,CASE n%10 WHEN 0 THEN
	    'late' WHEN 1 THEN 'worse' ELSE 'gone_dark' END,
	    'warning',n,CASE n%10 WHEN 0 THEN 1+n/10%10 END,now(),
	    jsonb_build_object('device','sw'||n,'patch','P')
	    FROM generate_series($1,$2) n"
}

role_pid() {
	pgrep -P "$pid" -f -- '--role alert'
}

# A role that is killed again and again is started later each time, up to a minute.
strike() { # kills the role while it sends; the supervisor starts it again
	victim=$(role_pid) || return 0
	kill -9 "$victim" 2>>"$tmp/out" || return 0
	kills=$((kills + 1))
}
is_another() {
	next=$(role_pid) && [ "$next" != "$victim" ]
}
# Its session with the database ends while it sends; it goes on in another one,
# and what it has under way is still its own.
cut_session() {
	sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
	    WHERE usename = 'patchwacht_alert' AND pid <> pg_backend_pid()" \
	    -U patchwacht_alert >"$tmp/out"
}
waiting() {
	owner "SELECT count(*) FROM notification WHERE sent IS NULL"
}

# wait_while_moves COMMAND...: until it succeeds, as long as fewer wait than two
# minutes ago, and ten minutes at most.
wait_while_moves() {
	best=$(waiting)
	still=0
	all_in=0
	until "$@" >/dev/null 2>&1; do
		sleep 1
		now=$(waiting)
		all_in=$((all_in + 1))
		still=$((still + 1))
		[ "$now" -ge "$best" ] || still=0 best=$now
		[ -z "$full" ] || [ $((all_in % 10)) -ne 0 ] ||
		    diag "$now notifications wait"
		if [ "$still" -ge 120 ] || [ "$all_in" -ge 600 ]; then
			diag "waited in vain: $*, $now wait"
			return 1
		fi
	done
}

patchwachtd --verbose 2>>"$log" &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 30 grep -q 'ready: ' "$log"
ok $? "the daemon is ready"

# The storm, in ten waves.
began=$(date +%s)
wave=1
while [ $wave -le 10 ]; do
	add_alerts $(((wave - 1) * many / 10 + 1)) $((wave * many / 10))
	case $wave in
	2) kill "$sink" ;;
	3) : >"$posts.fail" ;;
	4) strike ;;
	5) cut_session ;;
	6 | 8) [ -z "$full" ] || strike ;;
	7) mail_on "$port" ;;
	esac
	[ -z "$full" ] || sleep 4
	wave=$((wave + 1))
done
took=$(($(date +%s) - began))
ok $((took <= 60 ? 0 : 1)) "they came within a minute: $took s"
taken() {
	[ "$(owner "SELECT count(*) FROM alert WHERE saying_id IS NULL")" = 0 ]
}
wait_for 300 taken
ok $? "each has been said"
is "$(owner "SELECT count(*) FROM incident")" \
    "$((sites + 10 + many / 10))" "as incidents: schools, patches, devices"

# The receiver is back, takes some, and hangs up without a word.
rm "$posts.fail"
: >"$posts.cut"
some_cut() {
	[ "$(wc -l <"$posts")" -gt 0 ]
}
wait_for 120 some_cut
ok $? "a receiver takes some, and hangs up"
rm -f "$posts.cut"
back=$(date +%s)
all_sent() {
	[ "$(waiting)" = 0 ]
}
on_its_way() {
	[ "$(wc -l <"$posts")" -gt "$before" ] || all_sent
}
strikes=$([ -z "$full" ] && echo 1 || echo 3)
moving=0
while [ "$strikes" -gt 0 ]; do
	before=$(wc -l <"$posts")
	wait_for 150 on_its_way || moving=1
	strike
	wait_for 150 is_another || moving=1
	strikes=$((strikes - 1))
done
ok $moving "it is killed while it sends, and goes on"
wait_while_moves all_sent
ok $? "all is delivered"
done_at=$(($(date +%s) - began))
drained=$(($(date +%s) - back))

# Each alert once: by the receiver's own book.
sort -u -t "$(printf '\t')" -k2,2 "$posts" | perl -MJSON::PP -F'\t' -lane '
    my $o = decode_json($F[4]);
    next unless $o->{kind} =~ /^(?:opened|grown)$/;
    print for @{$o->{numbers}}' | sort -n >"$tmp/told"
is "$(uniq -d "$tmp/told" | wc -l)" 0 "no alert is told in two messages"
is "$(wc -l <"$tmp/told")" "$many" "and each in one"
is "$(cut -f 2 "$posts" | sort -u | wc -l)" \
    "$(owner "SELECT count(*) FROM notification n JOIN channel c
	USING(tenant_id,channel_id) WHERE c.kind='webhook'")" \
    "the receiver has every message"
sed -n 's/^Message-I[Dd]: //p' "$mails" | sort >"$tmp/ids"
is "$(sort -u "$tmp/ids" | wc -l)" \
    "$(owner "SELECT count(*) FROM notification n JOIN channel c
	USING(tenant_id,channel_id) WHERE c.kind='mail'")" \
    "and so has the mail server"
twice=$(uniq -d "$tmp/ids" | wc -l)
ok $((twice <= 8 * kills ? 0 : 1)) \
    "of mails, no more came twice than were under way: $twice in $kills kills"
is "$(cut -f 2,5 "$posts" | sort -u | wc -l)" \
    "$(cut -f 2 "$posts" | sort -u | wc -l)" \
    "what came twice is the same to the byte"
# A post whose first answer was lost comes again under its key, which is the
# receiver's to know it by: those are counted apart.
web_twice=$(cut -f 2 "$posts" | sort | uniq -d | wc -l)
keys=$(cut -f 2 "$posts" | sort -u | wc -l)
diag "$many alerts, $(sort -u "$tmp/ids" | wc -l) mails and $keys posts," \
    "$done_at s, $drained s after the receivers were back, $kills kills," \
    "twice: $twice mails, $web_twice posts"
[ -z "${RESULT-}" ] || cat >"$RESULT" <<END
many=$many
took=$took
delivered=$done_at
drained=$drained
told=$(wc -l <"$tmp/told")
told_twice=$(uniq -d "$tmp/told" | wc -l)
messages=$(($(sort -u "$tmp/ids" | wc -l) + keys))
mails_twice=$twice
posts_twice=$web_twice
bodies_differ=$(($(cut -f 2,5 "$posts" | sort -u | wc -l) - keys))
kills=$kills
END
