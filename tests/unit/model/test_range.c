/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/range.h"

#include "lib/base/err.h"
#include "tests/unit/test.h"

static struct prefix
prefix_of(const char *text)
{
	struct prefix p;

	assert_int_equal(ERR_OK, prefix_parse(text, &p));
	return p;
}

static size_t
hospital(struct range list[4])
{
	list[0] = (struct range){ .id = 1, .block = prefix_of("10.1.0.0/16") };
	list[1] = (struct range){
		.id = 2, .block = prefix_of("10.1.9.0/24"), .medical = true
	};
	list[2] = (struct range){ .id = 3,
		.block = prefix_of("10.1.9.64/26"),
		.medical = true,
		.approved = true };
	list[3] = (struct range){ .id = 4, .block = prefix_of("10.4.0.0/24") };
	return 4;
}

static void
the_narrowest_range_counts(void **state)
{
	static const struct {
		const char *block;
		int id;
	} rows[] = {
		{ "10.1.0.0/16", 1 },
		{ "10.1.8.0/24", 1 },
		{ "10.1.9.0/24", 2 },
		{ "10.1.9.200/32", 2 },
		{ "10.1.9.70/32", 3 },
		{ "10.1.8.0/23", 1 },
		{ "10.0.0.0/8", 0 },
		{ "10.4.1.0/24", 0 },
		{ "2001:db8::/120", 0 },
	};
	struct range list[4];
	size_t n = hospital(list);

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct prefix p = prefix_of(rows[i].block);
		const struct range *r = range_of_block(list, n, &p);

		assert_int_equal(rows[i].id, r == NULL ? 0 : r->id);
	}
	assert_true(range_is_open(&list[0]));
	assert_false(range_is_open(&list[1]));
	assert_true(range_is_open(&list[2]));
}

static void
the_nearest_range_is_named(void **state)
{
	struct range list[4];
	size_t n = hospital(list);
	struct prefix p = prefix_of("10.4.1.0/24");

	(void)state;
	assert_int_equal(4, range_nearest(list, n, &p)->id);
	p = prefix_of("10.0.0.0/12");
	assert_null(range_nearest(list, 0, &p));
	p = prefix_of("2001:db8::/120");
	assert_null(range_nearest(list, n, &p));
}

static void
what_is_shut_is_counted(void **state)
{
	struct range list[4];
	size_t n = hospital(list);
	struct prefix p = prefix_of("10.1.0.0/16");

	(void)state;
	/* What lies inside and was approved is not shut. */
	assert_int_equal(256 - 64, range_shut(list, n, &p));
	p = prefix_of("10.4.0.0/24");
	assert_int_equal(0, range_shut(list, n, &p));
	list[2].approved = false;
	p = prefix_of("10.1.8.0/23");
	assert_int_equal(255, range_shut(list, n, &p));
}

static void
each_address_is_of_one_range(void **state)
{
	static const struct {
		const char *block;
		uint64_t share[4];
	} rows[] = {
		{ "10.1.0.0/16", { 65534 - 256, 192, 64, 0 } },
		{ "10.1.9.0/24", { 0, 190, 64, 0 } },
		{ "10.1.9.64/26", { 0, 0, 62, 0 } },
		{ "10.1.9.65/32", { 0, 0, 1, 0 } },
		{ "10.1.9.0/26", { 0, 62, 0, 0 } },
		{ "10.4.0.128/25", { 0, 0, 0, 126 } },
		{ "10.5.0.0/24", { 0, 0, 0, 0 } },
	};
	struct range list[4];
	size_t n = hospital(list);

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct prefix p = prefix_of(rows[i].block);

		for (size_t k = 0; k < n; k++)
			assert_int_equal(rows[i].share[k],
			    range_share(list, n, &list[k], &p));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_narrowest_range_counts),
		cmocka_unit_test(the_nearest_range_is_named),
		cmocka_unit_test(what_is_shut_is_counted),
		cmocka_unit_test(each_address_is_of_one_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
