/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define OBSERVED(steps, states) \
	"\"transitions\":[" steps "],\"deployments\":[" states "]"
#define STABLE(id)    ON(id, "\"state\":\"stable\"")
#define REGRESSED(id) ON(id, "\"state\":\"regressed\"")

static const struct measured regressions[] = {
	{ "nothing was watched", "\"deployments\":[]", measure_regressions, 0,
	    0, 0, OUTCOME_EMPTY },
	{ "one well, one badly, one that runs",
	    OBSERVED(
		STEP(1, "2026-09-20T00:00:00Z", "stable", "stable") "," STEP(
		    2, "2026-09-20T00:00:00Z", "regressed", "worse"),
		STABLE(1) "," REGRESSED(2) "," ON(
		    3, "\"state\":\"observing\"")),
	    measure_regressions, 1, 2, 1, OUTCOME_BEYOND },
	{ "dismissed, and watched on: it runs",
	    OBSERVED(
		STEP(1, "2026-09-20T00:00:00Z", "regressed", "worse") "," STEP(
		    1, "2026-09-21T00:00:00Z", "observing", "dismissed"),
		ON(1, "\"state\":\"observing\"")),
	    measure_regressions, 0, 0, 1, OUTCOME_UNDETERMINED },
	{ "dismissed, and stable since",
	    OBSERVED(STEP(1, "2026-09-20T00:00:00Z", "regressed",
			 "worse") "," STEP(1, "2026-09-21T00:00:00Z",
			 "observing", "dismissed") "," STEP(1,
			 "2026-09-28T00:00:00Z", "stable", "stable"),
		STABLE(1)),
	    measure_regressions, 0, 1, 0, OUTCOME_WITHIN },
	{ "worse, and rolled back for it: a regression all the same",
	    OBSERVED(
		STEP(1, "2026-09-20T00:00:00Z", "regressed", "worse") "," STEP(
		    1, "2026-09-21T00:00:00Z", "rolled_back", "gone"),
		ON(1, "\"state\":\"rolled_back\"")),
	    measure_regressions, 1, 1, 0, OUTCOME_BEYOND },
	{ "its time is over, and hardly anything was watched",
	    OBSERVED(STEP(1, "2026-09-20T00:00:00Z", "stable",
			 "stable_hardly_watched"),
		STABLE(1)),
	    measure_regressions, 0, 0, 1, OUTCOME_UNDETERMINED },
	{ "it ended in the quarter before",
	    OBSERVED(
		STEP(1, "2026-06-20T00:00:00Z", "stable", "stable"), STABLE(1)),
	    measure_regressions, 0, 0, 0, OUTCOME_EMPTY },
};

static void
regressions_are_of_periods_that_were_completed(void **state)
{
	(void)state;
	measured_check_all(regressions, ROWS(regressions));
}

#define EVENT(id, kind) "{\"device_id\":" #id ",\"kind\":\"" kind "\"}"
#define THREE                                                    \
	"\"devices\":[" DEVICE(1, "Noord", ANSWERED) "," DEVICE( \
	    2, "Noord", ANSWERED) "," DEVICE(3, "Zuid", "null") "]"

static const struct measured drifts[] = {
	{ "two are known, one never answered", THREE, measure_drift, 0, 2, 1,
	    OUTCOME_WITHIN },
	{ "one went down; the other, too, and up again",
	    THREE ",\"events\":[" EVENT(1, "downgrade") "," EVENT(
		2, "downgrade") "," EVENT(2, "version") "]",
	    measure_drift, 1, 2, 1, OUTCOME_BEYOND },
	{ "a patch is gone again",
	    THREE ",\"deployments\":[" ON(1, "\"state\":\"rolled_back\"") "]",
	    measure_drift, 1, 2, 1, OUTCOME_BEYOND },
	{ "none answered", "\"devices\":[" DEVICE(3, "Zuid", "null") "]",
	    measure_drift, 0, 0, 1, OUTCOME_UNDETERMINED },
};

static void
what_runs_something_older_has_drifted(void **state)
{
	(void)state;
	measured_check_all(drifts, ROWS(drifts));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    regressions_are_of_periods_that_were_completed),
		cmocka_unit_test(what_runs_something_older_has_drifted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
