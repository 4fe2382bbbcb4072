# SPDX-License-Identifier: Apache-2.0
#
# What a person who writes a profile does, without a database: identify a
# recording, order two versions, check a profile and be told what is wrong.
. "$(dirname "$0")/lib.sh"
plan 21

PATCHWACHT_CONFIG=/dev/null
export PATCHWACHT_CONFIG
recordings=$srcdir/tests/data/recordings

compare() {
	patchwacht compare "$@"
}

is "$(compare ios '15.2(7)E3' '15.2(7)E10')" '<' 'a later rebuild is newer'
is "$(compare ios '15.0(2)SE11' '15.2(7)E3')" '?' 'trains are not comparable'
is "$(compare fortios 'v7.2.10,build1706,240918 (GA.M)' 7.2.9)" '>' \
    'what the device says is compared with what a person writes'
is "$(compare dotted 17.03.04 17.3.4)" '=' 'zeros in front do not count'
is "$(compare dpkg '1:1.0~rc1-1' '1:1.0-1')" '<' 'a candidate is older'
compare roman I II >"$tmp/out" 2>&1
is $? 2 'an unknown scheme is a wrong call'
like "$(cat "$tmp/out")" '*scheme "roman" is none of *' 'and is named'
like "$(compare --why ios '15.0(2)SE11' '15.2(7)E3')" \
    '*15.0 train SE*15.2 train E*' 'the reason names both trains'

line=$(patchwacht identify --json "$recordings/fortigate-60f.snmprec")
keys=$(echo "$line" | python3 -c 'import json, sys
print(*json.load(sys.stdin))')
is "$keys" "recording profile vendor model version serial class confidence \
oid raw second components" 'an object has exactly the documented keys'
like "$line" '*"version": "v7.2.10,build1706,240918 (GA.M)"*' \
    'the version is what the device says'
is "$(patchwacht identify --json "$recordings"/*.snmprec | wc -l)" \
    "$(find "$recordings" -name '*.snmprec' | wc -l)" 'one object a line'
like "$(patchwacht identify --json "$recordings/linux-appliance.snmprec")" \
    '*"version": null*"confidence": "none"*' \
    'the kernel of an appliance is not its version'
like "$(patchwacht identify "$recordings/mikrotik-hap.snmprec")" \
    '*mikrotik-routeros*7.12.1*' 'people get a table'
sed 's/Version 9.16(4)19/Version 9.16(4)18/' \
    "$recordings/cisco-asa-5516.snmprec" >"$tmp/two.snmprec"
like "$(patchwacht identify --json "$tmp/two.snmprec")" \
    '*"second": {"version": "9.16(4)18", "oid": *, "agrees": false}*' \
    'two sources that contradict each other are told'
like "$(patchwacht identify --json "$recordings/cisco-asa-5516.snmprec")" \
    '*"second": {*"agrees": true}*' 'and so are two that agree'
fails 'a file that is not there is an error' \
    patchwacht identify "$tmp/nothing.snmprec"

pass 'a shipped profile passes its tests' \
    patchwacht profile check "$srcdir/mibs/profiles/fortinet.profile"
cat >"$tmp/acme.profile" <<'EOF'
profile "acme" {
	match   { sysobjectid = {enterprises.99999} }
	version { oid = sysDescr.0 regex = 'Version (\d+\.\d+' }
}
EOF
patchwacht profile check "$tmp/acme.profile" >"$tmp/out" 2>&1
is $? 1 'a profile with a broken pattern is refused'
like "$(cat "$tmp/out")" "*acme.profile:3: *regex, character 18*" \
    'with the file, the line and the character'
sed 's/\\d+$/&)/; s/\.\\d+'"'"'/.\\d+)'"'"'/
	/^}/i\	test { recording = "acme.snmprec" version = "2.0" }' \
    "$tmp/acme.profile" >"$tmp/new.profile"
printf '%s\n' '1.3.6.1.2.1.1.1.0|4|Acme Version 1.9' \
    '1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.99999.1' >"$tmp/acme.snmprec"
patchwacht profile check "$tmp/new.profile" >"$tmp/out" 2>&1
like "$(cat "$tmp/out")" "*version is '1.9', not '2.0'*" \
    'a test that fails says what came out'
like "$(patchwacht --csv profile list)" '*fortigate,Fortinet,*,yes,*' \
    'the list says which profiles are tested'
