/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_CHANGE_LIST_H
#define LIB_STORE_CHANGE_LIST_H

#include <stdint.h>

struct db;
struct db_rows;

/* What is shown of the audit trail: see the columns in verb_audit.c. */

/* What to list; NULL and DB_NO_TIME: all of it. */
struct change_filter {
	const char *object; /* "device/core-sw1", or all of "device" */
	const char *actor;
	const char *action; /* "device.edit", or all of "device" */
	int64_t since, until;
	int64_t last; /* so many of them */
};

int change_list(struct db *db, int tenant, const struct change_filter *f,
    struct db_rows **out);
int change_show(struct db *db, int tenant, int64_t seq, struct db_rows **out);

/* The last row about a thing, 0: none; and those since then: seq, at, actor,
 * action, detail. */
int change_rev(struct db *db, int tenant, const char *object, int64_t *rev);
int change_since(struct db *db, int tenant, const char *object, int64_t rev,
    struct db_rows **out);

/* Where the trail was when something was issued: anchors, by their lines. */
int change_points(struct db *db, int tenant, struct db_rows **out);

#endif
