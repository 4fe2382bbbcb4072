/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/device_batch.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/array.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"

enum { ROWS_MAX = 500, COLUMNS = 20 };

struct batched {
	unsigned line;
	struct buf value[COLUMNS]; /* each an array of one */
};

struct device_batch {
	int tenant;
	const char *reason;
	unsigned refused;
	struct buf column[COLUMNS];
	struct batched row[ROWS_MAX];
	size_t n;
};

struct device_batch *
device_batch_new(int tenant, const char *reason)
{
	struct device_batch *b = mem_new(1, sizeof(*b));

	b->tenant = tenant;
	b->reason = reason;
	return b;
}

static void
empty(struct device_batch *b)
{
	for (size_t i = 0; i < b->n; i++)
		for (size_t k = 0; k < COLUMNS; k++)
			buf_free(&b->row[i].value[k]);
	for (size_t k = 0; k < COLUMNS; k++)
		buf_clear(&b->column[k]);
	b->n = 0;
}

void
device_batch_free(struct device_batch *b)
{
	if (b == NULL)
		return;
	empty(b);
	for (size_t k = 0; k < COLUMNS; k++)
		buf_free(&b->column[k]);
	free(b);
}

unsigned
device_batch_refused(const struct device_batch *b)
{
	return b->refused;
}

static int
insert(struct db *db, struct buf column[COLUMNS], struct db_rows **rows)
{
	struct db_arg args[COLUMNS];

	for (size_t k = 0; k < COLUMNS; k++)
		args[k] = DB_TEXT(buf_str(&column[k]));
	return db_run(db, rows,
	    "INSERT INTO device(tenant_id,device_id,realm_id,site_id,name,"
	    "address,port,credential_id,category,owner,supplier,criticality,"
	    "internet_facing,medical,any_source,tags,poll_s,in_service,created,"
	    "log_zone) SELECT x.t,x.i,x.r,x.s,x.n,x.a,x.p,x.c,x.k,x.o,x.u,x.y,"
	    "x.f,x.m,x.v,coalesce(string_to_array(x.g,','),'{}'),x.e,x.b,x.d,"
	    "x.z FROM unnest($1::int[],$2::int[],$3::int[],$4::int[],"
	    "$5::text[],$6::inet[],$7::int[],$8::int[],$9::text[],$10::text[],"
	    "$11::text[],$12::text[],$13::bool[],$14::bool[],$15::bool[],"
	    "$16::text[],$17::int[],$18::timestamptz[],$19::timestamptz[],"
	    "$20::text[]) WITH ORDINALITY AS x(t,i,r,s,n,a,p,c,k,o,u,y,f,m,v,g,"
	    "e,b,d,z,ord) ORDER BY x.ord"
	    " RETURNING name,row_to_json(device)::text",
	    COLUMNS, args);
}

static int
note_all(
    struct db *db, const struct device_batch *b, const struct db_rows *rows)
{
	struct buf object = { 0 };
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		buf_clear(&object);
		buf_printf(&object, "device/%s", db_text(rows, i, 0));
		rc = change_rows_add(db, b->tenant,
		    &(struct change_rows){ "device.add", buf_str(&object), NULL,
			db_text(rows, i, 1), b->reason });
	}
	buf_free(&object);
	return rc;
}

/* One by one, from where nothing of them was written: which one was it. */
static int
find_refused(struct db *db, struct device_batch *b)
{
	int rc = db_query(db, NULL, "ROLLBACK TO SAVEPOINT devices");

	for (size_t i = 0; rc == ERR_OK && i < b->n; i++) {
		struct db_rows *rows = NULL;

		rc = insert(db, b->row[i].value, &rows);
		db_rows_free(rows);
		if (rc < 0)
			b->refused = b->row[i].line;
	}
	return rc;
}

int
device_batch_write(struct db *db, struct device_batch *b)
{
	struct db_rows *rows = NULL;
	int rc, why;

	if (b->n == 0)
		return ERR_OK;
	for (size_t k = 0; k < COLUMNS; k++)
		array_end(&b->column[k]);
	rc = db_query(db, NULL, "SAVEPOINT devices");
	if (rc == ERR_OK) {
		rc = insert(db, b->column, &rows);
		if (rc < 0 && rc != ERR_AGAIN) {
			why = find_refused(db, b);
			rc = why < 0 ? why : rc;
		}
	}
	if (rc == ERR_OK)
		rc = note_all(db, b, rows);
	if (rc == ERR_OK)
		rc = db_query(db, NULL, "RELEASE SAVEPOINT devices");
	db_rows_free(rows);
	empty(b);
	return rc;
}

static struct db_arg
id_or_null(int id)
{
	return id == 0 ? DB_NULL : DB_INT(id);
}

static void
add_values(
    struct device_batch *b, struct batched *r, const struct device_row *d)
{
	const struct db_arg values[COLUMNS] = { DB_INT(b->tenant),
		DB_INT(d->id), DB_INT(d->realm == 0 ? 1 : d->realm),
		id_or_null(d->site), DB_TEXT(d->name), DB_TEXT(d->address),
		DB_INT(d->port), id_or_null(d->credential),
		DB_TEXT(d->category), DB_TEXT(d->owner), DB_TEXT(d->supplier),
		DB_TEXT(d->criticality), DB_BOOL(d->internet_facing),
		DB_BOOL(d->medical), DB_BOOL(d->any_source), DB_TEXT(d->tags),
		DB_INT(d->poll_s), DB_TIME(d->in_service), DB_TIME(clock_now()),
		DB_TEXT(d->log_zone) };

	for (size_t k = 0; k < COLUMNS; k++) {
		array_add(&b->column[k], &values[k]);
		array_add(&r->value[k], &values[k]);
		array_end(&r->value[k]);
	}
}

int
device_batch_add(
    struct db *db, struct device_batch *b, struct device_row *d, unsigned line)
{
	int64_t id;
	int rc = db_next_id(db, b->tenant, "device", &id);

	if (rc < 0)
		return rc;
	d->id = (int)id;
	b->row[b->n].line = line;
	add_values(b, &b->row[b->n], d);
	b->n++;
	return b->n == ROWS_MAX ? device_batch_write(db, b) : ERR_OK;
}
