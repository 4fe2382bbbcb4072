/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/choice.h"

#include "lib/base/err.h"
#include "tests/unit/test.h"

static const char *const spans[] = { "month", "quarter", "year", NULL };

static void
a_word_of_the_list_is_taken(void **state)
{
	struct buf why = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, choice_check("quarter", spans, &why));
	assert_int_equal(0, why.len);
	buf_free(&why);
}

static void
another_one_is_told_with_all_of_them_and_the_nearest(void **state)
{
	static const struct {
		const char *typed, *said;
	} rows[] = {
		{ "yaer",
		    "\"yaer\" is none of month, quarter, year; did you mean "
		    "\"year\"?" },
		{ "week", "\"week\" is none of month, quarter, year" },
		{ "", "\"\" is none of month, quarter, year" },
		{ "Month",
		    "\"Month\" is none of month, quarter, year; did you mean "
		    "\"month\"?" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct buf why = { 0 };

		assert_int_equal(
		    ERR_PARSE, choice_check(rows[i].typed, spans, &why));
		assert_string_equal(rows[i].said, buf_str(&why));
		buf_free(&why);
	}
}

static void
words_may_come_one_by_one_behind_what_was_said_before(void **state)
{
	struct buf why = { 0 };
	struct choice c;

	(void)state;
	buf_add_str(&why, "--to: ");
	choice_start(&c, "baord");
	choice_offer(&c, "board");
	choice_offer(&c, "ciso");
	choice_tell(&c, &why);
	assert_string_equal(
	    "--to: \"baord\" is none of board, ciso; did you mean \"board\"?",
	    buf_str(&why));
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_of_the_list_is_taken),
		cmocka_unit_test(
		    another_one_is_told_with_all_of_them_and_the_nearest),
		cmocka_unit_test(
		    words_may_come_one_by_one_behind_what_was_said_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
