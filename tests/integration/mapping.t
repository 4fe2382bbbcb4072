#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What other programs keep comes in as they export it: devices of NetBox and
# LibreNMS, workstations of WSUS and Intune, a supplier's list of work done from
# a spreadsheet in Windows-1252. A mapping says how, and slips in it or in the
# table are told by line and column. What a supplier said stands against what
# devices showed and what its contract gives. Nothing twice, nothing measured.
. "$(dirname "$0")/lib.sh"

plan 55

# A command of patchwacht: what it said is in $out, its exit code in $rc.
try() {
	out=$(patchwacht "$@" 2>&1)
	rc=$?
}

said() { # EXIT_CODE PATTERN NAME
	if [ "$rc" -ne "$1" ]; then
		ok 1 "$3"
		diag "exit $rc, not $1: $out"
	else
		like "$out" "$2" "$3"
	fi
}

# Mappings themselves need no database.

try mapping list
said 0 '*intune*librenms-devices*netbox-devices*supplier-done*wsus*' \
    "those that came with the program"
for map in intune librenms-devices netbox-devices supplier-done wsus; do
	try mapping check "$map"
	said 0 '*: right' "$map is right"
done
cat >"$tmp/own.map" <<'EOT'
for = "device"
about = "onze lijst"
column "adres" { from = { "IP" } }
column "name" { from = { "Naam" } dates = { "%d" } }
EOT
try mapping check "$tmp/own.map"
said 1 '*own.map:4: dates "%d"*DD-MM-YYYY*' "a form of dates that is none"
sed -i 's/ dates = .*}/ }/; s/"adres"/"adress"/' "$tmp/own.map"
try mapping check "$tmp/own.map"
said 1 '*device: column "adress" is none of name, address, *; did you mean "address"?*' \
    "a column that devices do not have"
sed -i 's/"adress"/"address"/; s/for = "device"/for = "toestel"/' "$tmp/own.map"
try mapping check "$tmp/own.map"
said 1 '*for: "toestel" is none of device, system, *' \
    "a kind that is none"
sed -i 's/for = "toestel"/for = "device"/' "$tmp/own.map"

start_db
patchwacht init --name 'Stichting Zonneveld' --kind school --language nl \
    --mail beheer@zonneveld.example >/dev/null 2>&1

# Devices of NetBox and LibreNMS.

cat >"$tmp/netbox.csv" <<'CSV'
Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address
core-sw1,Active,Zonneveld,De Vlinder,SER,R1,Core switch,Cisco,C9300,10.1.0.1/24
prn-1,Active,,De Vlinder,,,Printer,HP,M507,10.1.0.20/24
oud-sw,Decommissioning,,De Vlinder,,,Core switch,Cisco,C2960,
CSV
try device import --mapping netbox-devices --make-sites --dry-run \
    "$tmp/netbox.csv"
said 0 '*add*core-sw1*add*prn-1*passed over: 1*devices to import: 2; nothing*' \
    "a dry run of what NetBox exports, without what is written off"
is "$(sql 'SELECT count(*) FROM device')" 0 "changes nothing"
try device import --mapping netbox-devices --make-sites "$tmp/netbox.csv"
said 0 '*devices imported: 2*' "the import"
is "$(sql "SELECT string_agg(name||' '||host(address)||' '||category,','
    ORDER BY name) FROM device")" \
    'core-sw1 10.1.0.1 network,prn-1 10.1.0.20 peripheral' \
    "addresses without their prefix, roles as categories"
try device import --mapping netbox-devices --update "$tmp/netbox.csv"
is "$(sql "SELECT count(*) FROM change WHERE action='device.edit'")" 0 \
    "the same again changes nothing"
sed '3s/10.1.0.20.24/nergens/' "$tmp/netbox.csv" >"$tmp/bad.csv"
try device import --mapping netbox-devices --update "$tmp/bad.csv"
said 1 '*bad.csv:3:44: address: "nergens" is not an IP*nothing was imported*' \
    "a fault by line and column of the export"
sed '1s/IP Address/Adres/' "$tmp/netbox.csv" >"$tmp/bad.csv"
try device import --mapping netbox-devices "$tmp/bad.csv"
said 1 '*bad.csv:1:1: there is no column "IP Address" or "IPv4 Address"*for address*' \
    "a column that is not exported"
try device import --mapping wsus "$tmp/netbox.csv"
said 1 '*is a mapping for "system", not for "device"*' "another's mapping"
try device import --mapping nietes "$tmp/netbox.csv"
said 1 '*"nietes" is none of *netbox-devices*' "a mapping that is not there"
cat >"$tmp/librenms.csv" <<'CSV'
hostname,sysName,ip,type,location,disabled
10.1.0.2,access-sw2,10.1.0.2,network,De Vlinder,0
srv.example,srv1,10.1.0.3,server,De Vlinder,0
weg.example,weg,10.1.0.4,server,De Vlinder,1
10.1.0.5,,,power,,0
CSV
try device import --mapping librenms-devices "$tmp/librenms.csv"
said 0 '*devices imported: 3*' "what LibreNMS reports"
is "$(sql "SELECT host(address)||' '||category FROM device
    WHERE name='10.1.0.5'")" '10.1.0.5 peripheral' \
    "also one that it knows by nothing but its address"
is "$(sql "SELECT category FROM device WHERE name='srv1'")" server \
    "with its types as categories"

# Systems: registered, never measured.

printf '%s\r\n' 'FullDomainName,Id,OSDescription,LastSyncTime,ComputerRole' \
    '"pc-1.zonneveld.lan","g1","Windows 11","3-11-2025 09:10:11","Workstation"' \
    '"srv1","g2","Windows Server 2022","11/3/2025 9:10:11 PM","Server"' \
    >"$tmp/wsus.csv"
try system import --mapping wsus "$tmp/wsus.csv"
said 0 '*systems imported: 2*' "what WSUS keeps"
is "$(sql "SELECT string_agg(to_char(seen AT TIME ZONE 'UTC',
    'DD-MM HH24:MI'),',' ORDER BY key) FROM system")" \
    '03-11 09:10,03-11 21:10' "its times in both forms, in UTC"
try system import --mapping wsus "$tmp/wsus.csv"
said 0 '*unchanged*pc-1*unchanged*srv1*' "the same again changes nothing"
is "$(sql "SELECT string_agg(action||' '||detail,',' ORDER BY seq) FROM change
    WHERE action LIKE 'system.%' AND action<>'system.add'")" \
    'system.confirm {"rows":2}' "which the trail tells in one row"
try system list --json
said 0 '*"name": "srv1"*"device": "srv1"*' \
    "one that is a device in service is known as such"
printf '%s\n' 'Id,DeviceName,OperatingSystem,OSVersion,ComplianceState,LastSyncDateTime' \
    'i1,lt-1,Windows,10.0.22631.1,compliant,2025-11-03T09:10:11Z' \
    'i2,lt-2,Windows,10.0.19045.1,noncompliant,2025-11-03T09:10:11Z' \
    >"$tmp/intune.csv"
try system import --mapping intune "$tmp/intune.csv"
said 0 '*systems imported: 2*' "what Intune keeps"
is "$(sql "SELECT string_agg(state,',' ORDER BY key) FROM system
    WHERE source='intune'")" current,behind "what it says of them"
sed -i 3d "$tmp/intune.csv"
try system import --mapping intune --complete "$tmp/intune.csv"
said 0 '*out of service: 1*' "what is no longer told is out of service"
try system import --mapping intune --complete "$tmp/intune.csv"
said 0 '*unchanged*lt-1*imported: 1*' "once"
cat >"$tmp/cloud.csv" <<'CSV'
name;category;owner;supplier;version;state;seen
Leerlingvolgsysteem;cloud;Applicatiebeheer;Leverancier BV;2025.3;current;2025-11-01
Rooster;applicatie;Applicatiebeheer;;9;soms;morgen
CSV
try system import "$tmp/cloud.csv"
said 1 '*cloud.csv:3:9: category: *cloud.csv:3:40: state: *cloud.csv:3:45: seen: *nothing*' \
    "without a mapping, and with each fault"

# Suppliers: responsible for a site, by contract.

patchwacht supplier add Netwerk-NV >/dev/null
try supplier assign Netwerk-NV --site 'De Vlinder' --reason contract
said 0 '*Site De Vlinder: maintained by Netwerk-NV' "who maintains a site"
try supplier assign own --device prn-1
said 0 '*Device prn-1: maintained by our own IT' "but for one device"
try supplier assign Onbekend --site 'De Vlinder'
said 1 '*no supplier "Onbekend"*' "by one that is there"
patchwacht contract add 'Beheer switches' --supplier Netwerk-NV \
    --owner Inkoop --opened 2025-01-01 --critical '2 d' --high '7 d' >/dev/null
patchwacht contract add 'Kern' --supplier Netwerk-NV --owner Inkoop \
    --opened 2025-01-01 --high '1 d' --device core-sw1 >/dev/null
sql "UPDATE device SET in_service='2025-01-01', created='2025-01-01'" \
    -U patchwacht_owner
patchwacht device edit core-sw1 --tag sw >/dev/null
patchwacht device edit access-sw2 --tag sw >/dev/null
patchwacht device edit srv1 --tag sw >/dev/null
patchwacht device edit prn-1 --tag sw >/dev/null
patchwacht patch add IOS-7 'IOS' --priority high --tag sw \
    --fix 'ios:15.2(4)E10' --released 2025-11-01 >/dev/null
shown() { # DEVICE STATE SEEN LAST_OLD
	sql "UPDATE deployment SET state='$2', seen=$3, last_old=$4,
	    confirmed=$3 WHERE device_id=(SELECT device_id FROM device
	    WHERE name='$1')" -U patchwacht_owner
}
shown core-sw1 stable "'2025-11-05 10:00+00'" "'2025-11-04 10:00+00'"
shown access-sw2 planned NULL "'2025-11-20 10:00+00'"

printf '%s\r\n' 'Systeem;Patch;Datum gereed;Status;Opmerking' \
    'core-sw1;IOS-7;03-11-2025 09:00;Gereed;geïnstalleerd' \
    'access-sw2;IOS-7;4-11-2025;Uitgevoerd;' \
    'srv1;IOS-7;04-11-2025;Gereed;' \
    'sw-99;IOS-7;04-11-2025;Gereed;' \
    'access-sw2;IOS-8;04-11-2025;Gepland;' |
    iconv -f utf-8 -t windows-1252 >"$tmp/done.csv"
try supplier check "$tmp/done.csv" --mapping supplier-done
said 2 '*say whose list it is: --supplier*' "whose list it is"
try supplier check "$tmp/done.csv" --mapping supplier-done \
    --supplier Netwerk-NV --dry-run
said 0 '*not verified*passed over: 1*claims to import: 4; nothing*' \
    "a dry run of a supplier's list"
try supplier check "$tmp/done.csv" --mapping supplier-done \
    --supplier Netwerk-NV
said 0 '*does not have: 1*core-sw1*observed*access-sw2*contradicted*srv1*unknown*sw-99*not_registered*' \
    "what is said against what devices show"
is "$(sql "SELECT string_agg(device||' '||outcome||' '||
    coalesce(days_late::text,'-'),', ' ORDER BY device)
    FROM supplier_checked(1,'2025-11-28 00:00+00')" -U patchwacht_owner)" '' \
    "a claim counts from when it was made"
is "$(sql "SELECT string_agg(device||' '||outcome||' '||
    coalesce(days_late::text,'-'),', ' ORDER BY device)
    FROM supplier_checked(1,now())" -U patchwacht_owner)" \
    'access-sw2 contradicted 13, core-sw1 observed 4, srv1 unknown -, sw-99 not_registered -' \
    "days late by the contract of that device: a day from the release"
is "$(sql "SELECT note FROM supplier_claim WHERE device='core-sw1'")" \
    geïnstalleerd "Windows-1252 is read as such"
is "$(sql "SELECT count(*) FROM claim WHERE by_function='supplier Netwerk-NV'")" \
    3 "what the register has became a claim there"
before=$(sql 'SELECT count(*) FROM change')
try supplier check "$tmp/done.csv" --mapping supplier-done \
    --supplier Netwerk-NV --json
said 0 '*"outcome": "observed"*' "again, for programs"
is "$(sql 'SELECT count(*) FROM change')" "$before" "adds nothing"
is "$(sql "SELECT string_agg(device||' '||timing||' '||
    coalesce(days_late::text,'-'),', ' ORDER BY device)
    FROM supplier_duty(1,'2025-11-28 00:00+00')" -U patchwacht_owner)" '' \
    "no duty before a patch was registered"
is "$(sql "SELECT string_agg(device||' '||timing||' '||shown||' '||
    coalesce(days_late::text,'-'),', ' ORDER BY device)
    FROM supplier_duty(1,now())" -U patchwacht_owner)" \
    'access-sw2 late old 13, core-sw1 late observed 4, srv1 unknown unknown -' \
    "what a supplier had to do, and not our own printer"
try supplier list
said 0 '*Netwerk-NV*3*2*3*0*2*1*' "and how it keeps its terms"
try supplier show Netwerk-NV
said 0 '*patches:*access-sw2*claims:*core-sw1*' "all of one"
sed 's/03-11-2025 09:00/31-02-2025/; s/4-11-2025;U/3-11-2099;U/' \
    "$tmp/done.csv" >"$tmp/bad.csv"
try supplier check "$tmp/bad.csv" --mapping supplier-done --supplier Netwerk-NV
said 1 '*bad.csv:2:16: at: "31-02-2025" is no day*bad.csv:3:18: at: *yet to come*nothing was*' \
    "dates that cannot be"

# Each in its function: a supplier says what it did and sees its own contract;
# who looks on changes nothing.

patchwacht supplier add Ander-BV >/dev/null
patchwacht contract add 'Van een ander' --supplier Ander-BV --owner Inkoop \
    --opened 2025-01-01 --high '1 d' >/dev/null
enter nora anna || diag "nobody gets in"
patchwacht user grant nora supplier --supplier Netwerk-NV >/dev/null
patchwacht user grant anna auditor >/dev/null
printf '%s\n' 'patch,device,at' 'IOS-7,core-sw1,2025-11-06' >"$tmp/nora.csv"
as() { # LOGIN STATEMENT
	psql -XAtq -v ON_ERROR_STOP=1 -h "$home/db/run" -d patchwacht -U "$1" \
	    -c "$2" 2>&1
}
pass "a supplier's person says what is done" by nora patchwacht supplier \
    check "$tmp/nora.csv" --supplier Netwerk-NV
is "$(as nora "SELECT string_agg(title,',' ORDER BY number) FROM entry")" \
    'Beheer switches,Kern' "and sees its own contracts, nobody else's"
is "$(as nora 'SELECT count(*) FROM system')" 0 "nor what others keep"
like "$(as nora "INSERT INTO supplier_claim SELECT 1,900,supplier_id,'x','y',
    now(),NULL,now(),session_user FROM supplier s WHERE name='Netwerk-NV'
    UNION ALL SELECT 1,901,99,'x','y',now(),NULL,now(),session_user")" \
    '*row-level security*' "nor speaks for another"
like "$(as anna "INSERT INTO supplier_claim SELECT 1,902,supplier_id,'x','y',
    now(),NULL,now(),session_user FROM supplier WHERE name='Netwerk-NV'")" \
    '*row-level security*' "who looks on claims nothing"
is "$(as anna "UPDATE system SET state='current' RETURNING 1" | head -n 1)" '' \
    "and changes no system"
like "$(as anna "INSERT INTO entry(tenant_id,kind,number,rev,made,actor,title,
    opened) VALUES(1,'action',99,1,now(),session_user,'x',now())")" \
    '*a number that was handed out*' "nor an action"
