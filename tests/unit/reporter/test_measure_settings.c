/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define CHECKS(id, passed, failed, unobservable)                            \
	"{\"device_id\":" #id ",\"passed\":" #passed ",\"failed\":" #failed \
	",\"unobservable\":" #unobservable "}"

static const struct measured baselines[] = {
	{ "evidence of before", "\"devices\":[]", measure_baseline, 0, 0, 0,
	    OUTCOME_UNDETERMINED },
	{ "nothing was looked at", "\"baseline\":[]", measure_baseline, 0, 0, 0,
	    OUTCOME_EMPTY },
	{ "19 of 20 that show, and 7 that do not",
	    "\"baseline\":[" CHECKS(1, 10, 1, 5) "," CHECKS(2, 9, 0, 2) "]",
	    measure_baseline, 19, 20, 7, OUTCOME_WITHIN },
	{ "15 of 20", "\"baseline\":[" CHECKS(1, 15, 5, 0) "]",
	    measure_baseline, 15, 20, 0, OUTCOME_BEYOND },
	{ "none shows", "\"baseline\":[" CHECKS(1, 0, 0, 4) "]",
	    measure_baseline, 0, 0, 4, OUTCOME_UNDETERMINED },
};

static void
checks_that_show_passed_or_not(void **state)
{
	(void)state;
	measured_check_all(baselines, ROWS(baselines));
}

#define BUSY(id, too_long) "{\"device_id\":" #id ",\"too_long\":" too_long "}"
#define THREE                                                    \
	"\"devices\":[" DEVICE(1, "Noord", ANSWERED) "," DEVICE( \
	    2, "Noord", ANSWERED) "," DEVICE(3, "Zuid", ANSWERED) "]"

static const struct measured busy[] = {
	{ "none of two, and one that was not measured",
	    THREE ",\"capacity\":[" BUSY(1, "false") "," BUSY(2, "false") "]",
	    measure_capacity, 0, 2, 1, OUTCOME_WITHIN },
	{ "one of two",
	    THREE ",\"capacity\":[" BUSY(1, "true") "," BUSY(2, "false") "]",
	    measure_capacity, 1, 2, 1, OUTCOME_BEYOND },
	{ "none was measured", THREE ",\"capacity\":[]", measure_capacity, 0, 0,
	    3, OUTCOME_UNDETERMINED },
};

static void
devices_are_too_busy_or_not(void **state)
{
	(void)state;
	measured_check_all(busy, ROWS(busy));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checks_that_show_passed_or_not),
		cmocka_unit_test(devices_are_too_busy_or_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
