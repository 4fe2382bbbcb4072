/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/digest_store.h"

#include <stddef.h>

#include "lib/base/err.h"
#include "lib/store/db.h"

/* The first 7 o'clock after $1, on a Monday for those of a week. */
#define NEXT                                                              \
	"(SELECT min(x) FROM(SELECT(date_trunc('day',$1::timestamptz AT " \
	"TIME ZONE o.zone)+make_interval(days=>n,hours=>7))AT TIME ZONE " \
	"o.zone AS x,date_trunc('day',$1::timestamptz AT TIME ZONE "      \
	"o.zone)+make_interval(days=>n) AS day FROM "                     \
	"generate_series(0,8) n) y WHERE x>$1 AND(c.digest='daily' OR "   \
	"extract(isodow FROM day)=1))"

static const char begin_sql[] =
    "UPDATE channel c SET digest_next=" NEXT " FROM tenant o"
    " WHERE o.tenant_id=c.tenant_id AND c.digest<>'none'"
    " AND c.removed IS NULL AND c.digest_next IS NULL";

static const char due_sql[] =
    "SELECT c.tenant_id,c.channel_id,c.functions::text," NEXT ","
    "json_build_object('kind','digest','rule','digest','severity','notice',"
    "'period',c.digest,'since',s.since,"
    "'critical',(SELECT count(*) FROM incident i WHERE i.tenant_id=c.tenant_id"
    " AND i.closed IS NULL AND i.severity='critical'),"
    "'warning',(SELECT count(*) FROM incident i WHERE i.tenant_id=c.tenant_id"
    " AND i.closed IS NULL AND i.severity='warning'),"
    "'notice',(SELECT count(*) FROM incident i WHERE i.tenant_id=c.tenant_id"
    " AND i.closed IS NULL AND i.severity='notice'),"
    "'acknowledged',(SELECT count(*) FROM incident i WHERE i.tenant_id="
    "c.tenant_id AND i.closed IS NULL AND i.acked IS NOT NULL),"
    "'muted',(SELECT count(*) FROM incident i WHERE i.tenant_id=c.tenant_id"
    " AND i.closed IS NULL AND i.muted),"
    "'opened_since',(SELECT count(*) FROM incident i WHERE i.tenant_id="
    "c.tenant_id AND i.opened>=s.since),"
    "'closed_since',(SELECT count(*) FROM incident i WHERE i.tenant_id="
    "c.tenant_id AND i.closed>=s.since),"
    "'undelivered',(SELECT count(*) FROM notification n WHERE n.tenant_id="
    "c.tenant_id AND n.sent IS NULL AND n.dropped IS NULL AND n.created<s.at),"
    "'incidents',coalesce((SELECT json_agg(x) FROM(SELECT i.incident_id AS "
    "incident,i.rule,i.severity,incident_about(i) AS about,i.opened,i.holding,"
    "i.acked AS acknowledged FROM incident i WHERE i.tenant_id=c.tenant_id"
    " AND i.closed IS NULL ORDER BY array_position("
    "'{critical,warning,notice}'::text[],i.severity),i.opened LIMIT 50) x),"
    "'[]'))::text"
    " FROM channel c JOIN tenant o USING(tenant_id) CROSS JOIN LATERAL("
    "SELECT $1::timestamptz AS at,coalesce((SELECT max(g.at) FROM saying g"
    " JOIN notification n USING(tenant_id,saying_id) WHERE g.tenant_id="
    "c.tenant_id AND g.kind='digest' AND n.channel_id=c.channel_id),"
    "$1::timestamptz-CASE c.digest WHEN 'daily' THEN interval '1 day'"
    " ELSE interval '7 days' END) AS since) s"
    " WHERE c.digest<>'none' AND c.removed IS NULL AND c.digest_next<=$1"
    " ORDER BY 1,2 LIMIT 50";

static int
make_one(struct db *db, const struct db_rows *rows, size_t i, int64_t now)
{
	int tenant = (int)db_int(rows, i, 0);
	int64_t saying = 0, notification = 0, channel = db_int(rows, i, 1);
	int rc = db_next_id(db, tenant, "saying", &saying);

	if (rc == ERR_OK)
		rc = db_next_id(db, tenant, "notification", &notification);
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO saying(tenant_id,saying_id,kind,at,functions,"
		    "detail) VALUES($1,$2,'digest',$3,$4,$5)",
		    DB_INT(tenant), DB_INT(saying), DB_TIME(now),
		    DB_TEXT(db_text(rows, i, 2)), DB_TEXT(db_text(rows, i, 4)));
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO notification(tenant_id,notification_id,"
		    "saying_id,channel_id,created,next_try)"
		    " VALUES($1,$2,$3,$4,$5,$5)",
		    DB_INT(tenant), DB_INT(notification), DB_INT(saying),
		    DB_INT(channel), DB_TIME(now));
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "UPDATE channel SET digest_next=$3 WHERE tenant_id=$1"
		    " AND channel_id=$2",
		    DB_INT(tenant), DB_INT(channel),
		    DB_TIME(db_time(rows, i, 3)));
	return rc;
}

int
digest_make(struct db *db, int64_t now)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, NULL, begin_sql, DB_TIME(now));

	if (rc == ERR_OK)
		rc = db_query(db, &rows, due_sql, DB_TIME(now));
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = make_one(db, rows, i, now);
	db_rows_free(rows);
	return rc;
}
