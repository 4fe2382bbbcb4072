/* SPDX-License-Identifier: Apache-2.0 */
#include "register/people/refusal.h"

#include "lib/base/buf.h"
#include "lib/store/refused.h"

#include "tests/unit/test.h"

static char site[] = "site", claim[] = "claim", ids[] = "id_alloc";
static char insert[] = "guard_insert", own[] = "own_id", rule[] = "x_open";

static const struct {
	struct refused r;
	const char *may, *held, *words;
} refusals[] = {
	{ { site, insert }, "it_staff,system_owner", "ciso",
	    "not allowed (site): that is for IT staff or system owner; "
	    "ann is CISO" },
	/* Of a site that is not theirs. */
	{ { site, insert }, "it_staff", "it_staff",
	    "not allowed (site): that is for IT staff; ann is IT staff, but "
	    "not of all that this is about" },
	{ { site, insert }, "it_staff", "",
	    "not allowed (site): that is for IT staff; ann holds no "
	    "function" },
	{ { site, NULL }, "", "it_staff",
	    "not allowed (site): that is for the program itself; ann is IT "
	    "staff" },
	/* No rule lets it, of which nobody knows what they ask for. */
	{ { claim, NULL }, "it_staff", "ciso,it_staff",
	    "not allowed (report of what was installed): ann is CISO and IT "
	    "staff, which is not enough for this" },
	/* Rules that are about no function. */
	{ { site, own }, "it_staff", "it_staff",
	    "not allowed (site): its number was not handed out (id_alloc)" },
	{ { site, rule }, "it_staff", "ciso",
	    "not allowed (site): the rule x_open does not hold for it" },
	{ { ids, insert }, "", "auditor",
	    "ann is auditor: that changes nothing here" },
};

static void
a_refusal_says_what_it_is_about(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(refusals); i++) {
		struct buf text = { 0 };

		refusal_words(&refusals[i].r, refusals[i].may, "ann",
		    refusals[i].held, &text);
		assert_string_equal(refusals[i].words, buf_str(&text));
		buf_free(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_says_what_it_is_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
