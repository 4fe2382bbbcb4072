/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STABILITY_HOURS_H
#define LIB_MODEL_STABILITY_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A set of hours of the seven weeks that a look can be about: 28 days before a
 * patch and 21 after. They are numbered from the first.
 */
enum {
	HOURS_DAY = 24,
	HOURS_WEEK = 7 * HOURS_DAY,
	HOURS_BEFORE = 4 * HOURS_WEEK,
	HOURS = 7 * HOURS_WEEK,
	HOURS_WORDS = (HOURS + 63) / 64
};

struct hours {
	uint64_t word[HOURS_WORDS];
};

/* Numbers past the end, or below the first, are no hours of it. */
void hours_add(struct hours *h, long hour);
void hours_add_span(struct hours *h, long from, long until); /* until not */
bool hours_have(const struct hours *h, long hour);
size_t hours_count(const struct hours *h);

/* How many are in both, in one pass. */
size_t hours_count_both(const struct hours *a, const struct hours *b);
size_t hours_count_span(const struct hours *h, long from, long until);

void hours_keep(struct hours *h, const struct hours *only);
void hours_drop(struct hours *h, const struct hours *gone);
void hours_join(struct hours *h, const struct hours *more);

/* Of each run of hours the first: how often something began. */
void hours_starts(const struct hours *h, struct hours *out);

#endif
