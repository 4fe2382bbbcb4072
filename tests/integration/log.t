#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Looking at what devices wrote. Two switches speak, one with a clock that is
# ahead and one that does not tell its zone; a third is silent, and somebody
# writes who stands in no register. Each way of asking finds what it should and
# nothing else, who follows sees what comes in, and what was mistyped is named.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 49

start_db || exit 1
patchwacht init --name School --quiet
is "$(patchwacht log)" "No messages like that." "a log without a message"
is "$(patchwacht log --json | tr -d '\n')" "[]" "is an empty list"
is "$(patchwacht log volume)" "Nothing has come in since then." "of no volume"
is "$(patchwacht log clock --json | tr -d '\n')" "[]" "and without clocks"

patchwacht site add North --quiet
for i in 1 2 3; do
	patchwacht device add "sw$i" "127.2.0.$i" --site North --quiet
done
sql "UPDATE device SET in_service = now() - interval '9 d'" \
    -U patchwacht_owner
port=$own_ports
cat >>"$PATCHWACHT_CONFIG" <<END
listen "test" {
	udp = { "127.0.0.1:$port" }
}
poll { enabled = no }
END
patchwachtd >"$tmp/log" 2>&1 &
pid=$!
at_exit "kill $pid; wait $pid"
wait_for 20 grep -q 'ready: ' "$tmp/log"
quiet=$(date -u +%FT%T.%3NZ)

say_from() { # ADDRESS MESSAGE...
	perl -MIO::Socket::INET -e 'my ($from, $port, @say) = @ARGV;
	    my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port",
	    Proto => "udp", LocalAddr => $from) or die;
	    send $s, $_, 0 for @say' "$1" "$port" "$2"
}

count() { # OPTION...
	patchwacht log "$@" --csv | tail -n +2 | grep -c .
}

has() { # HOW MANY OPTION...
	many=$1
	shift
	[ "$(count "$@")" = "$many" ]
}

ahead=$(date -u -d '90 seconds' +%FT%TZ)
say_from 127.2.0.1 "<187>1 $ahead sw1 kernel 7 - [x@1 k=\"v\"] eth0 is down"
say_from 127.2.0.1 "<38>1 $ahead sw1 sshd 8 - - Accepted password for admin from 192.0.2.7 port 50022 ssh2"
# A zone that is nobody's here: five and a half hours ahead.
hour=$(date -u -d '330 minutes' '+%b %e %T')
say_from 127.2.0.2 "<189>$hour sw2 link: Port 7 is UP"
say_from 127.2.0.2 "<188>$hour sw2 link: Port 7 is (down"
say_from 127.2.0.9 "<14>who knows"
wait_for 20 has 5
ok $? "all that was written is there"

is "$(count --device sw1)" 2 "of a device"
is "$(count --site North)" 4 "of a site"
is "$(count --device sw1 --site North)" 2 "of both"
is "$(count --severity err)" 1 "of a severity, and worse"
is "$(count --severity 5)" 3 "by its number, too"
is "$(count --app LINK)" 2 "of a program"
is "$(count --grep 'port [0-9] is')" 2 "by its text"
is "$(count --grep 'is \(')" 1 "as a regular expression"
is "$(count --grep 'Port' --severity warning)" 1 "and by more than one"
is "$(count --last 3)" 3 "the last three"
is "$(count --last 0)" 0 "or none"
is "$(count --since '1 h')" 5 "since an hour"
is "$(count --since 2020-01-01 --until '1 h')" 0 "until an hour ago"
is "$(patchwacht log --csv --last 1 | tail -n 1 | cut -d , -f 2)" \
    127.2.0.9 "an unknown sender goes by its address"
like "$(patchwacht log --json --device sw1 --grep eth0)" \
    '*"severity": "err", "app": "kernel", "text": "eth0 is down"*"sd": {"x@1": {"k": "v"}}*' \
    "JSON has it all"
like "$(patchwacht log --device sw2)" '*sw2 *warning*link*Port 7 is (down*' \
    "people see a table"

# What an event was concluded from: most are no evidence and name their message,
# of those that are a copy was kept.
wait_for 20 has 1 --event login_ok
ok $? "by the event that was concluded from it"
sql "SELECT part_ensure('event', now(), now());
    INSERT INTO evidence(tenant_id, evidence_id, device_id, at, kept, kind,
	journal, seq, content, bytes, sha256)
    SELECT 1, 1, device_id, rcvd, now(), 'message', journal, seq, '{}',
	message_bytes(m), sha256(message_bytes(m)) FROM message m
	WHERE text LIKE 'eth0%';
    INSERT INTO event(at, tenant_id, device_id, event_id, kind, source, detail,
	evidence_id)
    SELECT at, 1, device_id, 1, 'crash', 'syslog', 'x', 1 FROM evidence" \
    -U patchwacht_owner >/dev/null
is "$(count --event crash)" 1 "by what was concluded from it"
is "$(count --event boot)" 0 "and not by what was not"
is "$(count --event login-ok)" 1 "with a hyphen, too"
fails "not by what no line can tell" patchwacht log --event crush
like "$(cat "$tmp/out")" '*--event: "crush" is none of boot, *, log_loss*' \
    "and all of them are named"

# Following: what is there, then what comes in; also as lines of JSON.
patchwacht log --follow --last 1 --device sw2 >"$tmp/followed" 2>&1 &
follower=$!
at_exit "kill $follower; wait $follower"
patchwacht log --follow --json --severity err >"$tmp/json" 2>&1 &
second=$!
at_exit "kill $second; wait $second"
wait_for 10 grep -q 'is (down' "$tmp/followed"
ok $? "who follows sees what was last"
say_from 127.2.0.1 "<187>1 $ahead sw1 kernel 7 - - eth1 is down"
say_from 127.2.0.2 "<189>$hour sw2 link: Port 8 is up"
wait_for 10 grep -q 'Port 8' "$tmp/followed"
ok $? "and what comes in"
is "$(wc -l <"$tmp/followed")" 2 "and nothing else"
wait_for 10 grep -q '"text": "eth1 is down"' "$tmp/json"
ok $? "as JSON, too"

# Silence, volume, clocks.
is "$(patchwacht log silent --csv | tail -n +2 | cut -d , -f 1)" sw3 \
    "who has written nothing"
is "$(patchwacht log silent --as-of "$quiet" --csv | tail -n +2 |
    cut -d , -f 1 | tr '\n' ' ')" "sw1 sw2 sw3 " "which was everybody before"
is "$(patchwacht log volume --as-of "$quiet")" \
    "Nothing has come in since then." "when there was nothing to count"
is "$(patchwacht log clock --as-of "$quiet" --json | tr -d '\n')" "[]" \
    "and no clock to be seen"
sql "SELECT part_ensure_all('message', now() - interval '4 h', now());
    UPDATE message_tally SET hour = hour - interval '3 h',
    first = first - interval '3 h', last = last - interval '3 h'
    WHERE device_id = (SELECT device_id FROM device WHERE name = 'sw1')" \
    -U patchwacht_owner >/dev/null
is "$(patchwacht log silent --since '2 h' --csv | tail -n +2 |
    cut -d , -f 1,5 | tr '\r\n' '  ' | tr -s ' ')" "sw3, sw1,1 " "for two hours"
is "$(patchwacht log volume --csv | tail -n +2 | cut -d , -f 1,3,4 |
    tr '\n' ' ')" "sw1,3,2 sw2,3,0 ,1,0 " "how much each has written"
clock() { # DEVICE: seconds, and hours of zone
	patchwacht log clock --csv | awk -F , -v d="$1" '$1 == d {
	    printf "%d %d", ($3 + 5000) / 10000, $6 / 3600000 }'
}
is "$(clock sw1)" "9 0" "a clock that is 90 s ahead"
like "$(clock sw2)" "0 [34]" "and one that is right in its own zone"

refused() { # WHAT IT SAYS, OPTION...
	like=$1
	shift
	patchwacht log "$@" >"$tmp/out" 2>&1
	like "$?: $(cat "$tmp/out")" "2: patchwacht: $like" "refused: $*"
}
refused '--severity: "loud" is none of*' --severity loud
refused '--grep: "(", at byte 1: *' --grep '('
refused '--until: is not after --since*' --since '1 h' --until '2 h'
refused '--since: "soon" is not a time*' --since soon
like "$(patchwacht log --device sw9 2>&1)" '*there is no device "sw9"*' \
    "a device that is not there is named"

# What a report has of it: silence, retention, accesses as counts.
quarter=$(date -u +%YQ)$((($(date -u +%-m) + 2) / 3))
pass "a report of this quarter" patchwacht-report quarterly \
    --period "$quarter" --language nl --output "$tmp/r.pdf" \
    --evidence "$tmp/r.json" --values "$tmp/v.json"
asked() { # PYTHON, of e: the evidence, v: the values
	python3 -c 'import json, sys
e, v = (json.load(open(f)) for f in sys.argv[1:3])
d = {x["name"]: x for x in e["devices"]}
print('"$1"')' "$tmp/r.json" "$tmp/v.json"
}
like "$(asked '[x["class"] + ":" + str(x["keep_s"] // 86400)
    for x in e["retention"] if x["since"]], [x["dropped_days"]
    for x in e["retention"]]')" \
    "\['operational:60', 'security:180'\] \[0, 0\]" \
    "has how long each kind is kept"
is "$(asked 'd["sw3"]["messages"], d["sw3"]["longest_silence_s"] >= 0,
    d["sw1"]["longest_silence_s"] > d["sw2"]["longest_silence_s"]')" \
    "0 True True" \
    "has the longest silence of each device"
is "$(asked 'e["accesses"]["succeeded"], e["accesses"]["failed"],
    v["logging"]["accesses"]')" "1 0 1" "counts accesses"
is "$(asked 'str(e["accesses"]).count("admin")')" 0 "and names nobody"
