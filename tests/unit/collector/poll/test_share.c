/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/share.h"

#include "tests/unit/test.h"

enum { WORKERS = 3, DEVICES = 9000 };

static void
each_device_has_one_worker(void **state)
{
	unsigned has[WORKERS] = { 0 };

	(void)state;
	for (int d = 1; d <= DEVICES; d++) {
		unsigned who = 0;

		for (unsigned w = 0; w < WORKERS; w++) {
			const struct share s = { w, WORKERS };
			bool mine = share_has(&s, 7, d);

			who += mine;
			has[w] += mine;
		}
		assert_int_equal(1, who);
	}
	for (int w = 0; w < WORKERS; w++)
		assert_in_range(has[w], DEVICES / 3 - 150, DEVICES / 3 + 150);
}

static void
a_worker_alone_has_all(void **state)
{
	const struct share alone = { 0, 1 };

	(void)state;
	for (int d = 0; d < 100; d++)
		assert_true(share_has(&alone, d, d * 3));
	assert_true(share_is_first(&alone));
	assert_int_equal(256, share_part(&alone, 256));
}

static void
parts_add_up(void **state)
{
	static const int totals[] = { 3, 256, 2000, 2001, 2002 };

	(void)state;
	for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++) {
		int sum = 0;

		for (unsigned w = 0; w < WORKERS; w++) {
			const struct share s = { w, WORKERS };

			sum += share_part(&s, totals[i]);
		}
		assert_int_equal(totals[i], sum);
	}
}

static void
a_part_is_never_nothing(void **state)
{
	const struct share last = { 2, 3 };

	(void)state;
	assert_int_equal(1, share_part(&last, 1));
	assert_int_equal(0, share_part(&last, 0)); /* no limit stays none */
	assert_false(share_is_first(&last));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_device_has_one_worker),
		cmocka_unit_test(a_worker_alone_has_all),
		cmocka_unit_test(parts_add_up),
		cmocka_unit_test(a_part_is_never_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
