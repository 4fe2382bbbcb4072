# SPDX-License-Identifier: Apache-2.0
#
# What OIDs are called: `patchwacht snmp-names` on a machine that has no MIB
# files but ours, and on one that has a vendor's; a profile that is written
# with names; and our own module, which others' programs must be able to read.
. "$(dirname "$0")/lib.sh"
for tool in smilint snmptranslate; do
	command -v $tool >/dev/null || skip_all "no $tool"
done
plan 14

like "$(patchwacht snmp-names ifInErrors.3 1.3.6.1.2.1.1.5.0)" \
    "*IF-MIB::ifInErrors.3*1.3.6.1.2.1.2.2.1.14.3*SNMPv2-MIB::sysName.0*" \
    "a name and a number find each other"
like "$(patchwacht snmp-names --find supplieslevel)" \
    "*Printer-MIB::prtMarkerSuppliesLevel*1.3.6.1.2.1.43.11.1.1.9*" \
    "a part of a name finds the whole"
out=$(patchwacht snmp-names nosuchname sysName 2>&1)
is $? 1 "a name that nobody gave is a failure"
like "$out" '*no module that is installed has "nosuchname"*' "and named"
like "$out" '*SNMPv2-MIB::sysName*' "the others are answered all the same"
like "$(patchwacht snmp-names sysName --json)" \
    '*"name": "SNMPv2-MIB::sysName", "oid": "1.3.6.1.2.1.1.5"*' "as JSON"

# What is asked of devices and what they send, as far as the modules that we
# bring define it. Three of RFCs stand in none of them.
awk '/oid = 1[.]3[.]6[.]1[.]2[.]1[.]/ && / # / {
	oid = $0; sub(/.*oid = /, "", oid); sub(/[ }].*/, "", oid)
	if (oid !~ /^1[.]3[.]6[.]1[.]2[.]1[.](10[.]7|138|191)[.]/)
		print oid, $NF
}' "$srcdir/mibs/stability.metrics" >"$tmp/columns"
awk -F '"' '$4 ~ /^1[.]3[.]6[.]1[.](2[.]1|6)[.]/ &&
    $2 != "egpNeighborLoss" { print $4, $2 }' \
    "$srcdir/mibs/traps.rules" >"$tmp/traps"
for list in columns traps; do
	# shellcheck disable=SC2046
	patchwacht snmp-names $(cut -d ' ' -f 1 "$tmp/$list") --json |
	    sed -n 's/.*"name": "[^"]*::\([A-Za-z0-9]*\)[.0]*", "oid": "\([^"]*\)".*/\2 \1/p' \
		>"$tmp/named"
	[ -s "$tmp/named" ] || echo none >>"$tmp/$list"
	is "$(cat "$tmp/named")" "$(cat "$tmp/$list")" \
	    "each of the $list is called as the file says"
done

mkdir "$tmp/mibs"
cat >"$tmp/mibs/EXAMPLE-SWITCH-MIB" <<'MIB'
EXAMPLE-SWITCH-MIB DEFINITIONS ::= BEGIN
IMPORTS enterprises, OBJECT-TYPE, MODULE-IDENTITY FROM SNMPv2-SMI
	DisplayString FROM SNMPv2-TC;
exampleSwitch MODULE-IDENTITY
	LAST-UPDATED "202611240000Z"
	ORGANIZATION "Example"
	CONTACT-INFO "none"
	DESCRIPTION "For a test."
	::= { enterprises 32473 }
exampleFirmware OBJECT-TYPE
	SYNTAX DisplayString
	MAX-ACCESS read-only
	STATUS current
	DESCRIPTION "Which one runs."
	::= { exampleSwitch 1 }
END
MIB
MIBDIRS=$tmp/mibs
export MIBDIRS
like "$(patchwacht snmp-names EXAMPLE-SWITCH-MIB::exampleFirmware.0)" \
    "*1.3.6.1.4.1.32473.1.0*" "a vendor's module is found beside ours"

cat >"$tmp/example.profile" <<'PROFILE'
profile "example-switch" {
	vendor = "Example"
	product = "Switch"
	class = "switch"
	match { sysobjectid = { "EXAMPLE-SWITCH-MIB::exampleSwitch" } }
	version { oid = "EXAMPLE-SWITCH-MIB::exampleFirmware.0"
		regex = '(\d+\.\d+\.\d+)' }
	scheme = { "dotted" }
	test { recording = "example.snmprec"  version = "4.1.2" }
}
PROFILE
cat >"$tmp/example.snmprec" <<'RECORDING'
1.3.6.1.2.1.1.1.0|4|Example
1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.32473.5
1.3.6.1.4.1.32473.1.0|4|release 4.1.2
RECORDING
pass "a profile may be written with its names" \
    patchwacht profile check "$tmp/example.profile"
unset MIBDIRS
out=$(patchwacht profile check "$tmp/example.profile" 2>&1)
is $? 1 "without the module it is refused"
like "$out" "*example.profile:*EXAMPLE-SWITCH-MIB*" "with the place"

is "$(SMIPATH=$srcdir/mibs/smi smilint -c /dev/null -l 6 \
    "$srcdir/mibs/PATCHWACHT-MIB" 2>&1)" "" \
    "our own module is valid: smilint finds no fault"
is "$(snmptranslate -M "$srcdir/mibs/smi:$srcdir/mibs" -m PATCHWACHT-MIB \
    -On PATCHWACHT-MIB::patchwachtRecovery 2>/dev/null)" \
    .1.3.6.1.4.1.8072.9999.9999.1.0.2 "and net-snmp's tools read it"
