/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_IMPORT_H
#define REGISTER_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "register/import_table.h" /* its columns */

struct context;
struct db_rows;
struct row_batch;

/*
 * A CSV file into the register: all of it or nothing. Every row is looked at
 * and every fault told as FILE:LINE:COLUMN, so that a file is put right in one
 * go; rows are made in one transaction, in which a later row sees the earlier
 * ones, and which ends in a rollback when anything was wrong.
 */

struct import;

struct import_plan {
	const struct import_column *columns; /* ends with an empty row */

	/* Before the first row, in the transaction: what is there by now. May
	 * be NULL. */
	int (*start)(struct import *im, void *arg);

	/*
	 * Checks a row, tells each fault by import_fault, and makes it unless
	 * one was told. Negative: the database refused; the import ends.
	 */
	int (*row)(struct import *im, void *arg);

	/* After the last row, when all were right and are written; may be
	 * NULL. */
	int (*finish)(struct import *im, void *arg);
	void *arg;
	const char *nouns; /* "devices" */

	/* Which rows are passed over (import_did), "they are over"; NULL: those
	 * that finish tells of, or none. */
	const char *passed;

	/* How the table of another program becomes this one; may be NULL. */
	const struct mapping *mapping;
};

/*
 * path "-" is standard input. Prints what is done, or with dry_run would be.
 * ERR_PARSE when a fault was told.
 */
int import_run(struct context *c, const char *path, bool dry_run,
    const struct import_plan *plan);

/* For row: what it works on. */
struct context *import_context(const struct import *im);
void *import_arg(const struct import *im);

/* A field with its blanks at the ends cut; NULL: empty, or no such column. */
const char *import_text(const struct import *im, const char *column);

/* FILE:LINE:COLUMN: COLUMN: reason; column NULL is the row as such. */
void import_fault(struct import *im, const char *column, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * The row is of something that is there by that name, and option (--update)
 * would change it: said at the end when nothing was imported.
 */
void import_offer(struct import *im, const char *option);

unsigned import_line(const struct import *im);

/* Whether a fault of this row has been told. */
bool import_row_is_bad(const struct import *im);

/* What is done with this row, for the list that is printed. */
void import_did(struct import *im, const char *action, const char *name);

/*
 * Rows that are written together (lib/store/row_batch.h), for start: takes b.
 * told, which may be NULL, is called of each when it is written, with the row
 * that b's look gave of it, and says import_did or import_fault of that line.
 * What is gathered is written before finish, and what the database refuses of
 * it is told by its line. Up to IMPORT_BATCHES of them, written in that order;
 * import_gathered is the first.
 */
enum { IMPORT_BATCHES = 2 };
typedef void import_outcome(
    struct import *im, const struct db_rows *looked, size_t row);
void import_gather(
    struct import *im, struct row_batch *b, import_outcome *told);
struct row_batch *import_gathered(const struct import *im);

/* Now, for a row that reads what is gathered. */
int import_write(struct import *im);

#endif
