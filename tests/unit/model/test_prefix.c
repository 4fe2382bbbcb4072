/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/prefix.h"

#include "lib/base/err.h"
#include "tests/unit/test.h"

static struct prefix
prefix_of(const char *text)
{
	struct prefix p;

	assert_int_equal(ERR_OK, prefix_parse(text, &p));
	return p;
}

static void
blocks_are_read_as_people_write_them(void **state)
{
	static const struct {
		const char *text;
		int rc;
		const char *is;
	} rows[] = {
		{ "10.1.0.0/16", ERR_OK, "10.1.0.0/16" },
		{ "10.1.2.3", ERR_OK, "10.1.2.3/32" },
		{ "0.0.0.0/0", ERR_OK, "0.0.0.0/0" },
		{ "2001:db8::/120", ERR_OK, "2001:db8::/120" },
		{ "2001:db8::1", ERR_OK, "2001:db8::1/128" },
		{ "10.1.2.3/16", ERR_RANGE, "10.1.0.0/16" },
		{ "2001:db8::1/64", ERR_RANGE, "2001:db8::/64" },
		{ "10.1.0.0/33", ERR_PARSE, NULL },
		{ "10.1.0.0/-1", ERR_PARSE, NULL },
		{ "10.1.0.0/", ERR_PARSE, NULL },
		{ "10.1.0.0/1x", ERR_PARSE, NULL },
		{ "10.1.0.0:161/16", ERR_PARSE, NULL },
		{ "[2001:db8::1]/64", ERR_PARSE, NULL },
		{ "10.1.0/16", ERR_PARSE, NULL },
		{ "/16", ERR_PARSE, NULL },
		{ "", ERR_PARSE, NULL },
		{ "core-switch", ERR_PARSE, NULL },
	};
	char text[PREFIX_TEXT_MAX];
	struct prefix p;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		assert_int_equal(rows[i].rc, prefix_parse(rows[i].text, &p));
		if (rows[i].is != NULL)
			assert_string_equal(
			    rows[i].is, prefix_format(&p, text));
	}
}

static void
what_lies_within_is_told(void **state)
{
	static const struct {
		const char *inner, *outer;
		bool is;
		int common;
	} rows[] = {
		{ "10.1.2.0/24", "10.1.0.0/16", true, 16 },
		{ "10.1.0.0/16", "10.1.0.0/16", true, 16 },
		{ "10.1.0.0/16", "10.1.2.0/24", false, 16 },
		{ "10.2.0.0/16", "10.1.0.0/16", false, 14 },
		{ "10.1.0.0/16", "0.0.0.0/0", true, 0 },
		{ "2001:db8::7/128", "2001:db8::/120", true, 120 },
		{ "2001:db8::/120", "10.1.0.0/16", false, -1 },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct prefix in = prefix_of(rows[i].inner);
		struct prefix out = prefix_of(rows[i].outer);

		assert_int_equal(rows[i].is, prefix_within(&in, &out));
		assert_int_equal(rows[i].common, prefix_common(&in, &out));
	}
}

static void
only_what_a_device_can_have_counts(void **state)
{
	static const struct {
		const char *block;
		uint64_t hosts;
		const char *first, *last;
	} rows[] = {
		{ "10.1.2.0/24", 254, "10.1.2.1", "10.1.2.254" },
		{ "10.1.0.0/16", 65534, "10.1.0.1", "10.1.255.254" },
		{ "10.1.2.4/30", 2, "10.1.2.5", "10.1.2.6" },
		{ "10.1.2.4/31", 2, "10.1.2.4", "10.1.2.5" }, /* RFC 3021 */
		{ "10.1.2.3", 1, "10.1.2.3", "10.1.2.3" },
		{ "2001:db8::/120", 255, "2001:db8::1", "2001:db8::ff" },
		{ "2001:db8::/127", 2, "2001:db8::", "2001:db8::1" },
		{ "2001:db8::5", 1, "2001:db8::5", "2001:db8::5" },
	};
	char text[ADDRESS_TEXT_MAX];
	struct prefix p;
	struct address a;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		p = prefix_of(rows[i].block);
		assert_int_equal(rows[i].hosts, prefix_hosts(&p));
		prefix_host(&p, 0, &a);
		assert_string_equal(rows[i].first, address_format(&a, text));
		prefix_host(&p, rows[i].hosts - 1, &a);
		assert_string_equal(rows[i].last, address_format(&a, text));
		assert_true(prefix_holds(&p, &a));
	}
	p = prefix_of("2001:db8::/32");
	assert_true(prefix_hosts(&p) == UINT64_MAX);
}

/* The edges of a block inside are addresses like others. */
static void
the_edges_of_the_whole_count(void **state)
{
	static const struct {
		const char *block, *inner;
		uint64_t hosts;
	} rows[] = {
		{ "10.1.2.0/24", "10.1.2.16/28", 16 },
		{ "10.1.2.0/24", "10.1.2.0/28", 15 },
		{ "10.1.2.0/24", "10.1.2.240/28", 15 },
		{ "10.1.2.0/24", "10.1.2.0/24", 254 },
		{ "10.1.2.0/24", "10.1.2.255/32", 0 },
		{ "10.1.2.0/24", "10.1.2.7/32", 1 },
		{ "10.1.2.4/31", "10.1.2.4/32", 1 },
		{ "2001:db8::/120", "2001:db8::/124", 15 },
		{ "2001:db8::/120", "2001:db8::f0/124", 16 },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct prefix p = prefix_of(rows[i].block);
		struct prefix inner = prefix_of(rows[i].inner);

		assert_int_equal(rows[i].hosts, prefix_hosts_in(&p, &inner));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_are_read_as_people_write_them),
		cmocka_unit_test(what_lies_within_is_told),
		cmocka_unit_test(only_what_a_device_can_have_counts),
		cmocka_unit_test(the_edges_of_the_whole_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
