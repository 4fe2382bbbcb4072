#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What asks for somebody, the heaviest first, with what to type next. And what
# every list said a moment ago, it says again with --as-of: while deployments
# step on, devices are renamed, patches withdrawn and exceptions granted, what
# was printed before is kept and compared.
. "$(dirname "$0")/lib.sh"
plan 67

owner() {
	sql "$1" -U patchwacht_owner
}
start_db || exit 1
patchwacht init --name Zonneveld --quiet >/dev/null || exit 1
is "$(patchwacht todo)" 'Nothing asks for anybody.' "nothing yet"
for n in 1 2 3 4; do
	patchwacht device add "sw$n" "192.0.2.$n" --tag core --quiet \
	    --site Oost --make-sites --in-service 2025-01-01
done
patchwacht device add fw1 192.0.2.9 --tag edge --quiet --in-service 2025-01-01
for p in 'P-1 critical core Beheer' 'P-2 low core Inkoop' \
    'P-3 high edge Beheer'; do
	# shellcheck disable=SC2086
	set -- $p
	patchwacht patch add "$1" "Firmware $1" --priority "$2" --tag "$3" \
	    --owner "$4" --fix 'ios:15.2(4)E10' --released 2026-01-10 --quiet
done
set_state() { # PATCH DEVICE SET
	owner "UPDATE deployment SET $3 WHERE
	    patch_id=(SELECT patch_id FROM patch WHERE reference='$1') AND
	    device_id=(SELECT device_id FROM device WHERE name='$2')"
}
owner "UPDATE deployment SET deadline=now()+interval '300 d',
    clock_start=now()-interval '1 d'"
like "$(patchwacht todo)" 'Nothing asks for anybody.*never looked*' \
    "nor while there is time, though nobody looked"
owner "INSERT INTO run VALUES('verify','here',now(),now()-interval '3 d')"
like "$(patchwacht todo)" 'Nothing asks for anybody.*verifier looked last*' \
    "since when nobody looked"
owner "UPDATE run SET seen=now()"
is "$(patchwacht todo)" 'Nothing asks for anybody.' "but now it did"
# No flag is set: the deadline, exceptions and states of the moment decide.
set_state P-1 sw1 "deadline=now()-interval '1 d'"
set_state P-1 sw2 "deadline=now()-interval '20 d'"
set_state P-1 sw3 "state='rolled_back'"
set_state P-2 sw1 "deadline=now()+interval '2 h',clock_start=now()-interval '20 h'"
set_state P-2 sw2 "state='reported',claimed=now()-interval '2 d'"
set_state P-2 sw3 "conflicting=true"
set_state P-2 sw4 "deadline=now()-interval '1 d'"
owner "INSERT INTO exception(tenant_id,exception_id,patch_id,device_id,kind,
    reason,measure,owner,requested,requested_by,first_approved,approved,
    approved_by,valid_until) SELECT 1,900,patch_id,device_id,'other','x','x','x',
    now()-interval '9 d','a',now()-interval '8 d',now()-interval '8 d','b',
    '2099-01-01' FROM deployment JOIN patch USING(tenant_id,patch_id) JOIN
    device USING(tenant_id,device_id) WHERE reference='P-2' AND name='sw4'"
is "$(patchwacht deployment list --late --csv | tail -n +2 | cut -d, -f1,2,7)" \
    "P-1,sw2,overdue
P-1,sw1,overdue" "what is late is listed, and what is excepted is not"
# Those chosen first are the first of all of them, whether the late ones are
# enough for it or not.
whole=$(patchwacht deployment list --csv)
for n in 1 4; do
	is "$(patchwacht deployment list --csv --first $n)" \
	    "$(echo "$whole" | head -n $((n + 1)))" "the first $n of a list"
done
is "$(patchwacht deployment list --csv --first 0)" "$whole" "or all, asked for"
like "$(patchwacht deployment list --first 1 --quiet 2>&1)" \
    'PATCH*P-1 *sw2*... the first 1; there are more:*' "people are told of more"
is "$(patchwacht device list --first 9 | grep -c '^sw')" 4 \
    "and of nothing where there is no more"
set_state P-1 sw4 "state='stable',deadline=now()-interval '1 d'"
is "$(for state in rolled_back stable; do
	patchwacht deployment list --state $state --csv --first 9 |
	    tail -n +2 | cut -d, -f1,2,5,7
done)" "P-1,sw3,rolled_back,
P-1,sw4,stable," "or of one state"
set_state P-1 sw4 "state='planned',deadline=now()+interval '300 d'"
# Of millions those that ask are read, and all that is said of them of the index.
like "$(owner "VACUUM deployment" && owner "SET enable_seqscan=off;
    SET enable_bitmapscan=off; EXPLAIN SELECT patch_id,device_id,state,
    conflicting,paused,deadline,clock_start,claimed FROM deployment WHERE
    tenant_id=1 AND (state NOT IN('confirmed','observing','stable',
    'already_met','withdrawn') OR conflicting)")" \
    '*Index Only Scan using deployment_asks*' "no row is read for what asks"
set_state P-3 fw1 "state='undeterminable'"
patchwacht action add 'Leverancier bellen' --owner Inkoop --due 2020-01-01 \
    --quiet
patchwacht exception request P-2 --device sw4 --reason 'wacht' --measure 'x' \
    --owner Directeur --until 2099-01-01 --quiet
todo() {
	patchwacht todo --csv "$@" | tail -n +2 | tr -d '\r'
}
is "$(todo | cut -d, -f1)" "rolled_back
late
action overdue
undeterminable
conflicting
not confirmed
exception asked
due soon" "the heaviest first"
like "$(todo | sed -n 2p)" 'late,P-1,,2,critical,*deployment list --patch P-1 --late*' \
    "deployments of one patch are one line"
like "$(todo | sed -n 1p)" '*P-1,sw3,1,*patchwacht deployment show P-1 sw3*' \
    "one device is named, with what to type"
like "$(todo)" '*action overdue,,A-1,*patchwacht action show A-1*' \
    "what was agreed and not done"
like "$(todo)" '*exception asked,P-2,1,*patchwacht exception advise 1*' \
    "what somebody must advise on"
is "$(todo --owner Beheer | cut -d, -f1,2)" "rolled_back,P-1
late,P-1
undeterminable,P-3" "of one owner"
is "$(todo --site Oost | grep -c P-3)" 0 "of one site"
like "$(patchwacht todo --json)" '*"what": "rolled_back"*"weight":*"next":*' \
    "for programs"
patchwacht device edit sw3 --name "sw3; echo it's" --reason 'naam' --quiet
like "$(eval "$(patchwacht todo --json | jq -r '.[0].next')")" \
    "*device  *sw3; echo it's*rolled_back*" "a name is one word of what is typed"
patchwacht device edit "sw3; echo it's" --name sw3 --reason 'terug' --quiet
fails "every line's command is one" patchwacht deployment show P-1 nobody
todo | sed 's/.*patchwacht /patchwacht /; s/"//g; s/\r//' |
    grep -Ev 'approve|advise|snmp-test|device poll' >"$tmp/next"
bad=0
while read -r line; do
	$line >/dev/null 2>&1 || { bad=1; diag "$line"; }
done <"$tmp/next"
ok $bad "what is said to be typed next can be typed"

# Waiting for approval, and an emergency.
patchwacht patch edit P-3 --recovery-plan 'terug' --reason x --quiet
patchwacht patch emergency P-3 --reason 'wordt misbruikt' --quiet
patchwacht patch edit P-3 --reason x --quiet \
    --window "$(date -u -d '+1 hour' +%FT%TZ)..$(date -u -d '+2 hours' +%FT%TZ)"
like "$(todo)" '*emergency,P-3,*patchwacht patch approve P-3*' \
    "an emergency that nobody approved"
patchwacht site add West --quiet
is "$(todo --site West)" '' "at a site where nothing stands"
is "$(todo --site Oost | cut -d, -f1 | grep -c 'exception asked\|emergency\|action')" \
    1 "and at another what is about its devices, in every part"
owner "ALTER TABLE exception DISABLE TRIGGER exception_decided;
    UPDATE exception SET approved=now(),first_approved=now(),
    approved_by='bestuur',valid_until=now()+interval '3 d'"
like "$(todo)" '*exception ends,P-2,1,*patchwacht exception extend 1*' \
    "what ends within a fortnight"

owner "UPDATE exception SET approved=NULL,first_approved=NULL,approved_by=NULL;
    ALTER TABLE advice DISABLE TRIGGER advice_given;
    INSERT INTO advice(tenant_id,advice_id,exception_id,verdict,reason)
    VALUES(1,1,1,'for','x')"
like "$(todo)" '*exception advised,P-2,1,*patchwacht exception approve 1*' \
    "what was advised on is somebody's to decide"
owner "UPDATE exception SET approved=now(),first_approved=now(),
    approved_by='bestuur'"

# Every list as it stood.

now() {
	sql "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',
	    'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
}
lists='device patch deployment exception todo'
keep() { # N
	for list in $lists; do
		print "$list" >"$tmp/$list.$1"
	done
	now >"$tmp/at.$1"
}
past() {
	owner "SELECT (SELECT count(*) FROM past)+
	    (SELECT count(*) FROM past_deployment)"
}
before=$(past)
set_state P-1 sw1 "last_old=now(),rev=rev+1"
set_state P-1 sw1 "last_old=now(),rev=rev+1"
is "$(past)" "$before" "the old version read again is nothing to keep"
# Whether a device answers is not kept: those columns are left out. Nor is what
# was tried of a patch.
print() { # LIST [OPTION...]
	list=$1
	shift
	case $list in
	todo) patchwacht todo --json "$@" ;;
	patch)
		patchwacht patch list --withdrawn --json "$@" |
		    sed -E 's/"plan": [^,}]*,?//g'
		;;
	device)
		patchwacht device list --retired --json "$@" |
		    sed -E 's/"(state|last_answer|vendor|model|rev)": [^,}]*,?//g'
		;;
	*) patchwacht "$list" list --json "$@" ;;
	esac
}
steps() { # N
	case $1 in
	1)
		set_state P-1 sw1 "state='confirmed',level=4"
		patchwacht device edit sw2 --name sw2b --owner ICT --quiet
		;;
	2)
		patchwacht patch edit P-2 --priority high --title 'Anders' \
		    --reason x --quiet
		owner "UPDATE exception SET valid_until=now()-interval '1 s'"
		;;
	3)
		patchwacht patch withdraw P-3 --reason x --quiet
		patchwacht device retire fw1 --reason x --quiet
		patchwacht action close A-1 --outcome='done' --reason x --quiet
		patchwacht device add sw5 192.0.2.5 --tag core --quiet
		;;
	4)
		owner "UPDATE deployment SET state='stable',conflicting=false"
		;;
	esac
}
for n in 1 2 3 4; do
	keep $n
	steps $n
done
for n in 1 2 3 4; do
	at=$(cat "$tmp/at.$n")
	for list in $lists; do
		print "$list" --as-of "$at" >"$tmp/then"
		cmp -s "$tmp/$list.$n" "$tmp/then"
		status=$?
		ok $status "$list: what was printed before step $n"
		[ $status -eq 0 ] || diag "$(diff "$tmp/$list.$n" "$tmp/then")"
	done
	for list in $lists; do
		print "$list" >"$tmp/now.$list"
	done
done
cmp -s "$tmp/todo.1" "$tmp/now.todo"
ok $((! $?)) "and it is something else by now"
fails "of the future" patchwacht todo --as-of 2099-01-01
like "$(cat "$tmp/out")" '*yet to come*' "is not told"
fails "nor of before the past was kept" patchwacht device list \
    --as-of 2020-01-01
like "$(cat "$tmp/out")" '*is known from*on*' "but from when on"
for role in "$(id -un)" patchwacht_verify patchwacht_report; do
	for past in past past_deployment; do
		fails "$role may not write $past" sql \
		    "UPDATE $past SET until=now()" -U "$role"
		fails "$role may not remove it" sql "DELETE FROM $past" \
		    -U "$role"
	done
done
before=$(past)
set_state P-1 sw1 "last_old=now(),running='15.2(4)E9'"
ok $(($(past) == before)) "but another version is"
