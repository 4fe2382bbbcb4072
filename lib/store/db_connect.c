/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/db_part.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/store/conninfo.h"

/* libpq ends its messages with a newline, and some have several lines. */
static void
log_message(const char *what, const char *message)
{
	char line[512];
	size_t len;

	snprintf(line, sizeof(line), "%s", message);
	len = strlen(line);
	while (len > 0 && line[len - 1] == '\n')
		line[--len] = '\0';
	for (char *p = line; (p = strchr(p, '\n')) != NULL;)
		*p = ' ';
	log_warnx("%s: %s", what, line);
}

/*
 * libpq keeps no SQLSTATE of a failed connect; these are the server's words
 * for class 28 and 3D000, which waiting does not mend (LC_MESSAGES of the
 * private cluster is C; of another server it may not be: then we wait).
 */
static bool
is_refused(const char *message)
{
	static const char *const words[] = { "authentication failed",
		"no pg_hba.conf entry", "does not exist", "permission denied",
		"is not permitted to log in", "certificate verify failed",
		"requirepeer", "does not match host name",
		"root certificate file", "server does not support SSL",
		"no password supplied" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(message, words[i]) != NULL)
			return true;
	return false;
}

static int
connect_err(const PGconn *conn)
{
	const char *message = PQerrorMessage(conn);

	/* "... .s.PGSQL.5432 failed: No such file": it is not up yet. */
	if (strstr(message, "Is the server running") != NULL ||
	    !is_refused(message)) {
		log_debug("database: %s", message);
		return ERR_AGAIN;
	}
	log_message("database", message);
	return ERR_DENIED;
}

static int (*ask_password)(const char *user, char *out, size_t size);

void
db_set_ask(int (*ask)(const char *user, char *out, size_t size))
{
	ask_password = ask;
}

static PGconn *
connect_by(struct buf *info)
{
	PGconn *conn = PQconnectdb(buf_str(info));

	if (conn == NULL)
		fatalx("out of memory");
	return conn;
}

/* Once more, with what a person types; conn is given up for what comes. */
static PGconn *
connect_asking(PGconn *conn, struct buf *info)
{
	char password[256] = "";

	if (ask_password(PQuser(conn), password, sizeof(password)) == ERR_OK) {
		PQfinish(conn);
		conninfo_add(info, "password", password);
		conn = connect_by(info);
	}
	explicit_bzero(password, sizeof(password));
	return conn;
}

int
db_connect(const struct db_target *t, const char *role, PGconn **out)
{
	struct buf info = { 0 };
	PGconn *conn;
	int rc = db_conninfo(t, role, &info);

	if (rc < 0)
		goto out;
	conn = connect_by(&info);
	if (ask_password != NULL && PQconnectionNeedsPassword(conn))
		conn = connect_asking(conn, &info);
	if (PQstatus(conn) == CONNECTION_OK) {
		*out = conn;
		goto out;
	}
	rc = connect_err(conn);
	PQfinish(conn);
out:
	if (info.data != NULL)
		explicit_bzero(info.data, info.len);
	buf_free(&info);
	return rc;
}

int
db_set_password(struct db *db, const char *role, const char *password)
{
	char *verifier =
	    PQencryptPasswordConn(db->conn, password, role, "scram-sha-256");
	char *name = PQescapeIdentifier(db->conn, role, strlen(role));
	char *text = NULL;
	struct buf sql = { 0 };
	int rc = ERR_IO;

	if (verifier != NULL)
		text = PQescapeLiteral(db->conn, verifier, strlen(verifier));
	if (name == NULL || text == NULL)
		log_message("database: password", PQerrorMessage(db->conn));
	else {
		buf_printf(&sql, "ALTER ROLE %s PASSWORD %s", name, text);
		rc = db_query(db, NULL, buf_str(&sql));
	}
	buf_free(&sql);
	PQfreemem(text);
	PQfreemem(name);
	PQfreemem(verifier);
	return rc;
}
