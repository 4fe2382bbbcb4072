/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/template/value.h"

#include <string.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "tests/unit/test.h"

static const char data[] =
    "{\"late\":[{\"name\":\"sw1\"},{\"name\":\"sw2\"}],\"none\":[],"
    "\"tenant\":{\"name\":\"School\",\"sites\":3},\"empty\":\"\","
    "\"yes\":true,\"no\":false,\"zero\":0,\"nothing\":null,"
    "\"at\":\"2026-11-24T09:14:00Z\",\"share\":94.2,"
    "\"red\":\"red\",\"lit\":{\"light\":\"green\",\"text\":\"fine\"},"
    "\"odd\":{\"light\":\"blue\"}}";
static struct json *all;

static int
read_data(void **state)
{
	(void)state;
	return json_parse("data", data, strlen(data), &all);
}

static int
free_data(void **state)
{
	(void)state;
	json_free(all);
	return 0;
}

/* Whether a number is there, and which. */
static const struct {
	const char *path;
	bool is_number;
	double number;
} numbers[] = {
	{ "tenant.sites", true, 3 },
	{ "share", true, 94.2 },
	{ "zero", true, 0 },
	{ "late.count", true, 2 },
	{ "none.count", true, 0 },
	{ "late", false, 0 },
	{ "late.size", false, 0 },
	{ "tenant.name", false, 0 },
	{ "tenant.sites.count", false, 0 },
	{ "nothing", false, 0 },
	{ "gone", false, 0 },
	{ "gone.count", false, 0 },
	{ "yes", false, 0 },
};

static void
numbers_and_lengths_are_found_by_path(void **state)
{
	const struct scope scope = { .value = all };
	const struct values v = { .scope = &scope };

	(void)state;
	for (size_t i = 0; i < ROWS(numbers); i++) {
		double n = -1;

		if (value_number(&v, numbers[i].path, &n) !=
		    numbers[i].is_number)
			fail_msg("%s", numbers[i].path);
		if (numbers[i].is_number)
			assert_float_equal(numbers[i].number, n, 1e-9);
	}
}

/* In a loop "row.name" is the row's, and a name alone is what is around it. */
static void
a_named_scope_goes_before_what_is_around_it(void **state)
{
	const struct scope outer = { .value = all };
	const struct scope row = { .name = "row",
		.value = json_at(json_get(all, "late"), 1),
		.up = &outer };
	const struct scope clash = { .name = "tenant",
		.value = json_at(json_get(all, "late"), 0),
		.up = &row };
	struct values v = { .scope = &row };
	bool is_count;

	(void)state;
	assert_string_equal(
	    "sw2", json_text_of(value_find(&v, "row.name", &is_count)));
	assert_string_equal(
	    "School", json_text_of(value_find(&v, "tenant.name", &is_count)));
	assert_null(value_find(&v, "row.sites", &is_count));
	assert_null(value_find(&v, "rowname", &is_count));
	assert_null(value_find(&v, "name", &is_count));
	v.scope = &clash;
	assert_string_equal(
	    "sw1", json_text_of(value_find(&v, "tenant.name", &is_count)));
	/* What the loop's own lacks is looked for further out. */
	assert_non_null(value_find(&v, "tenant.sites", &is_count));
}

static void
a_key_without_end_is_nothing(void **state)
{
	const struct scope scope = { .value = all };
	const struct values v = { .scope = &scope };
	char path[1000];
	bool is_count = true;

	(void)state;
	memset(path, 'a', sizeof(path) - 1);
	path[sizeof(path) - 1] = '\0';
	assert_null(value_find(&v, path, &is_count));
	assert_false(is_count);
}

static void
times_and_lights_are_those_that_are_known(void **state)
{
	const struct scope scope = { .value = all };
	const struct values v = { .scope = &scope };
	int64_t at;

	(void)state;
	assert_true(value_time(&v, "at", &at));
	assert_true(at == INT64_C(1795511640) * CLOCK_SECOND);
	assert_false(value_time(&v, "red", &at));
	assert_false(value_time(&v, "share", &at));
	assert_false(value_time(&v, "gone", &at));
	assert_int_equal(LIGHT_RED, value_light(&v, "red"));
	assert_int_equal(LIGHT_GREEN, value_light(&v, "lit"));
	assert_int_equal(LIGHT_NONE, value_light(&v, "odd"));
	assert_int_equal(LIGHT_NONE, value_light(&v, "share"));
	assert_int_equal(LIGHT_NONE, value_light(&v, "gone"));
}

#define HOLDS(p)                                             \
	{                                                    \
		.path = { .text = (p) }, .operator= OP_HOLDS \
	}
#define NUMBER(p, o, n)                                                \
	{                                                              \
		.path = { .text = (p) }, .operator=(o), .number = (n), \
		.is_number = true                                      \
	}
#define TEXT(p, o, t)                                               \
	{                                                           \
		.path = { .text = (p) }, .operator=(o), .text = (t) \
	}

static const struct {
	struct condition c;
	bool holds;
} conditions[] = {
	{ HOLDS("yes"), true },
	{ HOLDS("no"), false },
	{ HOLDS("zero"), false },
	{ HOLDS("empty"), false },
	{ HOLDS("nothing"), false },
	{ HOLDS("gone"), false },
	{ HOLDS("none"), false },
	{ HOLDS("late"), true },
	{ HOLDS("none.count"), false },
	{ HOLDS("tenant"), true },
	{ NUMBER("share", OP_GE, 94.2), true },
	{ NUMBER("share", OP_GT, 94.2), false },
	{ NUMBER("share", OP_LT, 94.3), true },
	{ NUMBER("share", OP_LE, 94.1), false },
	{ NUMBER("late.count", OP_EQ, 2), true },
	{ NUMBER("late.count", OP_NE, 2), false },
	/* What is unknown is neither the one nor the other. */
	{ NUMBER("gone", OP_LT, 5), false },
	{ NUMBER("gone", OP_GE, 5), false },
	{ NUMBER("gone", OP_NE, 5), false },
	{ TEXT("red", OP_EQ, "red"), true },
	{ TEXT("red", OP_NE, "red"), false },
	{ TEXT("red", OP_NE, "green"), true },
	{ TEXT("yes", OP_EQ, "true"), true },
	{ TEXT("gone", OP_EQ, "red"), false },
	{ TEXT("gone", OP_NE, "red"), false },
};

static void
conditions_hold_by_what_is_known(void **state)
{
	const struct scope scope = { .value = all };
	const struct values v = { .scope = &scope };

	(void)state;
	for (size_t i = 0; i < ROWS(conditions); i++) {
		struct condition c = conditions[i].c;

		if (value_holds(&v, &c) != conditions[i].holds)
			fail_msg("row %zu: %s", i, c.path.text);
		c.negate = true;
		assert_int_equal(!conditions[i].holds, value_holds(&v, &c));
	}
	assert_true(value_holds(&v, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_and_lengths_are_found_by_path),
		cmocka_unit_test(a_named_scope_goes_before_what_is_around_it),
		cmocka_unit_test(a_key_without_end_is_nothing),
		cmocka_unit_test(times_and_lights_are_those_that_are_known),
		cmocka_unit_test(conditions_hold_by_what_is_known),
	};
	return cmocka_run_group_tests(tests, read_data, free_data);
}
