/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/number.h"

#include "tests/unit/test.h"

#include "lib/base/err.h"

static const struct {
	const char *text;
	int64_t least, most;
	int rc;
	int64_t n;
} numbers[] = {
	{ "0", 0, 9, ERR_OK, 0 },
	{ "007", 0, 9, ERR_OK, 7 },
	{ "-3", -3, 9, ERR_OK, -3 },
	{ "-4", -3, 9, ERR_RANGE, 42 },
	{ "10", 0, 9, ERR_RANGE, 42 },
	{ "9223372036854775807", 0, INT64_MAX, ERR_OK, INT64_MAX },
	{ "9223372036854775808", 0, INT64_MAX, ERR_RANGE, 42 },
	{ "", 0, 9, ERR_PARSE, 42 },
	{ "x", 0, 9, ERR_PARSE, 42 },
	{ "7x", 0, 9, ERR_PARSE, 42 },
	{ "7 ", 0, 9, ERR_PARSE, 42 },
	{ "0x7", 0, 9, ERR_PARSE, 42 },
};

static void
a_number_is_whole_and_within_its_limits(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(numbers); i++) {
		int64_t n = 42;

		assert_int_equal(numbers[i].rc,
		    number_parse(numbers[i].text, numbers[i].least,
			numbers[i].most, &n));
		assert_int_equal(numbers[i].n, n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_whole_and_within_its_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
