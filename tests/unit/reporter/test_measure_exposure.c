/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define OPEN(id)   ON(id, "\"state\":\"planned\"")
#define LIST       ",\"exploited_list\":{\"source\":\"CISA\"}"
#define TWO_OPEN   "\"deployments\":[" OPEN(1) "," OPEN(2) "]"
#define MARKED(id) ON(id, "\"state\":\"planned\",\"known_exploited\":true")

static const struct measured exploited[] = {
	{ "nothing is open", "\"deployments\":[]" LIST, measure_exploited, 0, 0,
	    0, OUTCOME_EMPTY },
	{ "no list: nobody can tell", TWO_OPEN, measure_exploited, 0, 2, 2,
	    OUTCOME_UNDETERMINED },
	{ "a list that has none of them", TWO_OPEN LIST, measure_exploited, 0,
	    2, 0, OUTCOME_WITHIN },
	{ "a list that has their hole",
	    TWO_OPEN LIST ",\"exploited\":[{\"patch_id\":5}]",
	    measure_exploited, 2, 2, 0, OUTCOME_BEYOND },
	{ "no list, and one that somebody marked",
	    "\"deployments\":[" OPEN(1) "," MARKED(2) "]", measure_exploited, 1,
	    2, 1, OUTCOME_BEYOND },
	{ "closed ones are no exposure",
	    "\"deployments\":[" ON(1, "\"state\":\"stable\"") "," ON(2,
		"\"state\":\"withdrawn\"") "]" LIST
					   ",\"exploited\":[{\"patch_id\":5}]",
	    measure_exploited, 0, 0, 0, OUTCOME_EMPTY },
};

static void
holes_that_are_used_are_open_or_not(void **state)
{
	(void)state;
	measured_check_all(exploited, ROWS(exploited));
}

#define ENDS(id, at) \
	"{\"device_id\":" #id ",\"name\":\"d\",\"support_end\":" at "}"

static const struct measured supported[] = {
	{ "nobody registered an end", "\"devices\":[" ENDS(1, "null") "]",
	    measure_support, 0, 0, 1, OUTCOME_UNDETERMINED },
	{ "one is past it, one is not, one has none",
	    "\"devices\":[" ENDS(1, "\"2026-08-31T22:00:00Z\"") "," ENDS(
		2, "\"2027-08-31T22:00:00Z\"") "," ENDS(3, "null") "]",
	    measure_support, 1, 2, 1, OUTCOME_BEYOND },
	{ "at the very end of the quarter",
	    "\"devices\":[" ENDS(1, "\"2026-09-30T22:00:00Z\"") "]",
	    measure_support, 1, 1, 0, OUTCOME_BEYOND },
	{ "out of service",
	    "\"devices\":[{\"device_id\":1,\"name\":\"d\","
	    "\"support_end\":\"2026-08-31T22:00:00Z\","
	    "\"retired\":\"2026-09-01T00:00:00Z\"}]",
	    measure_support, 0, 0, 0, OUTCOME_EMPTY },
};

static void
support_ends_on_a_registered_day(void **state)
{
	(void)state;
	measured_check_all(supported, ROWS(supported));
}

#define SOURCES         "\"watched\":{\"sources\":1}"
#define KNOWN(at, done) "{\"known\":\"" at "\",\"decided\":" done "}"

static const struct measured advised[] = {
	{ "nobody follows a source",
	    "\"watched\":{\"sources\":0},\"advisories\":[]", measure_advisories,
	    0, 0, 0, OUTCOME_UNDETERMINED },
	{ "a source, and nothing came", SOURCES ",\"advisories\":[]",
	    measure_advisories, 0, 0, 0, OUTCOME_EMPTY },
	{ "on the seventh day, on the eighth, and never",
	    SOURCES ",\"advisories\":[" KNOWN("2026-08-01T00:00:00Z",
		"\"2026-08-08T00:00:00Z\"") "," KNOWN("2026-08-01T00:00:00Z",
		"\"2026-08-09T00:00:00Z\"") "," KNOWN("2026-08-01T00:00:00Z",
		"null") "]",
	    measure_advisories, 1, 3, 0, OUTCOME_BEYOND },
	{ "one whose time runs, and one of the quarter before",
	    SOURCES ",\"advisories\":[" KNOWN("2026-09-28T00:00:00Z",
		"null") "," KNOWN("2026-06-20T00:00:00Z", "null") "]",
	    measure_advisories, 0, 0, 0, OUTCOME_EMPTY },
};

static void
advisories_are_decided_on_within_a_week(void **state)
{
	(void)state;
	measured_check_all(advised, ROWS(advised));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holes_that_are_used_are_open_or_not),
		cmocka_unit_test(support_ends_on_a_registered_day),
		cmocka_unit_test(advisories_are_decided_on_within_a_week),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
