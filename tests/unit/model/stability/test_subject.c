/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/subject.h"

#include "tests/unit/model/stability/weeks.h"
#include "tests/unit/test.h"

enum { DEVICES = 4 };

static void
half_a_site_that_is_silent_is_one_outage(void **state)
{
	struct subject s[DEVICES];
	size_t hours;

	(void)state;
	for (size_t i = 0; i < DEVICES; i++) {
		s[i] = device_with(0, 0);
		s[i].site = i < 3 ? 7 : 8;
	}
	hours_add_span(&s[0].silent, 100, 103);
	hours_add_span(&s[1].silent, 101, 105);
	hours_add_span(&s[3].silent, 101, 102);
	subjects_mask_outages(s, DEVICES, &hours);
	/* 101 and 102 of site 7; site 8 has one device. */
	assert_int_equal(2, hours);
	assert_false(hours_have(&s[2].asked, 101));
	assert_true(hours_have(&s[2].asked, 103));
	assert_false(hours_have(&s[0].silent, 101));
	assert_true(hours_have(&s[0].silent, 100));
	assert_true(hours_have(&s[3].silent, 101));
	assert_int_equal(1, hours_count(&s[0].at[COUNT_UNREACHABLE]));
	assert_true(hours_have(&s[1].at[COUNT_UNREACHABLE], 103));
	assert_int_equal(HOURS - 2, hours_count(&s[2].watched));
	assert_int_equal(HOURS - 3, hours_count(&s[0].watched));
}

static void
of_no_site_nobody_has_an_outage_together(void **state)
{
	struct subject s[2] = { device_with(0, 0), device_with(0, 0) };

	(void)state;
	hours_add_span(&s[0].silent, 10, 20);
	hours_add_span(&s[1].silent, 10, 20);
	subjects_mask_outages(s, 2, NULL);
	assert_int_equal(HOURS, hours_count(&s[0].asked));
	assert_int_equal(1, hours_count(&s[0].at[COUNT_UNREACHABLE]));
}

static void
each_measure_has_a_name_and_a_direction(void **state)
{
	(void)state;
	assert_string_equal("ups_output", count_metric_name(COUNT_UPS));
	assert_string_equal("volume_full", count_metric_name(COUNT_VOLUMES));
	for (int m = 0; m < SERIES; m++)
		assert_non_null(series_metric_name((enum series_metric)m));
	assert_false(series_fewer_is_worse(SERIES_TEMPERATURE));
	assert_true(series_fewer_is_worse(SERIES_CLIENTS));
	assert_true(series_fewer_is_worse(SERIES_RUNTIME));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_a_site_that_is_silent_is_one_outage),
		cmocka_unit_test(of_no_site_nobody_has_an_outage_together),
		cmocka_unit_test(each_measure_has_a_name_and_a_direction),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
