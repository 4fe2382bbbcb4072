/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/series.h"

#include <math.h>

#include "lib/model/stability/frame.h"
#include "tests/unit/model/stability/weeks.h"
#include "tests/unit/model/statistics/near.h"

enum { CONTROLS = 6 };

static struct frame frame;

/* base+0..4 before and times as much after, without any likeness. */
static void
draw_line(float *out, double base, double times)
{
	static const int turn[] = { 0, 3, 1, 4, 2 };

	for (long i = 0; i < BLOCKS; i++)
		out[i] = (float)((base + turn[i % 5]) *
		    (i * BLOCK_HOURS >= PATCHED ? times : 1));
}

static struct change
compare(enum series_metric m, const float *line, const float *of_controls)
{
	static struct subject s, controls[CONTROLS];
	struct controls c = { .rung = RUNG_ALIKE };
	struct look_hours h;
	struct change out;

	s = device_with(0, 0);
	s.series[m] = line;
	subjects_mask_outages(&s, 1, NULL);
	for (size_t i = 0; of_controls != NULL && i < CONTROLS; i++) {
		controls[i] = s;
		controls[i].series[m] = of_controls;
		c.of[c.n++] = &controls[i];
	}
	look_hours_of(&frame, &s.watched, PATCHED, PATCHED, AFTER, &h);
	series_compare(&s, m, &h, &c, &out);
	return out;
}

static void
half_as_much_again_is_seen_and_a_fifth_is_not(void **state)
{
	float line[BLOCKS];
	struct change c;

	(void)state;
	draw_line(line, 40, 1.5);
	c = compare(SERIES_CPU, line, NULL);
	assert_true(c.is_large);
	assert_near(42, c.before, 1e-6);
	assert_near(63, c.after, 1e-6);
	assert_near(1.5, c.ratio, 1e-6);
	/* As sure as ranks can be: mannwhitneyu gives 6.86e-32. */
	assert_true(c.p < 1e-20);
	draw_line(line, 40, 1.2);
	c = compare(SERIES_CPU, line, NULL);
	assert_near(1.2, c.ratio, 1e-6);
	assert_near(1, c.p, 1e-12);
	assert_false(c.is_large);
}

static void
what_the_controls_did_is_taken_off(void **state)
{
	float line[BLOCKS], same[BLOCKS], calm[BLOCKS];
	struct change c;

	(void)state;
	draw_line(line, 40, 2);
	draw_line(same, 20, 2);
	draw_line(calm, 20, 1);
	c = compare(SERIES_CPU, line, same);
	assert_false(c.is_large);
	assert_int_equal(CONTROLS, c.controls);
	assert_near(2, c.expected, .05);
	assert_near(1, c.ratio, .05);
	c = compare(SERIES_CPU, line, calm);
	assert_true(c.is_large);
	assert_int_equal(RUNG_ALIKE, c.rung);
}

static void
fewer_clients_are_worse_and_more_are_not(void **state)
{
	float line[BLOCKS];

	(void)state;
	draw_line(line, 40, .5);
	assert_true(compare(SERIES_CLIENTS, line, NULL).is_large);
	assert_false(compare(SERIES_CPU, line, NULL).is_large);
	draw_line(line, 40, 2);
	assert_false(compare(SERIES_CLIENTS, line, NULL).is_large);
}

/* The same values, sorted into long waves: neighbours say the same. */
static void
what_lingers_proves_less(void **state)
{
	float line[BLOCKS], waves[BLOCKS];
	struct change steady, lingering;

	(void)state;
	draw_line(line, 40, 1.3);
	for (long i = 0; i < BLOCKS; i++)
		waves[i] = (float)((40 + i / 20 % 5) *
		    (i * BLOCK_HOURS >= PATCHED ? 1.3 : 1));
	steady = compare(SERIES_CPU, line, NULL);
	lingering = compare(SERIES_CPU, waves, NULL);
	assert_true(lingering.dispersion > 10 * steady.dispersion);
	assert_true(lingering.p > steady.p * 1e6);
}

static void
too_few_medians_are_not_known(void **state)
{
	float line[BLOCKS];

	(void)state;
	assert_false(compare(SERIES_CPU, NULL, NULL).is_known);
	draw_line(line, 40, 2);
	for (long i = 0; i < BLOCKS; i++)
		if (i * BLOCK_HOURS >= PATCHED + 15)
			line[i] = NAN;
	assert_false(compare(SERIES_CPU, line, NULL).is_known);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_as_much_again_is_seen_and_a_fifth_is_not),
		cmocka_unit_test(what_the_controls_did_is_taken_off),
		cmocka_unit_test(fewer_clients_are_worse_and_more_are_not),
		cmocka_unit_test(what_lingers_proves_less),
		cmocka_unit_test(too_few_medians_are_not_known),
	};

	frame_make(&frame, MONDAY, "Europe/Amsterdam");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
