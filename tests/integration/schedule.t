#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Reports that are made by themselves. Schedules of two organisations in two
# zones owe reports for the periods that end there: over changes to and from
# summer time, at the ends of months, some days later where that is asked, and
# all of them when the timer was off for weeks. Runs are killed at random; at the
# end each report is there once, whole, and none is missing. A schedule that
# cannot be served keeps no other waiting.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 105

owner() {
	sql "$1" -U patchwacht_owner
}
start_db || exit 1
pass "an organisation" patchwacht init --name Zonneveld
like "$(cat "$tmp/out")" '*report is made after each quarter*' \
    "has the report of the quarter"
pass "once" patchwacht init
is "$(patchwacht schedule list --csv | tail -n +2 | cut -d, -f1-5)" \
    'quarterly,quarterly,quarter,nl,0' "and can see it"
due() {
	patchwacht report due
}
pass "nothing is due on the first day" due
is "$(owner 'SELECT count(*) FROM report')" 0 "and nothing is made"

# What is no schedule.
no() { # PATTERN OPTION...
	pattern=$1
	shift
	fails "no schedule: $*" patchwacht schedule add x "$@"
	like "$(cat "$tmp/out")" "$pattern" "which says why"
}
no '*--kind is missing*'
no '*--kind: in language nl: "weekly" is none of annual, audit, *' --kind weekly
no '*is none of nl, en*' --kind quarterly --language de
no '*at most 60*' --kind quarterly --days 61
no '*--mail*' --kind quarterly --mail 'a b'
no '*there is no site*' --kind audit --site Nergens
no '*never about a month; --every quarter*' --kind quarterly --every month
no '*never about a quarter; --every year*' --kind annual --every quarter
no '*never about a year; --every quarter*' --kind monthly --every year
no '*--each-site: a report quarterly is of the whole organisation*' \
    --kind quarterly --each-site
no '*a report site is of one site; --each-site*' --kind site
no '*--folder*' --kind quarterly --folder ../etc
no '*--folder*point*' --kind quarterly --folder ..
no '*--readers*is empty*' --kind quarterly --readers ''
pass "another one" patchwacht schedule add bestuur --kind quarterly \
    --language nl --language en --days 14 --mail bestuur@example.org \
    --folder bestuur --bundle --readers 'Raad van toezicht'
fails "names are taken once" patchwacht schedule add bestuur --kind quarterly
like "$(patchwacht audit list schedule/bestuur --csv)" \
    '*schedule.add*bestuur@example.org*' "the trail has it"
# One of the organisation's own, about months alone, is about months.
mkdir -p "$home/templates"
printf -- '---\nreport: eigen\nperiods: month\n---\n' \
    >"$home/templates/eigen.nl.md"
pass "one's own kind" patchwacht schedule add eigen --kind eigen
is "$(patchwacht schedule list --csv | grep ^eigen | cut -d, -f3)" month \
    "is about what its template is about"
pass "is taken away" patchwacht schedule remove eigen --reason x

# When: an organisation as old as 2024, in Amsterdam, and one on Curacao.
pass "another organisation" patchwacht --tenant 2 init --name Koraal \
    --zone America/Curacao --language en
like "$(cat "$tmp/out")" '*has --tenant 2 before its verb:*' "is named from then on"
owner "ALTER TABLE tenant DISABLE TRIGGER USER;
    UPDATE tenant SET created='2024-02-10';
    ALTER TABLE schedule DISABLE TRIGGER USER;
    UPDATE schedule SET created='2024-02-10',since='2024-02-10'"
owed() { # MOMENT [CONDITION]
	owner "SELECT string_agg(period||'.'||language,' ' ORDER BY starts,language)
	    FROM reports_owed('$1') WHERE ${2:-schedule_id=1 AND tenant_id=1}"
}
is "$(owed '2024-03-31 21:59:59+00')" '' "a quarter lasts to its last second"
is "$(owed '2024-03-31 22:00:00+00')" 2024Q1.nl \
    "which is in summer time: two hours before UTC's"
is "$(owed '2024-03-31 22:00:00+00' tenant_id=2)" '' "elsewhere later"
is "$(owed '2024-04-01 04:00:00+00' tenant_id=2)" 2024Q1.en "by its own clock"
is "$(owed '2024-12-31 22:59:59+00')" '2024Q1.nl 2024Q2.nl 2024Q3.nl' \
    "in winter time one hour"
is "$(owed '2024-12-31 23:00:00+00')" \
    '2024Q1.nl 2024Q2.nl 2024Q3.nl 2024Q4.nl' "what was missed is owed"
mine='schedule_id=2 AND tenant_id=1'
is "$(owed '2024-04-14 21:59:59+00' "$mine")" '' "two weeks later"
is "$(owed '2024-04-14 22:00:00+00' "$mine")" '2024Q1.en 2024Q1.nl' \
    "in both languages"
owner "UPDATE schedule SET every='month',days=0 WHERE $mine"
is "$(owed '2024-03-29 12:00+00' "$mine")" '2024-02.en 2024-02.nl' \
    "a leap year's February"
is "$(owed '2024-11-01 00:00+00' "$mine AND language='nl'")" \
    '2024-02.nl 2024-03.nl 2024-04.nl 2024-05.nl 2024-06.nl 2024-07.nl 2024-08.nl 2024-09.nl 2024-10.nl' \
    "months of 28 to 31 days, also where the clock goes back"
is "$(owner "SELECT string_agg(extract(epoch FROM ends-starts)/3600||'','+'
    ORDER BY starts) FROM schedule s, schedule_periods(s,'Europe/Amsterdam',
    '2024-03-01','2024-11-02') WHERE $mine AND period IN('2024-03','2024-10')")" \
    '743.0000000000000000+745.0000000000000000' "whose hours are counted as they are"
owner "UPDATE schedule SET every='year' WHERE $mine"
is "$(owed '2026-06-01' "$mine AND language='nl'")" '2024.nl 2025.nl' years
owner "UPDATE schedule SET every='quarter',days=14,since=now()-interval '400 d'
    WHERE $mine;
    UPDATE schedule SET since=now()-interval '400 d' WHERE schedule_id=1;
    ALTER TABLE tenant ENABLE TRIGGER USER;
    ALTER TABLE schedule ENABLE TRIGGER USER"
wanted=$(owner "SELECT count(*) FROM reports_owed(now())")

# Killed, again and again.
for wait in 0.3 0.9 1.7 2.6; do
	"$builddir/patchwacht-report" due >/dev/null 2>&1 &
	run=$!
	sleep $wait
	kill -9 $run 2>/dev/null
	wait $run 2>/dev/null
done
# Its processes end with it, when what they wait for lets go of them.
wait_for 30 flock -n "$home/reports/.lock" true
pass "a run that is not killed" due
is "$(owner 'SELECT count(*) FROM reports_owed(now())')" 0 "leaves nothing owed"
is "$(owner 'SELECT count(*) FROM scheduled')" "$wanted" "for each period one"
# The bundles of those that are to have one are as whole.
is "$(owner 'SELECT count(*) FROM bundles_owed()')" 0 "nor is a bundle owed"
both=$(owner "SELECT count(DISTINCT report_id) FROM scheduled WHERE tenant_id=1
    AND schedule_id=2")
is "$(for bundle in "$home"/reports/*.bundle; do
	patchwacht evidence verify "$bundle" >"$tmp/out" 2>&1 && echo whole
done | grep -c whole)" "$both" "each is whole"
is "$(cd "$home/reports" && for file in *.bundle.pdf; do
	cmp -s "$file" "bestuur/$file" && echo same
done | grep -c same)" "$both" "and lies in the folder of who asked for it"
# A run that is killed after a bundle is in its place and before that is known:
# its record is away for a while.
bundle=$(find "$home/reports" -maxdepth 1 -name '*.bundle.pdf' | sort | head -1)
cp "$bundle" "$tmp/bundle.pdf"
record() { # IS BECOMES
	owner "ALTER TABLE change DISABLE TRIGGER USER;
	    UPDATE change SET detail=replace(detail,'$1','$2')
	    WHERE action='report.bundle' AND detail LIKE '%$bundle%';
	    ALTER TABLE change ENABLE TRIGGER USER"
}
record '"bundle"' '"lost"'
is "$(owner 'SELECT count(*) FROM bundles_owed()')" 1 \
    "one whose record is lost is owed"
pass "and made where it was" due
is "$(owner 'SELECT count(*) FROM bundles_owed()')" 0 "once"
cmp "$tmp/bundle.pdf" "$bundle"
ok $? "of the same bytes"
record '"lost"' '"bundle"'
# One that somebody made by hand, before the run: that one goes to the folder.
copy=${bundle##*/}
language=${copy#*.}
owner "DELETE FROM delivery WHERE recipient='bestuur/$copy'"
rm -r "$home/reports/bestuur/$copy" "$bundle" "${bundle%.pdf}"
record '"bundle"' '"lost"'
pass "one is made by hand" patchwacht evidence bundle \
    "${copy%%.*}" --language "${language%%.*}"
is "$(owner 'SELECT count(*) FROM bundles_owed()')" 1 \
    "and is owed as long as its folder lacks it"
records=$(owner "SELECT count(*) FROM change WHERE action='report.bundle'")
pass "a run brings it there" due
pass "as it was made" cmp "$bundle" "$home/reports/bestuur/$copy"
is "$(owner "SELECT count(*) FROM change WHERE action='report.bundle'")" \
    "$records" "and makes no other"
is "$(owner 'SELECT count(*) FROM bundles_owed()')" 0 "so that none is owed"
record '"lost"' '"bundle"'
# One that was recorded before records said of which version is no other's to
# clear: it may have been sealed by hand.
owned=$(owner "SELECT detail FROM change WHERE action='report.bundle'
    AND detail LIKE '%$bundle%' ORDER BY seq LIMIT 1")
record '"pdf_sha256"' '"no_sha256"'
is "$(owner 'SELECT count(*) FROM bundles_owed()')" 0 \
    "one that was recorded without a hash is not owed"
owner "ALTER TABLE report DISABLE TRIGGER USER;
    UPDATE report SET made=made+interval '1 h' WHERE path='${bundle%.bundle.pdf}.pdf';
    ALTER TABLE report ENABLE TRIGGER USER"
is "$(owner 'SELECT count(*) FROM bundles_owed()')" 1 \
    "but as that of a version before this one"
touch -d '1 hour ago' "$bundle"
before=$(stat -c %Y "$bundle")
fails "which is not made over it" due
is "$(stat -c %Y "$bundle")" "$before" "so it stays"
owner "ALTER TABLE report DISABLE TRIGGER USER;
    UPDATE report SET made=made-interval '1 h' WHERE path='${bundle%.bundle.pdf}.pdf';
    ALTER TABLE report ENABLE TRIGGER USER"
record '"no_sha256"' '"pdf_sha256"'
is "$(owner "SELECT detail FROM change WHERE action='report.bundle'
    AND detail LIKE '%$bundle%' ORDER BY seq LIMIT 1")" "$owned" \
    "as its record does"
# What it is made of is gone: that is told, and what does then.
record '"bundle"' '"lost"'
mv "${bundle%.bundle.pdf}.evidence.json" "$tmp/away.json"
fails "one whose evidence is gone is not made" due
like "$(cat "$tmp/out")" '*evidence.json is gone; put it back*report reissue PM-*' \
    "and one reads what to do"
mv "$tmp/away.json" "${bundle%.bundle.pdf}.evidence.json"
owner "DELETE FROM delivery WHERE recipient='bestuur/${bundle##*/}'"
pass "and made when it is back" due
# Somebody makes it by hand while a run waits to make it: it is theirs.
record '"bundle"' '"lost"'
touch -d '1 hour ago' "$bundle"
before=$(stat -c %Y "$bundle")
locks() { # GRANTED: who has the lock of reports, or waits for it
	[ "$(owner "SELECT count(*) FROM pg_locks WHERE locktype='advisory'
	    AND objid=1 AND granted=$1")" -gt 0 ]
}
mkfifo "$tmp/by_hand"
sql "" -U patchwacht_owner -f - <"$tmp/by_hand" >/dev/null &
by_hand=$!
exec 3>"$tmp/by_hand"
echo "BEGIN; SELECT pg_advisory_xact_lock(hashtext('patchwacht.report'),1);" >&3
wait_for 30 locks true
due >"$tmp/due" 2>&1 3>&- &
run=$!
wait_for 60 locks false
record '"lost"' '"bundle"'
exec 3>&-
wait $by_hand
wait $run
is "$? $(cat "$tmp/due")" '0 ' "a run that waits for who makes it by hand is content"
is "$(stat -c %Y "$bundle")" "$before" "and leaves that one alone"
cmp "$tmp/bundle.pdf" "$bundle"
ok $? "which has the same bytes"
# A run that is killed between its files and their record leaves the files, and
# evidence is that of the other language, which was issued.
lost=$(owner "SELECT max(r.report_id) FROM report r JOIN scheduled USING(
    tenant_id,report_id) WHERE tenant_id=1 AND r.language='en'")
named=$(owner "SELECT number||'.'||language FROM report WHERE tenant_id=1
    AND report_id=$lost")
for table in scheduled document delivery report; do
	owner "ALTER TABLE $table DISABLE TRIGGER USER;
	    DELETE FROM $table WHERE tenant_id=1 AND report_id=$lost;
	    ALTER TABLE $table ENABLE TRIGGER USER"
done
rm -f "$home/reports/bestuur/$named.bundle.pdf" # whose record went, too
is "$(owner 'SELECT count(*)>0 FROM reports_owed(now())')" t \
    "one whose record is lost is owed"
pass "and made" due
is "$(owner 'SELECT count(*) FROM reports_owed(now())')" 0 \
    "with its files where they were"
is "$(owner "SELECT count(*),count(*) FILTER (WHERE version='1.0') FROM report")" \
    "$(owner "SELECT n||'|'||n FROM (SELECT
	count(DISTINCT (tenant_id,report_id)) AS n FROM scheduled) x")" "each made once, also where two schedules have it"
is "$(owner "SELECT count(*) FROM (SELECT number,language,tenant_id FROM report
    GROUP BY 1,2,3 HAVING count(*)>1) x")" 0 "and never under the same name"
is "$(owner "SELECT count(*)>0,count(*) FILTER (WHERE n<>1) FROM (SELECT
    count(DISTINCT evidence_sha256) AS n FROM report WHERE tenant_id=1
    GROUP BY kind,period_from,period_to,site_id HAVING count(*)=2) x")" 't|0' \
    "two languages state what one moment had, also where the second came later"
is "$(owner "SELECT string_agg(encode(evidence_sha256,'hex'),' '
    ORDER BY path) FROM report")" "$(owner "SELECT
    regexp_replace(path,'pdf$','evidence.json') FROM report ORDER BY path" |
    xargs sha256sum | cut -d ' ' -f 1 | paste -sd ' ')" \
    "which stands beside each, to the byte"
owner "SELECT encode(pdf_sha256,'hex')||'  '||path FROM report" >"$tmp/sums"
pass "the files are what was recorded" sha256sum -c --quiet "$tmp/sums"
is "$(owner "SELECT count(*) FROM report WHERE tenant_id=2
    AND path NOT LIKE '%/reports/2/PM-%'")" 0 "each organisation has its folder"
for tenant in 1 2; do
	pass "the trail of $tenant is whole" \
	    patchwacht --tenant $tenant audit verify
done
pass "a second run" due
is "$(cat "$tmp/out")" '' "makes nothing"
like "$(cat "$home"/reports/PM-*.evidence.json)" \
    '*"readers"*"Raad van toezicht"*' "whom a schedule names is in the evidence"
is "$(owner "SELECT count(*) FROM report WHERE figures->>'due' IS NULL")" 0 \
    "what each stated of deadlines is kept"
last=$(owner "SELECT path FROM report WHERE tenant_id=1 AND kind='quarterly'
    ORDER BY period_from DESC LIMIT 1")
like "$(tr -d ' \n' <"${last%.pdf}.evidence.json")" \
    '*"earlier":[*"number":"PM-*' "for the line of the next"

# A line of quarters is of quarterly reports, whatever else was made of them.
stated() { # FILE: numbers of the line in it
	perl -MJSON::PP -0777 -ne 'print join " ", map { $_->{number} // "-" }
	    @{ decode_json($_)->{earlier} }' "$1"
}
first=$(owner "SELECT substr(number,4) FROM report WHERE tenant_id=1
    AND kind='quarterly' ORDER BY period_from DESC LIMIT 1")
pass "of the last quarter an audit report is made, too" patchwacht report audit \
    --period "$first" --output "$tmp/audit.pdf"
pass "and a report of this one" patchwacht report quarterly \
    --period "$(this_quarter)" \
    --output "$tmp/q.pdf" --evidence "$tmp/e.json" --values "$tmp/v.json"
like "$(stated "$tmp/e.json")" "*AR-$first PM-$first*" \
    "the evidence has what both stated"
like "$(stated "$tmp/v.json")" "PM-*PM-$first PM-*" \
    "the line has what the quarterly did"

# When their time is over they go, each with its bundle and the copies of both.
owner "ALTER TABLE report DISABLE TRIGGER USER;
    UPDATE report SET made=made-interval '4 years';
    ALTER TABLE report ENABLE TRIGGER USER"
find "$home/reports" -name '*.unfinished*' -exec touch -d '2 days ago' {} +
# So are these, of the dead; and this is somebody's own.
for left in bestuur/a.pdf 2/a.pdf a.evidence.json; do
	: >"$home/reports/$left.1.unfinished.Ab3dEf"
	touch -d '2 days ago' "$home/reports/$left.1.unfinished.Ab3dEf"
done
echo mine >"$home/reports/q.pdf.2026"
touch -d '2 days ago' "$home/reports/q.pdf.2026"
pass "three years later" due
is "$(find "$home/reports" -name '*.pdf' -o -name '*.bundle')" '' \
    "reports, bundles and copies are gone"
is "$(find "$home/reports" -type f ! -name .lock)" "$home/reports/q.pdf.2026" \
    "as is what runs that were killed left, and nothing else"
is "$(owner 'SELECT count(*) FROM bundles_owed()')" 0 "and no bundle is owed"
