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
#include "lib/base/json.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "lib/store/report/delivery_store.h"
#include "reporter/crew.h"
#include "reporter/deliver.h"
#include "reporter/due_bundle.h"
#include "reporter/evidence/evidence.h"
#include "reporter/issue.h"
#include "reporter/keep.h"
#include "reporter/removal.h"
#include "reporter/report.h"
#include "reporter/source.h"

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
	struct db_rows *rows;
	size_t made, failed, bundles_failed;

	struct db *db; /* of a process, as its source */
	struct source *source;
};

/* The folder of an organisation. */
static void
folder_of(const struct due *d, int64_t tenant, struct buf *out)
{
	char *reports = place_home(d->place, "reports");

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

/* FILE.evidence.json of FILE.pdf, where it is the one that was recorded. */
static struct json *
load_evidence(const struct db_rows *rows)
{
	const char *pdf = db_text(rows, 0, 0);
	struct json *evidence = NULL;
	struct buf path = { 0 };
	size_t len = strlen(pdf), hash_len = 0;
	const uint8_t *hash = db_bytes(rows, 0, 1, &hash_len);

	if (len > 4 && strcmp(pdf + len - 4, ".pdf") == 0)
		len -= 4;
	buf_printf(&path, "%.*s.evidence.json", (int)len, pdf);
	if (hash_len == DIGEST_LEN)
		(void)evidence_load_same(buf_str(&path), hash, &evidence);
	buf_free(&path);
	return evidence;
}

/*
 * It was made in another language before, by hand or by a run that could not
 * make this one: both state the same figures. Not those of a version that took
 * the place of another for a reason of its own.
 */
static int
keep_sibling(const struct due *d, size_t i, const struct report_order *order)
{
	struct evidence_scope scope = { order->tenant, order->period,
		order->site, NULL };
	struct json *evidence = source_kept(d->source, &scope, order->kind);
	struct db_rows *rows = NULL;
	int rc = ERR_OK;

	if (evidence == NULL)
		rc = db_query(d->db, &rows,
		    "SELECT path,evidence_sha256 FROM report r"
		    " WHERE tenant_id=$1 AND kind=$2 AND language<>$3"
		    " AND period_from=$4 AND period_to=$5"
		    " AND coalesce(site_id,0)=$6 AND NOT interim"
		    " AND removed IS NULL AND supersedes IS NULL"
		    " AND NOT EXISTS(SELECT FROM report n"
		    "  WHERE n.tenant_id=r.tenant_id"
		    "  AND n.supersedes=r.report_id)"
		    " ORDER BY report_id DESC LIMIT 1",
		    DB_INT(order->tenant), DB_TEXT(order->kind),
		    DB_TEXT(order->language),
		    DB_TIME(db_time(d->rows, i, STARTS)),
		    DB_TIME(db_time(d->rows, i, ENDS)),
		    DB_INT(db_int(d->rows, i, SITE_ID)));
	if (rc == ERR_OK && rows != NULL && db_count(rows) > 0) {
		evidence = load_evidence(rows);
		if (evidence != NULL)
			source_keep(d->source, &scope, order->kind, evidence);
	}
	json_free(evidence);
	db_rows_free(rows);
	return rc;
}

static int
make_one(void *of, size_t i)
{
	const struct due *d = of;
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
		.source = d->source,
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
	folder_of(d, order.tenant, &folder);
	rc = file_make_dir(buf_str(&folder), 0700);
	order.folder = buf_str(&folder);
	if (rc == ERR_OK)
		rc = keep_sibling(d, i, &order);
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
start(void *of)
{
	struct due *d = of;

	d->source = source_new(d->place, REPORT_ROLE);
	return source_connect(d->place, REPORT_ROLE, &d->db);
}

static void
end(void *of)
{
	struct due *d = of;

	source_free(d->source);
	db_close(d->db);
}

static bool
is_same_tenant(void *of, size_t i)
{
	const struct due *d = of;

	return db_int(d->rows, i, TENANT) == db_int(d->rows, i - 1, TENANT);
}

static void
note(void *of, size_t i, int rc)
{
	struct due *d = of;

	d->made += rc == ERR_OK;
	d->failed += rc < 0;
	if (rc < 0)
		tell_failed(d, i);
}

static int
make_all(struct due *d, struct db *db)
{
	struct crew crew = { .joins = is_same_tenant,
		.start = start,
		.make = make_one,
		.end = end,
		.done = note,
		.of = d };
	int rc = db_query(db, &d->rows,
	    "SELECT tenant_id,schedule_id,name,kind,language,period,starts,"
	    "ends,site_id,site FROM reports_owed($1)",
	    DB_TIME(clock_now()));

	if (rc < 0 || db_count(d->rows) == 0)
		return rc;
	crew.n = db_count(d->rows);
	return crew_run(&crew, crew_size());
}

static int
remove_over(const struct due *d, struct db *db)
{
	struct db_rows *rows = NULL;
	struct buf folder = { 0 };
	int rc = db_query(
	    db, &rows, "SELECT tenant_id FROM tenant ORDER BY tenant_id");

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		buf_clear(&folder);
		folder_of(d, db_int(rows, i, 0), &folder);
		keep_sweep(buf_str(&folder));
		rc = removal_make(db, d->place, (int)db_int(rows, i, 0));
	}
	buf_free(&folder);
	db_rows_free(rows);
	return rc;
}

static void
say(const struct due *d)
{
	size_t n = d->rows != NULL ? db_count(d->rows) : 0;
	size_t rest = n - d->made - d->failed;

	if (rest > 0)
		log_warnx("%zu made, %zu failed, %zu not tried; the next run "
			  "tries them",
		    d->made, d->failed, rest);
	else if (d->failed > 0)
		log_warnx("%zu made, %zu failed", d->made, d->failed);
}

static int
work(struct due *d)
{
	struct db *db = NULL;
	int rc = source_connect(d->place, REPORT_ROLE, &db), copied;

	if (rc == ERR_OK)
		rc = remove_over(d, db);
	if (rc == ERR_OK) {
		rc = make_all(d, db);
		if (rc == ERR_OK)
			rc = due_bundle_make(db, d->place, &d->bundles_failed);
		/* Those that were made wait for no other. */
		copied = deliver_folders(db, d->place);
		rc = rc < 0 ? rc : copied;
	}
	say(d);
	db_rows_free(d->rows);
	db_close(db);
	return rc == ERR_OK && d->failed + d->bundles_failed > 0 ? ERR_IO : rc;
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
