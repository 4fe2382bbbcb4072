/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/recurrence.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static int64_t
at(const char *text)
{
	int64_t out = 0;

	assert_int_equal(ERR_OK, clock_parse(text, &out));
	return out;
}

/* A Sunday; the first of the holidays is a Saturday. */
#define NOW "2026-11-29 12:00"

static const struct {
	const char *rule, *after;
	const char *begins[3]; /* one after the other; NULL: no more */
} rules[] = {
	{ "2026-12-22 18:00 4 h", NOW, { "2026-12-22 18:00" } },
	{ "2026-11-29 12:00 1 h", NOW, { "2026-11-29 12:00" } },
	{ "2026-11-29 11:59 1 h", NOW, { NULL } },
	{ "tue,thu 22:00 4 h", NOW,
	    { "2026-12-01 22:00", "2026-12-03 22:00", "2026-12-08 22:00" } },
	{ "sun 12:00 4 h", NOW, { "2026-11-29 12:00", "2026-12-06 12:00" } },
	{ "sun 11:00 4 h", NOW, { "2026-12-06 11:00" } },
	{ "2nd tue 22:00 4 h", NOW,
	    { "2026-12-08 22:00", "2027-01-12 22:00", "2027-02-09 22:00" } },
	{ "1st sat 08:00 4 h", "2027-05-01 00:00",
	    { "2027-05-01 08:00", "2027-06-05 08:00" } },
	{ "last sun 06:00 6 h", NOW,
	    { "2026-12-27 06:00", "2027-01-31 06:00", "2027-02-28 06:00" } },
	{ "last thu 06:00 6 h", "2028-02-01",
	    { "2028-02-24 06:00", "2028-03-30 06:00" } },
	{ "4th tue 06:00 6 h", "2028-02-29", { "2028-03-28 06:00" } },
	{ "holidays 08:00 9 h", NOW,
	    { "2026-12-19 08:00", "2026-12-20 08:00", "2026-12-21 08:00" } },
	{ "holidays mon-fri 08:00 9 h", "2026-12-31 12:00",
	    { "2027-01-01 08:00", "2027-02-22 08:00" } },
	{ "holidays last sat 08:00 9 h", NOW,
	    { "2026-12-26 08:00", "2027-02-27 08:00" } },
	{ "free 07:30 90 min", NOW, { "2026-12-07 07:30", NULL } },
	{ "sat-mon 07:30 2 h", NOW,
	    { "2026-11-30 07:30", "2026-12-05 07:30", "2026-12-06 07:30" } },
};

static void
windows_begin_when_they_should(void **state)
{
	const struct day_range days[] = {
		{ DAYS_HOLIDAY, at("2026-12-19"), at("2027-01-03") },
		{ DAYS_HOLIDAY, at("2027-02-20"), at("2027-02-28") },
		{ DAYS_FREE, at("2026-12-07"), at("2026-12-07") },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rules); i++) {
		struct recurrence r;
		struct buf why = { 0 };
		int64_t after = at(rules[i].after), next;

		assert_int_equal(
		    ERR_OK, recurrence_parse(rules[i].rule, &r, &why));
		for (int k = 0; k < 3; k++) {
			const char *begins = rules[i].begins[k];
			int rc =
			    recurrence_next(&r, days, ROWS(days), after, &next);

			if (begins == NULL) {
				if (k == 0 || r.days == DAYS_FREE)
					assert_int_equal(ERR_NOTFOUND, rc);
				break;
			}
			if (rc != ERR_OK || next != at(begins))
				print_error(
				    "%s: not %s\n", rules[i].rule, begins);
			assert_int_equal(ERR_OK, rc);
			assert_int_equal(at(begins), next);
			after = next + 1;
		}
		buf_free(&why);
	}
}

static void
holidays_that_nobody_knows_are_none(void **state)
{
	struct recurrence r;
	struct buf why = { 0 };
	int64_t next;

	(void)state;
	assert_int_equal(
	    ERR_OK, recurrence_parse("holidays 08:00 9 h", &r, &why));
	assert_int_equal(
	    ERR_NOTFOUND, recurrence_next(&r, NULL, 0, at(NOW), &next));
	buf_free(&why);
}

static void
what_is_no_rule_is_refused_with_what_is(void **state)
{
	static const char *const wrong[] = { "", "22:00 4 h", "tue",
		"tue 22:00", "tue 22:00 4", "tue 24:00 4 h", "tue 22:60 4 h",
		"di 22:00 4 h", "tue,, 22:00 4 h", "tue- 22:00 4 h",
		"5th tue 22:00 4 h", "2nd 22:00 4 h",
		"holidays tue wed 22:00 4 h", "tue 22:00 0 h", "tue 22:00 73 h",
		"2026-02-30 10:00 1 h", "2026-12-22 tue 10:00 1 h",
		"tue 22:00 4 h please",
		"tuetuetuetuetuetuetuetuetuetuetuetuetue 22:00 4 h" };

	(void)state;
	for (size_t i = 0; i < ROWS(wrong); i++) {
		struct recurrence r;
		struct buf why = { 0 };

		if (recurrence_parse(wrong[i], &r, &why) != ERR_PARSE)
			print_error("taken: %s\n", wrong[i]);
		assert_int_equal(
		    ERR_PARSE, recurrence_parse(wrong[i], &r, &why));
		assert_non_null(strstr(buf_str(&why), "2nd tue"));
		buf_free(&why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows_begin_when_they_should),
		cmocka_unit_test(holidays_that_nobody_knows_are_none),
		cmocka_unit_test(what_is_no_rule_is_refused_with_what_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
