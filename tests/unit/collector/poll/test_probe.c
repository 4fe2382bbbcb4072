/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/poll/probe.h"

#include <string.h>

#include "collector/poll/plan.h"
#include "lib/profile/profile.h"
#include "lib/wire/snapshot.h"
#include "tests/unit/collector/engine/fake.h"
#include "tests/unit/test.h"

static const char recording[] = "1.3.6.1.2.1.1.1.0|4|A box of ours\n"
				"1.3.6.1.2.1.1.3.0|67|4200\n"
				"1.3.6.1.2.1.1.4.0|4|a person\n"
				"1.3.6.1.2.1.1.5.0|4|box\n"
				"1.3.6.1.2.1.2.2.1.8.1|2|1\n"
				"1.3.6.1.2.1.2.2.1.8.2|2|2\n"
				"1.3.6.1.2.1.47.1.1.1.1.10.1|4|1.2.3\n"
				"1.3.6.1.4.1.99999.1.0|4|own version\n"
				"1.3.6.1.4.1.99999.2.1|4|part\n"
				"1.3.6.1.4.1.99999.3.0|4|not asked\n"
				"1.3.6.1.4.1.99999.4.1|4|one instance\n";

static const struct profile_oid wanted[] = {
	{ { (const uint8_t[]){ 0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 1, 0 }, 10 },
	    false },
	{ { (const uint8_t[]){ 0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 2 }, 9 },
	    true },
	{ { (const uint8_t[]){ 0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 4, 1 }, 10 },
	    true },
	/* Asked of all: entPhysicalEntry and sysDescr.0. */
	{ { (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 47, 1, 1, 1, 1 }, 10 }, true },
	{ { (const uint8_t[]){ 0x2b, 6, 1, 2, 1, 1, 1, 0 }, 8 }, false },
};

struct run {
	struct fake fake;
	struct manner manner;
	struct plan *plan;
	struct probe *probe;
	int ended;
	size_t lists;
	enum reading_outcome outcome;
	struct snapshot *said;
	int silent_after; /* contact, then silence */
};

static const struct walk_list *
on_next(void *arg, const struct gathered *said, struct walk_habit **habit)
{
	struct run *r = arg;

	assert_true(said->varbinds.len > 0);
	assert_null(*habit);
	r->fake.agent->faults.way.silent = r->silent_after;
	return plan_list(r->plan, r->lists++);
}

static void
on_done(void *arg, const struct probe_result *result)
{
	struct run *r = arg;

	r->ended++;
	r->outcome = result->outcome;
	assert_int_equal(snapshot_from_list(result->gathered.varbinds.data,
			     result->gathered.varbinds.len, &r->said),
	    0);
	probe_free(r->probe);
	r->probe = NULL;
}

static void
begin(struct run *r)
{
	memset(r, 0, sizeof(*r));
	fake_start(&r->fake, recording, 10);
	r->manner = (struct manner){ .varbinds = WALK_VARBINDS, .rows = 20 };
	r->plan = plan_new(wanted, ROWS(wanted), false);
}

static void
poll(struct run *r, bool is_knock)
{
	const struct walk_party party = { .engine = r->fake.engine,
		.peer = &r->fake.peer,
		.manner = &r->manner,
		.retries = 1 };
	const struct probe_hooks hooks = { on_next, on_done, r };

	r->probe = probe_start(&party, is_knock, &hooks);
	fake_run(&r->fake);
	assert_int_equal(r->ended, 1);
}

static void
end(struct run *r)
{
	snapshot_free(r->said);
	plan_free(r->plan);
	fake_stop(&r->fake);
}

static bool
has(const struct run *r, struct oid oid)
{
	struct varbind vb;

	return snapshot_get(r->said, oid, &vb);
}

static void
what_the_plan_asks_is_said_and_nothing_else(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	poll(&r, false);
	assert_int_equal(r.outcome, READING_ANSWERED);
	assert_int_equal(snapshot_count(r.said), 9);
	assert_false(has(&r, OID_OF(0x2b, 6, 1, 2, 1, 1, 4, 0)));
	assert_true(has(&r, OID_OF(0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 1, 0)));
	assert_true(has(&r, OID_OF(0x2b, 6, 1, 4, 1, 0x86, 0x8d, 0x1f, 2, 1)));
	end(&r);
}

static void
silence_from_the_start_asks_no_further(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	r.fake.agent->faults.way.silent = true;
	poll(&r, false);
	assert_int_equal(r.outcome, READING_SILENT);
	assert_int_equal(r.lists, 0);
	assert_int_equal(r.fake.datagrams, 2);
	end(&r);
}

static void
silence_in_the_middle_is_partial(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	r.silent_after = 1;
	poll(&r, false);
	assert_int_equal(r.outcome, READING_PARTIAL);
	assert_int_equal(snapshot_count(r.said), 3);
	end(&r);
}

static void
a_knock_costs_one_datagram(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	r.fake.agent->faults.way.silent = true;
	poll(&r, true);
	assert_int_equal(r.outcome, READING_SILENT);
	assert_int_equal(r.fake.datagrams, 1);
	end(&r);

	begin(&r);
	poll(&r, true);
	assert_int_equal(r.outcome, READING_ANSWERED);
	assert_int_equal(snapshot_count(r.said), 9);
	end(&r);
}

static void
an_error_for_everything_is_a_refusal(void **state)
{
	struct run r;

	(void)state;
	begin(&r);
	oid_parse("1.3.6", &r.fake.agent->faults.error.root);
	poll(&r, false);
	assert_int_equal(r.outcome, READING_REFUSED);
	end(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_plan_asks_is_said_and_nothing_else),
		cmocka_unit_test(silence_from_the_start_asks_no_further),
		cmocka_unit_test(silence_in_the_middle_is_partial),
		cmocka_unit_test(a_knock_costs_one_datagram),
		cmocka_unit_test(an_error_for_everything_is_a_refusal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
