/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/sweep.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "tests/unit/test.h"

static struct prefix
prefix_of(const char *text)
{
	struct prefix p;

	assert_int_equal(ERR_OK, prefix_parse(text, &p));
	return p;
}

static void
each_address_is_visited_once(void **state)
{
	static const char *const sets[][4] = {
		{ "10.1.2.3" },
		{ "10.1.2.4/31" },
		{ "10.1.2.0/24" },
		{ "10.1.2.0/24", "10.9.0.0/22", "2001:db8::/120" },
		{ "10.1.0.0/16" },
	};
	struct prefix blocks[4];
	struct sweep s;
	struct address a;
	size_t n, at, block;

	(void)state;
	for (size_t i = 0; i < ROWS(sets); i++) {
		uint8_t *seen;

		for (n = 0; n < 4 && sets[i][n] != NULL; n++)
			blocks[n] = prefix_of(sets[i][n]);
		assert_int_equal(
		    ERR_OK, sweep_start(&s, blocks, n, 4711 + i, &at));
		seen = mem_new(s.total * 4, 1);
		for (uint64_t k = 0; k < s.total; k++) {
			size_t low;

			sweep_at(&s, k, &a, &block);
			assert_true(prefix_holds(&blocks[block], &a));
			low = a.family == 4
			    ? (size_t)a.bytes[2] << 8 | a.bytes[3]
			    : a.bytes[15];
			low = low % s.total + block * s.total;
			assert_int_equal(0, seen[low]);
			seen[low] = 1;
		}
		free(seen);
	}
}

static void
neighbours_in_time_are_far_apart(void **state)
{
	struct prefix block = prefix_of("10.1.0.0/16");
	unsigned in_subnet[256] = { 0 };
	struct sweep s;
	struct address a;
	size_t at;

	(void)state;
	assert_int_equal(ERR_OK, sweep_start(&s, &block, 1, 7, &at));
	for (uint64_t k = 0; k < 512; k++) {
		sweep_at(&s, k, &a, &at);
		in_subnet[a.bytes[2]]++;
	}
	for (size_t i = 0; i < 256; i++)
		assert_in_range(in_subnet[i], 1, 3);
}

static void
the_order_is_the_seeds(void **state)
{
	struct prefix block = prefix_of("10.1.0.0/20");
	struct sweep a, b, c;
	struct address x, y, z;
	unsigned other = 0;
	size_t at;

	(void)state;
	assert_int_equal(ERR_OK, sweep_start(&a, &block, 1, 99, &at));
	assert_int_equal(ERR_OK, sweep_start(&b, &block, 1, 99, &at));
	assert_int_equal(ERR_OK, sweep_start(&c, &block, 1, 1234567, &at));
	for (uint64_t k = 0; k < a.total; k++) {
		sweep_at(&a, k, &x, &at);
		sweep_at(&b, k, &y, &at);
		sweep_at(&c, k, &z, &at);
		assert_true(address_equal(&x, &y));
		other += !address_equal(&x, &z);
	}
	assert_true(other > a.total - 2);
}

static void
what_is_too_much_is_named(void **state)
{
	struct prefix blocks[3] = { prefix_of("10.0.0.0/13"),
		prefix_of("10.8.0.0/13"), prefix_of("10.16.0.0/13") };
	struct prefix wide = prefix_of("2001:db8::/64");
	struct prefix widest = prefix_of("2001:db8::/112");
	struct sweep s;
	size_t at;

	(void)state;
	assert_int_equal(ERR_OK, sweep_start(&s, blocks, 2, 1, &at));
	assert_int_equal(ERR_RANGE, sweep_start(&s, blocks, 3, 1, &at));
	assert_int_equal(2, at);
	assert_int_equal(ERR_RANGE, sweep_start(&s, &wide, 1, 1, &at));
	assert_int_equal(0, at);
	assert_int_equal(ERR_OK, sweep_start(&s, &widest, 1, 1, &at));
	assert_int_equal(65535, s.total);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_address_is_visited_once),
		cmocka_unit_test(neighbours_in_time_are_far_apart),
		cmocka_unit_test(the_order_is_the_seeds),
		cmocka_unit_test(what_is_too_much_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
