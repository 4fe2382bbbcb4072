/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/decision.h"

#include "lib/base/clock.h"
#include "tests/unit/test.h"

static const struct {
	enum priority priority;
	int days;
	enum function who;
} cases[] = {
	{ PRIORITY_LOW, 1, FUNCTION_SYSTEM_OWNER },
	{ PRIORITY_LOW, 90, FUNCTION_SYSTEM_OWNER },
	{ PRIORITY_LOW, 91, FUNCTION_BOARD },
	{ PRIORITY_MEDIUM, 90, FUNCTION_SYSTEM_OWNER },
	{ PRIORITY_MEDIUM, 365, FUNCTION_BOARD },
	{ PRIORITY_HIGH, 1, FUNCTION_BOARD },
	{ PRIORITY_CRITICAL, 1, FUNCTION_BOARD },
	{ PRIORITY_CRITICAL, 400, FUNCTION_BOARD },
};

static void
class_and_length_say_who_decides(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(cases[i].who,
		    decision_for(cases[i].priority, cases[i].days * CLOCK_DAY));
	/* A moment more is more. */
	assert_int_equal(
	    FUNCTION_BOARD, decision_for(PRIORITY_LOW, 90 * CLOCK_DAY + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(class_and_length_say_who_decides),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
