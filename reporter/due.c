/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/due.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "lib/store/report/delivery_store.h"
#include "lib/store/schema_version.h"
#include "reporter/deliver.h"
#include "reporter/issue.h"
#include "reporter/removal.h"
#include "reporter/report.h"

/* Columns of reports_owed. */
enum {
	TENANT,
	SCHEDULE,
	NAME,
	KIND,
	LANGUAGE,
	PERIOD,
	STARTS,
	ENDS,
	SITE_ID,
	SITE
};

struct due {
	const struct place *place;
	struct db *db;
	struct db_rows *rows;
	size_t made, failed;
};

/* The folder of an organisation. */
static void
folder_of(const struct due *d, size_t i, struct buf *out)
{
	char *reports = place_home(d->place, "reports");
	int64_t tenant = db_int(d->rows, i, TENANT);

	buf_add_str(out, reports);
	if (tenant != 1)
		buf_printf(out, "/%lld", (long long)tenant);
	free(reports);
}

/* Whether the document is there: made by hand, or for another schedule. */
static int
find_made(const struct due *d, size_t i, int64_t *report)
{
	struct db_rows *rows = NULL;
	int rc = db_query(d->db, &rows, "SELECT report_of($1,$2,$3,$4,$5,$6)",
	    DB_INT(db_int(d->rows, i, TENANT)),
	    DB_TEXT(db_text(d->rows, i, KIND)),
	    DB_TEXT(db_text(d->rows, i, LANGUAGE)),
	    DB_TIME(db_time(d->rows, i, STARTS)),
	    DB_TIME(db_time(d->rows, i, ENDS)),
	    DB_INT(db_int(d->rows, i, SITE_ID)));

	*report = rc == ERR_OK ? db_int(rows, 0, 0) : 0;
	db_rows_free(rows);
	return rc;
}

/* What was issued, to be mailed; nothing where it is not there any more. */
static int
read_made(const struct due *d, int tenant, int64_t report, struct buf *out)
{
	struct db_rows *rows = NULL;
	uint8_t hash[DIGEST_LEN];
	size_t len;
	int rc = db_query(d->db, &rows,
	    "SELECT path,pdf_sha256 FROM report WHERE tenant_id=$1"
	    " AND report_id=$2",
	    DB_INT(tenant), DB_INT(report));

	if (rc == ERR_OK && db_count(rows) > 0 &&
	    file_read(db_text(rows, 0, 0), DELIVERY_PDF_MAX, out) == ERR_OK) {
		digest_of(out->data, out->len, hash);
		if (memcmp(hash, db_bytes(rows, 0, 1, &len), DIGEST_LEN) != 0)
			buf_clear(out);
	}
	db_rows_free(rows);
	return rc;
}

/* The schedule owes it no more: who is to have it gets that one. */
static int
take_over(const struct due *d, int tenant, const struct issue_schedule *s,
    int64_t report)
{
	struct buf pdf = { 0 };
	int rc = read_made(d, tenant, report, &pdf);

	if (rc == ERR_OK)
		rc = db_begin(d->db);
	if (rc == ERR_OK)
		rc = issue_scheduled(d->db, tenant, s, report);
	if (rc == ERR_OK)
		rc = deliver_add(d->db,
		    &(struct deliver){ .tenant = tenant,
			.report = report,
			.schedule = s->schedule,
			.pdf = pdf.len > 0 ? pdf.data : NULL,
			.len = pdf.len });
	if (rc == ERR_OK)
		rc = db_commit(d->db);
	else
		db_rollback(d->db);
	buf_free(&pdf);
	return rc;
}

static int
make_one(const struct due *d, size_t i)
{
	const struct issue_schedule schedule = {
		.schedule = db_int(d->rows, i, SCHEDULE),
		.site = db_int(d->rows, i, SITE_ID),
		.language = db_text(d->rows, i, LANGUAGE),
		.period_from = db_time(d->rows, i, STARTS),
	};
	struct report_order order = { .place = d->place,
		.tenant = (int)db_int(d->rows, i, TENANT),
		.kind = db_text(d->rows, i, KIND),
		.role = REPORT_ROLE,
		.db = d->db,
		.period = db_text(d->rows, i, PERIOD),
		.site = db_is_null(d->rows, i, SITE)
		    ? NULL
		    : db_text(d->rows, i, SITE),
		.language = schedule.language,
		.schedule = &schedule };
	struct buf folder = { 0 };
	int64_t report;
	int rc = find_made(d, i, &report);

	if (rc < 0 || report != 0)
		return rc < 0 ? rc
			      : take_over(d, order.tenant, &schedule, report);
	folder_of(d, i, &folder);
	rc = file_make_dir(buf_str(&folder), 0700);
	order.folder = buf_str(&folder);
	if (rc == ERR_OK)
		rc = report_make(&order);
	buf_free(&folder);
	return rc;
}

/* The reason has been told by who knew it. */
static void
tell_failed(const struct due *d, size_t i)
{
	bool site = !db_is_null(d->rows, i, SITE);

	log_warnx("tenant %lld, schedule \"%s\": %s %s in %s%s%s not made; the "
		  "next run tries it again",
	    (long long)db_int(d->rows, i, TENANT), db_text(d->rows, i, NAME),
	    db_text(d->rows, i, KIND), db_text(d->rows, i, PERIOD),
	    db_text(d->rows, i, LANGUAGE), site ? ", site " : "",
	    site ? db_text(d->rows, i, SITE) : "");
}

static int
make_all(struct due *d)
{
	int rc = db_query(d->db, &d->rows,
	    "SELECT tenant_id,schedule_id,name,kind,language,period,starts,"
	    "ends,site_id,site FROM reports_owed($1)",
	    DB_TIME(clock_now()));

	/* Where the database is away, each of them would find that out. */
	for (size_t i = 0; rc == ERR_OK && i < db_count(d->rows); i++) {
		rc = make_one(d, i);
		d->made += rc == ERR_OK;
		d->failed += rc < 0;
		if (rc < 0)
			tell_failed(d, i);
		if (rc != ERR_AGAIN)
			rc = ERR_OK;
	}
	return rc;
}

static int
remove_over(struct due *d)
{
	struct db_rows *rows = NULL;
	int rc = db_query(
	    d->db, &rows, "SELECT tenant_id FROM tenant ORDER BY tenant_id");

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = removal_make(d->db, d->place, (int)db_int(rows, i, 0));
	db_rows_free(rows);
	return rc;
}

static int
work(struct due *d)
{
	struct db_target target = place_target(d->place);
	int rc = schema_version_open(&target, REPORT_ROLE, &d->db);

	if (rc == ERR_AGAIN)
		log_warnx("the database does not answer; no report was made");
	if (rc == ERR_OK)
		rc = remove_over(d);
	if (rc == ERR_OK)
		rc = make_all(d);
	if (rc == ERR_OK)
		rc = deliver_folders(d->db, d->place);
	if (d->failed > 0)
		log_warnx("%zu made, %zu failed", d->made, d->failed);
	db_rows_free(d->rows);
	db_close(d->db);
	return rc == ERR_OK && d->failed > 0 ? ERR_IO : rc;
}

int
due_make(const struct place *place)
{
	char *folder = place_home(place, "reports");
	struct due d = { .place = place };
	struct buf lock = { 0 };
	int fd = -1, rc;

	buf_printf(&lock, "%s/.lock", folder);
	rc = file_make_dir(folder, 0700);
	if (rc == ERR_OK)
		rc = file_lock(buf_str(&lock), false, &fd);
	if (rc == ERR_AGAIN) {
		log_warnx("another run is making what is due");
		rc = ERR_OK;
	} else if (rc == ERR_OK)
		rc = work(&d);
	if (fd != -1)
		close(fd);
	buf_free(&lock);
	free(folder);
	return rc;
}
