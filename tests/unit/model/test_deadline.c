/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/deadline.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

#define NO CLOCK_NONE
#define H  CLOCK_HOUR
#define D  CLOCK_DAY

static const struct {
	const char *what;
	struct deadline_facts facts;
	int64_t start;
	enum clock_basis basis;
	int64_t due;
} deadlines[] = {
	{ "released before it was registered: no time is gained",
	    { PRIORITY_CRITICAL, false, 10 * D, NO, 0, 20 * D, NO }, 10 * D,
	    BASIS_RELEASED, 10 * D + 48 * H },
	{ "the earlier of release and advice",
	    { PRIORITY_HIGH, false, 10 * D, 9 * D, 0, 20 * D, NO }, 9 * D,
	    BASIS_ADVISED, 16 * D },
	{ "advised after it was released",
	    { PRIORITY_HIGH, false, 10 * D, 11 * D, 0, 20 * D, NO }, 10 * D,
	    BASIS_RELEASED, 17 * D },
	{ "only advised", { PRIORITY_MEDIUM, false, NO, 5 * D, 0, 20 * D, NO },
	    5 * D, BASIS_ADVISED, 35 * D },
	{ "neither is known: registration, and said so",
	    { PRIORITY_LOW, false, NO, NO, 0, 20 * D, NO }, 20 * D,
	    BASIS_REGISTERED, 110 * D },
	{ "a device that came into service later",
	    { PRIORITY_CRITICAL, false, 10 * D, NO, 15 * D, 20 * D, NO },
	    15 * D, BASIS_IN_SERVICE, 17 * D },
	{ "known to be exploited: the critical term",
	    { PRIORITY_LOW, true, 10 * D, NO, 0, 20 * D, NO }, 10 * D,
	    BASIS_RELEASED, 12 * D },
	{ "set by hand", { PRIORITY_LOW, false, 10 * D, NO, 0, 20 * D, 11 * D },
	    10 * D, BASIS_RELEASED, 11 * D },
	{ "by hand is never later than by the policy",
	    { PRIORITY_CRITICAL, false, 10 * D, NO, 0, 20 * D, 90 * D }, 10 * D,
	    BASIS_RELEASED, 12 * D },
};

static void
a_clock_starts_and_ends(void **state)
{
	struct policy p;

	(void)state;
	policy_default(&p);
	for (size_t i = 0; i < ROWS(deadlines); i++) {
		struct deadline d;

		deadline_of(&p, &deadlines[i].facts, &d);
		if (d.due != deadlines[i].due)
			print_error("%s\n", deadlines[i].what);
		assert_int_equal(deadlines[i].start, d.start);
		assert_string_equal(
		    basis_name(deadlines[i].basis), basis_name(d.basis));
		assert_int_equal(deadlines[i].due, d.due);
	}
}

static void
an_exploited_one_never_gets_more_time(void **state)
{
	const struct deadline_facts f = { PRIORITY_HIGH, true, NO, NO, NO, 0,
		NO };
	struct deadline d;
	struct policy p;

	(void)state;
	policy_default(&p);
	p.term[PRIORITY_CRITICAL] = 100 * D;
	deadline_of(&p, &f, &d);
	assert_int_equal(7 * D, d.due);
}

static void
overdue_is_late_not_active_not_excepted(void **state)
{
	(void)state;
	for (int bits = 0; bits < 8; bits++) {
		bool late = bits & 1, active = bits & 2, excepted = bits & 4;

		assert_int_equal(late && !active && !excepted,
		    deadline_is_overdue(10, late ? 11 : 10, active, excepted));
	}
}

static void
an_exception_counts_when_approved_in_time(void **state)
{
	(void)state;
	assert_true(exception_counts(5, 100, 10, 20));
	assert_true(exception_counts(9, 100, 10, 20));
	assert_false(exception_counts(10, 100, 10, 20)); /* not before d(o) */
	assert_false(exception_counts(5, 20, 10, 20));   /* over */
	assert_false(exception_counts(NO, 100, 10, 20)); /* only asked for */
	assert_false(exception_counts(8, 100, 10, 7));   /* not yet */
}

static void
in_time_is_decided_by_readings(void **state)
{
	(void)state;
	assert_int_equal(MET_YES, deadline_met(10, 10, 5));
	assert_int_equal(MET_NO, deadline_met(10, 20, 15));
	/* Old before, new after: nobody saw when. */
	assert_int_equal(MET_UNKNOWN, deadline_met(10, 20, 9));
	assert_int_equal(MET_UNKNOWN, deadline_met(10, 20, 10));
	assert_int_equal(MET_UNKNOWN, deadline_met(10, 20, NO));
}

static void
priorities_have_names(void **state)
{
	enum priority p;

	(void)state;
	for (int i = 0; i < PRIORITIES; i++) {
		assert_int_equal(ERR_OK,
		    priority_parse(priority_name((enum priority)i), &p));
		assert_int_equal(i, p);
	}
	assert_int_equal(ERR_PARSE, priority_parse("urgent", &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clock_starts_and_ends),
		cmocka_unit_test(an_exploited_one_never_gets_more_time),
		cmocka_unit_test(overdue_is_late_not_active_not_excepted),
		cmocka_unit_test(an_exception_counts_when_approved_in_time),
		cmocka_unit_test(in_time_is_decided_by_readings),
		cmocka_unit_test(priorities_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
