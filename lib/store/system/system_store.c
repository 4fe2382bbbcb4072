/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/system/system_store.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/array.h"
#include "lib/store/change.h"
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

int
system_store_load_all(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT system_id,source,key,name,category,coalesce(site_id,0),"
	    "owner,supplier,product,version,state,retired IS NOT NULL"
	    " FROM system WHERE tenant_id=$1",
	    DB_INT(tenant));
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

/* As they stood, by id; locked until the end of the transaction. */
static int
lock_untold(struct db *db, int tenant, const char *source, int64_t told,
    struct db_rows **was, struct buf *ids)
{
	int rc = db_query(db, was,
	    "SELECT system_id," AS_DETAIL " FROM system WHERE tenant_id=$1"
	    " AND source=$2 AND retired IS NULL AND updated<$3"
	    " ORDER BY system_id FOR UPDATE",
	    DB_INT(tenant), DB_TEXT(source), DB_TIME(told));

	for (size_t i = 0; rc == ERR_OK && i < db_count(*was); i++)
		array_add(ids, &DB_INT(db_int(*was, i, 0)));
	array_end(ids);
	return rc;
}

/* Two statements for all: a program that moved no longer tells of thousands. */
int
system_retire_untold(
    struct db *db, int tenant, const char *source, int64_t told, int64_t *n)
{
	struct db_rows *was = NULL, *rows = NULL;
	struct buf ids = { 0 };
	int rc = lock_untold(db, tenant, source, told, &was, &ids);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "WITH u AS(UPDATE system SET retired=$3 WHERE tenant_id=$1"
		    " AND system_id=ANY($2) RETURNING system_id,key," AS_DETAIL
		    " AS detail) SELECT key,detail FROM u ORDER BY system_id",
		    DB_INT(tenant), DB_TEXT(buf_str(&ids)),
		    DB_TIME(clock_now()));
	if (rc == ERR_OK && db_count(rows) != db_count(was))
		rc = ERR_DENIED;
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = note(db, tenant, "system.retire", source,
		    db_text(rows, i, 0), db_text(was, i, 1),
		    db_text(rows, i, 1), "no longer told");
	*n = rc == ERR_OK ? (int64_t)db_count(rows) : 0;
	buf_free(&ids);
	db_rows_free(was);
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
	    "CASE WHEN s.updated<=$2 THEN s.updated "
	    "END,d.name,s.retired," CHANGE_LAST("$1",
		"'system/'||s.source||'/'||s.key") " FROM @system($2) s LEFT "
						   "JOIN site t ON "
						   "t.tenant_id=s.tenant_id"
						   " AND t.site_id=s.site_id "
						   "LEFT JOIN @device($2) d"
						   " ON "
						   "d.tenant_id=s.tenant_id "
						   "AND d.retired IS NULL"
						   " AND "
						   "lower(d.name)=lower(s.name)"
						   " WHERE s.tenant_id=$1 AND "
						   "($3::text IS NULL OR "
						   "s.source=$3)"
						   " AND ($4::text IS NULL OR "
						   "s.category=$4)"
						   " AND ($5 OR s.retired IS "
						   "NULL) ORDER BY "
						   "s.source,s.name,s.key",
	    DB_TEXT(source), DB_TEXT(category), DB_BOOL(retired));
}
