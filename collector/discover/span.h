/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_DISCOVER_SPAN_H
#define COLLECTOR_DISCOVER_SPAN_H

#include <stdint.h>

struct sweep_run;

/*
 * Numbers that are done, in a window that moves along. They are counted in
 * order, so that whoever goes on from passed counts none of them twice.
 */

enum { SPAN = 1 << 14 /* numbers that may be ahead of the first open */ };

/* What came of a number. */
enum came_of {
	MARK_DONE = 1,
	MARK_ANSWERED = 2, /* somebody is there */
	MARK_FOUND = 4,    /* and told what it is */
	MARK_SKIPPED = 8,
};

struct span {
	uint8_t marks[SPAN]; /* by number, from the run's passed on */
};

/* number < passed + SPAN */
void span_pass(
    struct span *s, struct sweep_run *r, uint64_t number, unsigned marks);

/* Back to the first number that is not done, which it returns. */
uint64_t span_rewind(struct span *s, struct sweep_run *r);

#endif
