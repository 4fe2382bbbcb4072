/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/run.h"

#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"

int
run_tell(struct db *db, struct run *r)
{
	char host[256] = "";
	int rc;

	if (clock_monotonic() < r->due)
		return ERR_OK;
	if (r->started == 0)
		r->started = clock_now();
	(void)gethostname(host, sizeof(host) - 1);
	rc = db_query(db, NULL,
	    "INSERT INTO run(role,host,started,seen) VALUES($1,$2,$3,$4)"
	    " ON CONFLICT(role,host,started) DO UPDATE SET seen=$4",
	    DB_TEXT(r->role), DB_TEXT(host), DB_TIME(r->started),
	    DB_TIME(clock_now()));
	if (rc == ERR_OK)
		r->due = clock_monotonic() + CLOCK_MINUTE;
	return rc;
}

int
run_is_whole(struct db *db, int64_t since, int64_t still, bool *whole)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT EXISTS(SELECT FROM run WHERE role='store' AND whole>$1)"
	    " OR ($2::timestamptz IS NOT NULL"
	    " AND NOT EXISTS(SELECT FROM journal_pos WHERE at>$2))",
	    DB_TIME(since), DB_TIME(still));

	if (rc < 0)
		return rc;
	*whole = db_bool(rows, 0, 0);
	db_rows_free(rows);
	return ERR_OK;
}
