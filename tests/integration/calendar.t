#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A school of the region Noord, which says so of its window. From then on the
# program knows when there are no lessons: the look on the next school day waits
# for them, and a comparison leaves those hours out, as it does the windows of
# other patches. Then a school in Zuid joins, with holidays of its own; what the
# organisation is closed on holds at both.
. "$(dirname "$0")/lib.sh"

plan 18
start_db || exit 1
patchwacht init --name School --kind school --language nl --quiet || exit 1
owner() {
	sql "$1" -U patchwacht_owner
}
verifier() {
	sql "$1" -U patchwacht_verify
}
friday="'2026-12-18 12:00+01'"
is "$(verifier "SELECT school_day_after(1, NULL, $friday, 10)
    = '2026-12-21 10:00+01'")" t "without a calendar Monday is the next day"

cat >>"$PATCHWACHT_CONFIG" <<EOF
poll { enabled = no }
verify { interval = "100 ms" }
EOF
patchwacht window add zomer 'holidays mon-fri 08:00 9 h' --calendar nl-noord \
    --quiet || exit 1
start_background patchwachtd --foreground 2>"$tmp/log"
wait_for 20 grep -q 'ready: ' "$tmp/log"
known() {
	[ "$(owner "SELECT count(*) > 3 FROM holiday WHERE calendar = 'nl-noord'")" = t ]
}
pass "holidays of its calendar are known" wait_for 30 known
is "$(owner "SELECT count(DISTINCT calendar) FROM holiday")" 1 "and of no other"
is "$(verifier "SELECT school_day_after(1, NULL, $friday, 10)
    = '2027-01-04 10:00+01'")" t "the next school day is after the holiday"
owner "INSERT INTO day_off(tenant_id, day, name)
    VALUES(1, '2027-01-04', 'studiedag')"
is "$(verifier "SELECT school_day_after(1, NULL, $friday, 10)
    = '2027-01-05 10:00+01'")" t "and after a day off behind it"
is "$(verifier "SELECT count(*) FROM days_without_school(1, NULL, '2026-12-19')
    WHERE day <= '2027-01-04'")" 17 "each of those days is one without school"

patchwacht site add 'De Brug' --calendar nl-noord --quiet &&
    patchwacht site add 'De Linde' --calendar nl-noord --quiet &&
    patchwacht site add 'Elders' --quiet || exit 1
fails "a calendar that is not there is refused" \
    patchwacht site edit 'De Linde' --calendar nl-zud
like "$(cat "$tmp/out")" '*none of nl-midden, nl-noord, nl-zuid; did you mean "nl-zuid"*' \
    "with what was meant"
patchwacht site edit 'De Linde' --calendar nl-zuid --quiet
like "$(patchwacht site list)" '*De Brug*nl-noord*De Linde*nl-zuid*' \
    "each site says whose holidays it keeps"
both_known() {
	[ "$(owner "SELECT count(DISTINCT calendar) FROM holiday")" = 2 ]
}
kill -HUP "$pid"
pass "those of both are known" wait_for 30 both_known
# Autumn of 2026: Noord from 10 October on, Zuid from 17 October on.
autumn() { # SITE
	verifier "SELECT school_day_after(1, (SELECT site_id FROM site
	    WHERE name = '$1'), '2026-10-16 12:00+02', 10)
	    AT TIME ZONE 'Europe/Amsterdam'"
}
is "$(autumn 'De Brug') $(autumn 'De Linde')" \
    "2026-10-19 10:00:00 2026-10-26 10:00:00" "and autumn comes to each in its week"
is "$(verifier "SELECT count(DISTINCT s.site_id) FROM site s,
    days_without_school(1, s.site_id, '2027-01-04') d
    WHERE d.day = '2027-01-04'")" 3 "the organisation's day off is everybody's"
# Whose holidays a window has that names none.
patchwacht window add herfst 'holidays mon-fri 08:00 9 h' --site 'De Linde' \
    --quiet
fails "a window of a site that has none names its own" \
    patchwacht window add weg 'holidays mon-fri 08:00 9 h' --site Elders
like "$(patchwacht window list)" '*herfst*holidays mon-fri 08:00 9 h*nl-zuid*' \
    "and of one that has, it follows the site"
owner "UPDATE site SET calendar = NULL; UPDATE window_rule SET removed = now()"
is "$(verifier "SELECT count(*) FROM days_without_school(1, NULL, '2026-12-19')")" 1 \
    "when no window names it, it does not count"

# What another patch did to a device is not of this one.
patchwacht device add sw1 192.0.2.1 --in-service 2025-01-01 --tag core --quiet
for p in P-1 P-2 P-3; do
	patchwacht patch add "$p" IOS --priority low --tag core \
	    --fix 'ios:15.2(4)E10' --released 2025-10-10 --quiet
done
owner "UPDATE deployment SET window_start = now() - interval '2 d',
	window_end = now() - interval '47 h' WHERE patch_id = 2;
    UPDATE deployment SET window_start = now() - interval '90 d',
	window_end = now() - interval '89 d' WHERE patch_id = 3;
    UPDATE deployment SET window_start = now() - interval '1 d',
	window_end = now() - interval '23 h' WHERE patch_id = 1"
others() { # PATCH
	verifier "SELECT string_agg(d.patch_id::text, ',') FROM deployment d
	    JOIN policy o ON o.tenant_id = d.tenant_id
	    AND o.version = d.policy_version WHERE d.patch_id <> $1
	    AND d.window_end >= now() - interval '49 d'
	    AND d.window_start IS NOT NULL AND d.state <> 'withdrawn'"
}
is "$(others 1)" 2 "windows of others in these weeks"
is "$(others 2)" 1 "and not its own"
fails "nobody else says when there is no school" \
    sql "INSERT INTO holiday VALUES('x', now(), now())" -U patchwacht_register
