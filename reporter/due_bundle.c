/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/due_bundle.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "reporter/crew.h"
#include "reporter/deliver.h"
#include "reporter/due.h"
#include "reporter/issue.h"
#include "reporter/keep.h"
#include "reporter/rebundle.h"
#include "reporter/removal_bundle.h"
#include "reporter/report.h"
#include "reporter/source.h"

/* Columns of bundles_owed. */
enum { TENANT, NUMBER, LANGUAGE, PATH, PDF };

struct owed {
	const struct place *place;
	struct db_rows *rows;
	size_t failed;

	struct db *db; /* of a process */
};

/* What the trail has of a file in the place of a bundle. */
struct record {
	bool named; /* as a bundle of that report, of any version */
	bool made;  /* and of the one that is issued */
	uint8_t sha256[DIGEST_LEN]; /* then: of the file */
};

static int
ask(const struct owed *o, size_t i, const char *bundle, struct record *out)
{
	struct db_rows *rows = NULL;
	const uint8_t *sha256;
	size_t len;
	int rc = db_query(o->db, &rows,
	    "SELECT detail::jsonb->>'pdf_sha256'=encode($4::bytea,'hex'),"
	    "decode(detail::jsonb->>'bundle_sha256','hex')"
	    " FROM change WHERE tenant_id=$1 AND object='report/'||$2||'.'||$3"
	    " AND action IN('report.issue','report.bundle')"
	    " AND detail::jsonb->>'bundle'=$5 ORDER BY 1 DESC NULLS LAST,"
	    "seq DESC LIMIT 1",
	    DB_INT(db_int(o->rows, i, TENANT)),
	    DB_TEXT(db_text(o->rows, i, NUMBER)),
	    DB_TEXT(db_text(o->rows, i, LANGUAGE)),
	    DB_BYTES(db_bytes(o->rows, i, PDF, &len), DIGEST_LEN),
	    DB_TEXT(bundle));

	*out = (struct record){ 0 };
	if (rc == ERR_OK && db_count(rows) > 0) {
		out->named = true;
		sha256 = db_bytes(rows, 0, 1, &len);
		out->made = db_bool(rows, 0, 0) && len == DIGEST_LEN;
		if (out->made)
			memcpy(out->sha256, sha256, DIGEST_LEN);
	}
	db_rows_free(rows);
	return rc;
}

/* Somebody made it, by hand or for a schedule without a folder. */
static int
bring(
    const struct owed *o, size_t i, const char *bundle, const struct record *r)
{
	return deliver_bundle(o->db,
	    &(struct deliver_bundle){ .tenant = (int)db_int(o->rows, i, TENANT),
		.number = db_text(o->rows, i, NUMBER),
		.language = db_text(o->rows, i, LANGUAGE),
		.path = bundle,
		.sha256 = r->sha256 });
}

/*
 * What stands in its place and no record names is of a run that ended between
 * placing it and writing that down. What one names stays: it may be sealed. And
 * somebody may have made it by hand, before or since the list was read: that
 * one goes to the folders.
 */
static int
clear_place(const struct owed *o, size_t i, bool *made)
{
	struct buf path = { 0 };
	struct record r = { 0 };
	size_t len;
	int rc = db_begin(o->db);

	rebundle_path(db_text(o->rows, i, PATH), &path);
	if (rc == ERR_OK)
		rc = issue_lock(o->db, (int)db_int(o->rows, i, TENANT));
	if (rc == ERR_OK)
		rc = ask(o, i, buf_str(&path), &r);
	*made = r.made && keep_is_there(buf_str(&path));
	if (rc == ERR_OK && *made)
		rc = bring(o, i, buf_str(&path), &r);
	if (rc == ERR_OK && !r.named)
		rc = removal_bundle(
		    buf_str(&path), db_bytes(o->rows, i, PDF, &len));
	if (rc == ERR_OK)
		rc = db_commit(o->db);
	else
		db_rollback(o->db);
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
	bool made = false;
	int rc = clear_place(o, i, &made);

	return rc < 0 || made
	    ? rc
	    : rebundle_make(&order, db_text(o->rows, i, NUMBER));
}

static int
start(void *of)
{
	struct owed *o = of;

	return source_connect(o->place, REPORT_ROLE, &o->db);
}

static void
end(void *of)
{
	struct owed *o = of;

	db_close(o->db);
}

/* Of what is gone no run ever makes one: what then. */
static bool
tell_gone(const struct owed *o, size_t i)
{
	const char *pdf = db_text(o->rows, i, PATH), *gone = NULL;
	size_t len = strlen(pdf);
	struct buf evidence = { 0 };

	if (len > 4 && strcmp(pdf + len - 4, ".pdf") == 0)
		len -= 4;
	buf_printf(&evidence, "%.*s.evidence.json", (int)len, pdf);
	if (!keep_is_there(pdf))
		gone = pdf;
	else if (!keep_is_there(buf_str(&evidence)))
		gone = buf_str(&evidence);
	if (gone != NULL)
		log_warnx("tenant %lld: the bundle of %s (%s) is owed, and %s "
			  "is gone; put it back, or have a new version: "
			  "patchwacht report reissue %s",
		    (long long)db_int(o->rows, i, TENANT),
		    db_text(o->rows, i, NUMBER), db_text(o->rows, i, LANGUAGE),
		    gone, db_text(o->rows, i, NUMBER));
	buf_free(&evidence);
	return gone != NULL;
}

/* The reason has been told by who knew it. */
static void
note(void *of, size_t i, int rc)
{
	struct owed *o = of;

	if (rc == ERR_OK)
		return;
	o->failed++;
	if (tell_gone(o, i))
		return;
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
