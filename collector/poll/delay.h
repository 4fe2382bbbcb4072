/* SPDX-License-Identifier: Apache-2.0 */
#ifndef COLLECTOR_POLL_DELAY_H
#define COLLECTOR_POLL_DELAY_H

#include <stdint.h>

/*
 * How late polls began, counted by size: four classes to each doubling, so that
 * a percentile is at most a quarter too high. Ready for use when zeroed.
 */
enum { DELAY_CLASSES = 160 };

struct delay {
	uint32_t count[DELAY_CLASSES];
	uint64_t total;
	int64_t max; /* microseconds */
};

void delay_add(struct delay *d, int64_t us); /* below 0 is 0 */

/* What so many of 1000 did not exceed; 0 when nothing was added. */
int64_t delay_permille(const struct delay *d, unsigned permille);

#endif
