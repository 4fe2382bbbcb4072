/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_STABILITY_TRIALS_H
#define BENCH_STABILITY_TRIALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How often the look at a rollout is wrong, and how often it finds what is
 * there: by made-up fleets of which it is known.
 */

/* A rollout over three rings, with three looks at each, of healthy devices. */
struct null_rollout {
	size_t devices, looks;
	size_t accused;      /* devices, at any look */
	size_t rings_failed; /* of three, at any look */
	size_t unsure;       /* devices, at any look: not told from chance */
	/* Single tests at a nominal 1 %, before any adjustment. */
	size_t counts, counts_below, series, series_large;
};
void trial_null(uint64_t seed, size_t devices, bool holiday, bool masked,
    struct null_rollout *out);

/* How many of so many rings failed by each look (1, 3, 7 days). */
struct ring_trials {
	size_t runs, failed[3];
	size_t tests, below; /* at the last look, of the measure alone */
};
void trial_rings(uint64_t seed, size_t runs, size_t ring, double times,
    struct ring_trials *out);

/* Milliseconds of CPU for a look at so many devices and as many controls. */
double trial_cost(uint64_t seed, size_t devices);

#endif
