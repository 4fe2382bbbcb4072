/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/exporter.h"

#include "lib/base/clock.h"
#include "tests/unit/test.h"

static void
what_is_dear_is_counted_seldom_and_is_a_minute_old_at_most(void **state)
{
	static const struct {
		int64_t took, told;
	} cases[] = {
		{ 0, 5 * CLOCK_SECOND },
		{ CLOCK_SECOND / 10, 5 * CLOCK_SECOND },
		{ CLOCK_SECOND / 4, 25 * CLOCK_SECOND / 2 },
		{ CLOCK_SECOND, 50 * CLOCK_SECOND },
		{ 2 * CLOCK_SECOND, CLOCK_MINUTE },
		{ CLOCK_HOUR, CLOCK_MINUTE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(cases[i].told, exporter_fresh(cases[i].took));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_is_dear_is_counted_seldom_and_is_a_minute_old_at_most),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
