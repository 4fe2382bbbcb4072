/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define DONE   "\"state\":\"stable\",\"claimed\":\"2026-09-12T00:00:00Z\","
#define TESTED "\"tested\":\"2026-09-11T00:00:00Z\",\"has_test_result\":true,"
#define PLAN   "\"has_recovery_plan\":true,"
#define URGENT(due, approved) \
	"\"emergency_due\":\"" due "\",\"emergency_approved\":" approved ","
#define END "\"running\":\"1\""

static const struct measured done[] = {
	{ "both before, a plan alone, a test on the day after; one emergency",
	    "\"deployments\":[" ON(1, DONE TESTED PLAN END) "," ON(
		2, DONE PLAN END) "," ON(3,
		DONE PLAN "\"tested\":\"2026-09-13T00:00:00Z\","
			  "\"has_test_result\":true") "," ON(4,
		DONE URGENT("2026-09-17T00:00:00Z", "null") END) "]",
	    measure_tested, 1, 3, 0, OUTCOME_BEYOND },
	{ "nothing was installed",
	    "\"deployments\":[" ON(1, "\"state\":\"planned\"") "]",
	    measure_tested, 0, 0, 0, OUTCOME_EMPTY },
	{ "before, after, and never",
	    "\"deployments\":[" ON(
		1, DONE "\"approved\":\"2026-09-11T00:00:00Z\"") "," ON(2,
		DONE "\"approved\":\"2026-09-13T00:00:00Z\"") "," ON(3,
		DONE END) "]",
	    measure_approved, 1, 3, 0, OUTCOME_BEYOND },
	{ "emergencies: in time, too late, and one whose time runs",
	    "\"deployments\":[" ON(1,
		DONE URGENT("2026-09-17T00:00:00Z", "\"2026-09-16T00:00:00Z\"")
		    END) "," ON(2,
		DONE URGENT("2026-09-17T00:00:00Z", "\"2026-09-18T00:00:00Z\"")
		    END) "," ON(3,
		DONE URGENT("2026-10-05T00:00:00Z", "null") END) "]",
	    measure_approved, 1, 3, 1, OUTCOME_BEYOND },
};

static void
test_plan_and_approval_come_before(void **state)
{
	(void)state;
	measured_check_all(done, ROWS(done));
}

#define MADE(device, approved, until)                                     \
	"{\"patch_id\":5,\"device_id\":" device ",\"approved\":" approved \
	",\"valid_until\":\"" until "\"}"
#define IN_TIME "\"2026-09-10T00:00:00Z\""

static const struct measured exceptions[] = {
	{ "one runs, one is over with the patch open, one with it installed",
	    "\"deployments\":[" ON(1, "\"state\":\"planned\"") "," ON(
		2, "\"state\":\"planned\"") "," ON(3,
		"\"state\":\"stable\"") "],\"exceptions\":[" MADE("1", IN_TIME,
		"2027-01-01T00:00:00Z") "," MADE("2", IN_TIME,
		"2026-09-20T00:00:00Z") "," MADE("3", IN_TIME,
		"2026-09-20T00:00:00Z") "]",
	    measure_exceptions, 1, 3, 0, OUTCOME_BEYOND },
	{ "over, and extended by another",
	    "\"deployments\":[" ON(
		2, "\"state\":\"planned\"") "],\"exceptions\":[" MADE("2",
		IN_TIME, "2026-09-20T00:00:00Z") "," MADE("2", IN_TIME,
		"2027-01-01T00:00:00Z") "]",
	    measure_exceptions, 0, 2, 0, OUTCOME_WITHIN },
	{ "asked for, and never approved",
	    "\"deployments\":[" ON(
		2, "\"state\":\"planned\"") "],\"exceptions\":[" MADE("2",
		"null", "2026-09-20T00:00:00Z") "]",
	    measure_exceptions, 0, 0, 0, OUTCOME_EMPTY },
};

static void
an_exception_that_is_over_leaves_a_patch_open(void **state)
{
	(void)state;
	measured_check_all(exceptions, ROWS(exceptions));
}

#define KNOWN(released, advised, owner)                                       \
	"{\"released\":" released ",\"advised\":" advised ",\"owner\":" owner \
	",\"registered\":\"2026-08-10T00:00:00Z\"}"

static const struct measured prioritised[] = {
	{ "7 days, 8 days, 7 without an owner, and known when it was entered",
	    "\"patches\":[" KNOWN("\"2026-08-03T00:00:00Z\"", "null",
		"\"ICT\"") "," KNOWN("\"2026-08-09T00:00:00Z\"",
		"\"2026-08-02T00:00:00Z\"",
		"\"ICT\"") "," KNOWN("\"2026-08-03T00:00:00Z\"", "null",
		"null") "," KNOWN("null", "null", "\"ICT\"") "]",
	    measure_prioritised, 2, 4, 0, OUTCOME_BEYOND },
	{ "no owner yet, and two of its seven days are left",
	    "\"patches\":[{\"registered\":\"2026-09-26T00:00:00Z\","
	    "\"released\":\"2026-09-25T22:00:00Z\"}]",
	    measure_prioritised, 0, 1, 1, OUTCOME_UNDETERMINED },
};

static void
patches_are_assessed_within_a_week(void **state)
{
	(void)state;
	measured_check_all(prioritised, ROWS(prioritised));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan_and_approval_come_before),
		cmocka_unit_test(an_exception_that_is_over_leaves_a_patch_open),
		cmocka_unit_test(patches_are_assessed_within_a_week),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
