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
