/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/rate.h"

#include "tests/unit/model/statistics/near.h"

static const struct rate_guards guards = { 5, 2, 1.25 };

static void
a_change_has_its_p_ratio_and_bounds(void **state)
{
	struct rate_counts counts = { 3, 9, 1, 1 };
	struct rate_change c;

	(void)state;
	/* 9 of 12 with chance 1/2; Clopper-Pearson 0.4726734, 0.9281297. */
	rate_compare(&counts, .95, &c);
	assert_near(0.072998046875, c.p, 1e-12);
	assert_near(9.5 / 3.5, c.ratio, 1e-12);
	assert_near(
	    0.47267339643965617 / (1 - 0.47267339643965617), c.lower, 1e-9);
	assert_near(
	    0.9281297444577301 / (1 - 0.9281297444577301), c.upper, 1e-9);
	assert_false(rate_passes(&counts, &c, &guards));
}

static void
what_controls_did_too_is_no_finding(void **state)
{
	struct rate_counts counts = { 28, 21, .25, 1 }; /* 4 weeks, 1 week */
	struct rate_change c;

	(void)state;
	rate_compare(&counts, .95, &c);
	assert_true(c.p < .001);
	assert_true(rate_passes(&counts, &c, &guards));
	/* School began: those without the patch had three times as many. */
	counts.expected = .75;
	rate_compare(&counts, .95, &c);
	assert_true(c.p > .4);
	assert_false(rate_passes(&counts, &c, &guards));
}

static void
bursts_prove_less(void **state)
{
	struct rate_counts counts = { 20, 16, .25, 1 };
	struct rate_change one_by_one, in_bursts;

	(void)state;
	rate_compare(&counts, .95, &one_by_one);
	counts.dispersion = 4;
	rate_compare(&counts, .95, &in_bursts);
	assert_true(one_by_one.p < .01);
	assert_true(in_bursts.p > .01);
	assert_near(one_by_one.ratio, in_bursts.ratio, 1e-12);
	assert_true(in_bursts.lower < one_by_one.lower);
}

static void
nothing_at_all_is_no_change(void **state)
{
	struct rate_counts counts = { 0, 0, .25, 1 };
	struct rate_change c;

	(void)state;
	rate_compare(&counts, .95, &c);
	assert_near(1, c.p, 1e-12);
	assert_near(0, c.lower, 1e-12);
	assert_true(isinf(c.upper));
	counts.before = 12;
	rate_compare(&counts, .95, &c);
	assert_near(1, c.p, 1e-12);
	assert_false(isinf(c.upper));
	assert_false(rate_passes(&counts, &c, &guards));
}

/* How many events in a span of such a mean. */
static double
draw_count(uint64_t *seed, double mean)
{
	double left = exp(-mean), product = draw(seed);
	int n = 0;

	for (; product > left; n++)
		product *= draw(seed);
	return n;
}

static void
one_in_a_hundred_means_one_in_a_hundred_at_the_most(void **state)
{
	enum { DEVICES = 20000 };
	uint64_t seed = 7;
	int accused = 0, devices = DEVICES / one_in();

	(void)state;
	for (int i = 0; i < devices; i++) {
		double mean = .5 + 8 * draw(&seed);
		struct rate_counts counts = {
			.before = draw_count(&seed, 4 * mean),
			.after = draw_count(&seed, mean),
			.expected = .25,
			.dispersion = 1,
		};
		struct rate_change c;

		rate_compare(&counts, .95, &c);
		accused += c.p < .01;
	}
	assert_true(accused > 0);
	assert_true(accused <= devices / 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_has_its_p_ratio_and_bounds),
		cmocka_unit_test(what_controls_did_too_is_no_finding),
		cmocka_unit_test(bursts_prove_less),
		cmocka_unit_test(nothing_at_all_is_no_change),
		cmocka_unit_test(
		    one_in_a_hundred_means_one_in_a_hundred_at_the_most),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
