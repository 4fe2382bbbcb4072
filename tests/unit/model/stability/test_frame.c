/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/frame.h"

#include "lib/base/clock.h"
#include "tests/unit/model/stability/weeks.h"
#include "tests/unit/test.h"

static const char zone[] = "Europe/Amsterdam";

static void
the_frame_ends_at_the_whole_hour(void **state)
{
	struct frame f;

	(void)state;
	frame_make(&f, MONDAY + 25 * CLOCK_MINUTE, zone);
	assert_int_equal(HOURS, frame_hour(&f, MONDAY + 25 * CLOCK_MINUTE));
	assert_int_equal(HOURS - 1, frame_hour(&f, MONDAY - 1));
	assert_int_equal(-1, frame_hour(&f, f.origin - 1));
	/* 01:00 on a Monday, seven weeks before. */
	assert_int_equal(1, f.of_week[0]);
	assert_int_equal(0, f.day[0]);
	assert_int_equal(1, f.day[23]);
}

/* On 2025-10-26 02:00 was there twice; on 2026-03-29 it was not there. */
static void
clocks_that_change_keep_the_hours_of_the_week(void **state)
{
	struct frame f;
	size_t at_two[HOURS_WEEK] = { 0 };

	(void)state;
	frame_make(&f, (int64_t)1762128000 * CLOCK_SECOND, zone);
	for (long i = 0; i < HOURS; i++)
		at_two[f.of_week[i]]++;
	assert_int_equal(8, at_two[6 * HOURS_DAY + 2]);
	/* Monday nine o'clock is nine o'clock before and after. */
	assert_int_equal(7, at_two[9]);
	frame_make(&f, (int64_t)1775433600 * CLOCK_SECOND, zone);
	for (size_t i = 0; i < HOURS_WEEK; i++)
		at_two[i] = 0;
	for (long i = 0; i < HOURS; i++)
		at_two[f.of_week[i]]++;
	assert_int_equal(6, at_two[6 * HOURS_DAY + 2]);
	assert_int_equal(7, at_two[9]);
}

static void
a_holiday_is_all_hours_of_its_local_days(void **state)
{
	/* Saturday 2026-01-24 up to Sunday 25. */
	const struct day_range range = { DAYS_HOLIDAY,
		(int64_t)1769212800 * CLOCK_SECOND,
		(int64_t)1769299200 * CLOCK_SECOND };
	struct hours h = { { 0 } };
	struct frame f;
	long first;

	(void)state;
	frame_make(&f, MONDAY, zone);
	frame_add_days(&f, &range, 1, &h);
	assert_int_equal(48, hours_count(&h));
	/* It began at 23:00 UTC of the day before. */
	first = frame_hour(&f, range.first) - 1;
	assert_true(hours_have(&h, first));
	assert_false(hours_have(&h, first - 1));
	assert_true(hours_have(&h, first + 47));
	assert_false(hours_have(&h, first + 48));
}

static void
before_is_matched_to_the_same_hours_of_the_week(void **state)
{
	struct hours before = { { 0 } }, after = { { 0 } }, got;
	struct frame f;

	(void)state;
	frame_make(&f, MONDAY, zone);
	hours_add_span(&before, 0, HOURS_BEFORE);
	hours_add_span(&after, HOURS_BEFORE, HOURS_BEFORE + HOURS_DAY);
	frame_match(&f, &after, &before, &got);
	assert_int_equal(4 * HOURS_DAY, hours_count(&got));
	assert_true(hours_have(&got, HOURS_WEEK));
	assert_false(hours_have(&got, HOURS_DAY));
}

static void
a_span_takes_the_hours_that_it_touches(void **state)
{
	struct hours h = { { 0 } };
	struct frame f;

	(void)state;
	frame_make(&f, MONDAY, zone);
	frame_add_span(
	    &f, f.origin + 90 * CLOCK_MINUTE, f.origin + 3 * CLOCK_HOUR, &h);
	assert_int_equal(2, hours_count(&h));
	frame_add_span(&f, f.origin, f.origin, &h);
	assert_int_equal(2, hours_count(&h));
	frame_add_span(&f, f.origin + 4 * CLOCK_HOUR, CLOCK_NONE, &h);
	assert_int_equal(HOURS - 2, hours_count(&h));
}

static void
school_hours_are_of_working_days(void **state)
{
	struct hours h = { { 0 } };
	struct frame f;

	(void)state;
	frame_make(&f, MONDAY, zone);
	frame_add_active(&f, &h);
	assert_int_equal(7 * 5 * 9, hours_count(&h));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_frame_ends_at_the_whole_hour),
		cmocka_unit_test(clocks_that_change_keep_the_hours_of_the_week),
		cmocka_unit_test(a_holiday_is_all_hours_of_its_local_days),
		cmocka_unit_test(
		    before_is_matched_to_the_same_hours_of_the_week),
		cmocka_unit_test(a_span_takes_the_hours_that_it_touches),
		cmocka_unit_test(school_hours_are_of_working_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
