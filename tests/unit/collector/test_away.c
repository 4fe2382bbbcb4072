/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/away.h"

#include "lib/base/clock.h"
#include "lib/base/err.h"
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

static void
what_never_left_this_host_is_no_try_of_a_receiver(void **state)
{
	struct away *a = away_new();

	(void)state;
	away_failed(a, "mail", 0);
	away_untry(a, "mail", S); /* not the one that was to find out */
	assert_false(away_is_due(a, "mail", S));
	assert_true(away_is_due(a, "mail", 5 * S));
	away_free(a);
}

static void
who_fails_where_others_arrive_has_itself_to_blame(void **state)
{
	struct away *a = away_new();

	(void)state;
	for (int i = 1; i <= AWAY_TRIES; i++) {
		assert_int_equal(ERR_IO, away_note(a, "1/7", i, ERR_IO, i * S));
		assert_true(away_has(a, "1/7"));
		assert_int_equal(ERR_OK, away_note(a, "1/7", 1, ERR_OK, i * S));
		assert_false(away_has(a, "1/7"));
	}
	assert_int_equal(
	    ERR_AGAIN, away_note(a, "1/7", AWAY_TRIES + 1, ERR_IO, 9 * S));
	assert_int_equal(0, away_count(a));
	/* Another one fails, too: then it is the receiver, for all. */
	assert_int_equal(ERR_IO, away_note(a, "1/7", 1, ERR_IO, 9 * S));
	assert_int_equal(
	    ERR_IO, away_note(a, "1/7", AWAY_TRIES + 1, ERR_IO, 9 * S));
	assert_int_equal(5, wait_of(a, "1/7", 9 * S));
	away_free(a);
}

static void
who_has_answered_nobody_is_away_however_often_one_failed(void **state)
{
	struct away *a = away_new();

	(void)state;
	assert_int_equal(ERR_IO, away_note(a, "mail", 1000, ERR_IO, 0));
	assert_true(away_has(a, "mail"));
	assert_int_equal(ERR_AGAIN, away_note(a, "mail", 1, ERR_AGAIN, 0));
	assert_false(away_has(a, "mail"));
	/* It is another one after a reload. */
	away_forget(a);
	assert_int_equal(ERR_IO, away_note(a, "mail", 1000, ERR_IO, 0));
	assert_true(away_has(a, "mail"));
	away_free(a);
}

static void
many_go_and_come_back(void **state)
{
	static const char *const names[] = { "mail", "1/1", "1/2", "2/1" };
	struct away *a = away_new();

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++)
		away_failed(a, names[i], 0);
	away_answers(a, "1/1");
	away_answers(a, "mail");
	away_failed(a, "1/1", 7 * S);
	assert_int_equal(3, away_count(a));
	assert_int_equal(5, wait_of(a, "1/1", 7 * S));
	assert_false(away_has(a, "mail"));
	for (size_t i = 1; i < ROWS(names); i++)
		assert_true(away_has(a, names[i]));
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
		cmocka_unit_test(
		    what_never_left_this_host_is_no_try_of_a_receiver),
		cmocka_unit_test(
		    who_fails_where_others_arrive_has_itself_to_blame),
		cmocka_unit_test(
		    who_has_answered_nobody_is_away_however_often_one_failed),
		cmocka_unit_test(many_go_and_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
