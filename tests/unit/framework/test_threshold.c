/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/framework/threshold.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

static const struct {
	const char *text, *why;
} checked[] = {
	{ "", NULL },
	{ "M-NET-01 90 60", NULL },
	{ "M-NET-01 90 60; M-PAT-11 5 20", NULL },
	{ " M-NET-01  90  60 ; ", NULL },
	{ "M-NET-01 90", "one of them is not such as" },
	{ "M-NET-0123456789012345 90 60", "is not an id" },
	{ "M-NET-01 90 60 30", "one of them is not such as" },
	{ "M-NET-01 90.5 60", "one of them is not such as" },
	{ "M-NET-99 90 60", "M-NET-99 is not an id" },
	{ "M-NET-01 101 60", "one of them is not such as" },
	{ "M-NET-01 90 -1", "one of them is not such as" },
	{ "M-NET-01 90 60;M-PAT-11 5 20;M-NET-01 80 50",
	    "M-NET-01 stands there twice" },
};

static void
what_is_no_threshold_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(checked); i++) {
		struct buf why = { 0 };

		print_message("# %s\n", checked[i].text);
		assert_int_equal(checked[i].why == NULL ? ERR_OK : ERR_PARSE,
		    threshold_check(checked[i].text, &why));
		if (checked[i].why != NULL)
			assert_non_null(strstr(buf_str(&why), checked[i].why));
		buf_free(&why);
	}
}

static void
one_is_found_by_its_id(void **state)
{
	static const char text[] = "M-NET-01 90 60; M-PAT-11 5 20";
	int64_t within = -1, partly = -1;

	(void)state;
	assert_true(threshold_find(text, "M-PAT-11", &within, &partly));
	assert_int_equal(5, within);
	assert_int_equal(20, partly);
	assert_false(threshold_find(text, "M-PAT-01", &within, &partly));
	assert_false(threshold_find("", "M-PAT-01", &within, &partly));
	assert_false(threshold_find(NULL, "M-PAT-01", &within, &partly));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_threshold_is_told),
		cmocka_unit_test(one_is_found_by_its_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
