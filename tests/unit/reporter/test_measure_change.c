/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define SEEN(kind, seen, unrecorded)                             \
	"{\"device_id\":1,\"kind\":\"" kind "\",\"seen\":" #seen \
	",\"unrecorded\":" #unrecorded "}"

static const struct measured changes[] = {
	{ "evidence of before has no such section", "\"devices\":[]",
	    measure_unrecorded, 0, 0, 0, OUTCOME_UNDETERMINED },
	{ "nothing changed", "\"changes_seen\":[]", measure_unrecorded, 0, 0, 0,
	    OUTCOME_EMPTY },
	{ "2 of 100 are without a record",
	    "\"changes_seen\":[" SEEN("version", 60, 2) "," SEEN(
		"configuration", 40, 0) "]",
	    measure_unrecorded, 2, 100, 0, OUTCOME_WITHIN },
	{ "3 of 100",
	    "\"changes_seen\":[" SEEN("version", 60, 2) "," SEEN(
		"configuration", 40, 1) "]",
	    measure_unrecorded, 3, 100, 0, OUTCOME_PARTLY },
	{ "11 of 100", "\"changes_seen\":[" SEEN("version", 100, 11) "]",
	    measure_unrecorded, 11, 100, 0, OUTCOME_BEYOND },
	{ "of few, one", "\"changes_seen\":[" SEEN("version", 6, 1) "]",
	    measure_unrecorded, 1, 6, 0, OUTCOME_PARTLY },
	{ "configuration alone, and those that have a record",
	    "\"changes_seen\":[" SEEN("version", 60, 2) "," SEEN(
		"configuration", 40, 3) "]",
	    measure_configuration, 37, 40, 0, OUTCOME_PARTLY },
};

static void
changes_have_a_record_or_not(void **state)
{
	(void)state;
	measured_check_all(changes, ROWS(changes));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_have_a_record_or_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
