/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DISCOVER_DISCOVER_H
#define COLLECTOR_DISCOVER_DISCOVER_H

#include <stdint.h>

#include "collector/discover/visit.h"
#include "lib/store/db.h"

struct event_base;
struct planner;

/*
 * Sweeps that operators asked for, one after the other. Each has sockets of
 * its own, with its own limit of datagrams a second: polling does not wait for
 * it. How far it is stands in the database, so that a sweep goes on where it
 * was when the poller starts again; addresses that were being visited are
 * visited once more. While the database is away a sweep stands still.
 */
struct discover;

struct discover_hooks {
	/* False: there is none, or it does not open. */
	bool (*key)(
	    void *arg, int tenant_id, int credential_id, struct visit_key *out);
	void *arg;
};

/* How strangers are asked. */
struct discover_terms {
	int64_t timeout; /* of a first datagram */
	int rows;        /* of one column in a question */
};

/* target and hooks are copied. */
struct discover *discover_new(struct event_base *base,
    const struct db_target *target, const struct discover_hooks *hooks);
void discover_free(struct discover *d); /* NULL is fine */

/* What strangers are asked, and how. Visits under way begin again. planner is
 * borrowed until the next use, NULL until it is set. */
void discover_use(struct discover *d, struct planner *planner,
    const struct discover_terms *terms);

/* Begins a sweep; one that is under way, or has ended, is passed over. */
void discover_begin(struct discover *d, int tenant_id, int discovery_id);

/* Goes on with all that were begun, or asked for, before. */
void discover_resume(struct discover *d);

#endif
