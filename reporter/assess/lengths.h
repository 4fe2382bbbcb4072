/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_LENGTHS_H
#define REPORTER_ASSESS_LENGTHS_H

#include <stddef.h>
#include <stdint.h>

/*
 * Lengths of time, in microseconds, and the one in their middle. They are put
 * in order once, when all are there.
 */
struct lengths {
	int64_t *us;
	size_t n;
};

void lengths_add(struct lengths *l, int64_t us);
void lengths_sort(struct lengths *l);
void lengths_free(struct lengths *l);

/* In order: what so many percent, 1 to 100, do not exceed; of none 0. */
int64_t lengths_rank(const struct lengths *l, size_t percent);

/* In seconds; of none 0. */
int64_t lengths_mean_s(const struct lengths *l);

#endif
