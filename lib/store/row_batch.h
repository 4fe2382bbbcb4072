/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_ROW_BATCH_H
#define LIB_STORE_ROW_BATCH_H

#include <stddef.h>

struct db;
struct db_arg;
struct db_rows;

/*
 * Rows of a file that are written some hundred together, with a statement or
 * three, and of which it is still known which line was refused. For what a
 * transaction gathers that comes of no file there is slate.h.
 *
 * Of rows that the database must see first, because only it knows whether they
 * are there or have a place, a kind has a look: it says of each what becomes of
 * it, in one statement for all of them.
 */
enum { ROW_TABLES_MAX = 3, ROW_COLUMNS_MAX = 28, ROW_WRITTEN = 0 };

struct row_batch;

struct row_batch_kind {
	/*
	 * Statements over $1, the tenant, and unnest($2,...) of that many
	 * arrays, in this order. A row may be of several lines of a table, or
	 * of none; a later one without columns of its own is over those of the
	 * first. One that changes rows names their table in changes: a rule
	 * hides what it refuses, so that it must return each of its lines.
	 */
	struct row_table {
		const char *sql;
		size_t columns;
		const char *changes;
	} table[ROW_TABLES_MAX];

	/*
	 * Over the arrays of the first table, which has each row once: a row
	 * for each, in order, with what becomes of it in the first column. May
	 * be NULL: all are written.
	 */
	const char *look;

	/* Leaves the trail, and what else follows: made has what each table's
	 * statement returned, of the rows that were written; looked is of all.
	 * May be NULL. */
	int (*note)(struct db *db, struct row_batch *b,
	    struct db_rows *const made[ROW_TABLES_MAX],
	    const struct db_rows *looked);
};

struct row_batch *row_batch_new(
    const struct row_batch_kind *kind, int tenant, const char *reason);
void row_batch_free(struct row_batch *b); /* NULL is fine */

/* Says what became of the row on each line, by what look said of it: when it is
 * written, and not of one that is refused. */
typedef void row_batch_told(
    void *arg, unsigned line, const struct db_rows *looked, size_t row);
void row_batch_tell(struct row_batch *b, row_batch_told *told, void *arg);

int row_batch_tenant(const struct row_batch *b);
const char *row_batch_reason(const struct row_batch *b); /* may be NULL */

/* A row begins, which stands on that line; those before are written when there
 * are many, or much. Negative as row_batch_write. */
int row_batch_begin(struct db *db, struct row_batch *b, unsigned line);

/* One line of a table, of the row that was begun; values are copied. */
void row_batch_add(
    struct row_batch *b, size_t table, const struct db_arg *values);

/*
 * Writes what there is, in the transaction at hand. A row that is refused
 * leaves its line in row_batch_refused, and the transaction without any of
 * them.
 */
int row_batch_write(struct db *db, struct row_batch *b);
unsigned row_batch_refused(const struct row_batch *b); /* 0: none */

/* For note: the line of a row, by its place in looked; and that what follows
 * from the row on that line was refused. */
unsigned row_batch_line(const struct row_batch *b, size_t row);
void row_batch_refuse(struct row_batch *b, unsigned line);

#endif
