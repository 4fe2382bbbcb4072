/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/due_bundle.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "reporter/crew.h"
#include "reporter/due.h"
#include "reporter/rebundle.h"
#include "reporter/removal_bundle.h"
#include "reporter/report.h"

/* Columns of bundles_owed. */
enum { TENANT, NUMBER, LANGUAGE, PATH, PDF };

struct owed {
	const struct place *place;
	struct db_rows *rows;
	size_t failed;
};

/*
 * No record names what stands in its place, so it is of a run that ended
 * between placing it and writing that down: a bundle of the same report.
 */
static int
clear_place(const struct db_rows *rows, size_t i)
{
	struct buf path = { 0 };
	size_t len;
	int rc;

	rebundle_path(db_text(rows, i, PATH), &path);
	rc = removal_bundle(buf_str(&path), db_bytes(rows, i, PDF, &len));
	buf_free(&path);
	return rc;
}

static int
make_one(void *of, size_t i)
{
	const struct owed *o = of;
	const struct report_order order = {
		.place = o->place,
		.tenant = (int)db_int(o->rows, i, TENANT),
		.role = REPORT_ROLE,
		.language = db_text(o->rows, i, LANGUAGE),
		.brings_bundle = true,
	};
	int rc = clear_place(o->rows, i);

	return rc < 0 ? rc : rebundle_make(&order, db_text(o->rows, i, NUMBER));
}

static int
start(void *of)
{
	(void)of;
	return ERR_OK;
}

static void
end(void *of)
{
	(void)of;
}

/* The reason has been told by who knew it. */
static void
note(void *of, size_t i, int rc)
{
	struct owed *o = of;

	if (rc == ERR_OK)
		return;
	o->failed++;
	log_warnx("tenant %lld: the bundle of %s (%s) was not made; the next "
		  "run tries it again",
	    (long long)db_int(o->rows, i, TENANT), db_text(o->rows, i, NUMBER),
	    db_text(o->rows, i, LANGUAGE));
}

static bool
is_same_tenant(void *of, size_t i)
{
	const struct owed *o = of;

	return db_int(o->rows, i, TENANT) == db_int(o->rows, i - 1, TENANT);
}

int
due_bundle_make(struct db *db, const struct place *place, size_t *failed)
{
	struct owed o = { .place = place };
	struct crew crew = { .joins = is_same_tenant,
		.start = start,
		.make = make_one,
		.end = end,
		.done = note,
		.of = &o };
	int rc = db_query(db, &o.rows,
	    "SELECT tenant_id,number,language,path,pdf FROM bundles_owed()");

	if (rc == ERR_OK)
		crew.n = db_count(o.rows);
	if (rc == ERR_OK && crew.n > 0)
		rc = crew_run(&crew, crew_size());
	*failed += o.failed;
	db_rows_free(o.rows);
	return rc;
}
