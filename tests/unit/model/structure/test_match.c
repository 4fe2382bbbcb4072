/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/structure/match.h"

#include "lib/model/structure/structure.h"
#include "tests/unit/test.h"

#define ROW(k, s, n, l)                                              \
	{                                                            \
		.kind = (k), .source = (s), .key = (n), .label = (l) \
	}
#define PORT(n, l) ROW(STRUCTURE_PORT, "if", n, l)
#define PART(n, l) ROW(STRUCTURE_MODULE, "ent", n, l)

static const struct structure_part were[] = {
	PORT("1", "Gi1/0/1"),
	PORT("2", "Gi1/0/2"),
	PORT("3", ""),
	PORT("4", "uplink"),
	PORT("5", "uplink"),
	PART("1", "Gi1/0/1"),
	PART("7", ""),
};

static const struct {
	struct structure_part now;
	int found; /* its place above; -1: it is new */
} parts[] = {
	{ PORT("1", "Gi1/0/1"), 0 },
	/* New firmware counts anew: the name says which one it is. */
	{ PORT("101", "Gi1/0/2"), 1 },
	/* The number of one that has another name is somebody else's. */
	{ PORT("2", "Te1/1/1"), -1 },
	/* Without a name, or with one that it had not: by its number. */
	{ PORT("3", ""), 2 },
	{ PORT("3", "Gi1/0/3"), 2 },
	{ PORT("2", ""), 1 },
	{ PORT("9", ""), -1 },
	/* A name that two had tells neither: the number does. */
	{ PORT("5", "uplink"), 4 },
	{ PORT("6", "uplink"), -1 },
	/* The same words of another table are another thing. */
	{ PART("1", "Gi1/0/1"), 5 },
	{ PART("7", ""), 6 },
	{ PART("2", "Gi1/0/2"), -1 },
};

static void
a_part_is_found_by_its_name_and_then_its_number(void **state)
{
	struct structure then = { 0 }, now = { 0 };
	struct match by_then, by_now;

	(void)state;
	for (size_t i = 0; i < ROWS(were); i++)
		assert_true(structure_add(&then, &were[i]));
	match_begin(&by_then, &then);
	for (size_t i = 0; i < ROWS(parts); i++) {
		const struct structure_part *p, *want;

		assert_true(structure_add(&now, &parts[i].now));
		match_begin(&by_now, &now);
		p = match_find(&by_then, &parts[i].now,
		    match_is_named(&by_now, &parts[i].now));
		match_free(&by_now);
		structure_free(&now);
		now = (struct structure){ 0 };
		want = parts[i].found < 0 ? NULL : &then.part[parts[i].found];
		if (p != want)
			fail_msg("row %zu", i);
	}
	match_free(&by_then);
	structure_free(&then);
}

static void
a_name_is_of_one_only(void **state)
{
	const struct structure_part none = PORT("9", "Gi1/0/9");
	struct structure s = { 0 };
	struct match m;

	(void)state;
	match_begin(&m, &s);
	assert_false(match_is_named(&m, &none));
	assert_null(match_find(&m, &none, true));
	match_free(&m);
	for (size_t i = 0; i < ROWS(were); i++)
		assert_true(structure_add(&s, &were[i]));
	match_begin(&m, &s);
	assert_true(match_is_named(&m, &were[0]));
	assert_false(match_is_named(&m, &were[2])); /* it has none */
	assert_false(match_is_named(&m, &were[3])); /* two have it */
	assert_false(match_is_named(&m, &were[4]));
	assert_true(match_is_named(&m, &were[5])); /* in a table of its own */
	assert_false(match_is_named(&m, &none));
	match_free(&m);
	match_free(&m);
	structure_free(&s);
}

/* Wherever two of a name stand among others, a search meets one of them. */
static void
two_of_a_name_are_seen_from_either(void **state)
{
	enum { MOST = 9 };
	static const char *const labels[MOST] = { "a", "b", "c", "d", "e", "f",
		"g", "h", "i" };

	(void)state;
	for (size_t n = 2; n <= MOST; n++) {
		for (size_t first = 0; first + 1 < n; first++) {
			struct structure_part p = PORT("1", labels[first]);
			struct structure s = { 0 };
			struct match m;

			for (size_t i = 0; i < n; i++) {
				p.label = labels[i == first + 1 ? first : i];
				assert_true(structure_add(&s, &p));
			}
			p.label = labels[first];
			match_begin(&m, &s);
			assert_false(match_is_named(&m, &p));
			match_free(&m);
			structure_free(&s);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_part_is_found_by_its_name_and_then_its_number),
		cmocka_unit_test(a_name_is_of_one_only),
		cmocka_unit_test(two_of_a_name_are_seen_from_either),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
