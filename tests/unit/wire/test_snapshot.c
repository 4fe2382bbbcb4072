/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/snapshot.h"

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

#define SYS(n) OID_OF(0x2b, 6, 1, 2, 1, 1, n, 0)

static void
add(struct snapshot *s, struct oid oid, int64_t v)
{
	const struct varbind vb = { oid, value_of_int(VALUE_INTEGER, v) };

	snapshot_add(s, &vb);
}

static struct snapshot *
three_unsorted(void)
{
	struct snapshot *s = snapshot_new();

	add(s, SYS(5), 50);
	add(s, SYS(1), 10);
	add(s, SYS(3), 30);
	add(s, SYS(1), 11);
	snapshot_sort(s);
	return s;
}

static void
the_later_of_two_with_one_name_stays(void **state)
{
	struct snapshot *s = three_unsorted();
	struct varbind vb;

	(void)state;
	assert_int_equal(snapshot_count(s), 3);
	assert_true(snapshot_get(s, SYS(1), &vb));
	assert_int_equal(vb.value.integer, 11);
	assert_false(snapshot_get(s, SYS(2), &vb));
	snapshot_free(s);
}

static void
next_walks_in_order_and_ends(void **state)
{
	static const int64_t expected[] = { 11, 30, 50 };
	struct snapshot *s = three_unsorted();
	struct oid at = { 0 };
	struct varbind vb = { 0 };
	size_t n = 0;

	(void)state;
	for (; snapshot_next(s, at, &vb); at = vb.oid)
		assert_int_equal(vb.value.integer, expected[n++]);
	assert_int_equal(n, 3);
	assert_true(snapshot_next(s, SYS(2), &vb));
	assert_int_equal(vb.value.integer, 30);
	snapshot_free(s);
}

static void
set_replaces_or_inserts(void **state)
{
	struct snapshot *s = three_unsorted();
	struct varbind vb = { SYS(2), value_of_int(VALUE_INTEGER, 20) };

	(void)state;
	snapshot_set(s, &vb);
	vb = (struct varbind){ SYS(5), value_of_int(VALUE_INTEGER, 51) };
	snapshot_set(s, &vb);
	vb = (struct varbind){ SYS(9), value_of_int(VALUE_INTEGER, 90) };
	snapshot_set(s, &vb);
	assert_int_equal(snapshot_count(s), 5);
	snapshot_at(s, 1, &vb);
	assert_int_equal(vb.value.integer, 20);
	snapshot_at(s, 3, &vb);
	assert_int_equal(vb.value.integer, 51);
	snapshot_at(s, 4, &vb);
	assert_int_equal(vb.value.integer, 90);
	snapshot_free(s);
}

static void
a_list_comes_back_sorted_without_exceptions(void **state)
{
	const struct varbind missing = { SYS(7), { .type = VALUE_NO_OBJECT } };
	struct snapshot *s = NULL, *again = NULL;
	struct buf list = { 0 }, second = { 0 };

	(void)state;
	varbind_add(&list, &missing);
	s = three_unsorted();
	snapshot_to_list(s, &list);
	assert_int_equal(snapshot_from_list(list.data, list.len, &again), 0);
	assert_int_equal(snapshot_count(again), 3);
	snapshot_to_list(again, &second);
	assert_int_equal(
	    snapshot_from_list(list.data, list.len - 1, &again), ERR_PARSE);
	snapshot_free(again);
	snapshot_free(s);
	buf_free(&list);
	buf_free(&second);
}

static void
an_empty_one_answers_too(void **state)
{
	struct snapshot *s = NULL;
	struct varbind vb;

	(void)state;
	assert_int_equal(snapshot_from_list(NULL, 0, &s), ERR_OK);
	assert_int_equal(snapshot_count(s), 0);
	assert_false(snapshot_get(s, SYS(1), &vb));
	assert_false(snapshot_next(s, (struct oid){ 0 }, &vb));
	snapshot_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_later_of_two_with_one_name_stays),
		cmocka_unit_test(next_walks_in_order_and_ends),
		cmocka_unit_test(set_replaces_or_inserts),
		cmocka_unit_test(a_list_comes_back_sorted_without_exceptions),
		cmocka_unit_test(an_empty_one_answers_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
