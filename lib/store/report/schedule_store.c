/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/report/schedule_store.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

static int
note(struct db *db, int tenant, const char *action, const char *name,
    const struct change_note *rows)
{
	struct change_note n = *rows;

	n.action = action;
	n.kind = "schedule";
	n.name = name;
	return change_note(db, tenant, &n);
}

int
schedule_add(struct db *db, int tenant, const struct schedule *s)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = schedule_list(db, tenant, s->name, false, 0, &rows);

	if (rc == ERR_OK && db_count(rows) > 0)
		rc = ERR_EXISTS;
	db_rows_free(rows);
	rows = NULL;
	if (rc == ERR_OK)
		rc = db_next_id(db, tenant, "schedule", &id);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO schedule(tenant_id,schedule_id,name,kind,"
		    "every,languages,days,site_id,each_site,recipients,folder,"
		    "since,created,readers,bundle) VALUES($1,$2,$3,$4,$5,"
		    "$6,$7,$8,$9,$10,$11,$12,$13,$14,$15) RETURNING "
		    "row_to_json(schedule)::text",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(s->name),
		    DB_TEXT(s->kind), DB_TEXT(s->every), DB_TEXT(s->languages),
		    DB_INT(s->days), s->site == 0 ? DB_NULL : DB_INT(s->site),
		    DB_BOOL(s->each_site), DB_TEXT(s->recipients),
		    DB_TEXT(s->folder),
		    DB_TIME(s->since == CLOCK_NONE ? clock_now() : s->since),
		    DB_TIME(clock_now()), DB_TEXT(s->readers),
		    DB_BOOL(s->bundle));
	if (rc == ERR_OK)
		rc = note(db, tenant, "schedule.add", s->name,
		    &(struct change_note){ .new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
schedule_compare(struct db *db, int tenant, const struct schedule *s,
    bool *there, bool *same)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT (kind,every,languages,days,each_site,recipients)="
	    "($3,$4,$5::text[],$6::integer,$7::boolean,$8::text[])"
	    " AND site_id IS NOT DISTINCT FROM $9::integer"
	    " AND folder IS NOT DISTINCT FROM $10::text"
	    " AND readers IS NOT DISTINCT FROM $12::text"
	    " AND bundle=$13::boolean"
	    " AND ($11::timestamptz IS NULL OR since=$11)"
	    " AND paused IS NULL FROM schedule"
	    " WHERE tenant_id=$1 AND name=$2 AND removed IS NULL",
	    DB_INT(tenant), DB_TEXT(s->name), DB_TEXT(s->kind),
	    DB_TEXT(s->every), DB_TEXT(s->languages), DB_INT(s->days),
	    DB_BOOL(s->each_site), DB_TEXT(s->recipients),
	    s->site == 0 ? DB_NULL : DB_INT(s->site), DB_TEXT(s->folder),
	    DB_TIME(s->since), DB_TEXT(s->readers), DB_BOOL(s->bundle));

	*there = rc == ERR_OK && db_count(rows) > 0;
	*same = *there && db_bool(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

/* One that is there, held until the end of the transaction. */
static int
take(struct db *db, int tenant, const char *name, struct db_rows **out)
{
	int rc = db_query(db, out,
	    "SELECT row_to_json(s)::text,s.paused FROM schedule s"
	    " WHERE s.tenant_id=$1 AND s.name=$2 AND s.removed IS NULL"
	    " FOR UPDATE",
	    DB_INT(tenant), DB_TEXT(name));

	return rc == ERR_OK && db_count(*out) == 0 ? ERR_NOTFOUND : rc;
}

/* set: what becomes of the row, a statement of $1 tenant and $2 name. */
static int
change(struct db *db, int tenant, const char *name, const char *action,
    const char *set, const struct db_rows *was, const char *reason)
{
	struct db_rows *is = NULL;
	int rc = db_query(db, &is, set, DB_INT(tenant), DB_TEXT(name));

	/* Held by us: it is still there, unless it may not be changed. */
	if (rc == ERR_OK && db_count(is) == 0)
		rc = ERR_DENIED;
	if (rc == ERR_OK)
		rc = note(db, tenant, action, name,
		    &(struct change_note){ .old_row = db_text(was, 0, 0),
			.new_row = db_text(is, 0, 0),
			.reason = reason });
	db_rows_free(is);
	return rc;
}

#define SET(what)                                                     \
	"UPDATE schedule SET " what " WHERE tenant_id=$1 AND name=$2" \
	" AND removed IS NULL RETURNING row_to_json(schedule)::text"

int
schedule_remove(struct db *db, int tenant, const char *name, const char *reason)
{
	struct db_rows *was = NULL;
	int rc = take(db, tenant, name, &was);

	if (rc == ERR_OK)
		rc = change(db, tenant, name, "schedule.remove",
		    SET("removed=now()"), was, reason);
	db_rows_free(was);
	return rc;
}

int
schedule_pause(struct db *db, int tenant, const char *name, const char *reason)
{
	struct db_rows *was = NULL;
	int rc = take(db, tenant, name, &was);

	if (rc == ERR_OK && !db_is_null(was, 0, 1))
		rc = ERR_EXISTS;
	if (rc == ERR_OK)
		rc = change(db, tenant, name, "schedule.pause",
		    SET("paused=now()"), was, reason);
	db_rows_free(was);
	return rc;
}

int
schedule_resume(struct db *db, int tenant, const char *name, bool catch_up,
    const char *reason)
{
	struct db_rows *was = NULL;
	int rc = take(db, tenant, name, &was);

	if (rc == ERR_OK && db_is_null(was, 0, 1))
		rc = ERR_EXISTS;
	if (rc == ERR_OK)
		rc = change(db, tenant, name, "schedule.resume",
		    catch_up ? SET("paused=NULL")
			     : SET("paused=NULL,since=greatest(since,now())"),
		    was, reason);
	db_rows_free(was);
	return rc;
}

int
schedule_list(struct db *db, int tenant, const char *name, bool is_all,
    int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT s.name,s.kind,s.every,array_to_json(s.languages)::text,"
	    "s.days,i.name,s.each_site,array_to_json(s.recipients)::text,"
	    "s.folder,s.bundle,s.readers,s.since,"
	    "CASE WHEN s.paused IS NULL AND s.removed IS NULL"
	    " THEN schedule_next(s,$2) END,"
	    "(SELECT max(r.made) FROM scheduled d JOIN report r"
	    " USING(tenant_id,report_id) WHERE d.tenant_id=s.tenant_id"
	    " AND d.schedule_id=s.schedule_id AND r.made<=$2),"
	    "s.paused,s.removed FROM @schedule($2) s"
	    " LEFT JOIN site i USING(tenant_id,site_id)"
	    " WHERE s.tenant_id=$1 AND ($3::text IS NULL OR s.name=$3)"
	    " AND ($4 OR s.removed IS NULL) ORDER BY s.schedule_id",
	    DB_TEXT(name), DB_BOOL(is_all));
}
