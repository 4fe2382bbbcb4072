/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/period.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include "lib/base/err.h"

static const struct {
	const char *name, *kind;
	int year, month, months;
} periods[] = {
	{ "2026Q1", "quarter", 2026, 1, 3 },
	{ "2026Q4", "quarter", 2026, 10, 3 },
	{ "2026-07", "month", 2026, 7, 1 },
	{ "2026", "year", 2026, 1, 12 },
};

static void
quarters_months_and_years_are_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(periods); i++) {
		struct period p;

		assert_int_equal(ERR_OK, period_parse(periods[i].name, &p));
		assert_string_equal(periods[i].kind, p.kind);
		assert_int_equal(periods[i].year, p.year);
		assert_int_equal(periods[i].month, p.month);
		assert_int_equal(periods[i].months, p.months);
	}
}

static void
anything_else_is_refused(void **state)
{
	static const char *const names[] = { "", "Q3", "2026Q5", "2026Q0",
		"2026Q33", "2026-13", "2026-7", "2026-007", "2026M07", "26Q3",
		"2026q3", "2026Q3 " };
	struct period p;

	(void)state;
	for (size_t i = 0; i < ROWS(names); i++)
		assert_int_equal(ERR_PARSE, period_parse(names[i], &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quarters_months_and_years_are_read),
		cmocka_unit_test(anything_else_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
