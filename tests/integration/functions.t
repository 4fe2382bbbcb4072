#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Who may do what is decided by the database, on the name somebody came in
# with: each act of the process is tried in each function with a plain psql
# connection, and is done or refused (functions.acts). Functions are given by the
# process owner and never to oneself, and end without being forgotten.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

acts=$srcdir/tests/integration/functions.acts
sed -n '/^\\set/p' "$acts" >"$tmp/names.sql"
grep -v '^\\set\|^#\|^$' "$acts" >"$tmp/acts"
plan $((82 + $(wc -l <"$tmp/acts")))

start_db || exit 1
me=$(id -un)
patchwacht init --name School --quiet || exit 1
patchwacht site add Zuid --quiet || exit 1
echo "Mandaat 2026" >"$tmp/mandate.txt"
enter piet els anna || exit 1

# What became of a statement of somebody: "done" when it changed or told
# something. A policy may also hide what it refuses: no row is changed then.
# Taken back, unless it is to be tried to its end: there the trail is owed a row.
outcome() { # LOGIN STATEMENT [COMMIT]
	if ! said=$(psql -XAt -v ON_ERROR_STOP=1 -v VERBOSITY=verbose \
	    -h "$home/db/run" -d patchwacht -U "$1" -c 'BEGIN' -c "$2" \
	    -c "${3-ROLLBACK}" 2>&1); then
		case $said in
		*'ERROR:  42501:'*) echo refused ;;
		*) echo "failed: $said" ;;
		esac
		return
	fi
	case $(echo "$said" | grep -vE '^(BEGIN|COMMIT|ROLLBACK)$') in
	'UPDATE 0' | 'DELETE 0' | '' | '(0 rows)') echo refused ;;
	*) echo "done" ;;
	esac
}

refused() { # LOGIN STATEMENT NAME [COMMIT]
	is "$(outcome "$1" "$2" ${4+"$4"})" refused "$3"
}

held() { # LOGIN
	sql "SELECT string_agg(function,' ' ORDER BY function) FROM holder
	    WHERE login='$1' AND (until IS NULL OR until>now())" \
	    -U patchwacht_owner
}

# Giving functions.

is "$(held "$me")" 'it_staff process_owner' \
    "who sets up an organisation keeps its register, and decides nothing"
like "$(patchwacht audit list "user/$me" --csv)" \
    '*user.grant*set up the organisation*' "which is a change of the register"
fails "nobody gives a function to themselves" \
    patchwacht user grant "$me" board
like "$(cat "$tmp/out")" "*not to oneself: you are $me*" "and is told why"
refused "$me" "INSERT INTO holder(tenant_id,holder_id,login,name,function)
    VALUES(1,50,session_user,'x','board')" "nor by SQL"
refused "$me" "INSERT INTO holder(tenant_id,holder_id,login,name,function,
    granted_by) VALUES(1,50,'piet','x','board','els')" "nor in another's name"
refused "$me" "INSERT INTO holder(tenant_id,holder_id,login,name,function,
    since) VALUES(1,50,'piet','x','board','2020-01-01')" "nor for the past"
pass "the process owner gives one" patchwacht user grant piet system_owner \
    --name 'Piet de Wit' --site Zuid --until 2099-01-01
fails "which its holder cannot pass on" by piet patchwacht user grant els ciso
refused piet "UPDATE holder SET until=NULL" "nor prolong"
refused "$me" "UPDATE holder SET function='board'" "nobody makes it another"
refused "$me" "DELETE FROM holder" "nor takes the row away"
fails "a board by mandate needs its document" \
    patchwacht user grant els board --mandate 'IT tot 2027'
pass "and is given with it" patchwacht user grant els board \
    --mandate 'IT tot 2027' --document "$tmp/mandate.txt"
is "$(patchwacht user show els --json |
    python3 -c 'import json,sys; print(json.load(sys.stdin)[0]["mandate_sha256"])')" \
    "$(sha256sum <"$tmp/mandate.txt" | cut -c1-64)" "whose hash is kept"
pass "an auditor" patchwacht user grant anna toezichthouder
fails "holds nothing else" patchwacht user grant anna it_staff
fails "nor becomes one beside it" patchwacht user grant els auditor
fails "a supplier maintains something" patchwacht user grant els supplier
like "$(patchwacht user grant nobody-yet ciso 2>&1)" \
    '*nobody-yet is CISO*cannot come in yet*user add nobody-yet*' \
    "a name that cannot come in is told"
pass "a function ends" patchwacht user revoke piet systeemeigenaar \
    --reason 'andere baan'
is "$(held piet)" '' "and is no longer held"
like "$(patchwacht user show piet --csv)" "*system_owner*Zuid*$me*ended*" \
    "but is not forgotten"
pass "whoever keeps the database gives a first one" \
    patchwacht-db operator add piet --function process_owner

# Every act in every function. People: the board, who holds its mandate, a
# system owner, one of a single site, IT staff, the same, a process owner, a
# CISO, a CISO who is of the board as well, a supplier, an auditor, somebody of
# another organisation, and somebody without a function.

people='bea mia sys sit itx itz pro cis cib sup aud out non'
# shellcheck disable=SC2086
enter $people || exit 1
patchwacht site add Noord --quiet
give() { # LOGIN FUNCTION [OPTION...]
	patchwacht user grant "$@" --quiet || exit 1
}
give bea board
give mia board --mandate 'IT' --document "$tmp/mandate.txt"
give sys system_owner
give sit system_owner --site Zuid
give itx it_staff
give itz it_staff --site Zuid
give pro process_owner
give cis ciso
give cib ciso
give cib board
give sup supplier --supplier Acme
give aud auditor
by out patchwacht --tenant 2 init --name Elders --quiet || exit 1
by out patchwacht --tenant 2 device add o1 192.0.2.91 --quiet

patchwacht device add z1 192.0.2.1 --site Zuid --supplier Acme --quiet
patchwacht device add n1 192.0.2.2 --site Noord --quiet
for patch in low medium high critical; do
	by itx patchwacht patch add "$patch" x --priority $patch --quiet \
	    --device z1 --device n1 --fix 'ios:15.2(7)E7' --recovery-plan x
done

# Statements stand in one line each.
flat() {
	printf '%s' "$1" | tr -s '\n\t ' ' '
}

# One more, that has come to be of another device and of no target.
by itx patchwacht patch add moved x --priority low --quiet --device z1 \
    --known-exploited \
    --device n1 --recovery-plan x
z1=$(flat "tenant_id=1 AND device_id=(SELECT device_id FROM device
    WHERE tenant_id=1 AND name='z1')")
sql "DELETE FROM patch_target WHERE patch_id=5 AND $z1;
    INSERT INTO device_state(tenant_id,device_id,serial) SELECT 1,device_id,'new'
    FROM device WHERE tenant_id=1 AND name='z1';
    UPDATE deployment SET serial='old' WHERE patch_id=5 AND $z1" \
    -U patchwacht_owner >/dev/null || exit 1

# One that was critical until somebody agreed that it is low; and one of which
# that is asked, to medium.
by itx patchwacht patch add agreed x --priority critical --quiet --device z1 \
    --recovery-plan x
sql "INSERT INTO assessment(tenant_id,assessment_id,patch_id,at,actor,
	known_exploited,internet_facing,patient_safety,proposed,rule,
	policy_version,was,priority,lowers,approved,approved_by)
    VALUES(1,1,6,now(),'jan',false,false,false,'low','x',1,'critical','low',
	true,now(),'kees'),
    (1,2,3,now(),'jan',false,false,false,'medium','x',1,'high','medium',
	true,NULL,NULL);
    UPDATE patch SET priority='low' WHERE patch_id=6" \
    -U patchwacht_owner >/dev/null || exit 1

ask() { # LOGIN PATCH DAYS [OPTION...]: its number is in $id
	who=$1
	patch=$2
	until=$(date -u -d "$3 days" +%FT%TZ)
	shift 3
	by "$who" patchwacht exception request "$patch" --reason r --measure m \
	    --owner o --until "$until" --quiet "$@" || return 1
	id=$(sql "SELECT max(exception_id) FROM exception WHERE tenant_id=1" \
	    -U patchwacht_owner)
}

advise() { # ID
	by cis patchwacht exception advise "$1" for --reason gezien --quiet
}

# 1 to 7: small; critical; longer than 90 days; of one device; not advised on;
# of a system owner; of a supplier.
ask itx low 30 && advise 1
ask itx critical 30 && advise 2
ask itx low 120 && advise 3
ask itx medium 30 --device z1 && advise 4
ask itx low 30
ask sys low 30 && advise 6
ask sup low 30 --device z1 && advise 7
for tenant in 1 2; do
	sql "INSERT INTO message(rcvd,seq,journal,tenant_id,realm_id,peer_port,
	    severity,security,peer,transport,head,text) VALUES(now(),$tenant,
	    gen_random_uuid(),$tenant,1,1,5,false,'::1','udp','<14>','hello');
	    INSERT INTO reading VALUES(now(),$tenant,1,gen_random_uuid(),1,1,
	    now(),'answered',1,'v2c','none','::1',NULL,'')" \
	    -U patchwacht_store || exit 1
done
# One that runs out is noted with the first organisation, as all of the listener is.
sql "INSERT INTO loss VALUES(now(),1,1,gen_random_uuid(),1,
	'listen \"a\": certificate of CN=x (y.pem) runs out 2030-01-01','expiry',
	0),(now(),1,1,gen_random_uuid(),2,'a','privacy',9)" \
    -U patchwacht_store || exit 1
is "$id" 7 "exceptions are asked for, by a supplier for a device of its own"
ask itx agreed 30 && advise 8


# What is found by those who try: see functions.acts.
sql "INSERT INTO supplier VALUES(1,1,'Acme',NULL,now()),(1,2,'Other',NULL,now())
	ON CONFLICT DO NOTHING;
    INSERT INTO pilot(tenant_id,pilot_id,patch_id,place,at,made,actor,function,
	compatibility,performance) SELECT 1,patch_id,patch_id,'lab',now(),now(),
	'jan','ok','ok','ok' FROM patch WHERE patch_id IN(1,4);
    UPDATE patch SET approved=now(),approved_by='kees' WHERE patch_id=4;
    UPDATE policy SET effective=now()-interval '1 d';
    INSERT INTO emergency(tenant_id,emergency_id,patch_id,at,actor,reason)
	VALUES(1,1,3,now()-interval '1 h','jan','x');
    INSERT INTO ring_comparison VALUES(1,1,0,1,now(),'failed','','worse','{}');
    INSERT INTO legacy_permission VALUES(1,800,'board','x',sha256('x'),NULL,
	now(),now()+interval '1 d',now(),'jan');
    UPDATE deployment SET created=now()-interval '2 h'
	WHERE patch_id=3 AND device_id=1;
    UPDATE deployment SET deadline=now()-interval '1 d'
	WHERE patch_id=2 AND device_id=2;
    INSERT INTO mitigation(tenant_id,mitigation_id,patch_id,device_id,at,made,
	actor,measure,evidence) VALUES(1,1,1,1,now(),now(),'jan','x','x');
    INSERT INTO window_rule VALUES(1,1,'night',NULL,'tue 22:00 4 h',NULL,now());
    INSERT INTO day_off VALUES(1,'2026-12-25','x');
    INSERT INTO hold(tenant_id,hold_id,since,until,reason,owner,set_by)
	VALUES(1,1,now(),now()+interval '1 d','x','x','jan');
    INSERT INTO credential(tenant_id,credential_id,label,kind,box,created)
	VALUES(1,1,'lab','v2c','x',now()),(1,2,'new','v2c','x',now());
    INSERT INTO range(tenant_id,range_id,realm_id,block,medical,added,added_by)
	VALUES(1,1,1,'198.51.100.0/28',true,now(),'jan');
    INSERT INTO discovery(tenant_id,discovery_id,realm_id,blocks,rate,seed,asked,
	asked_by) VALUES(1,1,1,'{198.51.100.0/28}',50,1,now(),'jan');
    INSERT INTO proposal(tenant_id,realm_id,address,port,discovery_id,range_id,
	credential_id,protocol,level,confidence,first_seen,last_seen,state)
	VALUES(1,1,'198.51.100.1',161,1,1,1,'v2c','none','none',now(),now(),
	'new');
    INSERT INTO channel(tenant_id,channel_id,target,function,language)
	VALUES(1,50,'a@example.org','x','nl');
    INSERT INTO report SELECT 1,50,'quarterly','nl',now(),now(),now(),false,
	now(),'jan','PM-1','x',1,sha256(''),sha256(''),sha256(''),1,sha256('');
    INSERT INTO document VALUES(1,50,'x');
    INSERT INTO schedule(tenant_id,schedule_id,name,kind,every,languages,since,
	removed) VALUES(1,50,'old','quarterly','quarter','{nl}',now(),now());
    INSERT INTO incident(tenant_id,incident_id,rule,severity,key,opened,next_look)
	VALUES(1,50,'x','notice','x',now(),now());
    INSERT INTO system(tenant_id,system_id,source,key,name,category,created,
	updated) VALUES(1,1,'mdm','1','pc','workstation',now(),now());
    INSERT INTO entry(tenant_id,kind,number,rev,made,actor,title,topic,opened)
	SELECT 1,kind,1,1,now(),'jan','x',CASE kind WHEN 'review' THEN 'log' END,
	now() FROM entry_kind;
    INSERT INTO exploited_list VALUES(1,1,'x',now(),now(),'jan',1);
    INSERT INTO exploited VALUES(1,1,'CVE-1',NULL,NULL);
    INSERT INTO support_end(tenant_id,support_id,model,ends,source,actor)
	VALUES(1,1,'y',now(),'x','jan');
    INSERT INTO advisory_source(tenant_id,source_id,name,vendor,actor)
	VALUES(1,1,'y','y','jan');
    INSERT INTO advisory(tenant_id,advisory_id,reference,title,vendor,published,
	actor) VALUES(1,1,'y','y','y',now(),'jan');
    INSERT INTO id_alloc(tenant_id,kind,next)
	SELECT 1,'entry.'||kind,100 FROM entry_kind;
    INSERT INTO id_alloc(tenant_id,kind,next,used)
	SELECT t,kind,1000,999 FROM id_kind,generate_series(1,2) t
	WHERE relation NOT IN('entry','delivery')
	ON CONFLICT(tenant_id,kind) DO UPDATE SET next=1000,used=999" \
    -U patchwacht_owner >/dev/null || exit 1

# All of them as one person, each undone: a line "ACT n error sqlstate rows". A
# refusal is 42501, 23514 by a check, or 25P02 when it came before the last
# statement. Then what the end of the transaction would have said: "END n sqlstate
# whether it wrote".
try_acts() { # LOGIN
	psql -XAtq -h "$home/db/run" -d patchwacht -U "$1" \
	    -f "$tmp/acts.sql" 2>"$tmp/acts.$1.err" | tee -a "$tmp/ends" |
	    awk -v who="$1" '
		$1 != "ACT" { next }
		$3 == "false" && $5 > 0 { print $2, who; next }
		$3 == "true" && $4 !~ /^(42501|23514|25P02)$/ {
			print $2, who ":" $4
		}'
}
awk -F'|' -v names="$tmp/names.sql" 'BEGIN { print "\\i " names }
    { sub(/^[^|]*\|[^|]*\| */, "")
      printf "BEGIN;\n%s;\n\\echo ACT %d :ERROR :SQLSTATE :ROW_COUNT\n", $0, NR
      print "SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote \\gset"
      printf "SET CONSTRAINTS ALL IMMEDIATE;\n\\echo END %d :SQLSTATE :wrote\nROLLBACK;\n",
	  NR }' "$tmp/acts" >"$tmp/acts.sql"
: >"$tmp/ends"
for who in $people; do
	try_acts "$who"
done >"$tmp/done"
awk 'NR == FNR { did[$1] = did[$1] (did[$1] == "" ? "" : " ") $2; next }
    { print did[FNR] "|" $0 }' "$tmp/done" "$tmp/acts" >"$tmp/did"
while IFS='|' read -r did act may _; do
	# shellcheck disable=SC2086 # one blank between the names
	set -- $may
	is "$did" "$*" "who ${act% }"
done <"$tmp/did"

# What anybody may write is written with a row of the trail, or not at all; but the
# row itself, numbers that are taken, a wish that a device be asked, the way to its
# reader of a report whose issue is in the trail, a lock, and a patch as it was.
awk -F'[ |]*[|] *' 'FILENAME == ARGV[1] { name[FNR] = $1; next }
    { split($0, word, " ") }
    word[1] == "ACT" { did = word[3] == "false" && word[5] > 0 }
    word[1] == "END" && did && word[4] == "t" {
	if (word[3] != "42501") print name[word[2]]
	else owed[word[2]] = 1
    }
    END { for (n in owed) count++; print (count > 100 ? "100 more" : count+0) }' \
    "$tmp/acts" "$tmp/ends" | sort -u >"$tmp/owes"
is "$(cat "$tmp/owes")" "100 more
asks for a poll
asks to try SNMPv1 and v2c
changes a patch
has a report mailed
holds a patch to assess it
notes a change
says a test
takes a thousand
takes an id for a patch
takes an id for a request
takes the first of a kind" \
    "whatever else is written owes the trail a row"
day="INSERT INTO day_off(tenant_id,name,day) VALUES(1,'never','2026-01-01')"
refused "$me" "$day" "nor kept when it is tried to the end" COMMIT
like "$(sql "$day" 2>&1)" '*(day_off) is not written without a row in its trail*' \
    "which says why"
is "$(sql "SELECT count(*) FROM day_off WHERE name='never'" -U patchwacht_owner)" 0 \
    "and keeps nothing"
is "$(outcome "$me" "$day$told" COMMIT)" "done" "with its row it is"
is "$(sql "SELECT count(*) FROM owed" -U patchwacht_owner)" 0 \
    "of which no debt remains"

# Rows that are imported are written together; one that is refused is named.
printf '%s\n' name,address,site m1,192.0.2.101,Zuid m2,192.0.2.102,Noord \
    m3,192.0.2.103,Zuid >"$tmp/many.csv"
fails "a device of another site is refused in an import" \
    by itz patchwacht device import "$tmp/many.csv"
like "$(cat "$tmp/out")" '*many.csv:3:1: the database refuses this row*' \
    "which names the row"
is "$(sql "SELECT count(*) FROM device WHERE name LIKE 'm_'" \
    -U patchwacht_owner)" 0 "and makes none of them"
printf '%s\n' reference,title,priority X-1,One,low X-2,Two,low >"$tmp/many.csv"
fails "patches are refused to who may not add them" \
    by cis patchwacht patch import "$tmp/many.csv"
like "$(cat "$tmp/out")" '*many.csv:2:1: the database refuses this row*' \
    "which names the first"
is "$(sql "SELECT count(*) FROM patch WHERE reference LIKE 'X-_'" \
    -U patchwacht_owner)" 0 "and none is made"

# So are those that a rule hides from who may read them, and those of kinds that
# are written one by one: of what is there, and of what is new.
now=$(date -u +%FT%TZ) soon=$(date -u -d '+1 day' +%FT%TZ)
table() { # KIND HEADER ROW
	printf '%s\n' "$2" "$3" >"$tmp/$1.csv"
}
table systems source,key,name,category mdm,1,other,workstation
table devices name,address,site,owner n1,192.0.2.2,Noord,other
table ranges range,label 198.51.100.0/28,other
table channels name,means,target,function \
    a@example.org,mail,a@example.org,other
table mutes device,since,until,reason "z1,$now,$soon,x"
table holds since,until,reason,owner "$now,$soon,x,x"
table pilots patch,place,at,function,compatibility,performance \
    low,lab2,2026-01-01,ok,ok,ok
table claims patch,device,at low,z1,2026-01-01
while read -r who kind; do
	by "$who" patchwacht import "$kind" "$tmp/$kind.csv" \
	    >"$tmp/out" 2>&1 </dev/null &&
	    echo "$who $kind: done"
	grep -q '^patchwacht: not allowed.*: that is for [A-Za-z]' "$tmp/out" ||
	    echo "$who $kind: $(cat "$tmp/out")"
done >"$tmp/unsaid" <<END
cis systems
bea systems
itz systems
cis devices
bea devices
cis ranges
itz ranges
cis channels
itz channels
cis mutes
sit mutes
sys holds
itz holds
cis pilots
bea pilots
cis claims
pro claims
END
is "$(cat "$tmp/unsaid")" '' "an import by who may not is refused in words"
by bea patchwacht system import "$tmp/systems.csv" >"$tmp/out" 2>&1
like "$(cat "$tmp/out")" '*systems.csv:2:1: the database refuses*nothing was*' \
    "and names the row"
is "$(patchwacht system list --csv | grep -c other)" 0 "which is as it was"
pass "while who may changes it" \
    by pro patchwacht import systems "$tmp/systems.csv"
is "$(patchwacht system list --csv | grep -c other)" 1 "as they say"

# That there is a first step is told to who may read it.
first_step() { # LOGIN PATCH
	psql -XAtq -h "$home/db/run" -d patchwacht -U "$1" -c "INSERT INTO
	    transition(tenant_id,transition_id,patch_id,device_id,attempt,at,
	    to_state,cause,level,actor,reason,policy_version) VALUES(1,900000,
	    $2,2,1,now(),'planned','registered',0,session_user,'x',1)" 2>&1
}
for who in out sup; do
	is "$(first_step $who 1)" "$(first_step $who 99)" \
	    "$who hears the same of one that has its first step and of none"
done

# A refusal is told in words: who may do it, and who asks. Of every verb that a
# wrong person types something is said, and nothing of it in the database's.
told() { # LOGIN PATTERN WORD...
	who=$1 pattern=$2
	shift 2
	by "$who" patchwacht "$@" >"$tmp/out" 2>&1 </dev/null
	like "$(cat "$tmp/out")" "$pattern" "$who: $*"
}
told cis '*(site): that is for IT staff or system owner; cis is CISO*' \
    site add Nieuw
told itz '*itz is IT staff, but not of all that this is about*' \
    device add q1 192.0.2.9 --site Noord
told sup '*sup is supplier: that reports what was installed*' \
    device add q1 192.0.2.9
told sup '*(assessment): that is for *; sup is supplier*' \
    patch assess high --criticality x --impact x --dependencies x
told sup '*(device): that is for IT staff or system owner; sup is supplier*' \
    device edit z1 --owner x
told itz '*not there, or not for itz to change, who is IT staff of Zuid*' \
    device edit n1 --owner x
told non '*non holds no function in this organisation*user grant non*' \
    device list
told itx '*functions are given by the process owner*' \
    user grant elsa auditor
is "$(grep -c 'cannot come in' "$tmp/out")" 0 \
    "of what comes after a grant nothing is said where there is none"
while read -r line; do
	for who in pro cis sup; do
		# shellcheck disable=SC2086 # words
		by "$who" patchwacht $line >"$tmp/out" 2>&1 </dev/null &&
		    continue
		grep -q 'SQLSTATE\|row-level' "$tmp/out" && echo "$who: $line"
		[ -s "$tmp/out" ] || echo "$who: $line: nothing said"
	done
done >"$tmp/unsaid" <<EOF
site add X
device edit n1 --owner x
device retire n1 --reason x
device import $tmp/many.csv
device poll n1
patch add Q x --priority low
patch edit low --title y --reason x
patch withdraw low --reason x
patch assess low --priority critical
patch test low --place lab --function ok --compatibility ok --performance ok
patch emergency low --reason x
patch approve low
deployment report low n1
exception request low --kind other --reason r --measure m --owner o --until 2090-01-15
exception approve 1 --reason x
policy set /dev/null --reason x
supplier assign Acme --site Noord
window add w tue
window days-off 2026-12-24 x
framework use bio2 --reason x
schedule add s --kind monthly
channel add c --mail a@example.org
ring move low n1 pilot --reason x
report review PM-1
report adopt PM-1
EOF
is "$(cat "$tmp/unsaid")" "" "whatever else a wrong person types"

# Also where a rule hides the row that would be written, so that the database
# refuses nothing and changes none: each verb that updates says who may, and none
# that it is not there.
while read -r who line; do
	# shellcheck disable=SC2086 # words
	by "$who" patchwacht $line >"$tmp/out" 2>&1 </dev/null &&
	    echo "$who: $line: done"
	grep -q "^patchwacht: not allowed.*: that is for [A-Za-z]" "$tmp/out" ||
	    echo "$who: $line: $(cat "$tmp/out")"
	grep '(null)\|there is no\|was decided on\|of none' "$tmp/out"
done >"$tmp/unsaid" <<EOF
cis site edit Zuid --calendar none
sit site edit Zuid --calendar none
pro supplier assign Acme --site Zuid
cis credential remove new
itz credential remove new
cis device edit n1 --owner x
sup device edit z1 --owner x
cis device accept z1 --reason x
pro device retire n1 --reason x
cis range remove 198.51.100.0/28 --reason x
cis discover refuse 198.51.100.1 --reason x
cis patch edit low --title y --reason x
bea patch withdraw low --reason x
cis patch plan low --window night --reason x
cis deployment report low z1
bea window remove night
sit window remove night
cis window days-off 2026-12-25 --remove
bea mitigation end 1 --reason x
cis ring move low z1 pilot --reason x
sit ring dismiss low pilot --reason x
sit alert ack 50 --reason x
sit channel remove a@example.org --reason x
itz channel remove a@example.org --reason x
cis schedule pause quarterly --reason x
cis schedule remove quarterly --reason x
bea report review PM-1
pro report review PM-1
cis report draw-up PM-1
pro report adopt PM-1
sys report adopt PM-1
bea advisory decide y --accepted --reason x
bea system retire mdm 1 --reason x
cis legacy end 800 --reason x
sit hold remove 1 --reason x
sys framework exclude ibp SM.06 --reason x --decided 2026-11-01
cis framework exclude ibp SM.06 --reason x --decided 2026-11-01 --document $tmp/many.csv
pro framework exclude ibp SM.06 --reason x --decided 2026-11-01
cis framework include ibp SM.06 --reason x --decided 2026-11-01
itx framework hide ibp --reason x
bea init --dpia 2026-01-01
EOF
is "$(cat "$tmp/unsaid")" "" "what a rule hides is refused in words"
told cis '*that is for board or process owner; cis is CISO*' framework exclude \
    ibp SM.06 --reason x --decided 2026-11-01 --document "$tmp/many.csv"
told bea '*(step of a report): that is for CISO; bea is board*' \
    report review PM-1
told sit '*waits for sit: a system owner, the process owner or the board*' \
    patch agree high
told itx '*there is no device "z11" in service; did you mean "z1"?*' \
    device edit z11 --owner x
told itx '*--site*no site "Zuud"; did you mean "Zuid"?*--make-sites*' \
    device add q1 192.0.2.9 --site Zuud
told itx '*there is no patch "hihg"; did you mean "high"?*' patch show hihg
told itx '*there is no window "nihgt"; did you mean "night"?*' \
    window remove nihgt
told pro '*note: there is no supplier "Acmee"; did you mean "Acme"?*' \
    user grant sup supplier --supplier Acmee
told pro 'sys is system owner already' user grant sys system_owner
is "$(sql "SELECT count(*) FROM change WHERE tenant_id=1
    AND action IN('range.remove','discover.refuse','window.remove')" \
    -U patchwacht_owner)" 0 "and the trail tells of nothing that was not done"

# What a row is called, when and by whom it was written: of every kind.
is "$(sql "SELECT string_agg(relation,' ' ORDER BY relation) FROM id_kind k
    WHERE relation<>'entry'
    AND has_any_column_privilege('patchwacht_register',relation,'INSERT')
    AND NOT EXISTS(SELECT FROM pg_policies WHERE policyname='own_id'
	AND tablename=k.relation)" -U patchwacht_owner)" "" \
    "each id that people write is one that was handed out"
is "$(sql "SELECT string_agg(c.relname||'.'||a.attname,' ')
    FROM pg_index i JOIN pg_class c ON c.oid=i.indrelid
    JOIN pg_attribute a ON a.attrelid=c.oid AND a.attnum=ANY(i.indkey)
    WHERE i.indisprimary AND c.relnamespace='patchwacht'::regnamespace
    AND has_column_privilege('patchwacht_register',c.oid,a.attnum,'UPDATE')" \
    -U patchwacht_owner)" "" "and no key is written again"
is "$(sql "SELECT string_agg(relname||'.'||attname,' ' ORDER BY relname)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid=c.oid
    WHERE c.relnamespace='patchwacht'::regnamespace AND c.relkind='r'
    AND a.attname IN('made','created','granted','asked','added','registered')
    AND has_column_privilege('patchwacht_register',c.oid,a.attnum,'INSERT')
    AND NOT EXISTS(SELECT FROM pg_trigger t WHERE t.tgrelid=c.oid
	AND t.tgname='a_moments'
	AND encode(t.tgargs,'escape') LIKE '%made '||a.attname||'%')" \
    -U patchwacht_owner)" "deployment.created mute.made notification.created" \
    "nor is another moment written than now (mutes, plans: by rules of their own)"

# Nothing is left out: each table of an organisation's that people may write to
# owes the trail a row and stands in the list, and no other can be written to at
# all.

tables() { # CONDITION: on relation c
	sql "SELECT c.relname FROM pg_class c
	    WHERE c.relnamespace='patchwacht'::regnamespace
	    AND c.relkind IN('r','p') AND NOT c.relispartition
	    AND EXISTS(SELECT FROM pg_attribute WHERE attrelid=c.oid
	    AND attname='tenant_id') AND ($1) ORDER BY 1" -U patchwacht_owner
}
writes=$(for what in INSERT UPDATE; do
	printf "has_any_column_privilege('patchwacht_register',c.oid,'%s') OR " \
	    $what
done)
is "$(tables "(${writes%???}
    OR has_table_privilege('patchwacht_register',c.oid,'DELETE'))
    AND 3>(SELECT count(*) FROM pg_trigger t WHERE t.tgrelid=c.oid
	AND t.tgname IN('owes_insert','owes_update','owes_delete')
	AND t.tgenabled='O')")" "change
change_head
id_alloc
notification
request
saying" "each table that people write to owes the trail a row, but its own"
# A table and what may be done to it, a line each, of all that is a table or a
# view; and the same of what may not be done.
verbs() { # not|'' ANSWER FROM THE CATALOGUE
	sql "SELECT v || ' ' || c.relname FROM pg_class c,
	    unnest('{INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) v
	    WHERE c.relnamespace='patchwacht'::regnamespace
	    AND NOT c.relispartition AND (c.relkind IN('r','p')
	    OR (v<>'TRUNCATE' AND pg_relation_is_updatable(c.oid,false)>0))
	    AND $1 CASE WHEN v IN('INSERT','UPDATE')
	    THEN has_any_column_privilege('patchwacht_register',c.oid,v)
	    ELSE has_table_privilege('patchwacht_register',c.oid,v) END
	    ORDER BY c.relname,v" -U patchwacht_owner
}
is "$(verbs '' | while read -r verb table; do
	case $verb in
	INSERT) said="INSERT INTO $table" ;;
	DELETE) said="DELETE FROM $table" ;;
	*) said="$verb $table" ;;
	esac
	grep -Eq "(^|[^a-z_])$said\\b" "$acts" || echo "$verb $table"
done)" '' "whatever people may write to a table, a line of the list tries"

# The others are tried here: no table, and no verb, is left out by whoever adds
# one. A refusal names the privilege, before any row is looked at.
verbs NOT >"$tmp/none"
while read -r verb table; do
	case $verb in
	INSERT) echo "INSERT INTO $table DEFAULT VALUES;" ;;
	UPDATE)
		column=$(sql "SELECT attname FROM pg_attribute WHERE attnum>0
		    AND attrelid='$table'::regclass AND attidentity=''
		    AND NOT attisdropped LIMIT 1" -U patchwacht_owner)
		echo "UPDATE $table SET $column=$column;"
		;;
	DELETE) echo "DELETE FROM $table;" ;;
	*) echo "$verb $table;" ;;
	esac
	printf '\\echo ACT %s :SQLSTATE\n' "$verb $table"
done <"$tmp/none" >"$tmp/none.sql"
for who in $people; do
	psql -XAtq -h "$home/db/run" -d patchwacht -U "$who" \
	    -f "$tmp/none.sql" 2>"$tmp/none.err" |
	    awk -v who="$who" '$1 == "ACT" { n++; if ($4 != "42501") print who, $0 }
		END { print who, n }'
done >"$tmp/none.did"
is "$(cat "$tmp/none.did")" "$(for who in $people; do
	echo "$who $(wc -l <"$tmp/none")"
done)" "and all the rest is refused to each of them"
like "$(wc -l <"$tmp/none")" '[2-9][0-9][0-9]' "which is much"
is "$(sql "SELECT DISTINCT p.proname FROM pg_proc p
    WHERE p.pronamespace='patchwacht'::regnamespace AND p.prosecdef
    AND has_function_privilege('patchwacht_register',p.oid,'EXECUTE')
    ORDER BY 1" -U patchwacht_owner | while read -r function; do
	grep -q "[^a-z_]$function(" "$acts" || echo "$function"
done)" '' "each function that sees more than who asks it is in the list"
is "$(sql "SELECT string_agg(c.relname,' ' ORDER BY 1) FROM pg_class c
    WHERE c.relnamespace='patchwacht'::regnamespace AND c.relkind IN('r','p')
    AND NOT c.relispartition AND EXISTS(SELECT FROM pg_attribute
    WHERE attrelid=c.oid AND attname='tenant_id') AND NOT c.relrowsecurity
    AND has_any_column_privilege('patchwacht_register',c.oid,'SELECT')" \
    -U patchwacht_owner)" '' \
    "each table of an organisation's that people read has row security"
is "$(sql "SELECT string_agg(c.relname||'.'||k,' ' ORDER BY 1) FROM pg_class c,
    unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) k
    WHERE c.relnamespace='patchwacht'::regnamespace AND c.relkind IN('r','p')
    AND NOT c.relispartition AND c.relrowsecurity
    AND CASE WHEN k='DELETE'
    THEN has_table_privilege('patchwacht_register',c.oid,k)
    ELSE has_any_column_privilege('patchwacht_register',c.oid,k) END
    AND NOT EXISTS(SELECT FROM pg_policies p WHERE p.tablename=c.relname
    AND p.schemaname='patchwacht' AND p.permissive='RESTRICTIVE'
    AND p.cmd IN('ALL',k))" -U patchwacht_owner)" \
    'holder.SELECT holder.UPDATE' \
    "and a guard before each verb that people have there (holder has its own)"
is "$(tables "has_table_privilege('patchwacht_register',c.oid,'DELETE')" |
    xargs)" 'day_off patch_fix patch_target' "rows go of these only"
is "$(sql "SELECT c.relname FROM pg_class c
    WHERE c.relnamespace='patchwacht'::regnamespace AND c.relkind IN('r','p')
    AND NOT c.relispartition AND NOT EXISTS(SELECT FROM pg_attribute
    WHERE attrelid=c.oid AND attname='tenant_id')
    AND ($writes false)" -U patchwacht_owner)" '' \
    "and what is of no organisation no person writes"

# Rows of one organisation are not there for somebody of another, or of none.
see=$(tables "has_any_column_privilege('patchwacht_register',c.oid,'SELECT')" |
    sed "s/.*/SELECT '&' AS t,count(tenant_id) AS n FROM & WHERE tenant_id=1/" |
    paste -sd: | sed 's/:/ UNION ALL /g')
for who in out non; do
	is "$(sql "SELECT string_agg(t,' ') FROM ($see) x WHERE n>0" -U "$who")" \
	    '' "$who sees no row of them"
done
like "$(sql "SELECT count(*) FILTER(WHERE n>0) FROM ($see) x" -U itx)" \
    '[2-9][0-9]' "of which there are many"

# Where a table is left open, those who look after it are told.
sql "ALTER TABLE message DISABLE ROW LEVEL SECURITY" -U patchwacht_owner
like "$(patchwacht status)" \
    '*not apart*everybody*organisations: message;*BYPASSRLS*' "status says so"
like "$(patchwachtd --check 2>&1)" \
    '*everybody*organisations: message;*BYPASSRLS*' "and so does --check"
