#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Whether devices still answer SNMPv1 and v2c. Nobody is asked before somebody
# permitted it, on paper; then each is asked once. Debian's snmpd lets in "public"
# and a community of the organisation; a second one lets in users of SNMPv3 only.
# When the permission ends, the poller refuses what was asked before. A check that
# is added while all runs is asked for after a reload.
. "$(dirname "$0")/lib.sh"
command -v snmpd >/dev/null || skip_all "no snmpd"
command -v jq >/dev/null || skip_all "no jq"

plan 31
free_port() {
	python3 -c 'import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}
open=$(free_port)
shut=$(free_port)
for agent in open shut; do
	mkdir "$tmp/$agent"
	cat >"$tmp/$agent.conf" <<-EOF
	createUser reader SHA-256 kaaskopje-twaalf AES stroopwafel-acht
	rouser reader priv -V all
	view all included .1
	sysLocation kelder
	EOF
done
printf 'rocommunity public 127.0.0.1\nrocommunity geheim-woord 127.0.0.1\n' \
    >>"$tmp/open.conf"
SNMP_PERSISTENT_DIR=$tmp/open SNMPCONFPATH=$tmp MIBS='' \
    start_background snmpd -f -C -c "$tmp/open.conf" -Lf "$tmp/open/log" \
    "udp:127.0.0.1:$open"
SNMP_PERSISTENT_DIR=$tmp/shut SNMPCONFPATH=$tmp MIBS='' \
    start_background snmpd -f -C -c "$tmp/shut.conf" -Lf "$tmp/shut/log" \
    "udp:127.0.0.1:$shut"

data=$tmp/data
mkdir -p "$data"
cp -R "$srcdir/mibs" "$srcdir/templates" "$data/"
chmod -R a+rX "$data"
PATCHWACHT_DATADIR=$data
echo 'poll { timeout = "300 ms" retries = 0 }' >>"$PATCHWACHT_CONFIG"
start_db || exit 1
patchwacht init --name School --kind school --language nl --quiet || exit 1
owner() {
	sql "$1" -U patchwacht_owner
}
secret() { # LINE...
	printf '%s\n' "$@" >"$tmp/secret"
	chmod 600 "$tmp/secret"
}
secret kaaskopje-twaalf stroopwafel-acht
patchwacht credential add users --kind v3 --user reader \
    --auth-password-file "$tmp/secret" --priv-password-file "$tmp/secret" --quiet
secret geheim-woord
patchwacht credential add word --kind v2c --community-file "$tmp/secret" --quiet
patchwacht device add sw-open 127.0.0.1 --port "$open" --credential users \
    --poll 1 --quiet
patchwacht device add sw-shut 127.0.0.1 --port "$shut" --credential users \
    --poll 1 --quiet
patchwacht device add pump 127.0.0.1 --port "$shut" --credential users \
    --poll 1 --medical --quiet 2>/dev/null ||
    patchwacht device add pump 127.0.0.9 --credential users --poll 1 \
	--medical --quiet
start_background patchwachtd --foreground 2>"$tmp/log"
wait_for 20 grep -q 'ready: ' "$tmp/log"

# Nobody permitted it.
out=$(patchwacht legacy test sw-open 2>&1)
is "$?" 1 "without a permission nobody is tried"
like "$out" '*nobody permitted to try*' "and that is why"
is "$(owner "SELECT count(*) FROM request WHERE kind = 'legacy'")" 0 \
    "the poller is not even asked"
like "$(patchwacht legacy test 2>&1)" '*No permission covers*' "nor for all of them"

echo 'De CISO mag het proberen.' >"$tmp/paper"
later=$(date -u -d '+1 day' +%FT%TZ)
fails "a permission needs its paper" patchwacht legacy permit --by CISO \
    --document 'besluit 12' --until "$later"
fails "and an end" patchwacht legacy permit --by CISO --document 'besluit 12' \
    --file "$tmp/paper"
fails "within a year" patchwacht legacy permit --by CISO --document 'besluit 12' \
    --file "$tmp/paper" --until "$(date -u -d '+500 days' +%FT%TZ)"
pass "one that has both is recorded" patchwacht legacy permit --by CISO \
    --document 'besluit 12' --file "$tmp/paper" --until "$later" --quiet
is "$(patchwacht legacy list --json | jq -r '.[] | .by + " " + .document + " " +
    .sha256')" "CISO besluit 12 $(sha256sum <"$tmp/paper" | cut -d' ' -f1)" \
    "with the hash of the paper"
is "$(owner "SELECT count(*) FROM change WHERE action = 'legacy.permit'")" 1 \
    "and a row of the chain of changes"
is "$(owner "SELECT count(*) FROM legacy_test")" 0 "nothing is tried by itself"

# Each is tried, once.
out=$(patchwacht legacy test sw-open 2>&1)
is "$?" 0 "now it may be tried" || echo "# $out"
like "$out" '*sw-open: v1 public, v1 configured, v2c public, v2c configured*' \
    "what it answers to is told, and no community"
like "$(patchwacht legacy test sw-shut 2>&1)" '*sw-shut: silent*' \
    "who lets in users of SNMPv3 only is silent"
is "$(owner "SELECT string_agg(answers, ';' ORDER BY device_id) FROM legacy_test")" \
    "v1 public, v1 configured, v2c public, v2c configured;silent" "it is kept"
is "$(owner "SELECT bool_and(r->>'varbinds' LIKE '30%' AND (r->>'error') = '0')
    FROM legacy_test t, jsonb_array_elements(raw) r WHERE device_id = 1")" t \
    "with what came, as it came"
is "$(owner "SELECT count(*) FROM legacy_test
    WHERE (raw::text || answers || tried::text) LIKE '%geheim%'")" 0 \
    "and without a secret"
is "$(patchwacht legacy results --json | jq -r '.[] | .device + ": " + .answers' |
    head -1)" "sw-open: v1 public, v1 configured, v2c public, v2c configured" \
    "the command lists them, what answers first"
like "$(patchwacht legacy test 2>&1)" '*No permission covers a device that was not*' \
    "all that are covered were tried: medical technology is not covered"
fails "it is not tried without one of its site" patchwacht legacy test pump
checked() {
	[ "$(owner "SELECT result FROM check_result WHERE device_id = 1
	    AND name = 'snmp-legacy-silent' AND until IS NULL")" = failed ]
}
patchwacht device poll sw-open --quiet
pass "the check of the baseline sees it at the next reading" wait_for 30 checked
is "$(owner "SELECT result FROM check_result WHERE device_id = 2
    AND name = 'snmp-private' AND until IS NULL")" passed \
    "reading them goes over SNMPv3 as before"

# What was asked before it ended, the poller refuses.
fails "a permission ends with a reason" patchwacht legacy end 1
pass "it ends" patchwacht legacy end 1 --reason 'genoeg' --quiet
owner "ALTER TABLE request DISABLE TRIGGER legacy_asked;
    INSERT INTO request(tenant_id, request_id, kind, device_id, asked, asked_by)
    VALUES(1, 900, 'legacy', 1, now(), 'jan');
    ALTER TABLE request ENABLE TRIGGER legacy_asked"
answered() {
	[ -n "$(owner "SELECT outcome FROM request WHERE request_id = 900")" ]
}
pass "what gets to the poller all the same is answered" wait_for 20 answered
is "$(owner "SELECT outcome FROM request WHERE request_id = 900")" \
    "not permitted" "by a refusal"
is "$(owner "SELECT count(*) FROM legacy_test")" 2 "and nothing was tried"
fails "nobody asks any more" patchwacht legacy test sw-open
is "$(patchwacht legacy list --json)$(patchwacht legacy list --all --json |
    jq -r '.[] | .ended_why')" "[]genoeg" "it is over, and known"

# An object that nothing else asks for.
cat >>"$data/mibs/baseline.checks" <<'END'
check "processes" {
	about = "it says how many processes it has"
	look = object
	object "1.3.6.1.2.1.25.1.6.0" { pass = { '^[0-9]+$' } }
	source = "RFC 2790, HOST-RESOURCES-MIB, hrSystemProcesses"
	test { object = "1.3.6.1.2.1.25.1.6.0" says = "12" result = passed }
}
END
kill -HUP "$pid"
pass "a check is read again" wait_for 30 grep -q 'read again, in use' "$tmp/log"
has_it() {
	patchwacht device poll sw-open --quiet
	[ "$(owner "SELECT result FROM check_result WHERE device_id = 1
	    AND name = 'processes' AND until IS NULL")" = passed ]
}
pass "and the poller asks what it looks at" wait_for 10 has_it
