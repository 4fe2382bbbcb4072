/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/apart.h"

#include "collector/config.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"
#include "lib/store/people/apart_store.h"
#include "lib/store/schema_version.h"

void
apart_check(const struct config *c)
{
	struct db_target target = config_target(c);
	struct buf open = { 0 };
	struct db *db = NULL;

	if (schema_version_open(&target, "patchwacht_verify", &db) < 0 ||
	    apart_store_open(db, &open) < 0)
		log_info("database: not asked whether what devices wrote is "
			 "kept apart between organisations");
	else if (open.len > 0)
		log_warnx("database: everybody who may come in reads of all "
			  "organisations: %s; %s",
		    buf_str(&open), apart_store_advice);
	buf_free(&open);
	db_close(db);
}
