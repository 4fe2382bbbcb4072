#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What is kept, and for how long: the command says what the nightly job would
# take away, and the job does that and no more. What a hold is open over stays,
# as does evidence of what is not closed. A person's name goes earlier than what
# it attested; the trail says how many rows went and stays whole.
. "$(dirname "$0")/lib.sh"
command -v jq >/dev/null || skip_all "no jq"

plan 25

start_db
patchwacht init --name 'Stichting Zonneveld' --kind school --language nl \
    --mail beheer@zonneveld.example >/dev/null 2>&1
owner() {
	sql "$1" -U patchwacht_owner
}
plan_of() { # KIND: rows due held
	patchwacht retention show --json |
	    jq -r ".rows[]|select(.kind==\"$1\")|\"\(.rows) \(.due) \(.held)\""
}

pass "an empty register has nothing to take away" patchwacht retention
is "$(patchwacht retention --json | jq '[.rows[].due]|add')" 0 "none is due"
is "$(patchwacht retention --json |
    jq -r '.rows[]|select(.kind=="evidence")|.keep')" '3 years' \
    "evidence is kept for three years"
is "$(patchwacht retention --json |
    jq -r '.partitions[]|select(.kind=="message_security")|.keep')" \
    '180 days' "messages of accesses for 180 days"

patchwacht device add sw1 192.0.2.1 --tag sw >/dev/null 2>&1
patchwacht device add sw2 192.0.2.2 --tag sw >/dev/null 2>&1
patchwacht patch add P-1 IOS --priority high --tag sw \
    --fix 'ios:15.2(4)E10' >/dev/null
# Evidence of five years ago: of a step of what is closed, of what is open, of
# nothing; and of last year.
owner "INSERT INTO evidence(tenant_id,evidence_id,device_id,at,kept,kind,content,
    bytes,sha256) SELECT 1,id,device,day::timestamptz,day::timestamptz,'reading',
    '{}'::jsonb,'x',sha256('x') FROM (VALUES (101,1,'2020-05-01'),
    (102,2,'2020-05-01'),(103,1,'2020-06-01'),(104,1,'2025-06-01'))
    v(id,device,day)"
owner "UPDATE deployment SET state='stable', closed='2020-06-01'
    WHERE device_id=1"
owner "INSERT INTO transition(tenant_id,transition_id,patch_id,device_id,attempt,
    at,from_state,to_state,cause,level,actor,reason,policy_version,evidence)
    SELECT 1,-id,1,id,1,'2020-05-01','planned','confirmed','confirmed',4,
    'patchwacht','x',1,ARRAY[100+id]::bigint[] FROM generate_series(1,2) id"
is "$(plan_of evidence)" '4 2 0' "what an open deployment rests on is not due"
is "$(patchwacht retention --json | jq -r \
    '.rows[]|select(.kind=="evidence")|.oldest')" 2020-05-01T00:00:00Z \
    "the oldest that stays is told"

patchwacht attestation add --topic policy_adopted --person 'A. de Vries' \
    --owner Bestuur --opened 2015-01-01 >/dev/null
patchwacht attestation add --topic policy_adopted --person 'B. Bos' \
    --owner Bestuur --opened 2023-01-01 >/dev/null
patchwacht attestation add --topic policy_adopted --person 'C. Cox' \
    --owner Bestuur >/dev/null
patchwacht action add 'Oud' --owner ICT --due 2016-01-01 --opened 2015-01-01 \
    >/dev/null
patchwacht action close A-1 --outcome=done --reason klaar --date 2016-01-01 \
    >/dev/null
patchwacht action add 'Open' --owner ICT --due 2016-01-01 --opened 2015-01-01 \
    >/dev/null
is "$(plan_of attestation)" '3 1 0' "an attestation of long ago is due"
is "$(plan_of person)" '3 2 0' "persons earlier than what they attested"
is "$(plan_of entry)" '3 2 0' "of a closed action both revisions, of an open none"

# A hold of the lawyer's.
sql "INSERT INTO hold(tenant_id,hold_id,since,until,reason,owner)
    VALUES(1,1,'2020-04-15','2020-05-15','onderzoek','Jurist')"
is "$(plan_of evidence)" '4 1 1' "a hold keeps what it overlaps"
is "$(plan_of attestation)" '3 1 0' "and nothing else"

# The job does what was told.

tenants() {
	owner "SELECT string_agg(action||' '||object||' '||detail,', '
	    ORDER BY seq) FROM change WHERE action LIKE 'retention.%'"
}
pass "the nightly job" patchwacht-db partitions
is "$(owner "SELECT string_agg(evidence_id::text,',' ORDER BY evidence_id)
    FROM evidence")" 101,102,104 "took the evidence that was due"
is "$(owner "SELECT string_agg(number::text,',' ORDER BY number) FROM entry
    WHERE kind='attestation'")" 2,3 "the old attestation"
is "$(owner "SELECT string_agg(number::text,',') FROM entry
    WHERE kind='action'")" 2 "the old action, with all its revisions"
like "$(owner "SELECT person FROM entry WHERE kind='attestation'
    AND number=2")" 'p-????????????' "a person became a pseudonym"
is "$(owner "SELECT person FROM entry WHERE kind='attestation'
    AND number=3")" 'C. Cox' "but not of one that holds"
is "$(tenants)" 'retention.pseudonymise retention/person {"rows": 2}, retention.delete retention/attestation {"rows": 1}, retention.delete retention/entry {"rows": 2}, retention.delete retention/evidence {"rows": 1}' \
    "and the trail says how many of each"
pass "and is whole" patchwacht audit verify
is "$(patchwacht retention --json | jq '[.rows[].due]|add')" 0 \
    "nothing is due any more"
pass "the job again" patchwacht-db partitions
is "$(owner "SELECT count(*) FROM change WHERE action LIKE 'retention.%'")" 4 \
    "does nothing"
sql "UPDATE hold SET released_by=session_user, released_at=now(),
    release_reason='klaar'"
is "$(plan_of evidence)" '3 1 0' "when the hold is released it goes"
is "$(patchwacht retention show --at 2040-01-01 --json |
    jq -r '.rows[]|select(.kind=="attestation")|.due')" 2 \
    "and what will be due on a day can be asked"
out=$(sql "SET ROLE patchwacht_register;
    SELECT retention_apply(1,'evidence',now())" 2>&1)
like "$out" '*permission denied*' "nobody but the owner takes away"
