/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CHANGE_DETAIL_H
#define LIB_STORE_CHANGE_DETAIL_H

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

#endif
