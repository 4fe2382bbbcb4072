/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/silence.h"

#include "lib/base/clock.h"

#include "tests/unit/test.h"

enum { LIMIT = 3, GAP = 100 };

#define NEW                                                          \
	{                                                            \
		CLOCK_NONE, CLOCK_NONE, 0, CLOCK_NONE, 0, CLOCK_NONE \
	}

static void
three_polls_in_a_row_are_a_silence(void **state)
{
	struct silence s = NEW;

	(void)state;
	assert_int_equal(
	    SILENCE_SAME, silence_note(&s, 10, CONTACT_ANSWERED, LIMIT, GAP));
	assert_int_equal(
	    SILENCE_SAME, silence_note(&s, 20, CONTACT_NONE, LIMIT, GAP));
	assert_int_equal(
	    SILENCE_SAME, silence_note(&s, 30, CONTACT_NONE, LIMIT, GAP));
	assert_int_equal(CLOCK_NONE, silence_since(&s, LIMIT));
	assert_int_equal(
	    SILENCE_BEGAN, silence_note(&s, 40, CONTACT_NONE, LIMIT, GAP));
	assert_int_equal(20, silence_since(&s, LIMIT));
	assert_int_equal(
	    SILENCE_SAME, silence_note(&s, 50, CONTACT_NONE, LIMIT, GAP));
	assert_int_equal(
	    SILENCE_ENDED, silence_note(&s, 60, CONTACT_ANSWERED, LIMIT, GAP));
	assert_int_equal(CLOCK_NONE, silence_since(&s, LIMIT));
	assert_int_equal(60, s.last_answer);
}

static void
an_answer_between_begins_the_count_anew(void **state)
{
	struct silence s = NEW;

	(void)state;
	silence_note(&s, 10, CONTACT_NONE, LIMIT, GAP);
	silence_note(&s, 20, CONTACT_NONE, LIMIT, GAP);
	silence_note(&s, 30, CONTACT_ANSWERED, LIMIT, GAP);
	silence_note(&s, 40, CONTACT_NONE, LIMIT, GAP);
	assert_int_equal(
	    SILENCE_SAME, silence_note(&s, 50, CONTACT_NONE, LIMIT, GAP));
}

/* Nobody looked between 20 and 500: the device may have answered then. */
static void
our_own_gap_begins_the_count_anew(void **state)
{
	struct silence s = NEW;

	(void)state;
	silence_note(&s, 10, CONTACT_NONE, LIMIT, GAP);
	silence_note(&s, 20, CONTACT_NONE, LIMIT, GAP);
	assert_int_equal(
	    SILENCE_SAME, silence_note(&s, 500, CONTACT_NONE, LIMIT, GAP));
	assert_int_equal(
	    SILENCE_SAME, silence_note(&s, 510, CONTACT_NONE, LIMIT, GAP));
	assert_int_equal(
	    SILENCE_BEGAN, silence_note(&s, 520, CONTACT_NONE, LIMIT, GAP));
	assert_int_equal(500, silence_since(&s, LIMIT));
}

static void
a_silence_once_told_is_told_once(void **state)
{
	struct silence s = NEW;

	(void)state;
	for (int at = 10; at <= 30; at += 10)
		silence_note(&s, at, CONTACT_NONE, LIMIT, GAP);
	assert_int_equal(
	    SILENCE_SAME, silence_note(&s, 900, CONTACT_NONE, LIMIT, GAP));
	assert_int_equal(10, silence_since(&s, LIMIT));
	assert_int_equal(
	    SILENCE_ENDED, silence_note(&s, 910, CONTACT_ANSWERED, LIMIT, GAP));
}

/* Somebody is there, and what it runs is as unknown as before. */
static void
a_refusal_ends_a_silence_and_is_no_answer(void **state)
{
	struct silence s = NEW;

	(void)state;
	silence_note(&s, 10, CONTACT_ANSWERED, LIMIT, GAP);
	for (int at = 20; at <= 40; at += 10)
		silence_note(&s, at, CONTACT_NONE, LIMIT, GAP);
	assert_int_equal(
	    SILENCE_ENDED, silence_note(&s, 50, CONTACT_REFUSED, LIMIT, GAP));
	assert_int_equal(10, s.last_answer);
	assert_int_equal(1, s.refused);
	assert_int_equal(50, s.refused_since);
}

static void
refusals_are_counted_until_an_answer(void **state)
{
	struct silence s = NEW;

	(void)state;
	silence_note(&s, 10, CONTACT_REFUSED, LIMIT, GAP);
	silence_note(&s, 20, CONTACT_NONE, LIMIT, GAP);
	silence_note(&s, 30, CONTACT_REFUSED, LIMIT, GAP);
	assert_int_equal(CLOCK_NONE, s.last_answer);
	assert_int_equal(2, s.refused);
	assert_int_equal(10, s.refused_since);
	silence_note(&s, 40, CONTACT_ANSWERED, LIMIT, GAP);
	assert_int_equal(0, s.refused);
	assert_int_equal(CLOCK_NONE, s.refused_since);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_polls_in_a_row_are_a_silence),
		cmocka_unit_test(an_answer_between_begins_the_count_anew),
		cmocka_unit_test(our_own_gap_begins_the_count_anew),
		cmocka_unit_test(a_silence_once_told_is_told_once),
		cmocka_unit_test(a_refusal_ends_a_silence_and_is_no_answer),
		cmocka_unit_test(refusals_are_counted_until_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
