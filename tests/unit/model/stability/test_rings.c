/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/stability/rings.h"

#include "tests/unit/test.h"

enum { DEVICES = 200, SITES = 10 };

static size_t
count(const struct ring_device *d, size_t n, enum ring r)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += d[i].ring == r;
	return found;
}

static void
a_model_is_shared_out_over_its_sites(void **state)
{
	struct ring_device d[DEVICES];
	size_t at[SITES] = { 0 };

	(void)state;
	/* They stand in the order of their sites. */
	for (size_t i = 0; i < DEVICES; i++)
		d[i] = (struct ring_device){ 7, (int)(i * SITES / DEVICES),
			RING_REST };
	rings_propose(d, DEVICES);
	assert_int_equal(1, count(d, DEVICES, RING_PILOT));
	assert_int_equal(10, count(d, DEVICES, RING_FEW));
	assert_int_equal(50, count(d, DEVICES, RING_SOME));
	for (size_t i = 0; i < DEVICES; i++)
		at[d[i].site] += d[i].ring <= RING_FEW;
	for (size_t i = 0; i < SITES; i++)
		assert_in_range(at[i], 1, 2);
}

static void
each_model_has_a_pilot_and_a_few(void **state)
{
	struct ring_device d[10];

	(void)state;
	for (int i = 0; i < 10; i++)
		d[i] = (struct ring_device){ i == 3 ? 2 : 1, 1, RING_REST };
	rings_propose(d, 10);
	/* The only one of its model is its own pilot. */
	assert_int_equal(RING_PILOT, d[3].ring);
	assert_int_equal(2, count(d, 10, RING_PILOT));
	assert_int_equal(5, count(d, 10, RING_FEW));
	assert_int_equal(3, count(d, 10, RING_SOME));
	assert_string_equal("few", ring_name(RING_FEW));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_model_is_shared_out_over_its_sites),
		cmocka_unit_test(each_model_has_a_pilot_and_a_few),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
