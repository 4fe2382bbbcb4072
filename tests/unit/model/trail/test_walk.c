/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/trail/walk.h"

#include <string.h>

#include "tests/unit/test.h"

/* A trail of ten, in front of which each test does something to it. */
enum { LENGTH = 10, TENANT = 3 };

static struct trail_row trail[LENGTH + 1]; /* [0] is before the first */
static struct trail_row *order[LENGTH + 1];
static size_t n_order;

static void
chain_from(size_t first)
{
	for (size_t i = first; i <= LENGTH; i++) {
		memcpy(trail[i].prev, trail[i - 1].hash, DIGEST_LEN);
		trail_row_hash(&trail[i], trail[i].prev, trail[i].hash);
	}
}

static int
make_trail(void **state)
{
	(void)state;
	n_order = 0;
	memset(trail, 0, sizeof(trail));
	for (size_t i = 1; i <= LENGTH; i++) {
		trail[i] = (struct trail_row){ .tenant = TENANT,
			.seq = (int64_t)i,
			.at = (int64_t)i * 1000,
			.actor = "jan",
			.what = { "device.edit", "device/x", "{}", NULL } };
		order[n_order++] = &trail[i];
	}
	chain_from(1);
	return 0;
}

static struct trail_point
point_of(size_t i)
{
	struct trail_point p = { .tenant = TENANT, .seq = (int64_t)i, .at = 5 };

	memcpy(p.hash, trail[i].hash, DIGEST_LEN);
	return p;
}

static struct trail_walk
walk(const struct trail_point *head, struct trail_point *points, size_t n)
{
	struct trail_walk w;

	trail_walk_start(&w, TENANT, points, n);
	for (size_t i = 0; i < n_order; i++)
		trail_walk_row(&w, order[i]);
	trail_walk_end(&w, head);
	return w;
}

static void
is_fault(const struct trail_walk *w, enum trail_fault_kind kind, int64_t first,
    int64_t last)
{
	assert_int_equal(1, w->faults);
	assert_string_equal(
	    trail_fault_name(kind), trail_fault_name(w->fault[0].kind));
	assert_int_equal(first, w->fault[0].first);
	assert_int_equal(last, w->fault[0].last);
}

static void
a_whole_one_has_no_fault(void **state)
{
	struct trail_point head = point_of(LENGTH), points[2];
	struct trail_walk w;

	(void)state;
	points[0] = point_of(7);
	points[1] = point_of(2);
	w = walk(&head, points, 2);
	assert_int_equal(0, w.faults);
	assert_int_equal(LENGTH, w.rows);
	assert_int_equal(2, w.fitting);
	assert_int_equal(0, w.set_back);
}

static void
an_edited_row_is_named(void **state)
{
	struct trail_point head = point_of(LENGTH);
	struct trail_walk w;

	(void)state;
	trail[4].what.reason = "because";
	w = walk(&head, NULL, 0);
	is_fault(&w, TRAIL_CHANGED, 4, 4);
	make_trail(NULL);
	trail[4].hash[0] ^= 1;
	w = walk(&head, NULL, 0);
	is_fault(&w, TRAIL_CHANGED, 4, 4);
	make_trail(NULL);
	trail[4].prev[0] ^= 1;
	w = walk(&head, NULL, 0);
	assert_string_equal("changed", trail_fault_name(w.fault[0].kind));
	assert_int_equal(4, w.fault[0].first);
}

static void
an_edited_row_with_a_new_hash_is_between_two(void **state)
{
	struct trail_point head = point_of(LENGTH);
	struct trail_walk w;

	(void)state;
	trail[4].actor = "piet";
	trail_row_hash(&trail[4], trail[4].prev, trail[4].hash);
	w = walk(&head, NULL, 0);
	is_fault(&w, TRAIL_REWRITTEN, 4, 5);
}

static void
rows_that_were_taken_out_are_named(void **state)
{
	struct trail_point head = point_of(LENGTH);
	struct trail_walk w;

	(void)state;
	memmove(&order[3], &order[5], 5 * sizeof(order[0]));
	n_order -= 2;
	w = walk(&head, NULL, 0);
	is_fault(&w, TRAIL_MISSING, 4, 5);
}

static void
a_row_that_was_moved_is_named(void **state)
{
	struct trail_point head = point_of(LENGTH);
	struct trail_walk w;

	(void)state;
	order[4] = &trail[6];
	order[5] = &trail[5];
	w = walk(&head, NULL, 0);
	is_fault(&w, TRAIL_REORDERED, 5, 5);
}

static void
a_row_that_stands_there_twice_is_named(void **state)
{
	struct trail_point head = point_of(LENGTH);
	struct trail_walk w;

	(void)state;
	memmove(&order[4], &order[3], 7 * sizeof(order[0]));
	n_order++;
	w = walk(&head, NULL, 0);
	is_fault(&w, TRAIL_DOUBLED, 4, 4);
}

static void
an_end_that_was_cut_is_named(void **state)
{
	struct trail_point head = point_of(LENGTH), anchor = point_of(9);
	struct trail_walk w;

	(void)state;
	n_order = 7;
	w = walk(&head, NULL, 0);
	is_fault(&w, TRAIL_CUT, 8, 10);
	w = walk(NULL, NULL, 0);
	is_fault(&w, TRAIL_CUT, 8, 8);
	/* Whoever cut it made a new end: an anchor tells. */
	head = point_of(7);
	w = walk(&head, &anchor, 1);
	is_fault(&w, TRAIL_CUT, 8, 9);
	n_order = 0;
	head = (struct trail_point){ .tenant = TENANT };
	w = walk(&head, &anchor, 1);
	is_fault(&w, TRAIL_CUT, 1, 9);
}

static void
one_that_was_rewritten_as_a_whole_differs_from_its_anchor(void **state)
{
	struct trail_point anchor = point_of(8), head;
	struct trail_walk w;

	(void)state;
	trail[4].actor = "piet";
	chain_from(4);
	head = point_of(LENGTH);
	w = walk(&head, NULL, 0);
	assert_int_equal(0, w.faults);
	w = walk(&head, &anchor, 1);
	is_fault(&w, TRAIL_REWRITTEN, 1, 8);
}

static void
rows_of_another_tenant_and_its_anchors_are_no_part(void **state)
{
	struct trail_point head = point_of(LENGTH), anchor = point_of(5);
	struct trail_walk w;

	(void)state;
	anchor.tenant = 1;
	anchor.hash[0] ^= 1;
	w = walk(&head, &anchor, 1);
	assert_int_equal(0, w.faults);
	assert_int_equal(0, w.fitting);
	trail[2].tenant = 1;
	w = walk(&head, NULL, 0);
	is_fault(&w, TRAIL_CHANGED, 2, 2);
}

static void
a_clock_that_went_back_is_counted(void **state)
{
	struct trail_point head;
	struct trail_walk w;

	(void)state;
	trail[6].at = 1;
	chain_from(6);
	head = point_of(LENGTH);
	w = walk(&head, NULL, 0);
	assert_int_equal(0, w.faults);
	assert_int_equal(1, w.set_back);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_whole_one_has_no_fault, make_trail),
		cmocka_unit_test_setup(an_edited_row_is_named, make_trail),
		cmocka_unit_test_setup(
		    an_edited_row_with_a_new_hash_is_between_two, make_trail),
		cmocka_unit_test_setup(
		    rows_that_were_taken_out_are_named, make_trail),
		cmocka_unit_test_setup(
		    a_row_that_was_moved_is_named, make_trail),
		cmocka_unit_test_setup(
		    a_row_that_stands_there_twice_is_named, make_trail),
		cmocka_unit_test_setup(
		    an_end_that_was_cut_is_named, make_trail),
		cmocka_unit_test_setup(
		    one_that_was_rewritten_as_a_whole_differs_from_its_anchor,
		    make_trail),
		cmocka_unit_test_setup(
		    rows_of_another_tenant_and_its_anchors_are_no_part,
		    make_trail),
		cmocka_unit_test_setup(
		    a_clock_that_went_back_is_counted, make_trail),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
