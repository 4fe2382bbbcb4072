/* SPDX-License-Identifier: Apache-2.0 */
#ifndef LIB_MODEL_STATISTICS_RANKS_H
#define LIB_MODEL_STATISTICS_RANKS_H

#include <stddef.h>

/*
 * The test of Mann and Whitney, one-sided: how likely it is that the values of
 * one group rank so high, or higher, among both, when they are no different
 * from the others. It asks nothing of how values are spread.
 */
struct ranks {
	double u; /* pairs in which the first is the higher; ties count half */
	double p; /* 1 when a group is empty */
	double effect; /* u as a part of all pairs: 0.5 is no difference */
	double z;      /* u in standard deviations, continuity taken off */
};

/*
 * Exact for groups of ten at most without ties, else by the normal
 * approximation with corrections for ties and continuity. n + m below 2^20; no
 * value is a NaN. The arrays are left as they are.
 */
void ranks_compare(const double *first, size_t n, const double *second,
    size_t m, struct ranks *out);

/* The p of so many standard deviations, one-sided. */
double ranks_p(double z);

#endif
