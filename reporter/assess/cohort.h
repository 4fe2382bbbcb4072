/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_COHORT_H
#define REPORTER_ASSESS_COHORT_H

#include "reporter/assess/facts.h"
#include "reporter/assess/measure.h"

/*
 * Obligations whose time ended in the period, and what no share of them may
 * cover up: what is still open past it, and what faces the internet or is
 * known to be exploited, which is pressing.
 */
struct cohort {
	int64_t count[TIMINGS];
	int64_t whole;
	bool pressing_short; /* pressing, and not on time */
	bool open_overdue;
	bool pressing_open;
};

/* Takes in one that is in the cohort, by its timing and overdue. */
void cohort_add(struct cohort *c, const struct obligation *o);

/* Bounds of the policy for a measurement, else those for all. */
struct bounds cohort_bounds(const struct facts *f, const char *id);

/*
 * Within: the share, nothing open past its time, and all that is pressing on
 * time. Partly: the share, and nothing pressing open. Below MEASURE_SMALL the
 * late ones are counted, as measure_judge() does, with the same two conditions.
 */
enum outcome cohort_judge(const struct cohort *c, const struct bounds *b);

#endif
