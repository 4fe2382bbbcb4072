/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/patch_store.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"
#include "lib/store/patch/assessment_store.h"
#include "lib/store/patch/late_sql.h"
#include "lib/store/patch/patch_json.h"

static const char *const names[PATCH_FIELDS] = {
	[PATCH_REFERENCE] = "reference",
	[PATCH_TITLE] = "title",
	[PATCH_VENDOR] = "vendor",
	[PATCH_PRODUCT] = "product",
	[PATCH_VULNERABILITIES] = "vulnerabilities",
	[PATCH_ADVISORY] = "advisory",
	[PATCH_CRITICALITY] = "criticality",
	[PATCH_IMPACT] = "impact",
	[PATCH_DEPENDENCIES] = "dependencies",
	[PATCH_PRIORITY] = "priority",
	[PATCH_KNOWN_EXPLOITED] = "known_exploited",
	[PATCH_RELEASED] = "released",
	[PATCH_ADVISED] = "advised",
	[PATCH_DEADLINE] = "deadline",
	[PATCH_TEST_RESULT] = "test_result",
	[PATCH_TESTED] = "tested",
	[PATCH_RECOVERY_PLAN] = "recovery_plan",
	[PATCH_PLANNING] = "planning",
	[PATCH_WINDOW_START] = "window_start",
	[PATCH_WINDOW_END] = "window_end",
	[PATCH_COMMUNICATION] = "communication",
	[PATCH_OWNER] = "owner",
};

/* In the order of enum patch_field, as parameters $4... */
#define COLUMNS                                                       \
	"reference,title,vendor,product,vulnerabilities,advisory,"    \
	"criticality,impact,dependencies,priority,known_exploited,"   \
	"released,advised,deadline,test_result,tested,recovery_plan," \
	"planning,window_start,window_end,communication,owner"
#define PARAMETERS                                               \
	"$4,$5,$6,$7,coalesce(string_to_array($8,','),'{}'),$9," \
	"$10,$11,$12,$13,coalesce($14::boolean,false),"          \
	"$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25"
enum { FIRST_PARAMETER = 3, PARAMETERS_TOTAL = 3 + PATCH_FIELDS };

const char *
patch_field_name(enum patch_field f)
{
	return names[f];
}

#define THE_JSON                                                              \
	"SELECT " PATCH_JSON ",p.reference FROM patch p WHERE p.tenant_id=$1" \
	" AND p.patch_id"

static int
load_json(struct db *db, int tenant, int id, struct db_rows **rows)
{
	int rc = db_query(db, rows, THE_JSON "=$2", DB_INT(tenant), DB_INT(id));

	return rc == ERR_OK && db_count(*rows) == 0 ? ERR_NOTFOUND : rc;
}

int
patch_store_json(
    struct db *db, int tenant, const char *ids, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT " PATCH_JSON ",p.reference FROM unnest($2::int[])"
	    " WITH ORDINALITY AS x(id,ord) JOIN patch p ON p.tenant_id=$1"
	    " AND p.patch_id=x.id ORDER BY x.ord",
	    DB_INT(tenant), DB_TEXT(ids));
}

/* The same, for who is about to change it, and may. Deployments that are made
 * of it meanwhile need not wait. */
static int
lock_json(struct db *db, int tenant, int id, struct db_rows **rows)
{
	int rc = db_query(db, rows, THE_JSON "=$2 FOR NO KEY UPDATE OF p",
	    DB_INT(tenant), DB_INT(id));

	return rc == ERR_OK && db_count(*rows) == 0 ? ERR_NOTFOUND : rc;
}

/* Notes the difference between was (NULL: new) and what is there now, if any.
 */
static int
note(struct db *db, int tenant, int id, const char *action,
    const struct db_rows *was, const char *reason)
{
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int rc;

	rc = load_json(db, tenant, id, &rows);
	if (rc < 0 ||
	    (was != NULL &&
		strcmp(db_text(was, 0, 0), db_text(rows, 0, 0)) == 0))
		goto out;
	buf_printf(
	    &object, "patch/%s", db_text(was != NULL ? was : rows, 0, 1));
	rc = change_rows_add(db, tenant,
	    &(struct change_rows){ action, buf_str(&object),
		was != NULL ? db_text(was, 0, 0) : NULL, db_text(rows, 0, 0),
		reason });
out:
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

int
patch_store_find(struct db *db, int tenant, const char *reference, int *id)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT patch_id FROM patch WHERE tenant_id=$1 AND reference=$2",
	    DB_INT(tenant), DB_TEXT(reference));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*id = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

static int
put_targets(struct db *db, int tenant, int id, const struct patch_scope *scope)
{
	int rc = ERR_OK;

	if (scope->n_targets > 0)
		rc = db_query(db, NULL,
		    "DELETE FROM patch_target WHERE tenant_id=$1"
		    " AND patch_id=$2",
		    DB_INT(tenant), DB_INT(id));
	for (size_t i = 0; rc == ERR_OK && i < scope->n_targets; i++) {
		const struct patch_target *t = &scope->target[i];
		const struct patch_fix any = { 0 };
		const struct patch_fix *v =
		    t->versions != NULL ? t->versions : &any;

		rc = db_query(db, NULL,
		    "INSERT INTO patch_target(tenant_id,patch_id,target,"
		    "device_id,profile,model,site_id,tag,scheme,low,high,"
		    "all_branches) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,"
		    "$12)",
		    DB_INT(tenant), DB_INT(id), DB_INT((int64_t)i + 1),
		    DB_ID(t->device), DB_TEXT(t->profile), DB_TEXT(t->model),
		    DB_ID(t->site), DB_TEXT(t->tag), DB_TEXT(v->scheme),
		    DB_TEXT(v->min), DB_TEXT(v->max), DB_BOOL(v->all));
	}
	return rc;
}

static int
put_fixes(struct db *db, int tenant, int id, const struct patch_scope *scope)
{
	int rc = ERR_OK;

	if (scope->n_fixes > 0)
		rc = db_query(db, NULL,
		    "DELETE FROM patch_fix WHERE tenant_id=$1 AND patch_id=$2",
		    DB_INT(tenant), DB_INT(id));
	for (size_t i = 0; rc == ERR_OK && i < scope->n_fixes; i++) {
		const struct patch_fix *f = &scope->fix[i];

		rc = db_query(db, NULL,
		    "INSERT INTO patch_fix(tenant_id,patch_id,fix,component,"
		    "scheme,min_version,max_version,all_branches)"
		    " VALUES($1,$2,$3,$4,$5,$6,$7,$8)",
		    DB_INT(tenant), DB_INT(id), DB_INT((int64_t)i + 1),
		    DB_TEXT(f->component), DB_TEXT(f->scheme), DB_TEXT(f->min),
		    DB_TEXT(f->max), DB_BOOL(f->all));
	}
	return rc;
}

static void
fill(struct db_arg *args, int tenant, int id, const struct patch_values *v)
{
	args[0] = DB_INT(tenant);
	args[1] = DB_INT(id);
	args[2] = DB_TIME(clock_now());
	for (size_t i = 0; i < PATCH_FIELDS; i++)
		args[FIRST_PARAMETER + i] = DB_TEXT(v->value[i]);
}

int
patch_store_add(struct db *db, int tenant, const struct patch_values *v,
    const struct patch_scope *scope, const char *reason, int *id)
{
	struct db_arg args[PARAMETERS_TOTAL];
	int64_t next;
	int rc;

	rc = db_next_id(db, tenant, "patch", &next);
	if (rc < 0)
		return rc;
	*id = (int)next;
	fill(args, tenant, *id, v);
	rc = db_run(db, NULL,
	    "INSERT INTO patch(tenant_id,patch_id,registered," COLUMNS
	    ") VALUES($1,$2,$3," PARAMETERS ")",
	    PARAMETERS_TOTAL, args);
	if (rc == ERR_OK)
		rc = put_targets(db, tenant, *id, scope);
	if (rc == ERR_OK)
		rc = put_fixes(db, tenant, *id, scope);
	if (rc == ERR_OK)
		rc = note(db, tenant, *id, "patch.add", NULL, reason);
	return rc;
}

#define VALUES                                                            \
	"reference,title,vendor,product,"                                 \
	"nullif(array_to_string(vulnerabilities,','),''),advisory,"       \
	"criticality,impact,dependencies,priority,known_exploited::text," \
	"released::text,advised::text,deadline::text,test_result,"        \
	"tested::text,recovery_plan,planning,window_start::text,"         \
	"window_end::text,communication,owner"

void
patch_store_at(const struct db_rows *rows, size_t row, struct patch_values *out)
{
	for (int i = 0; i < PATCH_FIELDS; i++)
		out->value[i] =
		    db_is_null(rows, row, i) ? NULL : db_text(rows, row, i);
}

int
patch_store_load(struct db *db, int tenant, int id, struct patch_values *out,
    struct db_rows **rows)
{
	int rc;

	rc = db_query(db, rows,
	    "SELECT " VALUES " FROM patch WHERE tenant_id=$1 AND patch_id=$2",
	    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK && db_count(*rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		patch_store_at(*rows, 0, out);
	return rc;
}

int
patch_store_load_all(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT " VALUES ",patch_id,status='withdrawn' FROM patch"
	    " WHERE tenant_id=$1"
	    " ORDER BY patch_id",
	    DB_INT(tenant));
}

int
patch_store_all_targets(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT patch_id,device_id,site_id,profile,model,tag,scheme,low,"
	    "high,all_branches FROM patch_target WHERE tenant_id=$1"
	    " ORDER BY patch_id,target",
	    DB_INT(tenant));
}

int
patch_store_all_fixes(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT patch_id,component,scheme,min_version,max_version,"
	    "all_branches FROM patch_fix WHERE tenant_id=$1"
	    " ORDER BY patch_id,fix",
	    DB_INT(tenant));
}

int
patch_store_lock(struct db *db, int tenant, int id)
{
	struct db_rows *rows = NULL;
	int rc = lock_json(db, tenant, id, &rows);

	db_rows_free(rows);
	return rc;
}

int
patch_store_edit(struct db *db, int tenant, int id,
    const struct patch_values *v, const struct patch_scope *scope,
    const char *reason)
{
	struct db_arg args[PARAMETERS_TOTAL];
	struct db_rows *was = NULL;
	int rc;

	fill(args, tenant, id, v);
	rc = lock_json(db, tenant, id, &was);
	if (rc == ERR_OK)
		rc = db_run(db, NULL,
		    "UPDATE patch SET (" COLUMNS ")=ROW(" PARAMETERS
		    ") WHERE tenant_id=$1 AND patch_id=$2"
		    " AND $3::timestamptz IS NOT NULL",
		    PARAMETERS_TOTAL, args);
	if (rc == ERR_OK)
		rc = put_targets(db, tenant, id, scope);
	if (rc == ERR_OK)
		rc = put_fixes(db, tenant, id, scope);
	if (rc == ERR_OK)
		rc = note(db, tenant, id, "patch.edit", was, reason);
	db_rows_free(was);
	return rc;
}

int
patch_store_set_status(
    struct db *db, int tenant, int id, const char *status, const char *reason)
{
	const char *action = strcmp(status, "withdrawn") == 0 ? "patch.withdraw"
							      : "patch.reopen";
	struct db_rows *was = NULL;
	int rc;

	rc = lock_json(db, tenant, id, &was);
	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "UPDATE patch SET status=$3 WHERE tenant_id=$1"
		    " AND patch_id=$2",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(status));
	if (rc == ERR_OK)
		rc = note(db, tenant, id, action, was, reason);
	db_rows_free(was);
	return rc;
}

int
patch_store_withdraw_all(
    struct db *db, int tenant, const char *ids, const char *reasons)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT DISTINCT ON(p.patch_id) p.patch_id,x.why"
	    " FROM unnest($2::int[],$3::text[]) WITH ORDINALITY AS x(id,why,n)"
	    " JOIN patch p ON p.tenant_id=$1 AND p.patch_id=x.id"
	    " WHERE p.status='open' ORDER BY p.patch_id,x.n DESC",
	    DB_INT(tenant), DB_TEXT(ids), DB_TEXT(reasons));

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = patch_store_set_status(db, tenant, (int)db_int(rows, i, 0),
		    "withdrawn", db_text(rows, i, 1));
	db_rows_free(rows);
	return rc;
}

int
patch_store_is_withdrawn(struct db *db, int tenant, int id, bool *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT FROM patch WHERE tenant_id=$1 AND patch_id=$2"
	    " AND status='withdrawn'",
	    DB_INT(tenant), DB_INT(id));

	return db_has_rows(rc, rows, out);
}

int
patch_store_approve(struct db *db, int tenant, int id, const char *reason)
{
	struct db_rows *was = NULL;
	int rc;

	rc = load_json(db, tenant, id, &was);
	if (rc == ERR_OK)
		rc = db_query(db, NULL, "SELECT patch_approve($1,$2)",
		    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK)
		rc = note(db, tenant, id, "patch.approve", was, reason);
	db_rows_free(was);
	return rc;
}

int
patch_store_agree(struct db *db, int tenant, int id, const char *reason,
    int64_t *moved, int64_t *kept)
{
	struct db_rows *was = NULL;
	int rc;

	rc = load_json(db, tenant, id, &was);
	if (rc == ERR_OK)
		rc = assessment_agree(db, tenant, id, reason, moved, kept);
	if (rc == ERR_OK)
		rc = note(db, tenant, id, "patch.edit", was, reason);
	db_rows_free(was);
	return rc;
}

/* Who may assess need not be one whose the patch is to write, or to lock. */
int
patch_store_hold(struct db *db, int tenant, int id)
{
	return db_query(db, NULL, "SELECT FROM patch_held($1,$2)",
	    DB_INT(tenant), DB_INT(id));
}

int
patch_store_assess(
    struct db *db, int tenant, const struct assessment *a, int64_t *moved)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc = load_json(db, tenant, a->patch, &was);

	if (rc == ERR_OK)
		rc = assessment_add(db, tenant, a);
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "SELECT moved FROM patch_assessed($1,$2)", DB_INT(tenant),
		    DB_INT(a->patch));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK) {
		*moved = db_int(rows, 0, 0);
		rc = note(db, tenant, a->patch, "patch.edit", was,
		    a->reason != NULL ? a->reason : a->rule);
	}
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

#define PATCH_LATE     IS_LATE("d", "$3")
#define PATCH_EXCEPTED LATE_JOIN("d", "@exception($3)", "$3")

/*
 * Of each patch its deployments, those with the fix there, the late ones and
 * the next deadline; counted before they are joined, since there are thousands
 * of each patch. Now only those are read that ask for somebody or are
 * withdrawn, by indexes, and all are counted; what was then stands in no index.
 */
/* clang-format off */
#define OPEN "d.state NOT IN(" STATES_ACTIVE ",'withdrawn')"
#define COUNTS_NOW                                                        \
	"(SELECT n.patch_id,n.n,n.n-coalesce(g.n,0)-coalesce(o.open,0)"   \
	" AS active,o.late,o.next FROM (SELECT patch_id,count(*) AS n"    \
	" FROM deployment WHERE tenant_id=$1 GROUP BY 1) n"               \
	" LEFT JOIN (SELECT patch_id,count(*) AS n FROM deployment"       \
	" WHERE tenant_id=$1 AND state='withdrawn' GROUP BY 1) g"         \
	" USING(patch_id) LEFT JOIN (SELECT d.patch_id,"                  \
	"count(*) FILTER(WHERE " OPEN ") AS open,"                        \
	"count(*) FILTER(WHERE " PATCH_LATE ") AS late,"                  \
	"min(d.deadline) FILTER(WHERE " OPEN ") AS next"                  \
	" FROM deployment d" PATCH_EXCEPTED " WHERE d.tenant_id=$1"       \
	" AND (d.state NOT IN(" STATES_SOUND ",'withdrawn')"              \
	" OR d.conflicting) GROUP BY 1) o USING(patch_id))"
#define COUNTS_THEN                                                       \
	"(SELECT d.patch_id,count(*) AS n,"                               \
	"count(*) FILTER(WHERE d.state IN(" STATES_ACTIVE ")) AS active," \
	"count(*) FILTER(WHERE " PATCH_LATE ") AS late,"                  \
	"min(d.deadline) FILTER(WHERE " OPEN ") AS next"                  \
	" FROM @deployment($3) d" PATCH_EXCEPTED                          \
	" WHERE d.tenant_id=$1 GROUP BY d.patch_id)"
#define PATCHES(counts)                                                   \
	"SELECT p.reference,p.title,p.priority,p.known_exploited,"        \
	"coalesce(d.n,0),coalesce(d.active,0),coalesce(d.late,0),d.next," \
	"p.owner,CASE WHEN e.due<$3 THEN 'emergency, overdue'"            \
	" WHEN e.due IS NOT NULL THEN 'emergency, not approved'"          \
	" WHEN p.approved IS NOT NULL THEN 'approved'"                    \
	" WHEN p.window_start IS NOT NULL THEN 'not approved'"            \
	" WHEN $4 THEN NULL"                                              \
	" WHEN patch_missing(p) IS NULL THEN 'ready'"                     \
	" ELSE 'not ready' END,"                                          \
	"p.vendor,p.product,array_to_json(p.vulnerabilities)::text,"      \
	"p.released,p.advised,p.registered,p.deadline,p.window_start,"    \
	"p.window_end,p.status"                                           \
	" FROM @patch($3) p LEFT JOIN " counts " d USING(patch_id)"       \
	" LEFT JOIN LATERAL (SELECT min(due) AS due FROM emergency"       \
	" WHERE tenant_id=p.tenant_id AND patch_id=p.patch_id"            \
	" AND at<=$3 AND (approved IS NULL OR approved>$3)) e ON true"    \
	" WHERE p.tenant_id=$1 AND ($2::text IS NULL OR p.status=$2)"     \
	" ORDER BY array_position(ARRAY['critical','high','medium','low'],"\
	"p.priority),p.registered,p.patch_id"
/* clang-format on */

int
patch_store_list(struct db *db, int tenant, const char *status, int64_t at,
    struct db_rows **out)
{
	char *sql = past_sql(
	    at != 0 ? PATCHES(COUNTS_THEN) : PATCHES(COUNTS_NOW), at != 0);
	int rc = db_query(db, out, sql, DB_INT(tenant), DB_TEXT(status),
	    DB_TIME(at != 0 ? at : clock_now()), DB_BOOL(at != 0));

	free(sql);
	return rc;
}

int
patch_store_show(struct db *db, int tenant, int id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT reference,title,vendor,product,"
	    "array_to_json(vulnerabilities)::text,advisory,criticality,impact,"
	    "dependencies,priority,known_exploited,released,advised,"
	    "registered,deadline,test_result,tested,recovery_plan,planning,"
	    "window_start,window_end,communication,approved_by,approved,owner,"
	    "status,closed,(SELECT max(seq) FROM change h WHERE"
	    " h.tenant_id=p.tenant_id AND h.object='patch/'||p.reference)"
	    " FROM patch p WHERE tenant_id=$1 AND patch_id=$2",
	    DB_INT(tenant), DB_INT(id));
}

int
patch_store_targets(struct db *db, int tenant, int id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT d.name,t.profile,t.model,s.name,t.tag,t.scheme||':'"
	    "||CASE WHEN t.all_branches THEN '>=' ELSE '' END||t.low"
	    "||coalesce('..'||t.high,'') FROM patch_target t"
	    " LEFT JOIN device d USING(tenant_id,device_id)"
	    " LEFT JOIN site s ON s.tenant_id=t.tenant_id"
	    " AND s.site_id=t.site_id"
	    " WHERE t.tenant_id=$1 AND t.patch_id=$2 ORDER BY t.target",
	    DB_INT(tenant), DB_INT(id));
}

int
patch_store_fixes(struct db *db, int tenant, int id, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT component,scheme,min_version,max_version,all_branches"
	    " FROM patch_fix WHERE tenant_id=$1 AND patch_id=$2 ORDER BY fix",
	    DB_INT(tenant), DB_INT(id));
}
