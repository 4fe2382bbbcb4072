/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_ROSTER_H
#define COLLECTOR_POLL_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "collector/poll/device.h"
#include "collector/poll/share.h"

struct db_rows;
struct keyring;

struct roster_hooks {
	void (*added)(void *arg, struct device *d, size_t together);
	/* How it is asked; the nth in one look. */
	void (*changed)(void *arg, struct device *d, size_t nth);
	void (*removed)(void *arg, struct device *d); /* freed on return */
	void *arg;
};

/* Which of the devices, and how they are asked when their row leaves it
 * open. */
struct roster_defaults {
	struct share share;
	int64_t interval;
	int rows; /* of one column in a question */
};

/*
 * The devices of the register that are to be polled, in the order of tenant
 * and id. What was learnt of a device outlives a change of its row.
 *
 * The register is looked at page by page, so that nothing waits for a long list
 * of rows: begin, take ... take, end. A look that is not brought to its end
 * leaves what it did not come to as it was.
 */
struct roster {
	struct device **devices;
	size_t count;
	struct roster_defaults defaults;
	struct roster_hooks hooks;
	unsigned look;  /* the latest one's number */
	bool whole;     /* it reads the whole register */
	size_t added;   /* since hooks.added was last called */
	size_t changed; /* in this look */
};

enum {
	ROSTER_POLL_S = 300, /* a row's poll_s that leaves it open */
	ROSTER_GONE = 0,     /* no look has this number */
};

/* whole: who is in no page has gone. */
void roster_begin(struct roster *r, bool whole);
void roster_take(
    struct roster *r, const struct db_rows *rows, const struct keyring *keys);
void roster_end(struct roster *r);
void roster_free(struct roster *r); /* without hooks */

/*
 * A poll of d has ended: if its secret changed meanwhile, it is asked by the
 * new one from now on. Says whether that was so.
 */
bool roster_renew(const struct roster *r, struct device *d);

/*
 * One page: of tenant $1 and device $2 that it comes after, and $3 rows; of
 * changes, of what changed since $4.
 */
extern const char *const roster_page, *const roster_changes;

/* NULL when it is not there. */
struct device *roster_find(
    const struct roster *r, int tenant_id, int device_id);

#endif
