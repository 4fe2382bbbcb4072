/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_PROBE_H
#define COLLECTOR_POLL_PROBE_H

#include <stdbool.h>

#include "collector/engine/walk.h"
#include "lib/model/observation.h"

/*
 * One poll of one device: its contact, then one list after the other, until it
 * has said all or falls silent.
 */
struct probe;

struct probe_result {
	enum reading_outcome outcome;
	struct gathered gathered; /* what was said; borrowed */
	int64_t started, ended;   /* of the clock on the wall, */
	int64_t took;             /* and of one that is never set */
};

struct probe_hooks {
	/*
	 * After the contact and after each list: what to ask further, NULL for
	 * nothing; borrowed until the next call or the end. *habit may be set
	 * to what is to be used and learnt of that list.
	 */
	const struct walk_list *(*next)(
	    void *arg, const struct gathered *said, struct walk_habit **habit);
	/* Called once, later; frees the probe. */
	void (*done)(void *arg, const struct probe_result *r);
	void *arg;
};

/*
 * Of party, gathered, until and habit are not looked at. is_knock: a first
 * question to see whether it is there at all, without retries.
 */
struct probe *probe_start(const struct walk_party *party, bool is_knock,
    const struct probe_hooks *hooks);

/* Ends it without its hooks, unless it has ended. NULL is fine. */
void probe_free(struct probe *p);

/* Did it say all that it had to say, faults of its own aside? */
bool probe_is_heard_out(const struct probe_result *r);

#endif
