/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/stability/trials.h"

#include "tests/unit/test.h"

/*
 * How often the look is wrong, with a small fleet and few runs, so that a
 * change of the mathematics is noticed at once; bench/stability has the sizes
 * that its figures are of.
 */
enum { DEVICES = 1000, RUNS = 40 };

static void
a_healthy_fleet_is_not_accused(void **state)
{
	struct null_rollout r;

	(void)state;
	trial_null(1, DEVICES, true, false, &r);
	assert_in_range(r.accused, 0, 1);
	assert_int_equal(0, r.rings_failed);
	assert_in_range(r.looks, 3 * DEVICES / 2, 3 * DEVICES);
	/* Nominally one in a hundred. */
	assert_true(r.counts_below * 100 <= 2 * r.counts);
	assert_true(r.series_large * 100 <= r.series);
}

static void
three_times_as_bad_is_found_by_the_third_day(void **state)
{
	struct ring_trials r;

	(void)state;
	trial_rings(1, RUNS, 20, 3, &r);
	assert_in_range(r.failed[1], RUNS * 9 / 10, RUNS);
}

static void
a_ring_without_harm_passes(void **state)
{
	struct ring_trials r;

	(void)state;
	trial_rings(1, RUNS, 20, 1, &r);
	assert_in_range(r.failed[2], 0, 1);
	assert_true(r.below * 100 <= 3 * r.tests);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_healthy_fleet_is_not_accused),
		cmocka_unit_test(three_times_as_bad_is_found_by_the_third_day),
		cmocka_unit_test(a_ring_without_harm_passes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
