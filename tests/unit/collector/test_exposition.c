/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/alert/exposition.h"

#include <stddef.h>

#include "lib/base/buf.h"
#include "tests/unit/test.h"

static void
a_family_has_its_help_and_type_in_front(void **state)
{
	static const char *const none[] = { NULL };
	struct buf out = { 0 };

	(void)state;
	exposition_family(&out, "x_total", EXPOSITION_COUNTER, "Of x.");
	exposition_sample(&out, "x_total", none, none, 3);
	exposition_family(&out, "y_seconds", EXPOSITION_GAUGE, "Of y.");
	exposition_sample(&out, "y_seconds", none, none, 0.25);
	assert_string_equal("# HELP x_total Of x.\n# TYPE x_total counter\n"
			    "x_total 3\n# HELP y_seconds Of y.\n"
			    "# TYPE y_seconds gauge\ny_seconds 0.25\n",
	    buf_str(&out));
	buf_free(&out);
}

static void
whatever_a_label_holds_it_stays_one_line(void **state)
{
	static const char *const names[] = { "a", "b", NULL };
	static const char *const values[] = { "q\"b\\s", "x\ny\xff" };
	struct buf out = { 0 };

	(void)state;
	exposition_sample(&out, "z", names, values, 1);
	assert_string_equal(
	    "z{a=\"q\\\"b\\\\s\",b=\"x\\\\x0ay\\\\xff\"} 1\n", buf_str(&out));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_family_has_its_help_and_type_in_front),
		cmocka_unit_test(whatever_a_label_holds_it_stays_one_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
