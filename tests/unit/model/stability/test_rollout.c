/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/rollout.h"

#include "lib/model/stability/frame.h"
#include "tests/unit/model/stability/weeks.h"
#include "tests/unit/model/statistics/near.h"

enum { PATCHED_ONES = 3, ALL = 20 };

static struct frame frame;
static struct subject subject[ALL];

static void
make_fleet(bool with_controls)
{
	for (size_t i = 0; i < ALL; i++) {
		subject[i] = device_with(20, 5);
		subject[i].control = with_controls && i >= PATCHED_ONES;
	}
	subject[0] = device_with(8, 12);
}

static void
look(size_t n, const double *earlier, size_t n_earlier,
    struct rollout_result *out)
{
	const struct rollout r = { &frame, subject, ALL, earlier, n_earlier };
	struct rollout_case c[PATCHED_ONES];

	subjects_mask_outages(subject, ALL, NULL);
	for (size_t i = 0; i < n; i++)
		c[i] = (struct rollout_case){ &subject[i], PATCHED, PATCHED,
			AFTER };
	rollout_look(&r, c, n, out);
}

static void
the_one_that_is_worse_fails(void **state)
{
	struct rollout_result r[PATCHED_ONES];

	(void)state;
	make_fleet(true);
	look(PATCHED_ONES, NULL, 0, r);
	assert_int_equal(ROLLOUT_FAILED, r[0].outcome);
	assert_string_equal("hours_error", r[0].change[r[0].worst].metric);
	assert_int_equal(ROLLOUT_PASSED, r[1].outcome);
	assert_int_equal(ROLLOUT_PASSED, r[2].outcome);
	/* Holm over the six counts that are known, then over three devices. */
	assert_near(6 * r[0].change[COUNT_ERROR].p, r[0].p, 1e-9);
	assert_near(3 * r[0].p, r[0].adjusted, 1e-9);
}

static void
without_controls_it_is_a_notice(void **state)
{
	struct rollout_result r[PATCHED_ONES];

	(void)state;
	make_fleet(false);
	look(PATCHED_ONES, NULL, 0, r);
	assert_int_equal(ROLLOUT_UNDECIDED, r[0].outcome);
	assert_int_equal(WHY_WITHOUT_CONTROLS, r[0].why);
	assert_int_equal(ROLLOUT_PASSED, r[1].outcome);
}

/* As one of a thousand it may be chance: neither accused nor passed. */
static void
among_many_one_must_be_surer(void **state)
{
	static double earlier[1000];
	struct rollout_result r[PATCHED_ONES];

	(void)state;
	make_fleet(true);
	for (size_t i = 0; i < 1000; i++)
		earlier[i] = 1;
	look(PATCHED_ONES, earlier, 1000, r);
	assert_int_equal(ROLLOUT_UNDECIDED, r[0].outcome);
	assert_int_equal(WHY_NOT_SURE, r[0].why);
}

static void
too_little_to_go_by_is_no_pass(void **state)
{
	struct rollout_result r[PATCHED_ONES];
	struct hours gone = { { 0 } };

	(void)state;
	make_fleet(true);
	hours_add_span(&gone, 0, PATCHED - HOURS_WEEK);
	hours_drop(&subject[1].asked, &gone);
	gone = (struct hours){ { 0 } };
	hours_add_span(&gone, PATCHED + 40, AFTER);
	hours_drop(&subject[2].asked, &gone);
	look(PATCHED_ONES, NULL, 0, r);
	assert_int_equal(ROLLOUT_UNDECIDED, r[1].outcome);
	assert_int_equal(WHY_NO_BASELINE, r[1].why);
	assert_int_equal(ROLLOUT_UNDECIDED, r[2].outcome);
	assert_int_equal(WHY_HARDLY_WATCHED, r[2].why);
	assert_string_equal("hardly watched", rollout_why_name(r[2].why));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_one_that_is_worse_fails),
		cmocka_unit_test(without_controls_it_is_a_notice),
		cmocka_unit_test(among_many_one_must_be_surer),
		cmocka_unit_test(too_little_to_go_by_is_no_pass),
	};

	frame_make(&frame, MONDAY, "Europe/Amsterdam");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
