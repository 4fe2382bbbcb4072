/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/count.h"

#include <math.h>

#include "lib/model/stability/frame.h"
#include "tests/unit/model/stability/weeks.h"
#include "tests/unit/model/statistics/near.h"

enum { CONTROLS = 5 };

static struct frame frame;

static struct change
compare_of(enum count_metric m, struct subject *s, struct subject *controls,
    size_t n, double phi)
{
	struct controls c = { .rung = n > 0 ? RUNG_ALIKE : RUNG_OWN, .n = n };
	struct look_hours h;
	struct change out;

	subjects_mask_outages(s, 1, NULL);
	subjects_mask_outages(controls, n, NULL);
	for (size_t i = 0; i < n; i++)
		c.of[i] = &controls[i];
	look_hours_of(&frame, &s->watched, PATCHED, PATCHED, AFTER, &h);
	count_compare(s, m, &h, &c, phi, &out);
	return out;
}

static struct change
compare(struct subject *s, struct subject *controls, size_t n, double phi)
{
	return compare_of(COUNT_ERROR, s, controls, n, phi);
}

/* Of SciPy 1.10.1: binom.sf(a-1, a+b, R/(1+R)), beta.ppf(.05, a, b+1). */
static const struct {
	size_t before, after;
	double phi, p, ratio, lower;
	bool is_large;
} own[] = {
	{ 8, 12, 1, 0.000101728765157048, 5.88235294117647, 2.59614167366066,
	    true },
	/* Bursts halve what they prove: the lower bound is below 1.25. */
	{ 8, 12, 2.5, 0.0562816, 5.88235294117647, 0.956033478217909, false },
	{ 20, 30, 1, 6.93674660333871e-10, 5.95121951219512, 3.60283188113318,
	    true },
	/* Four hours with an error are too few for anything. */
	{ 0, 4, 1, 0.0016, 36, 0.25, false },
};

static void
without_controls_the_hours_decide(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		struct subject s = device_with(own[i].before, own[i].after);
		struct change c = compare(&s, NULL, 0, own[i].phi);

		assert_true(c.is_known);
		assert_int_equal(HOURS_BEFORE, c.hours_before);
		assert_int_equal(HOURS_WEEK, c.hours_after);
		assert_near(.25, c.expected, 1e-12);
		assert_near(own[i].p, c.p, 1e-6);
		assert_near(own[i].ratio, c.ratio, 1e-9);
		if (own[i].is_large)
			assert_near(own[i].lower, c.lower, 1e-6);
		assert_int_equal(own[i].is_large, c.is_large);
		assert_int_equal(RUNG_OWN, c.rung);
	}
}

/*
 * 5 controls with 20 each before, and 5 or 12 after; with the prior and its
 * own error, R = (25+1.25)/105*exp(sqrt(1/105+1/26.25)), and so on.
 */
static void
what_the_controls_had_too_is_no_disturbance(void **state)
{
	struct subject controls[CONTROLS], s = device_with(8, 12);
	struct change c;

	(void)state;
	for (size_t i = 0; i < CONTROLS; i++)
		controls[i] = device_with(20, 5);
	c = compare(&s, controls, CONTROLS, 1);
	assert_int_equal(RUNG_ALIKE, c.rung);
	assert_near(100, c.controls_before, 1e-12);
	assert_near(25, c.controls_after, 1e-12);
	assert_near(0.310964515655303, c.expected, 1e-9);
	assert_near(0.000561289628884453, c.p, 1e-9);
	for (size_t i = 0; i < CONTROLS; i++)
		controls[i] = device_with(20, 12);
	s = device_with(8, 12);
	c = compare(&s, controls, CONTROLS, 1);
	assert_near(0.685082444481298, c.expected, 1e-9);
	assert_near(0.0638390714087024, c.p, 1e-9);
}

/* Half of the week was not watched; its hours have no errors to count. */
static void
hours_that_were_not_watched_count_on_neither_side(void **state)
{
	struct subject s = device_with(8, 12);
	struct hours gone = { { 0 } };
	struct change c;

	(void)state;
	hours_add_span(&gone, PATCHED + 84, AFTER);
	hours_drop(&s.asked, &gone);
	c = compare(&s, NULL, 0, 1);
	assert_int_equal(84, c.hours_after);
	assert_int_equal(4 * 84, c.hours_before);
	assert_near(.25, c.expected, 1e-12);
}

static void
nothing_watched_is_not_known(void **state)
{
	struct subject s = device_with(8, 12);
	struct change c;

	(void)state;
	s.asked = (struct hours){ { 0 } };
	c = compare(&s, NULL, 0, 1);
	assert_false(c.is_known);
	assert_near(1, c.p, 1e-12);
}

/* 20 working days with 1 or 5 hours each, in turns: variance 4.21 over 3. */
static void
bursts_are_measured_day_by_day(void **state)
{
	struct subject s = device_with(0, 0);
	double freedom, total, phi;
	size_t working = 0;

	(void)state;
	subjects_mask_outages(&s, 1, NULL);
	for (long i = 0; i < PATCHED; i++) {
		int hour = frame.of_week[i] % HOURS_DAY;

		if (frame.of_week[i] >= 5 * HOURS_DAY)
			continue;
		if (hour < (working % 2 == 0 ? 1 : 5))
			hours_add(&s.at[COUNT_ERROR], i);
		working += hour == 23;
	}
	phi = count_dispersion(
	    &frame, &s, COUNT_ERROR, PATCHED, &freedom, &total);
	assert_near(19, freedom, .06);
	assert_near(80. / 19 / 3, phi, .1);
	assert_in_range((uintmax_t)total, 56, 62);
}

/* Without a UPS there is nothing to say of it, and of who has none nothing to
 * compare with. */
static void
of_a_part_that_is_not_there_nothing_is_known(void **state)
{
	struct subject s = device_with(0, 0), controls[2 * CONTROLS];
	struct change c;

	(void)state;
	add_each(&s.at[COUNT_UPS], PATCHED + 5, 5, 12);
	for (size_t i = 0; i < 2 * CONTROLS; i++) {
		controls[i] = device_with(0, 0);
		controls[i].has[COUNT_UPS] = i < CONTROLS;
	}
	c = compare_of(COUNT_UPS, &s, controls, 2 * CONTROLS, 1);
	assert_false(c.is_known);
	s.has[COUNT_UPS] = true;
	c = compare_of(COUNT_UPS, &s, controls, 2 * CONTROLS, 1);
	assert_true(c.is_known);
	assert_true(c.is_large);
	assert_int_equal(12, (int)c.after);
	assert_int_equal(CONTROLS, c.controls);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_controls_the_hours_decide),
		cmocka_unit_test(what_the_controls_had_too_is_no_disturbance),
		cmocka_unit_test(
		    hours_that_were_not_watched_count_on_neither_side),
		cmocka_unit_test(nothing_watched_is_not_known),
		cmocka_unit_test(bursts_are_measured_day_by_day),
		cmocka_unit_test(of_a_part_that_is_not_there_nothing_is_known),
	};

	frame_make(&frame, MONDAY, "Europe/Amsterdam");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
