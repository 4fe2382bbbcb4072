#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Who may do what is decided by the database, on the name somebody came in
# with: each act of the process is tried in each function with a plain psql
# connection, and is done or refused. Functions are given by the process owner
# and never to oneself, and end without being forgotten.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

plan 128

start_db || exit 1
me=$(id -un)
patchwacht init --name School --quiet || exit 1
patchwacht site add Zuid --quiet || exit 1
echo "Mandaat 2026" >"$tmp/mandate.txt"
enter piet els anna || exit 1

# What became of a statement of somebody: "done" when it changed or told
# something. A policy may also hide what it refuses: no row is changed then.
outcome() { # LOGIN STATEMENT
	if ! said=$(psql -XAt -v ON_ERROR_STOP=1 -v VERBOSITY=verbose \
	    -h "$home/db/run" -d patchwacht -U "$1" -c "$2" 2>&1); then
		case $said in
		*'ERROR:  42501:'*) echo refused ;;
		*) echo "failed: $said" ;;
		esac
		return
	fi
	case $said in
	'UPDATE 0' | 'DELETE 0' | '' | '(0 rows)') echo refused ;;
	*) echo "done" ;;
	esac
}

refused() { # LOGIN STATEMENT NAME
	is "$(outcome "$1" "$2")" refused "$3"
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
    '*cannot come in yet*user add nobody-yet*nobody-yet is CISO*' \
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
is "$id" 7 "exceptions are asked for, by a supplier for a device of its own"
ask itx agreed 30 && advise 8

d=$(flat "tenant_id=1 AND device_id=(SELECT device_id FROM device
    WHERE tenant_id=1 AND name")
approve=$(flat "UPDATE exception SET approved=now(),approved_by=session_user
    WHERE tenant_id=1 AND exception_id")
new_device=$(flat "INSERT INTO device(tenant_id,device_id,realm_id,site_id,name,
    address,in_service,created) SELECT 1,901,1,site_id,'new','192.0.2.77',
    now(),now() FROM site WHERE tenant_id=1 AND name")
exception=$(flat "INSERT INTO exception(tenant_id,exception_id,patch_id,
    device_id,kind,reason,measure,owner,requested,requested_by,valid_until)")
claim=$(flat "INSERT INTO claim(tenant_id,claim_id,patch_id,device_id,at,made,
    actor) SELECT tenant_id,900,patch_id,device_id,now(),now(),session_user
    FROM deployment WHERE patch_id=1 AND $d")

agree=$(flat "UPDATE assessment SET approved=now(),approved_by=session_user
    WHERE tenant_id=1 AND assessment_id=2; UPDATE patch SET priority")
plan_until() { # START END, counted from registration
	flat "INSERT INTO deployment(tenant_id,patch_id,device_id,state,created,
	    clock_start,clock_basis,deadline,policy_version) SELECT 1,6,
	    device_id,'planned',now(),registered+interval '$1','registered',
	    registered+interval '$2',1 FROM device JOIN patch USING(tenant_id)
	    WHERE patch_id=6 AND tenant_id=1 AND name='n1'"
}

change=$(flat "INSERT INTO change SELECT tenant_id,seq,at,actor,action,object,
    detail,reason,prev,trail_hash(c::change) FROM (SELECT (row(h.tenant_id,h.seq+1,
    now(),")
fits=$(flat "'a','o','{}',NULL,h.hash,h.hash)::change).* FROM change_head h
    WHERE h.tenant_id=1) c")

# NAME | who may | STATEMENT
acts() {
	cat <<EOF
reads a device | bea mia sys sit itx itz pro cis cib aud | SELECT FROM device WHERE tenant_id=1 AND name='n1'
reads a supplied device | bea mia sys sit itx itz pro cis cib sup aud | SELECT FROM device WHERE tenant_id=1 AND name='z1'
reads another organisation's device | out | SELECT FROM device WHERE name='o1'
reads another organisation's changes | out | SELECT FROM change WHERE tenant_id=2
reads the changes | bea mia sys sit itx itz pro cis cib aud | SELECT FROM change WHERE tenant_id=1
reads who holds what | bea mia sys sit itx itz pro cis cib aud | SELECT FROM holder WHERE tenant_id=1 AND login='bea'
reads a deployment | bea mia sys sit itx itz pro cis cib aud | SELECT FROM deployment WHERE $d='n1')
reads a supplied deployment | bea mia sys sit itx itz pro cis cib sup aud | SELECT FROM deployment WHERE $d='z1')
reads what devices wrote | bea mia sys sit itx itz pro cis cib aud | SELECT FROM message WHERE tenant_id=1
searches what devices wrote | bea mia sys sit itx itz pro cis cib aud | SELECT FROM message_grep(1,'hello','-infinity','infinity')
reads what those of others wrote | out | SELECT FROM message WHERE tenant_id=2
searches what those of others wrote | out | SELECT FROM message_grep(2,'hello','-infinity','infinity')
rewrites what a device wrote | | UPDATE message SET text='x'
reads what a device told | bea mia sys sit itx itz pro cis cib aud | SELECT FROM reading WHERE tenant_id=1
hands an id out twice | | UPDATE id_alloc SET next=1 WHERE tenant_id=1
takes ids of another kind | | UPDATE id_alloc SET kind='x' WHERE tenant_id=1
takes an id for a patch | bea mia sys sit itx itz pro cis cib | UPDATE id_alloc SET next=next+1 WHERE tenant_id=1 AND kind='patch'
takes an id for a request | bea mia sys sit itx itz pro cis cib sup | UPDATE id_alloc SET next=next+1 WHERE tenant_id=1 AND kind='exception'
takes a thousand | bea mia sys sit itx itz pro cis cib | UPDATE id_alloc SET next=next+1000 WHERE tenant_id=1 AND kind='exception'
takes the first of a kind | bea mia sys sit itx itz pro cis cib | INSERT INTO id_alloc VALUES(1,'new',2)
reads a secret | | SELECT box FROM credential
adds a site | sys itx | INSERT INTO site(tenant_id,site_id,name) VALUES(1,900,'new')
adds a device in Noord | sys itx | $new_device='Noord'
adds a device in Zuid | sys sit itx itz | $new_device='Zuid'
adds one to another organisation | out | INSERT INTO device(tenant_id,device_id,realm_id,name,address,in_service,created) VALUES(2,900,1,'new','192.0.2.77',now(),now())
changes a device in Noord | sys itx | UPDATE device SET owner='x' WHERE $d='n1')
changes a device in Zuid | sys sit itx itz | UPDATE device SET owner='x' WHERE $d='z1')
takes a device of Noord to Zuid | sys itx | UPDATE device SET site_id=1 WHERE $d='n1')
takes a device along | | UPDATE device SET tenant_id=2,realm_id=1,device_id=950,site_id=NULL WHERE tenant_id=1
deletes a device | | DELETE FROM device WHERE tenant_id=1
adds a credential | itx | INSERT INTO credential(tenant_id,credential_id,label,kind,box,created) VALUES(1,900,'x','v2c','',now())
asks for a poll | itx itz | INSERT INTO request(tenant_id,request_id,kind,device_id,asked,asked_by) SELECT 1,900,'poll',device_id,now(),session_user FROM device WHERE tenant_id=1 LIMIT 1
lists a range | itx | INSERT INTO range(tenant_id,range_id,realm_id,block,added,added_by) VALUES(1,900,1,'192.0.2.0/28',now(),session_user)
changes the policy | bea mia pro cib | INSERT INTO policy(tenant_id,version,name,effective,actor,reason) VALUES(1,900,'x',now(),session_user,'x')
changes what the organisation says | pro | UPDATE setting SET value='x' WHERE tenant_id=1
makes it another kind | pro | UPDATE tenant SET kind='other' WHERE tenant_id=1
changes who is told | itx pro | INSERT INTO channel(tenant_id,channel_id,target,function,language) VALUES(1,900,'x@example.org','x','nl')
holds messages | itx pro cis cib | INSERT INTO hold(tenant_id,hold_id,since,until,reason,owner) VALUES(1,900,now(),now()+interval '1 d','x','x')
registers a patch | sys itx | INSERT INTO patch(tenant_id,patch_id,reference,title,priority,registered) VALUES(1,900,'x','x','low',now())
changes a patch | sys itx | UPDATE patch SET title='x' WHERE tenant_id=1
raises a class | sys itx | UPDATE patch SET priority='critical' WHERE tenant_id=1 AND patch_id=1
lowers a class alone | | UPDATE patch SET priority='low' WHERE tenant_id=1 AND patch_id=4
says alone that it is not exploited | | UPDATE patch SET known_exploited=false WHERE tenant_id=1 AND patch_id=5
lowers a class and agrees with that | sys | $agree='medium' WHERE tenant_id=1 AND patch_id=3
lowers it further than was asked | | $agree='low' WHERE tenant_id=1 AND patch_id=3
lowers another patch | | $agree='medium' WHERE tenant_id=1 AND patch_id=4
changes what solves it | sys itx | DELETE FROM patch_fix WHERE tenant_id=1
approves a plan of their own | | UPDATE patch SET approved=now(),approved_by=session_user WHERE tenant_id=1
approves the plan of another | bea mia sys pro cib | SELECT patch_approve(1,1)
plans a deployment in Noord | sys itx | UPDATE deployment SET deadline=deadline-interval '1 s' WHERE $d='n1')
plans a deployment in Zuid | sys sit itx itz | UPDATE deployment SET deadline=deadline-interval '1 s' WHERE $d='z1')
moves a deadline later | | UPDATE deployment SET deadline=deadline+interval '1 y' WHERE tenant_id=1
moves one to where the agreed class has it | sys sit itx itz | UPDATE deployment SET deadline=clock_start+interval '90 d' WHERE patch_id=6 AND $d='z1')
moves one past that | | UPDATE deployment SET deadline=clock_start+interval '90 d 1 s' WHERE patch_id=6 AND $d='z1')
plans a device with the time it has | sys itx | $(plan_until 0 '90 d')
plans one with more time | | $(plan_until 0 '90 d 1 s')
plans one from later on | | $(plan_until '1 s' '90 d')
says that Noord is done | itx | $claim='n1')
says that Zuid is done | itx itz sup | $claim='z1')
says it in another's name | | INSERT INTO claim(tenant_id,claim_id,patch_id,device_id,at,made,actor) SELECT tenant_id,900,patch_id,device_id,now(),now(),'jan' FROM deployment WHERE patch_id=1 AND $d='z1')
marks what was said | sys sit itx itz sup | UPDATE deployment SET claimed=now(),claimed_by=session_user WHERE $d='z1')
marks what another said | | WITH u AS(UPDATE deployment SET claimed='2020-01-01',claimed_by='jan' WHERE $d='z1') RETURNING claimed,claimed_by) SELECT FROM u WHERE claimed_by='jan' OR claimed<now()
lets a device go that the patch names | | UPDATE deployment SET unmatched=now(),unmatched_why='x' WHERE $d='z1')
lets a device go that it names no more | sys sit itx itz sup | UPDATE deployment SET unmatched=now(),unmatched_why='x' WHERE patch_id=5 AND $d='z1')
says why in other words | | WITH u AS(UPDATE deployment SET unmatched='2020-01-01',unmatched_why='x' WHERE patch_id=5 AND $d='z1') RETURNING unmatched,unmatched_why) SELECT FROM u WHERE unmatched_why='x' OR unmatched<now()
accepts the device that answers | sys sit itx itz | UPDATE deployment SET serial=NULL WHERE patch_id=5 AND $d='z1')
says which device it is | | UPDATE deployment SET serial='x' WHERE $d='z1')
keeps a reading as evidence | | INSERT INTO evidence VALUES(1,900,1,now(),now(),'reading',NULL,NULL,'{}','',sha256(''))
concludes that it runs | | UPDATE deployment SET state='stable' WHERE tenant_id=1
rewrites a step | | UPDATE transition SET reason='x' WHERE tenant_id=1
forgets a change | | DELETE FROM change WHERE tenant_id=1
rewrites a change | | UPDATE change SET reason='x' WHERE tenant_id=1
notes a change | bea mia sys sit itx itz pro cis cib sup | $change session_user,$fits
notes one in another's name | | $change 'jan',$fits
notes one that does not fit | | INSERT INTO change(tenant_id,seq,at,actor,action,object,detail,prev,hash) VALUES(1,99000,now(),session_user,'a','o','{}',sha256(''),sha256(''))
records a report | bea mia sys sit itx itz pro cis cib | INSERT INTO report SELECT 1,900,'quarterly','nl',now(),now(),now(),false,now(),session_user,'x','x',1,sha256(''),sha256(''),sha256(''),1,sha256('')
gives a function | pro | INSERT INTO holder(tenant_id,holder_id,login,name,function) VALUES(1,900,'jan','x','board')
gives it to themselves | | INSERT INTO holder(tenant_id,holder_id,login,name,function) VALUES(1,900,session_user,'x','board')
ends a function | pro | UPDATE holder SET until=now(),ended_by=session_user WHERE tenant_id=1 AND login='aud'
asks for an exception | sys itx | $exception SELECT 1,900,1,NULL,'other','r','m','o',now(),session_user,now()+interval '9 d'
asks for one in Noord | sys itx | $exception SELECT 1,900,1,device_id,'other','r','m','o',now(),session_user,now()+interval '9 d' FROM device WHERE $d='n1')
asks for one in Zuid | sys sit itx itz sup | $exception SELECT 1,900,1,device_id,'other','r','m','o',now(),session_user,now()+interval '9 d' FROM device WHERE $d='z1')
asks in another's name | | $exception SELECT 1,900,1,device_id,'other','r','m','o',now(),'jan',now()+interval '9 d' FROM device WHERE $d='z1')
asks and approves at once | | INSERT INTO exception(tenant_id,exception_id,patch_id,kind,reason,measure,owner,requested,requested_by,valid_until,approved,approved_by) VALUES(1,900,1,'other','r','m','o',now(),session_user,now()+interval '9 d',now(),'jan')
advises | cis cib | INSERT INTO advice(tenant_id,advice_id,exception_id,verdict,reason) VALUES(1,900,5,'for','x')
advises on paper | pro | INSERT INTO advice(tenant_id,advice_id,exception_id,verdict,reason,adviser,document_sha256) VALUES(1,900,5,'for','x','jan',sha256(''))
advises in another's name | | INSERT INTO advice(tenant_id,advice_id,exception_id,verdict,reason,actor) VALUES(1,900,5,'for','x','jan')
approves a small exception | bea mia sys | $approve=1
approves a critical one | bea mia | $approve=2
approves one of 120 days | bea mia | $approve=3
approves one of a device in Zuid | bea mia sys sit | $approve=4
approves without advice | | $approve=5
approves one of what was critical | bea mia | $approve=8
approves what a system owner asked | bea mia | $approve=6
approves what a supplier asked | bea mia sys sit | $approve=7
refuses a small one | bea mia sys | UPDATE exception SET refused=now(),refused_by=session_user WHERE tenant_id=1 AND exception_id=1
approves in another's name | | UPDATE exception SET approved=now(),approved_by='jan' WHERE tenant_id=1 AND exception_id=1
approves for the past | | UPDATE exception SET approved=now()-interval '1 d',approved_by=session_user WHERE tenant_id=1 AND exception_id=1
approves for a moment ago | | WITH u AS(UPDATE exception SET approved=now()-interval '4 min',approved_by=session_user WHERE tenant_id=1 AND exception_id=1 RETURNING approved) SELECT FROM u WHERE approved<now()
enters a decision on paper | pro | UPDATE exception SET approved=now(),approved_by='Jan, bestuur',declared_by=session_user,document_sha256=sha256('') WHERE tenant_id=1 AND exception_id=2
makes an exception last longer | | UPDATE exception SET valid_until=now()+interval '9 y' WHERE tenant_id=1
takes an exception away | | DELETE FROM exception WHERE tenant_id=1
takes advice away | | DELETE FROM advice WHERE tenant_id=1
EOF
}

# All of them as one person, each undone: a line "ACT n error sqlstate rows".
try_acts() { # LOGIN
	n=0
	acts | while IFS='|' read -r _ _ statement; do
		n=$((n + 1))
		printf 'BEGIN;\n%s;\n\\echo ACT %s :ERROR :SQLSTATE' \
		    "$statement" $n
		printf ' :ROW_COUNT\nROLLBACK;\n'
	done >"$tmp/acts.sql"
	psql -XAtq -h "$home/db/run" -d patchwacht -U "$1" \
	    -f "$tmp/acts.sql" 2>"$tmp/acts.$1.err" | awk -v who="$1" '
		$1 != "ACT" { next }
		$3 == "false" && $5 > 0 { print $2, who; next }
		$3 == "true" && $4 != "42501" { print $2, who ":" $4 }'
}
for who in $people; do
	try_acts "$who"
done >"$tmp/done"
n=0
acts >"$tmp/acts"
while IFS='|' read -r act may _; do
	n=$((n + 1))
	is "$(awk -v n=$n '$1 == n { print $2 }' "$tmp/done" | xargs)" \
	    "$(printf %s "$may" | xargs)" "who ${act% }"
done <"$tmp/acts"
