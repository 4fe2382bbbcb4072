/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/program/outcome.h"

#include <string.h>

#include "lib/base/buf.h"
#include "tests/unit/test.h"

/* As waitpid(2) has it on Linux. */
enum { EXIT = 256 };

static void
a_program_has_delivered_waits_or_refuses(void **state)
{
	static const struct {
		struct outcome o;
		enum control_type wanted;
	} rows[] = {
		{ { .status = 0 }, CONTROL_DONE },
		{ { .status = 75 * EXIT }, CONTROL_LATER },
		{ { .status = 1 * EXIT }, CONTROL_NO },
		{ { .status = 127 * EXIT }, CONTROL_NO },
		{ { .status = 11 }, CONTROL_NO },
		{ { .status = 9, .timed_out = true }, CONTROL_LATER },
		{ { .status = 9, .stopped = true }, CONTROL_LATER },
		/* It ended well in the moment in which it was killed: who
		 * knows whether all of it was done? */
		{ { .status = 0, .timed_out = true }, CONTROL_LATER },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		assert_int_equal(rows[i].wanted, outcome_answer(&rows[i].o));
}

static void
the_reason_is_one_line_that_can_be_stored(void **state)
{
	static const struct {
		struct outcome o;
		const char *wanted;
	} rows[] = {
		{ { .status = 0, .output = "fine", .len = 4 }, "" },
		{ { .status = 1 * EXIT }, "exit 1" },
		{ { .status = 1 * EXIT, .output = "\n \n", .len = 3 },
		    "exit 1" },
		{ { .status = 75 * EXIT,
		      .output = " no\n\n  desk \n",
		      .len = 12 },
		    "exit 75: no desk" },
		{ { .status = 9, .output = "a", .len = 1 },
		    "ended by signal 9: a" },
		{ { .status = 9, .timed_out = true, .seconds = 30 },
		    "not done within 30 s, killed" },
		{ { .status = 9, .stopped = true },
		    "not done when the daemon stopped" },
		{ { .status = 2 * EXIT, .output = "a\0b\xff\x1b", .len = 5 },
		    "exit 2: a\\x00b\\xff\\x1b" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct buf b = { 0 };

		outcome_reason(&rows[i].o, &b);
		assert_string_equal(rows[i].wanted, buf_str(&b));
		buf_free(&b);
	}
}

static void
only_the_beginning_of_what_it_wrote_is_kept(void **state)
{
	static char much[3 * OUTCOME_OUTPUT_MAX];
	struct outcome o = {
		.status = 1 * EXIT, .output = much, .len = sizeof(much)
	};
	struct buf b = { 0 };

	(void)state;
	memset(much, 'x', sizeof(much));
	outcome_reason(&o, &b);
	assert_int_equal(strlen("exit 1: ") + OUTCOME_OUTPUT_MAX, b.len);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_program_has_delivered_waits_or_refuses),
		cmocka_unit_test(the_reason_is_one_line_that_can_be_stored),
		cmocka_unit_test(only_the_beginning_of_what_it_wrote_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
