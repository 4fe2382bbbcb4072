/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/schedule.h"

#include <stdlib.h>

#include "collector/poll/device.h"
#include "lib/base/clock.h"
#include "tests/unit/test.h"

enum { DEVICES = 1000 };

static void
the_first_due_comes_first(void **state)
{
	struct device *d = calloc(DEVICES, sizeof(*d)), *first;
	struct schedule s = { 0 };
	int64_t before = 0;
	size_t n = 0;

	(void)state;
	srand(7);
	for (size_t i = 0; i < DEVICES; i++) {
		d[i].place = SCHEDULE_NONE;
		schedule_put(&s, &d[i], rand() % 10000);
	}
	for (size_t i = 0; i < DEVICES; i += 3)
		schedule_put(&s, &d[i], rand() % 10000);
	for (size_t i = 0; i < DEVICES; i += 5) {
		schedule_drop(&s, &d[i]);
		schedule_drop(&s, &d[i]);
	}
	while ((first = schedule_first(&s)) != NULL) {
		assert_true(first->due >= before);
		before = first->due;
		schedule_drop(&s, first);
		n++;
	}
	assert_int_equal(n, DEVICES - DEVICES / 5);
	schedule_free(&s);
	free(d);
}

static void
polls_keep_their_moment(void **state)
{
	struct device d = {
		.tenant_id = 1, .device_id = 9, .interval = 300 * CLOCK_SECOND
	};
	int64_t first = schedule_next(&d, d.interval, 1000 * CLOCK_SECOND),
		next = first;

	(void)state;
	assert_in_range(first - 1000 * CLOCK_SECOND, d.interval / 2,
	    d.interval + d.interval / 2);
	for (int i = 1; i < 100; i++) {
		/* However late it starts, and however long it takes. */
		next = schedule_next(&d, d.interval, next + i * 10000);
		assert_int_equal(next, first + i * d.interval);
	}
}

static void
a_fleet_spreads_over_its_interval(void **state)
{
	struct device d = { .tenant_id = 1, .interval = 100 * CLOCK_SECOND };
	unsigned tenth[10] = { 0 };

	(void)state;
	for (int i = 0; i < DEVICES; i++) {
		d.device_id = i;
		tenth[schedule_next(&d, d.interval, 0) % d.interval * 10 /
		    d.interval]++;
	}
	for (size_t i = 0; i < ROWS(tenth); i++)
		assert_in_range(tenth[i], 60, 140);
}

static void
a_silent_device_is_left_alone_for_longer(void **state)
{
	static const struct {
		unsigned silent;
		int64_t interval_s, wait_s;
	} rows[] = {
		{ 0, 10, 10 }, { 2, 10, 10 }, { 3, 10, 20 }, { 4, 10, 40 },
		{ 5, 10, 80 }, { 99, 10, 80 },
		{ 4, 100, 300 },    /* 5 minutes at most */
		{ 99, 3600, 3600 }, /* unless it is asked so seldom */
	};
	struct device d = { .tenant_id = 1, .device_id = 5 };
	int64_t base;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		d.interval = rows[i].interval_s * CLOCK_SECOND;
		d.silent = 0;
		base = schedule_next(&d, d.interval, 0);
		d.silent = rows[i].silent;
		assert_int_equal(schedule_next(&d, d.interval, 0) - base,
		    (rows[i].wait_s - rows[i].interval_s) * CLOCK_SECOND);
	}
}

static void
a_new_device_is_polled_at_once_and_a_thousand_are_not(void **state)
{
	struct device d = { .tenant_id = 1, .interval = CLOCK_HOUR };
	int64_t at, last = 0;

	(void)state;
	assert_in_range(schedule_start(&d, 0, 1), 0, 10000);
	for (int i = 0; i < DEVICES; i++) {
		d.device_id = i;
		at = schedule_start(&d, 0, DEVICES);
		last = at > last ? at : last;
	}
	assert_in_range(last, CLOCK_SECOND, 3 * CLOCK_SECOND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_due_comes_first),
		cmocka_unit_test(polls_keep_their_moment),
		cmocka_unit_test(a_fleet_spreads_over_its_interval),
		cmocka_unit_test(a_silent_device_is_left_alone_for_longer),
		cmocka_unit_test(
		    a_new_device_is_polled_at_once_and_a_thousand_are_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
