/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/device/check_store.h"

#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

int
check_store_facts(
    struct db *db, int tenant, int device, int64_t at, struct check_facts *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT coalesce(category,''),heard,is_heard,skew_ms,"
	    "coalesce(legacy,'') FROM check_facts($1,$2,$3)",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at));

	*out = (struct check_facts){ .heard = CLOCK_NONE };
	if (rc == ERR_OK && db_count(rows) > 0) {
		snprintf(out->category, sizeof(out->category), "%s",
		    db_text(rows, 0, 0));
		if (!db_is_null(rows, 0, 1))
			out->heard = db_time(rows, 0, 1);
		out->is_heard = !db_is_null(rows, 0, 2) && db_bool(rows, 0, 2);
		out->has_skew = !db_is_null(rows, 0, 3);
		if (out->has_skew)
			out->skew = db_int(rows, 0, 3) * (CLOCK_SECOND / 1000);
		snprintf(out->legacy, sizeof(out->legacy), "%s",
		    db_text(rows, 0, 4));
	}
	db_rows_free(rows);
	return rc;
}

int
check_store_note(struct db *db, int tenant, int device, int64_t at,
    const char *found, int *n)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows, "SELECT checks_note($1,$2,$3,$4::jsonb)",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at), DB_TEXT(found));

	*n = rc == ERR_OK ? (int)db_int(rows, 0, 0) : 0;
	db_rows_free(rows);
	return rc;
}

int
check_store_prove(
    struct db *db, int tenant, int device, int64_t at, int64_t evidence)
{
	return db_query(db, NULL,
	    "UPDATE check_result SET evidence_id=$4 WHERE tenant_id=$1"
	    " AND device_id=$2 AND since=$3 AND result<>'not observable'"
	    " AND evidence_id IS NULL",
	    DB_INT(tenant), DB_INT(device), DB_TIME(at), DB_INT(evidence));
}

int
check_store_list(
    struct db *db, int tenant, int device, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT v.name AS device,c.name,c.result,c.about,c.said,c.since,"
	    "c.seen,c.object,c.source,c.evidence_id"
	    " FROM checks_at($1,$2) c"
	    " JOIN @device($2) v USING(tenant_id,device_id)"
	    " WHERE $3 IN(0,c.device_id)"
	    " ORDER BY v.name,c.result<>'failed',c.result<>'passed',c.name",
	    DB_INT(device));
}
