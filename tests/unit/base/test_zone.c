/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/zone.h"

#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static const struct {
	const char *typed, *utc, *shown;
} times[] = {
	{ "2026-01-31 22:00", "2026-01-31T21:00:00Z", "2026-01-31 22:00 CET" },
	{ "2026-07-31 22:00", "2026-07-31T20:00:00Z", "2026-07-31 22:00 CEST" },
	{ "2026-07-31", "2026-07-30T22:00:00Z", "2026-07-31 00:00 CEST" },
	{ "2026-07-31T22:00Z", "2026-07-31T22:00:00Z",
	    "2026-08-01 00:00 CEST" },
	{ "2026-07-31T22:00:05+02:00", "2026-07-31T20:00:05Z",
	    "2026-07-31 22:00:05 CEST" },
	/* The hour that comes twice: named in UTC, it is shown apart. */
	{ "2026-10-25T00:30Z", "2026-10-25T00:30:00Z",
	    "2026-10-25 02:30 CEST" },
	{ "2026-10-25T01:30Z", "2026-10-25T01:30:00Z", "2026-10-25 02:30 CET" },
	{ "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z",
	    "1970-01-01 00:59:59 CET" },
};

static void
people_write_and_read_their_own_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(times); i++) {
		char shown[ZONE_TEXT_MAX];
		int64_t at, utc;

		assert_int_equal(ERR_OK, zone_parse(times[i].typed, &at));
		assert_int_equal(ERR_OK, clock_parse(times[i].utc, &utc));
		assert_int_equal(utc, at);
		assert_string_equal(times[i].shown, zone_format(at, shown));
	}
}

static void
now_is_a_time(void **state)
{
	int64_t at;

	(void)state;
	clock_freeze(12345678);
	assert_int_equal(ERR_OK, zone_parse("now", &at));
	assert_int_equal(12345678, at);
	clock_thaw();
}

static void
other_texts_are_none(void **state)
{
	int64_t at;

	(void)state;
	assert_int_equal(ERR_PARSE, zone_parse("morgen", &at));
	assert_int_equal(ERR_RANGE, zone_parse("2026-02-30", &at));
	assert_int_equal(ERR_NOTFOUND, zone_set("Europa/Lutjebroek"));
	assert_int_equal(ERR_NOTFOUND, zone_set("../../../etc/passwd"));
	assert_int_equal(ERR_NOTFOUND, zone_set("/etc/localtime"));
	assert_int_equal(ERR_NOTFOUND, zone_set("Europe"));
	assert_int_equal(ERR_NOTFOUND, zone_set("zone.tab"));
	assert_int_equal(ERR_NOTFOUND, zone_set(""));
}

static const struct {
	const char *typed, *told;
} slips[] = {
	{ "Europe/Amsterdm",
	    "\"Europe/Amsterdm\" is no zone that is known "
	    "here; did you mean \"Europe/Amsterdam\"?" },
	{ "Brusels",
	    "\"Brusels\" is no zone that is known here; did you mean "
	    "\"Europe/Brussels\"?" },
	{ "Mars/Olympus",
	    "\"Mars/Olympus\" is no zone that is known here, "
	    "such as Europe/Amsterdam" },
};

static void
a_slip_in_a_zone_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(slips); i++) {
		struct buf why = { 0 };

		zone_tell_unknown(slips[i].typed, &why);
		assert_string_equal(slips[i].told, buf_str(&why));
		buf_free(&why);
	}
}

/* One process writes for organisations in many zones. */
static void
each_zone_has_its_own_time(void **state)
{
	static const struct {
		const char *zone;
		int64_t at; /* s */
		int day, hour, minute;
		long ahead;
	} rows[] = {
		{ "Europe/Amsterdam", 1767225599, 1, 0, 59, 3600 },
		{ "UTC", 1767225599, 31, 23, 59, 0 },
		{ NULL, 1782864000, 1, 2, 0, 7200 },
		{ "UTC", 0, 1, 0, 0, 0 },
	};
	struct tm tm;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		assert_int_equal(ERR_OK,
		    zone_local(rows[i].zone, rows[i].at * CLOCK_SECOND, &tm));
		assert_int_equal(rows[i].day, tm.tm_mday);
		assert_int_equal(rows[i].hour, tm.tm_hour);
		assert_int_equal(rows[i].minute, tm.tm_min);
		assert_int_equal(rows[i].ahead, tm.tm_gmtoff);
	}
	assert_int_equal(ERR_OK, zone_local("UTC", -1, &tm));
	assert_int_equal(59, tm.tm_sec); /* downwards before 1970 */
	assert_int_equal(ERR_NOTFOUND, zone_local("Mars/Olympus", 0, &tm));
}

static void
a_clock_that_shows_a_time_is_so_far_ahead(void **state)
{
	int minutes;

	(void)state;
	assert_true(zone_is_known("Europe/Amsterdam"));
	assert_false(zone_is_known("Mars/Olympus"));
	/* What it shows: 24 November 2026, 13:00; 1 July 2026, 14:00. */
	assert_int_equal(ERR_OK,
	    zone_ahead("Europe/Amsterdam", INT64_C(1795525200) * CLOCK_SECOND,
		&minutes));
	assert_int_equal(60, minutes);
	assert_int_equal(ERR_OK,
	    zone_ahead("Europe/Amsterdam", INT64_C(1782914400) * CLOCK_SECOND,
		&minutes));
	assert_int_equal(120, minutes);
	assert_int_equal(ERR_OK,
	    zone_ahead("UTC", INT64_C(1782914400) * CLOCK_SECOND, &minutes));
	assert_int_equal(0, minutes);
	assert_int_equal(ERR_NOTFOUND, zone_ahead("Mars/Olympus", 0, &minutes));
}

static int
in_amsterdam(void **state)
{
	(void)state;
	return zone_set("Europe/Amsterdam");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_write_and_read_their_own_time),
		cmocka_unit_test(now_is_a_time),
		cmocka_unit_test(other_texts_are_none),
		cmocka_unit_test(a_slip_in_a_zone_is_told),
		cmocka_unit_test(each_zone_has_its_own_time),
		cmocka_unit_test(a_clock_that_shows_a_time_is_so_far_ahead),
	};
	return cmocka_run_group_tests(tests, in_amsterdam, NULL);
}
