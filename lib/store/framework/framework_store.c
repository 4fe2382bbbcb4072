/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/framework/framework_store.h"

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"

/* Up to which moment revisions count; NULL: all, whatever our clock says. */
static struct db_arg
until(int64_t at)
{
	return DB_TIME(at != 0 ? at : DB_NO_TIME);
}

/* What a statement that put a revision answers: the row as JSON, and the one
 * before it; no row: nothing differed. */
static int
note(struct db *db, int tenant, const char *action, const char *object,
    const char *reason, const struct db_rows *rows, bool *changed)
{
	*changed = db_count(rows) > 0;
	if (!*changed)
		return ERR_OK;
	return change_rows_add(db, tenant,
	    &(struct change_rows){ action, object,
		db_is_null(rows, 0, 1) ? NULL : db_text(rows, 0, 1),
		db_text(rows, 0, 0), reason });
}

int
framework_choice_put(
    struct db *db, int tenant, const struct framework_choice *c, bool *changed)
{
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int rc = db_query(db, &rows,
	    "WITH was AS (SELECT * FROM framework_choice WHERE tenant_id=$1"
	    " AND name=$2 ORDER BY rev DESC LIMIT 1)"
	    " INSERT INTO framework_choice AS n(tenant_id,name,rev,used,"
	    "unverified,reason) SELECT $1,$2,coalesce((SELECT rev FROM "
	    "was),0)+1,"
	    "$3,$4,$5 WHERE NOT EXISTS(SELECT FROM was WHERE used=$3"
	    " AND unverified=$4) RETURNING row_to_json(n)::text,"
	    "(SELECT row_to_json(was)::text FROM was)",
	    DB_INT(tenant), DB_TEXT(c->name), DB_BOOL(c->used),
	    DB_BOOL(c->unverified), DB_TEXT(c->reason));

	buf_printf(&object, "framework/%s", c->name);
	if (rc == ERR_OK)
		rc = note(db, tenant,
		    c->used ? "framework.use" : "framework.hide",
		    buf_str(&object), c->reason, rows, changed);
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

int
framework_choice_list(
    struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT DISTINCT ON(name) name,used,unverified,reason,made,actor"
	    " FROM framework_choice WHERE tenant_id=$1"
	    " AND ($2::timestamptz IS NULL OR made<=$2)"
	    " ORDER BY name,rev DESC",
	    DB_INT(tenant), until(at));
}

int
framework_entry_put(
    struct db *db, int tenant, const struct framework_entry *e, bool *changed)
{
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int rc = db_query(db, &rows,
	    "WITH was AS (SELECT * FROM framework_control WHERE tenant_id=$1"
	    " AND framework=$2 AND control=$3 ORDER BY rev DESC LIMIT 1)"
	    " INSERT INTO framework_control AS n(tenant_id,framework,control,"
	    "rev,title_nl,title_en,required,supporting,source,removed,reason)"
	    " SELECT $1,$2,$3,coalesce((SELECT rev FROM was),0)+1,$4,$5,"
	    "string_to_array($6,' '),string_to_array($7,' '),$8,$9,$10"
	    " WHERE NOT EXISTS(SELECT FROM was WHERE title_nl=$4"
	    " AND title_en=$5 AND required=string_to_array($6,' ')"
	    " AND supporting=string_to_array($7,' ')"
	    " AND source IS NOT DISTINCT FROM $8 AND removed=$9)"
	    " RETURNING row_to_json(n)::text,"
	    "(SELECT row_to_json(was)::text FROM was)",
	    DB_INT(tenant), DB_TEXT(e->framework), DB_TEXT(e->control),
	    DB_TEXT(e->title_nl), DB_TEXT(e->title_en), DB_TEXT(e->required),
	    DB_TEXT(e->supporting), DB_TEXT(e->source), DB_BOOL(e->removed),
	    DB_TEXT(e->reason));

	buf_printf(&object, "framework/%s", e->framework);
	if (rc == ERR_OK)
		rc = note(db, tenant,
		    e->removed ? "framework.remove" : "framework.control",
		    buf_str(&object), e->reason, rows, changed);
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

int
framework_entry_list(struct db *db, int tenant, const char *framework,
    int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT framework,control,title_nl,title_en,"
	    "array_to_string(required,' '),array_to_string(supporting,' '),"
	    "source,made,actor FROM (SELECT DISTINCT ON(framework,control) *"
	    " FROM framework_control WHERE tenant_id=$1"
	    " AND ($3::timestamptz IS NULL OR made<=$3)"
	    " ORDER BY framework,control,rev DESC) x WHERE NOT removed"
	    " AND ($2::text IS NULL OR framework=$2)"
	    " ORDER BY framework,control",
	    DB_INT(tenant), DB_TEXT(framework), until(at));
}

int
applicability_put(
    struct db *db, int tenant, const struct applicability *a, bool *changed)
{
	struct db_rows *rows = NULL;
	struct buf object = { 0 };
	int rc = db_query(db, &rows,
	    "WITH was AS (SELECT * FROM applicability WHERE tenant_id=$1"
	    " AND framework=$2 AND control=$3 ORDER BY rev DESC LIMIT 1)"
	    " INSERT INTO applicability AS n(tenant_id,framework,control,rev,"
	    "applicable,reason,decided_by,decided,sha256)"
	    " SELECT $1,$2,$3,coalesce((SELECT rev FROM was),0)+1,$4,$5,$6,"
	    "$7::date,$8 WHERE NOT EXISTS(SELECT FROM was WHERE applicable=$4"
	    " AND reason=$5 AND decided_by=$6 AND decided=$7::date"
	    " AND sha256 IS NOT DISTINCT FROM $8) RETURNING "
	    "row_to_json(n)::text,"
	    "(SELECT row_to_json(was)::text FROM was)",
	    DB_INT(tenant), DB_TEXT(a->framework), DB_TEXT(a->control),
	    DB_BOOL(a->applicable), DB_TEXT(a->reason), DB_TEXT(a->decided_by),
	    DB_TEXT(a->decided),
	    a->sha256 != NULL ? DB_BYTES(a->sha256, DIGEST_LEN) : DB_NULL);

	buf_printf(&object, "framework/%s", a->framework);
	if (rc == ERR_OK)
		rc = note(db, tenant,
		    a->applicable ? "framework.include" : "framework.exclude",
		    buf_str(&object), a->reason, rows, changed);
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

int
applicability_list(struct db *db, int tenant, const char *framework, int64_t at,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT framework,control,reason,decided_by,decided::text,"
	    "encode(sha256,'hex'),made,actor FROM (SELECT"
	    " DISTINCT ON(framework,control) * FROM applicability"
	    " WHERE tenant_id=$1 AND ($3::timestamptz IS NULL OR made<=$3)"
	    " ORDER BY framework,control,rev DESC) x"
	    " WHERE NOT applicable AND ($2::text IS NULL OR framework=$2)"
	    " ORDER BY framework,control",
	    DB_INT(tenant), DB_TEXT(framework), until(at));
}
