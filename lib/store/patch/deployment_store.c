/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/deployment_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/model/deadline.h"
#include "lib/store/array.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "lib/store/patch/evidence.h"
#include "lib/store/patch/held_sql.h"
#include "lib/store/patch/policy_store.h"
#include "lib/store/patch/states.h"

/* What deadline_of asks of a patch p on a device d. */
#define FACTS                                                  \
	"p.patch_id,d.device_id,p.priority,p.known_exploited," \
	"p.released,p.advised,p.registered,p.deadline,d.in_service"

/*
 * Of which deployments it is asked: all of a tenant, those of patches and of
 * devices, each an array of SQL (NULL: each); by_version: only where a target
 * of the patch says what must run.
 */
struct scope {
	const char *patches, *devices;
	bool by_version;
};
#define SCOPE_ARGS(s) \
	DB_TEXT((s)->patches), DB_TEXT((s)->devices), DB_BOOL((s)->by_version)

#define TARGETS                                                               \
	" WHERE t.tenant_id=$1 AND ($2::int[] IS NULL OR t.patch_id=ANY($2))" \
	" AND (NOT $4 OR t.scheme IS NOT NULL) AND t.device_id IS "
#define WANTED(d) " AND ($3::int[] IS NULL OR " d ".device_id=ANY($3))"

/*
 * Targets with the devices that they may name, by the narrowest thing that a
 * target says: each with each would be millions where thousands are imported.
 */
#define CANDIDATES                                                             \
	"(SELECT t,t.device_id FROM patch_target t" TARGETS "NOT NULL" WANTED( \
	    "t") " UNION ALL SELECT t,s.device_id FROM patch_target t"         \
		 " JOIN device_state s ON s.tenant_id=t.tenant_id"             \
		 " AND lower(s.profile)=lower(t.profile)" TARGETS              \
		 "NULL" WANTED(                                                \
		     "s") " UNION ALL SELECT t,g.device_id FROM patch_target " \
			  "t"                                                  \
			  " JOIN(SELECT d.device_id,unnest(d.tags) AS tag "    \
			  "FROM device d"                                      \
			  " WHERE d.tenant_id=$1" WANTED(                      \
			      "d") ") g ON g.tag=t.tag" TARGETS                \
				   "NULL AND t.profile IS NULL"                \
				   " UNION ALL SELECT t,d.device_id FROM "     \
				   "patch_target t"                            \
				   " JOIN device d USING(tenant_id)" TARGETS   \
				   "NULL" WANTED(                              \
				       "d") " AND t.profile IS NULL AND "      \
					    "t.tag IS NULL)"

/*
 * Candidates are counted once: of tables that were filled in this transaction
 * the statistics know nothing, and they were counted anew for each patch.
 */
static int
find_missing(
    struct db *db, int tenant, const struct scope *s, struct db_rows **rows)
{
	return db_query(db, rows,
	    "WITH n AS MATERIALIZED(SELECT c.t,(c.t).patch_id,c.device_id"
	    " FROM " CANDIDATES " c(t,device_id)"
	    " WHERE NOT EXISTS(SELECT FROM deployment x WHERE x.tenant_id=$1"
	    " AND x.patch_id=(c.t).patch_id AND x.device_id=c.device_id"
	    " OFFSET 0))"
	    " SELECT DISTINCT " FACTS " FROM n"
	    " JOIN patch p ON p.tenant_id=$1 AND p.patch_id=n.patch_id"
	    " JOIN device d ON d.tenant_id=$1 AND d.device_id=n.device_id"
	    " LEFT JOIN device_state s ON s.tenant_id=$1"
	    " AND s.device_id=n.device_id"
	    " WHERE p.status='open' AND d.retired IS NULL"
	    " AND target_names(n.t,d,s,false)"
	    " ORDER BY p.patch_id,d.device_id",
	    DB_INT(tenant), SCOPE_ARGS(s));
}

/* The deadline of a row that begins with FACTS. */
static int
compute(const struct policy *policy, const struct db_rows *rows, size_t row,
    struct deadline *out)
{
	struct deadline_facts f = {
		.known_exploited = db_bool(rows, row, 3),
		.released = db_time(rows, row, 4),
		.advised = db_time(rows, row, 5),
		.registered = db_time(rows, row, 6),
		.by_hand = db_time(rows, row, 7),
		.in_service = db_time(rows, row, 8),
	};
	int rc = priority_parse(db_text(rows, row, 2), &f.priority);

	if (rc == ERR_OK)
		deadline_of(policy, &f, out);
	return rc;
}

/* Columns of what is to be made, each as an array: "{1,2,3}". */
struct batch {
	struct buf patch, device, start, due, basis;
};

static void
add_number(struct buf *array, int64_t n)
{
	buf_printf(array, "%c%" PRId64, array->len == 0 ? '{' : ',', n);
}

static int
fill_batch(
    const struct policy *policy, const struct db_rows *rows, struct batch *b)
{
	for (size_t row = 0; row < db_count(rows); row++) {
		struct deadline deadline = { 0 };
		int rc = compute(policy, rows, row, &deadline);

		if (rc < 0)
			return rc;
		add_number(&b->patch, db_int(rows, row, 0));
		add_number(&b->device, db_int(rows, row, 1));
		add_number(&b->start, deadline.start);
		add_number(&b->due, deadline.due);
		buf_printf(&b->basis, "%c%s", row == 0 ? '{' : ',',
		    basis_name(deadline.basis));
	}
	array_end(&b->patch);
	array_end(&b->device);
	array_end(&b->start);
	array_end(&b->due);
	array_end(&b->basis);
	return ERR_OK;
}

static void
free_batch(struct batch *b)
{
	buf_free(&b->patch);
	buf_free(&b->device);
	buf_free(&b->start);
	buf_free(&b->due);
	buf_free(&b->basis);
}

/* Each plan is a row of the audit trail, as verdicts are. */
static int
note_plans(struct db *db, int tenant, const struct db_rows *rows, int64_t *made)
{
	struct buf object = { 0 };
	int rc = ERR_OK;

	*made = (int64_t)db_count(rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		buf_clear(&object);
		buf_printf(&object, "deployment/%s/%s", db_text(rows, i, 0),
		    db_text(rows, i, 1));
		rc = change_add(db, tenant,
		    &(struct change){ "verdict.planned", buf_str(&object),
			db_text(rows, i, 2), db_text(rows, i, 3) });
	}
	buf_free(&object);
	return rc;
}

/* What another process made meanwhile is left as it is. */
static int
insert_batch(struct db *db, int tenant, const struct policy *policy,
    int64_t first_transition, struct batch *b, int64_t *made)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "WITH made AS(INSERT INTO deployment(tenant_id,patch_id,device_id,"
	    "state,created,clock_start,clock_basis,deadline,window_start,"
	    "window_end,serial,policy_version)"
	    " SELECT $1,n.patch,n.device,'planned',$2,"
	    "timestamptz 'epoch'+n.start*interval '1 microsecond',n.basis,"
	    "timestamptz 'epoch'+n.due*interval '1 microsecond',"
	    "p.window_start,p.window_end,s.serial,$3"
	    " FROM unnest($4::integer[],$5::integer[],$6::bigint[],"
	    "$7::bigint[],$8::text[]) AS n(patch,device,start,due,basis)"
	    " JOIN patch p ON p.tenant_id=$1 AND p.patch_id=n.patch"
	    " LEFT JOIN device_state s ON s.tenant_id=$1"
	    " AND s.device_id=n.device ORDER BY n.device,n.patch"
	    " ON CONFLICT DO NOTHING RETURNING patch_id,device_id),"
	    " noted AS(INSERT INTO transition AS t(tenant_id,transition_id,"
	    "patch_id,device_id,attempt,at,to_state,cause,level,actor,reason,"
	    "policy_version)"
	    " SELECT $1,$9-1+row_number() OVER(ORDER BY m.patch_id,"
	    "m.device_id),m.patch_id,m.device_id,1,$2,'planned','registered',"
	    "0,session_user,'patch '||p.reference||' is for this device',$3"
	    " FROM made m JOIN patch p ON p.tenant_id=$1"
	    " AND p.patch_id=m.patch_id RETURNING t.tenant_id,"
	    "t.transition_id,t.patch_id,t.device_id,t.reason,step(t) AS step)"
	    " SELECT p.reference,d.name,t.step,t.reason"
	    " FROM noted t JOIN patch p USING(tenant_id,patch_id)"
	    " JOIN device d USING(tenant_id,device_id)"
	    " ORDER BY t.transition_id",
	    DB_INT(tenant), DB_TIME(clock_now()), DB_INT(policy->version),
	    DB_TEXT(buf_str(&b->patch)), DB_TEXT(buf_str(&b->device)),
	    DB_TEXT(buf_str(&b->start)), DB_TEXT(buf_str(&b->due)),
	    DB_TEXT(buf_str(&b->basis)), DB_INT(first_transition));
	if (rc == ERR_OK)
		rc = note_plans(db, tenant, rows, made);
	db_rows_free(rows);
	return rc;
}

/*
 * What a device has become, for those that no target names any more, and who
 * comes back. What was left before is left alone.
 */
static int
mark_unmatched(struct db *db, int tenant, const struct scope *s)
{
	return db_query(db, NULL,
	    "WITH now AS(SELECT x.tenant_id,x.patch_id,x.device_id,"
	    "x.unmatched IS NULL AS was_named,"
	    "EXISTS(SELECT 1 FROM patch_target t WHERE"
	    " t.tenant_id=x.tenant_id AND t.patch_id=x.patch_id"
	    " AND target_names(t,d,s,true)) AS named,"
	    "'the patch does not name it any more: '||concat_ws(', ',"
	    "coalesce(nullif('profile '||s.profile,''),'no profile'),"
	    "'model '||s.model,"
	    "coalesce('site '||i.name,'no site'),"
	    "CASE WHEN d.tags='{}' THEN 'no tags'"
	    " ELSE 'tags '||array_to_string(d.tags,' ') END,"
	    "(SELECT string_agg(DISTINCT (target_version_of(t,d)).why,', ')"
	    " FROM patch_target t WHERE t.tenant_id=x.tenant_id"
	    " AND t.patch_id=x.patch_id AND t.scheme IS NOT NULL)) AS why"
	    " FROM deployment x JOIN device d USING(tenant_id,device_id)"
	    " LEFT JOIN device_state s USING(tenant_id,device_id)"
	    " LEFT JOIN site i ON i.tenant_id=d.tenant_id"
	    " AND i.site_id=d.site_id"
	    " WHERE x.tenant_id=$1"
	    " AND ($2::int[] IS NULL OR x.patch_id=ANY($2))"
	    " AND ($3::int[] IS NULL OR x.device_id=ANY($3))"
	    " AND (NOT $4 OR EXISTS(SELECT FROM patch_target t"
	    " WHERE t.tenant_id=x.tenant_id AND t.patch_id=x.patch_id"
	    " AND t.scheme IS NOT NULL))),"
	    "wanted AS MATERIALIZED(SELECT * FROM now"
	    " WHERE named<>was_named)," DEPLOYMENTS_HELD
	    "UPDATE deployment x SET unmatched=CASE WHEN n.named THEN NULL"
	    " ELSE $5::timestamptz END,"
	    "unmatched_why=CASE WHEN n.named THEN NULL ELSE n.why END,"
	    "rev=rev+1 FROM held n"
	    " WHERE x.tenant_id=n.tenant_id AND x.patch_id=n.patch_id"
	    " AND x.device_id=n.device_id"
	    " AND n.named<>(x.unmatched IS NULL)",
	    DB_INT(tenant), SCOPE_ARGS(s), DB_TIME(clock_now()));
}

static int
match(struct db *db, int tenant, const struct scope *s, int64_t *made)
{
	struct db_rows *rows = NULL;
	struct batch batch = { 0 };
	struct policy policy;
	int64_t first, count = 0;
	int rc;

	rc = mark_unmatched(db, tenant, s);
	if (rc == ERR_OK)
		rc = find_missing(db, tenant, s, &rows);
	if (rc < 0 || db_count(rows) == 0)
		goto out;
	rc = policy_store_load(db, tenant, clock_now(), &policy);
	if (rc == ERR_OK)
		rc = fill_batch(&policy, rows, &batch);
	if (rc == ERR_OK)
		rc = db_next_ids(
		    db, tenant, "transition", (int64_t)db_count(rows), &first);
	if (rc == ERR_OK)
		rc = insert_batch(db, tenant, &policy, first, &batch, &count);
out:
	if (rc == ERR_OK && made != NULL)
		*made = count;
	free_batch(&batch);
	db_rows_free(rows);
	return rc;
}

int
deployment_match_of(
    struct db *db, int tenant, int patch, int device, int64_t *made)
{
	char patches[16], devices[16];

	snprintf(patches, sizeof(patches), "{%d}", patch);
	snprintf(devices, sizeof(devices), "{%d}", device);
	return deployment_match(db, tenant, patch == 0 ? NULL : patches,
	    device == 0 ? NULL : devices, made);
}

/* Most organisations have no such patch, which costs one look at an index. */
static int
has_ranges(struct db *db, int tenant, bool *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query_again(db, &rows,
	    "SELECT EXISTS(SELECT FROM patch_target t WHERE t.tenant_id=$1"
	    " AND t.scheme IS NOT NULL)",
	    DB_INT(tenant));

	if (rc == ERR_OK)
		*out = db_bool(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
deployment_match_versions(struct db *db, int tenant, const char *devices)
{
	const struct scope s = { .devices = devices, .by_version = true };
	bool any = false;
	int rc = has_ranges(db, tenant, &any);

	return rc == ERR_OK && any ? match(db, tenant, &s, NULL) : rc;
}

/* Whether an array has some hundred ids. */
static bool
is_long(const char *ids)
{
	return ids != NULL && strlen(ids) > 500;
}

/*
 * What a file brings is matched in the transaction that brought it, when the
 * statistics of a new register know of none of it: each of thousands was held
 * against all others, eleven minutes for 10,000 patches. Joined by hash, what
 * their targets may name is found in one pass.
 */
int
deployment_match(struct db *db, int tenant, const char *patches,
    const char *devices, int64_t *made)
{
	const struct scope s = { patches, devices, false };
	bool many = is_long(patches) || is_long(devices);
	int rc = ERR_OK;

	if (many)
		rc = db_query(db, NULL, "SET LOCAL enable_nestloop=off");
	if (rc == ERR_OK)
		rc = match(db, tenant, &s, made);
	if (rc == ERR_OK && many)
		rc = db_query(db, NULL, "SET LOCAL enable_nestloop TO DEFAULT");
	return rc;
}

/* The earlier of what each deployment of rows has and what holds now. */
static int
choose_times(struct db *db, int tenant, const struct db_rows *rows,
    struct batch *b, int64_t *moved, int64_t *kept)
{
	struct policy policy = { 0 };
	int rc = ERR_OK;

	for (size_t row = 0; rc == ERR_OK && row < db_count(rows); row++) {
		int64_t chosen, due = db_time(rows, row, 9);
		int version = (int)db_int(rows, row, 10);
		struct deadline now = { 0 };

		if (row == 0 || version != (int)db_int(rows, row - 1, 10))
			rc = policy_store_load_version(
			    db, tenant, version, &policy);
		if (rc == ERR_OK)
			rc = compute(&policy, rows, row, &now);
		if (rc < 0)
			break;
		chosen = now.due < due ? now.due : due;
		*moved += chosen != due;
		*kept += chosen != now.due;
		add_number(&b->patch, db_int(rows, row, 0));
		add_number(&b->device, db_int(rows, row, 1));
		add_number(&b->due, chosen);
	}
	array_end(&b->patch);
	array_end(&b->device);
	array_end(&b->due);
	return rc;
}

static int
retime(struct db *db, int tenant, struct batch *b)
{
	return db_query(db, NULL,
	    "WITH now AS(SELECT n.patch,n.device,"
	    "timestamptz 'epoch'+n.due*interval '1 microsecond' AS due,"
	    "p.window_start,p.window_end FROM"
	    " unnest($2::integer[],$3::integer[],$4::bigint[])"
	    " AS n(patch,device,due) JOIN patch p ON p.tenant_id=$1"
	    " AND p.patch_id=n.patch)"
	    "UPDATE deployment x SET deadline=n.due,"
	    "window_start=CASE WHEN own_window THEN x.window_start"
	    " ELSE n.window_start END,"
	    "window_end=CASE WHEN own_window THEN x.window_end"
	    " ELSE n.window_end END,rev=rev+1 FROM now n"
	    " WHERE x.tenant_id=$1 AND x.patch_id=n.patch"
	    " AND x.device_id=n.device AND (x.deadline<>n.due OR (NOT "
	    "own_window"
	    " AND (x.window_start,x.window_end) IS DISTINCT FROM"
	    " (n.window_start,n.window_end)))",
	    DB_INT(tenant), DB_TEXT(buf_str(&b->patch)),
	    DB_TEXT(buf_str(&b->device)), DB_TEXT(buf_str(&b->due)));
}

/* All of them, also those that stay: what is matched later may change those. */
static int
hold_all(struct db *db, int tenant, const char *patches)
{
	return db_query(db, NULL,
	    "SELECT count(*) FROM (SELECT FROM deployment d"
	    " WHERE d.tenant_id=$1 AND "
	    "d.patch_id=ANY($2::int[])" DEPLOYMENTS_IN_TURN ") held",
	    DB_INT(tenant), DB_TEXT(patches));
}

int
deployment_retime_all(struct db *db, int tenant, const char *patches,
    int64_t *moved, int64_t *kept)
{
	struct db_rows *rows = NULL;
	struct batch batch = { 0 };
	int rc;

	*moved = *kept = 0;
	rc = hold_all(db, tenant, patches);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT " FACTS
		    ",x.deadline,x.policy_version FROM deployment x"
		    " JOIN patch p USING(tenant_id,patch_id)"
		    " JOIN device d USING(tenant_id,device_id)"
		    " WHERE x.tenant_id=$1 AND x.patch_id=ANY($2::int[])"
		    " AND x.state NOT IN(" STATES_FINISHED ")"
		    " ORDER BY x.policy_version,p.patch_id,d.device_id"
		    " FOR NO KEY UPDATE OF x",
		    DB_INT(tenant), DB_TEXT(patches));
	if (rc == ERR_OK)
		rc = choose_times(db, tenant, rows, &batch, moved, kept);
	if (rc == ERR_OK && db_count(rows) > 0)
		rc = retime(db, tenant, &batch);
	free_batch(&batch);
	db_rows_free(rows);
	return rc;
}

int
deployment_retime(
    struct db *db, int tenant, int patch, int64_t *moved, int64_t *kept)
{
	char patches[16];

	snprintf(patches, sizeof(patches), "{%d}", patch);
	return deployment_retime_all(db, tenant, patches, moved, kept);
}

int
deployment_accept(
    struct db *db, int tenant, int device, const char *reason, int64_t *n)
{
#define OF_ANOTHER                                \
	" s.tenant_id=$1 AND s.device_id=$2"      \
	" AND x.serial IS DISTINCT FROM s.serial" \
	" AND x.tenant_id=$1 AND x.device_id=$2"  \
	" AND x.state<>'withdrawn'"
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int rc = db_query(db, &rows,
	    "WITH held AS MATERIALIZED(SELECT FROM deployment d"
	    " WHERE d.tenant_id=$1 AND d.device_id=$2" DEPLOYMENTS_IN_TURN
	    "),one AS(UPDATE deployment x SET serial=NULL,rev=rev+1"
	    " FROM device_state s WHERE" OF_ANOTHER
	    " AND (SELECT count(*) FROM held)>=0 RETURNING 1)"
	    " SELECT count(*),(SELECT name FROM device WHERE tenant_id=$1"
	    " AND device_id=$2),(SELECT json_build_object('new',"
	    "json_build_object('serial',serial))::text FROM device_state"
	    " WHERE tenant_id=$1 AND device_id=$2),(SELECT count(*)"
	    " FROM deployment x,device_state s WHERE" OF_ANOTHER ") FROM one",
	    DB_INT(tenant), DB_INT(device));

	if (rc == ERR_OK) {
		*n = db_int(rows, 0, 0);
		buf_printf(&object, "device/%s", db_text(rows, 0, 1));
		/* A rule hides those that are not theirs to change. */
		if (*n < db_int(rows, 0, 3))
			rc = ERR_DENIED;
	}
	if (rc == ERR_OK && *n > 0)
		rc = change_add(db, tenant,
		    &(struct change){ "device.accept", buf_str(&object),
			db_text(rows, 0, 2), reason });
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}
