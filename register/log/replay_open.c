/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/replay_open.h"

#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "register/command.h"
#include "register/context.h"
#include "register/db/setup.h"

int
replay_open(struct context *c, struct db **out)
{
	struct db_target target;
	struct db_rows *rows = NULL;
	int rc = context_place(c);

	if (rc < 0)
		return rc;
	target = place_target(&c->place);
	rc = setup_open_owner(&target, out);
	if (rc < 0) {
		complain("this is done as the owner of the tables, by root or "
			 "the database's own user, while the database runs");
		return rc;
	}
	/* Times that are typed are those of the organisation. */
	rc = db_query(*out, &rows, "SELECT zone FROM tenant WHERE tenant_id=$1",
	    DB_INT(command.tenant));
	if (rc == ERR_OK && db_count(rows) > 0)
		(void)zone_set(db_text(rows, 0, 0));
	db_rows_free(rows);
	return rc;
}
