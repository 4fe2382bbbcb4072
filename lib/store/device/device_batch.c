/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/device_batch.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/row_batch.h"

static int
note_all(struct db *db, struct row_batch *b,
    struct db_rows *const made[ROW_TABLES_MAX], const struct db_rows *looked)
{
	struct buf object = { 0 };
	int rc = ERR_OK;

	(void)looked;
	for (size_t i = 0; rc == ERR_OK && i < db_count(made[0]); i++) {
		buf_clear(&object);
		buf_printf(&object, "device/%s", db_text(made[0], i, 0));
		rc = change_rows_add(db, row_batch_tenant(b),
		    &(struct change_rows){ "device.add", buf_str(&object), NULL,
			db_text(made[0], i, 1), row_batch_reason(b) });
	}
	buf_free(&object);
	return rc;
}

static const struct row_batch_kind devices = {
	.table = { {
	    .columns = 19,
	    .sql = "INSERT INTO device(tenant_id,device_id,realm_id,site_id,"
		   "name,address,port,credential_id,category,owner,supplier,"
		   "criticality,internet_facing,medical,any_source,tags,poll_s,"
		   "in_service,created,log_zone) SELECT $1,x.i,x.r,x.s,x.n,x.a,"
		   "x.p,x.c,x.k,x.o,x.u,x.y,x.f,x.m,x.v,"
		   "coalesce(string_to_array(x.g,','),'{}'),x.e,x.b,x.d,x.z"
		   " FROM unnest($2::int[],$3::int[],$4::int[],$5::text[],"
		   "$6::inet[],$7::int[],$8::int[],$9::text[],$10::text[],"
		   "$11::text[],$12::text[],$13::bool[],$14::bool[],"
		   "$15::bool[],$16::text[],$17::int[],$18::timestamptz[],"
		   "$19::timestamptz[],$20::text[]) WITH ORDINALITY AS"
		   " x(i,r,s,n,a,p,c,k,o,u,y,f,m,v,g,e,b,d,z,ord)"
		   " ORDER BY x.ord RETURNING name,row_to_json(device)::text",
	} },
	.note = note_all,
};

struct row_batch *
device_batch_new(int tenant, const char *reason)
{
	return row_batch_new(&devices, tenant, reason);
}

int
device_batch_add(
    struct db *db, struct row_batch *b, struct device_row *d, unsigned line)
{
	int64_t id = 0;
	int rc = row_batch_begin(db, b, line);

	if (rc == ERR_OK)
		rc = db_next_id(db, row_batch_tenant(b), "device", &id);
	if (rc < 0)
		return rc;
	d->id = (int)id;
	row_batch_add(b, 0,
	    (const struct db_arg[]){ DB_INT(d->id),
		DB_INT(d->realm == 0 ? 1 : d->realm), DB_ID(d->site),
		DB_TEXT(d->name), DB_TEXT(d->address), DB_INT(d->port),
		DB_ID(d->credential), DB_TEXT(d->category), DB_TEXT(d->owner),
		DB_TEXT(d->supplier), DB_TEXT(d->criticality),
		DB_BOOL(d->internet_facing), DB_BOOL(d->medical),
		DB_BOOL(d->any_source), DB_TEXT(d->tags), DB_INT(d->poll_s),
		DB_TIME(d->in_service), DB_TIME(clock_now()),
		DB_TEXT(d->log_zone) });
	return ERR_OK;
}
