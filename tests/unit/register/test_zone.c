/* SPDX-License-Identifier: Apache-2.0 */
#include "register/zone.h"

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
	};
	return cmocka_run_group_tests(tests, in_amsterdam, NULL);
}
