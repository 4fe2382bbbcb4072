/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/pair.h"

#include "lib/base/clock.h"
#include "lib/model/policy.h"
#include "tests/unit/test.h"

#define GOOD .tested = true, .fine = true, .same = true, .agreed = true

/* What one reading proves, and what nothing of its kind ever can. */
static const struct {
	struct judgement reading;
	bool shows_fix, is_old, cannot_tell;
} readings[] = {
	{ { .verdict = FIX_MET, GOOD }, true, false, false },
	{ { .verdict = FIX_NOT_MET, GOOD }, false, true, false },
	{ { .verdict = FIX_UNREADABLE, GOOD }, false, false, true },
	{ { .verdict = FIX_APART, GOOD }, false, false, true },
	/* By a profile without tests. */
	{ { .verdict = FIX_MET, .fine = true, .same = true, .agreed = true },
	    false, false, false },
	/* A second source says otherwise. */
	{ { .verdict = FIX_MET, .tested = true, .fine = true, .same = true },
	    false, false, false },
	/* Another device in its place proves no fix; an old version it has. */
	{ { .verdict = FIX_MET, .tested = true, .fine = true, .agreed = true },
	    false, false, false },
	{ { .verdict = FIX_NOT_MET,
	      .tested = true,
	      .fine = true,
	      .agreed = true },
	    false, true, false },
	/* A guess, and an agent that cannot show the patch. */
	{ { .verdict = FIX_MET, GOOD, .suggestion = true }, false, false,
	    true },
	{ { .verdict = FIX_NOT_MET, GOOD, .suggestion = true }, false, false,
	    true },
	{ { .verdict = FIX_MET, .tested = true, .same = true, .agreed = true },
	    false, false, true },
};

static void
a_reading_proves_what_it_is_good_enough_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(readings); i++) {
		const struct judgement *r = &readings[i].reading;

		if (judgement_shows_fix(r) != readings[i].shows_fix ||
		    judgement_is_old(r) != readings[i].is_old ||
		    judgement_cannot_tell(r) != readings[i].cannot_tell)
			fail_msg("row %zu", i);
	}
}

enum { GAP = 60 };

/* A boot is a moment, too: the reading before counts from it on. */
static const struct {
	int64_t since, before, at, boot_at;
	bool is_pair;
} pairs[] = {
	{ 100, 100, 160, CLOCK_NONE, true },
	{ 100, 100, 159, CLOCK_NONE, false },
	{ 100, 100, 160, 100, true },
	{ 100, 100, 160, 101, false },
	/* The first said it long ago; since the boot there is one more. */
	{ 100, 150, 160, 120, true },
	{ 100, CLOCK_NONE, 160, CLOCK_NONE, false },
	/* The same reading is no second one. */
	{ 100, 160, 160, CLOCK_NONE, false },
	{ 100, 170, 160, CLOCK_NONE, false },
};

static void
two_readings_are_a_pair_when_far_enough_apart(void **state)
{
	struct policy policy;

	(void)state;
	policy_default(&policy);
	policy.confirm_gap = GAP;
	for (size_t i = 0; i < ROWS(pairs); i++) {
		const struct judgement r = { .at = pairs[i].at,
			.since = pairs[i].since,
			.before = pairs[i].before };
		const struct deployment_facts f = { .policy = &policy,
			.boot_at = pairs[i].boot_at };

		if (judgement_is_pair(&r, &f) != pairs[i].is_pair)
			fail_msg("row %zu", i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reading_proves_what_it_is_good_enough_for),
		cmocka_unit_test(two_readings_are_a_pair_when_far_enough_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
