/* SPDX-License-Identifier: Apache-2.0 */
#include "register/show/progress.h"

#include "lib/base/clock.h"

#include "tests/unit/test.h"

#define S CLOCK_SECOND

static void
how_far_it_is_is_told_in_words(void **state)
{
	static const struct {
		struct progress_state s;
		int64_t now;
		const char *text;
	} rows[] = {
		{ { 254, 0, 0, 0, CLOCK_NONE, NULL }, 9 * S,
		    "waiting for the daemon" },
		{ { 254, 0, 0, 0, 1 * S, NULL }, 9 * S,
		    "0/254 (0 %), 0 in use, 0 found" },
		/* Of the first seconds nothing is concluded. */
		{ { 254, 127, 3, 2, 1 * S, NULL }, 3 * S,
		    "127/254 (50 %), 3 in use, 2 found" },
		{ { 254, 127, 3, 2, 1 * S, NULL }, 11 * S,
		    "127/254 (50 %), 3 in use, 2 found, 10 s to go" },
		{ { 65534, 655, 1, 1, 1 * S, NULL }, 11 * S,
		    "655/65534 (0 %), 1 in use, 1 found, "
		    "16 min 30 s to go" },
		{ { 65534, 100, 0, 0, 1 * S, NULL }, 11 * S,
		    "100/65534 (0 %), 0 in use, 0 found, "
		    "1 h 49 min to go" },
		{ { 254, 254, 10, 10, 1 * S, NULL }, 60 * S,
		    "254/254 (100 %), 10 in use, 10 found" },
		{ { 0, 0, 0, 0, 1 * S, NULL }, 60 * S,
		    "0/0 (0 %), 0 in use, 0 found" },
		{ { 40, 10, 0, 0, 1 * S, "7 loaded" }, 2 * S,
		    "10/40 (25 %), 7 loaded" },
	};
	char text[PROGRESS_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		assert_string_equal(
		    rows[i].text, progress_text(&rows[i].s, rows[i].now, text));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(how_far_it_is_is_told_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
