/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_ROSTER_H
#define COLLECTOR_POLL_ROSTER_H

#include <stddef.h>
#include <stdint.h>

#include "collector/poll/device.h"
#include "collector/poll/share.h"

struct db;
struct keyring;

/*
 * The devices of the register that are to be polled, in the order of tenant
 * and id. What was learnt of a device outlives a change of its row.
 */
struct roster {
	struct device **devices;
	size_t count;
};

struct roster_hooks {
	void (*added)(void *arg, struct device *d, size_t together);
	void (*changed)(void *arg, struct device *d); /* how it is asked */
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

enum { ROSTER_POLL_S = 300 }; /* a row's poll_s that leaves it open */

/* Brings r up to date; on an error it is as it was. */
int roster_load(struct roster *r, struct db *db, const struct keyring *keys,
    const struct roster_defaults *defaults, const struct roster_hooks *hooks);
void roster_free(struct roster *r); /* without hooks */

/* NULL when it is not there. */
struct device *roster_find(
    const struct roster *r, int tenant_id, int device_id);

#endif
