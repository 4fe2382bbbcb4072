/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_PROBE_H
#define COLLECTOR_POLL_PROBE_H

#include <stdbool.h>

#include "collector/poll/walk.h"
#include "lib/model/observation.h"

struct plan;

/*
 * One poll of one device: its contact, then the lists of its plan, one after
 * the other, until it has said all or falls silent.
 */
struct probe;

struct probe_result {
	enum reading_outcome outcome;
	struct gathered gathered; /* what was said; borrowed */
	int64_t started, ended;   /* of the clock on the wall, */
	int64_t took;             /* and of one that is never set */
};

struct probe_hooks {
	/* After the contact: what to ask further. Borrowed; NULL: nothing. */
	const struct plan *(*choose)(void *arg, const struct gathered *said);
	/* Called once, later; frees the probe. */
	void (*done)(void *arg, const struct probe_result *r);
	void *arg;
};

/*
 * party->gathered and until are not looked at. is_knock: a first question to
 * see whether it is there at all, without retries.
 */
struct probe *probe_start(const struct walk_party *party, bool is_knock,
    const struct probe_hooks *hooks);

/* Ends it without its hooks, unless it has ended. NULL is fine. */
void probe_free(struct probe *p);

#endif
