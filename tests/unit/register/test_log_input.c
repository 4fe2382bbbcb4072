/* SPDX-License-Identifier: Apache-2.0 */
#include "register/log/log_input.h"

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"

#include "tests/unit/test.h"

#define NOON (INT64_C(1780228800) * CLOCK_SECOND) /* 2026-05-31T12:00:00Z */

static void
severities_have_names_and_numbers(void **state)
{
	static const struct {
		const char *text;
		int severity; /* -1: refused */
	} rows[] = {
		{ "emerg", 0 },
		{ "ERR", 3 },
		{ "error", 3 },
		{ "Warning", 4 },
		{ "warn", 4 },
		{ "debug", 7 },
		{ "0", 0 },
		{ "7", 7 },
		{ "8", -1 },
		{ "12", -1 },
		{ "", -1 },
		{ "loud", -1 },
	};
	struct buf why = { 0 };
	int severity;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int rc = log_input_severity(rows[i].text, &severity, &why);

		assert_int_equal(
		    rows[i].severity == -1 ? ERR_PARSE : ERR_OK, rc);
		if (rc == ERR_OK)
			assert_int_equal(rows[i].severity, severity);
		assert_int_equal(rc == ERR_OK, why.len == 0);
		buf_clear(&why);
	}
	buf_free(&why);
	assert_string_equal("err", log_input_severity_name(3));
	assert_string_equal("", log_input_severity_name(8));
}

static void
times_are_instants_or_so_long_ago(void **state)
{
	static const struct {
		const char *text;
		int64_t at; /* 0: refused */
	} rows[] = {
		{ "2 h", NOON - 2 * CLOCK_HOUR },
		{ "15 min", NOON - 15 * CLOCK_MINUTE },
		{ "7d", NOON - 7 * CLOCK_DAY },
		{ "2026-05-31", NOON - 12 * CLOCK_HOUR },
		{ "2026-05-31T11:00Z", NOON - CLOCK_HOUR },
		{ "now", NOON },
		/* No year that somebody forgot the rest of. */
		{ "2026", 0 },
		{ "90", 0 },
		{ "-2 h", 0 },
		{ "", 0 },
	};
	struct buf why = { 0 };

	(void)state;
	clock_freeze(NOON);
	assert_int_equal(ERR_OK, zone_set("UTC"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t at = 1;
		int rc = log_input_since(rows[i].text, &at, &why);

		assert_int_equal(rows[i].at == 0 ? ERR_PARSE : ERR_OK, rc);
		assert_int_equal(rows[i].at == 0 ? 1 : rows[i].at, at);
		buf_clear(&why);
	}
	buf_free(&why);
	clock_thaw();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(severities_have_names_and_numbers),
		cmocka_unit_test(times_are_instants_or_so_long_ago),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
