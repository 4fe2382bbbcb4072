/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_SLATE_H
#define LIB_STORE_SLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Rows that a transaction writes, gathered, so that a thousand of one kind cost
 * one statement and not a thousand. They are written before COMMIT, when there
 * are many, and by slate_write; gone after ROLLBACK.
 *
 * Who reads rows that may stand here calls slate_write before: nothing in the
 * database has them yet. Ids are taken beforehand (db_next_id), so that one row
 * may name another.
 */

struct db;
struct db_arg;

enum { SLATE_COLUMNS_MAX = 32 };

/* In this order kinds are written: what is named comes before who names it. */
enum slate_rank {
	SLATE_EVIDENCE,
	SLATE_VERSION_SEEN,
	SLATE_VERSION_ENDED,
	SLATE_VERSION_BEGUN,
	SLATE_EVENT,
	SLATE_TRANSITION,
	SLATE_DEPLOYMENT,
	SLATE_ALERT_OPENED,
	SLATE_ALERT_CLOSED,
	SLATE_RANKS
};

struct slate_kind {
	enum slate_rank rank;
	size_t columns;

	/*
	 * A statement over unnest($1,...) of that many arrays. Of rows with a
	 * note it returns the id of each and what the trail says of it, in the
	 * order in which they were added.
	 */
	const char *sql;

	/* A row that the statement does not find is ERR_NOTFOUND, unlogged. */
	bool all;
};

/* What the trail of changes says of a row, when it is written. */
struct slate_note {
	int tenant;
	int64_t id;
	const char *action, *object, *reason;
};

/*
 * Inside a transaction; values are copied. note may be NULL, for each of a kind
 * or for none. Negative when rows had to be written and could not be.
 */
int slate_add(struct db *db, const struct slate_kind *kind,
    const struct db_arg *value, const struct slate_note *note);

/* All that stands there, in the transaction at hand. */
int slate_write(struct db *db);

#endif
