/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_EXCEPTION_STORE_H
#define LIB_STORE_EXCEPTION_STORE_H

#include <stdint.h>

struct db;
struct db_rows;

/*
 * Decisions not to install in time. Row-level security says who may decide:
 * nobody on their own request. What writes belongs inside a transaction and
 * leaves its change behind.
 */

struct exception {
	int patch, device; /* device 0: every device of the patch */
	const char *reason;
	const char *measure; /* what is done meanwhile */
	const char *owner;   /* a function */
	int64_t valid_until;
};

int exception_request(
    struct db *db, int tenant, const struct exception *e, int64_t *id);

/*
 * By who is connected. ERR_NOTFOUND, unlogged: no such request, or it is their
 * own; ERR_EXISTS, unlogged: decided already.
 */
int exception_approve(
    struct db *db, int tenant, int64_t id, const char *reason);

/* As they stood at a moment, 0: now; see the columns in verb_exception.c. */
int exception_list(struct db *db, int tenant, int64_t at, struct db_rows **out);

#endif
