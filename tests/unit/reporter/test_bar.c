/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/bar.h"

#include "lib/base/clock.h"
#include "tests/unit/test.h"

#include <unistd.h>

static void
tells_how_far_it_is(void **state)
{
	const struct bar b = { .total = 600 };
	char text[BAR_TEXT_MAX];

	(void)state;
	assert_string_equal(
	    "[....................] 0/600", bar_text(&b, 0, 0, 0, text));
	assert_string_equal("[####................] 120/600, 48 s to go",
	    bar_text(&b, 120, 0, 12 * CLOCK_SECOND, text));
	assert_string_equal("[####................] 120/600, 2 failed, "
			    "4 min 00 s to go",
	    bar_text(&b, 120, 2, 60 * CLOCK_SECOND, text));
	assert_string_equal("[####################] 600/600",
	    bar_text(&b, 600, 0, 60 * CLOCK_SECOND, text));
}

static void
shows_nothing_to_a_file(void **state)
{
	struct bar b;

	(void)state;
	/* Where tests run, standard error is a file or a pipe. */
	bar_start(&b, 600);
	assert_int_equal(isatty(STDERR_FILENO), b.is_shown);
	bar_start(&b, 1);
	assert_false(b.is_shown);
	bar_show(&b, 0, 0);
	bar_end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_how_far_it_is),
		cmocka_unit_test(shows_nothing_to_a_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
