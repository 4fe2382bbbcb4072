/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/due.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/file.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "reporter/report.h"

struct due {
	char *period; /* "2026Q3"; NULL: nothing is due */
	char *language;
};

/* The quarter before this one, in the organisation's own zone. */
static const char last_quarter[] =
    "SELECT to_char(q.start, 'YYYY\"Q\"Q'), t.language FROM tenant t,"
    " LATERAL (SELECT date_trunc('quarter', $2::timestamptz"
    "  AT TIME ZONE t.zone) - interval '3 months' AS start) q"
    " WHERE t.tenant_id=$1 AND t.created AT TIME ZONE t.zone"
    "  < q.start + interval '3 months'"
    " AND NOT EXISTS (SELECT 1 FROM report r WHERE r.tenant_id=t.tenant_id"
    "  AND r.kind='quarterly' AND NOT r.interim AND r.language=t.language"
    "  AND r.period_from=q.start AT TIME ZONE t.zone)";

static int
find_due(const struct place *place, int tenant, struct due *out)
{
	struct db_target target = place_target(place);
	struct db_rows *rows = NULL;
	struct db *db = NULL;
	int rc;

	rc = db_open(&target, REPORT_ROLE, &db);
	if (rc == ERR_AGAIN)
		log_warnx("the database does not answer; no report was made");
	if (rc == ERR_OK)
		rc = db_query(db, &rows, last_quarter, DB_INT(tenant),
		    DB_TIME(clock_now()));
	if (rc == ERR_OK && db_count(rows) > 0) {
		out->period = mem_dup_str(db_text(rows, 0, 0));
		out->language = mem_dup_str(db_text(rows, 0, 1));
	}
	db_rows_free(rows);
	db_close(db);
	return rc;
}

int
due_make(const struct place *place, int tenant)
{
	struct report_order order = { .place = place,
		.tenant = tenant,
		.kind = "quarterly",
		.role = REPORT_ROLE };
	char *folder = place_home(place, "reports");
	struct buf output = { 0 };
	struct due due = { 0 };
	int rc;

	rc = find_due(place, tenant, &due);
	if (rc == ERR_OK && due.period != NULL)
		rc = file_make_dir(folder, 0700);
	if (rc == ERR_OK && due.period != NULL) {
		buf_printf(&output, "%s/PM-%s.%s.pdf", folder, due.period,
		    due.language);
		order.period = due.period;
		order.language = due.language;
		order.output = buf_str(&output);
		rc = report_make(&order);
	}
	buf_free(&output);
	free(due.period);
	free(due.language);
	free(folder);
	return rc;
}
