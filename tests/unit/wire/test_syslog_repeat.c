/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_repeat.h"

#include <string.h>

#include "tests/unit/test.h"

static const struct {
	const char *text;
	unsigned times;
	const char *inner;
} lines[] = {
	{ "last message repeated 3 times", 3, NULL },
	{ "last message repeated 1 time", 1, NULL },
	{ "-- last message repeated 12 times --", 12, NULL },
	{ "message repeated 2 times: [ Failed password for x]", 2,
	    "Failed password for x" },
	{ "(message repeated 2 times: [a]", 2, "a" },
	{ "message repeated 2 times: []", 2, "" },
	{ "message repeated 2 times: [", 0, NULL },
	{ "message repeated 2 times", 0, NULL },
	{ "last message repeated often", 0, NULL },
	{ "last message repeated 999999 times", 999999, NULL },
	{ "last message repeated 1000000 times", 0, NULL },
	{ "the last message repeated 3 times", 0, NULL },
	{ "", 0, NULL },
};

static void
lines_about_lines_are_counted(void **state)
{
	struct span inner;

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++) {
		struct span s = span_of(lines[i].text, strlen(lines[i].text));

		assert_int_equal(lines[i].times, syslog_repeats(&s, &inner));
		assert_true((lines[i].inner == NULL) == (inner.at == NULL));
		if (lines[i].inner != NULL)
			assert_true(span_is(&inner, lines[i].inner));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_about_lines_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
