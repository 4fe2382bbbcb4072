#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Two people change the same device and the same patch. Whoever comes second is
# told what the first changed and who it was, and overwrites nothing: when both
# type at the same moment, and when one looked at it an hour ago.
. "$(dirname "$0")/lib.sh"
plan 28

start_db || exit 1
patchwacht init --name Zonneveld --quiet >/dev/null || exit 1
patchwacht device add sw1 192.0.2.1 --owner ICT --quiet
patchwacht patch add P-1 Firmware --priority low --model 'x*' --quiet \
    --fix 'ios:15.2(4)E10' --released 2026-01-10

rev() { # KIND NAME
	patchwacht "$1" show "$2" --json | sed -n 's/.*"rev": \([0-9]*\).*/\1/p'
}
seen=$(rev device sw1)
like "$seen" '[1-9]*' "what is shown has a revision"
pass "who looked and edits" patchwacht device edit sw1 --rev "$seen" \
    --owner Beheer
fails "who looked before that" patchwacht device edit sw1 --rev "$seen" \
    --medical yes --owner Facilitair
like "$(cat "$tmp/out")" \
    "*device/sw1: device.edit by $(id -un) on *: owner from \"ICT\" to \"Beheer\"*nothing was done*" \
    "is told what was changed, and by whom"
is "$(sql "SELECT owner, medical FROM device")" 'Beheer|f' "and lost nothing"
pass "whoever looks again" patchwacht device edit sw1 --medical yes \
    --rev "$(rev device sw1)"
seen=$(rev patch P-1)
pass "the same of a patch" patchwacht patch edit P-1 --title Firmware-2 \
    --reason x --rev "$seen"
fails "who is second" patchwacht patch edit P-1 --title Firmware-3 \
    --reason x --rev "$seen"
like "$(cat "$tmp/out")" '*title from "Firmware" to "Firmware-2"*' "is told"

# At one moment: the first holds the row, the second waits for it.

waits() {
	[ "$(sql "SELECT count(*) FROM pg_locks WHERE NOT granted")" -gt 0 ]
}
holds() {
	[ "$(sql "SELECT count(*) FROM pg_locks WHERE mode='RowExclusiveLock'
	    AND relation='device'::regclass")" -gt 0 ]
}
# first TABLE SET OBJECT DETAIL: an edit by hand, which takes a while to end
first() {
	mkfifo "$tmp/fifo"
	psql -XAtq -v ON_ERROR_STOP=1 -h "$home/db/run" -d patchwacht \
	    <"$tmp/fifo" >/dev/null &
	holder=$!
	exec 9>"$tmp/fifo"
	cat >&9 <<SQL
BEGIN;
UPDATE $1 SET $2;
SQL
	wait_for 10 holds
}
# The first one's row in the audit trail, as any change has; then it ends.
ends() { # OBJECT DETAIL
	cat >&9 <<SQL
WITH r AS (SELECT h.tenant_id t, h.seq+1 s,
    date_trunc('second',now()) a, h.hash p FROM change_head h FOR UPDATE),
 c AS (SELECT t, s, a, session_user::text u, split_part('$1','/',1)||'.edit' k,
    '$1'::text o, '$2'::text d, NULL::text w, p FROM r)
INSERT INTO change SELECT t,s,a,u,k,o,d,w,p,
    trail_hash((t,s,a,u,k,o,d,w,p,p)::change) FROM c;
UPDATE change_head SET seq=c.seq, hash=c.hash FROM (SELECT seq,hash
    FROM change ORDER BY seq DESC LIMIT 1) c;
COMMIT;
SQL
	exec 9>&-
	wait "$holder"
	rm "$tmp/fifo"
}
first device "owner='Eerste'"
patchwacht device edit sw1 --criticality high >"$tmp/second" 2>&1 9>&- &
second=$!
wait_for 10 waits
ok $? "the second waits"
ends device/sw1 '{"old":{"owner":"Beheer"},"new":{"owner":"Eerste"}}'
wait $second
ok $((! $?)) "and does nothing then"
like "$(cat "$tmp/second")" \
    '*owner from "Beheer" to "Eerste"*nothing was done*' "but tell"
is "$(sql "SELECT owner, criticality FROM device")" 'Eerste|' \
    "the first one's edit stands"
pass "a second try sees it" patchwacht device edit sw1 --criticality high
is "$(sql "SELECT owner, criticality FROM device")" 'Eerste|high' \
    "and both stand"
like "$(patchwacht audit list device/sw1 --json)" \
    '*"new": {"criticality": "high"}*' "as the trail says"
pass "which is whole" patchwacht audit verify

# Sites, windows and systems, too.
of() { # KIND NAME: its revision, as its list prints it
	patchwacht "$1" list --json |
	    sed -n "/\"name\": \"$2\"/s/.*\"rev\": \([0-9]*\).*/\1/p"
}
patchwacht site add Noord --quiet
patchwacht supplier add NV --quiet
patchwacht supplier add BV --quiet
patchwacht window add avond 'tue 22:00 4 h' --quiet
printf 'source,key,name,category,version\nmdm,1,pc-1,workstation,11\n' \
    >"$tmp/pc.csv"
patchwacht system import "$tmp/pc.csv" --quiet
seen=$(of site Noord)
like "$seen" '[1-9]*' "a site has a revision"
pass "the first" patchwacht supplier assign NV --site Noord --rev "$seen"
fails "the second" patchwacht supplier assign BV --site Noord --rev "$seen"
like "$(cat "$tmp/out")" '*supplier from null to "NV"*nothing was done*' \
    "is told what the first did"
is "$(sql "SELECT supplier FROM site")" NV "which stands"
seen=$(of system pc-1)
sed -i 's/,11/,12/' "$tmp/pc.csv"
patchwacht system import "$tmp/pc.csv" --quiet
fails "of a system that was told anew" patchwacht system retire mdm 1 \
    --reason weg --rev "$seen"
like "$(cat "$tmp/out")" '*version from "11" to "12"*' "what it was told"
pass "who looks again" patchwacht system retire mdm 1 --reason weg \
    --rev "$(sql "SELECT max(seq) FROM change WHERE object='system/mdm/1'")"
seen=$(of window avond)
patchwacht window remove avond --quiet
patchwacht window add avond 'wed 22:00 4 h' --quiet
fails "a window that is another by now" patchwacht window remove avond \
    --rev "$seen"
like "$(cat "$tmp/out")" '*window/avond: window.remove by*' "is not removed"
pass "by who has seen it" patchwacht window remove avond --rev "$(of window avond)"
