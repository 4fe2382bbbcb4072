/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/alert_list.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

/* As incident_about says it, of that moment. */
#define NAME_OF(table, id, part, column)                              \
	"(SELECT " column " FROM @" table "($2) x WHERE x.tenant_id=" \
	"i.tenant_id AND x." id "=split_part(i.key,'/'," part ")::integer)"
#define ABOUT                                                                  \
	"CASE split_part(i.key,'/',1) WHEN 'site' THEN " NAME_OF("site",       \
	    "site_id", "2",                                                    \
	    "x.name") " WHEN 'patch' THEN " NAME_OF("patch", "patch_id", "2",  \
	    "x.reference") " WHEN 'device' THEN " NAME_OF("device",            \
	    "device_id", "2",                                                  \
	    "x.name") " WHEN 'subject' THEN "                                  \
		      "nullif(concat_ws(': '," NAME_OF("device", "device_id",  \
			  "2", "x.name") "," NAME_OF("patch", "patch_id", "3", \
			  "x.reference") ",nullif("                            \
					 "regexp_replace(i.key,'^subject/"     \
					 "[0-9]+/[0-9]+/?',''),'')),'') END"

#define INCIDENT_COLUMNS                                                  \
	"i.incident_id,i.severity,i.rule," ABOUT ",i.holding,"            \
	"i.total,i.opened,i.recovered,i.closed,"                          \
	"CASE WHEN i.closed IS NOT NULL THEN 'over'"                      \
	" WHEN i.recovered IS NOT NULL THEN 'recovering'"                 \
	" WHEN i.muted THEN 'muted' WHEN i.acked IS NOT NULL"             \
	" THEN 'acknowledged' WHEN i.first_told IS NULL THEN 'gathering'" \
	" ELSE 'open' END,"                                               \
	"(SELECT count(*) FILTER(WHERE n.sent<=$2)||' of '||"             \
	"count(*) FROM notification n JOIN saying s"                      \
	" USING(tenant_id,saying_id) WHERE s.tenant_id=i.tenant_id"       \
	" AND s.incident_id=i.incident_id AND s.at<=$2),"                 \
	"(SELECT max(n.last_error) FROM notification n JOIN saying s"     \
	" USING(tenant_id,saying_id) WHERE s.tenant_id=i.tenant_id"       \
	" AND s.incident_id=i.incident_id AND n.sent IS NULL"             \
	" AND n.dropped IS NULL)"

#define GRAVEST_FIRST                                                   \
	" ORDER BY array_position('{critical,warning,notice}'::text[]," \
	"i.severity),i.opened,i.incident_id"

/* Those that are shown are chosen before anything is looked up of them. */
int
alert_each(struct db *db, int tenant, const struct alert_filter *f,
    db_take *take, void *arg)
{
	const struct db_arg args[] = { DB_INT(tenant),
		DB_TIME(past_moment(f->at)), DB_BOOL(f->all),
		DB_INT(f->first) };
	char *sql =
	    past_sql("SELECT " INCIDENT_COLUMNS
		     " FROM (SELECT * FROM @incident($2) i WHERE i.tenant_id=$1"
		     " AND($3 OR i.closed IS NULL)" GRAVEST_FIRST
		     " LIMIT nullif($4,0)) i" GRAVEST_FIRST,
		f->at != 0);
	int rc =
	    db_each(db, sql, sizeof(args) / sizeof(args[0]), args, take, arg);

	free(sql);
	return rc;
}

int
alert_show(struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	return past_query(db, tenant, 0, out,
	    "SELECT " INCIDENT_COLUMNS ",i.returns,i.step,"
	    "array_to_json(i.functions)::text,i.first_told,i.told,i.acked,"
	    "i.acked_by,i.ack_reason,i.term_until,i.next_look"
	    " FROM incident i WHERE i.tenant_id=$1 AND i.incident_id=$3",
	    DB_INT(id));
}

int
alert_members(struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT a.alert_id,d.name,p.reference,a.opened,a.closed,"
	    "array_to_json(a.evidence::text[])::text,a.detail::text"
	    " FROM alert a LEFT JOIN device d ON d.tenant_id=a.tenant_id"
	    " AND d.device_id=a.device_id"
	    " LEFT JOIN patch p ON p.tenant_id=a.tenant_id"
	    " AND p.patch_id=a.patch_id WHERE a.tenant_id=$1"
	    " AND a.incident_id=$2 ORDER BY a.closed IS NOT NULL,a.alert_id",
	    DB_INT(tenant), DB_INT(id));
}

int
alert_sayings(struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT s.saying_id,s.at,s.kind,array_to_json(s.functions)::text,"
	    "jsonb_array_length(s.detail->'numbers') FROM saying s"
	    " WHERE s.tenant_id=$1 AND s.incident_id=$2 ORDER BY s.saying_id",
	    DB_INT(tenant), DB_INT(id));
}

int
alert_told(struct db *db, int tenant, int64_t id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT n.saying_id,coalesce(c.name,c.target),c.kind,c.function,"
	    "n.sent,n.attempts,CASE WHEN n.sent IS NULL THEN n.next_try END,"
	    "n.dropped,n.last_error FROM notification n"
	    " JOIN saying s USING(tenant_id,saying_id)"
	    " JOIN channel c USING(tenant_id,channel_id)"
	    " WHERE s.tenant_id=$1 AND s.incident_id=$2"
	    " ORDER BY n.saying_id,c.channel_id",
	    DB_INT(tenant), DB_INT(id));
}

int
alert_ack(struct db *db, int tenant, int64_t id, const char *reason)
{
	struct db_rows *was = NULL, *is = NULL;
	char object[32];
	int rc = db_query(db, &was,
	    "SELECT row_to_json(i)::text,acked IS NOT NULL FROM incident i"
	    " WHERE tenant_id=$1 AND incident_id=$2 AND closed IS NULL",
	    DB_INT(tenant), DB_INT(id));

	snprintf(object, sizeof(object), "incident/%lld", (long long)id);
	if (rc == ERR_OK && db_count(was) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK && db_bool(was, 0, 1))
		rc = ERR_EXISTS;
	if (rc == ERR_OK)
		rc = db_query(db, &is,
		    "UPDATE incident SET acked=now(),acked_by=session_user,"
		    "ack_reason=$3,next_look=now() WHERE tenant_id=$1"
		    " AND incident_id=$2 RETURNING row_to_json(incident)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(reason));
	if (rc == ERR_OK && db_count(is) == 0)
		rc = ERR_DENIED;
	if (rc == ERR_OK)
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ "alert.ack", object,
			db_text(was, 0, 0), db_text(is, 0, 0), reason });
	db_rows_free(was);
	db_rows_free(is);
	return rc;
}
