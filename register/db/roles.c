/* SPDX-License-Identifier: Apache-2.0 */
#include "register/db/roles.h"

#include <ctype.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/db.h"

/* A stuck session gives back its locks before others notice. */
static const char service_limits[] =
    "statement_timeout='60s';"
    "lock_timeout='20s';"
    "idle_in_transaction_session_timeout='60s'";

const struct role roles[] = {
	{ ROLE_OWNER, NULL, true, NULL },
	{ "patchwacht_store", "patchwacht-store", true, service_limits },
	{ "patchwacht_poll", "patchwacht-poll", true, service_limits },
	{ "patchwacht_verify", "patchwacht-verify", true, service_limits },
	{ "patchwacht_alert", "patchwacht-alert", true, service_limits },
	{ ROLE_REGISTER, NULL, false, NULL },
	{ ROLE_REPORT, "patchwacht-report", true, NULL },
	{ 0 },
};

static bool
exists(struct db *db, const char *name, int *rc)
{
	struct db_rows *rows = NULL;
	bool there;

	*rc = db_query(db, &rows, "SELECT 1 FROM pg_roles WHERE rolname=$1",
	    DB_TEXT(name));
	there = *rc == ERR_OK && db_count(rows) == 1;
	db_rows_free(rows);
	return there;
}

/* Names in SQL are ours or checked by is_name: nothing in them to escape. */
static int
run(struct db *db, struct buf *sql)
{
	int rc = db_run(db, NULL, buf_str(sql), 0, NULL);

	buf_clear(sql);
	return rc;
}

static int
set_limits(struct db *db, const struct role *r, struct buf *sql)
{
	const char *p = r->limits;
	int rc = ERR_OK;

	while (p != NULL && *p != '\0' && rc == ERR_OK) {
		size_t len = strcspn(p, ";");

		buf_printf(sql, "ALTER ROLE %s SET ", r->name);
		buf_add(sql, p, len);
		rc = run(db, sql);
		p += len + (p[len] == ';');
	}
	return rc;
}

static int
make(struct db *db, const struct role *r)
{
	struct buf sql = { 0 };
	int rc;

	if (exists(db, r->name, &rc) || rc < 0)
		return rc;
	buf_printf(&sql,
	    "CREATE ROLE %s %s NOSUPERUSER NOCREATEDB NOCREATEROLE"
	    " NOREPLICATION",
	    r->name, r->login ? "LOGIN" : "NOLOGIN");
	rc = run(db, &sql);
	if (rc == ERR_OK)
		rc = set_limits(db, r, &sql);
	/* Two starters at once: the other one's will do. */
	if (rc == ERR_EXISTS)
		rc = ERR_OK;
	buf_free(&sql);
	return rc;
}

/*
 * COPY is refused under row-level security, and what is loaded is kept apart
 * from people by it. Only a superuser may say so.
 */
static int
let_load(struct db *db)
{
	struct db_rows *rows = NULL;
	bool may;
	int rc = db_query(db, &rows,
	    "SELECT rolsuper FROM pg_roles WHERE rolname=current_user");

	may = rc == ERR_OK && db_bool(rows, 0, 0);
	db_rows_free(rows);
	if (!may)
		return rc;
	return db_query(db, NULL, "ALTER ROLE patchwacht_store BYPASSRLS");
}

int
roles_make(struct db *db)
{
	int rc = ERR_OK;

	for (const struct role *r = roles; r->name != NULL && rc == ERR_OK; r++)
		rc = make(db, r);
	return rc == ERR_OK ? let_load(db) : rc;
}

int
roles_check(struct db *db)
{
	int rc = ERR_OK, missing = ERR_OK;

	for (const struct role *r = roles; r->name != NULL; r++) {
		if (exists(db, r->name, &rc))
			continue;
		if (rc < 0)
			return rc;
		log_warnx("database: role %s is missing", r->name);
		missing = ERR_NOTFOUND;
	}
	return missing;
}

/* A statement about the database we are in, whatever its name. */
static int
run_database(struct db *db, const char *before, const char *after)
{
	struct buf sql = { 0 };
	int rc;

	buf_printf(&sql,
	    "DO $$ BEGIN EXECUTE format('%s DATABASE %%I %s',"
	    " current_database()); END $$",
	    before, after);
	rc = run(db, &sql);
	buf_free(&sql);
	return rc;
}

static int
let_in(struct db *db, const char *role)
{
	struct buf sql = { 0 };
	int rc;

	buf_printf(&sql, "TO %s", role);
	rc = run_database(db, "GRANT CONNECT ON", buf_str(&sql));
	buf_clear(&sql);
	buf_printf(&sql, "GRANT USAGE ON SCHEMA patchwacht TO %s", role);
	if (rc == ERR_OK)
		rc = run(db, &sql);
	buf_free(&sql);
	return rc;
}

/* What makes texts fast to search, where the server has it and lets us. */
static int
make_extension(struct db *db)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = db_query(db, &rows,
	    "SELECT FROM pg_available_extensions WHERE name='pg_trgm'"
	    " AND installed_version IS NULL"
	    " AND has_database_privilege(current_database(),'CREATE')");
	if (rc == ERR_OK && db_count(rows) > 0)
		rc = db_query(db, NULL,
		    "CREATE EXTENSION pg_trgm WITH SCHEMA patchwacht");
	db_rows_free(rows);
	return rc;
}

int
roles_make_schema(struct db *db)
{
	int rc;

	rc = db_query(db, NULL,
	    "CREATE SCHEMA IF NOT EXISTS patchwacht"
	    " AUTHORIZATION " ROLE_OWNER);
	if (rc == ERR_OK)
		rc = run_database(db, "REVOKE ALL ON", "FROM PUBLIC");
	/* For psql; our own connections ask for it themselves. */
	if (rc == ERR_OK)
		rc = run_database(
		    db, "ALTER", "SET search_path=patchwacht,pg_temp");
	for (const struct role *r = roles; r->name != NULL && rc == ERR_OK; r++)
		rc = let_in(db, r->name);
	if (rc == ERR_OK)
		rc = make_extension(db);
	return rc;
}

/* What useradd allows, and nothing that SQL or pg_ident would read. */
static bool
is_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > 32 || strncmp(name, "pg_", 3) == 0 ||
	    strncmp(name, "patchwacht_", 11) == 0 ||
	    !(isalpha((unsigned char)*name) || *name == '_'))
		return false;
	for (; *name != '\0'; name++)
		if (!isalnum((unsigned char)*name) &&
		    strchr("_-.", *name) == NULL)
			return false;
	return true;
}

int
roles_add_operator(struct db *db, const char *name)
{
	struct buf sql = { 0 };
	int rc;

	if (!is_name(name)) {
		log_warnx("operator %s: not the name of a user", name);
		return ERR_RANGE;
	}
	if (!exists(db, name, &rc) && rc == ERR_OK) {
		buf_printf(&sql,
		    "CREATE ROLE \"%s\" LOGIN INHERIT NOSUPERUSER NOCREATEDB"
		    " NOCREATEROLE NOREPLICATION",
		    name);
		rc = run(db, &sql);
		if (rc == ERR_EXISTS)
			rc = ERR_OK;
	}
	if (rc == ERR_OK) {
		/* Who keeps the register issues its reports as well. */
		buf_printf(&sql,
		    "GRANT " ROLE_REGISTER ", " ROLE_REPORT " TO \"%s\"", name);
		rc = run(db, &sql);
	}
	buf_free(&sql);
	return rc;
}
