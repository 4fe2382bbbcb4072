/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/log/template_tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "lib/model/shape.h"
#include "lib/store/log/line_store.h"

#include "tests/unit/test.h"

#define NOON (INT64_C(500000) * CLOCK_HOUR)

static struct template_tally tally;

static void
add(int device, int64_t at, int severity, const char *app, const char *code,
    const char *shape)
{
	template_tally_add(&tally,
	    &(struct template_seen){ .tenant_id = 1,
		.device_id = device,
		.at = at,
		.severity = severity,
		.app = app,
		.code = code,
		.shape = shape,
		.count = 1 });
}

static void
lines_of_one_shape_are_one_entry(void **state)
{
	const struct line_template *t;

	(void)state;
	add(7, NOON + 20, 3, "app", NULL, "card * failed");
	add(7, NOON + 10, 2, "app", NULL, "card * failed");
	add(7, NOON + 30, 3, "app", NULL, "card * failed");
	assert_int_equal(1, tally.count);
	t = &tally.list[0];
	assert_int_equal(3, t->count);
	assert_int_equal(2, t->severity); /* the worst */
	assert_int_equal(NOON, t->hour);
	assert_int_equal(NOON + 10, t->first);
	assert_int_equal(NOON + 30, t->last);
	assert_true(t->id == shape_id("app", NULL, "card * failed"));
	template_tally_free(&tally);
}

static void
of_others_there_is_another(void **state)
{
	(void)state;
	add(7, NOON, 3, "app", NULL, "x");
	add(8, NOON, 3, "app", NULL, "x");
	add(7, NOON + CLOCK_HOUR, 3, "app", NULL, "x");
	add(7, NOON, 3, "b", NULL, "x");
	add(7, NOON, 3, NULL, NULL, "x");
	add(7, NOON, 3, NULL, "app", "x");
	add(7, NOON, 3, "app", NULL, "y");
	assert_int_equal(7, tally.count);
	add(7, NOON, 3, NULL, "app", "x");
	assert_int_equal(7, tally.count);
	assert_int_equal(2, tally.list[5].count);
	template_tally_free(&tally);
}

/* Also when there are more than there was room for, and after a batch. */
static void
each_is_found_again_among_many(void **state)
{
	char shape[32];

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 3000; i++) {
			snprintf(shape, sizeof(shape), "shape %d", i % 1000);
			add(7, NOON, 3, NULL, NULL, shape);
		}
		assert_int_equal(1000, tally.count);
		for (size_t i = 0; i < tally.count; i++) {
			snprintf(shape, sizeof(shape), "shape %zu", i);
			assert_string_equal(shape, tally.list[i].shape);
			assert_int_equal(3, tally.list[i].count);
		}
		template_tally_clear(&tally);
		assert_int_equal(0, tally.count);
	}
	template_tally_free(&tally);
	template_tally_free(&tally);
}

static void
what_is_written_has_all_of_it(void **state)
{
	struct json *rows = NULL;
	const struct json *row;
	char *text;

	(void)state;
	add(7, NOON, 3, NULL, "CODE", "it is \xc3\xa9 \"*\"");
	text = line_store_templates_arg(tally.list, tally.count);
	assert_int_equal(0, json_parse("x", text, strlen(text), &rows));
	assert_int_equal(1, json_len(rows));
	row = json_at(rows, 0);
	assert_int_equal(7, json_get_int(row, "device", 0));
	assert_null(json_get_text(row, "app"));
	assert_string_equal("CODE", json_get_text(row, "code"));
	assert_string_equal(
	    "it is \xc3\xa9 \"*\"", json_get_text(row, "shape"));
	json_free(rows);
	free(text);
	template_tally_free(&tally);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_one_shape_are_one_entry),
		cmocka_unit_test(of_others_there_is_another),
		cmocka_unit_test(each_is_found_again_among_many),
		cmocka_unit_test(what_is_written_has_all_of_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
