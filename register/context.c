/* SPDX-License-Identifier: Apache-2.0 */
#include "register/context.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "lib/store/schema_version.h"
#include "register/command.h"

int
context_place(struct context *c)
{
	*c = (struct context){ .tenant = (int)command.tenant };
	return place_find(command.home, command.config, &c->place);
}

static void
tell_denied(void)
{
	const struct passwd *pw = getpwuid(geteuid());

	complain("the database does not let you in; whoever keeps it can, with "
		 "`patchwacht-db operator add %s`",
	    pw != NULL ? pw->pw_name : "NAME");
}

int
context_connect(struct context *c)
{
	struct db_target target = place_target(&c->place);
	bool embedded = strcmp(c->place.database, "embedded") == 0;
	char *cluster = place_home(&c->place, "db");
	int rc = ERR_NOTFOUND;

	if (!embedded || access(cluster, F_OK) == 0)
		rc = schema_version_open(&target, NULL, &c->db);
	if (rc == ERR_NOTFOUND)
		complain("there is no database in %s; `patchwacht init` makes "
			 "one, --home DIR names another folder",
		    c->place.home);
	else if (rc == ERR_AGAIN)
		complain("the database does not answer; `patchwacht-db start` "
			 "starts that of %s",
		    c->place.home);
	else if (rc == ERR_DENIED)
		tell_denied();
	free(cluster);
	return rc;
}

static void
tell_absent(const struct context *c, bool is_there)
{
	if (is_there)
		complain("%s holds no function in this organisation; its "
			 "process owner gives one, with `patchwacht user grant "
			 "%s FUNCTION`",
		    c->actor, c->actor);
	else if (c->tenant == 1)
		complain("no organisation is set up here yet; `patchwacht "
			 "init` does that");
	else
		complain("organisation %d is not set up here; `patchwacht "
			 "init` does that, or --tenant N names another",
		    c->tenant);
}

static int
read_tenant(struct context *c)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(c->db, &rows,
	    "SELECT session_user::text, (SELECT zone FROM tenant"
	    " WHERE tenant_id=$1),organisation_is_there($1)",
	    DB_INT(c->tenant));
	if (rc == ERR_OK) {
		c->actor = mem_dup_str(db_text(rows, 0, 0));
		if (db_is_null(rows, 0, 1)) {
			tell_absent(c, db_bool(rows, 0, 2));
			rc = ERR_NOTFOUND;
		} else {
			(void)zone_set(db_text(rows, 0, 1));
		}
	}
	db_rows_free(rows);
	return rc;
}

int
context_open(struct context *c)
{
	int rc = context_place(c);

	if (rc == ERR_OK)
		rc = context_connect(c);
	if (rc == ERR_OK)
		rc = read_tenant(c);
	return rc;
}

void
context_close(struct context *c)
{
	db_close(c->db);
	place_free(&c->place);
	free(c->actor);
	*c = (struct context){ 0 };
}
