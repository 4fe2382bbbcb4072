/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/retention.h"

#include <inttypes.h>
#include <stdio.h>

#include "lib/base/err.h"
#include "lib/store/change.h"
#include "lib/store/db.h"

static int
note(struct db *db, int tenant, const char *kind, const char *does, int64_t n)
{
	char action[64], object[64], detail[64];

	snprintf(action, sizeof(action), "retention.%s", does);
	snprintf(object, sizeof(object), "retention/%s", kind);
	snprintf(detail, sizeof(detail), "{\"rows\": %" PRId64 "}", n);
	return change_add(db, tenant,
	    &(struct change){
		action, object, detail, "past the time that it is kept" });
}

static int
apply(struct db *db, int tenant, const char *kind, const char *does,
    int64_t now, int64_t *n)
{
	struct db_rows *rows = NULL;
	int rc = db_begin(db);

	if (rc < 0)
		return rc;
	rc = db_query(db, &rows, "SELECT retention_apply($1,$2,$3)",
	    DB_INT(tenant), DB_TEXT(kind), DB_TIME(now));
	if (rc == ERR_OK)
		*n = db_int(rows, 0, 0);
	if (rc == ERR_OK && *n > 0)
		rc = note(db, tenant, kind, does, *n);
	db_rows_free(rows);
	if (rc == ERR_OK)
		return db_commit(db);
	db_rollback(db);
	return rc;
}

/* What is of no organisation. */
static int
apply_own(struct db *db, int64_t now, int64_t *n)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows, "SELECT own_apply($1)", DB_TIME(now));

	if (rc == ERR_OK)
		*n += db_int(rows, 0, 0);
	db_rows_free(rows);
	return rc;
}

int
retention_keep(struct db *db, int64_t now, int64_t *n)
{
	struct db_rows *rows = NULL;
	int64_t done;
	int rc;

	*n = 0;
	/*
	 * Persons first: what is deleted after that had none any more. Files
	 * are removed by who wrote them (reporter/removal.h).
	 */
	rc = db_query(db, &rows,
	    "SELECT t.tenant_id,r.kind,r.does FROM tenant t,retention r"
	    " WHERE r.does<>'remove_file'"
	    " ORDER BY t.tenant_id,r.does DESC,r.kind");
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		rc = apply(db, (int)db_int(rows, i, 0), db_text(rows, i, 1),
		    db_text(rows, i, 2), now, &done);
		*n += rc == ERR_OK ? done : 0;
	}
	db_rows_free(rows);
	return rc < 0 ? rc : apply_own(db, now, n);
}
