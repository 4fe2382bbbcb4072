/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/hurry.h"

#include <inttypes.h>
#include <stdlib.h>

#include "collector/dblink.h"
#include "collector/poll/share.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"

struct hurry {
	struct dblink *db;
	const struct share *share;
	hurry_fn *fn;
	void *arg;
	bool is_taking;
};

struct hurry *
hurry_new(struct dblink *db, const struct share *share, hurry_fn *fn, void *arg)
{
	struct hurry *h = mem_new(1, sizeof(*h));

	*h = (struct hurry){ db, share, fn, arg, false };
	return h;
}

void
hurry_free(struct hurry *h)
{
	free(h);
}

static void
on_taken(void *arg, int rc, const struct db_rows *rows)
{
	struct hurry *h = arg;

	h->is_taking = false;
	if (rc < 0)
		return;
	for (size_t i = 0; i < db_count(rows); i++)
		h->fn(h->arg, (int)db_int(rows, i, 0), (int)db_int(rows, i, 1));
}

/* Of one column of our rows, an array of SQL. */
static size_t
list_ours(
    const struct hurry *h, const struct db_rows *rows, int col, struct buf *out)
{
	size_t n = 0;

	for (size_t i = 0; i < db_count(rows); i++) {
		if (share_has(h->share, (int)db_int(rows, i, 0),
			(int)db_int(rows, i, 1)))
			buf_printf(out, "%c%" PRId64, n++ == 0 ? '{' : ',',
			    db_int(rows, i, col));
	}
	buf_add_u8(out, '}');
	return n;
}

static void
on_open(void *arg, int rc, const struct db_rows *rows)
{
	struct buf tenants = { 0 }, devices = { 0 };
	struct hurry *h = arg;

	h->is_taking = false;
	if (rc == ERR_OK && list_ours(h, rows, 0, &tenants) > 0) {
		(void)list_ours(h, rows, 1, &devices);
		h->is_taking =
		    dblink_query(h->db, on_taken, h,
			"UPDATE due d SET taken=$1"
			" FROM unnest($2::int[],$3::int[]) o(tenant,device)"
			" WHERE d.tenant_id=o.tenant AND d.device_id=o.device"
			" AND taken IS NULL RETURNING d.tenant_id,d.device_id",
			DB_TIME(clock_now()), DB_TEXT(buf_str(&tenants)),
			DB_TEXT(buf_str(&devices))) == ERR_OK;
	}
	buf_free(&tenants);
	buf_free(&devices);
}

void
hurry_take(struct hurry *h)
{
	if (!h->is_taking)
		h->is_taking = dblink_query(h->db, on_open, h,
				   "SELECT tenant_id,device_id FROM due"
				   " WHERE taken IS NULL") == ERR_OK;
}
