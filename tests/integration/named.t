#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A patch names devices by the versions they run. Who runs one of them joins, also
# who comes to run one later; who has the fix stays until it is proven there; who
# runs another, without the fix, leaves with a reason; and what cannot be compared
# is nobody's reason to leave.
. "$(dirname "$0")/lib.sh"
plan 17
start_db || exit 1
# shellcheck source=tests/integration/readings.sh
. "$srcdir/tests/integration/readings.sh"
patchwacht init --name Zonneveld --quiet >/dev/null || exit 1
printf 'name = "kort"\nconfirm_gap = "10 s"\nsettle = "10 s"\n' >"$tmp/policy"
patchwacht policy set "$tmp/policy" --reason x --quiet
for n in 1 2 3; do
	patchwacht device add "sw$n" "192.0.2.$n" --quiet --tag core \
	    --in-service 2025-01-01
done
cat >>"$PATCHWACHT_CONFIG" <<EOT
poll { enabled = no }
verify { interval = "1 s" }
EOT
patchwachtd >"$tmp/log" 2>&1 &
pid=$!
at_exit "kill $pid; wait $pid"

low='15.2(7)E1'
fixed='15.2(7)E7'
switch '15.2(7)E3' AAA -5000 0 | reading 1 0
switch '15.2(7)E8' BBB -5000 1 | reading 2 1
switch '15.0(2)SE9' CCC -5000 2 | reading 3 2
settle
fails "a version that no scheme knows" patchwacht patch add P-0 x \
    --priority high --versions 'ios:seven' --fix "ios:$fixed"
like "$(cat "$tmp/out")" '*--versions*' "is told"
fails "versions are of the product" patchwacht patch add P-0 x \
    --priority high --versions 'dpkg:package:openssl=3.0.1' --fix "ios:$fixed"
pass "versions between two" patchwacht patch add P-1 Firmware \
    --priority high --tag core --versions "ios:$low..$fixed" \
    --fix "ios:$fixed"
of() { # DEVICE
	owner "SELECT state FROM deployment x JOIN device d
	    USING(tenant_id,device_id) WHERE d.name='$1'"
}
joined() {
	[ -n "$(of "$1")" ]
}
wait_for 30 joined sw1
is "$(of sw1)" planned "who runs one of them joins"
is "$(of sw2)$(of sw3)" "" "not who is above them, nor who cannot be compared"
is "$(patchwacht patch show P-1 --json | sed -n \
    's/.*"versions": "\([^"]*\)".*/\1/p')" "ios:$low..$fixed" \
    "it is shown as it was written"
like "$(patchwacht export patches | tail -n 1)" "*core,,ios:$low..$fixed*" \
    "and goes out so"

# One goes back to an older version, which nobody compared with anything yet.
switch '15.2(7)E4' BBB 35 40 | reading 2 40
settle
wait_for 30 joined sw2
is "$(of sw2)" planned "who comes to run one joins"
# As if it had been so since the story began.
owner "UPDATE deployment SET created=$(at -60),clock_start=$(at -60);
    UPDATE transition SET at=$(at -60)" >/dev/null
switch '15.2(7)E3' AAA -5000 45 | reading 1 45
settle
# Proven: the version is none of them any more, and has the fix.
for s in 60 75; do
	switch "$fixed" AAA 50 $s | reading 1 $s
	settle
done
proven() {
	case $(of sw1) in
	confirmed | observing | stable) ;;
	*) return 1 ;;
	esac
}
wait_for 30 proven
ok $? "who installs the fix stays, and is proven"
is "$(owner "SELECT count(*) FROM deployment WHERE unmatched IS NOT NULL")" 0 \
    "nobody has left"
switch '15.2(7)E' BBB 80 90 | reading 2 90
settle
left() {
	[ "$(of "$1")" = withdrawn ]
}
wait_for 30 left sw2
is "$(of sw2)" withdrawn "who runs an older one leaves"
like "$(owner "SELECT unmatched_why FROM deployment x JOIN device d
    USING(tenant_id,device_id) WHERE d.name='sw2'")" \
    "*runs 15.2(7)E, not of the versions from $low to $fixed*" "with the reason"
# What is known of a version is known for everybody who runs it.
switch '15.2(7)E4' CCC 95 100 | reading 3 100
settle
wait_for 10 joined sw3
is "$(of sw3)" planned "who runs one that was compared before joins at once"
switch '12.2(55)SE' CCC 105 110 | reading 3 110
settle
is "$(of sw3)" planned "what cannot be compared is no reason to leave"
fails "nobody says by hand what runs" sql \
    "INSERT INTO target_version VALUES(1,1,1,'x',true,true,'x')"
is "$(grep -cE 'verify.*(warning|ERROR)' "$tmp/log")" 0 "the log is quiet"
