/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/people/apart_store.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"

const char apart_store_advice[] =
    "let a superuser say ALTER ROLE patchwacht_store BYPASSRLS, and run "
    "`patchwacht-db init` (of a private cluster: only that)";

int
apart_store_open(struct db *db, struct buf *out)
{
	struct db_rows *rows = NULL;
	int rc = db_query(db, &rows,
	    "SELECT string_agg(c.relname,', ' ORDER BY c.relname)"
	    " FROM pg_class c WHERE c.relnamespace='patchwacht'::regnamespace"
	    " AND c.relkind IN('r','p') AND NOT c.relispartition"
	    " AND NOT c.relrowsecurity AND EXISTS(SELECT FROM pg_attribute a"
	    " WHERE a.attrelid=c.oid AND a.attname='tenant_id')"
	    " AND has_any_column_privilege('patchwacht_register',c.oid,"
	    "'SELECT')");

	if (rc == ERR_OK && !db_is_null(rows, 0, 0))
		buf_add_str(out, db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}
