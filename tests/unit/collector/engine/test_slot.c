/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/slot.h"

#include "lib/base/log.h"
#include "tests/unit/test.h"

enum { GENERATIONS = 1 << 11, SHORT = 0x7fff };

static struct slots slots;

static int
start(void **state)
{
	(void)state;
	log_start("test");
	slots_start(&slots);
	return 0;
}

static int
stop(void **state)
{
	(void)state;
	slots_free(&slots);
	return 0;
}

#define OF_SLOTS(test) cmocka_unit_test_setup_teardown(test, start, stop)

/* As the engine does: one without a peer counts as free. */
static struct slot *
take(void)
{
	static struct engine_peer peer;
	struct slot *s = slots_take(&slots, 0);

	if (s != NULL)
		s->peer = &peer;
	return s;
}

static void
an_id_finds_its_question_and_attempt(void **state)
{
	unsigned attempt;
	struct slot *s[100];
	uint32_t id;

	(void)state;
	for (size_t i = 0; i < ROWS(s); i++)
		s[i] = take();
	for (size_t i = 0; i < ROWS(s); i++) {
		for (unsigned a = 0; a < ENGINE_ATTEMPTS_MAX; a++) {
			id = slots_id(&slots, s[i], a);
			assert_ptr_equal(
			    s[i], slots_find(&slots, id, &attempt));
			assert_int_equal(a, attempt);
			/* Four octets, and no negative number. */
			assert_int_equal(1, id >> 30);
		}
	}
}

static void
ids_of_nobody_find_nothing(void **state)
{
	struct slot *s = take();
	uint32_t id = slots_id(&slots, s, 0);
	unsigned attempt;

	(void)state;
	assert_null(slots_find(&slots, 0, &attempt));
	assert_null(slots_find(&slots, UINT32_MAX, &attempt));
	assert_null(slots_find(&slots, id ^ SLOT_ID_MARK, &attempt));
	assert_null(slots_find(&slots, id ^ 1U << 31, &attempt));
	assert_null(slots_find(&slots, id ^ 1U << 19, &attempt)); /* older */
	assert_null(slots_find(&slots, id + (1 << 3), &attempt)); /* next */
	slots_give(&slots, s);
	assert_null(slots_find(&slots, id, &attempt));
}

static void
an_id_comes_back_after_all_generations_only(void **state)
{
	struct slot *s = take();
	const uint32_t first = slots_id(&slots, s, 0);
	unsigned attempt;

	(void)state;
	for (int i = 1; i < GENERATIONS; i++) {
		slots_give(&slots, s);
		assert_ptr_equal(s, take());
		assert_int_not_equal(first, slots_id(&slots, s, 0));
		assert_null(slots_find(&slots, first, &attempt));
	}
	slots_give(&slots, s);
	assert_ptr_equal(s, take());
	assert_int_equal(first, slots_id(&slots, s, 0));
}

static void
generations_start_anywhere(void **state)
{
	struct slot *a = slots_take(&slots, 0x123456789abcdef0);
	struct slot *b = slots_take(&slots, UINT64_MAX);

	(void)state;
	assert_int_equal((0xdef0 + 1) % GENERATIONS, a->generation);
	assert_int_equal(0, b->generation);
}

static void
the_one_given_last_is_taken_last(void **state)
{
	struct slot *a = take(), *b = take(), *c = take();

	(void)state;
	slots_give(&slots, b);
	slots_give(&slots, a);
	slots_give(&slots, c);
	assert_ptr_equal(b, take());
	assert_ptr_equal(a, take());
	assert_ptr_equal(c, take());
	assert_int_equal(3, slots.touched);
}

static void
a_full_table_has_room_when_one_is_given(void **state)
{
	struct slot *s = NULL, *last = NULL;
	unsigned attempt;
	uint32_t id;

	(void)state;
	for (int i = 0; i < ENGINE_SLOTS; i++) {
		assert_true(slots_have_room(&slots));
		s = take();
		assert_non_null(s);
		last = s;
	}
	id = slots_id(&slots, last, ENGINE_ATTEMPTS_MAX - 1);
	assert_ptr_equal(last, slots_find(&slots, id, &attempt));
	assert_false(slots_have_room(&slots));
	assert_null(take());
	assert_int_equal(ENGINE_SLOTS, slots.open);
	slots_give(&slots, &slots.list[4711]);
	assert_true(slots_have_room(&slots));
	assert_ptr_equal(&slots.list[4711], take());
	assert_null(take());
}

static void
giving_takes_it_out_of_the_ring_that_it_is_in(void **state)
{
	struct ring waiting;
	struct slot *a = take(), *b = take();

	(void)state;
	ring_reset(&waiting);
	ring_append(&waiting, &a->link);
	ring_append(&waiting, &b->link);
	a->flying = true;
	slots_give(&slots, a);
	assert_false(a->flying);
	assert_ptr_equal(&b->link, waiting.next);
	assert_ptr_equal(&b->link, waiting.prev);
	slots_give(&slots, b);
	assert_true(ring_is_empty(&waiting));
	assert_int_equal(0, slots.open);
}

/*
 * Ids cut short
 */

static void
what_is_left_of_an_id_may_be_negative(void **state)
{
	(void)state;
	assert_true(slots_is_short(0));
	assert_true(slots_is_short(INT16_MIN));
	assert_true(slots_is_short(UINT16_MAX));
	assert_false(slots_is_short(INT16_MIN - 1));
	assert_false(slots_is_short(UINT16_MAX + 1));
	assert_false(slots_is_short(SLOT_ID_MARK));
}

/* Every 4,096th slot ends in the same 15 bits. */
static void
all_that_end_alike_are_found_in_turn(void **state)
{
	struct slot *s = NULL;
	unsigned attempt;
	uint32_t at = 0;
	int32_t id;

	(void)state;
	for (int i = 0; i < 2 * 4096 + 8; i++)
		s = take();
	id = (int32_t)(slots_id(&slots, s, 5) & SHORT);
	slots_give(&slots, &slots.list[4096 + 7]);
	assert_ptr_equal(
	    &slots.list[7], slots_find_short(&slots, id, &at, &attempt));
	assert_int_equal(5, attempt);
	/* The middle one is free. */
	assert_ptr_equal(s, slots_find_short(&slots, id, &at, &attempt));
	assert_null(slots_find_short(&slots, id, &at, &attempt));
	assert_null(slots_find_short(&slots, id, &at, &attempt));
}

static void
short_ids_find_nothing_where_nothing_is_open(void **state)
{
	unsigned attempt;
	uint32_t at = 0;

	(void)state;
	assert_null(slots_find_short(&slots, 0, &at, &attempt));
	slots_give(&slots, take());
	at = 0;
	assert_null(slots_find_short(&slots, 0, &at, &attempt));
	at = 0;
	assert_null(slots_find_short(&slots, SHORT, &at, &attempt));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OF_SLOTS(an_id_finds_its_question_and_attempt),
		OF_SLOTS(ids_of_nobody_find_nothing),
		OF_SLOTS(an_id_comes_back_after_all_generations_only),
		OF_SLOTS(generations_start_anywhere),
		OF_SLOTS(the_one_given_last_is_taken_last),
		OF_SLOTS(a_full_table_has_room_when_one_is_given),
		OF_SLOTS(giving_takes_it_out_of_the_ring_that_it_is_in),
		OF_SLOTS(what_is_left_of_an_id_may_be_negative),
		OF_SLOTS(all_that_end_alike_are_found_in_turn),
		OF_SLOTS(short_ids_find_nothing_where_nothing_is_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
