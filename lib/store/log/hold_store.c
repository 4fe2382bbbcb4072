/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/hold_store.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/change_detail.h"
#include "lib/store/db.h"
#include "lib/store/past.h"

/* The row as JSON; NULL when there is no such hold, or it is released. */
static int
read_row(struct db *db, int tenant, int64_t id, char **out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT row_to_json(h)::text FROM hold h WHERE tenant_id=$1"
	    " AND hold_id=$2",
	    DB_INT(tenant), DB_INT(id));

	if (rc == ERR_OK && db_count(rows) > 0)
		*out = mem_dup_str(db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}

static int
note(struct db *db, int tenant, int64_t id, const char *action,
    const char *old_row, const char *reason)
{
	char object[32], *row = NULL;
	int rc = read_row(db, tenant, id, &row);
	struct change_rows c = { .action = action,
		.object = object,
		.old_row = old_row,
		.new_row = row,
		.reason = reason };

	snprintf(object, sizeof(object), "hold/%lld", (long long)id);
	if (rc == ERR_OK)
		rc = change_rows_add(db, tenant, &c);
	free(row);
	return rc;
}

int
hold_add(struct db *db, int tenant, const struct hold *h, int64_t *id)
{
	int rc = db_next_id(db, tenant, "hold", id);

	if (rc == ERR_OK)
		rc = db_query(db, NULL,
		    "INSERT INTO hold(tenant_id,hold_id,since,until,reason,"
		    "owner) VALUES($1,$2,$3,$4,$5,$6)",
		    DB_INT(tenant), DB_INT(*id), DB_TIME(h->since),
		    DB_TIME(h->until), DB_TEXT(h->reason), DB_TEXT(h->owner));
	return rc == ERR_OK ? note(db, tenant, *id, "hold.add", NULL, h->reason)
			    : rc;
}

int
hold_release(struct db *db, int tenant, int64_t id, const char *reason)
{
	struct db_rows *rows = NULL;
	char *old_row = NULL;
	int rc = read_row(db, tenant, id, &old_row);

	if (rc == ERR_OK)
		rc = db_query(db, &rows,
		    "UPDATE hold SET released_by=session_user,"
		    "released_at=now(),release_reason=$3 WHERE tenant_id=$1"
		    " AND hold_id=$2 AND released_at IS NULL",
		    DB_INT(tenant), DB_INT(id), DB_TEXT(reason));
	if (rc == ERR_OK && db_affected(rows) != 1)
		rc = ERR_NOTFOUND;
	db_rows_free(rows);
	if (rc == ERR_OK)
		rc = note(db, tenant, id, "hold.remove", old_row, reason);
	free(old_row);
	return rc;
}

int
hold_list(struct db *db, int tenant, bool all, int64_t at, struct db_rows **out)
{
	return past_query(db, tenant, at, out,
	    "SELECT hold_id,since,until,owner,reason,set_by,set_at,released_by,"
	    "released_at,release_reason FROM @hold($2) WHERE tenant_id=$1"
	    " AND set_at<=$2 AND ($3 OR released_at IS NULL)"
	    " ORDER BY hold_id",
	    DB_BOOL(all));
}
