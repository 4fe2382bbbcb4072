/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define COUNT(part, whole, unknown)                        \
	"\"counts\":[{\"id\":\"M-PAT-01\",\"part\":" #part \
	",\"whole\":" #whole ",\"unknown\":" #unknown "}]"

/* The id that measured_check gives is one of counts.sql for these. */
static const struct measured counted[] = {
	{ "nobody counted", "\"counts\":[]", measure_entry_share, 0, 0, 0,
	    OUTCOME_UNDETERMINED },
	{ "none was due", COUNT(0, 0, 0), measure_entry_share, 0, 0, 0,
	    OUTCOME_EMPTY },
	{ "four of five", COUNT(4, 5, 0), measure_entry_share, 4, 5, 0,
	    OUTCOME_PARTLY },
	{ "three of four: of so few one is beyond", COUNT(3, 4, 0),
	    measure_entry_share, 3, 4, 0, OUTCOME_BEYOND },
	{ "four, and one that nobody can tell", COUNT(4, 5, 1),
	    measure_entry_share, 4, 5, 1, OUTCOME_UNDETERMINED },
	{ "19 of 20", COUNT(19, 20, 0), measure_entry_share, 19, 20, 0,
	    OUTCOME_WITHIN },
	{ "18 of 20, one of the others unknown", COUNT(18, 20, 1),
	    measure_entry_share, 18, 20, 1, OUTCOME_PARTLY },
	{ "a count has no threshold", COUNT(1, 9, 2), measure_entry_count, 1, 9,
	    2, OUTCOME_NONE },
	{ "nothing to count", COUNT(0, 0, 0), measure_entry_count, 0, 0, 0,
	    OUTCOME_EMPTY },
};

static void
what_people_entered_is_counted_by_the_database(void **state)
{
	(void)state;
	measured_check_all(counted, ROWS(counted));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_people_entered_is_counted_by_the_database),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
