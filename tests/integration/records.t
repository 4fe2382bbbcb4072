#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The process owner of a school keeps what no device tells: actions and
# decisions of the last meeting, who looks at the logs, an incident, a planned
# change, a supplier and its contract, and what the board declared. What
# changes stays to be read as it was; two people who change the same are told;
# the list goes out as CSV and comes in again without a change.
. "$(dirname "$0")/lib.sh"

plan 74

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

start_db
patchwacht init --name 'Stichting Zonneveld' --kind school --language nl \
    --mail beheer@zonneveld.example >/dev/null 2>&1
patchwacht site add 'De Vlinder' >/dev/null
patchwacht device add core-sw1 192.0.2.1 --site 'De Vlinder' --tag core \
    >/dev/null 2>&1
patchwacht patch add NCSC-1 'IOS' --priority high --tag core \
    --fix 'ios:15.2(4)E10' >/dev/null

# Actions: every slip is told, and what is right has a number that stays.

try action add
said 2 '*something is missing*TITLE*' "an action is about something"
try action add 'Switch vervangen'
said 2 '*--owner: is missing*--due: is missing*' "and is somebody's, by when"
try action add 'Switch vervangen' --owner 'jan@zonneveld.example' \
    --due gisteren --device core-sw9 --patch NCSC-9
said 2 '*--owner: *name a function*--patch: *no patch "NCSC-9"; did you mean "NCSC-1"?*--device: *no device "core-sw9"; did you mean "core-sw1"?*--due: "gisteren"*' \
    "each slip at once, a function and no person"
try action add 'Switch vervangen' --owner 'Afdeling ICT' --due 2026-12-31 \
    --device core-sw1 --patch NCSC-1 --cause 'Einde ondersteuning' \
    --risk 'geen patches meer' --cost 'EUR 4.000' --reference MT-2026-14
said 0 'Added action A-1: Switch vervangen' "an action"
is "$(sql "SELECT due AT TIME ZONE 'Europe/Amsterdam' FROM entry")" \
    '2027-01-01 00:00:00' "due by 31 December has that day in it"
try action list
said 0 '*A-1*open*Switch vervangen*Afdeling ICT*2027-01-01 00:00 CET*' "listed"
try action show a-1
said 0 '*core-sw1*history*action.add*' "shown with its history"
try action show B-1
said 2 '*B-1 is of `patchwacht decision`*' "a number of another kind"
try action show A-7
said 1 '*there is no action A-7*' "a number that is not there"
try action shw A-1
said 2 '*did you mean "show"*' "a verb that is none"
try action edit A-1 --due 2027-02-28 --reason 'levertijd'
said 0 'A-1 changed' "a change"
try action edit A-1 --due 2027-02-28
said 1 '*nothing of A-1 becomes another*' "of nothing"
is "$(sql "SELECT string_agg(rev||' '||due::date,',' ORDER BY rev)
    FROM entry")" '1 2026-12-31,2 2027-02-28' "what it was stays"
try audit list action/A-1 --json
said 0 '*"reason": "levertijd"*"old": {"due": "2026-12-31*"new": {"due": "2027-02-28*' \
    "and who changed it, and why, stands in the trail"
try action close A-1 --outcome=done
said 2 '*say why: --reason*' "closing says why"
try action close A-1 --reason 'geplaatst'
said 2 '*--outcome is missing: done, dropped, replaced*' "and how it ended"
try action close A-1 --outcome finished --reason 'geplaatst'
said 2 '*--outcome: "finished" is none of done*' "in one of the words"
try action close A-1 --outcome=done --reason 'geplaatst' --date 2099-01-01
said 2 '*--closed: is yet to come*' "not in the future"
try action close A-1 --outcome=done --reason 'geplaatst en getest'
said 0 'A-1 closed' "closed"
try action list
said 0 'No open actions.' "no longer among the open"
try action list --all --json
said 0 '*"status": "closed"*"result": "geplaatst en getest"*' "but among all"
try action edit A-1 --cost 0
said 1 '*A-1 is closed; `reopen` it*' "a closed one is not changed"
try action reopen A-1 --reason 'defect geleverd'
said 0 'A-1 is open again' "unless it is opened again"
is "$(sql 'SELECT count(*) FROM entry')" 4 "which is the fourth revision"

# Two people at the same moment: of one the next revision is refused.

same() {
	sql "BEGIN; INSERT INTO entry(tenant_id,kind,number,rev,made,actor,
	    title,owner,due,opened) SELECT tenant_id,kind,number,5,now(),
	    session_user,title,'$1',due,opened FROM entry WHERE rev=4
	    AND pg_sleep($2) IS NOT NULL$told; COMMIT"
}
same Directie 0.5 >/dev/null 2>&1 &
other=$!
same Anders 0 >"$tmp/one" 2>&1
wait "$other"
set -- "$?" "$(cat "$tmp/one")"
is "$(sql "SELECT count(*) FROM entry WHERE rev=5")" 1 \
    "two at the same moment: one is refused"
try action edit A-1 --owner 'Afdeling ICT'
said 0 'A-1 changed' "who looks again can"

# What the database itself refuses.

forbidden() { # ROLE STATEMENT NAME
	out=$(sql "SET ROLE $1; $2" 2>&1)
	like "$out" '*permission denied*' "$3"
}
named() { # STATEMENT WHY NAME
	out=$(sql "SET ROLE patchwacht_register;
	    UPDATE id_alloc SET next=greatest(next,10) WHERE kind='entry.action';
	    INSERT INTO entry(tenant_id,kind,number,rev,made,actor,
	    title,opened) VALUES(1,'action',9,1,$1,'x',now())$told" 2>&1)
	like "$out" "*$2*" "$3"
}
forbidden patchwacht_register "UPDATE entry SET title='x'" \
    "nobody edits a revision"
forbidden patchwacht_register "DELETE FROM entry" "or takes one away"
named "now(),'iemand'" 'row-level security' "or writes one in another's name"
named "now()-interval '1 day',session_user" 'made is when it is written' \
    "or one of another day"
forbidden patchwacht_report "SELECT person FROM entry" \
    "a report cannot name a person"
is "$(sql "SELECT count(DISTINCT title) FROM entry" -U patchwacht_report)" 1 \
    "what it needs it can read"

# Decisions, reviews, incidents, changes: the same verbs, their own fields.

try decision add 'SNMPv2c uitfaseren' --owner Bestuur
said 2 '*--cause: is missing*' "a decision is asked for a reason"
try decision add 'SNMPv2c uitfaseren' --owner Bestuur --cause 'Auditbevinding' \
    --due 2026-06-01 --opened 2026-05-01 --risk 'meelezen' --cost 'EUR 0'
said 0 'Added decision B-1*' "a decision"
try decision close B-1 --outcome agreed --reason 'besluit 2026-3'
said 1 '*B-1: nobody decides on what they asked*' "is not taken by who asked"
echo 'Besluit 2026-3' >"$tmp/besluit.txt"
try decision edit B-1 --document "$tmp/besluit.txt" --reason 'notulen'
try decision close B-1 --outcome agreed --reason 'besluit 2026-3'
said 0 'B-1 closed' "taken on paper, it is entered"
is "$(patchwacht decision list --all --json |
    jq -r '.[]|.id+" "+.ended_as')" 'B-1 declared' "and is told as declared"
try review add 'Loganalyse oktober' --topic logs --owner Systeembeheer \
    --due 2026-10-31
said 2 '*--topic: "logs" is none of report, log, *' "a topic that is none"
try review add 'Loganalyse oktober' --topic log --owner Systeembeheer \
    --due 2025-10-31 --opened 2025-10-01
said 0 'Added review R-1*' "a review that is planned"
try review list
said 0 '*R-1*overdue*' "and is late"
try incident add 'Storing wifi' --owner Systeembeheer --severity high \
    --opened '2025-11-02 09:00' --acknowledged '2025-11-02 08:00'
said 2 '*--acknowledged: is not after opened*' "taken up before it began"
try incident add 'Storing wifi' --owner Systeembeheer --severity high \
    --opened '2025-11-02 09:00' --acknowledged '2025-11-02 09:20' \
    --reference TOP-881 --device core-sw1
said 0 'Added incident I-1*' "an incident, linked to a ticket"
try change add 'Core vervangen' --owner Systeembeheer \
    --opened '2025-11-10 22:00' --until '2025-11-10 21:00'
said 2 '*--until: is not after opened*' "a change that ends before it begins"
try change add 'Core vervangen' --owner Systeembeheer \
    --opened '2025-11-10 22:00' --until '2025-11-11 02:00' --device core-sw1
said 0 'Added change W-1*' "a planned change"
try change list
said 0 '*W-1*Core vervangen*' "which has a list of its own"
try audit list change/W-1
said 0 '*change.add*change/W-1*' "for the trail is the trail"

# Suppliers and contracts.

try contract add 'Beheer switches' --supplier Netwerk-NV --owner Inkoop
said 2 '*--supplier: there is no supplier "Netwerk-NV"*' \
    "a contract is with a supplier that is there"
try supplier add own
said 2 '*stands for our own IT*' "own is a word of ours"
try supplier add Netwerk-NV --note 'beheer van switches'
said 0 'Supplier added: Netwerk-NV' "a supplier"
try supplier add Netwerk-NV
said 1 '*already*' "once"
try contract add 'Beheer switches' --supplier Netwerk-NW --owner Inkoop
said 2 '*--supplier: *no supplier "Netwerk-NW"; did you mean "Netwerk-NV"?*' \
    "the nearest is named"
try contract add 'Beheer switches' --supplier Netwerk-NV --owner Inkoop \
    --critical soon
said 2 '*--critical: "soon" is not a span*' "terms are spans"
try contract add 'Beheer switches' --supplier Netwerk-NV --owner Inkoop \
    --opened 2025-01-01 --until 2099-12-31 --critical '48 h' --high '7 d' \
    --medium '30 d' --low '90 d'
said 0 'Added contract C-1*' "a contract"
is "$(sql "SELECT critical_s||' '||high_s FROM entry WHERE kind='contract'")" \
    "172800 604800" "with its terms in seconds"

# Attestations.

printf 'notulen\n' >"$tmp/notulen.pdf"
try attestation add --topic beleid --person 'A. de Vries' --owner Bestuur
said 2 '*--topic: "beleid" is none of policy_adopted, *' "a topic of the list"
try attestation add --topic policy_adoptd --person 'A. de Vries' --owner Bestuur
said 2 '*--topic: "policy_adoptd" is none of *; did you mean "policy_adopted"?*' \
    "with the nearest there is"
try attestation topics
said 0 '*policy_adopted*Patchbeleid vastgesteld*Patch policy adopted*' \
    "which is shown in both languages"
try attestation add --topic policy_adopted --person 'A. de Vries' \
    --owner 'Voorzitter bestuur' --document "$tmp/notulen.pdf"
said 0 'Added attestation V-1: Patchbeleid vastgesteld*' "an attestation"
is "$(sql "SELECT sha256||' '||document||' '||(until-opened) FROM entry
    WHERE kind='attestation'")" \
    "$(sha256sum "$tmp/notulen.pdf" | cut -d ' ' -f 1) notulen.pdf 365 days" \
    "with the document's hash, for as long as its kind says"
try attestation add --topic log_review --person 'B. Bos' --owner ISO \
    --opened 2025-01-01 --document "$tmp/geen.pdf"
said 1 '*geen.pdf*' "a document that is not there"
try attestation add --topic log_review --person 'B. Bos' --owner ISO \
    --opened 2025-01-01 --sha256 00
said 2 '*--sha256: "00" is not a SHA-256*' "a hash that is none"
try attestation add --topic log_review --person 'B. Bos' --owner ISO \
    --opened 2025-01-01
said 0 'Added attestation V-2*' "an old one"
try attestation list
said 0 '*V-1*open*V-2*expired*' "whose time is over, and it shows"
try attestation expire V-1 --reason 'nieuw beleid' --outcome replaced
said 0 'V-1 closed' "one ends before its time"
is "$(sql "SELECT count(*) FROM change WHERE detail LIKE '%de Vries%'")" 0 \
    "no person's name gets into the trail"

# Out and in again.

for kind in action decision review incident contract attestation; do
	patchwacht "$kind" list --all --csv >"$tmp/$kind.csv"
done
before=$(sql 'SELECT count(*) FROM entry')
try action import "$tmp/action.csv"
said 0 '*A-1*actions imported: 1*' "what was exported comes in as it is"
for kind in decision review incident contract attestation; do
	patchwacht "$kind" import "$tmp/$kind.csv" >>"$tmp/imported" 2>&1
done
is "$(grep -c unchanged "$tmp/imported")" 6 "spans, links and times too"
is "$(sql 'SELECT count(*) FROM entry')" "$before" "and nothing is added"
sed 's/A-1,/A-40,/' "$tmp/action.csv" >"$tmp/moved.csv"
patchwacht action import "$tmp/moved.csv" >/dev/null
cat >"$tmp/new.csv" <<'CSV'
reference;title;owner;due;device
T-1;Certificaat vernieuwen;Systeembeheer;2026-12-01;core-sw1
T-2;Firewall opschonen;jan@example.org;2026-13-01;
;Sleutels wisselen;Systeembeheer;2026-12-01;geen-sw
CSV
try action import "$tmp/new.csv"
said 1 '*new.csv:3:24: owner: *new.csv:3:40: due: *new.csv:4:45: device: *nothing was imported*' \
    "each fault by file, line and column"
sed -i 's/jan@example.org;2026-13-01/ICT;2026-12-13/; s/geen-sw//' \
    "$tmp/new.csv"
try action import --dry-run "$tmp/new.csv"
said 0 '*add*A-41*actions to import: 3; nothing was changed' \
    "a dry run, with numbers past the one that came from elsewhere"
patchwacht action import "$tmp/new.csv" >/dev/null
sed -i 's/Certificaat/Certificaten/' "$tmp/new.csv"
try action import "$tmp/new.csv"
said 1 '*new.csv:2:1: A-41 is there and becomes another; --update*' \
    "another row for the same number elsewhere"
try action import --update "$tmp/new.csv"
said 0 '*edit*A-41*unchanged*A-42*unchanged*A-43*' \
    "is a change when it is asked for"
is "$(sql "SELECT count(*) FROM entry WHERE kind='action' AND number>40")" \
    4 "and only what differs is a revision"
pass "the trail is whole" patchwacht audit verify
