/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_BASE_CSV_H
#define LIB_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/*
 * Tables that operators write or export (RFC 4180, UTF-8): separated by comma,
 * semicolon or tab, whichever the header line uses most. A byte order mark and
 * either line end are fine, a NUL or a byte that is not UTF-8 is not. Each
 * field knows where it stood, for messages: NAME:LINE:COLUMN, both from 1, the
 * column in characters.
 */

enum {
	CSV_FILE_MAX = 64 << 20,
	CSV_ROW_MAX = 1 << 20,
	CSV_FIELD_MAX = 64 << 10,
	CSV_FIELDS_MAX = 256,
};

struct csv;

struct csv_field {
	const char *text; /* NUL-terminated, unquoted, blanks kept */
	size_t len;
	unsigned line, column;
	bool quoted;
};

struct csv_row {
	const struct csv_field *fields;
	size_t count;
	unsigned line; /* on which it begins */
};

/* text is kept until csv_close. */
struct csv *csv_open(const char *name, const char *text, size_t len);
void csv_close(struct csv *c); /* NULL is fine */

/*
 * The next row, borrowed until the next call; empty lines are passed over. The
 * first is the header. ERR_NOTFOUND at the end; ERR_PARSE or ERR_RANGE logs
 * "NAME:LINE:COLUMN: reason" and is the end, too.
 */
int csv_next(struct csv *c, struct csv_row *out);

char csv_separator(const struct csv *c);

/* Before the first row: another separator than was found, lines to pass over.
 */
void csv_set_separator(struct csv *c, char separator);
void csv_skip(struct csv *c, unsigned lines);

/*
 * For writers: appends a field, quoted if need be. A text that a spreadsheet
 * would run as a formula gets an apostrophe in front.
 */
void csv_add(struct buf *out, const char *text);

#endif
