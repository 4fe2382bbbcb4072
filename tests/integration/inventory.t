#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Which versions run, and on how many: seven devices of three kinds on two
# sites, one of which nobody knows and one of which there is only a guess.
. "$(dirname "$0")/lib.sh"
plan 19

make_user
at_exit "patchwacht-db stop"
patchwacht-db init --no-sync --quiet
patchwacht init --name 'Stichting Zonneveld' --kind school --mail beheer@example.org \
    >"$tmp/out" 2>&1 || diag "$(cat "$tmp/out")"
patchwacht site add Noord >"$tmp/out" 2>&1
patchwacht site add Zuid >"$tmp/out" 2>&1

# NAME SITE VENDOR MODEL PROFILE CLASS VERSION SCHEME CONFIDENCE
n=0
while read -r name site vendor model profile class version scheme confidence; do
	n=$((n + 1))
	patchwacht device add "$name" 192.0.2.$n --site "$site" >"$tmp/out" 2>&1 ||
	    diag "$(cat "$tmp/out")"
	[ "$vendor" = - ] && continue
	sql "INSERT INTO device_state(tenant_id,device_id,vendor,model,profile,
	    class) SELECT 1,device_id,'$vendor','$model',nullif('$profile','-'),
	    '$class' FROM device WHERE name='$name';
	    INSERT INTO version(tenant_id,device_id,kind,component,since,seen,
	    value,schemes,confidence,oid,raw,journal,seq) SELECT 1,device_id,
	    'product','','2026-01-01','2026-02-01','$version','{$scheme}',
	    '$confidence','1.3','x','00000000-0000-0000-0000-000000000000',$n
	    FROM device WHERE name='$name'" -U patchwacht_verify
done <<'END'
sw1 Noord Cisco C2960X ios switch 15.2(7)E3 ios profile
sw2 Noord Cisco C2960X ios switch 15.2(7)E10 ios profile
sw3 Zuid Cisco C2960X ios switch 15.2(7)E10 ios profile
sw4 Zuid Cisco C9300 ios switch 12.2(55)SE9 ios profile
fw1 Noord Fortinet FGT_60F fortigate firewall 7.2.10 fortios profile
nas1 Zuid Acme Box - nas 4.2 dotted suggestion
new1 Zuid -
END

out=$(patchwacht inventory --csv)
row() {
	printf '%s\n' "$out" | grep "$1"
}
is "$(printf '%s\n' "$out" | wc -l)" 7 "a row for each version, and a heading"
like "$(row '15.2(7)E10')" 'Cisco,C2960X,*,2,0,newest seen,*' \
    "two run the newest, by the scheme and not by the alphabet"
like "$(row '15.2(7)E3')" 'Cisco,C2960X,*,1,0,older,*' "one an older one"
like "$(row '12.2(55)SE9')" '*,newest seen,*' \
    "a version of another branch is compared with its branch only"
like "$(row 'Acme')" '*4.2,suggestion,1,*' "a guess is called one"
like "$(patchwacht inventory)" '*4.2 ?*' "and bears a question mark"
like "$(printf '%s\n' "$out" | tail -1)" ',,,,,,,1,*' \
    "what nobody knows is counted too"
out=$(patchwacht inventory --by-site --csv)
is "$(printf '%s\n' "$out" | grep -c 'C2960X')" 3 "site by site"
out=$(patchwacht inventory --vendor cisco --site Zuid --json)
is "$(printf '%s\n' "$out" | grep -o '"devices": [0-9]*' | tr '\n' ' ')" \
    '"devices": 1 "devices": 1 ' "of one maker on one site"
like "$out" '*"version": "15.2(7)E10"*"standing"*' "as JSON"
like "$(patchwacht inventory --class camera 2>&1)" '*No devices that fit*' \
    "and of a class of which there are none"
fails "an export to a full disk" sh -c 'patchwacht export devices >/dev/full'
like "$(cat "$tmp/out")" '*standard output: No space left on device*not whole*' \
    "says so"
fails "a slip is told" patchwacht inventory --vendor Cicso
like "$(cat "$tmp/out")" '*--vendor: there is no maker "Cicso"*did you mean "Cisco"*' \
    "with what was meant"

# What a device ran before: a newer version replaced one, and it was told.
sql "UPDATE version SET until='2026-02-01' WHERE device_id=1;
    INSERT INTO version(tenant_id,device_id,kind,component,since,seen,value,
    schemes,confidence,profile,profile_sha256,oid,raw,journal,seq) SELECT
    tenant_id,device_id,kind,component,'2026-02-01','2026-03-01','15.2(7)E9',
    schemes,confidence,'ios','\\x0102',oid,raw,journal,8 FROM version
    WHERE device_id=1" -U patchwacht_verify
sql "SELECT part_ensure('event','2026-02-01','2026-02-02')" \
    -U patchwacht_verify >"$tmp/out"
sql "INSERT INTO event(at,tenant_id,device_id,event_id,kind,source,detail)
    VALUES('2026-02-01',1,1,1,'version','snmp','E3 became E9')" \
    -U patchwacht_verify
out=$(patchwacht device history sw1 --csv)
like "$(printf '%s\n' "$out" | sed -n 2p)" \
    'product,,15.2(7)E9,,2026-02-01*,,2026-03-01*,profile,ios,0102,*,8*' \
    "what it runs, with the profile's hash and the record"
like "$(printf '%s\n' "$out" | sed -n 3p)" \
    'product,,15.2(7)E3,,2026-01-01*,2026-02-01*' "what it ran before"
like "$out" '*2026-02-01T00:00:00*,version,snmp,*,E3 became E9*' "the event"
fails "of a device that is not there" patchwacht device history nosuch
