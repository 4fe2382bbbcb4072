/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/async.h"

#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/conninfo.h"
#include "lib/store/param.h"
#include "lib/store/rows.h"
#include "lib/store/schema_version.h"
#include "lib/store/sqlstate.h"

enum state {
	CLOSED,
	CONNECTING,
	ASKING, /* of which version the tables are */
	IDLE,
	RUNNING, /* a statement was sent */
	FEEDING, /* COPY data is being sent */
	ENDING,  /* all of it was */
};

/* libpq's buffer grows without bound unless what it has is sent first. */
enum { CHUNK_LEN = 256 << 10 };

struct async {
	PGconn *c;
	enum state state;
	PostgresPollingStatusType polling;
	bool must_flush;
	const struct buf *copy;
	size_t fed;
	PGresult *result;
	PGnotify *note;
	int outcome; /* of the statement, when it will be done */
	char reason[256];
};

/* A process has one, and another after it when the database moved. */
static char logged[256];

struct async *
async_new(void)
{
	return mem_new(1, sizeof(struct async));
}

void
async_close(struct async *a)
{
	PQclear(a->result);
	PQfreemem(a->note);
	PQfinish(a->c);
	a->result = NULL;
	a->note = NULL;
	a->c = NULL;
	a->state = CLOSED;
	a->copy = NULL;
}

void
async_free(struct async *a)
{
	if (a == NULL)
		return;
	async_close(a);
	free(a);
}

/* The first line of what libpq says, which may have many. */
static void
note_reason(struct async *a, const char *text)
{
	snprintf(a->reason, sizeof(a->reason), "%.*s", (int)strcspn(text, "\n"),
	    text);
	if (strcmp(a->reason, logged) == 0)
		return;
	memcpy(logged, a->reason, sizeof(logged));
	log_warnx("database: %s", a->reason);
}

static int
lose(struct async *a)
{
	note_reason(a, a->c != NULL ? PQerrorMessage(a->c) : "out of memory");
	async_close(a);
	return ERR_IO;
}

/* Notices would go to standard error. */
static void
on_notice(void *arg, const PGresult *result)
{
	(void)arg;
	log_debug("database: %s",
	    PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
}

int
async_connect(struct async *a, const char *conninfo)
{
	async_close(a);
	conninfo_clear_environment();
	a->c = PQconnectStart(conninfo);
	if (a->c == NULL || PQstatus(a->c) == CONNECTION_BAD) {
		(void)lose(a);
		return ERR_AGAIN;
	}
	PQsetNoticeReceiver(a->c, on_notice, NULL);
	a->state = CONNECTING;
	a->polling = PGRES_POLLING_WRITING;
	return ERR_OK;
}

int
async_socket(const struct async *a)
{
	return a->c == NULL ? -1 : PQsocket(a->c);
}

unsigned
async_wants(const struct async *a)
{
	if (a->state == CLOSED)
		return 0;
	if (a->state == CONNECTING)
		return a->polling == PGRES_POLLING_READING ? ASYNC_READ
							   : ASYNC_WRITE;
	return a->must_flush ? ASYNC_READ | ASYNC_WRITE : ASYNC_READ;
}

static int
start_statement(struct async *a, int sent)
{
	PQclear(a->result);
	a->result = NULL;
	a->outcome = ERR_OK;
	a->fed = 0;
	if (sent != 1)
		return lose(a);
	a->state = RUNNING;
	a->must_flush = PQflush(a->c) == 1;
	return ERR_OK;
}

int
async_send(
    struct async *a, const char *sql, size_t count, const char *const *args)
{
	if (a->state != IDLE)
		return ERR_AGAIN;
	a->copy = NULL;
	if (count == 0)
		return start_statement(a, PQsendQuery(a->c, sql));
	return start_statement(a,
	    PQsendQueryParams(
		a->c, sql, (int)count, NULL, args, NULL, NULL, 0));
}

int
async_ask(
    struct async *a, const char *sql, size_t count, const struct db_arg *args)
{
	struct params p;

	if (a->state != IDLE)
		return ERR_AGAIN;
	params_set(&p, count, args);
	a->copy = NULL;
	return start_statement(a,
	    PQsendQueryParams(a->c, sql, (int)count, NULL, p.values, p.lengths,
		p.formats, 0));
}

int
async_send_copy(struct async *a, const char *sql, const struct buf *data)
{
	if (a->state != IDLE)
		return ERR_AGAIN;
	a->copy = data;
	return start_statement(a, PQsendQuery(a->c, sql));
}

static int
step_connecting(struct async *a)
{
	a->polling = PQconnectPoll(a->c);
	if (a->polling == PGRES_POLLING_FAILED)
		return lose(a);
	if (a->polling != PGRES_POLLING_OK)
		return ERR_AGAIN;
	if (PQsetnonblocking(a->c, 1) == -1 ||
	    PQsendQuery(a->c, schema_version_ask) != 1)
		return lose(a);
	a->state = ASKING;
	a->outcome = ERR_OK;
	a->must_flush = PQflush(a->c) == 1;
	return ERR_AGAIN;
}

/* Tables of another version are as a database that is away. */
static int
end_asking(struct async *a, int rc)
{
	char why[SCHEMA_VERSION_WHY];

	if (rc < 0 || async_count(a) != 1) {
		async_close(a);
		return ERR_IO;
	}
	if (schema_version_why((int)async_int(a, 0, 0), why)) {
		note_reason(a, why);
		async_close(a);
		return ERR_IO;
	}
	logged[0] = '\0';
	return ERR_OK;
}

/* One chunk at a time, and the next only when libpq has sent the last. */
static int
feed(struct async *a)
{
	while (a->state == FEEDING && !a->must_flush) {
		size_t left = a->copy->len - a->fed;
		int n = (int)(left < CHUNK_LEN ? left : CHUNK_LEN);
		int rc = n == 0 ? PQputCopyEnd(a->c, NULL)
				: PQputCopyData(a->c,
				      (const char *)a->copy->data + a->fed, n);

		if (rc == -1)
			return lose(a);
		if (rc == 1)
			a->fed += (size_t)n;
		if (rc == 1 && n == 0)
			a->state = ENDING;
		rc = PQflush(a->c);
		if (rc == -1)
			return lose(a);
		a->must_flush = rc == 1;
	}
	return ERR_OK;
}

static void
note_failure(struct async *a, PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);

	if (a->outcome != ERR_OK)
		return;
	a->outcome = sqlstate_err(state);
	if (a->outcome == ERR_AGAIN)
		a->outcome = ERR_IO;
	note_reason(a, text != NULL ? text : PQresultErrorMessage(r));
}

/*
 * ERR_AGAIN while more will come, else how the statement ended. While data is
 * fed, libpq is not busy and says PGRES_COPY_IN each time.
 */
static int
take_results(struct async *a)
{
	PGresult *r;

	while (!PQisBusy(a->c)) {
		r = PQgetResult(a->c);
		if (r == NULL) {
			a->state = IDLE;
			return a->outcome;
		}
		switch (PQresultStatus(r)) {
		case PGRES_COPY_IN:
			PQclear(r);
			a->state = FEEDING;
			if (feed(a) < 0)
				return ERR_IO;
			/* All is fed: a server that refused it half-way has
			 * said so already, and no more input will come. */
			if (a->state == FEEDING)
				return ERR_AGAIN;
			break;
		case PGRES_COMMAND_OK:
		case PGRES_TUPLES_OK:
			PQclear(a->result);
			a->result = r;
			break;
		default:
			note_failure(a, r);
			PQclear(r);
		}
	}
	return ERR_AGAIN;
}

int
async_step(struct async *a)
{
	bool is_asking = a->state == ASKING;
	int rc;

	if (a->state == CLOSED)
		return ERR_IO;
	if (a->state == CONNECTING)
		return step_connecting(a);
	if (PQconsumeInput(a->c) == 0)
		return lose(a);
	rc = PQflush(a->c);
	if (rc == -1)
		return lose(a);
	a->must_flush = rc == 1;
	if (a->state == IDLE)
		return ERR_AGAIN;
	rc = take_results(a);
	if (PQstatus(a->c) == CONNECTION_BAD)
		return lose(a);
	return is_asking && rc != ERR_AGAIN ? end_asking(a, rc) : rc;
}

const char *
async_note(struct async *a)
{
	PQfreemem(a->note);
	a->note = a->c == NULL ? NULL : PQnotifies(a->c);
	return a->note == NULL ? NULL : a->note->relname;
}

struct db_rows *
async_take(struct async *a)
{
	struct db_rows *rows = NULL;

	if (a->result != NULL)
		rows = rows_new(a->result);
	a->result = NULL;
	return rows;
}

size_t
async_count(const struct async *a)
{
	return a->result == NULL ? 0 : (size_t)PQntuples(a->result);
}

size_t
async_affected(const struct async *a)
{
	return a->result == NULL ? 0
				 : strtoul(PQcmdTuples(a->result), NULL, 10);
}

const char *
async_text(const struct async *a, size_t row, int col)
{
	return PQgetvalue(a->result, (int)row, col);
}

int64_t
async_int(const struct async *a, size_t row, int col)
{
	return strtoll(async_text(a, row, col), NULL, 10);
}

const char *
async_reason(const struct async *a)
{
	return a->reason;
}
