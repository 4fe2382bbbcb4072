#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Somebody asks how it stood. Every list of the register takes --as-of, and says
# again what it said at that moment, after all that it holds became something
# else: sites were given to suppliers, systems, windows and ranges taken away,
# measures ended, alerts closed, devices another model. Whoever adds a list
# without it is told here.
. "$(dirname "$0")/lib.sh"

owner() {
	sql "$1" -U patchwacht_owner
}

# The verbs themselves are asked what they are.
verbs() { # [VERB]
	patchwacht ${1:+"$1"} --help |
	    awk '/^  [a-z]/ && $1 !~ /^--/ && !/^options/ { print $1 }'
}
# Lists by another name; and those of what came with the program or stands in
# files, which no register holds: profiles, meanings of events, mappings, baseline
# checks and templates are as their files are, and the journal is its files.
other='inventory senders todo discover-list discover-neighbours discover-runs
    trap-senders window-days-off policy-show user-show device-checks
    framework-show alert-mutes stability ring-show device-lost'
apart='profile-list events-list mapping-list checks-list template-list
    journal-list'
for verb in $(verbs); do
	for of in $(verbs "$verb"); do
		[ "$of" = list ] && echo "$verb-list"
	done
done >"$tmp/lists"
start_db || exit 1
plan $((19 + $(grep -c . "$tmp/lists")))
like "$(tr '\n' ' ' <"$tmp/lists")" '*site-list*device-list*system-list*' \
    "lists are found"
while read -r list; do
	case " $(echo "$apart" | tr -s '\n\t' '  ') " in
	*" $list "*)
		ok 0 "$list: of no register"
		;;
	*)
		patchwacht "${list%%-*}" list --help | grep -q -- --as-of
		ok $? "$list knows --as-of"
		;;
	esac
done <"$tmp/lists"
bad=0
for list in $other; do
	# shellcheck disable=SC2046
	patchwacht $(echo "$list" | sed 's/-/ /') --help | grep -q -- --as-of ||
	    { bad=1; diag "$list"; }
done
ok $bad "as do those that are called otherwise"

# A register of everything.

patchwacht init --name Zonneveld --quiet >/dev/null || exit 1
q() {
	patchwacht "$@" --quiet >"$tmp/out" 2>&1 || diag "$*: $(cat "$tmp/out")"
}
printf 'geheim\n' >"$tmp/community"
q supplier add Netwerk-NV --note switches
q site add Noord
q site add Zuid
q credential add lezen --community-file "$tmp/community"
q range add 192.0.2.0/24 --credential lezen --label kantoor
q device add sw1 192.0.2.1 --site Noord --tag core --in-service 2025-01-01
q patch add P-1 Firmware --priority high --tag core --fix 'ios:15.2(4)E10' \
    --vulnerability CVE-2026-0001 --released 2026-01-10
q mitigation add P-1 --measure 'poort dicht' --evidence 'wijziging 4'
q window add avond 'tue 22:00 4 h'
q window days-off 2026-12-24 'Kerst'
q hold add --since 2026-01-01 --until 2026-02-01 --reason zaak --owner CISO
q contract add Beheer --supplier Netwerk-NV --owner Inkoop --high '7 d' \
    --opened 2025-01-01 --until 2090-12-31 --site Noord
printf 'name,category,site,version\npc-1,workstation,Noord,11\n' >"$tmp/pc.csv"
q system import "$tmp/pc.csv"
q channel add it --mail it@example.org
echo 'vulnerability,listed
CVE-2026-0001,2026-01-12' >"$tmp/used.csv"
q exploited import "$tmp/used.csv" --source Lijst --date 2026-01-15
cat >"$tmp/advisories.csv" <<'CSV'
reference,title,published,source,vendor,product,vulnerabilities
A-1,Nog niemand,2026-01-02,NCSC,Cisco,C9300*,CVE-2026-0002
A-2,Nog een patch,2026-01-03,NCSC,Cisco,,CVE-2026-0003
CSV
q import advisories "$tmp/advisories.csv"
q framework use cbw --reason 'aangewezen in 2026'
printf 'framework,id,title_nl,required\neigen,X.1,Iets,M-PAT-01\n' >"$tmp/own.csv"
q framework import "$tmp/own.csv"
q alert mute --site Noord --until '3 d' --reason werk
echo papier >"$tmp/paper"
q legacy permit --by Bestuur --document brief --file "$tmp/paper" --site Noord \
    --until "$(date -u -d '30 days' +%F)"
q schedule add mij --kind monthly --language nl
q action add Offertes --owner ICT --due 2090-01-01
q decision add Vervangen --owner Bestuur --cause oud
q review add Logs --topic log --owner ISO --due 2090-01-01
q attestation add --topic log_review --person Jansen --owner ISO
q incident add Storing --severity high --owner ICT
q change add Kabels --owner ICT --opened 2090-01-01 --until 2090-01-02
owner "INSERT INTO alert(tenant_id,alert_id,rule,severity,device_id,opened,
	detail) VALUES(1,1,'conflict','warning',1,now(),'{\"a\":1}');
    INSERT INTO incident(tenant_id,incident_id,rule,severity,key,opened,holding,
	total,next_look) VALUES(1,1,'conflict','warning','subject/1/0/',now(),1,
	1,now());
    INSERT INTO device_state(tenant_id,device_id,vendor,model,profile,class)
	VALUES(1,1,'Cisco','C9300','cisco','switch');
    INSERT INTO version(tenant_id,device_id,kind,since,seen,value,confidence,
	oid,raw,journal,seq) VALUES(1,1,'product',now(),now(),'15.2(4)E8',
	'profile','1.3','x','00000000-0000-4000-8000-000000000001',1);
    INSERT INTO discovery(tenant_id,discovery_id,realm_id,blocks,rate,seed,
	asked,asked_by,state) VALUES(1,1,1,'{192.0.2.0/24}',50,1,now(),'x',
	'running');
    INSERT INTO proposal(tenant_id,realm_id,address,port,discovery_id,range_id,
	credential_id,protocol,level,confidence,first_seen,last_seen,state)
	SELECT 1,1,'192.0.2.7',161,1,1,1,'v2c','none','profile',now(),now(),
	'new';
    INSERT INTO check_result(tenant_id,device_id,name,since,seen,result,about,
	said,source) VALUES(1,1,'telnet',now(),now(),'failed','uit','aan','x');
    INSERT INTO unknown_neighbour(tenant_id,device_id,protocol,key,name,
	first_seen,last_seen) VALUES(1,1,'lldp','k','buur',now(),now());
    INSERT INTO trap(at,tenant_id,device_id,journal,seq,peer,peer_port,protocol,
	level,inform,oid,varbinds) VALUES(now(),1,1,
	'00000000-0000-4000-8000-000000000001',7,'192.0.2.1',162,'v2c','none',
	false,'1.3.6.1.6.3.1.1.5.3','\x3000');
    INSERT INTO trap_sender VALUES(1,1,'192.0.2.1','community',1,now(),now(),4);
    INSERT INTO difference(tenant_id,device_id,since,kind,part,source,key,label,
	peer,other,were,are,sure,seen,told) VALUES(1,1,now(),'down','interface',
	'interfaces','24','Te1/1/1','core-2','',0,0,true,now(),now());
    INSERT INTO comparison(tenant_id,patch_id,device_id,day,at,outcome,why,
	words,p,adjusted,detail) VALUES(1,1,1,1,now(),'failed','','erger',0,0,
	'{}')" \
    >/dev/null

lists='site-list system-list supplier-list mitigation-list vulnerability-list
    window-list window-days-off policy-show alert-list channel-list inventory credential-list
    range-list discover-list discover-neighbours discover-runs hold-list
    audit-list contract-list user-list exploited-list advisory-list
    framework-list device-checks alert-mutes legacy-list schedule-list
    trap-list trap-senders device-lost stability action-list decision-list review-list attestation-list incident-list
    change-list'
print() { # LIST [OPTION...]
	what=$(echo "$1" | sed 's/-/ /')
	shift
	# Not kept: when it is told last, who was silent.
	# shellcheck disable=SC2086
	patchwacht $what --json "$@" |
	    sed -E 's/"(silent|last_seen|updated|seen|since|start|opens|until|next|rev)": [^,}]*,?//g'
}
for list in $lists; do
	print "$list" >"$tmp/$list.then" || diag "$list"
done
at=$(sql "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',
    'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
bad=0
for list in $lists; do
	[ "$(grep -c '"[a-z_]*": ' "$tmp/$list.then")" -gt 0 ] ||
	    { bad=1; diag "$list says nothing"; }
done
ok $bad "each says something"

# Everything becomes something else.

q supplier assign Netwerk-NV --site Noord
q site add Oost
q device edit sw1 --site Zuid --name sw1b
q contract edit C-1 --high '1 d' --reason krap
q supplier add Ander
q mitigation end 1 --reason 'patch staat erop'
q window remove avond --reason x
q window days-off 2026-12-24 --remove
q window days-off 2026-12-25 'Kerst'
q hold remove 1 --reason klaar
printf 'name,category,site,version\npc-1,workstation,Zuid,12\n' >"$tmp/pc.csv"
q system import "$tmp/pc.csv"
q system retire csv pc-1 --reason weg
q credential add schrijven --community-file "$tmp/community"
q range remove 192.0.2.0/24 --reason x
printf 'name = "Krap"\nhigh = "5 d"\n' >"$tmp/policy"
q policy set "$tmp/policy" --reason x
q patch withdraw P-1 --reason x
q user grant janse ciso --name Janse
q channel remove it --reason x
echo 'vulnerability
CVE-2026-0009' >"$tmp/used.csv"
q exploited import "$tmp/used.csv" --source Lijst --date 2026-02-15
q patch add P-2 Firmware --priority high --tag core --fix 'ios:15.2(4)E10' \
    --vulnerability CVE-2026-0009 --vulnerability CVE-2026-0003
q advisory decide A-1 --accepted --reason 'gaat weg'
q framework hide cbw --reason 'toch niet'
q framework remove eigen X.1 --reason x
q alert unmute 1 --reason x
q legacy end 1 --reason x
q schedule pause mij --reason x
q action close A-1 --outcome 'done' --reason x
q decision edit B-1 --cause anders
q review edit R-1 --owner CISO
q attestation expire V-1 --reason x
q incident edit I-1 --owner CISO
q change edit W-1 --owner CISO
owner "UPDATE alert SET closed=now(),detail='{\"b\":1}';
    UPDATE incident SET recovered=now(),closed=now(),holding=0;
    UPDATE device_state SET model='C9500';
    UPDATE version SET until=now()+interval '1 s',seen=now();
    UPDATE discovery SET state='done',finished=now(),done=254;
    UPDATE proposal SET state='refused',decided=now(),last_seen=now();
    UPDATE deployment SET state='withdrawn';
    UPDATE check_result SET until=now();
    INSERT INTO check_result(tenant_id,device_id,name,since,seen,result,about,
	said,source) VALUES(1,1,'telnet',now(),now(),'passed','uit','uit','x');
    DELETE FROM unknown_neighbour;
    INSERT INTO trap(at,tenant_id,device_id,journal,seq,peer,peer_port,protocol,
	level,inform,oid,varbinds) VALUES(now(),1,1,
	'00000000-0000-4000-8000-000000000001',8,'192.0.2.1',162,'v2c','none',
	false,'1.3.6.1.6.3.1.1.5.4','\x3000');
    INSERT INTO trap_sender VALUES(1,1,'192.0.2.9','unknown',NULL,now(),now(),1);
    UPDATE difference SET over=now();
    INSERT INTO comparison(tenant_id,patch_id,device_id,day,at,outcome,why,
	words,p,adjusted,detail) VALUES(1,1,1,3,now(),'passed','','goed',1,1,
	'{}')" >/dev/null
bad=0
same=
for list in $lists; do
	print "$list" --as-of "$at" >"$tmp/now" 2>&1
	cmp -s "$tmp/$list.then" "$tmp/now" ||
	    { bad=1; diag "$list: $(diff "$tmp/$list.then" "$tmp/now")"; }
	print "$list" >"$tmp/now"
	cmp -s "$tmp/$list.then" "$tmp/now" && same="$same $list"
done
ok $bad "each says again what it said"
is "${same# }" "" "and something else by now"

is "$(owner "SELECT count(*) FROM past WHERE kind='credential'
    AND was ? 'box'")" 0 "no secret is kept in the past"
is "$(owner "SELECT count(*) FROM past_since")" \
    "$(owner "SELECT count(*) FROM pg_trigger t JOIN pg_class c
	ON c.oid=t.tgrelid WHERE tgname='past_keep'")" \
    "of each table it is known since when"
columns() { # TABLE
	owner "SELECT string_agg(attname||' '||atttypid::regtype,', '
	    ORDER BY attname) FROM pg_attribute WHERE attnum>0
	    AND attrelid='$1'::regclass AND NOT attisdropped AND attname<>'until'"
}
is "$(columns past_deployment)" "$(columns deployment)" \
    "each column of a deployment is kept of what it was"
is "$(owner "BEGIN; UPDATE deployment SET running='twice 1',rev=rev+1;
    UPDATE deployment SET running='twice 2',rev=rev+1; COMMIT;
    SELECT count(*) FROM past_deployment WHERE running LIKE 'twice%'")" 0 \
    "of two changes in one transaction nobody saw the first"
made="SELECT md5(string_agg(pg_get_functiondef(oid),' ' ORDER BY proname))
    FROM pg_proc WHERE proname IN('supplier_duty_at','supplier_checked_at')"
is "$(owner "BEGIN; CALL past_of_function('supplier_duty');
    CALL past_of_function('supplier_checked'); $made; ROLLBACK")" \
    "$(owner "$made")" "functions of a moment follow those of now"
for list in 'site list' 'alert list' 'policy show' senders 'trap list'; do
	# shellcheck disable=SC2086
	fails "$list: of the future" patchwacht $list --as-of 2099-01-01
done
fails "nor before it was kept" patchwacht site list --as-of 2020-01-01
like "$(cat "$tmp/out")" '*is known from*on*' "but from when on"
is "$(patchwacht senders --as-of "$at")" \
    "Whoever sent syslog since then is a device of the register." \
    "nobody unknown sent anything"
patchwacht site list --as-of "$at" >"$tmp/out"
ok $? "the last"
