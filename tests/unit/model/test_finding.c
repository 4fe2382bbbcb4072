/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/finding.h"

#include <ctype.h>
#include <string.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

static void
each_has_words(void **state)
{
	(void)state;
	for (int f = 0; f < FINDINGS; f++) {
		const char *text = finding_text((enum finding)f);
		const char *advice = finding_advice((enum finding)f);

		assert_true(strlen(text) > 20);
		assert_true(strlen(advice) > 20);
		assert_true(isupper((unsigned char)text[0]));
		assert_true(strchr(".", text[strlen(text) - 1]) != NULL);
		assert_int_equal('.', advice[strlen(advice) - 1]);
	}
}

static void
each_is_found_by_its_name(void **state)
{
	enum finding found;

	(void)state;
	for (int f = 0; f < FINDINGS; f++) {
		assert_int_equal(ERR_OK,
		    finding_parse(finding_name((enum finding)f), &found));
		assert_int_equal(f, found);
	}
	assert_int_equal(ERR_NOTFOUND, finding_parse("nothing", &found));
}

static void
what_is_good_to_know_is_no_fault(void **state)
{
	(void)state;
	assert_true(finding_is_fault(FINDING_SILENT));
	assert_true(finding_is_fault(FINDING_VIEW_SYSTEM));
	assert_false(finding_is_fault(FINDING_TOO_BIG));
	assert_false(finding_is_fault(FINDING_NO_ENTITY));
	assert_false(finding_is_fault(FINDING_WEAK));
}

static void
silence_is_not_explained_away(void **state)
{
	(void)state;
	assert_non_null(strstr(finding_text(FINDING_SILENT), "look the same"));
	assert_non_null(
	    strstr(finding_text(FINDING_SILENT_V3), "look the same"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_has_words),
		cmocka_unit_test(each_is_found_by_its_name),
		cmocka_unit_test(what_is_good_to_know_is_no_fault),
		cmocka_unit_test(silence_is_not_explained_away),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
