/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/level.h"

#include "tests/unit/test.h"

/* All that E4 asks for, in the order of the fields. */
static const struct level_facts proof = { false, false, true, true, true, true,
	true, true, true, true };

static const struct {
	struct level_facts facts;
	enum evidence_level is;
	const char *lack;
} levels[] = {
	{ { .same = true }, EVIDENCE_NONE,
	    "no reading shows a version with the fix" },
	{ { .claimed = true }, EVIDENCE_CLAIM,
	    "no reading shows a version with the fix" },
	{ { .claimed = true, .hinted = true }, EVIDENCE_HINT,
	    "no reading shows a version with the fix" },
	/* A profile without tests, an agent that cannot show it. */
	{ { .fix_read = true, .fine = true, .same = true, .agreed = true },
	    EVIDENCE_HINT, "the profile has no tests" },
	{ { .fix_read = true,
	      .tested = true,
	      .same = true,
	      .agreed = true,
	      .paired = true,
	      .whole = true,
	      .boot_known = true },
	    EVIDENCE_HINT, "the agent cannot show this patch" },
	/* Another device, another source: what is read is not about this one.
	 */
	{ { .claimed = true,
	      .fix_read = true,
	      .tested = true,
	      .fine = true,
	      .agreed = true,
	      .paired = true,
	      .whole = true,
	      .boot_known = true },
	    EVIDENCE_CLAIM, "it is not the device that was planned" },
	{ { .fix_read = true,
	      .tested = true,
	      .fine = true,
	      .same = true,
	      .paired = true,
	      .whole = true,
	      .boot_known = true },
	    EVIDENCE_NONE, "two sources differ" },
	{ { .fix_read = true,
	      .tested = true,
	      .fine = true,
	      .same = true,
	      .agreed = true,
	      .whole = true,
	      .boot_known = true },
	    EVIDENCE_READING, "a second reading is awaited" },
	{ { .fix_read = true,
	      .tested = true,
	      .fine = true,
	      .same = true,
	      .agreed = true,
	      .whole = true,
	      .paired = true },
	    EVIDENCE_READING, "installed, and no restart seen since" },
	{ { .fix_read = true,
	      .tested = true,
	      .fine = true,
	      .same = true,
	      .agreed = true,
	      .paired = true,
	      .boot_known = true },
	    EVIDENCE_READING, "not every component has the fix" },
};

static void
evidence_has_its_level_and_says_what_it_lacks(void **state)
{
	const char *lack;

	(void)state;
	for (size_t i = 0; i < ROWS(levels); i++) {
		assert_int_equal(
		    levels[i].is, level_of(&levels[i].facts, &lack));
		assert_string_equal(levels[i].lack, lack);
	}
	assert_int_equal(EVIDENCE_PROOF, level_of(&proof, &lack));
	assert_null(lack);
	assert_int_equal(EVIDENCE_PROOF, level_of(&proof, NULL));
}

/* Over every combination of facts: nothing less than all of them is E4. */
static void
proof_needs_each_of_its_conditions(void **state)
{
	long proofs = 0;

	(void)state;
	for (unsigned b = 0; b < 1024; b++) {
		const struct level_facts f = { b & 1, b & 2, b & 4, b & 8,
			b & 16, b & 32, b & 64, b & 128, b & 256, b & 512 };
		bool all = (b & 1020) == 1020;

		proofs += all;
		assert_int_equal(all, level_of(&f, NULL) == EVIDENCE_PROOF);
	}
	assert_int_equal(4, proofs);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(evidence_has_its_level_and_says_what_it_lacks),
		cmocka_unit_test(proof_needs_each_of_its_conditions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
