#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Many alerts at once, and nobody who listens: of schools that went dark, of
# patches that are late everywhere, and of single devices. The mail server is
# away, the receiver of webhooks answers 503, then takes what it gets and hangs up
# without a word; the role that tells of them is killed again and again, while it
# sends. When all is well again each alert was told once, in one message of its
# incident: what came twice is the same to the byte, under the same name, and is
# no more than what was under way.
#
# MANY is how many (200); `make bench-alerts` takes 10,000 in a minute. RESULT is
# a file for what was measured.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 14

many=${MANY-200}
full=$([ "$many" -ge 5000 ] && echo yes)
[ -z "$full" ] && kills=1 || kills=6
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
mkdir "$tmp/rules"
cat >"$tmp/rules/many.rules" <<END
alert "silent"        { severity = warning group = site gather = "2 s"
	grow = "10 s" step "it_staff" { } }
alert "past_deadline" { severity = critical group = patch gather = "2 s"
	grow = "10 s" step "it_staff" { } }
alert "regressed"     { severity = warning step "it_staff" { } }
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
	    'past_deadline' WHEN 1 THEN 'regressed' ELSE 'silent' END,
	    'warning',n,CASE n%10 WHEN 0 THEN 1+n/10%10 END,now(),
	    jsonb_build_object('device','sw'||n,'patch','P')
	    FROM generate_series($1,$2) n"
}

role_pid() {
	pgrep -P "$pid" -f -- '--role alert'
}

strike() { # kills the role while it sends; the supervisor starts it again
	victim=$(role_pid) || return 0
	kill -9 "$victim" 2>>"$tmp/out"
	wait_for 30 role_pid
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
wait_for 240 taken
ok $? "each has been said"
is "$(owner "SELECT count(*) FROM incident")" \
    "$((sites + 10 + many / 10))" "as incidents: schools, patches, devices"

# What waits for a receiver that is back comes within its time; here, sooner.
hurry() {
	owner "UPDATE notification SET next_try=now() WHERE sent IS NULL
	    AND last_error IS NOT NULL AND next_try>now()+interval '1 s'"
}
rm "$posts.fail"
: >"$posts.cut"
hurry
some_cut() {
	[ "$(wc -l <"$posts")" -gt 0 ]
}
wait_for 60 some_cut
ok $? "a receiver takes some, and hangs up"
all_sent() {
	[ "$(owner "SELECT count(*) FROM notification WHERE sent IS NULL")" = 0 ]
}
[ -z "$full" ] && strikes=1 || strikes=3
last=$((strikes + kills))
while [ "$strikes" -lt "$last" ]; do
	before=$(wc -l <"$posts")
	rm -f "$posts.cut"
	hurry
	on_its_way() {
		[ "$(wc -l <"$posts")" -gt "$before" ] || all_sent
	}
	wait_for 20 on_its_way
	strike
	strikes=$((strikes + 1))
done
# What was under way when the role was killed waits for its lease.
leases_end() {
	owner "UPDATE notification SET next_try=now() WHERE sent IS NULL"
	wait_for 10 all_sent
}
[ -z "$full" ] || wait_for 400 all_sent
wait_for 90 leases_end
ok $? "all is delivered"
done_at=$(($(date +%s) - began))

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
ok $((twice <= 8 * strikes ? 0 : 1)) \
    "of mails, no more came twice than were under way: $twice in $strikes kills"
is "$(cut -f 2,5 "$posts" | sort -u | wc -l)" \
    "$(cut -f 2 "$posts" | sort -u | wc -l)" \
    "what came twice is the same to the byte"
web_twice=$(cut -f 2 "$posts" | sort | uniq -d | wc -l)
diag "$many alerts, $(wc -l <"$tmp/ids") mails and $(wc -l <"$posts") posts," \
    "$done_at s, $strikes kills, twice: $twice mails, $web_twice posts"
[ -z "${RESULT-}" ] || printf '%s %s %s %s %s %s %s\n' "$many" "$took" \
    "$done_at" "$(wc -l <"$tmp/told")" "$twice" "$web_twice" "$strikes" \
    >"$RESULT"
