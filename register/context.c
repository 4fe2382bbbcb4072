/* SPDX-License-Identifier: Apache-2.0 */
#include "register/context.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/base/conf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "register/command.h"
#include "register/zone.h"

static const struct conf_option options[] = {
	{ .name = "home", .type = CONF_TEXT },
	{ .name = "database", .type = CONF_TEXT, .by_default = "embedded" },
	{ .name = "data", .type = CONF_TEXT },
	{ 0 },
};

static const char *
given_or(const char *given, const char *variable)
{
	const char *value = given;

	if (value == NULL)
		value = getenv(variable);
	return value != NULL && value[0] != '\0' ? value : NULL;
}

static void
take(char **into, const char *value)
{
	if (*into == NULL)
		*into = mem_dup_str(value);
}

static int
read_config(struct context *c)
{
	const char *path = given_or(command.config, "PATCHWACHT_CONFIG");
	struct conf *conf = NULL;
	int rc;

	if (path == NULL) {
		path = SYSCONFDIR "/patchwacht.conf";
		if (access(path, F_OK) == -1)
			return ERR_OK;
	}
	rc = conf_load(path, options, &conf);
	if (rc < 0)
		return rc;
	take(&c->home, conf_text(conf_root(conf), "home"));
	take(&c->database, conf_text(conf_root(conf), "database"));
	take(&c->data, conf_text(conf_root(conf), "data"));
	conf_free(conf);
	return ERR_OK;
}

int
context_place(struct context *c)
{
	int rc;

	*c = (struct context){ .tenant = (int)command.tenant };
	c->home = mem_dup_str(given_or(command.home, "PATCHWACHT_HOME"));
	rc = read_config(c);
	take(&c->home, LOCALSTATEDIR);
	take(&c->database, "embedded");
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
