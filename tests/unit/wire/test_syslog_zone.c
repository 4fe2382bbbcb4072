/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/syslog_zone.h"

#include <string.h>

#include "tests/unit/test.h"

static const struct {
	const char *text;
	bool taken;
	int minutes, other;
	const char *rest;
} zones[] = {
	{ "UTC x", true, 0, 0, " x" },
	{ "cet: x", true, 60, 0, ": x" },
	{ "mdt", true, -360, 0, "" },
	{ "+01:00", true, 60, 0, "" },
	{ "-0730 x", true, -450, 0, " x" },
	{ "+1", true, 60, 0, "" },
	{ "UTC+07:30:", true, 450, 0, ":" },
	{ "GMT-5", true, -300, 0, "" },
	/* A name with two meanings. */
	{ "IST", true, 330, 120, "" },
	{ "CST", true, -360, 480, "" },
	/* The start of a longer word, of a host, of a pair. */
	{ "CETX", false, 0, 0, "CETX" },
	{ "est-router", false, 0, 0, "est-router" },
	{ "met.example.org", false, 0, 0, "met.example.org" },
	{ "EST=1", false, 0, 0, "EST=1" },
	{ "XYZ", false, 0, 0, "XYZ" },
	/* No place on earth. */
	{ "+15:00", false, 0, 0, "+15:00" },
	{ "+0199", false, 0, 0, "+0199" },
	{ "+", false, 0, 0, "+" },
	{ "", false, 0, 0, "" },
};

static void
zones_are_names_offsets_or_both(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(zones); i++) {
		struct span s = span_of(zones[i].text, strlen(zones[i].text));
		int minutes = 0, other = 0;

		if (zones[i].taken !=
		    syslog_take_named_zone(&s, &minutes, &other))
			fail_msg("%s", zones[i].text);
		if (!span_is(&s, zones[i].rest))
			fail_msg("%s: %s", zones[i].text, s.at);
		if (!zones[i].taken)
			continue;
		assert_int_equal(zones[i].minutes, minutes);
		assert_int_equal(zones[i].other, other);
		s = span_of(zones[i].text, strlen(zones[i].text));
		assert_true(syslog_take_zone(&s, &minutes));
		assert_int_equal(zones[i].minutes, minutes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zones_are_names_offsets_or_both),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
