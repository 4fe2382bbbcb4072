/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/line_store.h"

#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/store/db.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/slate.h"

static struct json *
event_row(const struct device_event *e, int64_t id)
{
	struct json *o = json_new_object();

	json_put_time(o, "at", e->at);
	json_put_int(o, "device", e->device_id);
	json_put_int(o, "id", id);
	json_put_text(o, "kind", e->kind);
	json_put_text(o, "detail", e->detail);
	json_put_text(o, "journal", e->journal);
	json_put_int(o, "seq", e->seq);
	json_put_text(o, "rule", e->rule);
	json_put_text(o, "version", e->version);
	json_put_text(o, "who", e->who);
	json_put_text(o, "port", e->port);
	json_put_int(o, "count", e->count);
	return o;
}

int
line_store_events(struct db *db, const struct device_event *list, size_t n)
{
	struct json *rows = json_new_array();
	int64_t id = 0;
	char *text;
	int rc;

	rc = db_next_ids(db, list[0].tenant_id, "event", (int64_t)n, &id);
	for (size_t i = 0; rc == ERR_OK && i < n; i++)
		json_add(rows, event_row(&list[i], id + (int64_t)i));
	text = json_line(rows);
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO event(at,tenant_id,device_id,event_id,kind,"
		    "source,detail,journal,seq,rule,version,who,port,count)"
		    " SELECT at,$1,device,id,kind,'syslog',detail,journal,seq,"
		    "rule,version,who,port,count"
		    " FROM jsonb_to_recordset($2::text::jsonb) AS r("
		    "at timestamptz,device int,id bigint,kind text,detail text,"
		    "journal uuid,seq bigint,rule text,version text,who text,"
		    "port text,count int)",
		    DB_INT(list[0].tenant_id), DB_TEXT(text));
	free(text);
	json_free(rows);
	return rc;
}

int
line_store_changes(struct db *db, int tenant, int device, const char *port,
    int64_t since, int64_t until, int *changes, int *flaps)
{
	struct db_rows *rows = NULL;
	int rc = slate_write(db);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT coalesce(sum(count) FILTER(WHERE kind<>'flap'),0),"
		    "count(*) FILTER(WHERE kind='flap') FROM event"
		    " WHERE tenant_id=$1 AND device_id=$2 AND at>=$3"
		    " AND at<=$4 AND port=$5 AND source='syslog'"
		    " AND kind IN('link_down','link_up','flap')",
		    DB_INT(tenant), DB_INT(device), DB_TIME(since),
		    DB_TIME(until), DB_TEXT(port));
	if (rc < 0)
		return rc;
	*changes = (int)db_int(rows, 0, 0);
	*flaps = (int)db_int(rows, 0, 1);
	db_rows_free(rows);
	return ERR_OK;
}

static struct json *
template_row(const struct line_template *t)
{
	struct json *o = json_new_object();

	json_put_int(o, "tenant", t->tenant_id);
	json_put_int(o, "device", t->device_id);
	json_put_time(o, "hour", t->hour);
	json_put_int(o, "id", t->id);
	json_put_text(o, "app", t->app);
	json_put_text(o, "code", t->code);
	json_put_text(o, "shape", t->shape);
	json_put_int(o, "severity", t->severity);
	json_put_time(o, "first", t->first);
	json_put_time(o, "last", t->last);
	json_put_int(o, "count", t->count);
	return o;
}

/* In one order, so that store and verify, who both count, wait for each other
 * and never both. */
const char line_store_templates_sql[] =
    "WITH r AS (SELECT * FROM jsonb_to_recordset($1::text::jsonb) AS r("
    "tenant int,device int,hour timestamptz,id bigint,app text,code text,"
    "shape text,severity int,first timestamptz,last timestamptz,"
    "count bigint)),"
    "t AS (INSERT INTO patchwacht.template AS t SELECT tenant,id,min(app),"
    "min(code),min(shape),min(severity),min(first),max(last) FROM r"
    " GROUP BY tenant,id ORDER BY tenant,id"
    " ON CONFLICT(tenant_id,template_id) DO UPDATE SET"
    " severity=least(t.severity,excluded.severity),"
    "first=least(t.first,excluded.first),last=greatest(t.last,excluded.last))"
    " INSERT INTO patchwacht.template_hour AS t(hour,tenant_id,device_id,"
    "template_id,count) SELECT hour,tenant,device,id,sum(count) FROM r"
    " GROUP BY hour,tenant,device,id ORDER BY tenant,device,hour,id"
    " ON CONFLICT(tenant_id,device_id,hour,template_id)"
    " DO UPDATE SET count=t.count+excluded.count";

char *
line_store_templates_arg(const struct line_template *list, size_t n)
{
	struct json *rows = json_new_array();
	char *text;

	for (size_t i = 0; i < n; i++)
		json_add(rows, template_row(&list[i]));
	text = json_line(rows);
	json_free(rows);
	return text;
}

int
line_store_templates(struct db *db, const struct line_template *list, size_t n)
{
	char *text = line_store_templates_arg(list, n);
	int rc = db_query(db, NULL, line_store_templates_sql, DB_TEXT(text));

	free(text);
	return rc;
}
