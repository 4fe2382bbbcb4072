/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/value_parts.h"

#include <string.h>

#include "tests/unit/reporter/measured.h"

/*
 * Five critical installations were due: one in time, one late with a measure of
 * its own, one late with a measure after its time, one with the measure that
 * another device had, and one that is excepted, with nothing.
 */
static const char five[] = "{" QUARTER ",\"deployments\":[" ON(
    1, "\"state\":\"stable\",\"seen\":\"2026-09-14T00:00:00Z\"") "," ON(2,
    "\"state\":\"failed\"") "," ON(3, "\"state\":\"failed\"") "," ON(4,
    "\"state\":\"failed\"") "," ON(5,
    "\"state\":\"planned\"") "],\"mitigations\":["
			     "{\"patch_id\":5,\"device\":\"sw2\",\"stand\":"
			     "\"in_time\"},"
			     "{\"patch_id\":5,\"device\":\"sw3\",\"stand\":"
			     "\"late\"},"
			     "{\"patch_id\":6,\"device\":null,\"stand\":\"in_"
			     "time\"}]}";

static void
a_measure_is_no_patch_and_stands_apart(void **state)
{
	const struct json *o;
	struct json *e = NULL, *v = json_new_object();
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("five", five, strlen(five), &e));
	assert_int_equal(ERR_OK, facts_read(e, &f));
	value_exposure(&f, v);
	o = json_get(v, "contained");
	assert_int_equal(5, json_get_int(o, "due", -1));
	assert_int_equal(1, json_get_int(o, "patched", -1));
	assert_int_equal(1, json_get_int(o, "mitigated", -1));
	assert_int_equal(3, json_get_int(o, "neither", -1));
	json_free(v);
	facts_free(&f);
	json_free(e);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_measure_is_no_patch_and_stands_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
