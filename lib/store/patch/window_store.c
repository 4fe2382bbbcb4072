/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/window_store.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/appointment.h"
#include "lib/store/change.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/store/patch/held_sql.h"
#include "lib/store/patch/states.h"

int
window_rule_add(struct db *db, int tenant, const char *name, int site,
    const char *rule, const char *calendar)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc;

	rc = window_rule_list(db, tenant, name, 0, &rows);
	if (rc == ERR_OK && db_count(rows) > 0)
		rc = ERR_EXISTS;
	db_rows_free(rows);
	rows = NULL;
	if (rc == ERR_OK)
		rc = db_next_id(db, tenant, "window_rule", &id);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO window_rule(tenant_id,window_id,name,site_id,"
		    "rule,calendar,created) VALUES($1,$2,$3,$4,$5,$6,$7)"
		    " RETURNING row_to_json(window_rule)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(name),
		    site == 0 ? DB_NULL : DB_INT(site), DB_TEXT(rule),
		    DB_TEXT(calendar), DB_TIME(clock_now()));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "window.add",
			.kind = "window",
			.name = name,
			.new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
window_rule_remove(
    struct db *db, int tenant, const char *name, const char *reason)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "UPDATE window_rule SET removed=$3 WHERE tenant_id=$1 AND name=$2"
	    " AND removed IS NULL RETURNING row_to_json(window_rule)::text,"
	    "(to_jsonb(window_rule)||'{\"removed\":null}')::text",
	    DB_INT(tenant), DB_TEXT(name), DB_TIME(clock_now()));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "window.remove",
			.kind = "window",
			.name = name,
			.old_row = db_text(rows, 0, 1),
			.new_row = db_text(rows, 0, 0),
			.reason = reason });
	db_rows_free(rows);
	return rc;
}

int
window_rule_list(struct db *db, int tenant, const char *name, int64_t at,
    struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT w.name,s.name,w.rule,w.calendar,w.created,w.site_id,"
	    "w.window_id,(SELECT max(h.seq) FROM change h"
	    " WHERE h.tenant_id=$1 AND h.object='window/'||w.name)"
	    " FROM @window_rule($2) w LEFT JOIN site s"
	    " USING(tenant_id,site_id) WHERE w.tenant_id=$1"
	    " AND w.created<=$2 AND w.removed IS NULL"
	    " AND ($3::text IS NULL OR w.name=$3) ORDER BY w.name",
	    DB_TEXT(name));
}

int
window_rule_lock(struct db *db, int tenant, int id)
{
	return db_query(db, NULL,
	    "SELECT FROM window_rule WHERE tenant_id=$1 AND window_id=$2 FOR "
	    "UPDATE",
	    DB_INT(tenant), DB_INT(id));
}

int
day_off_add(struct db *db, int tenant, const char *day, const char *name)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "INSERT INTO day_off(tenant_id,day,name) VALUES($1,$2::date,$3)"
	    " ON CONFLICT DO NOTHING RETURNING row_to_json(day_off)::text",
	    DB_INT(tenant), DB_TEXT(day), DB_TEXT(name));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_EXISTS;
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "day.add",
			.kind = "day",
			.name = day,
			.new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
day_off_remove(struct db *db, int tenant, const char *day)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "DELETE FROM day_off WHERE tenant_id=$1 AND day=$2::date"
	    " RETURNING row_to_json(day_off)::text",
	    DB_INT(tenant), DB_TEXT(day));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "day.remove",
			.kind = "day",
			.name = day,
			.old_row = db_text(rows, 0, 0),
			.new_row = "{}" });
	db_rows_free(rows);
	return rc;
}

int
day_off_list(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT day::text,name FROM @day_off($2) WHERE tenant_id=$1"
	    " AND created<=$2 ORDER BY day");
}

/* Of the patch itself, at a site, on a device. */
#define CHOSEN                                                 \
	" x.tenant_id=$1 AND x.patch_id=$2"                    \
	" AND x.state<>'withdrawn' AND ($3=0 OR EXISTS("       \
	"SELECT 1 FROM device d WHERE d.tenant_id=x.tenant_id" \
	" AND d.device_id=x.device_id AND d.site_id=$3))"      \
	" AND ($4=0 OR x.device_id=$4)"

static int
note_given(struct db *db, int tenant, int patch, const struct db_rows *devices,
    const char *reason)
{
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int rc = db_query(db, &rows,
	    "SELECT reference FROM patch WHERE tenant_id=$1 AND patch_id=$2",
	    DB_INT(tenant), DB_INT(patch));

	if (rc == ERR_OK) {
		buf_printf(&object, "patch/%s", db_text(rows, 0, 0));
		rc = change_add(db, tenant,
		    &(struct change){ "patch.plan", buf_str(&object),
			db_text(devices, 0, 1), reason });
	}
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

int
window_give(struct db *db, int tenant, int patch, int site, int device,
    int64_t start, int64_t end, const char *reason, int64_t *n)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "WITH wanted AS MATERIALIZED(SELECT x.tenant_id,x.patch_id,"
	    "x.device_id FROM deployment x WHERE" CHOSEN ")," DEPLOYMENTS_HELD
	    ",given AS(UPDATE deployment x SET own_window=true,"
	    "window_start=$5,window_end=$6,rev=rev+1 FROM held h"
	    " WHERE x.tenant_id=h.tenant_id AND x.patch_id=h.patch_id"
	    " AND x.device_id=h.device_id AND x.state<>'withdrawn'"
	    " RETURNING x.device_id) SELECT count(*),json_build_object('new',"
	    "json_build_object('window_start',$5::timestamptz,'window_end',"
	    "$6::timestamptz,'devices',json_agg(device_id)))::text FROM given",
	    DB_INT(tenant), DB_INT(patch), DB_INT(site), DB_INT(device),
	    DB_TIME(start), DB_TIME(end));

	if (rc == ERR_OK)
		*n = db_int(rows, 0, 0);
	if (rc == ERR_OK && *n > 0)
		rc = note_given(db, tenant, patch, rows, reason);
	db_rows_free(rows);
	return rc;
}

int
window_deadline(
    struct db *db, int tenant, int patch, int site, int device, int64_t *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT min(deadline) FROM deployment x WHERE" CHOSEN
	    " AND x.state NOT IN(" STATES_ACTIVE ")",
	    DB_INT(tenant), DB_INT(patch), DB_INT(site), DB_INT(device));

	if (rc == ERR_OK)
		*out = db_time(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
window_of_sites(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT coalesce(d.site_id,0),s.name,"
	    "coalesce(x.window_start,p.told_start),"
	    "coalesce(x.window_end,p.told_end),count(*),"
	    "p.status='withdrawn' OR x.window_start IS NULL"
	    " FROM deployment x JOIN patch p USING(tenant_id,patch_id)"
	    " JOIN device d USING(tenant_id,device_id)"
	    " LEFT JOIN site s ON s.tenant_id=d.tenant_id"
	    " AND s.site_id=d.site_id"
	    " WHERE x.tenant_id=$1 AND x.patch_id=$2"
	    " AND (x.state<>'withdrawn' OR p.status='withdrawn')"
	    " AND coalesce(x.window_start,p.told_start) IS NOT NULL"
	    " GROUP BY 1,2,3,4,6 ORDER BY 2 NULLS FIRST,3",
	    DB_INT(tenant), DB_INT(patch));
}

/*
 * Each window by the spans in which some device of a site had it. What a device
 * was told twice in a row is one span.
 */
static int
load_held(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "WITH told AS(SELECT p.device_id,p.window_start,p.window_end,"
	    "p.state,p.created,p.until FROM deployment x"
	    " JOIN past_deployment p USING(tenant_id,device_id,patch_id)"
	    " WHERE x.tenant_id=$1 AND x.patch_id=$2"
	    " UNION ALL SELECT device_id,window_start,window_end,state,"
	    "created,'infinity' FROM deployment"
	    " WHERE tenant_id=$1 AND patch_id=$2),"
	    "span AS(SELECT device_id,window_start,window_end,until,state,"
	    "coalesce(lag(until) OVER w,created) AS since,"
	    "(window_start,window_end,state='withdrawn') IS DISTINCT FROM"
	    " lag((window_start,window_end,state='withdrawn')) OVER w"
	    " AS begins FROM told"
	    " WINDOW w AS(PARTITION BY device_id ORDER BY until)),"
	    "part AS(SELECT *,count(*) FILTER(WHERE begins)"
	    " OVER(PARTITION BY device_id ORDER BY until) AS part FROM span),"
	    "held AS(SELECT coalesce(d.site_id,0) AS site,"
	    "t.window_start,t.window_end,min(t.since) AS since,"
	    "max(t.until) AS until FROM part t JOIN device d"
	    " ON d.tenant_id=$1 AND d.device_id=t.device_id"
	    " WHERE t.window_start IS NOT NULL AND t.state<>'withdrawn'"
	    " GROUP BY d.device_id,d.site_id,t.part,2,3)"
	    " SELECT DISTINCT h.site,s.name,h.window_start,h.window_end,"
	    "h.since,nullif(h.until,'infinity') FROM held h LEFT JOIN site s"
	    " ON s.tenant_id=$1 AND s.site_id=h.site WHERE h.since<h.until"
	    " ORDER BY h.site",
	    DB_INT(tenant), DB_INT(patch));
}

enum { HELD_SITE, HELD_NAME, HELD_START, HELD_END, HELD_SINCE, HELD_UNTIL };

/* Of the rows first to end, which are of one site. */
static size_t
number_site(const struct db_rows *rows, size_t first, size_t end,
    struct window_before *out)
{
	struct appointment *held = mem_new(end - first, sizeof(*held));
	size_t *last = mem_new(end - first, sizeof(*last)), n;

	for (size_t i = first; i < end; i++)
		held[i - first] = (struct appointment){
			.start = db_time(rows, i, HELD_START),
			.end = db_time(rows, i, HELD_END),
			.since = db_time(rows, i, HELD_SINCE),
			.until = db_is_null(rows, i, HELD_UNTIL)
			    ? INT64_MAX
			    : db_time(rows, i, HELD_UNTIL),
		};
	n = appointments_last(held, end - first, last);
	for (size_t i = 0; i < n; i++)
		out[i] = (struct window_before){ first + last[i], (int64_t)i };
	free(held);
	free(last);
	return n;
}

int
window_of_before(struct db *db, int tenant, int patch, struct db_rows **rows,
    struct window_before **out, size_t *n)
{
	size_t first = 0, end, count;
	int rc = load_held(db, tenant, patch, rows);

	if (rc < 0)
		return rc;
	count = db_count(*rows);
	*out = mem_new(count + 1, sizeof(**out));
	for (*n = 0; first < count; first = end) {
		for (end = first + 1; end < count &&
		     db_int(*rows, end, HELD_SITE) ==
			 db_int(*rows, first, HELD_SITE);)
			end++;
		*n += number_site(*rows, first, end, *out + *n);
	}
	return ERR_OK;
}

int
window_facts(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT p.reference,p.title,p.plan_seq+p.told_seq,"
	    "p.approved IS NOT NULL,"
	    "p.impact,p.communication,p.owner,t.name,t.language,t.zone,"
	    "left(encode(sha256(convert_to(t.tenant_id||'/'||"
	    "extract(epoch FROM t.created),'UTF8')),'hex'),16)"
	    " FROM patch p JOIN tenant t USING(tenant_id)"
	    " WHERE p.tenant_id=$1 AND p.patch_id=$2",
	    DB_INT(tenant), DB_INT(patch));
}
