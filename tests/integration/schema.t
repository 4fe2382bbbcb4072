#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What is in the database, and who may touch it. A migration that was edited
# after it was applied is refused, as is a schema newer than the program. Each
# role can do its work and no more; no role but the owner can reach a
# partition past its table. Partitions are made ahead and retired. A row of
# the chain of changes that somebody edited or cut off is found.
. "$(dirname "$0")/lib.sh"

owner() {
	sql "$1" -U patchwacht_owner
}

# attempt ROLE STATEMENT: in a transaction that is taken back
attempt() {
	psql -Xq -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -h "$home/db/run" \
	    -d patchwacht -U "$1" -c "BEGIN" -c "$2" -c "ROLLBACK"
}

one_line() {
	echo "$*" | tr -s '\n\t ' ' '
}

allowed() {
	pass "$(one_line "$1 may: $2")" attempt "$1" "$2"
}

denied() {
	attempt "$1" "$2" >"$tmp/out" 2>&1
	# insufficient_privilege, whoever says so
	case $(cat "$tmp/out") in
	*'ERROR:  42501:'*)
		ok 0 "$(one_line "$1 may not: $2")"
		;;
	*)
		ok 1 "$(one_line "$1 may not: $2")"
		diag "$(cat "$tmp/out")"
		;;
	esac
}

said() { # PATTERN NAME
	like "$(cat "$tmp/out")" "$1" "$2"
}

migrations() {
	owner "UPDATE schema_version SET sha256=sha256('other') WHERE version=2"
	fails "an edited migration is refused" patchwacht-db migrate
	said '*002-device.sql is not the file that was applied*' "by its name"
	fails "verify says so too" patchwacht-db verify
	owner "DELETE FROM schema_version WHERE version=2"
	fails "one that is missing in between is not skipped" \
	    patchwacht-db migrate
	sum=$(sha256sum "$srcdir/lib/store/schema/002-device.sql" |
	    cut -d ' ' -f 1)
	owner "INSERT INTO schema_version VALUES(2,'002-device.sql',
	    '\\x$sum',now(),0)"
	pass "what was applied is applied once" patchwacht-db migrate
	open_session
	newest=sample_p$(date -u +%Y%m%d)
	owner "DROP TABLE $newest"
	pass "and tables that are new get their partitions" \
	    patchwacht-db migrate
	is "$(owner "SELECT to_regclass('$newest') IS NOT NULL")" t "at once"
	owner "INSERT INTO schema_version VALUES(999,'999-new.sql',
	    sha256('x'),now(),0)"
	fails "a newer schema is refused" patchwacht-db migrate
	said '*version 999*install a newer one*' "and what to do is told"
	other_version
	owner "DELETE FROM schema_version WHERE version=999"
	wait_for 20 roles_say '(back|there)$'
	ok $? "the daemon works again when they are ours"
}

is_open() {
	[ "$(owner "SELECT count(*) FROM pg_stat_activity WHERE
	    usename='patchwacht_verify'")" = 1 ]
}

# One that began before a step was applied. The step is one that can be applied
# again.
open_session() {
	sql 'SELECT pg_sleep(60)' -U patchwacht_verify >/dev/null \
	    2>"$tmp/session" &
	session=$!
	wait_for 20 is_open
	pass "where nothing is applied" patchwacht-db migrate
	is_open
	ok $? "who is at work goes on"
	owner "DELETE FROM schema_version WHERE name='164-ids_of_others.sql'"
	pass "and where something is" patchwacht-db migrate
	wait $session
	like "$(cat "$tmp/session")" '*terminating connection*' \
	    "its session ends, so that it asks for the version"
	is "$(owner "SELECT count(*) FROM schema_version
	    WHERE name='164-ids_of_others.sql'")" 1 "as the step is applied"
}

roles_say() { # PATTERN: those that use the database, each once
	for role in poll store verify alert; do
		[ "$(grep -cE "^patchwachtd\[$role\]: .*$1" \
		    "$tmp/daemon.log")" = 1 ] || return 1
	done
}

# Between an installation and the migration, nobody uses the tables.
other_version() {
	fails "nor does a command use its tables" patchwacht status
	said '*version 999, this Patchwacht knows*install a newer one*' \
	    "which is told"
	start_background patchwachtd >"$tmp/daemon.log" 2>&1
	wait_for 20 roles_say 'version 999, .* install a newer one$'
	ok $? "each role of the daemon says so"
	fails "and a report, too" patchwacht report quarterly --period 2026Q1
	said '*version 999*' "in the same words"
	roles_say 'version 999'
	ok $? "and the roles say it once, not at each attempt"
}

partition_rights() {
	is "$(owner "SELECT count(*)>10 FROM pg_class WHERE relispartition
	    AND relkind='r' AND relnamespace='patchwacht'::regnamespace")" \
	    t "there are partitions"
	is "$(owner "SELECT c.relname, a.grantee::regrole FROM pg_class c,
	    aclexplode(c.relacl) a WHERE c.relispartition AND
	    c.relkind IN('r','p') AND a.grantee<>c.relowner")" '' \
	    "no partition is granted to anybody"
	is "$(owner "SELECT r.rolname, c.relname, p FROM pg_class c,
	    pg_roles r, unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE',
	    'TRUNCATE','REFERENCES','TRIGGER']) p WHERE c.relispartition
	    AND c.relkind='r'
	    AND c.relnamespace='patchwacht'::regnamespace AND NOT r.rolsuper
	    AND r.rolname<>'patchwacht_owner' AND r.rolname !~ '^pg_'
	    AND has_table_privilege(r.oid,c.oid,p)")" '' \
	    "no role but the owner has a privilege on one"
}

# A holder has policies of its own.
unguarded=holder

role_rights() {
	me=$(id -un)
	owner "INSERT INTO tenant VALUES(1,'School','school','nl','UTC',now())
	    ON CONFLICT DO NOTHING"
	owner "INSERT INTO realm VALUES(1,1,'here') ON CONFLICT DO NOTHING"
	owner "INSERT INTO holder(tenant_id,holder_id,login,name,function)
	    VALUES(1,91,'$me','x','it_staff'),(1,92,'$me','x','system_owner')"
	reading="INSERT INTO reading VALUES(now(),1,1,gen_random_uuid(),1,1,
	    now(),'answered',1,'v2c','none','::1',NULL,'')"

	allowed patchwacht_store "$reading"
	allowed patchwacht_store "SELECT part_ensure('reading',now(),now())"
	allowed patchwacht_store "SELECT part_ensure_all('reading',now(),now())"
	denied patchwacht_store "CREATE TABLE x()"
	denied patchwacht_store "CREATE TEMP TABLE x()"
	denied patchwacht_store "DELETE FROM reading"
	denied patchwacht_store "SELECT box FROM credential"
	denied patchwacht_store "UPDATE part_policy SET keep='1 day'"

	allowed patchwacht_poll "SELECT box FROM credential"
	allowed patchwacht_poll "SELECT name FROM device"
	denied patchwacht_poll "$reading"
	denied patchwacht_poll "UPDATE device SET name='x'"
	denied patchwacht_poll "SELECT 1 FROM deployment, claim"
	denied patchwacht_poll "SELECT part_ensure('reading',now(),now())"
	allowed patchwacht_poll "UPDATE discovery SET done=1"
	denied patchwacht_poll "UPDATE range SET medical=false"
	denied patchwacht_poll "SELECT id_given(1,'device',1)"
	denied patchwacht_poll "DELETE FROM unknown_neighbour"

	allowed patchwacht_verify "SELECT varbinds FROM reading"
	allowed patchwacht_verify "UPDATE deployment SET state='seen'"
	denied patchwacht_verify "SELECT box FROM credential"
	denied patchwacht_verify "DELETE FROM transition"
	denied patchwacht_verify "UPDATE evidence SET content='{}'"

	allowed patchwacht_alert "UPDATE notification SET sent=now()"
	denied patchwacht_alert "UPDATE alert SET closed=now()"
	denied patchwacht_alert "SELECT * FROM credential"
	denied patchwacht_alert "SELECT raw FROM message"

	allowed patchwacht_report "SELECT label FROM credential"
	denied patchwacht_report "SELECT box FROM credential"
	denied patchwacht_report "UPDATE deployment SET state='stable'"
	denied patchwacht_report "UPDATE report SET path='x'"

	allowed "$me" "SELECT next FROM id_alloc FOR UPDATE"
	denied "$me" "SELECT box FROM credential"
	denied "$me" "UPDATE change SET actor='x'"
	denied "$me" "DELETE FROM change"
	denied "$me" "TRUNCATE change"
	denied "$me" "INSERT INTO change VALUES(1,1,now(),'somebody','a','o',
	    'd',NULL,sha256('x'),sha256('x'))"
	denied "$me" "INSERT INTO claim VALUES(1,1,1,1,now(),now(),'somebody')"
	denied "$me" "UPDATE deployment SET state='stable'"
	denied "$me" "UPDATE deployment SET level=4"
	denied "$me" "INSERT INTO deployment(tenant_id, patch_id, device_id,
	    state, created, clock_start, clock_basis, deadline, policy_version)
	    VALUES(1,1,1,'stable',now(),now(),'registered',now(),1)"
	denied "$me" "INSERT INTO transition VALUES(1,1,1,1,1,now(),'seen',
	    'confirmed',NULL,'confirmed',4,session_user,'x',1)"
	denied "$me" "INSERT INTO evidence VALUES(1,1,1,now(),now(),'reading',
	    NULL,NULL,'{}','',sha256(''))"
	denied "$me" "UPDATE patch SET approved_by='somebody'"
	denied "$me" "UPDATE patch SET approved=now()-interval '1 day'"
	allowed "$me" "SELECT patch_approve(1,1)"
	denied patchwacht_report "SELECT patch_approve(1,1)"
	denied "$me" "UPDATE range SET approved=now(),approved_by='x'"
	denied "$me" "UPDATE range SET medical=false"
	denied patchwacht_report "SELECT range_approve(1,1,'x')"
	denied "$me" "DELETE FROM proposal"
	denied "$me" "UPDATE discovery SET state='done'"
	denied "$me" "UPDATE evidence SET kept=now()"
	denied "$me" "UPDATE transition SET reason='x'"
	denied "$me" "DROP TABLE change"
	is "$(owner "SELECT string_agg(relname,' ' ORDER BY relname) FROM pg_class c
	    WHERE relnamespace='patchwacht'::regnamespace
	    AND relkind IN('r','p') AND NOT relispartition AND EXISTS(
		SELECT FROM pg_attribute WHERE attrelid=c.oid
		AND attname='tenant_id' AND NOT attisdropped)
	    AND has_any_column_privilege('patchwacht_register',c.oid,'SELECT')
	    AND NOT EXISTS(SELECT FROM pg_policy WHERE polrelid=c.oid
		AND polname='guard_read' AND NOT polpermissive)")" \
	    "$unguarded" "what people reach of organisations is guarded"
}

# Two medical ranges and one that is not; proposals that the poller made, that
# were accepted and refused.
discovery_rights() {
	owner "INSERT INTO credential(tenant_id,credential_id,label,kind,box,
	    created) VALUES(1,91,'a','v2c','',now()),(1,92,'b','v2c','',now());
	INSERT INTO range(tenant_id,range_id,realm_id,block,medical,added,
	    added_by) SELECT 1,r,1,format('192.0.2.%s/28',16*r)::cidr,r<3,
	    now(),'x' FROM generate_series(1,3) r;
	INSERT INTO range_credential SELECT 1,r,1,91
	    FROM generate_series(1,3) r;
	INSERT INTO discovery(tenant_id,discovery_id,realm_id,blocks,rate,
	    seed,asked,asked_by) VALUES(1,1,1,'{192.0.2.0/24}',9,1,now(),'x');
	INSERT INTO device(tenant_id,device_id,realm_id,name,address,
	    in_service,created) VALUES(1,91,1,'d','192.0.2.17',now(),now());
	INSERT INTO proposal(tenant_id,realm_id,address,port,discovery_id,
	    range_id,credential_id,protocol,level,confidence,first_seen,
	    last_seen,state,device_id,decided,decided_by,reason)
	    VALUES(1,1,'192.0.2.17',161,1,1,91,'v2c','none','profile',now(),
	    now(),'accepted',91,'2026-01-01','jan','ours'),
	    (1,1,'192.0.2.18',161,1,1,91,'v2c','none','profile',now(),now(),
	    'refused',NULL,'2026-01-01','jan','not ours'),
	    (1,1,'192.0.2.19',161,1,1,91,'v2c','none','profile',now(),now(),
	    'new',NULL,NULL,NULL,NULL)"
	found="INSERT INTO proposal(tenant_id,realm_id,address,port,
	    discovery_id,range_id,credential_id,protocol,level,confidence,
	    first_seen,last_seen,state"
	values="VALUES(1,1,'192.0.2.20',161,1,1,91,'v2c','none','profile',now(),
	    now()"

	allowed patchwacht_poll "$found) $values,'new')"
	denied patchwacht_poll "$found) $values,'accepted')"
	denied patchwacht_poll "$found,decided,decided_by)
	    $values,'new',now(),'jan')"
	allowed patchwacht_poll "UPDATE proposal SET last_seen=now()"
	denied patchwacht_poll "UPDATE proposal SET state='accepted'
	    WHERE state='new'"
	denied patchwacht_poll "UPDATE proposal SET state='refused'
	    WHERE state='accepted'"
	denied patchwacht_poll "UPDATE proposal SET device_id=91
	    WHERE state='refused'"
	denied patchwacht_poll "UPDATE proposal SET decided_by='piet'"
	denied patchwacht_poll "UPDATE proposal SET decided=now()"
	denied patchwacht_poll "UPDATE proposal SET reason='x'"
	denied patchwacht_poll "DELETE FROM proposal"
	pass "another device at its address is found anew" sql \
	    "UPDATE proposal SET state='new' WHERE state='refused'" \
	    -U patchwacht_poll
	is "$(owner "SELECT state,decided,decided_by,reason FROM proposal
	    WHERE address='192.0.2.18'")" 'new|||' "without the old decision"
	allowed "$me" "UPDATE proposal SET state='refused',decided=now(),
	    decided_by=session_user WHERE state='new'"
	denied "$me" "UPDATE proposal SET state='refused',decided=now(),
	    decided_by='jan' WHERE state='new'"
	denied "$me" "UPDATE proposal SET state='refused'
	    WHERE state='accepted'"

	allowed "$me" "INSERT INTO range_credential VALUES(1,1,2,92)"
	owner "INSERT INTO change_head
	    VALUES(1,0,decode(repeat('00',32),'hex'))"
	pass "a medical range is approved" sql \
	    "SELECT range_approve(1,1,'x')$told"
	# The chain further down begins anew.
	owner "DELETE FROM change; DELETE FROM change_head"
	denied "$me" "INSERT INTO range_credential VALUES(1,1,2,92)"
	denied patchwacht_owner "UPDATE range_credential SET credential_id=92
	    WHERE range_id=1"
	allowed "$me" "INSERT INTO range_credential VALUES(1,2,2,92)"
	denied "$me" "SELECT range_approve(1,1,'y')"
	is "$(owner "SELECT approval FROM range WHERE range_id=1")" x \
	    "the first approval stands"
	denied "$me" "SELECT range_approve(1,3,'no medical range')"
	denied "$me" "SELECT range_approve(1,4,'no range at all')"

	inside="INSERT INTO range(tenant_id,range_id,realm_id,block,medical,
	    added,added_by) VALUES(1,9,1"
	sql "INSERT INTO id_alloc VALUES(1,'range',10) ON CONFLICT(tenant_id,kind)
	    DO UPDATE SET next=10" -U patchwacht_owner
	denied "$me" "$inside,'192.0.2.16/30',false,now(),session_user)"
	allowed "$me" "$inside,'192.0.2.16/30',true,now(),session_user)"
	allowed "$me" "$inside,'192.0.2.48/30',false,now(),session_user)"
	denied "$me" "$inside,'192.0.2.32/27',true,now(),session_user)"
	allowed "$me" "$inside,'192.0.2.0/27',true,now(),session_user)"

	# An approval under way is waited for.
	owner "BEGIN; SELECT range_approve(1,2,'x'); SELECT pg_sleep(1);
	    COMMIT" >/dev/null &
	approver=$!
	wait_for 5 is_approving
	denied "$me" "INSERT INTO range_credential VALUES(1,2,2,92)"
	wait $approver
}

is_approving() {
	[ "$(owner "SELECT count(*) FROM pg_stat_activity
	    WHERE query LIKE '%range_approve(1,2%' AND wait_event='PgSleep'
	    AND pid<>pg_backend_pid()")" = 1 ]
}

strangers() {
	fails "nobody without a role comes in" psql -XAtq \
	    -h "$home/db/run" -d patchwacht -U nobody -c 'SELECT 1'
	if [ "$(id -u)" -eq 0 ]; then
		fails "nor as a role of others" setpriv --reuid nobody \
		    --clear-groups psql -XAtq -h "$home/db/run" \
		    -d patchwacht -U patchwacht_report -c 'SELECT 1'
		fails "a service user is not the superuser" setpriv --reuid \
		    "$db_user" --clear-groups psql -XAtq -h "$home/db/run" \
		    -d postgres -U patchwacht_cluster -c 'SELECT 1'
		pass "an operator is added" patchwacht-db operator add nobody
		pass "and comes in" setpriv --reuid nobody --clear-groups \
		    psql -XAtq -h "$home/db/run" -d patchwacht -U nobody \
		    -c 'SELECT name FROM device'
	fi
	fails "a name that is none is refused" patchwacht-db operator add \
	    'x"; DROP TABLE change'
	fails "a service role is no operator" patchwacht-db operator add \
	    patchwacht_poll
	sql 'SELECT 1' -U patchwacht_owner -d template1 >/dev/null 2>&1
	is "$(owner "SELECT has_database_privilege('public','patchwacht',
	    'CONNECT')")" f "others may not even connect"
}

leaves() { # PATTERN
	owner "SELECT count(*) FROM pg_class WHERE relkind='r'
	    AND relname ~ '$1'"
}

retire() {
	old=reading_p$(date -u -d '40 days ago' +%Y%m%d)
	month=$(date -u -d '40 days ago' +%Y%m)
	owner "SELECT part_ensure_all('reading',now()-interval '40 days',
	    now()-interval '38 days')" >/dev/null
	is "$(leaves "^$old\$")" 1 "an old partition"
	is "$(leaves "^(event|daily|daily_part|port_day)_p$month\$")" 4 \
	    "with those of what follows from it"
	pass "partitions are looked after" patchwacht-db partitions
	is "$(leaves "^$old\$")" 0 "it is retired"
	today=reading_p$(date -u +%Y%m%d)
	is "$(leaves "^$today\$")" 1 "the one of today is not"
}

days_ago() { # NUMBER
	date -u -d "$1 days ago" +%Y%m%d
}

message_days() { # KIND: the oldest partition that is kept, in days ago
	for n in 70 61 60 59 190 181 180 179; do
		[ "$(leaves "^message_$1_p$(days_ago $n)\$")" = 0 ] ||
		    printf '%s ' "$n"
	done
}

# Messages by their kind, and what a hold keeps beyond that.
retention() {
	for n in 70 61 60 59 190 181 180 179; do
		owner "SELECT part_ensure('message_operational',
		    now()-interval '$n d',now()-interval '$n d'),
		    part_ensure('message_security',
		    now()-interval '$n d',now()-interval '$n d')" >/dev/null
	done
	owner "INSERT INTO hold(tenant_id,hold_id,since,until,reason,owner) VALUES
	    (1,1,now()-interval '70 d',now()-interval '70 d'+interval '1 s',
	    'an investigation','the board')"
	owner "INSERT INTO message(rcvd,seq,journal,tenant_id,realm_id,
	    peer_port,severity,security,peer,transport,head,text)
	    SELECT now()-interval '59 d',n,gen_random_uuid(),1,1,1,n%8,false,
	    '::1','udp','<14>','text number ' || n
	    FROM generate_series(1,20000) n"
	pass "retention by kind" patchwacht-db partitions
	is "$(message_days operational)" '70 60 59 ' \
	    "operation is kept for 60 days, or as long as it is on hold"
	is "$(message_days security)" '70 61 60 59 180 179 ' \
	    "accesses for 180 days"
	owner "UPDATE hold SET released_by=session_user,released_at=now(),
	    release_reason='over'"
	pass "and when it is released" patchwacht-db partitions
	is "$(message_days operational)" '60 59 ' "the rest goes"
	like "$(owner "SET enable_seqscan=off; EXPLAIN SELECT * FROM message
	    WHERE rcvd<now()-interval '50 d' AND text LIKE '%number 777%'")" \
	    '*message_operational_p*_search*' "old texts are searched fast"
	like "$(owner "SET enable_seqscan=off; EXPLAIN SELECT * FROM message
	    WHERE rcvd<now()-interval '50 d' AND tenant_id=1
	    AND device_id IS NULL AND host='sw1'")" \
	    '*message_operational_p*_complete*' \
	    "and unknown senders are found, of days that are complete"
	is "$(owner "SELECT encode(message_bytes(m),'escape') FROM message m
	    WHERE text LIKE '%number 777'")" '<14>text number 777' \
	    "and the bytes of a message are put together again"
}

interrupted_detach() {
	owner "SELECT part_ensure('reading',now()-interval '30 days',
	    now()-interval '30 days')" >/dev/null
	old=reading_p$(date -u -d '30 days ago' +%Y%m%d)
	owner "BEGIN; SELECT count(*) FROM reading; SELECT pg_sleep(3)" \
	    >/dev/null &
	reader=$!
	sleep 0.5
	PGOPTIONS='-c statement_timeout=500' owner \
	    "ALTER TABLE reading DETACH PARTITION $old CONCURRENTLY" \
	    2>/dev/null
	is "$(owner "SELECT count(*) FROM pg_inherits WHERE inhdetachpending")" \
	    1 "a detach was interrupted half way"
	wait $reader
	pass "it is finished" patchwacht-db partitions
	is "$(leaves "^$old\$")" 0 "and the partition retired"
}

partition_faults() {
	ahead=message_security_p$(date -u -d '2 days' +%Y%m%d)
	owner "DROP TABLE $ahead"
	fails "one that is missing ahead is told" patchwacht-db verify
	said "*$ahead is missing*" "by its name"
	pass "and made" patchwacht-db partitions
	owner "GRANT SELECT ON $ahead TO patchwacht_poll"
	fails "a right on a partition is told" patchwacht-db verify
	said "*patchwacht_poll has SELECT on partition*$ahead*" "with whose"
	owner "REVOKE SELECT ON $ahead FROM patchwacht_poll"
	pass "then all is well" patchwacht-db verify
}

# The chain by SQL alone, from what lib/store/change.h promises.
add_change() { # SEQ REASON
	owner "WITH r AS (SELECT 1::bigint t, $1::bigint s,
	  '2026-11-24 10:00:00.000001+00'::timestamptz at, 'jan' a, 'device.add' b,
	  'device/sw-é' c, '{}' d, $2::text e,
	  coalesce((SELECT hash FROM change WHERE seq=$1-1),
	    decode(repeat('00',32),'hex')) prev),
	h AS (SELECT *, sha256('patchwacht-change-1'::bytea||prev||int8send(t)||
	  int8send(s)||int8send((extract(epoch FROM at)*1000000)::bigint)||
	  field(a)||field(b)||field(c)||field(d)||field(e)) hash FROM r),
	n AS (INSERT INTO change SELECT t,s,at,a,b,c,d,e,prev,hash FROM h)
	INSERT INTO change_head SELECT t,s,hash FROM h ON CONFLICT(tenant_id)
	  DO UPDATE SET seq=excluded.seq, hash=excluded.hash"
}

chain() {
	owner "CREATE FUNCTION field(v text) RETURNS bytea LANGUAGE sql AS
	  \$\$ SELECT coalesce(int4send(octet_length(v))||
	  convert_to(v,'UTF8'),'\\xffffffff'::bytea) \$\$"
	add_change 1 "'because'"
	add_change 2 NULL
	add_change 3 "''"
	add_change 4 NULL
	pass "a chain made by SQL is whole" patchwacht-db verify
	said '4 changes*' "with all its rows"
	owner "UPDATE change SET reason='why not' WHERE seq=2"
	fails "an edited row is found" patchwacht-db verify
	said '*row 2 does not fit*' "by its number"
	owner "UPDATE change SET reason=NULL WHERE seq=2"
	owner "UPDATE change SET reason=NULL WHERE seq=3"
	fails "no reason is not an empty reason" patchwacht-db verify
	owner "UPDATE change SET reason='' WHERE seq=3"
	pass "put back, it is whole" patchwacht-db verify
	owner "DELETE FROM change WHERE seq=4"
	fails "a tail that was cut off is found" patchwacht-db verify
	owner "DELETE FROM change WHERE seq=2"
	fails "a row that was taken out is found" patchwacht-db verify
	said '*row 2 does not fit*' "by its number"
}

# Databases that are beyond a number never have a migration that takes it later.
in_order() { # FILE...: whether a build takes these
	sh "$srcdir/build-aux/schema-numbers" "$tmp/holes" "$@"
}
numbers() {
	printf '# none of these\n3\n' >"$tmp/holes"
	pass "migrations are numbered one by one" \
	    in_order x/001-a.sql x/004-d.sql x/002-b.sql
	fails "no two have one number" \
	    in_order x/001-a.sql x/002-b.sql x/002-c.sql x/004-d.sql
	fails "none takes one that was never used" \
	    in_order x/001-a.sql x/002-b.sql x/003-c.sql x/004-d.sql
	fails "and what is left out must be called so" \
	    in_order x/001-a.sql x/002-b.sql x/005-e.sql
}

if ! start_db; then
	echo "Bail out! no database"
	exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
	plan 155
else
	plan 151
fi
pass "a new database is as it should be" patchwacht-db verify
numbers
migrations
partition_rights
role_rights
discovery_rights
strangers
retire
retention
interrupted_detach
partition_faults
chain
