/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/rows.h"

#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"

/* Bytes of a column, decoded when they are first asked for. */
struct blob {
	size_t len;
	unsigned char *data;
};

struct db_rows {
	PGresult *result;
	struct blob *blobs; /* one per field; NULL until one is asked for */
};

struct db_rows *
rows_new(struct pg_result *result)
{
	struct db_rows *rows = mem_new(1, sizeof(*rows));

	rows->result = result;
	return rows;
}

static size_t
fields(const struct db_rows *rows)
{
	return (size_t)PQntuples(rows->result) *
	    (size_t)PQnfields(rows->result);
}

void
db_rows_free(struct db_rows *rows)
{
	if (rows == NULL)
		return;
	for (size_t i = 0; rows->blobs != NULL && i < fields(rows); i++)
		PQfreemem(rows->blobs[i].data);
	free(rows->blobs);
	PQclear(rows->result);
	free(rows);
}

size_t
db_count(const struct db_rows *rows)
{
	return (size_t)PQntuples(rows->result);
}

size_t
db_affected(const struct db_rows *rows)
{
	return strtoul(PQcmdTuples(rows->result), NULL, 10);
}

bool
db_is_null(const struct db_rows *rows, size_t row, int col)
{
	if (row >= db_count(rows) || col >= PQnfields(rows->result))
		fatalx("database: no row %zu, column %d", row, col);
	return PQgetisnull(rows->result, (int)row, col) == 1;
}

const char *
db_text(const struct db_rows *rows, size_t row, int col)
{
	if (db_is_null(rows, row, col))
		return NULL;
	return PQgetvalue(rows->result, (int)row, col);
}

int64_t
db_int(const struct db_rows *rows, size_t row, int col)
{
	const char *text = db_text(rows, row, col);

	return text == NULL ? 0 : strtoll(text, NULL, 10);
}

double
db_real(const struct db_rows *rows, size_t row, int col)
{
	const char *text = db_text(rows, row, col);

	return text == NULL ? 0 : strtod(text, NULL);
}

bool
db_bool(const struct db_rows *rows, size_t row, int col)
{
	const char *text = db_text(rows, row, col);

	return text != NULL && *text == 't';
}

/*
 * "2026-11-24 09:14:00.123456+00": the session's zone is UTC, so the offset
 * is always +00, a shape that clock_parse reads once it is gone.
 */
int64_t
db_time(const struct db_rows *rows, size_t row, int col)
{
	const char *text = db_text(rows, row, col);
	char copy[CLOCK_TEXT_MAX];
	int64_t at;
	size_t len;

	if (text == NULL)
		return DB_NO_TIME;
	len = strcspn(text, "+");
	if (len < sizeof(copy)) {
		memcpy(copy, text, len);
		copy[len] = '\0';
		if (clock_parse(copy, &at) == ERR_OK)
			return at;
	}
	fatalx("database: \"%s\" is not a time in UTC", text);
}

static const struct blob *
decode(struct db_rows *rows, size_t row, int col)
{
	const char *text = PQgetvalue(rows->result, (int)row, col);
	struct blob *b;

	if (rows->blobs == NULL)
		rows->blobs = mem_new(fields(rows), sizeof(*rows->blobs));
	b = &rows->blobs[row * (size_t)PQnfields(rows->result) + (size_t)col];
	if (b->data == NULL)
		b->data = PQunescapeBytea((const unsigned char *)text, &b->len);
	if (b->data == NULL)
		fatalx("out of memory");
	return b;
}

const uint8_t *
db_bytes(const struct db_rows *rows, size_t row, int col, size_t *len)
{
	const struct blob *b;

	*len = 0;
	if (db_is_null(rows, row, col))
		return NULL;
	/* The cache is no part of what the caller holds constant. */
	b = decode((struct db_rows *)(uintptr_t)rows, row, col);
	*len = b->len;
	return b->data;
}
