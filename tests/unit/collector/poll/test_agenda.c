/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/agenda.h"

#include "collector/config.h"
#include "collector/poll/device.h"
#include "lib/base/clock.h"
#include "lib/profile/profile.h"
#include "tests/unit/test.h"

static const struct rate rate = { .identity = CLOCK_HOUR,
	.stability = 5 * CLOCK_MINUTE };

/* A poll that takes no time. */
static enum reading_plan
poll_at(struct device *d, int64_t now, bool heard)
{
	enum reading_plan plan = agenda_plan(d, now);

	agenda_done(d, &rate, plan, heard, now);
	return plan;
}

static struct device
a_device(void)
{
	struct device d = { .tenant_id = 1, .device_id = 7 };

	agenda_begin(&d, CLOCK_HOUR);
	return d;
}

static void
who_it_is_comes_first_and_then_once_an_hour(void **state)
{
	struct device d = a_device();
	int identity = 0, stability = 0;
	int64_t now;

	(void)state;
	assert_int_equal(READING_IDENTITY, poll_at(&d, CLOCK_HOUR, true));
	assert_int_equal(CLOCK_HOUR, agenda_due(&d));
	assert_int_equal(READING_STABILITY, poll_at(&d, CLOCK_HOUR, true));
	while ((now = agenda_due(&d)) < 25 * CLOCK_HOUR) {
		if (poll_at(&d, now, true) == READING_IDENTITY)
			identity++;
		else
			stability++;
	}
	assert_in_range(identity, 23, 24);
	assert_in_range(stability, 287, 288);
}

static void
what_was_not_heard_stays_due(void **state)
{
	struct device d = a_device();
	int64_t now;

	(void)state;
	assert_int_equal(READING_IDENTITY, poll_at(&d, CLOCK_HOUR, false));
	now = agenda_due(&d);
	assert_in_range(now - CLOCK_HOUR, CLOCK_MINUTE, 8 * CLOCK_MINUTE);
	assert_int_equal(READING_IDENTITY, poll_at(&d, now, true));
	assert_int_equal(READING_STABILITY, poll_at(&d, now, true));
}

static void
it_is_in_a_hurry_once_a_minute(void **state)
{
	struct device d = a_device();
	int64_t now = CLOCK_HOUR;

	(void)state;
	(void)poll_at(&d, now, true);
	(void)poll_at(&d, now, true);
	agenda_want_identity(&d, now + 1);
	assert_int_equal(now + 1, agenda_due(&d));
	assert_int_equal(READING_IDENTITY, poll_at(&d, now + 1, true));
	assert_false(agenda_hurry(&d, now + 2));
	assert_int_equal(now + 1 + CLOCK_MINUTE, agenda_due(&d));
	assert_int_equal(
	    READING_IDENTITY, agenda_plan(&d, now + 1 + CLOCK_MINUTE));
	assert_true(agenda_hurry(&d, now + 1 + CLOCK_MINUTE));
}

static void
a_snapshot_is_both(void **state)
{
	struct device d = a_device();
	int64_t now = CLOCK_HOUR;

	(void)state;
	agenda_want_snapshot(&d, now);
	assert_int_equal(READING_SNAPSHOT, poll_at(&d, now, true));
	assert_true(agenda_due(&d) > now);
	assert_true(d.agenda.snapshot_made > 0);
	agenda_want_snapshot(&d, now + 5);
	agenda_want_snapshot(&d, now + 3); /* one is wanted already */
	assert_int_equal(now + 5, agenda_due(&d));
}

static void
rates_go_by_class_and_by_the_device_itself(void **state)
{
	char printer[] = "printer";
	const struct profile profile = { .class = printer };
	struct config_class class = { .name = "printer",
		.stability = 15 * CLOCK_MINUTE,
		.sleeps = true };
	const struct config_poll c = { .interval = 5 * CLOCK_MINUTE,
		.identity = CLOCK_HOUR,
		.classes = &class,
		.class_count = 1 };
	struct device d = { .interval = c.interval, .profile = &profile };
	struct rate r = agenda_rate(&c, &d);

	(void)state;
	assert_int_equal(c.interval, r.stability); /* not known yet */
	assert_false(r.sleeps);
	d.known = true;
	r = agenda_rate(&c, &d);
	assert_int_equal(15 * CLOCK_MINUTE, r.stability);
	assert_int_equal(CLOCK_HOUR, r.identity);
	assert_true(r.sleeps);
	d.interval = CLOCK_MINUTE;
	r = agenda_rate(&c, &d);
	assert_int_equal(CLOCK_MINUTE, r.stability);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_it_is_comes_first_and_then_once_an_hour),
		cmocka_unit_test(what_was_not_heard_stays_due),
		cmocka_unit_test(it_is_in_a_hurry_once_a_minute),
		cmocka_unit_test(a_snapshot_is_both),
		cmocka_unit_test(rates_go_by_class_and_by_the_device_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
