/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_time.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static int64_t
moment(const char *text)
{
	int64_t at;

	assert_int_equal(ERR_OK, clock_parse(text, &at));
	return at;
}

/* What is left of the text, or NULL: it begins with no time. */
static const char *
take(const char *text, const struct syslog_context *c, struct syslog_time *out)
{
	struct span in = { text, text + strlen(text) };
	struct syslog_stamp s = { 0 };

	if (!syslog_take_stamp(&in, &s)) {
		assert_ptr_equal(text, in.at); /* nothing was taken */
		return NULL;
	}
	if (!syslog_set_time(c, &s, SYSLOG_HEADER, out))
		return NULL;
	return in.at;
}

static const struct {
	const char *text, *utc, *rest;
} forms[] = {
	{ "2026-11-24T07:42:31.123+01:00 h", "2026-11-24T06:42:31.123000Z",
	    " h" },
	{ "2026-11-24T07:42:31Z h", "2026-11-24T07:42:31Z", " h" },
	{ "2026/1/4 07:42:31 h", "2026-01-04T07:42:31Z", " h" },
	{ "Nov 24 07:42:31 h", "2026-11-24T07:42:31Z", " h" },
	{ "Nov  4 7:42:31 h", "2026-11-04T07:42:31Z", " h" },
	{ "nov 24 2025 07:42:31: x", "2025-11-24T07:42:31Z", ": x" },
	{ "Tue Nov 24 07:42:31 2026 h", "2026-11-24T07:42:31Z", " h" },
	{ "Nov 24 07:42:31:045 2026 h", "2026-11-24T07:42:31.045000Z", " h" },
	{ "2026 Nov 24 07:42:31.5 h", "2026-11-24T07:42:31.500000Z", " h" },
	{ "24/Nov/2026:07:42:31 +0100 x", "2026-11-24T06:42:31Z", " x" },
	{ "24 Nov 07:42:31 h", "2026-11-24T07:42:31Z", " h" },
	{ "11/24/2026:07:42:31 h", "2026-11-24T07:42:31Z", " h" },
	{ "24/11/2026 07:42:31 h", "2026-11-24T07:42:31Z", " h" },
	{ "2026:11:24-07:42:31 h", "2026-11-24T07:42:31Z", " h" },
	{ "1795419751.25 x", "2026-11-23T07:42:31.250000Z", " x" },
	{ "1795419751123 x", "2026-11-23T07:42:31.123000Z", " x" },
	/* Twelve hours, and the two that are written like their opposites. */
	{ "Nov 24 2026 12:00:01 AM x", "2026-11-24T00:00:01Z", " x" },
	{ "Nov 24 2026 12:00:01 PM x", "2026-11-24T12:00:01Z", " x" },
	{ "Nov 24 2026 11:59:59 PM x", "2026-11-24T23:59:59Z", " x" },
	/* A leap second is that of the minute behind it. */
	{ "2016-12-31T23:59:60Z x", "2017-01-01T00:00:00Z", " x" },
	/* No fraction, but another field. */
	{ "2026/11/24 07:42:31,012801000000,S", "2026-11-24T07:42:31Z",
	    ",012801000000,S" },
	/* No year, but a host of IPv6. */
	{ "Nov 24 07:42:31 2001:db8::1 x", "2026-11-24T07:42:31Z",
	    " 2001:db8::1 x" },
};

static void
each_form_is_read_as_far_as_it_goes(void **state)
{
	const struct syslog_context c = { .received =
					      moment("2026-11-24T08:00:00Z") };
	char text[CLOCK_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < ROWS(forms); i++) {
		struct syslog_time t;
		const char *rest = take(forms[i].text, &c, &t);

		if (rest == NULL)
			fail_msg("%s: no time", forms[i].text);
		assert_string_equal(forms[i].rest, rest);
		assert_string_equal(forms[i].utc, clock_format(t.at, text));
	}
}

static const char *const refused[] = {
	"",
	"Nov",
	"Nov 24",
	"Nov 24 07:42",
	"Nox 24 07:42:31 h",
	"November 24 07:42:31 h",
	"Nov 24 24:00:00 h",
	"Nov 24 07:60:00 h",
	"Nov 24 07:42:61 h",
	"Nov 31 07:42:31 h",
	"Nov 0 07:42:31 h",
	"2026-02-29T00:00:00Z",
	"2100-02-29T00:00:00Z",
	"2026-13-01T00:00:00Z",
	"2026-00-01T00:00:00Z",
	"2026-11/24 07:42:31",
	"1969-12-31T23:59:59Z",
	"3000-01-01T00:00:00Z",
	"899999999 x",
	"1795419751x",
	"25/13/2026 07:42:31 h",
};

static void
what_is_no_time_is_left_alone(void **state)
{
	const struct syslog_context c = { .received =
					      moment("2026-11-24T08:00:00Z") };

	(void)state;
	for (size_t i = 0; i < ROWS(refused); i++) {
		struct syslog_time t;

		if (take(refused[i], &c, &t) != NULL)
			fail_msg("'%s' is a time", refused[i]);
	}
}

static const struct {
	const char *received, *text, *utc; /* utc NULL: there is no such day */
} years[] = {
	{ "2027-01-01T00:00:30Z", "Dec 31 23:59:59 h", "2026-12-31T23:59:59Z" },
	{ "2026-12-31T23:59:30Z", "Jan  1 00:00:10 h", "2027-01-01T00:00:10Z" },
	{ "2026-07-01T00:00:00Z", "Jan  1 00:00:00 h", "2026-01-01T00:00:00Z" },
	{ "2026-07-04T00:00:00Z", "Jan  1 00:00:00 h", "2027-01-01T00:00:00Z" },
	{ "2027-11-24T08:00:00Z", "Feb 29 07:42:31 h", "2028-02-29T07:42:31Z" },
	{ "2029-02-28T08:00:00Z", "Feb 29 07:42:31 h", "2028-02-29T07:42:31Z" },
	{ "2026-02-28T08:00:00Z", "Feb 29 07:42:31 h", NULL },
};

static void
a_missing_year_is_the_nearest(void **state)
{
	char text[CLOCK_TEXT_MAX];

	(void)state;
	for (size_t i = 0; i < ROWS(years); i++) {
		const struct syslog_context c = { .received = moment(
						      years[i].received) };
		struct syslog_time t;

		if (take(years[i].text, &c, &t) == NULL) {
			assert_null(years[i].utc);
			continue;
		}
		assert_string_equal(years[i].utc, clock_format(t.at, text));
		assert_false(t.has_year);
	}
}

/* Beside the C library's calendar, over all years that are read. */
static void
each_day_is_where_the_calendar_has_it(void **state)
{
	const int64_t last = 376199; /* 2999-12-31 */
	const struct syslog_context c = { 0 };

	(void)state;
	for (int64_t day = 0; day <= last; day += one_in()) {
		time_t seconds = (time_t)(day * 86400);
		struct syslog_stamp s = { 0 };
		struct syslog_time t;
		struct tm tm;

		gmtime_r(&seconds, &tm);
		s.year = tm.tm_year + 1900;
		s.month = tm.tm_mon + 1;
		s.day = tm.tm_mday;
		assert_true(syslog_set_time(&c, &s, SYSLOG_HEADER, &t));
		assert_int_equal(day * CLOCK_DAY, t.at);
	}
}

/* In the Netherlands: an hour ahead, in summer two. */
static int
ahead(const void *where, int64_t local)
{
	(void)where;
	return local < moment("2026-10-25T03:00:00Z") ? 120 : 60;
}

static void
a_time_without_a_zone_is_of_where_the_sender_stands(void **state)
{
	struct syslog_context c = { .received = moment("2026-10-24T10:00:00Z"),
		.ahead = ahead };
	struct syslog_time t;

	(void)state;
	assert_non_null(take("Oct 24 12:00:00 h", &c, &t));
	assert_int_equal(moment("2026-10-24T10:00:00Z"), t.at);
	assert_int_equal(120, t.zone_min);
	assert_false(t.has_zone);
	/* Its clock runs in UTC: only so does it fit the receipt. */
	assert_non_null(take("Oct 24 10:00:00 h", &c, &t));
	assert_int_equal(moment("2026-10-24T10:00:00Z"), t.at);
	/* It is known that it does not. */
	c.is_certain = true;
	assert_non_null(take("Oct 24 10:00:00 h", &c, &t));
	assert_int_equal(moment("2026-10-24T08:00:00Z"), t.at);
	/* A zone that is written wins. */
	assert_non_null(take("2026-10-24T10:00:00+05:30", &c, &t));
	assert_int_equal(moment("2026-10-24T04:30:00Z"), t.at);
	assert_true(t.has_zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_form_is_read_as_far_as_it_goes),
		cmocka_unit_test(what_is_no_time_is_left_alone),
		cmocka_unit_test(a_missing_year_is_the_nearest),
		cmocka_unit_test(each_day_is_where_the_calendar_has_it),
		cmocka_unit_test(
		    a_time_without_a_zone_is_of_where_the_sender_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
