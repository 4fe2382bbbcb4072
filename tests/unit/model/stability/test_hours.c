/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/hours.h"

#include "tests/unit/test.h"

static void
hours_outside_of_the_frame_are_none(void **state)
{
	struct hours h = { { 0 } };

	(void)state;
	hours_add(&h, -1);
	hours_add(&h, HOURS);
	hours_add_span(&h, HOURS - 2, HOURS + 50);
	hours_add_span(&h, -50, 1);
	assert_int_equal(3, hours_count(&h));
	assert_false(hours_have(&h, -1));
	assert_true(hours_have(&h, HOURS - 1));
	assert_false(hours_have(&h, HOURS));
}

static void
sets_meet_and_part(void **state)
{
	struct hours a = { { 0 } }, b = { { 0 } }, c;

	(void)state;
	hours_add_span(&a, 10, 200);
	hours_add_span(&b, 100, 300);
	assert_int_equal(100, hours_count_both(&a, &b));
	assert_int_equal(50, hours_count_span(&b, 250, 700));
	c = a;
	hours_keep(&c, &b);
	assert_int_equal(100, hours_count(&c));
	c = a;
	hours_drop(&c, &b);
	assert_int_equal(90, hours_count(&c));
	hours_join(&c, &b);
	assert_int_equal(290, hours_count(&c));
}

static void
a_run_of_hours_begins_once_also_over_words(void **state)
{
	struct hours h = { { 0 } }, starts;

	(void)state;
	hours_add_span(&h, 0, 2);
	hours_add_span(&h, 60, 70);
	hours_add(&h, 128);
	hours_add_span(&h, 190, 192);
	hours_add_span(&h, 192, 193);
	hours_starts(&h, &starts);
	assert_int_equal(4, hours_count(&starts));
	assert_true(hours_have(&starts, 0));
	assert_true(hours_have(&starts, 60));
	assert_true(hours_have(&starts, 128));
	assert_true(hours_have(&starts, 190));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_outside_of_the_frame_are_none),
		cmocka_unit_test(sets_meet_and_part),
		cmocka_unit_test(a_run_of_hours_begins_once_also_over_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
