/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REGISTER_LIST_H
#define REGISTER_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct column;
struct db_rows;
struct table;

/*
 * A list that may have millions of rows: printed while they are read, so that
 * memory does not grow with it. People get the first thousand unless they say
 * how many; programs get all.
 *
 *	static long first = LIST_UNSAID;
 *	... FIRST_FLAG(first) in the flags ...
 *	list_begin(&l, "devices", columns, first);
 *	rc = device_store_each(..., list_asks(&l), list_take, &l);
 *	n = list_end(&l, rc);
 */
struct list {
	struct table *table;
	long first; /* 0: all */
	bool more;  /* there were more */
};

enum { LIST_UNSAID = -1 };

#define FIRST_FLAG(into)                                                 \
	{                                                                \
		"first", FLAG_INT, &(into), "N",                         \
		    "the first N of them, 0: all (1000 for people, all " \
		    "for programs)"                                      \
	}

void list_begin(
    struct list *l, const char *name, const struct column *columns, long first);

/* How many rows to ask for: one more than are shown. 0: all. */
long list_asks(const struct list *l);

void list_take(void *list, const struct db_rows *row); /* a db_take of db.h */

/* After rc < 0 what was printed is left as it is. How many were shown. */
size_t list_end(struct list *l, int rc);

#endif
