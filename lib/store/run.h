/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_RUN_H
#define LIB_STORE_RUN_H

#include <stdbool.h>
#include <stdint.h>

struct db;

/*
 * That a role of the daemon runs, and since when, told to the database once a
 * minute: a report says from it how long we ourselves stood still.
 */
struct run {
	const char *role; /* "verify" */
	int64_t started;  /* of the process; 0: now, at the first telling */
	int64_t due;      /* monotonic */
};

/* Does nothing before it is due. */
int run_tell(struct db *db, struct run *r);

/*
 * Has store loaded all that waited in the journals, at some moment after
 * since? Also when it has loaded nothing from still on (CLOCK_NONE: never so).
 */
int run_is_whole(struct db *db, int64_t since, int64_t still, bool *whole);

#endif
