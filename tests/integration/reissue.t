#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A report that was issued stays what it was. The evidence that it was frozen
# from gives the same bytes again; what was wrong is put right in a next version,
# with a reason, which prints the one before with who reviewed and adopted it.
# Whoever got the old one gets the new one. What was issued can be asked for as
# of a day.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 70

owner() {
	sql "$1" -U patchwacht_owner
}
start_db || exit 1
patchwacht init --name Zonneveld --quiet || exit 1
enter pro cis bea cib || exit 1
patchwacht user grant pro process_owner --quiet
patchwacht user grant cis ciso --quiet
patchwacht user grant bea board --quiet
patchwacht user grant cib ciso --quiet
patchwacht user grant cib board --quiet
patchwacht schedule add bestuur --kind quarterly --language nl --language en \
    --mail bestuur@example.org --folder bestuur --bundle --quiet
owner "ALTER TABLE tenant DISABLE TRIGGER USER;
    UPDATE tenant SET created=date_trunc('quarter',now())-interval '20 d';
    UPDATE schedule SET since=date_trunc('quarter',now())-interval '20 d'"
number=$(owner "SELECT to_char(date_trunc('quarter',now())-interval '1 d',
    '\"PM-\"YYYY\"Q\"Q')")
pass "the report" patchwacht report due
reports=$home/reports
like "$(patchwacht report list --csv)" \
    "*$number,1.0,quarterly,en*$number,1.0,quarterly,nl*" "is listed"
is "$(patchwacht report list --json | jq -c '[.[]|[.version,.waiting,.mailed]]')" \
    '[["1.0",1,0],["1.0",1,0]]' "with what waits to be mailed"
before=$(date -u +%FT%T.%6NZ)
sleep 1

# The same bytes again.
pass "once more from what it was frozen from" patchwacht report quarterly \
    --from "$reports/$number.nl.evidence.json" --language nl \
    --output "$tmp/copy.pdf"
pass "is the same file" cmp "$tmp/copy.pdf" "$reports/$number.nl.pdf"
is "$(owner 'SELECT count(*) FROM report')" 2 "and none that was issued"

# Who may say what of it.
fails "the process owner reviews nothing" by pro patchwacht report review \
    "$number"
fails "nor does the board" by bea patchwacht report review "$number"
fails "the CISO adopts nothing" by cis patchwacht report adopt "$number"
pass "it is drawn up" by pro patchwacht report draw-up "$number"
pass "reviewed" by cis patchwacht report review "$number" --note 'gezien'
fails "once" by cis patchwacht report review "$number"
like "$(cat "$tmp/out")" '*was reviewed before*' "which is said"
pass "and adopted" by bea patchwacht report adopt "$number" --language nl
fails "there is no such report" by bea patchwacht report adopt PM-1999Q1
fails "nor one with a slip" by bea patchwacht report adopt "$number"x
like "$(cat "$tmp/out")" "*no report \"${number}x\"; did you mean \"$number\"?*" \
    "and the nearest is named"
fails "in another's name nobody does" sql "INSERT INTO report_step(tenant_id,
    report_id,step,actor) VALUES(1,2,'adopted','bea')$told" -U pro
like "$(patchwacht report show "$number" --json |
    jq -c '[.steps[]|[.language,.step,.actor,.note]]')" \
    '*"nl","reviewed","cis","gezien"*"nl","adopted","bea",null*' "all is shown"
like "$(patchwacht audit list "report/$number" --csv)" \
    '*report.step*report.step*' "and in the trail"

# Another version.
sleep 1
as_it_was=$(date -u +%FT%T.%6NZ)
sleep 1
fails "not without a reason" patchwacht report reissue "$number"
fails "not of another period" patchwacht report reissue "$number" \
    --reason x --period 2020Q1
fails "not what was never issued" patchwacht report reissue PM-1999Q1 --reason x
cd "$tmp" || exit 1
fails "not as a page, which is not issued" patchwacht report reissue "$number" \
    --reason x --format html
fails "not two languages into one bundle" patchwacht report reissue "$number" \
    --reason x --bundle both.pdf
pass "with one, in each language" patchwacht report reissue "$number" \
    --reason 'termijn van P-1 verbeterd'
[ -s "$reports/$number-v1.1.nl.pdf" ] && [ -s "$reports/$number-v1.1.en.pdf" ]
ok $? "beside the old ones, under names of their own"
is "$(find "$tmp" -maxdepth 1 -name '*-v1.1*')" "" "and not where we are"
is "$(sha256sum <"$reports/$number.nl.pdf" | cut -c1-64)" \
    "$(owner "SELECT encode(pdf_sha256,'hex') FROM report WHERE language='nl'
    AND version='1.0'")" "the old one stays what it was"
pdftotext -layout "$reports/$number-v1.1.nl.pdf" text
like "$(cat text)" '*versie 1.1*' "the new one says its version"
like "$(tr -s ' \n' ' ' <text)" '*Documenthistorie*1.0*1.1*' \
    "and has both in its history"
grep -q 'termijn van P-1' text
ok $? "with the reason"
values() {
	patchwacht report quarterly --from "$reports/$number-v1.1.nl.evidence.json" \
	    --language nl --output x.pdf --values x.json >/dev/null
	jq -c "$1" x.json
}
is "$(values '[.history[]|[.version,.reason,.reviewed!=null,.adopted!=null]]')" \
    '[["1.0",null,true,true],["1.1","termijn van P-1 verbeterd",false,false]]' \
    "who had decided on the old one, and that nobody has on this one"
pass "frozen as the first" cmp x.pdf "$reports/$number-v1.1.nl.pdf"
is "$(owner "SELECT count(*) FROM delivery d JOIN report r
    USING(tenant_id,report_id) WHERE r.version='1.1' AND d.kind='mail'
    AND d.recipient='bestuur@example.org'")" 2 "who got the old one gets it"
is "$(patchwacht report list --json | jq -c '[.[]|.version]')" \
    '["1.1","1.1","1.0","1.0"]' "all four are listed"
is "$(patchwacht report list --as-of "$as_it_was" --json |
    jq -c '[.[]|[.version,.reviewed!=null]]')" '[["1.0",true],["1.0",true]]' \
    "and as it was before"
is "$(patchwacht report list --as-of "$before" --json |
    jq -c '[.[]|[.version,.reviewed!=null]]')" '[["1.0",false],["1.0",false]]' \
    "and before that"
pass "who reviews" by cib patchwacht report review "$number" --language nl
fails "does not adopt" by cib patchwacht report adopt "$number" --language nl
like "$(cat "$tmp/out")" '*who reviews a report does not adopt it*' \
    "the database refuses it"
# Two at once: both count 1.2 as the next version, and one is it.
at_once() { # FOLDER
	mkdir "$1"
	patchwacht report reissue "$number" --language nl --reason 'weer' \
	    --output "$1/$number.nl.pdf" >"$1/out" 2>&1
	echo $? >"$1/status"
}
turns() { # NUMBER WHAT: so many have their turn, or wait for it
	[ "$(owner "SELECT count(*) FROM pg_locks WHERE locktype='advisory'
	    AND objsubid=2 AND $2")" = "$1" ]
}
sql "SELECT pg_advisory_lock(hashtext('patchwacht.report'),1),pg_sleep(300)" \
    >hold 2>&1 &
hold=$!
wait_for 30 turns 1 granted
at_once one &
one=$!
at_once two &
two=$!
wait_for 120 turns 2 'NOT granted'
sql "SELECT pg_cancel_backend(pid) FROM pg_stat_activity
    WHERE query LIKE '%pg_sleep(300)%' AND pid<>pg_backend_pid()" >cancelled
wait $hold $one $two
is "$(cat one/status two/status | sort | paste -sd' ')" '0 1' \
    "of two at once one is issued"
is "$(sha256sum one/*.pdf two/*.pdf | cut -c1-64)" \
    "$(owner "SELECT encode(pdf_sha256,'hex') FROM report WHERE version='1.2'")" \
    "whose file it is, and there is no other"
like "$(cat one/out two/out)" '*another run issued version 1.2 meanwhile*' \
    "and the other is told"

# What is issued by hand stands beside what was, and nothing replaces it.
mkdir hand
cd hand || exit 1
kept() { # FILE...: none of them changed
	sha256sum --check --quiet ../kept >../changed 2>&1
}
interim() {
	patchwacht report quarterly --period "${number_now#PM-}" --language nl "$@"
}
number_now=PM-$(this_quarter)
pass "one, here" interim
sha256sum ./* >../kept
pass "and again" interim
is "$(echo *)" "$number_now-v0.2.nl.evidence.json \
$number_now-v0.2.nl.pdf $number_now.nl.evidence.json $number_now.nl.pdf" \
    "under the name of its version"
sha256sum ./* >../kept
is "$(owner "SELECT count(DISTINCT path) FROM report
    WHERE path LIKE '%/hand/%'")" 2 "each has a file"
fails "into the file of one that was issued" interim \
    --output "$number_now.nl.pdf"
like "$(cat "$tmp/out")" \
    "*$number_now.nl.pdf: $number_now (nl) version 0.1 was issued as this file and stays; --output names another*" \
    "which is said"
fails "nor its evidence" interim --output new.pdf \
    --evidence "$number_now.nl.evidence.json"
fails "nor what the pages state" interim --output new.pdf \
    --values "$number_now.nl.pdf"
fails "nor a copy of it that was moved" sh -c "cp $number_now.nl.pdf moved.pdf
    patchwacht report quarterly --from $reports/$number.nl.evidence.json \
	--language nl --output moved.pdf"
rm moved.pdf
pass "a page" interim --format html
pass "and another" interim --format html
pass "made again from its evidence" patchwacht report quarterly \
    --from "$number_now.nl.evidence.json" --language nl
fails "but not with other looks" patchwacht report quarterly \
    --from "$number_now.nl.evidence.json" --language en \
    --output "$number_now.nl.pdf"
fails "nor from the evidence of another version" patchwacht report quarterly \
    --from "$number_now-v0.2.nl.evidence.json" --language nl \
    --output "$number_now.nl.pdf"
pass "all of them are as they were issued" kept
is "$(find . -name '*.pdf' | wc -l)" 2 "and nothing is left of what was refused"
before=$(owner 'SELECT count(*) FROM report')
echo mine >"$number.nl.pdf"
pass "what is not ours may be replaced by who names it" patchwacht report \
    quarterly --from "$reports/$number.nl.evidence.json" --language nl \
    --output "$number.nl.pdf"
echo mine >"$number.nl.pdf"
fails "and by nobody else" patchwacht report quarterly \
    --from "$reports/$number.nl.evidence.json" --language nl
is "$(cat "$number.nl.pdf") $(owner 'SELECT count(*) FROM report')" \
    "mine $before" "it stays, and none is issued"
cd .. || exit 1

# By hand, in a folder that is gone since.
mkdir away
other=OM-$(this_month)
pass "one by hand" patchwacht report monthly --period "${other#OM-}" \
    --language nl --output away/maand.pdf
rm -r away
pass "has its next version here" patchwacht report reissue "$other" --reason x
like "$(cat "$tmp/out")" '*first version*away*takes no file*' "which is said"
[ -s "$other-v0.2.nl.pdf" ]
ok $? "and is so"
owner "DELETE FROM delivery d USING report r WHERE r.report_id=d.report_id
    AND r.number='$other'" >/dev/null
pass "the copies go into the folder" patchwacht report due
find "$reports/bestuur" -name '*.pdf' ! -name '*.bundle.pdf' \
    -exec basename {} \; | sort >out
is "$(paste -sd' ' <out)" "$number-v1.1.en.pdf $number-v1.1.nl.pdf $number-v1.2.nl.pdf $number.en.pdf $number.nl.pdf" \
    "beside the old ones"
find "$reports/bestuur" -name "*.bundle.pdf" -exec basename {} \; | sort >out
is "$(paste -sd' ' <out)" "$number-v1.1.en.bundle.pdf $number-v1.2.nl.bundle.pdf $number.en.bundle.pdf $number.nl.bundle.pdf" \
    "with the bundles of those that were the last when a run came by"
