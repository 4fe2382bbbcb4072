/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define HEARD(id, category, days)                                        \
	"{\"device_id\":" #id ",\"name\":\"d\",\"category\":\"" category \
	"\",\"message_days\":" #days ",\"scope_days\":92}"
/* Read anew at a moment, or "null": never. */
#define READ(at, checkpoints, in_order)                        \
	"{\"stream\":\"listen\",\"checkpoints\":" #checkpoints \
	",\"in_order\":" in_order ",\"rechecked\":" at "}"
#define JOURNAL(checkpoints, in_order) \
	READ("\"2026-09-30T20:00:00Z\"", checkpoints, in_order)

static const struct measured logged[] = {
	{ "on each day, on all but one; a printer need not",
	    "\"devices\":[" HEARD(1, "network", 92) "," HEARD(
		2, "server", 91) "," HEARD(3, "peripheral", 0) "]",
	    measure_log_coverage, 1, 2, 0, OUTCOME_BEYOND },
	{ "evidence of before has no journals", "\"devices\":[]",
	    measure_log_integrity, 0, 0, 0, OUTCOME_UNDETERMINED },
	{ "two in order",
	    "\"journals\":[" JOURNAL(9, "true") "," JOURNAL(1, "true") "]",
	    measure_log_integrity, 2, 2, 0, OUTCOME_WITHIN },
	{ "one that has no checkpoint",
	    "\"journals\":[" JOURNAL(9, "true") "," JOURNAL(0, "false") "]",
	    measure_log_integrity, 1, 2, 1, OUTCOME_UNDETERMINED },
	{ "three in order: read anew in the period, before it, never",
	    "\"journals\":[" JOURNAL(9, "true") "," READ(
		"\"2026-06-30T21:59:59Z\"", 9, "true") "," READ("null", 9,
		"true") "]",
	    measure_log_integrity, 1, 3, 2, OUTCOME_UNDETERMINED },
	{ "evidence of before does not say whether it was",
	    "\"journals\":[{\"stream\":\"poll\",\"checkpoints\":4,"
	    "\"in_order\":true}]",
	    measure_log_integrity, 0, 1, 1, OUTCOME_UNDETERMINED },
	{ "one that goes back needs no reading to be wrong",
	    "\"journals\":[" READ("null", 9, "false") "]",
	    measure_log_integrity, 0, 1, 0, OUTCOME_BEYOND },
	{ "one that goes back",
	    "\"journals\":[" JOURNAL(9, "true") "," JOURNAL(9, "false") "]",
	    measure_log_integrity, 1, 2, 0, OUTCOME_BEYOND },
	{ "in order, and a segment did not fit when it was read anew",
	    "\"journals\":[" JOURNAL(9, "true") ",{\"stream\":\"poll\","
						"\"checkpoints\":4,"
						"\"in_order\":true,"
						"\"damaged\":1}]",
	    measure_log_integrity, 1, 2, 0, OUTCOME_BEYOND },
	{ "damaged is no doubt, with or without a checkpoint",
	    "\"journals\":[{\"stream\":\"poll\",\"checkpoints\":0,"
	    "\"in_order\":false,\"damaged\":2}]",
	    measure_log_integrity, 0, 1, 0, OUTCOME_BEYOND },
	{ "in order, and a record is damaged",
	    "\"journals\":[" JOURNAL(9, "true") "],\"losses\":[{\"reason\":"
						"\"damage\",\"count\":1}]",
	    measure_log_integrity, 1, 1, 0, OUTCOME_BEYOND },
	{ "what a privacy rule dropped was never to be kept",
	    "\"journals\":[" JOURNAL(9, "true") "],\"losses\":[{\"reason\":"
						"\"privacy\",\"count\":99}]",
	    measure_log_integrity, 1, 1, 0, OUTCOME_WITHIN },
	{ "a record was set aside",
	    "\"journals\":[" JOURNAL(9, "true") "],\"quarantine\":"
						"{\"count\":1}",
	    measure_log_integrity, 1, 1, 0, OUTCOME_BEYOND },
	{ "30 of 40 lines over TLS",
	    "\"senders\":{\"total\":40,\"protected\":30}",
	    measure_log_transport, 30, 40, 0, OUTCOME_NONE },
	{ "no lines", "\"senders\":{\"total\":0,\"protected\":0}",
	    measure_log_transport, 0, 0, 0, OUTCOME_EMPTY },
};

static void
lines_are_there_whole_and_protected(void **state)
{
	(void)state;
	measured_check_all(logged, ROWS(logged));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_there_whole_and_protected),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
