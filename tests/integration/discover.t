#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# An operator who does not know what hangs on the network. A look is refused
# where no range is listed, and in a ward that nobody answered for. Inside of
# its ranges, switches are found and proposed; a stranger that only listens
# hears no community but the one that its range names. A look keeps to its
# rate, goes on where it was when the poller is killed, and ends when it is
# told to. What is accepted is polled; what devices see beside them, and
# nobody registered, is shown.

. "$(dirname "$0")/lib.sh"

plan 85
fleet=$builddir/tests/fleet

{
	echo "127.1.0.1-127.1.0.12 recording $srcdir/tests/data/fleet/switch.snmprec"
	echo "127.1.6.1-127.1.6.5 recording $srcdir/tests/data/fleet/switch.snmprec"
	echo "127.1.9.1 recording $srcdir/tests/data/fleet/switch.snmprec"
	echo "127.1.8.1-127.1.8.62 recording $srcdir/tests/data/fleet/switch.snmprec"
	cat <<'END'
127.1.0.1-127.1.0.12 community lan-secret
127.1.0.3 community elsewhere
127.1.0.4 silent on
127.1.0.5 loss 100
127.1.0.6 v1-only on
127.1.0.6 community old-secret
127.1.9.1 community lan-secret
127.1.8.1-127.1.8.62 community lan-secret
127.1.6.1-127.1.6.5 community nobody-knows
127.1.6.1-127.1.6.4 user reader SHA-256 auth-password AES-128 priv-password
127.1.6.5 user reader SHA-256 other-password AES-128 priv-password
127.1.6.2 engine-id 8000000005c1c1c1c1
127.1.6.3 engine-id 8000000005c1c1c1c1
END
	for i in 1 2 3 5 6 7 8 9 10 11; do
		echo "127.1.0.$i set 1.3.6.1.2.1.1.5.0 4 sw-$i"
		echo "127.1.0.$i set 1.3.6.1.2.1.47.1.1.1.1.11.1 4 SN00$i"
	done
	for i in 1 2 3 4 5; do
		echo "127.1.6.$i set 1.3.6.1.2.1.1.5.0 4 v3-$i"
		echo "127.1.6.$i set 1.3.6.1.2.1.47.1.1.1.1.11.1 4 SN06$i"
	done
	echo "127.1.0.12 set 1.3.6.1.2.1.1.5.0 4 sw-1"
	echo "127.1.0.12 set 1.3.6.1.2.1.47.1.1.1.1.11.1 4 SN0012"
} >"$tmp/scenario"
"$fleet/fleetd" --control "$tmp/fleet.sock" "$tmp/scenario" >"$tmp/fleet" &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 5 grep -q port "$tmp/fleet"
port=$(sed 's/.*port //' "$tmp/fleet")
fleetctl() {
	"$fleet/fleetctl" "$tmp/fleet.sock" "$@"
}

# Strangers, of which two only listen.
overhear() { # NAME ADDRESS: its port is in $overheard
	"$builddir/tests/integration/overhear" "$2:${3:-0}" >"$tmp/$1" &
	at_exit "kill $!; wait $!"
	wait_for 5 grep -q port "$tmp/$1"
	overheard=$(sed -n 's/^port //p' "$tmp/$1")
}
overhear stranger 127.1.5.3

start_db
patchwacht init --name School --quiet
printf 'lan-secret' | patchwacht credential add lan --kind v2c --quiet
printf 'old-secret' | patchwacht credential add old --kind v1 --quiet
printf 'guest-secret' | patchwacht credential add guest --kind v2c --quiet
# A user of SNMPv3, and another who shows less.
for user in reader watcher; do
	printf 'x' | patchwacht credential add $user --quiet
	id=$(sql "SELECT credential_id FROM credential WHERE label='$user'")
	priv=none
	[ $user = watcher ] || priv=AES-128
	box=$("$builddir/tests/integration/seal_user" "$home/keys/box.pub" \
	    "$id" $user SHA-256 auth-password $priv priv-password)
	sql "UPDATE credential SET kind='v3',box='\\x$box',auth='SHA-256',
	    priv='$priv' WHERE credential_id=$id" -U patchwacht_owner
done
patchwacht site add Noord --quiet
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"

# Where may be looked.
fails "without ranges nothing is looked for" patchwacht discover 127.1.0.0/24
like "$(cat "$tmp/out")" '*no range is listed*' "and it says so"
pass "a range is listed" patchwacht range add 127.1.0.0/24 --credential old \
    --credential lan --site Noord --port "$port" --rate 1000 --tag campus
patchwacht range add 127.1.5.0/28 --credential guest --port "$overheard" \
    --rate 1000 --quiet
patchwacht range add 127.1.9.0/28 --credential lan --port "$port" --medical \
    --quiet
patchwacht range add 127.1.8.0/26 --credential lan --port "$port" --rate 1000 \
    --quiet
fails "a credential is not offered twice" patchwacht range add 127.1.7.0/24 \
    --credential lan --credential lan
like "$(cat "$tmp/out")" '*--credential: "lan" is given twice*' "in words"
fails "bits behind the length are asked back" \
    patchwacht range add 127.1.7.1/24 --credential lan
like "$(cat "$tmp/out")" '*127.1.7.0/24?*' "with what was probably meant"
fails "a block outside is refused" patchwacht discover 127.1.4.0/24
like "$(cat "$tmp/out")" '*outside the listed ranges; the nearest is 127.1.5.0/28*' \
    "and the nearest range named"
fails "a medical range is refused" patchwacht discover 127.1.9.0/28
like "$(cat "$tmp/out")" '*medical and nobody approved*' "with the reason"
fails "a medical range is not listed around one that is not" \
    patchwacht range add 127.1.4.0/23 --credential lan --medical
like "$(cat "$tmp/out")" '*127.1.5.0/28 lies in it and is not medical*' \
    "which is named"
fails "an IPv6 network is too large" \
    sh -c "patchwacht range add 2001:db8::/64 --credential lan --quiet &&
    patchwacht discover 2001:db8::/64"
like "$(cat "$tmp/out")" '*at most a /112*' "and it says how large may be"

# Nobody here is far away.
echo 'poll { timeout = "200 ms" }' >>"$PATCHWACHT_CONFIG"
patchwachtd --foreground >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"

# A dry run.
before=$(fleetctl counters)
like "$(patchwacht discover 127.1.0.0/24 --dry-run)" \
    '*lan (v2c), old (v1)*254 addresses, at most 1016 datagrams*' \
    "a dry run says what would be"
is "$(fleetctl counters)" "$before" "and nothing is sent"
is "$(sql 'SELECT count(*) FROM discovery')" 0 "nor asked for"
fails "a rate of nothing is refused" patchwacht discover 127.1.0.0/24 --rate 0
like "$(cat "$tmp/out")" '*--rate: 1 to 1000*' "with what may be"

# Ranges inside each other: each address is of one.
patchwacht range add 127.1.0.64/28 --credential guest --rate 1000 \
    --port "$port" --quiet
patchwacht range add 127.1.0.240/28 --credential guest --medical --quiet
patchwacht discover 127.1.0.0/24 --dry-run --json >"$tmp/out"
is "$(tr -d ' \n' <"$tmp/out" | grep -o '"addresses":[0-9]*\|"left_out":[0-9]*' |
    tr '\n' ' ')" \
    '"addresses":239 "left_out":15 "addresses":223 "addresses":16 "addresses":15 ' \
    "a dry run counts each address once, where it belongs"
patchwacht range remove 127.1.0.64/28 --quiet
patchwacht range remove 127.1.0.240/28 --quiet

# A look.
like "$(patchwacht discover 127.1.0.0/24 2>"$tmp/err")" \
    '*Done: 254 addresses, 10 in use, 10 found*' "switches are found"
like "$(cat "$tmp/err")" '*254 (* %)*' "and how far it is is told"
proposals() {
	sql "SELECT $1 FROM proposal p JOIN credential c
	    USING(tenant_id,credential_id) ${2-}"
}
is "$(proposals "string_agg(host(address),' ' ORDER BY address)")" \
    "127.1.0.1 127.1.0.2 127.1.0.5 127.1.0.6 127.1.0.7 127.1.0.8 127.1.0.9 127.1.0.10 127.1.0.11 127.1.0.12" \
    "those that answer, a lossy one too"
is "$(proposals "label,protocol,p.state" "WHERE address='127.1.0.6'")" \
    "old|v1|new" "with the credential that each answered to"
is "$(proposals "sys_name,profile IS NULL,confidence<>''" \
    "WHERE address='127.1.0.7'")" "sw-7|$(sql "SELECT profile IS NULL
    FROM proposal WHERE address='127.1.0.1'")|t" "and what it is"
counters=$(fleetctl counters)

# The stranger.
patchwacht discover 127.1.5.0/28 --quiet 2>"$tmp/err"
is "$(grep -v port "$tmp/stranger" | sort -u)" "v2c guest-secret" \
    "a stranger hears the community of its range only"
is "$(grep -vc port "$tmp/stranger")" 2 "once, and once more"
is "$(fleetctl counters)" "$counters" "and nobody else was asked"

# Users of SNMPv3.
overhear silent 127.1.5.19
patchwacht range add 127.1.5.16/29 --credential guest --credential watcher \
    --credential reader --port "$overheard" --rate 1000 --quiet
like "$(patchwacht discover 127.1.5.16/29 --dry-run)" \
    '*reader (v3 authPriv), watcher (v3 authNoPriv), guest (v2c)*' \
    "the strongest is offered first"
patchwacht discover 127.1.5.19 --quiet 2>"$tmp/err"
is "$(grep -v port "$tmp/silent")" "v3 '' 0
v3 '' 0
v2c guest-secret
v2c guest-secret" "nobody shows a secret before an engine is there"
patchwacht range add 127.1.6.0/29 --credential lan --credential watcher \
    --credential reader --port "$port" --rate 1000 --quiet
patchwacht discover 127.1.6.0/29 --quiet 2>"$tmp/err"
is "$(proposals "string_agg(host(address)||' '||label||' '||protocol||' '||
    level,',' ORDER BY address)" "WHERE address<<='127.1.6.0/24'")" \
    "127.1.6.1 reader v3 priv,127.1.6.2 reader v3 priv,127.1.6.3 reader v3 priv,127.1.6.4 reader v3 priv" \
    "users are answered, also by engines of one name"
is "$(proposals 'count(*)' "WHERE engine_id='\x8000000005c1c1c1c1'")" \
    "$(proposals 'count(*)' "WHERE address IN('127.1.6.2','127.1.6.3')
    AND engine_id='\x8000000005c1c1c1c1'")" "whose engine is kept"
is "$(sql "SELECT host(address),label FROM discovery_try JOIN credential
    USING(tenant_id,credential_id) ORDER BY 2" -U patchwacht_owner)" \
    "127.1.6.5|reader
127.1.6.5|watcher" "a wrong key is remembered, a right one is not"
like "$(patchwacht discover 127.1.6.5 2>"$tmp/err")" \
    '*within the hour: 2*0 found*' "and not shown again so soon"

# The ward.
pass "somebody answers for it" patchwacht range approve 127.1.9.0/28 \
    --reason 'radiology agreed, by telephone'
is "$(sql "SELECT approval,approved_by=session_user FROM range
    WHERE medical AND removed IS NULL")" "radiology agreed, by telephone|t" "which is kept"
fails "nobody answers for it twice" patchwacht range approve 127.1.9.0/28 \
    --reason 'me too'
like "$(cat "$tmp/out")" '*was approved by*radiology agreed*' \
    "and is told who did"
fails "no part of it is looked at on other terms" \
    patchwacht range add 127.1.9.0/29 --credential lan
like "$(cat "$tmp/out")" '*in the medical range 127.1.9.0/28*' "and it says so"
fails "nor for what is not medical" patchwacht range approve 127.1.0.0/24 \
    --reason 'to be sure'
like "$(cat "$tmp/out")" '*is not medical*' "and it says so"
like "$(patchwacht discover 127.1.9.0/28 2>"$tmp/err")" '*1 found*' \
    "then it is looked at"
typed -- patchwacht discover 127.1.9.0/28 >"$tmp/out"
like "$(cat "$tmp/out")" '*[[]####################[]] 14/14 (100 %)*
Done: 14 addresses*' "at a terminal a bar is filled, and its line ends"

# What becomes of it.
like "$(patchwacht discover accept 127.1.0.1 --dry-run)" '*added*sw-1*' \
    "accepting can be tried"
patchwacht device add taken 127.1.0.250 --quiet
fails "a name that is taken is refused" \
    patchwacht discover accept 127.1.0.1 --name taken
like "$(cat "$tmp/out")" \
    '*127.1.0.1: there is a device "taken" already; --name*' "in words"
printf 'address,device\n127.1.0.1,taken\n127.1.0.2,other\n127.1.0.7,other\n' \
    >"$tmp/names.csv"
fails "and in a file" patchwacht discover accept --file "$tmp/names.csv"
like "$(cat "$tmp/out")" \
    '*:2:*device "taken" already*:4:*device "other" already*' \
    "where each is told"
patchwacht device edit taken --address 127.1.0.1 --port "$port" --quiet
like "$(patchwacht discover accept 127.1.0.1 --dry-run)" '*known*taken*' \
    "what was registered since is known"
patchwacht device retire taken --reason test --quiet
sql "INSERT INTO credential(tenant_id,credential_id,label,kind,box,created,
    removed) VALUES(1,999,'gone','v2c','',now(),now());
    UPDATE proposal SET credential_id=999 WHERE address='127.1.0.9'" \
    -U patchwacht_owner
fails "what answered to a credential that is gone is no device" \
    patchwacht discover accept 127.1.0.9
like "$(cat "$tmp/out")" '*127.1.0.9: the credential*was removed*' \
    "and it says so"
sql "UPDATE proposal p SET credential_id=o.credential_id FROM proposal o
    WHERE p.credential_id=999 AND o.address='127.1.0.8'" -U patchwacht_owner
patchwacht discover refuse 127.1.0.11 --reason 'not ours' --quiet
patchwacht discover list --csv >"$tmp/list.csv"
like "$(patchwacht discover accept --all)" '*127.1.0.12*added*sw-1-127.1.0.12*' \
    "all that is new becomes devices, each by a name of its own"
is "$(patchwacht device list --json | grep -c '"site": "Noord"')" 9 \
    "of the site of the range"
is "$(sql "SELECT medical,category,tags FROM device WHERE address='127.1.9.1'
    UNION ALL SELECT medical,category,tags FROM device
    WHERE address='127.1.0.7'")" "t|network|{}
f|network|{campus}" "with what the range says of them"
like "$(patchwacht discover accept --all)" '*Nothing new*' "once"
like "$(patchwacht discover accept --file "$tmp/list.csv")" \
    '*is there*sw-1*imported: 15*' "a file of them changes nothing twice"
polled() {
	[ "$(sql 'SELECT count(*) FROM device_state
	    WHERE last_answer IS NOT NULL')" -eq 14 ]
}
wait_for 60 polled
ok $? "and they are polled"
patchwacht discover 127.1.0.0/24 --quiet 2>"$tmp/err"
is "$(sql "SELECT state,count(*) FROM proposal WHERE address<<='127.1.0.0/24'
    GROUP BY 1 ORDER BY 1")" "accepted|9
refused|1" "another look proposes nothing anew"
patchwacht device add other 127.1.0.99 --quiet
sql "UPDATE device SET address='127.1.0.200' WHERE address='127.1.0.7'" \
    -U patchwacht_owner
patchwacht discover 127.1.0.7 --quiet 2>"$tmp/err"
is "$(sql "SELECT state,known_by,name FROM proposal JOIN device
    USING(tenant_id,device_id) WHERE proposal.address='127.1.0.7'")" \
    "accepted|serial|sw-7" \
    "a device that moved is known by its serial number"

fails "a run that is none cannot be stopped" patchwacht discover cancel 999
fails "nobody refuses for an empty reason" \
    patchwacht discover refuse 127.1.0.11 --reason ''

# Its rate, and its end.
start=$(date +%s%N)
patchwacht range add 127.1.7.0/27 --credential guest --rate 20 \
    --port "$port" --quiet
patchwacht discover 127.1.7.0/27 --quiet 2>"$tmp/err"
took=$((($(date +%s%N) - start) / 1000000))
[ "$took" -ge 2900 ]
ok $? "60 datagrams at 20 a second take 3 seconds: $took ms"

patchwacht discover 127.1.8.0/26 --rate 200 2>"$tmp/err" >"$tmp/out" &
look=$!
running() {
	[ "$(sql "SELECT count(*) FROM discovery WHERE state='running'
	    AND done>$1")" = 1 ]
}
wait_for 20 running 0
ok $? "a look is under way"
kill -INT "$look"
wait "$look"
is "$?" 1 "it ends when it is interrupted"
like "$(cat "$tmp/err")" '*cancelled after*what was found is kept*' \
    "and says how far it was"
is "$(sql "SELECT state,done<total FROM discovery ORDER BY discovery_id DESC
    LIMIT 1")" "cancelled|t" "as the register does"

# The poller is killed in the middle.
# Each of them is asked some ninety times.
patchwacht discover 127.1.8.0/26 --no-wait --quiet --rate 500
wait_for 20 running 5
ok $? "another is under way"
pkill_poll() {
	for p in $(pgrep -P "$daemon"); do
		if tr '\0' ' ' <"/proc/$p/cmdline" | grep -q 'poll'; then
			kill -9 "$p" && return
		fi
	done
	return 1
}
pkill_poll
ok $? "the poller is killed"
done_again() {
	[ "$(sql "SELECT state FROM discovery ORDER BY discovery_id DESC
	    LIMIT 1")" = 'done' ]
}
wait_for 120 done_again
ok $? "it goes on, to its end"
is "$(sql "SELECT total,done,found FROM discovery ORDER BY discovery_id DESC
    LIMIT 1")" "62|62|62" "and nothing was passed over"
like "$(cat "$tmp/log")" '*62 addresses, from [1-9]*' "from where it was"

# A range that is taken away in the middle is left alone from then on.
patchwacht discover 127.1.8.0/26 --rate 10 2>"$tmp/err" >"$tmp/out" &
look=$!
wait_for 20 running -1
ok $? "a third is under way"
patchwacht range remove 127.1.8.0/26 --quiet
wait "$look"
like "$(cat "$tmp/out")" '*Left out, for want of a range*' \
    "what is left of a range that was removed is not visited"
is "$(sql "SELECT state,total,done,skipped>20 FROM discovery
    ORDER BY discovery_id DESC LIMIT 1")" "done|62|62|t" "and told"

# Who hangs beside them. A switch tells its own chassis; another sees it, an
# access point, a telephone, and somebody who took the name of a switch.
beside() { # ROW CHASSIS NAME ROLES
	for set in "4 2 4" "5 4x $2" "9 4 $3" "12 4x $4"; do
		# shellcheck disable=SC2086
		set -- "$1" $set
		fleetctl 127.1.0.2 set "1.0.8802.1.1.2.1.4.1.1.$2.0.7.$1" \
		    "$3" "${4-}" >>"$tmp/out"
	done
}
fleetctl 127.1.0.8 set 1.0.8802.1.1.2.1.3.1.0 2 4 >"$tmp/out"
fleetctl 127.1.0.8 set 1.0.8802.1.1.2.1.3.2.0 4x 02aabbccdd08 >>"$tmp/out"
patchwacht device poll sw-8 --quiet
told() {
	[ "$(sql "SELECT source FROM device_mac
	    WHERE mac='02:aa:bb:cc:dd:08'")" = chassis ]
}
wait_for 20 told
ok $? "a switch tells by which address it is seen"
beside 1 02aabbccdd01 stray-ap 1000
beside 2 02aabbccdd08 another-name 2000
beside 3 02aabbccdd09 sw-9 2000
beside 4 02aabbccdd10 sw-8 2000
{
	fleetctl 127.1.0.2 set \
	    1.0.8802.1.1.2.1.4.2.1.3.0.7.1.1.4.127.1.0.250 2 2
	fleetctl 127.1.0.2 set \
	    1.3.6.1.4.1.9.9.23.1.2.1.1.6.5.1 4 SEP001122334455
	fleetctl 127.1.0.2 set \
	    1.3.6.1.4.1.9.9.23.1.2.1.1.9.5.1 4x 00000490
} >>"$tmp/out"
patchwacht device poll sw-2 --quiet
shown() {
	patchwacht discover neighbours | grep -q stray-ap
}
wait_for 20 shown
ok $? "a neighbour that nobody registered is shown"
is "$(sql 'SELECT name,protocol,roles,host(address) FROM unknown_neighbour
    ORDER BY name')" "SEP001122334455|cdp|phone, station|
stray-ap|lldp|access point|127.1.0.250
sw-8|lldp|bridge|" "with what it is, and not who is registered"
like "$(patchwacht discover neighbours --csv)" \
    '*sw-2,lldp,stray-ap,02:aa:bb:cc:dd:01,127.1.0.250,access point,*' \
    "and who saw it"
patchwacht device add stray 127.1.0.250 --credential guest --quiet
fails "once registered it is not shown" \
    sh -c 'patchwacht discover neighbours | grep stray-ap'
patchwacht device poll sw-2 --quiet
gone() {
	[ "$(sql "SELECT count(*) FROM unknown_neighbour
	    WHERE name='stray-ap'")" = 0 ]
}
wait_for 20 gone
ok $? "nor kept"

# A snapshot tells of addresses, too: those inside the ranges count.
fleetctl 127.1.0.2 set 1.3.6.1.2.1.4.22.1.2.7.127.1.0.77 4x 02aabbccdd77 \
    >"$tmp/out"
fleetctl 127.1.0.2 set 1.3.6.1.2.1.4.22.1.2.7.127.2.0.9 4x 02aabbccdd78 \
    >>"$tmp/out"
hand_out request 9001
sql "INSERT INTO request(tenant_id,request_id,kind,device_id,asked,asked_by)
    SELECT 1,9001,'snapshot',device_id,now(),session_user FROM device
    WHERE name='sw-2'"
address_seen() {
	patchwacht discover neighbours --arp | grep -q 127.1.0.77
}
wait_for 20 address_seen
ok $? "a snapshot shows whose addresses a switch knows"
is "$(sql "SELECT host(address) FROM unknown_neighbour WHERE protocol='arp'")" \
    127.1.0.77 "those in listed ranges only"

is "$(sql "SELECT string_agg(DISTINCT action,' ' ORDER BY action) FROM change
    WHERE action LIKE 'discover.%'")" "discover.cancel discover.refuse discover.run" \
    "the trail tells what was looked at, and what was refused"
