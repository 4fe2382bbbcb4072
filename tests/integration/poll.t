# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# A poller between a register and a school network. Each simulated switch has
# a fault of its own: one loses packets, one says it is too big, one walks in
# circles, one answers from elsewhere. The machine's snmpd stands among them as
# an agent that somebody else wrote, and snmpwalk says what it should have
# said. What the poller heard is read back from its journal.

. "$(dirname "$0")/lib.sh"

for tool in snmpd snmpwalk; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
plan 36
fleet=$builddir/tests/fleet
journal=$home/journal/poll

# The fleet: one switch, fifteen times.
{
	echo "127.1.0.1-127.1.0.15 recording $srcdir/tests/data/fleet/switch.snmprec"
	cat <<'EOF'
127.1.0.2 loss 150
127.1.0.3 delay 60 20
127.1.0.4 silent on
127.1.0.5 source 127.1.9.9
127.1.0.6 source 127.1.9.9
127.1.0.7 loop 1.3.6.1.2.1.2.2.1.2.2
127.1.0.8 too-big 300
127.1.0.9 gen-err 1.3.6.1.2.1.47.1.1.1.1.13
127.1.0.10 v1-only on
127.1.0.11 duplicate on
127.1.0.12 wrong-id on
127.1.0.13 community andere
EOF
} >"$tmp/scenario"
"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
port=$(sed 's/.*port //' "$tmp/fleet")
fleetctl() {
	"$fleet/fleetctl" "$tmp/fleet.sock" "$@"
}

# Somebody else's agent.
ip6=
! grep -q '^0*1 ' /proc/net/if_inet6 2>/dev/null ||
	ip6=",udp6:[::1]:$((port + 1))"
cat >"$tmp/snmpd.conf" <<EOF
agentaddress udp:127.0.0.1:$((port + 1))$ip6
rocommunity public 127.0.0.1
rocommunity6 public ::1
sysLocation kelder
EOF
snmpd -f -C -c "$tmp/snmpd.conf" -Lf "$tmp/snmpd.log" -p "$tmp/snmpd.pid" \
    -I -smux &
snmpd_pid=$!
at_exit "kill $snmpd_pid; wait $snmpd_pid"
walk() { # OID: lines as a recording has them
	snmpwalk -v2c -c public -m '' -On -Oq -Oe -OU "127.0.0.1:$((port + 1))" \
	    "$1" 2>>"$tmp/snmpd.log"
}

start_db
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
printf 'public' | patchwacht credential add old --kind v1 --quiet
for i in 1 2 3 4 5 7 8 9 11 12 13 14; do
	patchwacht device add "sw$i" "127.1.0.$i" --port "$port" \
	    --credential lan --poll 1 --quiet
done
patchwacht device add sw6 127.1.0.6 --port "$port" --credential lan \
    --poll 1 --any-source --quiet
patchwacht device add sw10 127.1.0.10 --port "$port" --credential old \
    --poll 1 --quiet
patchwacht device add server 127.0.0.1 --port $((port + 1)) \
    --credential lan --poll 1 --quiet
[ -z "$ip6" ] || patchwacht device add six ::1 --port $((port + 1)) \
    --credential lan --poll 1 --quiet
patchwacht device add keyless 127.1.0.15 --port "$port" --poll 1 --quiet
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"

id_of() { # NAME
	sql "SELECT device_id FROM device WHERE name='$1'"
}
readings() { # NAME [OPTION]
	"$fleet/fleetread" ${2+"$2"} -d "$(id_of "$1")" "$journal" |
	    awk '/^mark|^loss/ { next } /^reading/ { is = /plan identity$/ } is'
}
heard() { # NAME PATTERN: some reading is like it
	readings "$1" | grep -q "$2"
}
last() { # NAME: of its last reading, the values
	readings "$1" -v | awk '/^reading/ { text = ""; next }
	    { text = text $0 "\n" } END { printf "%s", text }'
}

cat >>"$PATCHWACHT_CONFIG" <<'EOF'
poll {
	identity = "1 s"
	retries = 2
}
EOF
patchwachtd --foreground >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"

wait_for 30 heard sw1 'outcome answered'
ok $? "a switch is polled"
grep '|' "$srcdir/tests/data/fleet/switch.snmprec" | sort >"$tmp/recorded"
last sw1 | grep -v '|67|\|\.10\.2\.1\.3\.0|' | sort >"$tmp/said"
is "$(comm -23 "$tmp/said" "$tmp/recorded")" "" "nothing was heard wrong"
is "$(readings sw1 | sed -n '1s/.* varbinds \([0-9]*\) .*/\1/p')" 59 \
    "all that is asked was heard"

wait_for 30 heard sw2 'outcome answered varbinds 59 '
ok $? "lost datagrams are sent again"
wait_for 30 heard sw3 'outcome answered varbinds 59 '
ok $? "a slow one is waited for"
is "$(readings sw3 | awk '$0 ~ /answered/ && $11 < 60000')" "" \
    "and its time is what it took"
wait_for 30 heard sw4 'outcome silent varbinds 0 '
ok $? "silence is a reading too"
wait_for 30 heard sw5 'outcome silent varbinds 0 '
ok $? "an answer from elsewhere is not believed"
wait_for 30 heard sw6 'outcome answered varbinds 59 '
ok $? "unless the register says that it may be"
wait_for 30 heard sw7 'outcome partial varbinds 57 '
ok $? "a column that goes round is left, the rest is heard"
wait_for 30 heard sw8 'outcome answered varbinds 59 '
ok $? "one that has little room is asked for less"
wait_for 30 heard sw9 'outcome partial varbinds 5[57] '
ok $? "an error is walked around"
wait_for 30 heard sw10 'outcome answered varbinds 59 '
ok $? "SNMPv1 is spoken"
wait_for 30 heard sw11 'outcome answered varbinds 59 '
ok $? "who answers twice is heard once"
wait_for 30 heard sw12 'outcome silent varbinds 0 '
ok $? "another id is another question's"
wait_for 30 heard sw13 'outcome silent varbinds 0 '
ok $? "another community gets no answer"
is "$(readings keyless)" "" "without a credential nothing is asked"
like "$(cat "$tmp/log")" '*device keyless: no credential that opens*' \
    "and that is said"

# Somebody else's agent, and somebody else's walk.
wait_for 30 heard server 'outcome answered'
ok $? "snmpd is polled"
last server | sed -n 's/^\(1.3.6.1.2.1.25.6.3.1.2[^|]*\)|4x*|\(.*\)/.\1 "\2"/p' \
    >"$tmp/packages"
walk 1.3.6.1.2.1.25.6.3.1.2 >"$tmp/wanted"
is "$(wc -l <"$tmp/packages")" "$(grep -c '"' "$tmp/wanted")" \
    "every package is there"
is "$(grep -c . "$tmp/wanted")" "$(grep -cxFf "$tmp/wanted" "$tmp/packages")" \
    "by the name that snmpwalk reads"
for column in 1.3.6.1.2.1.2.2.1.2 1.3.6.1.2.1.2.2.1.3 \
    1.3.6.1.2.1.31.1.1.1.1 1.3.6.1.2.1.1.6; do
	is "$(last server | grep "^$column\." |
	    sed 's/^\([^|]*\)|4|\(.*\)/.\1 "\2"/; s/^\([^|]*\)|2|/.\1 /')" \
	    "$(walk $column)" "$column is what snmpwalk reads"
done
[ -z "$ip6" ] || wait_for 10 heard six 'outcome answered'
ok $? "over IPv6, too"

# What changes is seen.
fleetctl 127.1.0.1 set 1.3.6.1.2.1.1.1.0 4 'Example Switch 4.2.0' >"$tmp/out"
changed() {
	last sw1 | grep -q '^1.3.6.1.2.1.1.1.0|4|Example Switch 4.2.0$'
}
wait_for 10 changed
ok $? "a new version is heard"
fleetctl 127.1.0.14 silent on >"$tmp/out"
wait_for 60 grep -q 'device sw14: 3 polls unanswered' "$tmp/log"
ok $? "a device that falls silent is told of, once"
fleetctl 127.1.0.14 silent off >"$tmp/out"
wait_for 30 grep -q 'device sw14: answers again' "$tmp/log"
ok $? "and so is its return"

# The register rules.
patchwacht device retire sw3 --reason test --quiet >"$tmp/out" 2>&1
sleep 4
before=$(readings sw3 | wc -l)
sleep 2
is "$(readings sw3 | wc -l)" "$before" "a retired device is left alone"
fleetctl 127.1.0.3 delay 0 >"$tmp/out"
patchwacht device add late 127.1.0.3 --port "$port" --credential lan \
    --poll 86400 --quiet
like "$(patchwacht device poll late 2>&1)" '*answered*' \
    "an operator's wish is answered, of a new device too"
wait_for 10 heard late 'outcome answered'
ok $? "with a reading"
cat >>"$PATCHWACHT_CONFIG" <<'EOF'
verbose = yes
EOF
before=$(readings sw1 | wc -l)
kill -HUP "$daemon"
more() {
	[ "$(readings sw1 | wc -l)" -gt $((before + 2)) ]
}
wait_for 15 more
ok $? "after a reload it goes on"
reloaded() {
	"$fleet/fleetread" "$journal" | grep -q '^mark reload'
}
wait_for 15 reloaded
ok $? "and the journal says that there was one"
sw1=$(id_of sw1)
patchwacht-db stop >/dev/null 2>&1
before=$("$fleet/fleetread" -d "$sw1" "$journal" | wc -l)
goes_on() {
	[ "$("$fleet/fleetread" -d "$sw1" "$journal" | wc -l)" -gt \
	    "$((before + 1))" ]
}
wait_for 15 goes_on
ok $? "without the database, polling goes on"

kill "$daemon"
wait "$daemon"
counts=$(grep 'polls [0-9]* silent' "$tmp/log" | tail -1)
is "$(echo "$counts" | grep -c 'foreign [1-9].* malformed 0 dropped 0')" 1 \
    "what was not believed was counted: ${counts##*: }"
