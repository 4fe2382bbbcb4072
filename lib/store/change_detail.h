/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CHANGE_DETAIL_H
#define LIB_STORE_CHANGE_DETAIL_H

#include <stdint.h>

struct db;

/*
 * A change of a row, from the row as JSON before and after: only what differs
 * is kept, as {"old":{...},"new":{...}}. old is NULL for a row that was added.
 * Inside the transaction of the change; reason may be NULL.
 */
struct change_rows {
	const char *action; /* "device.add" */
	const char *object; /* "device/core-sw1" */
	const char *old_row, *new_row;
	const char *reason;
};

int change_rows_add(struct db *db, int tenant, const struct change_rows *c);

/* The same of what has a number, or a name where there is one: "pilot/12". */
struct change_note {
	const char *action; /* "patch.test" */
	const char *kind;   /* "pilot" */
	int64_t id;
	const char *name;
	const char *old_row, *new_row;
	const char *reason;
};

int change_note(struct db *db, int tenant, const struct change_note *n);

#endif
