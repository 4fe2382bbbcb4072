/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_STORE_STATUS_STORE_H
#define LIB_STORE_STATUS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/clock.h"

struct db;
struct db_rows;

/* How it stands now: what `patchwacht status` answers. */

/* Counts, in the order of enum status_count. */
enum status_count {
	STATUS_DEVICES,     /* in service */
	STATUS_ANSWERING,   /* answered their last poll */
	STATUS_UNREACHABLE, /* silent for as many polls as the policy says */
	STATUS_REFUSING,    /* there, and refusing us for that many */
	STATUS_UNREAD,      /* never answered so far, or not asked yet */
	STATUS_UNKNOWN,     /* answering, without a version we can read */
	STATUS_OPEN,        /* deployments whose fix is not proven */
	STATUS_LATE,        /* of those, past their deadline and not excepted,
			       by the clock (late_sql.h) */
	STATUS_UNCONFIRMED, /* reported, and not proven */
	STATUS_TROUBLED,    /* failed, rolled back, regressed */
	STATUS_UNDETERMINABLE,
	STATUS_CONFLICTING,
	STATUS_PROVEN,    /* confirmed and not gone, already met included */
	STATUS_ALERTS,    /* open */
	STATUS_WORKERS,   /* of the poller that told of themselves just now, */
	STATUS_POLLED,    /* their devices, of all organisations, */
	STATUS_DELAY_P99, /* and how late polls began, in ms: 99 of 100, */
	STATUS_DELAY_MAX, /* and the latest */
	STATUS_COUNTS
};

/* When a device last answered, when we last asked one, and when the verifier
 * last looked; DB_NO_TIME. */
struct status_times {
	int64_t answer, poll, verified;
};

int status_load(struct db *db, int tenant, int silent_polls,
    int64_t counts[STATUS_COUNTS], struct status_times *last);

/* The last of these by itself, states of deployments are of then, and whether
 * there are any that it looks at. */
int status_verified(struct db *db, int tenant, bool *owed, int64_t *at);

/* Its process tells of itself each minute. */
#define STATUS_VERIFIED_WITHIN (10 * CLOCK_MINUTE)

/* Those that ask for somebody, the gravest first, at most that many (0: all),
 * and how many there are: see the columns in verb_status.c. */
int status_attention(
    struct db *db, int tenant, size_t most, struct db_rows **out, size_t *all);
int status_unreachable(
    struct db *db, int tenant, int silent_polls, struct db_rows **out);

#endif
