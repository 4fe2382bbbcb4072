/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define OBSERVED(steps, states) \
	"\"transitions\":[" steps "],\"deployments\":[" states "]"
#define STABLE(id)    ON(id, "\"state\":\"stable\"")
#define REGRESSED(id) ON(id, "\"state\":\"regressed\"")

/* Devices 2 to 21, each watched for its week. */
#define WELL_ON(id)            "," STEP(id, "2026-09-20T00:00:00Z", "stable", "stable")
#define FIVE(f, a, b, c, d, e) f(a) f(b) f(c) f(d) f(e)
#define ALL_TWENTY(f)            \
	FIVE(f, 2, 3, 4, 5, 6)   \
	FIVE(f, 7, 8, 9, 10, 11) \
	FIVE(f, 12, 13, 14, 15, 16) FIVE(f, 17, 18, 19, 20, 21)
#define STABLE_ON(id) "," STABLE(id)
#define WELL          ALL_TWENTY(WELL_ON)
#define TWENTY        ALL_TWENTY(STABLE_ON)

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
	{ "worse on its second day: it ended, in both, and the week never did",
	    OBSERVED(STEP(1, "2026-09-20T00:00:00Z", "observing",
			 "settled") "," STEP(1, "2026-09-22T00:00:00Z",
			 "regressed", "crash"),
		REGRESSED(1)),
	    measure_regressions, 1, 1, 0, OUTCOME_BEYOND },
	{ "one worse on its second day of twenty that went well: 1 of 21",
	    OBSERVED(STEP(1, "2026-09-22T00:00:00Z", "regressed", "crash") WELL,
		REGRESSED(1) TWENTY),
	    measure_regressions, 1, 21, 0, OUTCOME_PARTLY },
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

#define WENT_DOWN(id)                              \
	"{\"device_id\":" #id ",\"name\":\"sw" #id \
	"\",\"last_answer\":" ANSWERED             \
	",\"version\":\"1.1\",\"was_down\":true}"

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
	{ "one went down a quarter ago, and nobody put it right",
	    "\"devices\":[" WENT_DOWN(1) "," DEVICE(2, "Noord", ANSWERED) "]",
	    measure_drift, 1, 2, 0, OUTCOME_BEYOND },
	{ "one went down a quarter ago, and was put right in this one",
	    "\"devices\":[" WENT_DOWN(1) "],\"events\":[" EVENT(
		1, "version") "]",
	    measure_drift, 0, 1, 0, OUTCOME_WITHIN },
	{ "one of five, where none may be: a large number would be beyond, too",
	    "\"devices\":[" WENT_DOWN(1) "," DEVICE(2, "Noord",
		ANSWERED) "," DEVICE(3, "Noord", ANSWERED) "," DEVICE(4,
		"Noord", ANSWERED) "," DEVICE(5, "Noord", ANSWERED) "]",
	    measure_drift, 1, 5, 0, OUTCOME_BEYOND },
	{ "it last answered a quarter ago: what it runs is not known",
	    "\"devices\":[" DEVICE(
		1, "Noord", "\"2026-06-29T20:00:00Z\"") "," DEVICE(2, "Noord",
		ANSWERED) "]",
	    measure_drift, 0, 1, 1, OUTCOME_WITHIN },
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
