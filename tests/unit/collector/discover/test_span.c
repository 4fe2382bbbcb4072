/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/discover/span.h"

#include "collector/discover/findings.h"
#include "tests/unit/test.h"

static void
what_is_done_in_order_counts_at_once(void **state)
{
	struct sweep_run r = { 0 };
	static struct span s;

	(void)state;
	assert_int_equal(0, span_rewind(&s, &r));
	span_pass(&s, &r, 0, 0);
	span_pass(&s, &r, 1, MARK_ANSWERED);
	span_pass(&s, &r, 2, MARK_ANSWERED | MARK_FOUND);
	span_pass(&s, &r, 3, MARK_SKIPPED);
	assert_int_equal(4, r.done);
	assert_int_equal(4, r.passed);
	assert_int_equal(2, r.answered);
	assert_int_equal(1, r.found);
	assert_int_equal(1, r.skipped);
}

static void
what_is_ahead_counts_when_those_before_it_are_done(void **state)
{
	struct sweep_run r = { 0 };
	static struct span s;

	(void)state;
	(void)span_rewind(&s, &r);
	span_pass(&s, &r, 2, MARK_ANSWERED | MARK_FOUND);
	span_pass(&s, &r, 1, MARK_ANSWERED);
	assert_int_equal(2, r.done);
	assert_int_equal(0, r.passed);
	assert_int_equal(0, r.answered);
	span_pass(&s, &r, 0, 0);
	assert_int_equal(3, r.passed);
	assert_int_equal(2, r.answered);
	assert_int_equal(1, r.found);
}

/* Who goes on after a restart counts none twice, and asks those again of which
 * it is not known. */
static void
a_rewind_goes_back_to_the_first_open_one(void **state)
{
	struct sweep_run r = { 0 };
	static struct span s;

	(void)state;
	(void)span_rewind(&s, &r);
	span_pass(&s, &r, 0, MARK_ANSWERED);
	span_pass(&s, &r, 2, MARK_ANSWERED);
	span_pass(&s, &r, 3, MARK_ANSWERED);
	assert_int_equal(1, span_rewind(&s, &r));
	assert_int_equal(1, r.done);
	assert_int_equal(1, r.answered);
	/* What was ahead is forgotten: 1 alone does not let 2 and 3 pass. */
	span_pass(&s, &r, 1, 0);
	assert_int_equal(2, r.passed);
	assert_int_equal(1, r.answered);
}

static void
the_window_moves_along(void **state)
{
	const uint64_t all = 3 * (uint64_t)SPAN;
	struct sweep_run r = { 0 };
	static struct span s;

	(void)state;
	(void)span_rewind(&s, &r);
	/* Each time the last of the window before its first. */
	for (uint64_t first = 0; first < all; first += SPAN) {
		for (uint64_t i = SPAN; i-- > 0;)
			span_pass(&s, &r, first + i, MARK_ANSWERED);
		assert_int_equal(first + SPAN, r.passed);
	}
	assert_int_equal(all, r.done);
	assert_int_equal(all, r.answered);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_done_in_order_counts_at_once),
		cmocka_unit_test(
		    what_is_ahead_counts_when_those_before_it_are_done),
		cmocka_unit_test(a_rewind_goes_back_to_the_first_open_one),
		cmocka_unit_test(the_window_moves_along),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
