/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/jump_store.h"

#include "lib/store/db.h"

int
jump_store_load(struct db *db, int most, struct db_rows **out)
{
	return db_query(db, out,
	    "SELECT * FROM (SELECT before,after,by_us,jump_id FROM clock_jump"
	    " ORDER BY jump_id DESC LIMIT $1) x ORDER BY jump_id",
	    DB_INT(most));
}

int
jump_store_add(struct db *db, int64_t before, int64_t after, int64_t by)
{
	return db_query(db, NULL,
	    "INSERT INTO clock_jump(before,after,by_us) VALUES($1,$2,$3)",
	    DB_TIME(before), DB_TIME(after), DB_INT(by));
}

int
jump_store_seen(struct db *db, struct db_rows **out)
{
	return db_query(db, out, "SELECT boot,shown,steady_us FROM clock_seen");
}

int
jump_store_see(struct db *db, const char *boot, int64_t shown, int64_t steady)
{
	return db_query(db, NULL,
	    "INSERT INTO clock_seen(boot,shown,steady_us) VALUES($1,$2,$3)"
	    " ON CONFLICT(one) DO UPDATE SET boot=$1,shown=$2,steady_us=$3",
	    DB_TEXT(boot), DB_TIME(shown), DB_INT(steady));
}
