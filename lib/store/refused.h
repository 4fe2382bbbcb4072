/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_REFUSED_H
#define LIB_STORE_REFUSED_H

#include <stdbool.h>

/*
 * What the server would not let somebody write (SQLSTATE 42501), from its
 * words. A rule of a table has a name where it narrows what others allow; where
 * nothing allows the row, or the table as a whole is not theirs, none is named.
 */
struct refused {
	char *table;  /* NULL: nothing was refused */
	char *policy; /* or NULL */
};

void refused_free(struct refused *r); /* and is empty then */

/*
 * By the message and its context, which may be NULL. False, and *out is empty,
 * where no table is named; and where a function of the schema refused, which
 * says why itself, but for the one that hands out ids: it is the first that a
 * supplier meets.
 */
bool refused_read(
    const char *message, const char *context, struct refused *out);

/*
 * A rule may also hide what it refuses: by the tag of a statement that went
 * well, whether it wrote, or locked to write, nothing ("UPDATE 0"). Then *out
 * is the table, and the rule that would have hidden its rows. What is about
 * many rows at once, of which there may be none, is left out: a statement WITH
 * others, and locks on deployments.
 */
bool refused_unwritten(const char *sql, const char *tag, struct refused *out);

/* A function of the schema refuses in a sentence that is meant for people. */
bool refused_is_sentence(const char *message, const char *context);

#endif
