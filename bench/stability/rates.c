/* SPDX-License-Identifier: Apache-2.0 */

/*
 * rates WHAT SEED N: one line of figures, with tabs between.
 *
 *	null, holiday, calendar	devices: accused, rings, unsure, single tests
 *	rings-1, -2, -3		runs of a ring of twenty that is so much worse
 *	cost			devices: milliseconds
 *	boots			polls: falsely told, missed
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/stability/lives.h"
#include "bench/stability/trials.h"

enum { RING = 20 };

static void
show_null(const char *what, uint64_t seed, size_t n)
{
	bool masked = strcmp(what, "calendar") == 0;
	struct null_rollout r;

	trial_null(seed, n, masked || strcmp(what, "holiday") == 0, masked, &r);
	printf("%zu\t%zu\t%zu\t%.5f\t%.5f\n", r.accused, r.rings_failed,
	    r.unsure, (double)r.counts_below / (double)r.counts,
	    (double)r.series_large / (double)r.series);
}

static void
show_rings(double times, uint64_t seed, size_t n)
{
	struct ring_trials r;
	double runs;

	trial_rings(seed, n, RING, times, &r);
	runs = (double)r.runs;
	printf("%.4f\t%.4f\t%.4f\t%.5f\n", (double)r.failed[0] / runs,
	    (double)r.failed[1] / runs, (double)r.failed[2] / runs,
	    (double)r.below / (double)r.tests);
}

static void
show_boots(uint64_t seed, size_t n)
{
	struct lives sum;

	lives_run(seed, n, &sum);
	printf("%llu\t%llu\n", (unsigned long long)sum.accused,
	    (unsigned long long)sum.missed);
}

int
main(int argc, char **argv)
{
	uint64_t seed;
	size_t n;

	if (argc != 4) {
		fputs("usage: rates WHAT SEED N\n", stderr);
		return 2;
	}
	seed = strtoull(argv[2], NULL, 10);
	n = strtoull(argv[3], NULL, 10);
	if (strcmp(argv[1], "cost") == 0)
		printf("%.0f\n", trial_cost(seed, n));
	else if (strncmp(argv[1], "rings-", 6) == 0)
		show_rings(strtod(argv[1] + 6, NULL), seed, n);
	else if (strcmp(argv[1], "boots") == 0)
		show_boots(seed, n);
	else
		show_null(argv[1], seed, n);
	return 0;
}
