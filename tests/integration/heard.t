#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What the poller asks is enough. Every recording of the profiles' own tests is
# served as a device and polled twice: first as a stranger, then by the profile
# that knew it. Each reading, taken for a recording, must be identified as the
# whole recording is: same profile, version, model, serial, components.
# shellcheck disable=SC2154
. "$(dirname "$0")/lib.sh"

plan 4
fleet=$builddir/tests/fleet
journal=$home/journal/poll
recordings=$srcdir/tests/data/recordings

# Device N of the list is 127.2.A.B, and readings name it by N.
n=0
echo "name,address,port,credential,poll" >"$tmp/devices"
mkdir "$tmp/whole" "$tmp/first" "$tmp/later"
for file in "$recordings"/*.snmprec; do
	n=$((n + 1))
	address=127.2.$((n / 250)).$((n % 250 + 1))
	echo "$address recording $file" >>"$tmp/scenario"
	echo "d$n,$address,PORT,lan,1 s" >>"$tmp/devices"
	cp "$file" "$tmp/whole/$n.snmprec"
done
"$fleet/fleetd" "$tmp/scenario" >"$tmp/fleet" 2>/dev/null &
fleet_pid=$!
at_exit "kill $fleet_pid; wait $fleet_pid"
wait_for 10 grep -q port "$tmp/fleet"
sed -i "s/PORT/$(sed 's/.*port //' "$tmp/fleet")/" "$tmp/devices"

start_db
patchwacht init --name School --quiet
printf 'public' | patchwacht credential add lan --kind v2c --quiet
pass "all are in the register" patchwacht device import "$tmp/devices" --quiet
sql "SELECT device_id,substr(name,2) FROM device" | tr '|' ' ' >"$tmp/ids"
[ -z "$db_user" ] || chown -R "$db_user" "$home/keys"

cat >>"$PATCHWACHT_CONFIG" <<'EOF'
poll {
	rate = 0
	window = 64
	identity = "1 s"
}
EOF
patchwachtd --foreground >"$tmp/log" 2>&1 &
daemon=$!
at_exit "kill $daemon; wait $daemon"
polled_twice() {
	[ "$("$fleet/fleetread" "$journal" | grep -c '^reading .* answered.*identity')" \
	    -ge $((2 * n)) ] &&
	    [ "$("$fleet/fleetread" "$journal" | awk '/^reading.*identity/ { c[$3]++ }
	    END { for (d in c) if (c[d] > 1) k++; print k }')" -eq "$n" ]
}
wait_for 60 polled_twice
ok $? "each of $n is polled twice"
kill "$daemon"
wait "$daemon"

# The first and the last reading of each device, in files.
"$fleet/fleetread" -v "$journal" | awk -v dir="$tmp" '
	FNR == NR { name[$1] = $2; next }
	/^(mark|loss) / { file = ""; next }
	/^reading/ && !/identity/ { file = ""; next }
	/^reading/ {
		if (file != "") close(file)
		part = seen[$3]++ ? "later" : "first"
		file = dir "/" part "/" name[$3] ".snmprec"
		printf "" >file
		next
	}
	file != "" { print >file }' "$tmp/ids" -
identify() { # FOLDER
	(cd "$tmp/$1" && patchwacht identify --json ./*.snmprec)
}
identify whole >"$tmp/whole.json" 2>/dev/null
for part in first later; do
	identify $part >"$tmp/$part.json" 2>/dev/null
	diff "$tmp/whole.json" "$tmp/$part.json" >"$tmp/diff"
	ok $? "$part readings are identified as whole recordings are"
	[ ! -s "$tmp/diff" ] || diag "$(head -20 "$tmp/diff")"
done
