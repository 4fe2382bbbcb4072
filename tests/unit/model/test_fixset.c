/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/fixset.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/model/scheme.h"
#include "tests/unit/test.h"

static struct scheme *
panos(void)
{
	static const char *const keys[] = { "M int", "m int", "r int", "h int",
		NULL };
	static const char *const branch[] = { "M", "m", NULL };
	struct scheme_plan plan = { "panos", "keys",
		"(?<M>\\d+)\\.(?<m>\\d+)\\.(?<r>\\d+)(?:-h(?<h>\\d+))?", keys,
		branch, NULL };
	struct scheme *s = NULL;
	char why[SCHEME_WHY_MAX];

	assert_int_equal(ERR_OK, scheme_new(&plan, &s, why));
	return s;
}

/* The shape of CVE-2024-3400: three branches and a hotfix of one release. */
static const struct fix fixes[] = {
	{ "10.2.0-h3", "10.2.1", false },
	{ "10.2.9-h1", NULL, false },
	{ "11.0.4-h1", NULL, false },
	{ "11.1.2-h3", NULL, false },
};
static const struct fixset set = { fixes, ROWS(fixes) };

static const struct {
	const char *running;
	enum fixset_result result;
} rows[] = {
	{ "10.2.0", FIXSET_NOT_MET },
	{ "10.2.0-h2", FIXSET_NOT_MET },
	{ "10.2.0-h3", FIXSET_MET },
	{ "10.2.1", FIXSET_NOT_MET },
	{ "10.2.9", FIXSET_NOT_MET }, /* the base is not its hotfix */
	{ "10.2.9-h1", FIXSET_MET },
	{ "10.2.10", FIXSET_MET },
	{ "11.1.2-h2", FIXSET_NOT_MET },
	{ "11.1.2-h10", FIXSET_MET },
	{ "10.1.14", FIXSET_APART },
	{ "11.2.0", FIXSET_APART },
	{ "", FIXSET_APART },
	{ "11.1", FIXSET_APART },
};

static void
each_branch_has_its_own_first_fix(void **state)
{
	struct scheme *s = panos();
	const struct scheme *schemes[] = { s };

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		if (fixset_judge(&set, schemes, 1, rows[i].running, NULL) !=
		    rows[i].result)
			fail_msg("%s", rows[i].running);
	}
	scheme_free(s);
}

static void
all_branches_from_a_version_on(void **state)
{
	const struct fix one = { "11.1.0", NULL, true };
	const struct fixset any = { &one, 1 };
	struct scheme *s = panos();
	const struct scheme *schemes[] = { s };

	(void)state;
	assert_int_equal(
	    FIXSET_MET, fixset_judge(&any, schemes, 1, "12.0.1", NULL));
	assert_int_equal(
	    FIXSET_NOT_MET, fixset_judge(&any, schemes, 1, "10.2.9", NULL));
	scheme_free(s);
}

static void
the_reason_names_both_sides(void **state)
{
	struct scheme *s = panos();
	const struct scheme *schemes[] = { s };
	const struct fixset last = { fixes + 3, 1 };
	struct buf why = { 0 };

	(void)state;
	fixset_judge(&last, schemes, 1, "10.1.14", &why);
	assert_string_equal("runs 10.1.14 (branch 10.1), not comparable with "
			    "11.1.2-h3 (branch 11.1)",
	    buf_str(&why));
	buf_clear(&why);
	fixset_judge(&last, schemes, 1, "11.1.2", &why);
	assert_string_equal("runs 11.1.2, older than 11.1.2-h3", buf_str(&why));
	buf_free(&why);
	scheme_free(s);
}

static void
a_broken_set_is_refused(void **state)
{
	static const struct fix broken[] = {
		{ "eleven", NULL, false },
		{ "10.2.9", "10.2.1", false },
		{ "10.2.9", "11.0.0", false },
	};
	struct scheme *s = panos();
	const struct scheme *schemes[] = { s };
	struct buf why = { 0 };
	struct fixset none = { NULL, 0 };

	(void)state;
	assert_int_equal(ERR_OK, fixset_check(&set, schemes, 1, &why));
	for (size_t i = 0; i < ROWS(broken); i++) {
		struct fixset one = { &broken[i], 1 };

		assert_int_equal(
		    ERR_PARSE, fixset_check(&one, schemes, 1, &why));
	}
	assert_int_equal(ERR_PARSE, fixset_check(&none, schemes, 1, &why));
	buf_free(&why);
	scheme_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_branch_has_its_own_first_fix),
		cmocka_unit_test(all_branches_from_a_version_on),
		cmocka_unit_test(the_reason_names_both_sides),
		cmocka_unit_test(a_broken_set_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
