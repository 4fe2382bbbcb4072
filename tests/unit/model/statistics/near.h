/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_MODEL_STATISTICS_NEAR_H
#define TESTS_UNIT_MODEL_STATISTICS_NEAR_H

#include <math.h>

#include "tests/unit/test.h"

/* Reference values are of SciPy 1.10.1, which uses other algorithms. */
static inline void
assert_near(double wanted, double got, double precision)
{
	if (fabs(wanted - got) > precision * fmax(1e-30, fabs(wanted)))
		fail_msg("wanted %.15g, got %.15g", wanted, got);
}

/* The same numbers every time, evenly from 0 to 1. */
static inline double
draw(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return (double)(*seed >> 11) / 9007199254740992.0;
}

#endif
