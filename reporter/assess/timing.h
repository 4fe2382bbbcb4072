/* SPDX-License-Identifier: Apache-2.0 */
#ifndef REPORTER_ASSESS_TIMING_H
#define REPORTER_ASSESS_TIMING_H

#include <stdbool.h>
#include <stdint.h>

struct facts;
struct obligation;

/*
 * Fills in how an obligation stands at the cut: active, in_cohort, overdue,
 * excepted, timing and unknown_why. What cannot be shown is unknown: neither on
 * time nor late.
 */
void timing_judge(const struct facts *f, struct obligation *o);

/* Did our own poller run in the period at all? */
bool timing_polled(const struct facts *f);

/* The longest time of the period that our own poller stood still, in us. */
int64_t timing_longest_gap(const struct facts *f);

#endif
