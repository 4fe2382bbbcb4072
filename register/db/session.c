/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/session.h"

#include <inttypes.h>

#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/conninfo.h"
#include "lib/store/db.h"
#include "register/db/cluster.h"

/* Waited for: when we are done, nobody writes as before. 5 s is for each. */
static const char end_all[] =
    "WITH s AS MATERIALIZED(SELECT pid,pg_has_role(usesysid,'USAGE')"
    " OR pg_has_role('pg_signal_backend','USAGE') AS may"
    " FROM pg_stat_activity WHERE datname=current_database()"
    " AND usename ~ '^patchwacht_(store|poll|verify|alert|report)$'),"
    "e AS(SELECT CASE WHEN may THEN pg_terminate_backend(pid,5000)"
    " ELSE false END AS ended FROM s)"
    "SELECT count(*) FILTER(WHERE ended),count(*) FILTER(WHERE NOT ended)"
    " FROM e";

void
session_end_all(const struct db_target *t)
{
	bool own = conninfo_is_embedded(t->database);
	struct db_rows *rows = NULL;
	struct db *db = NULL;
	int rc = db_open(t, own ? CLUSTER_SUPERUSER : NULL, &db);

	if (rc == ERR_OK)
		rc = db_query(db, &rows, end_all);
	if (rc == ERR_OK && db_int(rows, 0, 0) > 0)
		log_info("database: %" PRId64 " sessions ended, of programs "
			 "that were at work",
		    db_int(rows, 0, 0));
	if (rc < 0 || db_int(rows, 0, 1) > 0)
		log_warnx("database: programs that are at work go on with the "
			  "tables of before, and may not be stopped from here: "
			  "restart patchwachtd");
	db_rows_free(rows);
	db_close(db);
}
