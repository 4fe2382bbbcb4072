/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/retention_store.h"

#include "lib/store/db.h"

int
retention_plan_rows(struct db *db, int tenant, int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT kind,does,keep::text,rows,due,held,oldest"
	    " FROM retention_plan($1,$2) UNION ALL"
	    " SELECT kind,does,keep::text,rows,due,held,oldest"
	    " FROM own_plan($2) ORDER BY 1",
	    DB_INT(tenant), DB_TIME(at));
}

int
retention_plan_parts(struct db *db, int64_t at, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT kind,keep::text,partitions,due,held,oldest"
	    " FROM part_plan($1)",
	    DB_TIME(at));
}
