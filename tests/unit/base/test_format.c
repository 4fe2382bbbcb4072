/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/format.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

#define NBSP  "\xc2\xa0"
#define MINUS "\xe2\x88\x92"

static const struct {
	double v;
	int decimals;
	const char *nl, *en;
} numbers[] = {
	{ 0, -1, "0", "0" },
	{ 7, -1, "7", "7" },
	{ 1284, -1, "1.284", "1,284" },
	{ 1234567, -1, "1.234.567", "1,234,567" },
	{ 94.2, -1, "94,2", "94.2" },
	{ 94.25, -1, "94,25", "94.25" },
	{ 2.0 / 3, -1, "0,67", "0.67" },
	{ 94.25, 0, "94", "94" },
	{ 99.95, 1, "100,0", "100.0" }, /* rounding carries over the point */
	{ 0.05, 1, "0,1", "0.1" },
	{ -9, -1, MINUS "9", MINUS "9" },
	{ -1284.5, 1, MINUS "1.284,5", MINUS "1,284.5" },
	{ -0.04, 1, "0,0", "0.0" }, /* no minus before nothing */
	{ 5, 3, "5,000", "5.000" },
};

static void
numbers_follow_the_language(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(numbers); i++) {
		buf_clear(&b);
		format_number(&b, "nl", numbers[i].v, numbers[i].decimals);
		assert_string_equal(numbers[i].nl, buf_str(&b));
		buf_clear(&b);
		format_number(&b, "en", numbers[i].v, numbers[i].decimals);
		assert_string_equal(numbers[i].en, buf_str(&b));
	}
	buf_free(&b);
}

static void
what_is_no_number_is_a_dash(void **state)
{
	struct buf b = { 0 };

	(void)state;
	format_number(&b, "nl", 0.0 / 0.0, 1);
	format_number(&b, "nl", 1e300, 1);
	assert_string_equal("\xe2\x80\x93\xe2\x80\x93", buf_str(&b));
	buf_free(&b);
}

static void
a_percentage_has_one_decimal(void **state)
{
	struct buf b = { 0 };

	(void)state;
	format_percent(&b, "nl", 94.2, -1);
	buf_add_u8(&b, ' ');
	format_percent(&b, "en", 94, -1);
	buf_add_u8(&b, ' ');
	format_percent(&b, "en", 95, 0);
	assert_string_equal("94,2% 94.0% 95%", buf_str(&b));
	buf_free(&b);
}

static void
dates_keep_on_one_line(void **state)
{
	struct buf b = { 0 };

	(void)state;
	format_date(&b, "nl", 2025, 10, 9);
	assert_string_equal("9" NBSP "oktober" NBSP "2025", buf_str(&b));
	buf_clear(&b);
	format_date(&b, "en", 2025, 10, 9);
	assert_string_equal("9" NBSP "October" NBSP "2025", buf_str(&b));
	buf_clear(&b);
	format_short_date(&b, "nl", 2026, 3, 31);
	assert_string_equal("31" NBSP "mrt" NBSP "2026", buf_str(&b));
	buf_free(&b);
}

static const struct {
	const char *at, *zone, *nl, *en;
} moments[] = {
	/* Summer time and winter time. */
	{ "2025-09-30T21:59:00Z", NULL, "30 september 2025, 23.59 uur",
	    "30 September 2025, 23:59" },
	{ "2025-12-31T23:30:00Z", NULL, "1 januari 2026, 00.30 uur",
	    "1 January 2026, 00:30" },
	{ "2025-09-30T21:59:00Z", "UTC", "30 september 2025, 21.59 uur",
	    "30 September 2025, 21:59" },
};

static void
moments_are_shown_in_their_zone(void **state)
{
	struct buf b = { 0 };
	int64_t at;

	(void)state;
	for (size_t i = 0; i < ROWS(moments); i++) {
		const char *const want[] = { moments[i].nl, moments[i].en };
		const char *const language[] = { "nl", "en" };

		assert_int_equal(ERR_OK, clock_parse(moments[i].at, &at));
		for (int k = 0; k < 2; k++) {
			struct buf plain = { 0 };

			buf_clear(&b);
			assert_int_equal(ERR_OK,
			    format_moment(
				&b, language[k], moments[i].zone, at, false));
			for (size_t n = 0; n < b.len; n++) {
				if (b.data[n] == 0xc2) /* of NBSP */
					buf_add_u8(&plain, ' ');
				else if (b.data[n] != 0xa0)
					buf_add_u8(&plain, b.data[n]);
			}
			assert_string_equal(want[k], buf_str(&plain));
			buf_free(&plain);
		}
	}
	buf_free(&b);
}

static void
a_narrow_column_has_short_moments(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, format_moment(&b, "nl", NULL, 0, true));
	assert_string_equal("1" NBSP "jan" NBSP "1970 01.00", buf_str(&b));
	buf_free(&b);
}

static void
drop(const char *line)
{
	(void)line;
}

static void
an_unknown_zone_is_refused(void **state)
{
	struct buf b = { 0 };

	(void)state;
	log_divert(drop);
	assert_int_equal(
	    ERR_NOTFOUND, format_moment(&b, "nl", "Europe/Nergens", 0, false));
	assert_int_equal(ERR_NOTFOUND,
	    format_moment(&b, "nl", "../../etc/passwd", 0, false));
	log_divert(NULL);
	buf_free(&b);
}

static const struct {
	int64_t seconds;
	const char *nl, *en;
} spans[] = {
	{ 0, "0 seconden", "0 seconds" }, { 1, "1 seconde", "1 second" },
	{ 90, "1 minuut 30 seconden", "1 minute 30 seconds" },
	{ 3600, "1 uur", "1 hour" }, { 172800, "2 dagen", "2 days" },
	{ 183600, "2 dagen 3 uur", "2 days 3 hours" },
	{ 86460, "1 dag", "1 day" }, /* not "1 day 1 minute" */
};

static void
spans_have_two_units(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(spans); i++) {
		char text[64];
		size_t n = 0;

		for (int k = 0; k < 2; k++) {
			buf_clear(&b);
			format_span(&b, k == 0 ? "nl" : "en", spans[i].seconds);
			n = 0;
			for (size_t c = 0; c < b.len; c++) {
				if (b.data[c] == 0xc2)
					text[n++] = ' ';
				else if (b.data[c] != 0xa0)
					text[n++] = (char)b.data[c];
			}
			text[n] = '\0';
			assert_string_equal(
			    k == 0 ? spans[i].nl : spans[i].en, text);
		}
	}
	buf_free(&b);
}

static void
a_narrow_span_has_short_units(void **state)
{
	struct buf b = { 0 };

	(void)state;
	format_short_span(&b, "nl", 183600);
	assert_string_equal("2\u00a0d\u00a03\u00a0u", buf_str(&b));
	buf_clear(&b);
	format_short_span(&b, "en", 3660);
	assert_string_equal("1\u00a0h\u00a01\u00a0min", buf_str(&b));
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_follow_the_language),
		cmocka_unit_test(what_is_no_number_is_a_dash),
		cmocka_unit_test(a_percentage_has_one_decimal),
		cmocka_unit_test(dates_keep_on_one_line),
		cmocka_unit_test(moments_are_shown_in_their_zone),
		cmocka_unit_test(a_narrow_column_has_short_moments),
		cmocka_unit_test(an_unknown_zone_is_refused),
		cmocka_unit_test(spans_have_two_units),
		cmocka_unit_test(a_narrow_span_has_short_units),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
