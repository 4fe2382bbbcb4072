/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/patch_batch.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/array.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/patch/patch_json.h"
#include "lib/store/patch/patch_store.h"
#include "lib/store/row_batch.h"

/* A patch, what it is for, and what fixes it. */
enum { PATCH, TARGETS, FIXES };

/* With its targets and fixes, as the trail shows one. */
static int
note_all(struct db *db, struct row_batch *b,
    struct db_rows *const made[ROW_TABLES_MAX], const struct db_rows *looked)
{
	struct db_rows *rows = NULL;
	struct buf ids = { 0 }, object = { 0 };
	int tenant = row_batch_tenant(b), rc;

	(void)looked;
	for (size_t i = 0; i < db_count(made[PATCH]); i++)
		array_add(&ids, &DB_INT(db_int(made[PATCH], i, 0)));
	array_end(&ids);
	rc = patch_store_json(db, tenant, buf_str(&ids), &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		buf_clear(&object);
		buf_printf(&object, "patch/%s", db_text(rows, i, 1));
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ "patch.add", buf_str(&object), NULL,
			db_text(rows, i, 0), row_batch_reason(b) });
	}
	buf_free(&ids);
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

/* Columns of a patch stand in the order of enum patch_field. */
#define VALUE_ARRAYS                                                     \
	"$4::text[],$5::text[],$6::text[],$7::text[],$8::text[],"        \
	"$9::text[],$10::text[],$11::text[],$12::text[],$13::text[],"    \
	"$14::bool[],$15::timestamptz[],$16::timestamptz[],"             \
	"$17::timestamptz[],$18::text[],$19::timestamptz[],$20::text[]," \
	"$21::text[],$22::timestamptz[],$23::timestamptz[],$24::text[]," \
	"$25::text[]"
#define VALUE_NAMES "a,b,c,d,e,f,g,h,j,k,l,m,n,o,p,q,r,s,t,u,v,w"
static const struct row_batch_kind patches = {
	.table = {
	    [PATCH] = {
		.columns = PATCH_FIELDS + 2,
		.sql = "INSERT INTO patch(tenant_id,patch_id,registered,"
		       "reference,title,vendor,product,vulnerabilities,"
		       "advisory,criticality,impact,dependencies,priority,"
		       "known_exploited,released,advised,deadline,test_result,"
		       "tested,recovery_plan,planning,window_start,window_end,"
		       "communication,owner) SELECT $1,x.i,x.at,x.a,x.b,x.c,"
		       "x.d,coalesce(string_to_array(x.e,','),'{}'),x.f,x.g,"
		       "x.h,x.j,x.k,coalesce(x.l,false),x.m,x.n,x.o,x.p,x.q,"
		       "x.r,x.s,x.t,x.u,x.v,x.w FROM unnest($2::int[],"
		       "$3::timestamptz[]," VALUE_ARRAYS ") AS x(i,at,"
		       VALUE_NAMES ")"
		       " RETURNING patch_id",
	    },
	    [TARGETS] = {
		.columns = 11,
		.sql = "INSERT INTO patch_target(tenant_id,patch_id,target,"
		       "device_id,site_id,profile,model,tag,scheme,low,high,"
		       "all_branches) SELECT $1,x.* FROM unnest($2::int[],"
		       "$3::int[],$4::int[],$5::int[],$6::text[],$7::text[],"
		       "$8::text[],$9::text[],$10::text[],$11::text[],"
		       "$12::bool[]) x",
	    },
	    [FIXES] = {
		.columns = 7,
		.sql = "INSERT INTO patch_fix(tenant_id,patch_id,fix,"
		       "component,scheme,min_version,max_version,all_branches)"
		       " SELECT $1,x.* FROM unnest($2::int[],$3::int[],"
		       "$4::text[],$5::text[],$6::text[],$7::text[],"
		       "$8::bool[]) x",
	    },
	},
	.note = note_all,
};

struct row_batch *
patch_batch_new(int tenant, const char *reason)
{
	return row_batch_new(&patches, tenant, reason);
}

/* What look says of a patch that becomes another. */
enum { LOOK_OUTCOME, LOOK_WAS, LOOK_REFERENCE, LOOK_ID };

/* The difference, of those that are another now. */
static int
note_edits(struct db *db, struct row_batch *b,
    struct db_rows *const made[ROW_TABLES_MAX], const struct db_rows *looked)
{
	struct db_rows *rows = NULL;
	struct buf ids = { 0 }, object = { 0 };
	int tenant = row_batch_tenant(b), rc;
	size_t n = 0;

	(void)made;
	for (size_t i = 0; i < db_count(looked); i++)
		if (db_int(looked, i, LOOK_OUTCOME) == ROW_WRITTEN)
			array_add(&ids, &DB_INT(db_int(looked, i, LOOK_ID)));
	array_end(&ids);
	rc = patch_store_json(db, tenant, buf_str(&ids), &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(looked); i++) {
		const char *was = db_text(looked, i, LOOK_WAS), *now;

		if (db_int(looked, i, LOOK_OUTCOME) != ROW_WRITTEN)
			continue;
		now = db_text(rows, n++, 0);
		buf_clear(&object);
		buf_printf(
		    &object, "patch/%s", db_text(looked, i, LOOK_REFERENCE));
		if (strcmp(was, now) != 0)
			rc = change_rows_add(db, tenant,
			    &(struct change_rows){ "patch.edit",
				buf_str(&object), was, now,
				row_batch_reason(b) });
	}
	buf_free(&ids);
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

/*
 * z has a bit for each column that is given: the others stay, whoever wrote
 * them meanwhile. Targets and fixes are replaced whole, of those that have
 * some here; those that were are gone before the first is written.
 */
#define SET(bit, column, value)                                               \
	column "=CASE WHEN (x.z>>" #bit ")&1=1 THEN " value " ELSE p." column \
	       " END"
#define EDITS                                               \
	"unnest($2::int[],$3::int[]," VALUE_ARRAYS ") WITH" \
	" ORDINALITY AS x(i,z," VALUE_NAMES ",ord)"
#define REPLACED(table)                                            \
	",gone AS(DELETE FROM " table " t USING(SELECT DISTINCT i" \
	" FROM x) y WHERE t.tenant_id=$1 AND t.patch_id=y.i"       \
	" RETURNING 1) INSERT INTO " table
#define AFTERWARDS " FROM x WHERE (SELECT count(*) FROM gone)>=0"

static const struct row_batch_kind edits = {
	.table = {
	    [PATCH] = {
		.columns = PATCH_FIELDS + 2,
		.sql = "UPDATE patch p SET " SET(1, "title", "x.b") ","
		       SET(2, "vendor", "x.c") "," SET(3, "product", "x.d") ","
		       SET(4, "vulnerabilities",
			   "coalesce(string_to_array(x.e,','),'{}')") ","
		       SET(5, "advisory", "x.f") ","
		       SET(6, "criticality", "x.g") ","
		       SET(7, "impact", "x.h") ","
		       SET(8, "dependencies", "x.j") ","
		       SET(9, "priority", "x.k") ","
		       SET(10, "known_exploited", "coalesce(x.l,false)") ","
		       SET(11, "released", "x.m") ","
		       SET(12, "advised", "x.n") ","
		       SET(13, "deadline", "x.o") ","
		       SET(14, "test_result", "x.p") ","
		       SET(15, "tested", "x.q") ","
		       SET(16, "recovery_plan", "x.r") ","
		       SET(17, "planning", "x.s") ","
		       SET(18, "window_start", "x.t") ","
		       SET(19, "window_end", "x.u") ","
		       SET(20, "communication", "x.v") ","
		       SET(21, "owner", "x.w")
		       " FROM " EDITS
		       " WHERE p.tenant_id=$1 AND p.patch_id=x.i",
	    },
	    [TARGETS] = {
		.columns = 11,
		.sql = "WITH x AS MATERIALIZED(SELECT * FROM unnest($2::int[],"
		       "$3::int[],$4::int[],$5::int[],$6::text[],$7::text[],"
		       "$8::text[],$9::text[],$10::text[],$11::text[],"
		       "$12::bool[]) AS x(i,n,d,s,p,m,t,c,l,h,a))"
		       REPLACED("patch_target") "(tenant_id,patch_id,target,"
		       "device_id,site_id,profile,model,tag,scheme,low,high,"
		       "all_branches) SELECT $1,x.*" AFTERWARDS,
	    },
	    [FIXES] = {
		.columns = 7,
		.sql = "WITH x AS MATERIALIZED(SELECT * FROM unnest($2::int[],"
		       "$3::int[],$4::text[],$5::text[],$6::text[],$7::text[],"
		       "$8::bool[]) AS x(i,n,c,s,l,h,a))"
		       REPLACED("patch_fix") "(tenant_id,patch_id,fix,"
		       "component,scheme,min_version,max_version,all_branches)"
		       " SELECT $1,x.*" AFTERWARDS,
	    },
	},
	.look = "WITH held AS MATERIALIZED(SELECT p.patch_id," PATCH_JSON
		" AS was,p.reference FROM patch p WHERE p.tenant_id=$1"
		" AND p.patch_id=ANY($2::int[]) ORDER BY p.patch_id"
		" FOR NO KEY UPDATE OF p)"
		" SELECT CASE WHEN h.patch_id IS NULL THEN 1 ELSE 0 END,h.was,"
		"h.reference,x.i FROM " EDITS
		" LEFT JOIN held h ON h.patch_id=x.i ORDER BY x.ord",
	.note = note_edits,
};

struct row_batch *
patch_edits_new(int tenant, const char *reason)
{
	return row_batch_new(&edits, tenant, reason);
}

/* second: when it was registered, or what is given of it. */
static void
add_values(struct row_batch *b, int id, struct db_arg second,
    const struct patch_values *v)
{
	struct db_arg values[PATCH_FIELDS + 2] = { DB_INT(id), second };

	for (size_t i = 0; i < PATCH_FIELDS; i++)
		values[i + 2] = DB_TEXT(v->value[i]);
	row_batch_add(b, PATCH, values);
}

static void
add_target(
    struct row_batch *b, int id, size_t target, const struct patch_target *t)
{
	const struct patch_fix any = { 0 };
	const struct patch_fix *v = t->versions != NULL ? t->versions : &any;

	row_batch_add(b, TARGETS,
	    (const struct db_arg[]){ DB_INT(id), DB_INT((int64_t)target),
		DB_ID(t->device), DB_ID(t->site), DB_TEXT(t->profile),
		DB_TEXT(t->model), DB_TEXT(t->tag), DB_TEXT(v->scheme),
		DB_TEXT(v->min), DB_TEXT(v->max), DB_BOOL(v->all) });
}

static void
add_fix(struct row_batch *b, int id, size_t fix, const struct patch_fix *f)
{
	row_batch_add(b, FIXES,
	    (const struct db_arg[]){ DB_INT(id), DB_INT((int64_t)fix),
		DB_TEXT(f->component), DB_TEXT(f->scheme), DB_TEXT(f->min),
		DB_TEXT(f->max), DB_BOOL(f->all) });
}

static void
add_scope(struct row_batch *b, int id, const struct patch_scope *scope)
{
	for (size_t i = 0; i < scope->n_targets; i++)
		add_target(b, id, i + 1, &scope->target[i]);
	for (size_t i = 0; i < scope->n_fixes; i++)
		add_fix(b, id, i + 1, &scope->fix[i]);
}

int
patch_batch_add(struct db *db, struct row_batch *b,
    const struct patch_values *v, const struct patch_scope *scope,
    unsigned line, int *id)
{
	int64_t next = 0;
	int rc = row_batch_begin(db, b, line);

	if (rc == ERR_OK)
		rc = db_next_id(db, row_batch_tenant(b), "patch", &next);
	if (rc < 0)
		return rc;
	*id = (int)next;
	add_values(b, *id, DB_TIME(clock_now()), v);
	add_scope(b, *id, scope);
	return ERR_OK;
}

int
patch_batch_edit(struct db *db, struct row_batch *b, int id, unsigned given,
    const struct patch_values *v, const struct patch_scope *scope,
    unsigned line)
{
	int rc = row_batch_begin(db, b, line);

	if (rc < 0)
		return rc;
	add_values(b, id, DB_INT(given), v);
	add_scope(b, id, scope);
	return ERR_OK;
}
