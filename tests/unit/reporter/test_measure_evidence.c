/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

static const struct measured chains[] = {
	{ "seven rows that fit", "\"devices\":[]", measure_chain, 7, 7, 0,
	    OUTCOME_WITHIN },
	{ "of two installations both are drawn",
	    "\"deployments\":[" ON(1, "\"state\":\"planned\"") "," ON(
		2, "\"state\":\"planned\"") "]",
	    measure_sample, 2, 2, 0, OUTCOME_NONE },
	{ "none fell due", "\"deployments\":[]", measure_sample, 0, 0, 0,
	    OUTCOME_EMPTY },
};

static void
what_all_rests_on_is_whole(void **state)
{
	(void)state;
	measured_check_all(chains, ROWS(chains));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_all_rests_on_is_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
