/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/patch/exception_store.h"

#include <stdlib.h>

#include <inttypes.h>
#include <stdio.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

static int
note(struct db *db, int tenant, const char *action, int64_t id,
    const char *old_row, const char *new_row, const char *reason)
{
	char object[64];

	snprintf(object, sizeof(object), "exception/%" PRId64, id);
	return change_rows_add(db, tenant,
	    &(struct change_rows){ action, object, old_row, new_row, reason });
}

int
exception_request(
    struct db *db, int tenant, const struct exception *e, int64_t *id)
{
	struct db_rows *rows = NULL;
	int rc = db_next_id(db, tenant, "exception", id);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "INSERT INTO exception(tenant_id,exception_id,patch_id,"
		    "device_id,reason,measure,owner,requested,requested_by,"
		    "valid_until)"
		    " VALUES($1,$2,$3,$4,$5,$6,$7,$8,session_user,$9)"
		    " RETURNING row_to_json(exception)::text",
		    DB_INT(tenant), DB_INT(*id), DB_INT(e->patch),
		    e->device == 0 ? DB_NULL : DB_INT(e->device),
		    DB_TEXT(e->reason), DB_TEXT(e->measure), DB_TEXT(e->owner),
		    DB_TIME(clock_now()), DB_TIME(e->valid_until));
	if (rc == ERR_OK)
		rc = note(db, tenant, "exception.request", *id, NULL,
		    db_text(rows, 0, 0), e->reason);
	db_rows_free(rows);
	return rc;
}

int
exception_approve(struct db *db, int tenant, int64_t id, const char *reason)
{
	struct db_rows *was = NULL, *rows = NULL;
	int rc;

	rc = db_query(db, &was,
	    "SELECT row_to_json(exception)::text,approved IS NOT NULL"
	    " FROM exception WHERE tenant_id=$1 AND exception_id=$2",
	    DB_INT(tenant), DB_INT(id));
	if (rc == ERR_OK && db_count(was) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK && db_bool(was, 0, 1))
		rc = ERR_EXISTS;
	/* The policy of the table hides one's own requests from UPDATE. */
	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE exception SET approved=$3,approved_by=session_user"
		    " WHERE tenant_id=$1 AND exception_id=$2"
		    " AND approved IS NULL"
		    " RETURNING row_to_json(exception)::text",
		    DB_INT(tenant), DB_INT(id), DB_TIME(clock_now()));
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	if (rc == ERR_OK)
		rc = note(db, tenant, "exception.approve", id,
		    db_text(was, 0, 0), db_text(rows, 0, 0), reason);
	db_rows_free(was);
	db_rows_free(rows);
	return rc;
}

int
exception_list(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	char *sql =
	    past_sql("SELECT e.exception_id,p.reference,d.name,"
		     "CASE WHEN e.approved IS NULL THEN 'requested'"
		     " WHEN e.valid_until<=$2 THEN 'ended' ELSE 'approved' END,"
		     "e.valid_until,e.reason,e.measure,e.owner,e.requested,"
		     "e.requested_by,e.approved,e.approved_by"
		     " FROM @exception($2) e JOIN @patch($2) p"
		     " USING(tenant_id,patch_id)"
		     " LEFT JOIN @device($2) d ON d.tenant_id=e.tenant_id"
		     " AND d.device_id=e.device_id"
		     " WHERE e.tenant_id=$1 ORDER BY e.exception_id",
		at != 0);
	int rc = db_query(
	    db, out, sql, DB_INT(tenant), DB_TIME(at != 0 ? at : clock_now()));

	free(sql);
	return rc;
}
