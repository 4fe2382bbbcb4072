#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# One run for many: each organisation in its own language, each of its sites. One
# that fails is named and keeps no other from being made; the exit status tells.
# Who asks gets those of the organisations that they may read. Nothing of one
# customer stands in a report of another.
# shellcheck disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"
plan 33

start_db || exit 1
period=$(date +%YQ)$((($(date +%-m) + 2) / 3))
customer() { # NUMBER NAME LANGUAGE
	patchwacht --tenant "$1" init --name "$2" --language "$3" --quiet &&
	    patchwacht --tenant "$1" site add "Noord van $2" --quiet &&
	    patchwacht --tenant "$1" site add "Zuid van $2" --quiet &&
	    patchwacht --tenant "$1" device add "sw-$1" 192.0.2."$1" \
		--site "Noord van $2" --quiet
}
customer 1 Beheer nl && customer 2 Koraal en && customer 3 Linde nl ||
    exit 1
cd "$tmp" || exit 1
pass "each organisation" patchwacht report quarterly --period "$period" \
    --each-tenant --output all
like "$(cat out)" '*3 made, 0 failed*' "is counted"
[ -s "all/PM-$period-v0.1.nl.pdf" ] && [ -s "all/2/PM-$period-v0.1.en.pdf" ] &&
    [ -s "all/3/PM-$period-v0.1.nl.pdf" ]
ok $? "in its own language and folder"
pdftotext -layout "all/3/PM-$period-v0.1.nl.pdf" text
grep -q Linde text
ok $? "has its own name"
grep -q 'Koraal\|Beheer,\|sw-1\|sw-2' text all/3/*.evidence.json
is $? 1 "and nothing of another"
pass "each site of each" patchwacht report site --period "$period" \
    --each-tenant --each-site --language nl --output sites
is "$(find sites -name '*.pdf' | wc -l)" 6 "makes six"
pass "of one organisation" patchwacht --tenant 2 report site \
    --period "$period" --each-site --output two
is "$(find two -name '*.pdf' | wc -l)" 2 "two"
fails "not one site and each" patchwacht report site --period "$period" \
    --each-site --site 'Noord van Beheer'
fails "nor into one bundle" patchwacht report quarterly --period "$period" \
    --each-tenant --bundle bundle.pdf
fails "nor of evidence of one" patchwacht report quarterly --each-tenant \
    --from "all/PM-$period-v0.1.nl.evidence.json"

# One of them cannot be made.
mkdir -p "$home/templates/tenant-2"
printf -- '---\nreport: quarterly\n' >"$home/templates/tenant-2/quarterly.en.md"
fails "one that fails" patchwacht report quarterly --period "$period" \
    --each-tenant --output again
like "$(cat out)" '*2 made, 1 failed*failed: 2 Koraal*' "is named"
is "$(find again -name '*.pdf' | wc -l)" 2 "the others are made"
rm -r "$home/templates/tenant-2"

# Who asks.
enter kor || exit 1
patchwacht --tenant 2 user grant kor process_owner --quiet
pass "who holds a function at one" by kor patchwacht --tenant 2 report \
    quarterly --period "$period" --each-tenant --output kor
like "$(cat out)" '*1 made, 0 failed*' "gets that one"
fails "and elsewhere nothing" by kor patchwacht report site \
    --period "$period" --each-site
like "$(cat out)" '*no site*' "as if nothing were there"

# At a terminal, and nowhere else.
like "$(typed -- patchwacht report site --period "$period" --each-tenant \
    --each-site --language nl --output tty | tr '\r' '\n')" \
    '*.] 0/6*6 made, 0 failed*' "a line says how far it is"
patchwacht report site --period "$period" --each-tenant --each-site \
    --language nl --output pipe 2>err >/dev/null
is "$(cat err)" '6 made, 0 failed' "in a file only the end stands"

# The connection that reports are read over stands in a transaction while one is
# drawn, sealed and recorded, however long that takes. When it is lost those that
# follow are of a later moment; one that cannot be read takes it from no other.
patchwacht --tenant 2 site add 'Midden van Koraal' --quiet
when_recorded() { # STATEMENT: is run then
	sql "CREATE OR REPLACE FUNCTION patchwacht.hook() RETURNS trigger
	    LANGUAGE plpgsql SECURITY DEFINER AS
	    \$\$ BEGIN $1; RETURN NEW; END \$\$;
	    DROP TRIGGER IF EXISTS hook ON patchwacht.report;
	    CREATE TRIGGER hook BEFORE INSERT ON patchwacht.report
	    FOR EACH ROW EXECUTE FUNCTION patchwacht.hook()" \
	    -U patchwacht_cluster >hook.log 2>&1 || diag "$(cat hook.log)"
}
sites_of_koraal() { # FOLDER
	patchwacht --tenant 2 report site --period "$period" --each-site \
	    --output "$1"
}
moments() { # FOLDER
	sql "SELECT count(*), count(DISTINCT snapshot) FROM report
	    WHERE path LIKE '%/$1/%'"
}
sql "ALTER DATABASE patchwacht SET idle_in_transaction_session_timeout='2s'" \
    -U patchwacht_cluster
when_recorded "PERFORM pg_sleep(2.5) WHERE NOT EXISTS(
    SELECT FROM patchwacht.report WHERE path LIKE '%/slow/%')"
pass "one that takes long" sites_of_koraal slow
is "$(moments slow)" '3|1' "keeps the others of its moment"
sql "ALTER DATABASE patchwacht RESET idle_in_transaction_session_timeout" \
    -U patchwacht_cluster
when_recorded "PERFORM pg_terminate_backend(pid, 20000) FROM pg_stat_activity
    WHERE state='idle in transaction' AND pid<>pg_backend_pid()"
pass "a connection that is lost" sites_of_koraal lost
like "$(cat out)" '*was lost*3 made, 0 failed*' "is told, and had anew"
is "$(moments lost)" '3|3' "of a later moment"
when_recorded 'RAISE serialization_failure'
fails "a database that cannot now" sites_of_koraal later
like "$(cat out)" '*0 made, 1 failed, 2 not tried*failed: 2 Koraal, Midden*' \
    "is not asked again, and what waits is counted"
sql 'DROP TRIGGER hook ON patchwacht.report; DROP FUNCTION patchwacht.hook()' \
    -U patchwacht_cluster
sql "SET session_replication_role=replica;
    UPDATE patchwacht.device SET owner=repeat('x', 9000000) WHERE tenant_id=2" \
    -U patchwacht_cluster >/dev/null
fails "a site that cannot be read" sites_of_koraal wide
like "$(cat out)" '*2 made, 1 failed*failed: 2 Koraal, Noord*' "is named"
is "$(moments wide)" '2|1' "the others are of one moment"
sql "SET session_replication_role=replica;
    UPDATE patchwacht.device SET owner=NULL WHERE tenant_id=2" \
    -U patchwacht_cluster >/dev/null

# A schedule for each site.
pass "a schedule" patchwacht schedule add scholen --kind site --each-site \
    --since "$(date -d '-100 days' +%F)"
sql "ALTER TABLE tenant DISABLE TRIGGER USER;
    UPDATE tenant SET created=now()-interval '400 d';
    ALTER TABLE site DISABLE TRIGGER USER;
    UPDATE site SET created=now()-interval '400 d'" -U patchwacht_owner
patchwacht report due >/dev/null 2>&1
is "$(sql "SELECT count(DISTINCT site_id) FROM scheduled WHERE site_id>0")" 2 \
    "makes one for each"
