/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/conninfo.h"
#include "lib/store/id_block.h"
#include "lib/store/param.h"
#include "lib/store/refused.h"
#include "lib/store/rows.h"
#include "lib/store/sqlstate.h"

enum { PLANNED_MAX = 128 };

struct db {
	PGconn *conn;
	struct db_last last[DB_ENDS];
	struct id_blocks ids;
	const char *planned[PLANNED_MAX];
	struct refused refused; /* still to be told */
};

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

static void
on_notice(void *arg, const char *message)
{
	(void)arg;
	log_debug("database: %.*s", (int)strcspn(message, "\n"), message);
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

static void (*tell_refused)(struct db *db, const struct refused *r);
static bool (*is_hidden)(struct db *db, const struct refused *r);

void
db_set_refused(void (*tell)(struct db *db, const struct refused *r),
    bool (*hides)(struct db *db, const struct refused *r))
{
	tell_refused = tell;
	is_hidden = hides;
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
db_open(const struct db_target *t, const char *role, struct db **out)
{
	struct buf info = { 0 };
	struct db *db = NULL;
	int rc;

	rc = db_conninfo(t, role, &info);
	if (rc < 0)
		goto out;
	db = mem_new(1, sizeof(*db));
	db->conn = connect_by(&info);
	if (ask_password != NULL && PQconnectionNeedsPassword(db->conn))
		db->conn = connect_asking(db->conn, &info);
	if (PQstatus(db->conn) != CONNECTION_OK) {
		rc = connect_err(db->conn);
		goto out;
	}
	PQsetNoticeProcessor(db->conn, on_notice, NULL);
	*out = db;
	db = NULL;
out:
	db_close(db);
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

static void
forget_last(struct db *db)
{
	for (size_t i = 0; i < DB_ENDS; i++) {
		struct db_last last = db->last[i];

		db->last[i] = (struct db_last){ 0 };
		if (last.forget != NULL)
			last.forget(last.arg);
	}
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	forget_last(db);
	PQfinish(db->conn);
	refused_free(&db->refused);
	free(db);
}

struct db_arg
db_arg_text(const char *s)
{
	struct db_arg arg = { .type = s == NULL ? DB_T_NULL : DB_T_TEXT,
		.text = s };

	return arg;
}

struct db_arg
db_arg_id(int64_t id)
{
	struct db_arg arg = { .type = id == 0 ? DB_T_NULL : DB_T_INT,
		.integer = id };

	return arg;
}

struct db_arg
db_arg_time(int64_t at)
{
	struct db_arg arg = { .type = at == DB_NO_TIME ? DB_T_NULL : DB_T_TIME,
		.integer = at };

	return arg;
}

static bool
is_good(const PGresult *r)
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

/* Not the detail: it may show a row whole. The constraint's name says enough.
 */
static void
log_failure(const char *where, const PGresult *r)
{
	const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *hint = PQresultErrorField(r, PG_DIAG_CONTEXT);

	if (refused_is_sentence(message, hint)) {
		if (tell_refused != NULL)
			log_warnx("%s", message);
		else
			log_warnx("%s: %s", where, message);
		return;
	}
	log_warnx("%s: %s (SQLSTATE %s)%s%.*s", where,
	    message != NULL ? message : "no reason given",
	    state != NULL ? state : "none", hint != NULL ? ": " : "",
	    hint != NULL ? (int)strcspn(hint, "\n") : 0,
	    hint != NULL ? hint : "");
}

/* Once statements work again: they are needed to say who may. */
static void
tell_who_may(struct db *db)
{
	struct refused r = db->refused;

	if (r.table == NULL || PQtransactionStatus(db->conn) != PQTRANS_IDLE)
		return;
	db->refused = (struct refused){ 0 };
	tell_refused(db, &r);
	refused_free(&r);
}

/* To be said, now or later: of the first. Takes now. */
static void
keep_refused(struct db *db, struct refused *now)
{
	if (db->refused.table != NULL)
		refused_free(now);
	else
		db->refused = *now;
	tell_who_may(db);
}

/* Whether it is for tell_refused to say. */
static bool
is_for_people(struct db *db, const char *state, const PGresult *r)
{
	struct refused now;

	if (tell_refused == NULL || state == NULL ||
	    strcmp(state, "42501") != 0 ||
	    !refused_read(PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY),
		PQresultErrorField(r, PG_DIAG_CONTEXT), &now))
		return false;
	keep_refused(db, &now);
	return true;
}

/* It went well, and wrote nothing: by a rule that hides what it refuses? */
static int
unless_hidden(struct db *db, const char *sql, PGresult *r)
{
	struct refused now;

	if (is_hidden == NULL || !refused_unwritten(sql, PQcmdStatus(r), &now))
		return ERR_OK;
	if (!is_hidden(db, &now)) {
		refused_free(&now);
		return ERR_OK;
	}
	keep_refused(db, &now);
	return ERR_DENIED;
}

int
db_refuse(struct db *db, const char *table)
{
	struct refused now = { mem_dup_str(table),
		mem_dup_str("guard_update") };

	if (tell_refused != NULL)
		keep_refused(db, &now);
	else
		refused_free(&now);
	return ERR_DENIED;
}

static int
failure(struct db *db, const char *where, const PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	int rc;

	if (PQstatus(db->conn) == CONNECTION_BAD) {
		log_debug("%s: %s", where, PQerrorMessage(db->conn));
		return ERR_AGAIN;
	}
	rc = sqlstate_err(state);
	if (is_for_people(db, state, r)) {
		log_debug("%s: %s", where, PQresultErrorMessage(r));
		return rc;
	}
	/* A full disk is worth a line, though it may pass. */
	if (rc != ERR_AGAIN || (state != NULL && strncmp(state, "53", 2) == 0))
		log_failure(where, r);
	return rc;
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
	rc =
	    is_good(r) ? unless_hidden(db, sql, r) : failure(db, "database", r);
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
		rc = failure(db, "database", NULL);
	while ((r = PQgetResult(db->conn)) != NULL) {
		if (PQresultStatus(r) == PGRES_SINGLE_TUPLE) {
			show_row(r, take, arg);
			continue;
		}
		if (!is_good(r))
			rc = failure(db, "database", r);
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

	while (
	    i < PLANNED_MAX && db->planned[i] != NULL && db->planned[i] != name)
		i++;
	if (i == PLANNED_MAX)
		return ERR_RANGE;
	snprintf(called, 16, "again_%zu", i);
	if (db->planned[i] == name)
		return ERR_OK;
	r = PQprepare(db->conn, called, sql, (int)count, NULL);
	if (is_good(r))
		db->planned[i] = name;
	else
		rc = failure(db, "database", r);
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
	rc =
	    is_good(r) ? unless_hidden(db, sql, r) : failure(db, "database", r);
	if (rc == ERR_OK && rows != NULL)
		*rows = rows_new(r);
	else
		PQclear(r);
	return rc;
}

static int
run_plain(struct db *db, const char *sql)
{
	return db_run(db, NULL, sql, 0, NULL);
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
	if (!is_good(r))
		rc = failure(db, "database", r);
	PQclear(r);
	while ((r = PQgetResult(db->conn)) != NULL)
		PQclear(r);
	return rc;
}

int
db_begin(struct db *db)
{
	return run_plain(db, "BEGIN");
}

int
db_begin_snapshot(struct db *db)
{
	return run_plain(
	    db, "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
}

void
db_set_last(struct db *db, enum db_end end, const struct db_last *last)
{
	db->last[end] = *last;
}

void *
db_last_arg(const struct db *db, enum db_end end)
{
	return db->last[end].arg;
}

bool
db_in_transaction(const struct db *db)
{
	return PQtransactionStatus(db->conn) != PQTRANS_IDLE;
}

bool
db_has_failed(const struct db *db)
{
	return PQtransactionStatus(db->conn) == PQTRANS_INERROR;
}

bool
db_is_lost(const struct db *db)
{
	return PQstatus(db->conn) == CONNECTION_BAD;
}

int
db_commit(struct db *db)
{
	PGresult *r;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < DB_ENDS; i++)
		if (db->last[i].run != NULL)
			rc = db->last[i].run(db, db->last[i].arg);
	if (rc == ERR_OK)
		rc = id_blocks_give_back(&db->ids, db);
	if (rc < 0) {
		db_rollback(db);
		return rc;
	}
	forget_last(db);
	r = PQexec(db->conn, "COMMIT");
	if (!is_good(r)) {
		rc = failure(db, "database", r);
	} else if (strcmp(PQcmdStatus(r), "COMMIT") != 0) {
		log_warnx("database: transaction had failed, nothing was kept");
		tell_who_may(db);
		rc = ERR_IO;
	}
	PQclear(r);
	/* What was refused, and done without. */
	refused_free(&db->refused);
	return rc;
}

void
db_rollback(struct db *db)
{
	forget_last(db);
	id_blocks_forget(&db->ids);
	if (PQtransactionStatus(db->conn) != PQTRANS_IDLE)
		PQclear(PQexec(db->conn, "ROLLBACK"));
	tell_who_may(db);
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

	if (!is_good(r)) {
		buf_printf(&where, "%s:%d", name,
		    line_of(sql,
			PQresultErrorField(r, PG_DIAG_STATEMENT_POSITION)));
		rc = failure(db, buf_str(&where), r);
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
	rc = run_plain(db, buf_str(&sql));
	PQfreemem(name);
	buf_free(&sql);
	return rc;
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
