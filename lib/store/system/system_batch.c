/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/system/system_batch.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/change.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/row_batch.h"
#include "lib/store/system/system_store.h"

/* The statements, in their order, and what both return. */
enum { ADDED, CHANGED };
enum { MADE_SOURCE, MADE_KEY, MADE_WAS, MADE_IS };

/* When it was told and seen changes with each file, and is no change. */
#define AS_DETAIL(s) "(to_jsonb(" s ")-'seen'-'updated')::text"

#define LINES                                                           \
	"unnest($2::int[],$3::text[],$4::text[],$5::text[],$6::text[]," \
	"$7::int[],$8::text[],$9::text[],$10::text[],$11::text[],"      \
	"$12::text[],$13::timestamptz[],$14::timestamptz[])"            \
	" WITH ORDINALITY AS x(i,source,key,name,category,site,owner,"  \
	"supplier,product,version,state,seen,told,n)"

static bool
is_same(const struct db_rows *made, size_t row)
{
	return !db_is_null(made, row, MADE_WAS) &&
	    strcmp(db_text(made, row, MADE_WAS), db_text(made, row, MADE_IS)) ==
	    0;
}

static int
note_row(struct db *db, const struct row_batch *b, const struct db_rows *made,
    size_t row)
{
	bool is_new = db_is_null(made, row, MADE_WAS);
	const char *was = is_new ? NULL : db_text(made, row, MADE_WAS);
	const char *is = db_text(made, row, MADE_IS);
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "system/%s/%s", db_text(made, row, MADE_SOURCE),
	    db_text(made, row, MADE_KEY));
	rc = change_rows_add(db, row_batch_tenant(b),
	    &(struct change_rows){ is_new ? "system.add" : "system.edit",
		buf_str(&object), was, is, row_batch_reason(b) });
	buf_free(&object);
	return rc;
}

/* Of those that a file has as they were it is told how many they are. */
static int
note_same(struct db *db, const struct row_batch *b, size_t same)
{
	struct buf detail = { 0 };
	int rc;

	buf_printf(&detail, "{\"rows\":%zu}", same);
	rc = change_add(db, row_batch_tenant(b),
	    &(struct change){ "system.confirm", "system", buf_str(&detail),
		row_batch_reason(b) });
	buf_free(&detail);
	return rc;
}

static int
note_all(struct db *db, struct row_batch *b,
    struct db_rows *const made[ROW_TABLES_MAX], const struct db_rows *looked)
{
	size_t same = 0;
	int rc = ERR_OK;

	(void)looked;
	for (size_t t = ADDED; t <= CHANGED; t++)
		for (size_t i = 0;
		     rc == ERR_OK && made[t] != NULL && i < db_count(made[t]);
		     i++)
			if (is_same(made[t], i))
				same++;
			else
				rc = note_row(db, b, made[t], i);
	return rc == ERR_OK && same > 0 ? note_same(db, b, same) : rc;
}

static const struct row_batch_kind systems = {
	.table = {
	    [ADDED] = {
		.columns = 13,
		.sql = "INSERT INTO system(tenant_id,system_id,source,key,name,"
		       "category,site_id,owner,supplier,product,version,state,"
		       "seen,created,updated) SELECT $1,x.i,x.source,x.key,"
		       "x.name,x.category,x.site,x.owner,x.supplier,x.product,"
		       "x.version,x.state,x.seen,x.told,x.told FROM " LINES
		       " ORDER BY x.n RETURNING source,key,NULL,"
		       AS_DETAIL("system"),
	    },
	    [CHANGED] = {
		.columns = 13,
		.changes = "system",
		.sql = "WITH x AS MATERIALIZED(SELECT * FROM " LINES "),"
		       "was AS MATERIALIZED(SELECT system_id,"
		       AS_DETAIL("s") " AS detail FROM system s"
		       " WHERE tenant_id=$1 AND system_id=ANY($2)"
		       " FOR UPDATE) UPDATE system SET name=x.name,"
		       "category=x.category,site_id=x.site,owner=x.owner,"
		       "supplier=x.supplier,product=x.product,"
		       "version=x.version,state=x.state,"
		       "seen=greatest(system.seen,x.seen),updated=x.told,"
		       "retired=NULL FROM x JOIN was ON was.system_id=x.i"
		       " WHERE system.tenant_id=$1"
		       " AND system.system_id=ANY($2) AND system.system_id=x.i"
		       " RETURNING system.source,system.key,was.detail,"
		       AS_DETAIL("system"),
	    },
	},
	.note = note_all,
};

struct row_batch *
system_batch_new(int tenant, const char *reason)
{
	return row_batch_new(&systems, tenant, reason);
}

static void
add_line(struct row_batch *b, size_t table, const struct system_row *s,
    int64_t told, int id)
{
	row_batch_add(b, table,
	    (const struct db_arg[]){ DB_INT(id), DB_TEXT(s->source),
		DB_TEXT(s->key), DB_TEXT(s->name), DB_TEXT(s->category),
		s->site == 0 ? DB_NULL : DB_INT(s->site), DB_TEXT(s->owner),
		DB_TEXT(s->supplier), DB_TEXT(s->product), DB_TEXT(s->version),
		DB_TEXT(s->state), db_arg_time(s->seen), DB_TIME(told) });
}

int
system_batch_add(struct db *db, struct row_batch *b, const struct system_row *s,
    int64_t told, unsigned line, int *id)
{
	int64_t next = 0;
	int rc = row_batch_begin(db, b, line);

	if (rc == ERR_OK)
		rc = db_next_id(db, row_batch_tenant(b), "system", &next);
	if (rc < 0)
		return rc;
	*id = (int)next;
	add_line(b, ADDED, s, told, *id);
	return ERR_OK;
}

int
system_batch_change(struct db *db, struct row_batch *b,
    const struct system_row *s, int64_t told, unsigned line, int id)
{
	int rc = row_batch_begin(db, b, line);

	if (rc == ERR_OK)
		add_line(b, CHANGED, s, told, id);
	return rc;
}
