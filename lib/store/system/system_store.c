/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/system/system_store.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

/* When it was told and seen changes with each file, and is no change. */
#define AS_DETAIL "(to_jsonb(system)-'seen'-'updated')::text"

static int
note(struct db *db, int tenant, const char *action, const char *source,
    const char *key, const char *old_row, const char *new_row,
    const char *reason)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "system/%s/%s", source, key);
	rc = change_rows_add(db, tenant,
	    &(struct change_rows){
		action, buf_str(&object), old_row, new_row, reason });
	buf_free(&object);
	return rc;
}

static int
add(struct db *db, int tenant, const struct system_row *s, int64_t told,
    const char *reason)
{
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = db_next_id(db, tenant, "system", &id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO system(tenant_id,system_id,source,key,name,"
		    "category,site_id,owner,supplier,product,version,state,"
		    "seen,"
		    "created,updated) VALUES($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,"
		    "$11,$12,$13,$14,$14) RETURNING " AS_DETAIL,
		    DB_INT(tenant), DB_INT(id), DB_TEXT(s->source),
		    DB_TEXT(s->key), DB_TEXT(s->name), DB_TEXT(s->category),
		    s->site == 0 ? DB_NULL : DB_INT(s->site), DB_TEXT(s->owner),
		    DB_TEXT(s->supplier), DB_TEXT(s->product),
		    DB_TEXT(s->version), DB_TEXT(s->state),
		    db_arg_time(s->seen), DB_TIME(told));
	if (rc == ERR_OK)
		rc = note(db, tenant, "system.add", s->source, s->key, NULL,
		    db_text(rows, 0, 0), reason);
	db_rows_free(rows);
	return rc;
}

int
system_put(struct db *db, int tenant, const struct system_row *s, int64_t told,
    const char *reason, enum system_did *did)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc = db_query(db, &was,
	    "SELECT " AS_DETAIL " FROM system"
	    " WHERE tenant_id=$1 AND source=$2 AND key=$3 FOR UPDATE",
	    DB_INT(tenant), DB_TEXT(s->source), DB_TEXT(s->key));

	*did = SYSTEM_ADDED;
	if (rc == ERR_OK && db_count(was) == 0) {
		rc = add(db, tenant, s, told, reason);
		goto out;
	}
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE system SET name=$4,category=$5,site_id=$6,owner=$7,"
		    "supplier=$8,product=$9,version=$10,state=$11,"
		    "seen=greatest(seen,$12::timestamptz),updated=$13,"
		    "retired=NULL WHERE tenant_id=$1 AND source=$2 AND key=$3"
		    " RETURNING " AS_DETAIL "," AS_DETAIL "=$14",
		    DB_INT(tenant), DB_TEXT(s->source), DB_TEXT(s->key),
		    DB_TEXT(s->name), DB_TEXT(s->category),
		    s->site == 0 ? DB_NULL : DB_INT(s->site), DB_TEXT(s->owner),
		    DB_TEXT(s->supplier), DB_TEXT(s->product),
		    DB_TEXT(s->version), DB_TEXT(s->state),
		    db_arg_time(s->seen), DB_TIME(told),
		    DB_TEXT(db_text(was, 0, 0)));
	if (rc < 0)
		goto out;
	*did = db_bool(rows, 0, 1) ? SYSTEM_UNCHANGED : SYSTEM_CHANGED;
	if (*did == SYSTEM_CHANGED)
		rc = note(db, tenant, "system.edit", s->source, s->key,
		    db_text(was, 0, 0), db_text(rows, 0, 0), reason);
out:
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
system_find(
    struct db *db, int tenant, const char *source, const char *key, int *id)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT system_id FROM system WHERE tenant_id=$1 AND source=$2"
	    " AND key=$3 AND retired IS NULL",
	    DB_INT(tenant), DB_TEXT(source), DB_TEXT(key));

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		*id = (int)db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
system_lock(struct db *db, int tenant, int id)
{
	return db_query(db, NULL,
	    "SELECT FROM system WHERE tenant_id=$1 AND system_id=$2 FOR UPDATE",
	    DB_INT(tenant), DB_INT(id));
}

int
system_retire(struct db *db, int tenant, const char *source, const char *key,
    const char *reason)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc = db_query(db, &was,
	    "SELECT " AS_DETAIL " FROM system WHERE tenant_id=$1 AND source=$2"
	    " AND key=$3 AND retired IS NULL FOR UPDATE",
	    DB_INT(tenant), DB_TEXT(source), DB_TEXT(key));

	if (rc == ERR_OK && db_count(was) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE system SET retired=$4 WHERE tenant_id=$1"
		    " AND source=$2 AND key=$3 RETURNING " AS_DETAIL,
		    DB_INT(tenant), DB_TEXT(source), DB_TEXT(key),
		    DB_TIME(clock_now()));
	if (rc == ERR_OK)
		rc = note(db, tenant, "system.retire", source, key,
		    db_text(was, 0, 0), db_text(rows, 0, 0), reason);
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
system_retire_untold(
    struct db *db, int tenant, const char *source, int64_t told, int64_t *n)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT key FROM system WHERE tenant_id=$1 AND source=$2"
	    " AND retired IS NULL AND updated<$3 ORDER BY system_id",
	    DB_INT(tenant), DB_TEXT(source), DB_TIME(told));

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = system_retire(
		    db, tenant, source, db_text(rows, i, 0), "no longer told");
	*n = rc == ERR_OK ? (int64_t)db_count(rows) : 0;
	db_rows_free(rows);
	return rc;
}

int
system_list(struct db *db, int tenant, const char *source, const char *category,
    bool retired, int64_t at, struct db_rows **out)
{
	/* The same as a device in service: counted there, as measured. */
	return past_query(db, tenant, at, out,
	    "SELECT s.source,s.key,s.name,s.category,t.name,s.owner,s.supplier,"
	    "s.product,s.version,s.state,"
	    "CASE WHEN s.seen<=$2 THEN s.seen END,"
	    "CASE WHEN s.updated<=$2 THEN s.updated END,d.name,s.retired,"
	    "(SELECT max(h.seq) FROM change h WHERE h.tenant_id=$1"
	    " AND h.object='system/'||s.source||'/'||s.key)"
	    " FROM @system($2) s LEFT JOIN site t ON t.tenant_id=s.tenant_id"
	    " AND t.site_id=s.site_id LEFT JOIN @device($2) d"
	    " ON d.tenant_id=s.tenant_id AND d.retired IS NULL"
	    " AND lower(d.name)=lower(s.name)"
	    " WHERE s.tenant_id=$1 AND ($3::text IS NULL OR s.source=$3)"
	    " AND ($4::text IS NULL OR s.category=$4)"
	    " AND ($5 OR s.retired IS NULL) ORDER BY s.source,s.name,s.key",
	    DB_TEXT(source), DB_TEXT(category), DB_BOOL(retired));
}
