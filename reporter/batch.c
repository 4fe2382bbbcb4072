/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/batch.h"

#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "reporter/bar.h"
#include "reporter/crew.h"
#include "reporter/report.h"
#include "reporter/source.h"

enum { TENANT, TENANT_NAME, SITE };

struct run {
	const struct batch *batch;
	struct db_rows *rows;
	struct bar bar;
	size_t made, failed;
	struct buf names; /* of those that failed, a line each */

	/* Of a process, for all that it makes: it knows the statements of the
	 * second one by then. */
	struct db *db;
	struct source *source;
};

/* Whoever asks sees the rows of their organisations, and no others. */
static int
list(struct run *r)
{
	const struct batch *b = r->batch;
	struct db *db = NULL;
	int rc = source_connect(b->order->place, b->order->role, &db);

	if (rc == ERR_OK)
		rc = db_query(db, &r->rows,
		    "SELECT t.tenant_id,t.name,s.name FROM tenant t"
		    " LEFT JOIN site s ON $3 AND s.tenant_id=t.tenant_id"
		    " WHERE t.tenant_id=ANY(tenants_read())"
		    " AND ($2 OR t.tenant_id=$1)"
		    " AND (NOT $3 OR s.site_id IS NOT NULL)"
		    " ORDER BY t.tenant_id,s.name",
		    DB_INT(b->order->tenant), DB_BOOL(b->each_tenant),
		    DB_BOOL(b->each_site));
	db_close(db);
	if (rc == ERR_OK && db_count(r->rows) == 0) {
		log_warnx(b->each_site ? "there is no site; patchwacht site add"
				       : "there is no organisation that you "
					 "may read");
		rc = ERR_NOTFOUND;
	}
	return rc;
}

static int
start(void *of)
{
	struct run *r = of;
	const struct report_order *order = r->batch->order;

	r->source = source_new(order->place, order->role);
	return source_connect(order->place, order->role, &r->db);
}

static void
end(void *of)
{
	struct run *r = of;

	source_free(r->source);
	db_close(r->db);
}

/* Numbers are of an organisation: two of them have a PM-2026Q3. */
static int
make_folder(const struct run *r, size_t i, struct buf *out)
{
	const struct report_order *order = r->batch->order;
	int64_t tenant = db_int(r->rows, i, TENANT);

	buf_add_str(out, order->output != NULL ? order->output : ".");
	if (tenant != order->tenant)
		buf_printf(out, "/%lld", (long long)tenant);
	return file_make_dir(buf_str(out), 0700);
}

static int
make_one(void *of, size_t i)
{
	const struct run *r = of;
	struct report_order order = *r->batch->order;
	struct buf folder = { 0 };
	int rc = make_folder(r, i, &folder);

	order.tenant = (int)db_int(r->rows, i, TENANT);
	order.site =
	    db_is_null(r->rows, i, SITE) ? NULL : db_text(r->rows, i, SITE);
	order.output = NULL;
	order.db = r->db;
	order.source = r->source;
	order.folder = buf_str(&folder);
	if (rc == ERR_OK)
		rc = report_make(&order);
	buf_free(&folder);
	return rc;
}

/* Sites of one organisation are of one moment. */
static bool
is_same_tenant(void *of, size_t i)
{
	const struct run *r = of;

	return db_int(r->rows, i, TENANT) == db_int(r->rows, i - 1, TENANT);
}

static void
note_failed(struct run *r, size_t i)
{
	r->failed++;
	buf_printf(&r->names, "failed: %lld %s",
	    (long long)db_int(r->rows, i, TENANT),
	    db_text(r->rows, i, TENANT_NAME));
	if (!db_is_null(r->rows, i, SITE))
		buf_printf(&r->names, ", %s", db_text(r->rows, i, SITE));
	buf_add_u8(&r->names, '\n');
}

static void
note(void *of, size_t i, int rc)
{
	struct run *r = of;

	r->made += rc == ERR_OK;
	if (rc < 0)
		note_failed(r, i);
	bar_show(&r->bar, r->made + r->failed, r->failed);
}

static void
say(struct run *r, size_t n)
{
	size_t rest = n - r->made - r->failed;

	fprintf(stderr, "%zu made, %zu failed", r->made, r->failed);
	if (rest > 0)
		fprintf(stderr, ", %zu not tried", rest);
	fprintf(stderr, "\n%s", buf_str(&r->names));
}

int
batch_make(const struct batch *b)
{
	struct run r = { .batch = b };
	struct crew crew = { .joins = is_same_tenant,
		.start = start,
		.make = make_one,
		.end = end,
		.done = note,
		.of = &r };
	int rc = list(&r);

	if (rc == ERR_OK) {
		crew.n = db_count(r.rows);
		bar_start(&r.bar, crew.n);
		bar_show(&r.bar, 0, 0);
		rc = crew_run(&crew, crew_size());
	}
	bar_end(&r.bar);
	if (crew.n > 0)
		say(&r, crew.n);
	db_rows_free(r.rows);
	buf_free(&r.names);
	return rc == ERR_OK && r.failed > 0 ? ERR_IO : rc;
}
