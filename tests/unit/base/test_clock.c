/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/clock.h"

#include <stdio.h>
#include <time.h>

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include "lib/base/err.h"

static const struct {
	const char *text, *utc;
} instants[] = {
	{ "2026-11-24", "2026-11-24T00:00:00Z" },
	{ "2026-11-24T09:14", "2026-11-24T09:14:00Z" },
	{ "2026-11-24 09:14:05", "2026-11-24T09:14:05Z" },
	{ "2026-11-24T09:14:05.25Z", "2026-11-24T09:14:05.250000Z" },
	{ "2026-11-24T09:14:05.1234567Z", "2026-11-24T09:14:05.123456Z" },
	{ "2026-07-01T00:30:00+02:00", "2026-06-30T22:30:00Z" },
	{ "2026-07-01 00:30:00.5+02", "2026-06-30T22:30:00.500000Z" },
	{ "2026-06-30T17:00:00-0530", "2026-06-30T22:30:00Z" },
	{ "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000Z" },
	{ "2024-02-29", "2024-02-29T00:00:00Z" }, /* a leap day */
};

static void
instants_are_read_in_any_zone_and_shown_in_utc(void **state)
{
	char text[CLOCK_TEXT_MAX];
	int64_t at;

	(void)state;
	for (size_t i = 0; i < ROWS(instants); i++) {
		assert_int_equal(ERR_OK, clock_parse(instants[i].text, &at));
		assert_string_equal(instants[i].utc, clock_format(at, text));
	}
	/* "No time" in other rooms. */
	assert_string_equal(
	    "-290308-12-21T19:59:05.224192Z", clock_format(INT64_MIN, text));
}

static const struct {
	const char *text;
	int rc;
} refused[] = {
	{ "", ERR_PARSE },
	{ "yesterday", ERR_PARSE },
	{ "2026-1-24", ERR_PARSE },
	{ "24-11-2026", ERR_PARSE },
	{ "2026-11-24T", ERR_PARSE },
	{ "2026-11-24T09:14:", ERR_PARSE },
	{ "2026-11-24T09:14:05.Z", ERR_PARSE },
	{ "2026-11-24T09:14+99:00", ERR_PARSE },
	{ "2026-11-24T09:14+1", ERR_PARSE },
	{ "2026-11-24T09:14+01:", ERR_PARSE },
	{ "2026-11-24T09:14+01:0", ERR_PARSE },
	{ "2026-11-24 and more", ERR_PARSE },
	{ "2026-02-29", ERR_RANGE },
	{ "2026-13-01", ERR_RANGE },
	{ "2026-11-24T24:00", ERR_RANGE },
};

static void
what_is_not_an_instant_is_refused(void **state)
{
	int64_t at = 42;

	(void)state;
	for (size_t i = 0; i < ROWS(refused); i++)
		assert_int_equal(
		    refused[i].rc, clock_parse(refused[i].text, &at));
	assert_int_equal(42, at);
}

static void
spans_have_units(void **state)
{
	int64_t span;

	(void)state;
	assert_int_equal(ERR_OK, clock_parse_span("90", &span));
	assert_int_equal(90 * CLOCK_SECOND, span);
	assert_int_equal(ERR_OK, clock_parse_span("250 ms", &span));
	assert_int_equal(CLOCK_SECOND / 4, span);
	assert_int_equal(ERR_OK, clock_parse_span(" 15 min", &span));
	assert_int_equal(15 * CLOCK_MINUTE, span);
	assert_int_equal(ERR_OK, clock_parse_span("48h", &span));
	assert_int_equal(2 * CLOCK_DAY, span);
	assert_int_equal(ERR_PARSE, clock_parse_span("48 hours", &span));
	assert_int_equal(ERR_PARSE, clock_parse_span("-1 h", &span));
	assert_int_equal(ERR_PARSE, clock_parse_span("", &span));
	assert_int_equal(ERR_RANGE, clock_parse_span("99999 w", &span));
	assert_int_equal(
	    ERR_RANGE, clock_parse_span("99999999999999999999", &span));
}

/* Beside the C library's calendar, from 1900 to 9999. */
static void
each_day_is_where_the_calendar_has_it(void **state)
{
	const int64_t first = -25567, last = 2932896;
	char text[64];
	int64_t at;

	(void)state;
	for (int64_t day = first; day <= last; day += one_in()) {
		time_t seconds = (time_t)(day * 86400);
		struct tm tm;

		gmtime_r(&seconds, &tm);
		snprintf(text, sizeof(text), "%04d-%02d-%02dT23:59:59Z",
		    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
		assert_int_equal(ERR_OK, clock_parse(text, &at));
		assert_true(at == day * CLOCK_DAY + CLOCK_DAY - CLOCK_SECOND);
	}
	assert_int_equal(ERR_OK, clock_parse("2000-02-29", &at));
	assert_int_equal(ERR_RANGE, clock_parse("1900-02-29", &at));
	assert_int_equal(ERR_RANGE, clock_parse("2026-04-31", &at));
	assert_int_equal(ERR_RANGE, clock_parse("2026-13-01", &at));
	assert_int_equal(ERR_RANGE, clock_parse("2026-00-10", &at));
	assert_int_equal(ERR_RANGE, clock_parse("2026-01-00", &at));
}

static void
a_frozen_clock_stands_still(void **state)
{
	(void)state;
	clock_freeze(7 * CLOCK_DAY);
	assert_int_equal(7 * CLOCK_DAY, clock_now());
	assert_int_equal(7 * CLOCK_DAY, clock_monotonic());
	clock_thaw();
	assert_true(clock_now() > 50 * 365 * CLOCK_DAY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    instants_are_read_in_any_zone_and_shown_in_utc),
		cmocka_unit_test(what_is_not_an_instant_is_refused),
		cmocka_unit_test(spans_have_units),
		cmocka_unit_test(each_day_is_where_the_calendar_has_it),
		cmocka_unit_test(a_frozen_clock_stands_still),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
