/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/plan.h"

#include "lib/profile/profile.h"
#include "tests/unit/test.h"

/* 1.3.6.1.4.1.99999.1.1.0 and a column beside it: nobody's. */
#define OWN 0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 1

/* The first list that has a name at or above oid, or -1. */
static int
list_with(const struct plan *p, struct oid oid)
{
	const struct walk_list *list;

	for (size_t i = 0; (list = plan_list(p, i)) != NULL; i++) {
		for (size_t k = 0; k < list->count; k++) {
			if (oid_is_within(oid, list->names[k]))
				return (int)i;
		}
	}
	return -1;
}

static size_t
count_lists(const struct plan *p)
{
	size_t n = 0;

	while (plan_list(p, n) != NULL)
		n++;
	return n;
}

static void
the_contact_fits_in_one_question(void **state)
{
	const struct walk_list *list = plan_contact();

	(void)state;
	assert_false(list->columns);
	assert_in_range(list->count, 1, WALK_NAMES);
	/* Every name is an instance, to be got. */
	for (size_t i = 0; i < list->count; i++)
		assert_int_equal(
		    0, list->names[i].data[list->names[i].len - 1]);
}

static void
a_knock_is_the_uptime_only(void **state)
{
	const struct walk_list *list = plan_knock();

	(void)state;
	assert_int_equal(1, list->count);
	assert_true(oid_eq(OID_OF(0x2b, 6, 1, 2, 1, 1, 3, 0), list->names[0]));
}

static void
without_a_profile_the_common_tables_are_asked(void **state)
{
	struct plan *p = plan_new(NULL, 0, false);
	const struct walk_list *list;

	(void)state;
	assert_true(count_lists(p) > 0);
	for (size_t i = 0; (list = plan_list(p, i)) != NULL; i++) {
		assert_true(list->columns);
		assert_true(list->count > 0);
	}
	assert_int_not_equal(
	    -1, list_with(p, OID_OF(0x2b, 6, 1, 2, 1, 2, 2, 1, 8)));
	assert_int_not_equal(
	    -1, list_with(p, OID_OF(0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 10)));
	assert_null(plan_list(p, count_lists(p) + 1000));
	plan_free(p);
}

static void
what_tells_the_version_goes_first(void **state)
{
	const struct profile_oid wanted[] = {
		{ OID_OF(OWN, 1, 0), false },
		{ OID_OF(OWN, 2, 1, 3), true },
		{ OID_OF(OWN, 2, 1, 4), true },
	};
	struct plan *p = plan_new(wanted, ROWS(wanted), false);

	(void)state;
	/* Objects together, then each column alone: their rows differ. */
	assert_false(plan_list(p, 0)->columns);
	assert_int_equal(3, plan_list(p, 0)->count);
	for (size_t i = 1; i < 3; i++) {
		assert_true(plan_list(p, i)->columns);
		assert_int_equal(1, plan_list(p, i)->count);
		assert_true(oid_eq(wanted[i].oid, plan_list(p, i)->names[0]));
	}
	assert_true(list_with(p, OID_OF(0x2b, 6, 1, 2, 1, 2, 2, 1, 8)) > 2);
	plan_free(p);
}

/* Of what all devices are asked, nothing is asked twice. */
static void
what_is_asked_anyway_is_left_out(void **state)
{
	const struct profile_oid wanted[] = {
		{ OID_OF(0x2b, 6, 1, 2, 1, 1, 1, 0), false }, /* contact */
		{ OID_OF(0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 10), true },
		{ OID_OF(0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 10, 1), false },
		{ OID_OF(0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1, 10, 1), true },
		{ OID_OF(0x2b, 6, 1, 2, 1, 47, 1, 1, 1), true }, /* above */
	};
	struct plan *with = plan_new(wanted, ROWS(wanted), false);
	struct plan *without = plan_new(NULL, 0, false);

	(void)state;
	assert_int_equal(count_lists(without), count_lists(with));
	assert_true(plan_list(with, 0)->columns);
	plan_free(with);
	plan_free(without);
}

/* An object that is above a table is no part of it. */
static void
one_object_above_a_table_is_asked(void **state)
{
	const struct profile_oid wanted = {
		OID_OF(0x2b, 6, 1, 2, 1, 47, 1, 1, 1), false
	};
	struct plan *p = plan_new(&wanted, 1, false);

	(void)state;
	assert_false(plan_list(p, 0)->columns);
	assert_true(oid_eq(wanted.oid, plan_list(p, 0)->names[0]));
	plan_free(p);
}

static void
a_stranger_is_asked_for_more(void **state)
{
	const struct oid ups = OID_OF(0x2b, 6, 1, 2, 1, 33, 1, 1, 3, 0);
	const struct oid printer = OID_OF(0x2b, 6, 1, 2, 1, 43, 5, 1, 1, 17);
	struct plan *known = plan_new(NULL, 0, false);
	struct plan *stranger = plan_new(NULL, 0, true);

	(void)state;
	assert_int_equal(-1, list_with(known, ups));
	assert_int_equal(-1, list_with(known, printer));
	assert_int_not_equal(-1, list_with(stranger, ups));
	assert_int_not_equal(-1, list_with(stranger, printer));
	assert_true(list_with(stranger, ups) <
	    list_with(stranger, OID_OF(0x2b, 6, 1, 2, 1, 2, 2, 1, 8)));
	plan_free(known);
	plan_free(stranger);
	plan_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_contact_fits_in_one_question),
		cmocka_unit_test(a_knock_is_the_uptime_only),
		cmocka_unit_test(without_a_profile_the_common_tables_are_asked),
		cmocka_unit_test(what_tells_the_version_goes_first),
		cmocka_unit_test(what_is_asked_anyway_is_left_out),
		cmocka_unit_test(one_object_above_a_table_is_asked),
		cmocka_unit_test(a_stranger_is_asked_for_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
