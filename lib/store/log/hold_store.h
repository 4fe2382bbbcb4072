/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_LOG_HOLD_STORE_H
#define LIB_STORE_LOG_HOLD_STORE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Legal holds: while one is open, retention drops nothing that overlaps its
 * time, of whatever organisation: a partition is of all of them.
 */
struct db;
struct db_rows;

struct hold {
	int64_t since, until;
	const char *reason, *owner;
};

/* ERR_RANGE, logged: ends before it begins. In the chain of changes, too. */
int hold_add(struct db *db, int tenant, const struct hold *h, int64_t *id);

/* ERR_NOTFOUND, unlogged: no open one of that number. */
int hold_release(struct db *db, int tenant, int64_t id, const char *reason);

/* hold, since, until, owner, reason, set_by, set_at, released_by, released_at,
 * release_reason; open ones, or all. */
/* As they stood at a moment; 0: now. */
int hold_list(
    struct db *db, int tenant, bool all, int64_t at, struct db_rows **out);

#endif
