/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/own_store.h"

#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

/* The listener looks once a day. */
#define PAPERS_WITHIN (26 * CLOCK_HOUR)
#define ASIDE_WITHIN  (7 * CLOCK_DAY)

static char *
take(const struct db_rows *rows, int column)
{
	return db_is_null(rows, 0, column)
	    ? NULL
	    : mem_dup_str(db_text(rows, 0, column));
}

int
own_store_load(struct db *db, int64_t now, struct own_state *out)
{
	struct db_rows *rows = NULL;
	int rc;

	*out = (struct own_state){ 0 };
	rc = db_query(db, &rows,
	    "WITH mark AS(SELECT journal,seq,reason,listener FROM loss"
	    " WHERE at>$1 AND reason IN('papers','expiry')),"
	    "looked AS(SELECT journal,max(seq) AS seq FROM mark"
	    " WHERE reason='papers' GROUP BY journal),"
	    "aside AS(SELECT count(*) AS n,max(reason) AS reason"
	    " FROM quarantine WHERE at>$2 AND reason<>'redacted')"
	    " SELECT (SELECT min(tenant_id) FROM tenant),"
	    "(SELECT string_agg(stream||' on '||host||': '||damaged,', '"
	    " ORDER BY stream,host) FROM journal_pos WHERE damaged>0),"
	    "(SELECT string_agg(DISTINCT listener,'; ') FROM mark m"
	    " LEFT JOIN looked l USING(journal) WHERE m.reason='expiry'"
	    " AND m.seq>coalesce(l.seq,0)),"
	    "n,CASE WHEN n>0 THEN reason END FROM aside",
	    DB_TIME(now - PAPERS_WITHIN), DB_TIME(now - ASIDE_WITHIN));
	if (rc < 0)
		return rc;
	out->tenant = (int)db_int(rows, 0, 0);
	out->damaged = take(rows, 1);
	out->papers = take(rows, 2);
	out->aside_count = db_int(rows, 0, 3);
	out->aside = take(rows, 4);
	db_rows_free(rows);
	return ERR_OK;
}

void
own_state_free(struct own_state *s)
{
	free(s->damaged);
	free(s->papers);
	free(s->aside);
	*s = (struct own_state){ 0 };
}

int
own_store_alerts(struct db *db, int tenant, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT rule,severity,opened,detail->>'what' FROM alert"
	    " WHERE tenant_id=$1 AND closed IS NULL AND rule IN("
	    "'journal_damaged','set_aside','certificate_expires')"
	    " ORDER BY opened,rule",
	    DB_INT(tenant));
}
