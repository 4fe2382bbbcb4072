/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/away.h"

#include "lib/base/clock.h"
#include "tests/unit/test.h"

#define S CLOCK_SECOND

/* How long after a failed try the next is due. */
static int
wait_of(struct away *a, const char *name, int64_t now)
{
	int s = 0;

	while (!away_is_due(a, name, now + s * S))
		s++;
	return s;
}

static void
who_does_not_answer_is_tried_ever_later_up_to_a_minute(void **state)
{
	static const int waits[] = { 5, 10, 20, 40, 60, 60 };
	struct away *a = away_new();
	int64_t now = 100 * S;

	(void)state;
	away_failed(a, "mail", now);
	for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
		assert_int_equal(waits[i], wait_of(a, "mail", now));
		now += waits[i] * S;
		away_try(a, "mail", now);
		away_failed(a, "mail", now);
	}
	away_free(a);
}

static void
those_under_way_beside_the_first_tell_nothing_new(void **state)
{
	struct away *a = away_new();

	(void)state;
	for (int i = 0; i < 8; i++)
		away_failed(a, "1/7", 0);
	assert_int_equal(1, away_count(a));
	assert_int_equal(5, wait_of(a, "1/7", 0));
	away_free(a);
}

static void
while_one_is_tried_no_other_is(void **state)
{
	struct away *a = away_new();

	(void)state;
	away_failed(a, "mail", 0);
	assert_true(away_is_due(a, "mail", 5 * S));
	away_try(a, "mail", 5 * S);
	assert_false(away_is_due(a, "mail", 30 * S));
	/* One whose end was never heard of does not hold up all others. */
	assert_true(away_is_due(a, "mail", 65 * S));
	away_free(a);
}

static void
when_none_waits_the_next_may_be_tried_at_once(void **state)
{
	struct away *a = away_new();

	(void)state;
	away_failed(a, "mail", 0);
	away_try(a, "mail", 5 * S);
	away_untry(a, "mail", 5 * S);
	assert_true(away_is_due(a, "mail", 5 * S));
	away_free(a);
}

static void
who_answers_is_there_and_the_others_are_not(void **state)
{
	struct away *a = away_new();

	(void)state;
	away_failed(a, "mail", 0);
	away_failed(a, "1/7", 0);
	away_failed(a, "1/8", 0);
	away_answers(a, "mail");
	away_answers(a, "2/1"); /* was never away */
	assert_false(away_has(a, "mail"));
	assert_true(away_has(a, "1/7"));
	assert_true(away_has(a, "1/8"));
	assert_int_equal(2, away_count(a));
	away_forget(a);
	assert_int_equal(0, away_count(a));
	away_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    who_does_not_answer_is_tried_ever_later_up_to_a_minute),
		cmocka_unit_test(
		    those_under_way_beside_the_first_tell_nothing_new),
		cmocka_unit_test(while_one_is_tried_no_other_is),
		cmocka_unit_test(when_none_waits_the_next_may_be_tried_at_once),
		cmocka_unit_test(who_answers_is_there_and_the_others_are_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
