/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_MODEL_WORLD_H
#define TESTS_MODEL_WORLD_H

#include <stdbool.h>

#include "lib/model/deployment.h"

/*
 * A deployment and all that can happen to it, small enough for spin to visit
 * every state: the steps are those of lib/model/transition.c itself, so there
 * is no second table that could differ from it.
 *
 * Time is in ticks and relative: now is 0, what was is below it. What lies more
 * than WORLD_PAST ticks back is as long ago as that, and only in order; each
 * span of the policy is shorter. What no rule asks for any more is forgotten.
 * That both decide nothing is what tests/model/lives.c is for. No pointers:
 * spin compares states as bytes.
 */

enum { WORLD_PAST = 2 };

enum world_event {
	/* what a device says; a reading may be the last of many or of few */
	WORLD_FIX,
	WORLD_FIX_AND_SCOPE, /* withdrawn, or back, at the same moment */
	WORLD_FIX_WATCHED,
	WORLD_FIX_PARTLY,    /* not by every component */
	WORLD_FIX_DISPUTED,  /* a second source says otherwise */
	WORLD_FIX_ELSEWHERE, /* another device in its place */
	WORLD_OLD,
	WORLD_APART,
	WORLD_UNREADABLE,
	WORLD_BOOT,
	/* how it does since */
	WORLD_WORSE,
	WORLD_REBOOTS, /* again and again */
	WORLD_SILENT,  /* for a day */
	WORLD_DISMISS, /* a person: not by the patch */
	/* what people, its log and the clock say */
	WORLD_CLAIM,
	WORLD_SCOPE, /* withdrawn, or back */
	WORLD_CLOCK,
	WORLD_HINT,
	WORLD_WINDOW,
	WORLD_NO_WINDOW,
	WORLD_EXCEPTION,
	WORLD_EVENTS
};

struct world {
	struct deployment d;
	int64_t boot_at;
	int64_t exception_approved, exception_until;
	int64_t worse_at, dismissed;
	int64_t last_at, last_since; /* the last reading, or CLOCK_NONE */
	int last;                    /* what it said */
	int needs_boot, out_of_scope;
	/* What an auditor keeps beside it: the runs of readings that agree. */
	int64_t fix_since, old_since;
	int met;    /* at the first confirmation, or -1 */
	int broken; /* a rule of deployment.h */
};

void world_begin(struct world *w, bool needs_boot);

/* Lets ticks go by and then something happen. Says which rule is broken. */
void world_happen(struct world *w, enum world_event event, int ticks);

/* The same, and nothing is drawn near or forgotten: for lives of some hundred
 * ticks. */
void world_happen_exactly(struct world *w, enum world_event event, int ticks);

/* At the end: whether each state that was seen could be left, and by what. */
void world_report(void);

#endif
