/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/supplier/supplier_claim.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/patch/claim_store.h"

static int
note_lines(struct db *db, int tenant, const struct db_rows *made)
{
	struct buf object = { 0 };
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < db_count(made); i++) {
		buf_clear(&object);
		buf_printf(&object, "supplier_claim/%s", db_text(made, i, 0));
		rc = change_rows_add(db, tenant,
		    &(struct change_rows){ "supplier.claim", buf_str(&object),
			NULL, db_text(made, i, 1), NULL });
	}
	buf_free(&object);
	return rc;
}

static bool
is_claim(const struct db_rows *looked, size_t row)
{
	return db_int(looked, row, SUPPLIER_LOOK_OUTCOME) ==
	    SUPPLIER_CLAIM_ADDED &&
	    !db_is_null(looked, row, SUPPLIER_LOOK_PATCH);
}

/* Says the same beside the deployments that there are. */
static int
claim_all(struct db *db, struct row_batch *b, const struct db_rows *looked)
{
	struct row_batch *claims = claim_batch_new(row_batch_tenant(b));
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < db_count(looked); i++) {
		const struct claim c = {
			.patch = (int)db_int(looked, i, SUPPLIER_LOOK_PATCH),
			.device = (int)db_int(looked, i, SUPPLIER_LOOK_DEVICE),
			.at = db_time(looked, i, SUPPLIER_LOOK_AT),
			.function = db_text(looked, i, SUPPLIER_LOOK_FUNCTION),
			.note = db_is_null(looked, i, SUPPLIER_LOOK_NOTE)
			    ? NULL
			    : db_text(looked, i, SUPPLIER_LOOK_NOTE),
		};

		if (is_claim(looked, i))
			rc = claim_batch_add(
			    db, claims, &c, row_batch_line(b, i));
	}
	if (rc == ERR_OK)
		rc = row_batch_write(db, claims);
	if (row_batch_refused(claims) != 0)
		row_batch_refuse(b, row_batch_refused(claims));
	row_batch_free(claims);
	return rc;
}

static int
note_all(struct db *db, struct row_batch *b,
    struct db_rows *const made[ROW_TABLES_MAX], const struct db_rows *looked)
{
	int rc = note_lines(db, row_batch_tenant(b), made[0]);

	return rc == ERR_OK ? claim_all(db, b, looked) : rc;
}

#define LINES                                                        \
	"unnest($2::bigint[],$3::bigint[],$4::text[],$5::text[],"    \
	"$6::timestamptz[],$7::timestamptz[],$8::text[],$9::text[])" \
	" WITH ORDINALITY AS y(i,s,p,d,a,m,f,t,n)"

static const struct row_batch_kind lines = {
	.table = { {
	    .columns = 8,
	    .sql = "INSERT INTO supplier_claim(tenant_id,supplier_claim_id,"
		   "supplier_id,patch,device,at,note,made,actor)"
		   " SELECT $1,y.i,y.s,y.p,y.d,y.a,y.t,y.m,session_user"
		   " FROM " LINES
		   " ORDER BY y.n RETURNING supplier_claim_id::text,"
		   "(to_jsonb(supplier_claim)-'actor'-'made')::text",
	} },
	/* A device in service, or the last one of that name. */
	.look = "SELECT CASE WHEN x.again OR EXISTS(SELECT FROM supplier_claim"
		" c WHERE c.tenant_id=$1 AND c.supplier_id=x.s AND c.patch=x.p"
		" AND c.device=x.d AND c.at=x.a) THEN 1 ELSE 0 END,x.d,"
		"e.patch_id,e.device_id,x.a,x.f,x.t FROM (SELECT *,row_number()"
		" OVER(PARTITION BY s,p,d,a ORDER BY n)>1 AS again FROM " LINES
		") x"
		" LEFT JOIN patch p ON p.tenant_id=$1 AND p.reference=x.p"
		" LEFT JOIN LATERAL (SELECT device_id FROM device v"
		" WHERE v.tenant_id=$1 AND v.name=x.d"
		" ORDER BY v.retired DESC NULLS FIRST LIMIT 1) v ON true"
		" LEFT JOIN deployment e ON e.tenant_id=$1"
		" AND e.patch_id=p.patch_id AND e.device_id=v.device_id"
		" ORDER BY x.n",
	.note = note_all,
};

struct row_batch *
supplier_claim_batch_new(int tenant)
{
	return row_batch_new(&lines, tenant, NULL);
}

int
supplier_claim_batch_add(struct db *db, struct row_batch *b,
    const struct supplier_claim *c, unsigned line)
{
	struct buf function = { 0 };
	int64_t id;
	int rc = row_batch_begin(db, b, line);

	if (rc == ERR_OK)
		rc = db_next_id(db, row_batch_tenant(b), "supplier_claim", &id);
	buf_printf(&function, "supplier %s", c->name);
	if (rc == ERR_OK)
		row_batch_add(b, 0,
		    (const struct db_arg[]){ DB_INT(id), DB_INT(c->supplier),
			DB_TEXT(c->patch), DB_TEXT(c->device), DB_TIME(c->at),
			DB_TIME(clock_now()), DB_TEXT(buf_str(&function)),
			DB_TEXT(c->note) });
	buf_free(&function);
	return rc;
}
