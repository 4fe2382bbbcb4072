/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/lengths.h"

#include "lib/base/clock.h"
#include "tests/unit/test.h"

static struct lengths
of(const int64_t *us, size_t n)
{
	struct lengths l = { 0 };

	for (size_t i = 0; i < n; i++)
		lengths_add(&l, us[i]);
	lengths_sort(&l);
	return l;
}

static void
of_none_all_is_nothing(void **state)
{
	struct lengths l = of(NULL, 0);

	(void)state;
	assert_int_equal(0, lengths_rank(&l, 50));
	assert_int_equal(0, lengths_rank(&l, 100));
	assert_int_equal(0, lengths_mean_s(&l));
	lengths_free(&l);
}

static void
a_rank_is_a_length_that_is_there(void **state)
{
	static const int64_t us[] = { 50, 10, 40, 30, 20 };
	/* Of so many the middle one, and of an even number the lower. */
	static const int64_t middle[] = { 0, 50, 10, 40, 30, 30 };
	struct lengths l;

	(void)state;
	for (size_t n = 1; n <= ROWS(us); n++) {
		l = of(us, n);
		assert_int_equal(middle[n], lengths_rank(&l, 50));
		lengths_free(&l);
	}
	l = of(us, ROWS(us));
	assert_int_equal(10, lengths_rank(&l, 1));
	assert_int_equal(10, lengths_rank(&l, 20));
	assert_int_equal(20, lengths_rank(&l, 21));
	assert_int_equal(40, lengths_rank(&l, 80));
	assert_int_equal(50, lengths_rank(&l, 81));
	assert_int_equal(50, lengths_rank(&l, 100));
	lengths_free(&l);
}

/* Far apart, so that a difference would not fit into an int. */
static void
order_is_by_the_whole_length(void **state)
{
	static const int64_t us[] = { (int64_t)1 << 40, 1, (int64_t)1 << 33 };
	struct lengths l = of(us, ROWS(us));

	(void)state;
	assert_int_equal(1, l.us[0]);
	assert_true(l.us[1] == (int64_t)1 << 33);
	assert_true(l.us[2] == (int64_t)1 << 40);
	lengths_free(&l);
}

static void
a_mean_counts_whole_seconds(void **state)
{
	static const int64_t us[] = { CLOCK_SECOND, 2 * CLOCK_SECOND - 1,
		5 * CLOCK_SECOND };
	struct lengths l = of(us, ROWS(us));

	(void)state;
	assert_int_equal(2, lengths_mean_s(&l)); /* (1 + 1 + 5) / 3 */
	lengths_free(&l);
	assert_null(l.us);
	assert_int_equal(0, l.n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_none_all_is_nothing),
		cmocka_unit_test(a_rank_is_a_length_that_is_there),
		cmocka_unit_test(order_is_by_the_whole_length),
		cmocka_unit_test(a_mean_counts_whole_seconds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
