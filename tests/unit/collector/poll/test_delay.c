/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/delay.h"

#include "tests/unit/test.h"

static void
nothing_is_not_late(void **state)
{
	const struct delay d = { 0 };

	(void)state;
	assert_int_equal(0, delay_permille(&d, 990));
}

static void
one_is_its_own_percentile(void **state)
{
	static const int64_t sizes[] = { 0, 1, 3, 4, 5, 7, 8, 1000, 1000000,
		5000000000 };

	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct delay d = { 0 };

		delay_add(&d, sizes[i]);
		assert_int_equal(sizes[i], delay_permille(&d, 990));
		assert_int_equal(sizes[i], d.max);
	}
}

/* Sizes 1 .. 100000: never below the true one, at most a quarter above. */
static void
a_percentile_is_near(void **state)
{
	struct delay d = { 0 };

	(void)state;
	for (int64_t us = 1; us <= 100000; us++)
		delay_add(&d, us);
	for (unsigned p = 1; p <= 1000; p++)
		assert_in_range(delay_permille(&d, p), p * 100,
		    p * 125 < 100000 ? p * 125 + 1 : 100000);
}

static void
what_is_early_is_not_late(void **state)
{
	struct delay d = { 0 };

	(void)state;
	delay_add(&d, -5);
	assert_int_equal(0, delay_permille(&d, 1000));
}

static void
what_is_beyond_all_is_counted(void **state)
{
	struct delay d = { 0 };

	(void)state;
	delay_add(&d, INT64_MAX);
	assert_int_equal(1, d.total);
	assert_true(delay_permille(&d, 1000) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_not_late),
		cmocka_unit_test(one_is_its_own_percentile),
		cmocka_unit_test(a_percentile_is_near),
		cmocka_unit_test(what_is_early_is_not_late),
		cmocka_unit_test(what_is_beyond_all_is_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
