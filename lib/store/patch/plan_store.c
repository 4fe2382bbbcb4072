/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/plan_store.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/patch/patch_store.h"

static const char *const checks[PILOT_CHECKS] = { "function", "compatibility",
	"performance" };

const char *
pilot_check_name(enum pilot_check check)
{
	return checks[check];
}

int
pilot_add(struct db *db, int tenant, const struct pilot *p)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = db_next_id(db, tenant, "pilot", &id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO pilot(tenant_id,pilot_id,patch_id,device_id,"
		    "place,at,made,actor,function,function_note,compatibility,"
		    "compatibility_note,performance,performance_note)"
		    " VALUES($1,$2,$3,$4,$5,$6,$7,session_user,$8,$9,$10,$11,"
		    "$12,$13) RETURNING row_to_json(pilot)::text",
		    DB_INT(tenant), DB_INT(id), DB_INT(p->patch),
		    p->device == 0 ? DB_NULL : DB_INT(p->device),
		    DB_TEXT(p->place), DB_TIME(p->at), DB_TIME(clock_now()),
		    DB_TEXT(p->result[PILOT_FUNCTION]),
		    DB_TEXT(p->note[PILOT_FUNCTION]),
		    DB_TEXT(p->result[PILOT_COMPATIBILITY]),
		    DB_TEXT(p->note[PILOT_COMPATIBILITY]),
		    DB_TEXT(p->result[PILOT_PERFORMANCE]),
		    DB_TEXT(p->note[PILOT_PERFORMANCE]));
	if (rc == ERR_OK)
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "patch.test",
			.kind = "pilot",
			.id = id,
			.new_row = db_text(rows, 0, 0) });
	db_rows_free(rows);
	return rc;
}

int
pilot_list(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT t.at,coalesce(d.name,t.place),t.function,t.compatibility,"
	    "t.performance,concat_ws('; ',t.function_note,"
	    "t.compatibility_note,t.performance_note),t.actor,t.made,"
	    "t.function_note,t.compatibility_note,t.performance_note,t.pilot_id"
	    " FROM pilot t LEFT JOIN device d USING(tenant_id,device_id)"
	    " WHERE t.tenant_id=$1 AND t.patch_id=$2 ORDER BY t.pilot_id",
	    DB_INT(tenant), DB_INT(patch));
}

int
emergency_add(
    struct db *db, int tenant, int patch, const char *reason, int64_t *due)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = db_next_id(db, tenant, "emergency", &id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO emergency(tenant_id,emergency_id,patch_id,at,"
		    "actor,reason) VALUES($1,$2,$3,$4,session_user,$5)"
		    " RETURNING row_to_json(emergency)::text,due",
		    DB_INT(tenant), DB_INT(id), DB_INT(patch),
		    DB_TIME(clock_now()), DB_TEXT(reason));
	if (rc == ERR_OK) {
		*due = db_time(rows, 0, 1);
		rc = change_note(db, tenant,
		    &(struct change_note){ .action = "patch.emergency",
			.kind = "emergency",
			.id = id,
			.new_row = db_text(rows, 0, 0),
			.reason = reason });
	}
	db_rows_free(rows);
	return rc;
}

int
emergency_list(struct db *db, int tenant, int patch, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT at,reason,actor,due,CASE WHEN approved<=due THEN 'approved'"
	    " WHEN approved IS NOT NULL THEN 'approved late'"
	    " WHEN due<now() THEN 'overdue' ELSE 'waits' END,approved,"
	    "approved_by,emergency_id FROM emergency WHERE tenant_id=$1"
	    " AND patch_id=$2 ORDER BY emergency_id",
	    DB_INT(tenant), DB_INT(patch));
}

int
plan_missing(struct db *db, int tenant, int id, const struct patch_values *v,
    struct buf *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT patch_missing(jsonb_populate_record(NULL::patch,"
	    "jsonb_build_object('tenant_id',$1::integer,'patch_id',$2::integer,"
	    "'recovery_plan',$3::text,'window_end',$4::timestamptz)))",
	    DB_INT(tenant), DB_INT(id), DB_TEXT(v->value[PATCH_RECOVERY_PLAN]),
	    DB_TEXT(v->value[PATCH_WINDOW_END]));

	if (rc == ERR_OK && !db_is_null(rows, 0, 0))
		buf_add_str(out, db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

int
plan_latest(struct db *db, int tenant, int id, const struct patch_values *v,
    int64_t *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT greatest(patch_latest(jsonb_populate_record(NULL::patch,"
	    "jsonb_build_object('tenant_id',$1::integer,'priority',$3::text,"
	    "'known_exploited',coalesce($4::boolean,false),"
	    "'released',$5::timestamptz,'advised',$6::timestamptz,"
	    "'registered',(SELECT registered FROM patch WHERE tenant_id=$1"
	    " AND patch_id=$2)))),(SELECT deadline FROM patch"
	    " WHERE tenant_id=$1 AND patch_id=$2))",
	    DB_INT(tenant), DB_INT(id), DB_TEXT(v->value[PATCH_PRIORITY]),
	    DB_TEXT(v->value[PATCH_KNOWN_EXPLOITED]),
	    DB_TEXT(v->value[PATCH_RELEASED]),
	    DB_TEXT(v->value[PATCH_ADVISED]));

	if (rc == ERR_OK)
		*out = db_time(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}
