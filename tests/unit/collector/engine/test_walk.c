/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/engine/walk.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/wire/snapshot.h"
#include "tests/unit/collector/engine/fake.h"
#include "tests/unit/test.h"

/* Column 1 has four rows, column 2 two, column 3 is a Counter64. */
static const char recording[] = "1.3.6.1.2.1.1.1.0|4|A box of ours\n"
				"1.3.6.1.2.1.1.5.0|4|box\n"
				"1.3.6.1.2.1.9.1.1|2|11\n"
				"1.3.6.1.2.1.9.1.2|2|12\n"
				"1.3.6.1.2.1.9.1.3|2|13\n"
				"1.3.6.1.2.1.9.1.4|2|14\n"
				"1.3.6.1.2.1.9.2.1|4|one\n"
				"1.3.6.1.2.1.9.2.3|4|three\n"
				"1.3.6.1.2.1.9.3.1|70|5\n"
				"1.3.6.1.2.1.10.1.1|2|99\n";

static const struct oid scalars[] = {
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 1, 1, 0 }, 8 },
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 1, 2, 0 }, 8 }, /* none */
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 1, 5, 0 }, 8 },
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 9, 1, 3 }, 8 }, /* a row */
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 9, 2, 2 }, 8 }, /* none */
};
static const struct oid columns[] = {
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 9, 1 }, 7 },
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 9, 2 }, 7 },
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 9, 3 }, 7 },
	{ (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 9, 4 }, 7 }, /* none */
};

struct run {
	struct fake fake;
	struct manner manner;
	struct gathered gathered;
	struct walk_habit *habit;
	struct walk *walk;
	int ended;
	enum walk_end end;
};

static void
on_end(void *arg, enum walk_end end)
{
	struct run *r = arg;

	r->ended++;
	r->end = end;
	walk_free(r->walk);
	r->walk = NULL;
}

static void
begin(struct run *r)
{
	memset(r, 0, sizeof(*r));
	fake_start(&r->fake, recording, 10);
	r->manner = (struct manner){ .varbinds = WALK_VARBINDS, .rows = 20 };
}

static struct walk_party
party_of(struct run *r, int64_t until)
{
	return (struct walk_party){ .engine = r->fake.engine,
		.peer = &r->fake.peer,
		.manner = &r->manner,
		.gathered = &r->gathered,
		.retries = 1,
		.until = until,
		.habit = r->habit };
}

static void
walk(struct run *r, bool of_columns)
{
	const struct walk_party party = party_of(r, INT64_MAX);
	const struct walk_list list = { .names = of_columns ? columns : scalars,
		.count = of_columns ? ROWS(columns) : ROWS(scalars),
		.columns = of_columns };

	r->walk = walk_start(&party, &list, on_end, r);
	fake_run(&r->fake);
	assert_int_equal(r->ended, 1);
}

static void
end(struct run *r)
{
	buf_free(&r->gathered.varbinds);
	fake_stop(&r->fake);
}

/* The values that were gathered, in order of name: "11 12 one". */
static void
assert_said(struct run *r, const char *expected)
{
	struct buf text = { 0 };
	struct snapshot *s;
	struct varbind vb;

	assert_int_equal(snapshot_from_list(r->gathered.varbinds.data,
			     r->gathered.varbinds.len, &s),
	    ERR_OK);
	for (size_t i = 0; i < snapshot_count(s); i++) {
		snapshot_at(s, i, &vb);
		buf_add_str(&text, i == 0 ? "" : " ");
		value_print(&vb.value, &text);
	}
	assert_string_equal(buf_str(&text), expected);
	snapshot_free(s);
	buf_free(&text);
}

static void
objects_are_got_in_one_question(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	walk(&r, false);
	assert_said(&r, "A box of ours box 13");
	assert_int_equal(r.fake.datagrams, 1);
	assert_int_equal(r.gathered.dropped, 0);
	end(&r);
}

static void
columns_are_walked_side_by_side_to_their_own_ends(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	walk(&r, true);
	assert_said(&r, "11 12 13 14 one three 5");
	assert_int_equal(r.end, WALK_DONE);
	assert_int_equal(r.fake.datagrams, 1);
	end(&r);
}

static void
version_1_is_asked_in_its_own_way(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	r.fake.peer.version = SNMP_V1;
	r.fake.agent->faults.message.v1_only = true;
	walk(&r, false);
	assert_said(&r, "A box of ours box 13");
	assert_int_equal(r.fake.datagrams, 1);
	end(&r);

	begin(&r);
	r.fake.peer.version = SNMP_V1;
	walk(&r, true);
	assert_said(&r, "11 12 13 14 one three");
	end(&r);
}

static void
too_big_is_asked_for_less_and_remembered(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	r.fake.agent->faults.message_max = 64 + 6 + 40;
	walk(&r, false);
	assert_said(&r, "A box of ours box 13");
	assert_int_equal(r.manner.varbinds, 1);
	end(&r);

	begin(&r);
	r.fake.agent->faults.message_max = 64 + 6 + 40;
	walk(&r, true);
	assert_said(&r, "11 12 13 14 one three 5");
	end(&r);
}

static void
what_never_fits_is_given_up(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	r.fake.agent->faults.message_max = 1;
	walk(&r, false);
	assert_said(&r, "");
	assert_int_equal(r.gathered.dropped, ROWS(scalars));
	end(&r);
}

static void
an_error_is_walked_around(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	oid_parse("1.3.6.1.2.1.9.2", &r.fake.agent->faults.error.root);
	walk(&r, true);
	assert_said(&r, "11 12 13 14 5");
	/* What comes after column 1 is in the fault, too. */
	assert_int_equal(r.gathered.dropped, 2);
	assert_int_equal(r.gathered.error, SNMP_GEN_ERR);
	end(&r);

	begin(&r);
	oid_parse("1.3.6.1.2.1.1.1", &r.fake.agent->faults.error.root);
	walk(&r, false);
	assert_said(&r, "box 13");
	end(&r);
}

static void
a_loop_is_left(void **state)
{
	struct buf from = { 0 }, to = { 0 };
	struct run r;

	(void)state;
	begin(&r);
	oid_parse("1.3.6.1.2.1.9.1.2", &from);
	oid_parse("1.3.6.1.2.1.9.1.2", &to);
	faults_follow(&r.fake.agent->faults, &from, &to);
	walk(&r, true);
	assert_said(&r, "11 12 one three 5");
	assert_int_equal(r.gathered.loops, 1);
	end(&r);
}

static void
silence_ends_a_walk(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	r.fake.agent->faults.way.silent = true;
	walk(&r, true);
	assert_int_equal(r.end, WALK_SILENT);
	assert_int_equal(r.fake.datagrams, 2);
	assert_int_equal(r.gathered.rtt, 0);
	end(&r);
}

static void
a_walk_ends_when_its_time_is_up(void **state)
{
	const struct walk_list list = {
		.names = columns, .count = ROWS(columns), .columns = true
	};
	struct walk_party party;
	struct run r;

	(void)state;
	begin(&r);
	r.manner.varbinds = 1;
	party = party_of(&r, r.fake.now + 2 * ENGINE_TICK);
	r.walk = walk_start(&party, &list, on_end, &r);
	while (r.ended == 0) {
		fake_wait(&r.fake, ENGINE_TICK);
		fake_deliver(&r.fake);
	}
	assert_true(r.gathered.cut);
	assert_said(&r, "11 12");
	end(&r);
}

static void
ignore(void *arg, const struct engine_end *end)
{
	(void)arg;
	(void)end;
}

/* Of a peer that nobody answers for. */
static void
fill_all_slots(struct run *r, struct engine_peer *peer, uint32_t *tickets)
{
	const struct engine_question q = { .pdu = SNMP_GET };

	*peer = r->fake.peer;
	for (int i = 0; i < ENGINE_SLOTS; i++)
		assert_int_equal(engine_ask(r->fake.engine, peer, &q, ignore,
				     NULL, &tickets[i]),
		    ERR_OK);
	assert_int_equal(
	    engine_ask(r->fake.engine, peer, &q, ignore, NULL, NULL),
	    ERR_AGAIN);
}

static void
a_walk_waits_while_no_slot_is_free(void **state)
{
	const struct walk_list list = {
		.names = columns, .count = ROWS(columns), .columns = true
	};
	uint32_t *tickets = mem_new(ENGINE_SLOTS, sizeof(*tickets));
	struct walk_party party;
	struct engine_peer peer;
	struct run r;

	(void)state;
	begin(&r);
	fill_all_slots(&r, &peer, tickets);
	party = party_of(&r, INT64_MAX);
	walk_free(walk_start(&party, &list, on_end, &r)); /* given up */
	r.walk = walk_start(&party, &list, on_end, &r);
	fake_wait(&r.fake, ENGINE_TICK);
	assert_int_equal(r.ended, 0);
	for (int i = 0; i < ENGINE_SLOTS; i++)
		engine_cancel(r.fake.engine, tickets[i]);
	while (fake_deliver(&r.fake))
		continue;
	assert_true(engine_busy(r.fake.engine));
	fake_run(&r.fake);
	assert_int_equal(r.ended, 1);
	assert_said(&r, "11 12 13 14 one three 5");
	free(tickets);
	end(&r);
}

/* Forgets what was said, and walks the columns again. */
static void
walk_again(struct run *r)
{
	buf_clear(&r->gathered.varbinds);
	r->fake.datagrams = 0;
	r->ended = 0;
	walk(r, true);
}

static void
a_table_that_is_known_is_asked_for_exactly(void **state)
{
	struct walk_habit habit = { 0 };
	struct run r;

	(void)state;
	begin(&r);
	r.habit = &habit;
	walk(&r, true);
	assert_true(habit.known);
	assert_int_equal(habit.rows, 4);
	assert_int_equal(habit.none, 8); /* the last column */
	assert_in_range(habit.varbind_len, 10, 40);
	walk_again(&r);
	assert_int_equal(r.fake.datagrams, 1);
	assert_said(&r, "11 12 13 14 one three 5");
	assert_true(habit.known);
	end(&r);
}

static void
a_row_that_has_gone_is_found_and_the_table_learnt_anew(void **state)
{
	struct walk_habit habit = { .known = true, .rows = 5 };
	struct run r;

	(void)state;
	begin(&r);
	r.habit = &habit;
	walk(&r, true);
	assert_said(&r, "11 12 13 14 one three 5");
	assert_false(habit.known);
	walk_again(&r);
	assert_true(habit.known);
	assert_int_equal(habit.rows, 4);
	end(&r);
}

static void
answers_fit_in_a_frame(void **state)
{
	struct walk_habit habit = { .varbind_len = 600 };
	struct run r;

	(void)state;
	begin(&r);
	r.habit = &habit;
	walk(&r, true);
	/* One row, and when it is seen how short they are, the rest. */
	assert_int_equal(r.fake.datagrams, 2);
	end(&r);
}

static void
a_walk_can_be_left_alone(void **state)
{
	const struct walk_list list = {
		.names = columns, .count = ROWS(columns), .columns = true
	};
	struct walk_party party;
	struct run r;

	(void)state;
	begin(&r);
	party = party_of(&r, INT64_MAX);
	walk_free(walk_start(&party, &list, on_end, &r));
	assert_false(engine_busy(r.fake.engine));
	assert_int_equal(r.ended, 0);
	end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_are_got_in_one_question),
		cmocka_unit_test(
		    columns_are_walked_side_by_side_to_their_own_ends),
		cmocka_unit_test(version_1_is_asked_in_its_own_way),
		cmocka_unit_test(too_big_is_asked_for_less_and_remembered),
		cmocka_unit_test(what_never_fits_is_given_up),
		cmocka_unit_test(an_error_is_walked_around),
		cmocka_unit_test(a_loop_is_left),
		cmocka_unit_test(silence_ends_a_walk),
		cmocka_unit_test(a_walk_ends_when_its_time_is_up),
		cmocka_unit_test(a_walk_waits_while_no_slot_is_free),
		cmocka_unit_test(a_table_that_is_known_is_asked_for_exactly),
		cmocka_unit_test(
		    a_row_that_has_gone_is_found_and_the_table_learnt_anew),
		cmocka_unit_test(answers_fit_in_a_frame),
		cmocka_unit_test(a_walk_can_be_left_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
