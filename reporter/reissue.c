/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/reissue.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "lib/store/schema_version.h"
#include "reporter/report.h"

enum { REPORT_ID, KIND, LANGUAGE, PERIOD, SITE, FIRST };

/*
 * Of each language the last version, and where the first was written. A
 * period's name is in its number.
 */
static int
find(struct db *db, const struct report_order *order, const char *number,
    struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT DISTINCT ON (r.language) r.report_id,r.kind,r.language,"
	    "coalesce(r.detail->>'period',"
	    "substring(r.number from '[0-9]{4}(?:Q[1-4]|-[0-9]{2})?')),i.name,"
	    "(SELECT f.path FROM report f WHERE f.tenant_id=$1"
	    " AND f.number=$2 AND f.language=r.language"
	    " ORDER BY f.report_id LIMIT 1)"
	    " FROM report r LEFT JOIN site i USING(tenant_id,site_id)"
	    " WHERE r.tenant_id=$1 AND r.number=$2"
	    " AND ($3::text IS NULL OR r.language=$3)"
	    " ORDER BY r.language,r.report_id DESC",
	    DB_INT(order->tenant), DB_TEXT(number), DB_TEXT(order->language));
}

/* Beside the first version; here when that folder takes nothing from us. */
static void
choose_folder(const char *number, const char *first, struct buf *out)
{
	const char *slash = strrchr(first, '/');

	if (slash != NULL)
		buf_add(out, first, (size_t)(slash - first));
	if (out->len > 0 && access(buf_str(out), W_OK | X_OK) == 0)
		return;
	log_warnx("report %s: the folder of its first version, %s, takes no "
		  "file from us; it comes here",
	    number, out->len > 0 ? buf_str(out) : "?");
	buf_clear(out);
	buf_add_u8(out, '.');
}

static int
make(const struct report_order *order, const char *number,
    const struct db_rows *rows, size_t i)
{
	struct report_order o = *order;
	struct buf folder = { 0 };
	int rc;

	o.kind = db_text(rows, i, KIND);
	o.language = db_text(rows, i, LANGUAGE);
	o.period = db_text(rows, i, PERIOD);
	o.site = db_is_null(rows, i, SITE) ? NULL : db_text(rows, i, SITE);
	o.supersedes = db_int(rows, i, REPORT_ID);
	if (o.output == NULL && o.folder == NULL) {
		choose_folder(number, db_text(rows, i, FIRST), &folder);
		o.folder = buf_str(&folder);
	}
	rc = report_make(&o);
	buf_free(&folder);
	return rc;
}

static bool
names_one_file(const struct report_order *order)
{
	return order->output != NULL || order->bundle != NULL ||
	    order->evidence != NULL || order->values != NULL;
}

int
reissue_make(const struct report_order *order, const char *number)
{
	struct db_target target = place_target(order->place);
	struct db_rows *rows = NULL;
	struct db *db = NULL;
	int rc = schema_version_open(&target, order->role, &db);

	if (rc == ERR_AGAIN)
		log_warnx("the database does not answer; no report was made");
	if (rc == ERR_OK)
		rc = find(db, order, number, &rows);
	if (rc == ERR_OK && db_count(rows) == 0) {
		log_warnx("report %s: was not issued; patchwacht report list "
			  "has those that were",
		    number);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK && db_count(rows) > 1 && names_one_file(order)) {
		log_warnx("report %s: was issued in two languages; --language "
			  "says which goes to one file",
		    number);
		rc = ERR_PARSE;
	}
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = make(order, number, rows, i);
	db_rows_free(rows);
	db_close(db);
	return rc;
}
