#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Somebody with all rights on the database edits the audit trail. An auditor has
# an export, an anchor that was printed before, and no database: each edit, each
# row that is gone, moved or cut is named by its number. Whoever speaks SQL in a
# role of the programs cannot even try; verdicts and evidence that are not as the
# trail has them are named, too.
. "$(dirname "$0")/lib.sh"
plan 85

owner() {
	sql "$1" -U patchwacht_owner
}

start_db || exit 1
patchwacht init --name Zonneveld --quiet >/dev/null || exit 1
for n in 1 2 3 4; do
	patchwacht device add "sw$n" "192.0.2.$n" --tag core --quiet
done
patchwacht patch add P-1 'Firmware "x"' --priority high --tag core --quiet \
    --fix 'ios:15.2(4)E10' --released 2026-01-10
patchwacht device edit sw2 --owner ICT --reason 'naam' --quiet
patchwacht deployment report P-1 sw1 --note 'gedaan' --quiet
patchwacht audit anchor >"$tmp/anchor"
patchwacht device edit sw3 --owner ICT --quiet
patchwacht device edit sw4 --owner ICT --quiet

# What is in it.

like "$(patchwacht audit list device/sw2 --json)" \
    '*"action": "device.add"*"action": "device.edit"*"owner": "ICT"*' \
    "who changed what of a device"
is "$(patchwacht audit list --action verdict --json | grep -c '"seq"')" 4 \
    "each plan is a verdict of the trail"
is "$(patchwacht audit list deployment/P-1 --action deployment --csv |
    tail -n +2 | cut -d, -f4,5)" deployment.claim,deployment/P-1/sw1 \
    "and so is what people say"
is "$(patchwacht audit list evidence --json | grep -c evidence.keep)" 1 \
    "with the evidence of it"
is "$(patchwacht audit list --last 3 --csv | wc -l)" 4 "the last three"
is "$(patchwacht audit list --until 2020-01-01 --json | grep -c seq)" 0 \
    "none of before"
is "$(patchwacht audit list --actor nobody --json | grep -c seq)" 0 \
    "none of somebody else"
like "$(patchwacht audit show 2)" '*what *hash before it*' "one row, whole"
fails "one that is not there" patchwacht audit show 999
pass "it is whole" patchwacht audit verify
is "$(cut -d ' ' -f 1-2 "$tmp/anchor")" "patchwacht-trail-1 1" \
    "an anchor is a line"

# An auditor, with no database.

export=$tmp/export
patchwacht audit export >"$export"
rows=$(($(wc -l <"$export") - 2))
is "$(owner 'SELECT max(seq) FROM change')" "$rows" "all rows are exported"
PATCHWACHT_HOME=$tmp/nowhere
export PATCHWACHT_HOME
check() { # FILE [OPTION...]
	patchwacht audit verify "$@" --anchors "$tmp/anchor" --json 2>&1
}
pass "an export is whole without a database" \
    patchwacht audit verify "$export" --anchors "$tmp/anchor"
like "$(check "$export")" "*\"rows\": $rows,*\"anchors\": 1,*\"faults\": 0*" \
    "with the anchor that was printed"
sed -n '/^my \$r = decode_json/,/^\.Ed/p' "$srcdir/doc/patchwacht-report.1" |
    sed '/^\.Ed/d; s/\\e/\\/g' >"$tmp/row.pl"
by_hand() { # FILE: as the manual tells it, without this program
	perl -MDigest::SHA=sha256_hex -MJSON::PP -MTime::Local=timegm \
	    -n "$tmp/row.pl" "$1"
}
is "$(by_hand "$export")" "" "as it is by the manual's own means"
last=$(tail -n 2 "$export" | head -n 1 | jq -r '"\(.seq):\(.hash)"')
like "$(patchwacht audit verify "$export" --row "$last" --json)" \
    '*"anchors": 1,*"faults": 0*' "or with what a report prints: a row, its hash"
fails "a hash that is another" patchwacht audit verify "$export" \
    --row "${last%:*}:$(printf %s "${last#*:}" | tr 0-9a-f 1-9a-f0)"
like "$(cat "$tmp/out")" '*than what was printed of it says*' "is told"
fails "half a hash" patchwacht audit verify "$export" --row "${last%????}"
like "$(cat "$tmp/out")" '*is not a row and its hash*' "is none"
copy=$tmp/copy
line() { # ROW: its line in the file
	echo $(($1 + 1))
}
named() { # PATTERN NAME
	check "$copy" >"$tmp/out"
	ok $((! $?)) "$2: it does not hold"
	like "$(cat "$tmp/out")" "$1" "$2: it is named"
}
sed "$(line 5)s/\(\"object\": \"\)[^\"]*/\1device\/sw9/" "$export" >"$copy"
named '*"faults": 1*"kind": "changed", "first": 5, "last": 5*' "an edited row"
sed "$(line 6)s/\"actor\": \"[^\"]*\"/\"actor\": \"piet\"/" "$export" >"$copy"
named '*"kind": "changed", "first": 6, "last": 6*' "another name"
is "$(by_hand "$copy")" "row 6" "by the manual's means, too"
sed "$(line 7)s/\(\"hash\": \"\)[0-9a-f]/\1x/" "$export" >"$copy"
check "$copy" >"$tmp/out"
like "$(cat "$tmp/out")" "*copy:$(line 7): is no line of an audit trail*" \
    "what is no hash is told by its line"
sed "$(line 4),$(line 6)d" "$export" >"$copy"
named '*"kind": "missing", "first": 4, "last": 6*' "rows that are gone"
sed -n "$(line 5)p" "$export" >"$tmp/row"
sed -e "$(line 5)d" -e "$(line 6)r $tmp/row" "$export" >"$copy"
named '*"kind": "reordered", "first": 5, "last": 5*' "a row that was moved"
sed "$(line 5)p" "$export" >"$copy"
named '*"kind": "doubled", "first": 5, "last": 5*' "a row that is there twice"
head -n "$(line $((rows - 2)))" "$export" >"$copy"
named "*\"kind\": \"cut\", \"first\": $((rows - 1)),*" "an end that was cut"
head -c $(($(wc -c <"$export") - 20)) "$export" >"$copy"
named '*"kind": "cut"*' "half a last line"

# Cut and closed anew: only an anchor shows it.
cut_at=$(($(cut -d ' ' -f 3 "$tmp/anchor") - 2))
head -n "$(line $cut_at)" "$export" >"$copy"
last=$(tail -n 1 "$copy" | sed 's/.*"hash": "\([0-9a-f]*\)".*/\1/')
printf '{"end": "patchwacht-trail-1 1 %s 2026-11-24T10:00:00Z %s"}\n' \
    "$cut_at" "$last" >>"$copy"
pass "an export that was closed anew is whole by itself" \
    patchwacht audit verify "$copy"
named "*\"kind\": \"cut\", \"first\": $((cut_at + 1)), \"last\": $((cut_at + 2))*anchor of*" \
    "but not by the anchor"
fails "a file that is none" patchwacht audit verify "$tmp/anchor"
fails "one that is not there" patchwacht audit verify "$tmp/none"
: >"$tmp/empty"
fails "an empty one" patchwacht audit verify "$tmp/empty"
fails "anchors that are none" \
    patchwacht audit verify "$export" --anchors "$tmp/empty"
{ echo 'On Monday:'; sed 's/^/> /' "$tmp/anchor"; } >"$tmp/mail"
pass "an anchor out of a quoted mail" \
    patchwacht audit verify "$export" --anchors "$tmp/mail"
PATCHWACHT_HOME=$home

# In the database: the roles cannot, the owner can, and it shows.

denied() { # ROLE STATEMENT
	psql -Xq -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -h "$home/db/run" \
	    -d patchwacht -U "$1" -c BEGIN -c "$2" -c ROLLBACK \
	    >"$tmp/out" 2>&1
	what=$(echo "$1 may not: $2" | tr -s '\n ' ' ')
	case $(cat "$tmp/out") in
	*'ERROR:  42501:'*) ok 0 "$what" ;;
	*)
		ok 1 "$what"
		diag "$(cat "$tmp/out")"
		;;
	esac
}
me=$(id -un)
for role in "$me" patchwacht_store patchwacht_poll patchwacht_verify \
    patchwacht_alert patchwacht_report; do
	denied "$role" "UPDATE change SET reason='x'"
	denied "$role" "DELETE FROM change"
	denied "$role" "TRUNCATE change"
done
forged="INSERT INTO change SELECT 1,(SELECT max(seq)+1 FROM change),now(),
    session_user,'a','b','{}',NULL,hash,sha256('x') FROM change_head"
denied "$me" "$forged"
denied patchwacht_verify "$forged"
denied "$me" "UPDATE change_head SET hash=sha256('x')"
denied "$me" "UPDATE change_head SET seq=seq-1,
    hash=(SELECT hash FROM change c WHERE c.seq=change_head.seq-1)"
denied "$me" "INSERT INTO change_head VALUES(1,0,sha256('x'))
    ON CONFLICT(tenant_id) DO UPDATE SET hash=excluded.hash"
denied patchwacht_poll "UPDATE change_head SET seq=0"

owner "ALTER TABLE change DISABLE ROW LEVEL SECURITY;
    UPDATE change SET object=object||'x' WHERE seq=3"
fails "an edit by the owner" patchwacht audit verify
like "$(cat "$tmp/out")" '*changed*3*3*row 3 is not what*' "is named"
owner "UPDATE change SET object=left(object,-1) WHERE seq=3"
pass "put back, it is whole" patchwacht audit verify
owner "UPDATE transition SET reason='anders' WHERE transition_id=2"
fails "a verdict that was edited" patchwacht audit verify
like "$(cat "$tmp/out")" '*verdict*2*deployment/P-1/sw2*changed*' "is named"
owner "DELETE FROM transition WHERE transition_id=3"
fails "one that is gone" patchwacht audit verify
like "$(cat "$tmp/out")" '*verdict*3*deployment/P-1/sw3*missing*' "is named"
owner "UPDATE evidence SET content=content||'{\"note\":\"niet gedaan\"}'"
fails "evidence that was edited" patchwacht audit verify
like "$(cat "$tmp/out")" '*evidence*1*evidence/1*changed*' "is named"
owner "DELETE FROM evidence"
fails "evidence that is gone before its time" patchwacht audit verify
like "$(cat "$tmp/out")" '*evidence*1*evidence/1*missing*' "is named"

# The trail left alone, and the register edited beside it.

patchwacht exception request P-1 --device sw4 --reason 'past niet' \
    --measure 'poort dicht' --owner ICT --until 2030-01-01 --quiet
patchwacht policy set "$srcdir/tests/fleet/network/policy.conf" \
    --reason 'korter' --quiet
beside() { # STATEMENT PATTERN NAME
	owner "$1"
	patchwacht audit verify --json >"$tmp/out" 2>&1
	like "$(cat "$tmp/out")" "*$2*" "$3 is named"
}
beside "UPDATE device SET internet_facing=NOT internet_facing
    WHERE name='sw2'" '"what": "device",*"device/sw2",*"changed"' \
    "a device that faces the internet no more"
beside "UPDATE patch SET released='2026-02-01'" \
    '"what": "patch",*"patch/P-1",*"changed"' "a release that came later"
beside "ALTER TABLE exception DISABLE TRIGGER USER;
    UPDATE exception SET approved=requested,approved_by='bestuur',
    first_approved=requested,decision='akkoord',decided_as='board'" \
    '"what": "exception",*"exception/1",*"changed"' \
    "an exception that nobody approved"
beside "UPDATE policy SET high_s=high_s*4 WHERE version=1" \
    '"what": "policy",*"id": 1,*"changed"' "a longer term"
beside "UPDATE deployment SET state='stable' WHERE device_id=1" \
    '"what": "deployment",*"deployment/P-1/sw1",*"changed"' \
    "an installation that is said to be stable"
case $(cat "$tmp/out") in
*'"device/sw'[134]* | *'"policy", "id": 2'* | *'/sw4"'*) false ;;
esac
ok $? "and what nobody touched is not"
