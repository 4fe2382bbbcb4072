/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

static const struct measured clocks[] = {
	{ "no clock could be read", "\"clocks\":[]", measure_clock_skew, 0, 0,
	    0, OUTCOME_EMPTY },
	{ "5 s before, 5 s behind, and a little more",
	    "\"clocks\":[{\"skew_ms\":5000},{\"skew_ms\":-5000},"
	    "{\"skew_ms\":5001}]",
	    measure_clock_skew, 2, 3, 0, OUTCOME_BEYOND },
};

static void
clocks_stand_beside_ours(void **state)
{
	(void)state;
	measured_check_all(clocks, ROWS(clocks));
}

static void
a_clock_of_ours_that_runs_free_tells_nothing(void **state)
{
	static const char text[] =
	    "{\"period\":{\"from\":\"2026-07-01T00:00:00Z\","
	    "\"to\":\"2026-10-01T00:00:00Z\",\"cut\":\"2026-10-01T00:00:00Z\"},"
	    "\"tenant\":{},\"clocks\":[{\"skew_ms\":1}],"
	    "\"own_clock\":{\"synchronised\":false}}";
	struct measurement m = { 0 };
	struct json *v = NULL;
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("c", text, sizeof(text) - 1, &v));
	assert_int_equal(ERR_OK, facts_read(v, &f));
	measure_clock_skew(&f, &m);
	assert_int_equal(OUTCOME_UNDETERMINED, m.outcome);
	assert_int_equal(1, m.unknown);
	assert_string_equal("own_clock", m.reason);
	facts_free(&f);
	json_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clocks_stand_beside_ours),
		cmocka_unit_test(a_clock_of_ours_that_runs_free_tells_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
