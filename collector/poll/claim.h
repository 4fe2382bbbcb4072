/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_CLAIM_H
#define COLLECTOR_POLL_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#include "collector/dblink.h"

/*
 * How a worker takes rows of the table request, so that no two answer one, and
 * writes what came of them.
 */
struct claim;
struct share;

struct claim_row {
	int tenant_id, device_id; /* device 0: none */
	int64_t request_id;
	const char *kind;
	const char *args; /* JSON */
	bool permitted;   /* of kind legacy */
};

struct claim_answer {
	int tenant_id;
	int64_t request_id;
	const char *outcome, *result; /* a word; JSON or NULL */
};

struct claim_hooks {
	/* One that is ours now, in the order of asking; borrowed. */
	void (*taken)(void *arg, const struct claim_row *row);
	/* All of this time were told. */
	void (*done)(void *arg);
	void *arg;
};

/* db, the worker's name and share are borrowed. */
struct claim *claim_new(struct dblink *db, const char *name,
    const struct share *share, const struct claim_hooks *hooks);
void claim_free(struct claim *c); /* before db; NULL is fine */

/*
 * Takes what is open of the share. What another took is passed over, unless
 * that was before we started, or long ago. Nothing happens while the database
 * is away, or an earlier call is not done.
 */
void claim_take(struct claim *c);

/*
 * done says whether it got there: ERR_AGAIN, it did not.
 * ERR_AGAIN at once: not now, and done is not called.
 */
int claim_answer(struct claim *c, const struct claim_answer *a,
    dblink_done *done, void *arg);

#endif
