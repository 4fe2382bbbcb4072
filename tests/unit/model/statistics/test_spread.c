/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/spread.h"

#include "tests/unit/model/statistics/near.h"

static const double some[] = { 3, 1, 4, 1, 5, 9, 2, 6 };

static void
quantiles_lie_between_their_neighbours(void **state)
{
	(void)state;
	assert_near(1, quantile(some, 8, .1), 1e-12);
	assert_near(1.75, quantile(some, 8, .25), 1e-12);
	assert_near(3.5, median(some, 8), 1e-12);
	assert_near(6.9, quantile(some, 8, .9), 1e-12);
	assert_near(9, quantile(some, 8, 1), 1e-12);
	assert_near(2, median_deviation(some, 8), 1e-12);
	assert_near(0, median(some, 0), 1e-12);
	assert_near(0, median_deviation(some, 0), 1e-12);
}

static void
bursts_show_in_the_dispersion(void **state)
{
	static const double even[] = { 4, 4, 4, 4 }, burst[] = { 0, 0, 16, 0 };
	static const double none[] = { 0, 0, 0 };
	double freedom;

	(void)state;
	assert_near(0, dispersion(even, 4, &freedom), 1e-12);
	assert_near(3, freedom, 1e-12);
	assert_near(16, dispersion(burst, 4, &freedom), 1e-12);
	assert_near(1, dispersion(none, 3, &freedom), 1e-12);
	assert_near(0, freedom, 1e-12);
	assert_near(1, dispersion(burst, 1, &freedom), 1e-12);
}

static void
a_device_with_few_events_is_like_its_class(void **state)
{
	(void)state;
	assert_near(3, dispersion_shrunk(9, 3, 0), 1e-12);
	assert_near(9, dispersion_shrunk(9, 3, 1), 1e-12);
	assert_near(4.5, dispersion_shrunk(9, 3, .25), 1e-12);
	assert_near(1, dispersion_shrunk(.2, .4, .5), 1e-12);
}

static void
one_wild_control_does_not_set_the_ratio(void **state)
{
	static const double before[] = { 4, 4, 4, 4, 4, 4, 4, 4, 4, 4 };
	static const double after[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 996 };
	static const double none[10];

	(void)state;
	assert_true(winsorised_ratio(before, after, 10, 1) > 25);
	assert_near(.25, winsorised_ratio(before, after, 9, .95), 1e-12);
	assert_true(winsorised_ratio(before, after, 10, .85) < .5);
	assert_near(0, winsorised_ratio(none, after, 10, .95), 1e-12);
	assert_near(0, winsorised_ratio(before, after, 0, .95), 1e-12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quantiles_lie_between_their_neighbours),
		cmocka_unit_test(bursts_show_in_the_dispersion),
		cmocka_unit_test(a_device_with_few_events_is_like_its_class),
		cmocka_unit_test(one_wild_control_does_not_set_the_ratio),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
