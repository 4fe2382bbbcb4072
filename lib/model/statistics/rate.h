/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STATISTICS_RATE_H
#define LIB_MODEL_STATISTICS_RATE_H

#include <stdbool.h>

/*
 * Whether something happens more often than before, compared with what would be
 * expected: the same change as its controls had.
 *
 * Given both counts together, that of afterwards is binomial with the chance
 * R/(1+R), where R is how many afterwards are expected for each one before.
 * Things that come in bursts prove less than their number says: both counts are
 * divided by the dispersion first.
 */
struct rate_counts {
	double before, after;
	double expected;   /* R: of the controls, or of the exposure; above 0 */
	double dispersion; /* 1 when they come one by one; never below 1 */
};

struct rate_change {
	double p;            /* of so many, or more, without any change */
	double ratio;        /* to what was expected; 1 is no change */
	double lower, upper; /* bounds of the ratio */
};

/* confidence, such as 0.95, is that of each bound by itself. */
void rate_compare(const struct rate_counts *counts, double confidence,
    struct rate_change *out);

/* What keeps a small thing from being called a disturbance. */
struct rate_guards {
	double after; /* at least so many */
	double ratio; /* at least */
	double lower; /* the lower bound is above */
};
bool rate_passes(const struct rate_counts *counts,
    const struct rate_change *change, const struct rate_guards *guards);

#endif
