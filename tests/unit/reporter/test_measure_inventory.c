/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define THREE                                                    \
	"\"devices\":[" DEVICE(1, "Noord", ANSWERED) "," DEVICE( \
	    2, "Noord", ANSWERED) "," DEVICE(3, "Zuid", "null") "]"
#define OTHER(id, kind, expected)                                             \
	"{\"device_id\":" #id ",\"kind\":\"" kind "\",\"expected\":" expected \
	"}"

static const struct measured identities[] = {
	{ "two answer as ever, one never did", THREE, measure_identity, 2, 3, 1,
	    OUTCOME_UNDETERMINED },
	{ "one answered last before the period began",
	    "\"devices\":[" DEVICE(1, "Noord", ANSWERED) "," DEVICE(
		2, "Noord", "\"2026-06-29T20:00:00Z\"") "]",
	    measure_identity, 1, 2, 1, OUTCOME_UNDETERMINED },
	{ "one was asked all quarter, and answers since the cut only",
	    "\"devices\":[" DEVICE(1, "Noord", ANSWERED) "," DEVICE(2, "Noord",
		"\"2026-10-05T20:00:00Z\"") "],\"polled\":[{\"device_id\":2,"
					    "\"tried\":99,\"answered\":0}]",
	    measure_identity, 1, 2, 1, OUTCOME_UNDETERMINED },
	{ "another serial number where one was known",
	    THREE ",\"events\":[" OTHER(1, "serial", "false") "]",
	    measure_identity, 1, 3, 1, OUTCOME_BEYOND },
	{ "exchanged as it was planned",
	    THREE ",\"events\":[" OTHER(1, "model", "true") "]",
	    measure_identity, 2, 3, 1, OUTCOME_UNDETERMINED },
	{ "two of its own sources are at odds",
	    "\"devices\":[{\"device_id\":1,\"name\":\"d\",\"last_"
	    "answer\":" ANSWERED ",\"conflict\":\"1.2 and 1.3\"}]",
	    measure_identity, 0, 1, 0, OUTCOME_BEYOND },
	{ "no devices", "\"devices\":[]", measure_identity, 0, 0, 0,
	    OUTCOME_EMPTY },
};

static void
devices_are_what_the_register_says(void **state)
{
	(void)state;
	measured_check_all(identities, ROWS(identities));
}

static const struct measured strangers[] = {
	{ "senders and neighbours",
	    "\"senders\":{\"unknown_senders\":2},"
	    "\"neighbours\":{\"unknown\":3,\"made_up\":40}",
	    measure_unknown_devices, 5, 5, 0, OUTCOME_NONE },
	{ "none", "\"senders\":{\"unknown_senders\":0}",
	    measure_unknown_devices, 0, 0, 0, OUTCOME_NONE },
};

static void
strangers_are_counted_and_not_accused(void **state)
{
	(void)state;
	measured_check_all(strangers, ROWS(strangers));
}

#define FULL                                                 \
	"{\"device_id\":1,\"name\":\"d\",\"owner\":\"ICT\"," \
	"\"site\":\"Noord\",\"criticality\":\"high\","       \
	"\"vendor\":\"V\",\"model\":\"M\",\"serial\":\"1\"," \
	"\"version\":\"1.2\",\"support_end\":\"2027-01-01T00:00:00Z\""

static const struct measured attributes[] = {
	{ "all of it", "\"devices\":[" FULL "}]", measure_attributes, 1, 1, 0,
	    OUTCOME_WITHIN },
	{ "one of two has no owner",
	    "\"devices\":[" FULL "},{\"device_id\":2,\"name\":\"e\"}]",
	    measure_attributes, 1, 2, 0, OUTCOME_BEYOND },
	{ "out of service",
	    "\"devices\":[" FULL ",\"retired\":\"2026-09-01T00:00:00Z\"}]",
	    measure_attributes, 0, 0, 0, OUTCOME_EMPTY },
};

static void
all_is_known_of_a_device_or_not(void **state)
{
	(void)state;
	measured_check_all(attributes, ROWS(attributes));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(devices_are_what_the_register_says),
		cmocka_unit_test(strangers_are_counted_and_not_accused),
		cmocka_unit_test(all_is_known_of_a_device_or_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
