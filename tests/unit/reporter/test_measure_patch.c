/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define CLAIM "\"claimed\":\"2026-09-12T00:00:00Z\","
#define OLD   "\"last_old\":\"2026-09-13T00:00:00Z\","
#define READ  "\"read_after_claim\":true,"

/*
 * Six claims of September: shown, contradicted by an old version, rolled back,
 * read and untold, never read; and one of June, which is of another period.
 */
static const char claims[] =
    "\"deployments\":[" ON(1, CLAIM READ "\"state\":\"stable\"") "," ON(
	2, CLAIM OLD READ "\"state\":\"reported\"") "," ON(3,
	CLAIM READ "\"state\":\"rolled_back\"") "," ON(4,
	CLAIM READ "\"state\":\"undeterminable\"") "," ON(5,
	CLAIM "\"state\":\"reported\"") "," ON(6,
	"\"claimed\":\"2026-06-12T00:00:00Z\",\"state\":\"reported\"") "]";

/* Claimed of what a device had shown before; of the last it showed it again. */
static const char there_before[] = "\"deployments\":[" ON(
    1, CLAIM "\"state\":\"already_met\"") "," ON(2,
    CLAIM "\"seen\":\"2026-09-11T00:00:00Z\",\"state\":\"stable\"") "," ON(3,
    CLAIM "\"seen\":\"2026-09-13T00:00:00Z\",\"state\":\"stable\"") "]";

static const struct measured claimed[] = {
	{ "two contradicted, two of which nobody can tell", claims,
	    measure_unconfirmed, 2, 5, 2, OUTCOME_NONE },
	{ "four of five were read after", claims, measure_verified, 4, 5, 0,
	    OUTCOME_PARTLY },
	{ "of the four, two are contradicted", claims, measure_mismatch, 2, 4,
	    1, OUTCOME_NONE },
	{ "failed, as it fell silent: no reading contradicts that",
	    "\"deployments\":[" ON(1, CLAIM "\"state\":\"failed\"") "]",
	    measure_unconfirmed, 0, 1, 1, OUTCOME_NONE },
	{ "failed, as readings showed",
	    "\"deployments\":[" ON(1, CLAIM READ "\"state\":\"failed\"") "]",
	    measure_unconfirmed, 1, 1, 0, OUTCOME_NONE },
	{ "ran already, and not read since: not contradicted", there_before,
	    measure_unconfirmed, 0, 3, 0, OUTCOME_NONE },
	{ "nor shown by a reading after it", there_before, measure_verified, 1,
	    3, 0, OUTCOME_BEYOND },
	{ "nor one that could have contradicted it", there_before,
	    measure_mismatch, 0, 1, 0, OUTCOME_NONE },
	{ "nobody claimed anything", "\"deployments\":[]", measure_verified, 0,
	    0, 0, OUTCOME_EMPTY },
	{ "evidence of before has a count of readings",
	    "\"deployments\":[" ON(1,
		CLAIM "\"readings_after_claim\":3,\"state\":\"reported\"") "]",
	    measure_verified, 1, 1, 0, OUTCOME_WITHIN },
};

static void
what_is_said_is_held_against_readings(void **state)
{
	(void)state;
	measured_check_all(claimed, ROWS(claimed));
}

#define LATER(id, fields)                                             \
	"{\"patch_id\":6,\"device_id\":" #id ",\"priority\":\"low\"," \
	"\"created\":\"2026-09-01T00:00:00Z\","                       \
	"\"clock_start\":\"2026-09-01T00:00:00Z\","                   \
	"\"deadline\":\"2026-11-30T00:00:00Z\"," fields "}"

static const struct measured overdue[] = {
	{ "active, open, excepted; withdrawn and not due are not in it",
	    "\"deployments\":[" ON(1, "\"state\":\"stable\"") "," ON(
		2, "\"state\":\"planned\"") "," ON(3,
		"\"state\":\"planned\"") "," ON(4,
		"\"state\":\"withdrawn\"") "," LATER(5,
		"\"state\":\"planned\"") "],\"exceptions\":[{\"patch_id\":5,"
					 "\"device_id\":3,\"approved\":\"2026-"
					 "09-10T00:00:00Z\","
					 "\"valid_until\":\"2027-01-01T00:00:"
					 "00Z\"}]",
	    measure_overdue, 1, 3, 0, OUTCOME_BEYOND },
	{ "an exception that was approved too late is none",
	    "\"deployments\":[" ON(
		3, "\"state\":\"planned\"") "],\"exceptions\":[{\"patch_id\":5,"
					    "\"device_id\":3,"
					    "\"approved\":\"2026-09-20T00:00:"
					    "00Z\","
					    "\"valid_until\":\"2027-01-01T00:"
					    "00:00Z\"}]",
	    measure_overdue, 1, 1, 0, OUTCOME_BEYOND },
	{ "all is done", "\"deployments\":[" ON(1, "\"state\":\"stable\"") "]",
	    measure_overdue, 0, 1, 0, OUTCOME_WITHIN },
	{ "nothing was due", "\"deployments\":[]", measure_overdue, 0, 0, 0,
	    OUTCOME_EMPTY },
};

static void
what_is_open_past_its_deadline_is_overdue(void **state)
{
	(void)state;
	measured_check_all(overdue, ROWS(overdue));
}

#define PROVEN "\"confirmed\":\"2026-09-14T00:00:00Z\","

static const struct measured rollbacks[] = {
	{ "two were proven; one is gone, twice over, and counts once",
	    "\"deployments\":[" ON(1, PROVEN "\"state\":\"stable\"") "," ON(
		2, "\"state\":\"rolled_back\"") "],\"transitions\":[" STEP(2,
		"2026-09-16T00:00:00Z", "rolled_back", "gone") "," STEP(2,
		"2026-09-20T00:00:00Z", "rolled_back", "gone") "]",
	    measure_rollbacks, 1, 2, 0, OUTCOME_NONE },
	{ "gone in the quarter before: proven once, and not of this one",
	    "\"deployments\":[" ON(
		2, "\"state\":\"rolled_back\"") "],\"transitions\":[" STEP(2,
		"2026-06-16T00:00:00Z", "rolled_back", "gone") "]",
	    measure_rollbacks, 0, 1, 0, OUTCOME_NONE },
};

static void
what_is_gone_again_was_proven_before(void **state)
{
	(void)state;
	measured_check_all(rollbacks, ROWS(rollbacks));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_said_is_held_against_readings),
		cmocka_unit_test(what_is_open_past_its_deadline_is_overdue),
		cmocka_unit_test(what_is_gone_again_was_proven_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
