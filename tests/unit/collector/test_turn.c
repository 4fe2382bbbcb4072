/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/turn.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

static void
count_end(void *arg)
{
	(*(int *)arg)++;
}

static void
a_turn_that_has_ended_is_not_free_before_it_is_cleared(void **state)
{
	struct turn one = { 0 }, other = { 0 };
	struct turns all = { 0 };
	int ends = 0;

	(void)state;
	turns_add(&all, &one, count_end, &ends);
	turns_add(&all, &other, count_end, &ends);
	assert_int_equal(2, turns_count(&all, TURN_FREE));
	one.state = TURN_BUSY;
	turn_end(&one, ERR_AGAIN, "full");
	assert_int_equal(1, ends);
	assert_int_equal(ERR_AGAIN, one.outcome);
	assert_string_equal("full", buf_str(&one.reason));
	assert_int_equal(1, turns_count(&all, TURN_FREE));
	assert_int_equal(1, turns_count(&all, TURN_ENDED));
	turn_clear(&one);
	assert_int_equal(2, turns_count(&all, TURN_FREE));
	assert_string_equal("", buf_str(&one.reason));
	turn_free(&one);
	turn_free(&other);
}

static void
an_end_without_a_reason_has_an_empty_one(void **state)
{
	struct turn one = { 0 };
	struct turns all = { 0 };
	int ends = 0;

	(void)state;
	turns_add(&all, &one, count_end, &ends);
	turn_end(&one, ERR_OK, NULL);
	assert_string_equal("", buf_str(&one.reason));
	turn_free(&one);
}

static void
what_is_refused_is_tried_after_half_a_minute_up_to_an_hour(void **state)
{
	static const int wait_s[] = { 30, 30, 60, 120, 240, 480, 960, 1920,
		3600, 3600 };

	(void)state;
	for (int i = 0; i < (int)(sizeof(wait_s) / sizeof(wait_s[0])); i++)
		assert_int_equal(
		    7 + wait_s[i] * CLOCK_SECOND, turn_next_try(i, 7));
	assert_int_equal(3600 * CLOCK_SECOND, turn_next_try(1000000, 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_turn_that_has_ended_is_not_free_before_it_is_cleared),
		cmocka_unit_test(an_end_without_a_reason_has_an_empty_one),
		cmocka_unit_test(
		    what_is_refused_is_tried_after_half_a_minute_up_to_an_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
