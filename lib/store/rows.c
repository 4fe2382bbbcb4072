/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/rows.h"

#include <stdio.h>
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

int
db_has_rows(int rc, struct db_rows *rows, bool *out)
{
	if (rc == ERR_OK)
		*out = db_count(rows) > 0;
	db_rows_free(rows);
	return rc;
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

/* Days from 1970-01-01 to a day of the proleptic Gregorian calendar. */
static int64_t
days_to(int64_t year, int month, int day)
{
	int64_t y = month > 2 ? year : year - 1; /* a year begins in March */
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;

	/* 719468 days lie between 0000-03-01 and 1970-01-01. */
	return 365 * y + y / 4 - y / 100 + y / 400 + of_year + day - 1 - 719468;
}

/* ".123456", of which the server leaves out the zeros at the end. */
static int64_t
read_fraction(const char *p)
{
	int64_t us = 0, unit = CLOCK_SECOND / 10;

	if (*p != '.')
		return 0;
	for (p++; *p >= '0' && *p <= '9'; p++, unit /= 10)
		us += (*p - '0') * unit;
	return us;
}

/* A deployment has seventeen times: strtol took half of what reading it cost.
 */
static bool
read_digits(const char **p, int *out)
{
	const char *q = *p;
	int value = 0;

	/* A year has no more than six of them. */
	for (; *q >= '0' && *q <= '9' && q - *p < 8; q++)
		value = 10 * value + *q - '0';
	*out = value;
	if (q == *p)
		return false;
	*p = q;
	return true;
}

/*
 * "2026-11-24 09:14:00.123456+00": DateStyle is ISO and the session's zone is
 * UTC. A time before the year 1 or without end is none of ours.
 */
static bool
read_time(const char *text, int64_t *at)
{
	static const char behind[] = "-- ::";
	int part[6]; /* year, month, day, hour, minute, second */
	const char *p = text, *zone;

	for (int i = 0; i < 6; i++) {
		if (!read_digits(&p, &part[i]))
			return false;
		if (i < 5 && *p++ != behind[i])
			return false;
	}
	zone = p + strspn(p, ".0123456789");
	if (strcmp(zone, "+00") != 0)
		return false;
	*at = days_to(part[0], part[1], part[2]) * CLOCK_DAY +
	    part[3] * CLOCK_HOUR + part[4] * CLOCK_MINUTE +
	    part[5] * CLOCK_SECOND + read_fraction(p);
	return true;
}

int64_t
db_time(const struct db_rows *rows, size_t row, int col)
{
	const char *text = db_text(rows, row, col);
	int64_t at;

	if (text == NULL)
		return DB_NO_TIME;
	if (read_time(text, &at))
		return at;
	log_warnx("database: \"%s\" is not a time in UTC, left out", text);
	return DB_NO_TIME;
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
