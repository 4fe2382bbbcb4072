/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/rebundle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "lib/store/schema_version.h"
#include "reporter/issue.h"
#include "reporter/report.h"

enum { KIND, LANGUAGE, PATH, PDF, EVIDENCE, TEMPLATE };

static int
find(struct db *db, const struct report_order *order, const char *number,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT kind,language,path,pdf_sha256,evidence_sha256,"
	    "template_sha256 FROM (SELECT DISTINCT ON (language) * FROM report"
	    " WHERE tenant_id=$1 AND number=$2"
	    " AND ($3::text IS NULL OR language=$3)"
	    " ORDER BY language,report_id DESC) r WHERE removed IS NULL",
	    DB_INT(order->tenant), DB_TEXT(number), DB_TEXT(order->language));
}

/* The path without ".pdf". */
static void
add_stem(const char *path, struct buf *out)
{
	size_t len = strlen(path);

	if (len > 4 && strcmp(path + len - 4, ".pdf") == 0)
		len -= 4;
	buf_add(out, path, len);
}

void
rebundle_path(const char *report, struct buf *out)
{
	add_stem(report, out);
	buf_add_str(out, ".bundle.pdf");
}

static void
take_hash(const struct db_rows *rows, size_t i, int column, uint8_t *out)
{
	size_t len = 0;
	const uint8_t *hash = db_bytes(rows, i, column, &len);

	if (len == DIGEST_LEN)
		memcpy(out, hash, DIGEST_LEN);
}

static int
make(struct db *db, const struct report_order *order,
    const struct db_rows *rows, size_t i)
{
	struct issue_hashes was = { 0 };
	struct report_order o = *order;
	struct buf evidence = { 0 }, bundle = { 0 };
	int rc;

	add_stem(db_text(rows, i, PATH), &evidence);
	rebundle_path(db_text(rows, i, PATH), &bundle);
	buf_add_str(&evidence, ".evidence.json");
	take_hash(rows, i, PDF, was.pdf);
	take_hash(rows, i, EVIDENCE, was.evidence);
	take_hash(rows, i, TEMPLATE, was.template);
	o.kind = db_text(rows, i, KIND);
	o.language = db_text(rows, i, LANGUAGE);
	o.output = db_text(rows, i, PATH);
	o.from = buf_str(&evidence);
	o.issued = &was;
	o.db = db;
	if (o.bundle == NULL)
		o.bundle = buf_str(&bundle);
	rc = report_make(&o);
	buf_free(&evidence);
	buf_free(&bundle);
	return rc;
}

int
rebundle_make(const struct report_order *order, const char *number)
{
	struct db_target target = place_target(order->place);
	struct db_rows *rows = NULL;
	struct db *db = NULL;
	int rc = schema_version_open(&target, order->role, &db);

	if (rc == ERR_AGAIN)
		log_warnx("the database does not answer; no bundle was made");
	if (rc == ERR_OK)
		rc = find(db, order, number, &rows);
	if (rc == ERR_OK && db_count(rows) == 0) {
		log_warnx("report %s: was not issued, or its file is gone; "
			  "patchwacht report list has those that were",
		    number);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK && db_count(rows) > 1 &&
	    (order->bundle != NULL || order->template != NULL)) {
		log_warnx("report %s: was issued in two languages; --language "
			  "says which goes to one bundle, or has that template",
		    number);
		rc = ERR_PARSE;
	}
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = make(db, order, rows, i);
	db_rows_free(rows);
	db_close(db);
	return rc;
}
