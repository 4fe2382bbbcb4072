/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/value_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/evidence/evidence.h"

/*
 * year.json beside this: a school over a year, by hand. One installation that
 * was on time in the second quarter, one that was late in it and came in the
 * third, and one that is open; a ring of each, and what comparing said.
 */
static struct json *evidence, *values;
static struct facts facts;

static int
make(void **state)
{
	const char *top = getenv("srcdir");
	char path[4096];

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/unit/reporter/year.json",
	    top != NULL ? top : ".");
	assert_int_equal(ERR_OK, evidence_load(path, &evidence));
	assert_int_equal(ERR_OK, facts_read(evidence, &facts));
	values = json_new_object();
	value_trend(&facts, values);
	value_rounds(&facts, values);
	value_work(&facts, values);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	facts_free(&facts);
	json_free(values);
	json_free(evidence);
	return 0;
}

static int64_t
of(const char *list, size_t row, const char *key)
{
	return json_get_int(json_at(json_get(values, list), row), key, -1);
}

static const char *
text(const char *list, size_t row, const char *key)
{
	return facts_text(json_at(json_get(values, list), row), key);
}

static void
a_quarter_is_told_as_it_stood_at_its_end(void **state)
{
	static const struct {
		const char *word;
		int64_t due, on_time, late, implemented, overdue;
	} wanted[] = {
		/* There was no register yet. */
		{ "Q1", -1, -1, -1, -1, -1 },
		/* The second one was late, and still open then. */
		{ "Q2", 2, 1, 1, 1, 1 },
		{ "Q3", 0, 0, 0, 1, 0 },
		{ "Q4", 0, 0, 0, 0, 0 },
	};

	(void)state;
	assert_int_equal(ROWS(wanted), json_len(json_get(values, "quarters")));
	for (size_t i = 0; i < ROWS(wanted); i++) {
		assert_string_equal(
		    wanted[i].word, text("quarters", i, "word"));
		assert_int_equal(wanted[i].due, of("quarters", i, "due"));
		assert_int_equal(
		    wanted[i].on_time, of("quarters", i, "on_time"));
		assert_int_equal(wanted[i].late, of("quarters", i, "late"));
		assert_int_equal(
		    wanted[i].implemented, of("quarters", i, "implemented"));
		assert_int_equal(
		    wanted[i].overdue, of("quarters", i, "overdue"));
	}
	assert_false(json_get_bool(
	    json_at(json_get(values, "quarters"), 2), "interim", true));
	assert_true(json_get_bool(
	    json_at(json_get(values, "quarters"), 3), "interim", false));
}

static void
what_has_not_begun_has_no_row(void **state)
{
	(void)state;
	assert_int_equal(0, json_len(json_get(values, "months")));
}

static void
a_round_goes_ring_by_ring(void **state)
{
	static const char *const rings[] = { "pilot", "rest", "none" };

	(void)state;
	assert_int_equal(ROWS(rings), json_len(json_get(values, "rounds")));
	for (size_t i = 0; i < ROWS(rings); i++) {
		assert_string_equal(rings[i], text("rounds", i, "ring"));
		assert_int_equal(1, of("rounds", i, "devices"));
		assert_int_equal(i < 2, of("rounds", i, "proven"));
	}
	/* Released once, on its first row. */
	assert_string_equal(
	    "2026-05-01T00:00:00Z", text("rounds", 0, "released"));
	assert_string_equal("", text("rounds", 1, "released"));
}

static void
looks_are_told_with_what_became_of_them(void **state)
{
	const struct json *n = json_get(values, "looked");

	(void)state;
	assert_int_equal(1, json_get_int(n, "passed", -1));
	assert_int_equal(1, json_get_int(n, "failed", -1));
	assert_int_equal(1, json_get_int(n, "dismissed", -1));
	assert_int_equal(0, json_get_int(n, "undecided", -1));
	assert_int_equal(2, json_len(json_get(values, "looks")));
	assert_string_equal("failed", text("looks", 0, "verdict"));
	assert_string_equal("9", text("looks", 0, "evidence"));
	assert_string_equal("dismissed", text("looks", 1, "verdict"));
	assert_string_equal("power cut", text("looks", 1, "dismissed_why"));
	assert_string_equal("undecided", text("ring_looks", 0, "verdict"));
	assert_string_equal("too_few_devices", text("ring_looks", 0, "why"));
}

static void
what_comes_next_is_not_late_yet(void **state)
{
	(void)state;
	assert_int_equal(0, json_len(json_get(values, "late")));
	assert_int_equal(1, json_len(json_get(values, "next")));
	assert_string_equal("sw3", text("next", 0, "device"));
	assert_int_equal(5 * 86400, of("next", 0, "left_s"));
	assert_int_equal(3, json_len(json_get(values, "verdicts")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quarter_is_told_as_it_stood_at_its_end),
		cmocka_unit_test(what_has_not_begun_has_no_row),
		cmocka_unit_test(a_round_goes_ring_by_ring),
		cmocka_unit_test(looks_are_told_with_what_became_of_them),
		cmocka_unit_test(what_comes_next_is_not_late_yet),
	};
	return cmocka_run_group_tests(tests, make, drop);
}
