/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/alert/incident_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

/* So many alerts are told in full; of all there are the numbers. */
enum { TOLD_IN_FULL = 100, LOOK_WITHIN_S = 60 };

int
incident_lock(struct db *db, bool *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT "
	    "pg_try_advisory_xact_lock(hashtext('patchwacht.incident'))");

	if (rc == ERR_OK)
		*out = db_bool(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
incident_new_alerts(struct db *db, int max, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT a.tenant_id,a.alert_id,a.rule,coalesce(a.device_id,0),"
	    "coalesce(a.patch_id,0),coalesce(d.site_id,0),a.opened,a.subject"
	    " FROM alert a LEFT JOIN device d USING(tenant_id,device_id)"
	    " WHERE a.incident_id IS NULL"
	    " ORDER BY a.tenant_id,a.alert_id LIMIT $1",
	    DB_INT(max));
}

/* The one that is open; a new one when there is none. */
static int
find_or_make(
    struct db *db, const struct incident_place *p, int64_t now, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT incident_id FROM incident WHERE tenant_id=$1 AND rule=$2"
	    " AND key=$3 AND closed IS NULL FOR UPDATE",
	    DB_INT(p->tenant_id), DB_TEXT(p->rule), DB_TEXT(p->key));

	if (rc == ERR_OK && db_count(rows) > 0) {
		*id = db_int(rows, 0, 0);
	} else if (rc == ERR_OK) {
		rc = db_next_id(db, p->tenant_id, "incident", id);
		if (rc == ERR_OK)
			rc = db_query(db, NULL,
			    "INSERT INTO incident(tenant_id,incident_id,rule,"
			    "severity,key,opened,next_look)"
			    " VALUES($1,$2,$3,$4,$5,$6,$7)",
			    DB_INT(p->tenant_id), DB_INT(*id), DB_TEXT(p->rule),
			    DB_TEXT(p->severity), DB_TEXT(p->key),
			    DB_TIME(p->opened), DB_TIME(now));
	}
	db_rows_free(rows);
	return rc;
}

int
incident_join(
    struct db *db, const struct incident_place *p, int64_t now, int64_t *id)
{
	int rc = find_or_make(db, p, now, id);

	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "UPDATE alert SET incident_id=$2,over=closed IS NOT NULL"
		    " WHERE tenant_id=$1 AND alert_id=ANY($3::bigint[])",
		    DB_INT(p->tenant_id), DB_INT(*id), DB_TEXT(p->array));
	return rc == ERR_OK ? incident_recount(db, p->tenant_id, *id, now) : rc;
}

int
incident_take_over(struct db *db, int max, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH o AS(UPDATE alert a SET over=true FROM(SELECT tenant_id,"
	    "alert_id FROM alert WHERE closed IS NOT NULL AND NOT over"
	    " AND incident_id IS NOT NULL LIMIT $1) x"
	    " WHERE a.tenant_id=x.tenant_id AND a.alert_id=x.alert_id"
	    " RETURNING a.tenant_id,a.incident_id)"
	    " SELECT DISTINCT tenant_id,incident_id FROM o ORDER BY 1,2",
	    DB_INT(max));
}

/*
 * recovered is the moment at which the last of its alerts closed, not that at
 * which somebody looked; that it came back counts once for each time.
 */
int
incident_recount(struct db *db, int tenant, int64_t id, int64_t now)
{
	return db_query(db, NULL,
	    "UPDATE incident i SET total=x.total,holding=x.holding,"
	    "returns=returns+(x.holding>0 AND i.recovered IS NOT NULL)"
	    "::integer,recovered=CASE WHEN x.holding=0 THEN x.last END,"
	    "term_from=x.term_from,term_until=x.term_until,next_look=$3"
	    " FROM(SELECT count(*) AS total,"
	    "count(*) FILTER(WHERE closed IS NULL) AS holding,"
	    "max(closed) AS last,"
	    "(array_agg((detail->>'_term_from')::timestamptz ORDER BY "
	    "(detail->>'deadline')::timestamptz) FILTER(WHERE closed IS NULL"
	    " AND detail ? '_term_from'))[1] AS term_from,"
	    "min((detail->>'deadline')::timestamptz) FILTER(WHERE closed IS "
	    "NULL AND detail ? '_term_from') AS term_until"
	    " FROM alert WHERE tenant_id=$1 AND incident_id=$2) x"
	    " WHERE i.tenant_id=$1 AND i.incident_id=$2",
	    DB_INT(tenant), DB_INT(id), DB_TIME(now));
}

/* Functions as SQL has them: "{it_staff,ciso}". */
static void
add_functions(struct buf *out, function_set set)
{
	const char *comma = "";

	buf_add_u8(out, '{');
	for (int f = 0; f < FUNCTIONS; f++) {
		if (!(set >> f & 1U))
			continue;
		buf_printf(out, "%s%s", comma, function_name((enum function)f));
		comma = ",";
	}
	buf_add_u8(out, '}');
}

static function_set
take_functions(const char *text)
{
	function_set set = 0;

	for (int f = 0; f < FUNCTIONS; f++) {
		if (strstr(text, function_name((enum function)f)) != NULL)
			set |= 1U << f;
	}
	return set;
}

static void
take_row(const struct db_rows *rows, size_t i, struct incident_row *r)
{
	*r = (struct incident_row){
		.tenant_id = (int)db_int(rows, i, 0),
		.incident_id = db_int(rows, i, 1),
		.rule = mem_dup_str(db_text(rows, i, 2)),
		.severity = mem_dup_str(db_text(rows, i, 3)),
		.key = mem_dup_str(db_text(rows, i, 4)),
		.total = (int)db_int(rows, i, 17),
		.about = db_is_null(rows, i, 6)
		    ? NULL
		    : mem_dup_str(db_text(rows, i, 6)),
		.at = {
		    .opened = db_time(rows, i, 7),
		    .recovered = db_time(rows, i, 8),
		    .muted_until = db_time(rows, i, 9),
		    .muted = db_bool(rows, i, 10),
		    .term_from = db_time(rows, i, 11),
		    .term_until = db_time(rows, i, 12),
		    .acked = db_time(rows, i, 13),
		    .first_told = db_time(rows, i, 14),
		    .told = db_time(rows, i, 15),
		    .returns = (int)db_int(rows, i, 16),
		    .holding = (int)db_int(rows, i, 5),
		    .told_holding = (int)db_int(rows, i, 18),
		    .step = (int)db_int(rows, i, 19),
		    .functions = take_functions(db_text(rows, i, 20)),
		},
	};
}

int
incident_due(struct db *db, int64_t now, const char *in_window, int max,
    struct incident_list *out)
{
	static const char sql[] =
	    "SELECT i.tenant_id,i.incident_id,i.rule,i.severity,i.key,"
	    "i.holding,incident_about(i),i.opened,i.recovered,"
	    "CASE WHEN NOT EXISTS(SELECT FROM alert a LEFT JOIN device d"
	    " USING(tenant_id,device_id) WHERE a.tenant_id=i.tenant_id"
	    " AND a.incident_id=i.incident_id AND(a.closed IS NULL"
	    " OR i.holding=0) AND muted_until(a,d.site_id,"
	    "i.rule=ANY($2::text[]),$1) IS NULL) THEN"
	    "(SELECT min(muted_until(a,d.site_id,i.rule=ANY($2::text[]),$1))"
	    " FROM alert a LEFT JOIN device d USING(tenant_id,device_id)"
	    " WHERE a.tenant_id=i.tenant_id AND a.incident_id=i.incident_id"
	    " AND(a.closed IS NULL OR i.holding=0)) END,"
	    "i.muted,i.term_from,i.term_until,i.acked,i.first_told,i.told,"
	    "i.returns,i.total,i.told_holding,i.step,i.functions::text"
	    " FROM incident i WHERE i.closed IS NULL AND i.next_look<=$1"
	    " ORDER BY i.next_look,i.tenant_id,i.incident_id LIMIT $3"
	    " FOR UPDATE OF i";
	struct db_rows *rows = NULL;
	int rc = db_query(
	    db, &rows, sql, DB_TIME(now), DB_TEXT(in_window), DB_INT(max));

	*out = (struct incident_list){ 0 };
	if (rc < 0)
		return rc;
	out->n = db_count(rows);
	out->row = mem_new(out->n + 1, sizeof(*out->row));
	for (size_t i = 0; i < out->n; i++)
		take_row(rows, i, &out->row[i]);
	db_rows_free(rows);
	return ERR_OK;
}

void
incident_list_free(struct incident_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->row[i].rule);
		free(l->row[i].severity);
		free(l->row[i].key);
		free(l->row[i].about);
	}
	free(l->row);
	*l = (struct incident_list){ 0 };
}

/* Saying. */

/* Those that are new when it opened or grew, else those that hold; at its end
 * all that it had. */
static const char *
which_alerts(enum saying_kind k)
{
	switch (k) {
	case SAYING_OPENED:
	case SAYING_GROWN:
		return "a.saying_id IS NULL";
	case SAYING_CLOSED:
		return "true";
	default:
		return "a.closed IS NULL";
	}
}

static int
add_alerts(struct db *db, const struct incident_row *r, enum saying_kind k,
    struct json *o)
{
	struct json *list = json_new_array(), *numbers = json_new_array();
	struct db_rows *rows = NULL;
	struct buf sql = { 0 };
	int rc;

	buf_printf(&sql,
	    "SELECT a.alert_id,(a.detail||coalesce(a.detail->'closing','{}')"
	    "-'closing')::text FROM alert a WHERE a.tenant_id=$1"
	    " AND a.incident_id=$2 AND %s ORDER BY a.alert_id",
	    which_alerts(k));
	rc = db_query(db, &rows, buf_str(&sql), DB_INT(r->tenant_id),
	    DB_INT(r->incident_id));
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		const char *text = db_text(rows, i, 1);
		struct json *detail;

		json_add_int(numbers, db_int(rows, i, 0));
		if (i >= TOLD_IN_FULL)
			continue;
		rc = json_parse("alert.detail", text, strlen(text), &detail);
		if (rc == ERR_OK)
			json_add(list, detail);
	}
	json_put(o, "numbers", numbers);
	json_put(o, "alerts", list);
	buf_free(&sql);
	db_rows_free(rows);
	return rc;
}

static void
put_functions(struct json *o, const char *key, function_set set)
{
	struct json *a = json_new_array();

	for (int f = 0; f < FUNCTIONS; f++) {
		if (set >> f & 1U)
			json_add_text(a, function_name((enum function)f));
	}
	json_put(o, key, a);
}

static void
put_time(struct json *o, const char *key, int64_t at)
{
	if (at == CLOCK_NONE)
		json_put_null(o, key);
	else
		json_put_time(o, key, at);
}

static int
write_detail(struct db *db, const struct incident_row *r,
    const struct saying *s, function_set missing, char **out)
{
	struct json *o = json_new_object();
	int rc;

	json_put_int(o, "incident", r->incident_id);
	json_put_text(o, "kind", saying_name(s->kind));
	json_put_text(o, "rule", r->rule);
	json_put_text(o, "severity", r->severity);
	json_put_text(o, "key", r->key);
	if (r->about != NULL)
		json_put_text(o, "about", r->about);
	json_put_time(o, "opened", r->at.opened);
	put_time(o, "closed",
	    s->kind == SAYING_CLOSED ? r->at.recovered : CLOCK_NONE);
	put_time(o, "first_told", r->at.first_told);
	put_time(o, "acknowledged", r->at.acked);
	json_put_int(o, "total", r->total);
	json_put_int(o, "holding", r->at.holding);
	json_put_int(o, "returns", r->at.returns);
	put_functions(o, "functions", s->functions);
	put_functions(o, "missing", missing);
	rc = add_alerts(db, r, s->kind, o);
	*out = rc == ERR_OK ? json_line(o) : NULL;
	json_free(o);
	return rc;
}

/* The functions that any channel serves. */
static int
heard_functions(struct db *db, int tenant, function_set *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT coalesce(array_agg(DISTINCT f),'{}')::text FROM channel,"
	    " unnest(functions) f WHERE tenant_id=$1 AND removed IS NULL",
	    DB_INT(tenant));

	if (rc == ERR_OK)
		*out = take_functions(db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

/* One for each channel that serves who hears it, and takes such things. */
static int
notify(struct db *db, const struct incident_row *r, int64_t saying,
    const char *functions, int64_t now)
{
	struct db_rows *rows = NULL;
	int64_t id = 0;
	int rc = db_query(db, &rows,
	    "SELECT channel_id FROM channel WHERE tenant_id=$1"
	    " AND removed IS NULL AND(functions='{}' OR functions&&$2::text[])"
	    " AND(rules='{}' OR $3=ANY(rules)) AND array_position("
	    "'{notice,warning,critical}'::text[],$4)>=array_position("
	    "'{notice,warning,critical}'::text[],least) ORDER BY channel_id",
	    DB_INT(r->tenant_id), DB_TEXT(functions), DB_TEXT(r->rule),
	    DB_TEXT(r->severity));

	if (rc == ERR_OK && db_count(rows) > 0)
		rc = db_next_ids(db, r->tenant_id, "notification",
		    (int64_t)db_count(rows), &id);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = db_query(db, NULL,
		    "INSERT INTO notification(tenant_id,notification_id,"
		    "saying_id,channel_id,created,next_try)"
		    " VALUES($1,$2,$3,$4,$5,$5)",
		    DB_INT(r->tenant_id), DB_INT(id + (int64_t)i),
		    DB_INT(saying), DB_INT(db_int(rows, i, 0)), DB_TIME(now));
	db_rows_free(rows);
	return rc;
}

int
incident_say(struct db *db, const struct incident_row *r,
    const struct saying *s, int64_t now)
{
	function_set heard = 0, hearers;
	struct buf functions = { 0 };
	char *detail = NULL;
	int64_t id = 0;
	int rc = heard_functions(db, r->tenant_id, &heard);

	hearers = incident_hearers(s->functions, heard);
	add_functions(&functions, hearers | s->functions);
	if (rc == ERR_OK)
		rc = write_detail(db, r, s, s->functions & ~heard, &detail);
	if (rc == ERR_OK)
		rc = db_next_id(db, r->tenant_id, "saying", &id);
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO saying(tenant_id,saying_id,incident_id,kind,"
		    "at,functions,detail) VALUES($1,$2,$3,$4,$5,$6,$7)",
		    DB_INT(r->tenant_id), DB_INT(id), DB_INT(r->incident_id),
		    DB_TEXT(saying_name(s->kind)), DB_TIME(now),
		    DB_TEXT(buf_str(&functions)), DB_TEXT(detail));
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "UPDATE alert SET saying_id=$3 WHERE tenant_id=$1"
		    " AND incident_id=$2 AND saying_id IS NULL",
		    DB_INT(r->tenant_id), DB_INT(r->incident_id), DB_INT(id));
	if (rc == ERR_OK)
		rc = notify(db, r, id, buf_str(&functions), now);
	free(detail);
	buf_free(&functions);
	return rc;
}

int
incident_save(struct db *db, const struct incident_row *r,
    const struct saying *last, int64_t now)
{
	int64_t look = last->look, soon = now + LOOK_WITHIN_S * CLOCK_SECOND;
	struct buf functions = { 0 };
	int rc;

	/* What mutes it may end, or begin, before its time; a step may be as
	 * far away as a century. */
	if (look == CLOCK_NONE || (r->at.muted && look > soon))
		look = r->at.muted ? soon : now + 36500 * CLOCK_DAY;
	add_functions(&functions, r->at.functions);
	rc = db_query(db, NULL,
	    "UPDATE incident SET step=$3,functions=$4,first_told=$5,told=$6,"
	    "told_holding=$7,muted=$8,next_look=$9,"
	    "closed=CASE WHEN $10 THEN $11::timestamptz END"
	    " WHERE tenant_id=$1 AND incident_id=$2",
	    DB_INT(r->tenant_id), DB_INT(r->incident_id), DB_INT(r->at.step),
	    DB_TEXT(buf_str(&functions)), db_arg_time(r->at.first_told),
	    db_arg_time(r->at.told), DB_INT(r->at.told_holding),
	    DB_BOOL(r->at.muted), DB_TIME(look), DB_BOOL(last->over),
	    DB_TIME(now));
	buf_free(&functions);
	return rc;
}
