/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/due.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"

#include "tests/unit/test.h"

#define SECOND CLOCK_SECOND

/* What is to be written at that time, as it is written. */
static void
assert_rows(struct due *d, int64_t now, const char *want)
{
	struct json *rows = due_rows(d, now);
	char *line;

	if (want == NULL) {
		assert_null(rows);
		return;
	}
	assert_non_null(rows);
	line = json_line(rows);
	assert_string_equal(want, line);
	free(line);
	json_free(rows);
}

static const char one[] =
    "[{\"tenant\": 1, \"device\": 7, \"reason\": \"cold_start\"}]";

static void
a_device_is_due_at_once_and_once_a_minute(void **state)
{
	struct due *d = due_new();

	(void)state;
	assert_true(due_next(d) == INT64_MAX);
	due_note(d, 1, 7, "cold_start", 100 * SECOND);
	due_note(d, 1, 7, "link_up", 100 * SECOND);
	assert_true(due_next(d) == 100 * SECOND);
	assert_rows(d, 100 * SECOND, one);
	due_taken(d);
	assert_rows(d, 101 * SECOND, NULL);
	/* Said within the minute: at its end. */
	due_note(d, 1, 7, "cold_start", 110 * SECOND);
	assert_true(due_next(d) == 160 * SECOND);
	assert_rows(d, 159 * SECOND, NULL);
	assert_rows(d, 160 * SECOND, one);
	due_taken(d);
	assert_true(due_next(d) == INT64_MAX);
	due_free(d);
}

static void
what_could_not_be_written_waits(void **state)
{
	struct due *d = due_new();

	(void)state;
	due_note(d, 1, 7, "cold_start", 100 * SECOND);
	assert_rows(d, 100 * SECOND, one);
	due_not_taken(d);
	assert_rows(d, 100 * SECOND, one);
	/* Meanwhile it says more, and that counts after the minute. */
	due_note(d, 1, 7, "cold_start", 101 * SECOND);
	due_taken(d);
	assert_rows(d, 102 * SECOND, NULL);
	assert_rows(d, 160 * SECOND, one);
	due_free(d);
}

static void
devices_are_apart(void **state)
{
	struct due *d = due_new();
	struct json *rows;

	(void)state;
	for (int i = 0; i < 1000; i++)
		due_note(d, 1 + i % 2, i, "link_down", 5 * SECOND);
	rows = due_rows(d, 5 * SECOND);
	assert_int_equal(1000, json_len(rows));
	json_free(rows);
	due_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_device_is_due_at_once_and_once_a_minute),
		cmocka_unit_test(what_could_not_be_written_waits),
		cmocka_unit_test(devices_are_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
