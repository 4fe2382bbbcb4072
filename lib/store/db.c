/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db_part.h"
#include "lib/store/param.h"
#include "lib/store/rows.h"

static void
on_notice(void *arg, const char *message)
{
	(void)arg;
	log_debug("database: %.*s", (int)strcspn(message, "\n"), message);
}

int
db_open(const struct db_target *t, const char *role, struct db **out)
{
	PGconn *conn;
	int rc = db_connect(t, role, &conn);

	if (rc < 0)
		return rc;
	PQsetNoticeProcessor(conn, on_notice, NULL);
	*out = mem_new(1, sizeof(**out));
	(*out)->conn = conn;
	return ERR_OK;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_forget_last(db);
	PQfinish(db->conn);
	refused_free(&db->refused);
	free(db);
}

bool
db_is_good(const PGresult *r)
{
	switch (PQresultStatus(r)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
	case PGRES_EMPTY_QUERY:
		return true;
	default:
		return false;
	}
}

int
db_run(struct db *db, struct db_rows **rows, const char *sql, size_t count,
    const struct db_arg *args)
{
	struct params p;
	PGresult *r;
	int rc;

	params_set(&p, count, args);
	r = PQexecParams(
	    db->conn, sql, (int)count, NULL, p.values, p.lengths, p.formats, 0);
	rc = db_is_good(r) ? db_unless_hidden(db, sql, r)
			   : db_failure(db, "database", r);
	if (rc == ERR_OK && rows != NULL)
		*rows = rows_new(r);
	else
		PQclear(r);
	return rc;
}

static void
show_row(PGresult *r, db_take *take, void *arg)
{
	struct db_rows *row = rows_new(r);

	take(arg, row);
	db_rows_free(row);
}

int
db_each(struct db *db, const char *sql, size_t count, const struct db_arg *args,
    db_take *take, void *arg)
{
	struct params p;
	PGresult *r;
	int rc = ERR_OK;

	params_set(&p, count, args);
	if (PQsendQueryParams(db->conn, sql, (int)count, NULL, p.values,
		p.lengths, p.formats, 0) == 0 ||
	    PQsetSingleRowMode(db->conn) == 0)
		rc = db_failure(db, "database", NULL);
	while ((r = PQgetResult(db->conn)) != NULL) {
		if (PQresultStatus(r) == PGRES_SINGLE_TUPLE) {
			show_row(r, take, arg);
			continue;
		}
		if (!db_is_good(r))
			rc = db_failure(db, "database", r);
		PQclear(r);
	}
	return rc;
}

/* What the server calls it, by its place; planned now when it was not. */
static int
plan(struct db *db, const char *name, const char *sql, size_t count,
    char called[16])
{
	PGresult *r;
	size_t i = 0;
	int rc = ERR_OK;

	while (i < DB_PLANNED_MAX && db->planned[i] != NULL &&
	    db->planned[i] != name)
		i++;
	if (i == DB_PLANNED_MAX)
		return ERR_RANGE;
	snprintf(called, 16, "again_%zu", i);
	if (db->planned[i] == name)
		return ERR_OK;
	r = PQprepare(db->conn, called, sql, (int)count, NULL);
	if (db_is_good(r))
		db->planned[i] = name;
	else
		rc = db_failure(db, "database", r);
	PQclear(r);
	return rc;
}

int
db_run_planned(struct db *db, struct db_rows **rows, const char *name,
    const char *sql, size_t count, const struct db_arg *args)
{
	char called[16];
	struct params p;
	PGresult *r;
	int rc = plan(db, name, sql, count, called);

	if (rc < 0)
		return rc;
	params_set(&p, count, args);
	r = PQexecPrepared(
	    db->conn, called, (int)count, p.values, p.lengths, p.formats, 0);
	rc = db_is_good(r) ? db_unless_hidden(db, sql, r)
			   : db_failure(db, "database", r);
	if (rc == ERR_OK && rows != NULL)
		*rows = rows_new(r);
	else
		PQclear(r);
	return rc;
}

enum { COPY_PART = 1 << 20 }; /* libpq counts in int */

static void
feed_copy(struct db *db, const struct buf *rows)
{
	size_t at = 0;
	int good = 1;

	while (good == 1 && at < rows->len) {
		size_t part = rows->len - at;

		if (part > COPY_PART)
			part = COPY_PART;
		good = PQputCopyData(
		    db->conn, (const char *)rows->data + at, (int)part);
		at += part;
	}
	/* What went wrong stands in the result. */
	(void)PQputCopyEnd(db->conn, good == 1 ? NULL : "not sent");
}

int
db_copy(struct db *db, const char *sql, const struct buf *rows)
{
	PGresult *r = PQexec(db->conn, sql);
	int rc = ERR_OK;

	if (PQresultStatus(r) == PGRES_COPY_IN) {
		feed_copy(db, rows);
		PQclear(r);
		r = PQgetResult(db->conn);
	}
	if (!db_is_good(r))
		rc = db_failure(db, "database", r);
	PQclear(r);
	while ((r = PQgetResult(db->conn)) != NULL)
		PQclear(r);
	return rc;
}

static int
line_of(const char *sql, const char *position)
{
	long chars = position == NULL ? 0 : strtol(position, NULL, 10);
	int line = 1;

	/* Positions count characters, not bytes. */
	for (; *sql != '\0' && chars > 1; sql++) {
		line += *sql == '\n';
		chars -= ((unsigned char)*sql & 0xc0) != 0x80;
	}
	return line;
}

int
db_script(struct db *db, const char *name, const char *sql)
{
	struct buf where = { 0 };
	PGresult *r = PQexec(db->conn, sql);
	int rc = ERR_OK;

	if (!db_is_good(r)) {
		buf_printf(&where, "%s:%d", name,
		    line_of(sql,
			PQresultErrorField(r, PG_DIAG_STATEMENT_POSITION)));
		rc = db_failure(db, buf_str(&where), r);
	}
	PQclear(r);
	buf_free(&where);
	return rc;
}

int
db_next_ids(
    struct db *db, int tenant, const char *kind, int64_t n, int64_t *first)
{
	return id_blocks_next_ids(&db->ids, db, tenant, kind, n, first);
}

int
db_next_id(struct db *db, int tenant, const char *kind, int64_t *out)
{
	return id_blocks_next_id(&db->ids, db, tenant, kind, out);
}

int
db_listen(struct db *db, const char *channel)
{
	struct buf sql = { 0 };
	char *name = PQescapeIdentifier(db->conn, channel, strlen(channel));
	int rc;

	if (name == NULL)
		return ERR_RANGE;
	buf_printf(&sql, "LISTEN %s", name);
	rc = db_query(db, NULL, buf_str(&sql));
	PQfreemem(name);
	buf_free(&sql);
	return rc;
}

bool
db_is_lost(const struct db *db)
{
	return PQstatus(db->conn) == CONNECTION_BAD;
}

int
db_socket(const struct db *db)
{
	return PQsocket(db->conn);
}

bool
db_notified(struct db *db)
{
	PGnotify *note;
	bool any = false;

	/* A lost connection is news as well: the next statement will tell. */
	if (PQconsumeInput(db->conn) == 0)
		return true;
	while ((note = PQnotifies(db->conn)) != NULL) {
		any = true;
		PQfreemem(note);
	}
	return any;
}
