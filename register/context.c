/* SPDX-License-Identifier: Apache-2.0 */
#include "register/context.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/place.h"
#include "register/command.h"
#include "register/zone.h"

int
context_place(struct context *c)
{
	struct place p = { 0 };
	int rc = place_find(command.home, command.config, &p);

	*c = (struct context){ .tenant = (int)command.tenant };
	c->home = p.home;
	c->database = p.database;
	c->data = p.data;
	return rc;
}

char *
context_path(const struct context *c, const char *below)
{
	struct buf path = { 0 };

	buf_printf(&path, "%s/%s", c->home, below);
	return buf_take_str(&path);
}

static int
connect_database(struct context *c)
{
	struct db_target target = { c->home, c->database };
	char *cluster = context_path(c, "db");
	bool embedded = strcmp(c->database, "embedded") == 0;
	int rc = ERR_NOTFOUND;

	if (!embedded || access(cluster, F_OK) == 0)
		rc = db_open(&target, NULL, &c->db);
	if (rc == ERR_NOTFOUND)
		complain("there is no database in %s; `patchwacht init` makes "
			 "one, --home DIR names another folder",
		    c->home);
	else if (rc == ERR_AGAIN)
		complain("the database does not answer; `patchwacht-db start` "
			 "starts that of %s",
		    c->home);
	else if (rc == ERR_DENIED)
		complain("the database does not let you in; `patchwacht-db "
			 "operator add NAME` gives an operator access");
	free(cluster);
	return rc;
}

static int
read_tenant(struct context *c)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(c->db, &rows,
	    "SELECT session_user::text, (SELECT zone FROM tenant"
	    " WHERE tenant_id=$1)",
	    DB_INT(c->tenant));
	if (rc == ERR_OK) {
		c->actor = mem_dup_str(db_text(rows, 0, 0));
		if (db_is_null(rows, 0, 1)) {
			complain("no organisation is set up here yet; "
				 "`patchwacht init` does that");
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
		rc = connect_database(c);
	if (rc == ERR_OK)
		rc = read_tenant(c);
	return rc;
}

void
context_close(struct context *c)
{
	db_close(c->db);
	free(c->home);
	free(c->database);
	free(c->data);
	free(c->actor);
	*c = (struct context){ 0 };
}
