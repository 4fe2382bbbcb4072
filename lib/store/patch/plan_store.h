/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_PLAN_STORE_H
#define LIB_STORE_PLAN_STORE_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct db_rows;
struct patch_values;

/*
 * What must be there before a patch goes to production: tests on pilot
 * devices, and emergencies in which there was no time for them. Rows are only
 * added. The database itself refuses a window without them.
 */

enum pilot_check {
	PILOT_FUNCTION,
	PILOT_COMPATIBILITY,
	PILOT_PERFORMANCE,
	PILOT_CHECKS
};

struct pilot {
	int patch, device; /* device 0: at place */
	const char *place;
	int64_t at;
	const char *result[PILOT_CHECKS]; /* "ok", "not_ok", "not_done" */
	const char *note[PILOT_CHECKS];   /* needed for all but ok */
};

const char *pilot_check_name(enum pilot_check check); /* "function" */

int pilot_add(struct db *db, int tenant, const struct pilot *p);
int pilot_list(struct db *db, int tenant, int patch, struct db_rows **out);

/* due, the last moment to approve it, is by the policy in force. */
int emergency_add(
    struct db *db, int tenant, int patch, const char *reason, int64_t *due);
int emergency_list(struct db *db, int tenant, int patch, struct db_rows **out);

/*
 * What is missing before a patch with these values may have a window that is
 * yet to end, in words; nothing is added where all is there. id 0: a new one.
 */
int plan_missing(struct db *db, int tenant, int id,
    const struct patch_values *v, struct buf *out);

/* Until when the policy in force gives time to one with these values, or until
 * when it has time already. */
int plan_latest(struct db *db, int tenant, int id, const struct patch_values *v,
    int64_t *out);

#endif
