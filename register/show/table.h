/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_TABLE_H
#define REGISTER_TABLE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "register/command.h"

struct db_rows;

/*
 * What a verb shows, described once: a table for people (libsmartcols), JSON
 * and CSV for programs. Programs see every column, by its name and with times
 * in UTC; people see those with a title, with times in their own zone.
 */

enum column_type {
	COLUMN_TEXT,
	COLUMN_INT,
	COLUMN_BOOL,
	COLUMN_TIME,
	COLUMN_LIST, /* a JSON array of texts; people see "a, b" */
	COLUMN_JSON, /* JSON as it is */
};

enum column_flag {
	COLUMN_WRAP = 1, /* long: may take more than one line */
};

struct column {
	const char *name;  /* "in_service" */
	const char *title; /* "IN SERVICE"; NULL: not for people */
	enum column_type type;
	unsigned flags;
};

struct table;

/* columns ends with an empty row and outlives the table, as does name. */
struct table *table_new(const char *name, const struct column *columns);
void table_free(struct table *t); /* NULL is fine */

/* Makes it one thing with its properties below each other. */
void table_make_record(struct table *t);

/* The next cell, left to right, row after row. NULL and DB_NO_TIME: empty. */
void table_add_text(struct table *t, const char *text);
void table_add_int(struct table *t, int64_t value);
void table_add_bool(struct table *t, bool value);
void table_add_time(struct table *t, int64_t at);

/* All rows of an answer, which has the same columns in the same order. */
void table_add_rows(struct table *t, const struct db_rows *rows);

/* The first most of them; how many that leaves out. */
size_t table_add_first(
    struct table *t, const struct db_rows *rows, size_t most);

size_t table_rows(const struct table *t); /* those printed, too */

/*
 * For a list that may be long, in place of table_print: from here on rows are
 * printed in parts as they are added, and forgotten. Widths are those of the
 * first part unless a later one needs more. What table_end does not follow is
 * not whole, and JSON shows that.
 */
void table_start(struct table *t, FILE *out, enum form form);
void table_end(struct table *t);

/* JSON: an array of objects, or one object for a record. */
void table_print(const struct table *t, FILE *out, enum form form);

/*
 * More than one: JSON is an object by the tables' names, CSV has an empty line
 * between, people see the names of all but records as headings.
 */
void tables_print(
    struct table *const *tables, size_t n, FILE *out, enum form form);

#endif
