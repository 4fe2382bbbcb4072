/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/seen.h"

#include "lib/base/clock.h"

#include "tests/unit/test.h"

static void
the_same_of_the_same_device_is_known(void **state)
{
	struct seen *s = seen_new();

	(void)state;
	assert_false(seen_before(s, 1, "abc", 3, 1));
	assert_true(seen_before(s, 1, "abc", 3, 2));
	assert_false(seen_before(s, 2, "abc", 3, 3));
	assert_false(seen_before(s, 1, "abd", 3, 4));
	seen_free(s);
}

static void
after_some_minutes_it_is_another_one(void **state)
{
	struct seen *s = seen_new();
	const int64_t later = (SEEN_S + 1) * CLOCK_SECOND;

	(void)state;
	assert_false(seen_before(s, 1, "abc", 3, 1));
	assert_false(seen_before(s, 1, "abc", 3, 1 + later));
	seen_free(s);
}

static void
many_others_do_not_push_it_out(void **state)
{
	struct seen *s = seen_new();

	(void)state;
	assert_false(seen_before(s, 1, "abc", 3, 1));
	for (int i = 0; i < SEEN_SLOTS / 8; i++)
		(void)seen_before(s, 2, &i, sizeof(i), 2 + i);
	assert_true(seen_before(s, 1, "abc", 3, 100000));
	seen_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_of_the_same_device_is_known),
		cmocka_unit_test(after_some_minutes_it_is_another_one),
		cmocka_unit_test(many_others_do_not_push_it_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
