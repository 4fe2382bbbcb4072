/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/rollout_ring.h"

#include "lib/model/stability/frame.h"
#include "tests/unit/model/stability/weeks.h"
#include "tests/unit/model/statistics/near.h"

static const size_t ring_after[] = { 9, 10, 11, 12, 13, 14 };
static const size_t controls_after[] = { 2, 3, 4, 5, 6, 7, 8, 3, 4, 5, 4, 6 };

enum {
	RING = sizeof(ring_after) / sizeof(ring_after[0]),
	CONTROLS = sizeof(controls_after) / sizeof(controls_after[0])
};

static struct frame frame;

static void
look(size_t ring, size_t controls, struct ring_result *out)
{
	static struct subject s[RING + CONTROLS];
	const struct rollout r = { &frame, s, ring + controls, NULL, 0 };
	struct rollout_case c[RING];

	for (size_t i = 0; i < ring; i++) {
		s[i] = device_with(16, ring_after[i]);
		c[i] = (struct rollout_case){ &s[i], PATCHED, PATCHED, AFTER };
	}
	for (size_t i = 0; i < controls; i++) {
		s[ring + i] = device_with(16, controls_after[i]);
		s[ring + i].control = true;
	}
	subjects_mask_outages(s, ring + controls, NULL);
	rollout_ring(&r, c, ring, out);
}

/* 16 hours in four weeks, so 4 are expected: scipy.stats.mannwhitneyu. */
static void
a_ring_that_is_worse_as_a_whole_fails(void **state)
{
	struct ring_result r;

	(void)state;
	look(RING, CONTROLS, &r);
	assert_int_equal(ROLLOUT_FAILED, r.outcome);
	assert_string_equal("hours_error", r.change[r.worst].metric);
	assert_int_equal(RING, r.change[r.worst].devices);
	assert_int_equal(CONTROLS, r.change[r.worst].controls);
	assert_near(0.00042350912679687544, r.change[r.worst].p, 1e-6);
	assert_near(2 * r.change[r.worst].p, r.change[r.worst].adjusted, 1e-12);
	assert_near(1, r.change[r.worst].part, 1e-12);
	assert_true(r.change[r.worst].ratio > 2);
}

static void
a_small_ring_says_nothing(void **state)
{
	struct ring_result r;

	(void)state;
	look(4, CONTROLS, &r);
	assert_int_equal(ROLLOUT_UNDECIDED, r.outcome);
	assert_int_equal(WHY_FEW, r.why);
	look(RING, 4, &r);
	assert_int_equal(ROLLOUT_UNDECIDED, r.outcome);
	assert_int_equal(WHY_WITHOUT_CONTROLS, r.why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ring_that_is_worse_as_a_whole_fails),
		cmocka_unit_test(a_small_ring_says_nothing),
	};

	frame_make(&frame, MONDAY, "Europe/Amsterdam");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
