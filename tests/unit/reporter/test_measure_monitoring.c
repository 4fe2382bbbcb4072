/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define BARE(id, class, answer) \
	"{\"device_id\":" #id   \
	",\"name\":\"d\",\"class\":\"" class "\",\"last_answer\":" answer "}"
#define POLLED(id, tried, answered, weeks, read)                              \
	"{\"device_id\":" #id ",\"tried\":" #tried ",\"answered\":" #answered \
	",\"weeks\":" #weeks ",\"weeks_read\":" #read "}"

#define IN_WINDOWS(id, tried, answered, planned, of_those)                    \
	"{\"device_id\":" #id ",\"tried\":" #tried ",\"answered\":" #answered \
	",\"planned\":" #planned ",\"planned_answered\":" #of_those "}"

static const struct measured coverage[] = {
	{ "95 of 100, 94 of 100, and never asked",
	    "\"devices\":[" BARE(1, "switch", ANSWERED) "," BARE(
		2, "switch", ANSWERED) "," BARE(3, "switch",
		"null") "],"
			"\"polled\":[" POLLED(
			    1, 100, 95, null, null) "," POLLED(2, 100, 94, null,
			    null) "," POLLED(3, 0, 0, null, null) "]",
	    measure_poll_coverage, 1, 3, 1, OUTCOME_BEYOND },
	{ "a printer that sleeps: each week of school, and one too few",
	    "\"devices\":[" BARE(1, "printer", ANSWERED) "," BARE(
		2, "printer", ANSWERED) "],\"polled\":[" POLLED(1, 1000, 30, 7,
		7) "," POLLED(2, 1000, 900, 7, 6) "]",
	    measure_poll_coverage, 1, 2, 0, OUTCOME_BEYOND },
	{ "access points that sleep by configuration, and others",
	    "\"devices\":[{\"device_id\":1,\"class\":\"access_point\","
	    "\"sleeps\":true,\"last_answer\":" ANSWERED
	    "}," BARE(2, "access_point", ANSWERED) "],\"polled\":[" POLLED(
		1, 1000, 30, 7, 7) "," POLLED(2, 1000, 30, null, null) "]",
	    measure_poll_coverage, 1, 2, 0, OUTCOME_BEYOND },
	{ "asked, and never answered with what it is",
	    "\"devices\":[" BARE(1, "switch", "null") "],\"polled\":[" POLLED(
		1, 100, 100, null, null) "]",
	    measure_poll_coverage, 0, 1, 0, OUTCOME_BEYOND },
	{ "off in windows, off outside of them, and on in them only",
	    "\"devices\":[" BARE(1, "switch", ANSWERED) "," BARE(
		2, "switch", ANSWERED) "," BARE(3, "switch",
		ANSWERED) "],"
			  "\"polled\":[" IN_WINDOWS(
			      1, 100, 78, 20, 2) "," IN_WINDOWS(2, 100, 77, 20,
			      2) "," IN_WINDOWS(3, 100, 95, 95, 95) "]",
	    measure_poll_coverage, 1, 3, 0, OUTCOME_BEYOND },
	{ "asked in windows only: what it would be outside, nobody knows",
	    "\"devices\":[" BARE(1, "switch", ANSWERED) "," BARE(
		2, "printer", "null") "],\"polled\":[" IN_WINDOWS(1, 24, 24, 24,
		24) "," IN_WINDOWS(2, 24, 0, 24, 0) "]",
	    measure_poll_coverage, 0, 2, 2, OUTCOME_UNDETERMINED },
	{ "evidence of before", "\"devices\":[" DEVICE(1, "N", ANSWERED) "]",
	    measure_poll_coverage, 1, 1, 0, OUTCOME_WITHIN },
};

static void
what_answers_is_covered(void **state)
{
	(void)state;
	measured_check_all(coverage, ROWS(coverage));
}

#define REACH(id, watched, away)                         \
	"{\"device_id\":" #id ",\"watched_s\":" #watched \
	",\"unreachable_s\":" #away "}"
enum { BLIND_S = 9 * 86400 }; /* of the 92 days of QUARTER */

static const struct measured reached[] = {
	{ "evidence of before", "\"devices\":[]", measure_availability, 0, 0, 0,
	    OUTCOME_UNDETERMINED },
	{ "an hour away, and nine days that we did not look",
	    "\"devices\":[" BARE(1, "switch", ANSWERED) "],\"reach\":[" REACH(
		1, 7948800, 3600) "]",
	    measure_availability, 7948800 - 3600 - BLIND_S, 7948800, BLIND_S,
	    OUTCOME_PARTLY },
	{ "a printer is off at night: it is not in it",
	    "\"devices\":[" BARE(1, "printer", ANSWERED) "," BARE(
		2, "switch", ANSWERED) "],\"reach\":[" REACH(1, 7948800,
		4000000) "," REACH(2, 7948800, 0) "]",
	    measure_availability, 7948800 - BLIND_S, 7948800, BLIND_S,
	    OUTCOME_PARTLY },
	{ "what sleeps by configuration is not in it, either",
	    "\"devices\":[{\"device_id\":1,\"class\":\"access_point\","
	    "\"sleeps\":true,\"last_answer\":" ANSWERED
	    "}],\"reach\":[" REACH(1, 7948800, 4000000) "]",
	    measure_availability, 0, 0, 0, OUTCOME_EMPTY },
	{ "one that never answered",
	    "\"devices\":[" BARE(1, "switch", "null") "],\"reach\":[" REACH(
		1, 7948800, 0) "]",
	    measure_availability, 0, 7948800, 7948800, OUTCOME_UNDETERMINED },
	{ "in scope for a minute",
	    "\"devices\":[" BARE(1, "switch", ANSWERED) "],\"reach\":[" REACH(
		1, 60, 0) "]",
	    measure_availability, 0, 60, 60, OUTCOME_UNDETERMINED },
};

static void
reach_is_what_we_could_see(void **state)
{
	(void)state;
	measured_check_all(reached, ROWS(reached));
}

#define TOLD(severity, opened, acked, closed)                 \
	"{\"severity\":\"" severity "\",\"opened\":\"" opened \
	"\",\"acked\":" acked ",\"closed\":" closed "}"

static const struct measured followed[] = {
	{ "critical within four hours, and not",
	    "\"followed\":[" TOLD("critical", "2026-08-20T00:00:00Z",
		"\"2026-08-20T04:00:00Z\"", "null") "," TOLD("critical",
		"2026-08-20T00:00:00Z", "\"2026-08-20T05:00:00Z\"", "null") "]",
	    measure_follow_up, 1, 2, 0, OUTCOME_BEYOND },
	{ "another has a day",
	    "\"followed\":[" TOLD("warning", "2026-08-20T00:00:00Z",
		"\"2026-08-20T23:00:00Z\"", "null") "]",
	    measure_follow_up, 1, 1, 0, OUTCOME_WITHIN },
	{ "over by itself, in time and late",
	    "\"followed\":[" TOLD("warning", "2026-08-20T00:00:00Z", "null",
		"\"2026-08-20T10:00:00Z\"") "," TOLD("warning",
		"2026-08-20T00:00:00Z", "null", "\"2026-08-22T00:00:00Z\"") "]",
	    measure_follow_up, 0, 1, 0, OUTCOME_BEYOND },
	{ "its time runs at the end of the quarter",
	    "\"followed\":[" TOLD(
		"warning", "2026-09-30T12:00:00Z", "null", "null") "]",
	    measure_follow_up, 0, 0, 0, OUTCOME_EMPTY },
};

static void
somebody_takes_note_in_time(void **state)
{
	(void)state;
	measured_check_all(followed, ROWS(followed));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_answers_is_covered),
		cmocka_unit_test(reach_is_what_we_could_see),
		cmocka_unit_test(somebody_takes_note_in_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
