/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_IMPORT_TABLE_H
#define REGISTER_IMPORT_TABLE_H

#include <stdarg.h>
#include <stddef.h>

#include "lib/base/log.h"

struct buf;
struct mapping;

/*
 * The file that an import reads, by the columns that it wants: CSV, JSON, or
 * the table of another program as a mapping makes it ours. Where a field stood
 * is known, so that a fault is told with its place.
 */

enum import_flag { IMPORT_REQUIRED = 1 };

struct import_column {
	const char *name;
	unsigned flags;
};

struct import_table;

/* What is wrong with the file, at its line and column. */
typedef void import_table_fault(
    void *arg, unsigned line, unsigned column, const char *text);

/* What is told of a column ("site: there is no ..."), or with NULL of the row,
 * added to out. */
void import_table_words(struct buf *out, const char *column, const char *fmt,
    va_list ap) LOG_FORMAT(3, 0);

/* columns end with an empty row; mapping may be NULL; nouns is "devices". */
struct import_table *import_table_new(const struct import_column *columns,
    const struct mapping *mapping, const char *nouns, import_table_fault *fault,
    void *arg);
void import_table_free(struct import_table *t); /* NULL is fine */

/* path "-" is standard input. Says itself what cannot be read. */
int import_table_open(struct import_table *t, const char *path);
const char *import_table_name(const struct import_table *t); /* for messages */

/* Where each column stands. ERR_PARSE when a fault was told. */
int import_table_header(struct import_table *t);

/*
 * The next row that is meant; the others are counted. ERR_NOTFOUND at the end.
 * Of a field that is missing or cannot be mapped a fault is told.
 */
int import_table_next(struct import_table *t);
size_t import_table_skipped(const struct import_table *t);

/* A field of the row with its blanks at the ends cut; NULL: empty, or no such
 * column. */
const char *import_table_text(const struct import_table *t, const char *column);

/* Of that field, or of the row as such: column NULL, or not in the file. */
unsigned import_table_line(const struct import_table *t);
void import_table_place(const struct import_table *t, const char *column,
    unsigned *line, unsigned *col);

#endif
