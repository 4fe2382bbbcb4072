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

#define MISSING(name) "{\"name\":\"" name "\",\"number\":null,\"due\":null}"
#define STATED(name, due, on_time)                                          \
	"{\"name\":\"" name "\",\"number\":\"PM-" name "\",\"due\":" due    \
	",\"on_time\":" on_time ",\"late\":1,\"unknown\":0,\"excepted\":0," \
	"\"overdue\":2,\"within\":90}"

/* As the reports of those quarters said, whatever the register says now. */
static const char before[] =
    "[" MISSING("2023") "," STATED("2024", "8", "6") "," MISSING("2025") "]";

static void
the_line_goes_on_before_the_period(void **state)
{
	struct json *e = json_new_object(), *v = json_new_object();
	struct json *summary = json_new_object(), *was = NULL;
	const struct json *list, *row;
	struct json *stated;
	struct facts f = facts;
	const struct values_input in = { .facts = &f, .report = "annual" };

	(void)state;
	assert_int_equal(
	    ERR_OK, json_parse("before", before, strlen(before), &was));
	json_put(e, "earlier", was);
	json_put(e, "period", json_share(json_get(evidence, "period")));
	json_put_int(summary, "due", 4);
	json_put_int(summary, "on_time", 1);
	json_put_int(summary, "overdue", 3);
	json_put(v, "summary", summary);
	f.evidence = e;
	value_earlier(&in, v);
	list = json_get(v, "earlier");
	/* It begins with the first one that there is, and has a gap. */
	assert_int_equal(3, json_len(list));
	row = json_at(list, 0);
	assert_string_equal("2024", json_get_text(row, "name"));
	assert_string_equal("PM-2024", json_get_text(row, "number"));
	assert_float_equal(75, json_get_real(row, "share", -1), 1e-9);
	assert_int_equal(90, json_get_int(row, "within", -1));
	row = json_at(list, 1);
	assert_string_equal("2025", json_get_text(row, "name"));
	assert_int_equal(-1, json_get_int(row, "due", -1));
	assert_true(json_is_null(json_get(row, "share")));
	row = json_at(list, 2);
	assert_true(json_get_bool(row, "is_this", false));
	assert_float_equal(25, json_get_real(row, "share", -1), 1e-9);
	/* Reports of before did not say it; here both were installed. */
	assert_int_equal(-1, json_get_int(json_at(list, 0), "installed", -1));
	assert_int_equal(2, json_get_int(row, "installed", -1));
	assert_float_equal(50, json_get_real(row, "tested_share", -1), 1e-9);
	assert_true(json_is_null(json_get(row, "assessed_share")));
	/* What the next report will be told of this one. */
	stated = value_stated(v);
	assert_int_equal(4, json_get_int(stated, "due", -1));
	assert_int_equal(1, json_get_int(stated, "on_time", -1));
	assert_int_equal(3, json_get_int(stated, "overdue", -1));
	assert_int_equal(1, json_get_int(stated, "tested", -1));
	assert_int_equal(0, json_get_int(stated, "registered", -1));
	json_free(stated);
	json_free(v);
	json_free(e);
}

#define KIND(name, kind, number, due)                                       \
	"{\"name\":\"" name "\",\"kind\":\"" kind "\",\"number\":\"" number \
	"\",\"due\":" due ",\"on_time\":1}"

/* Of 2023 only another kind was made; of 2024 two, the audit's the later. */
static const char of_kinds[] = "[" KIND("2023", "audit", "AR-2023",
    "3") "," KIND("2024", "annual", "JR-2024", "8") "," KIND("2024", "audit",
    "AR-2024", "9") "," KIND("2025", "audit", "AR-2025", "5") "]";

static void
a_line_is_of_one_kind_of_report(void **state)
{
	struct json *e = json_new_object(), *v = json_new_object(), *was = NULL;
	const struct json *list;
	struct facts f = facts;
	const struct values_input in = { .facts = &f, .report = "annual" };

	(void)state;
	assert_int_equal(
	    ERR_OK, json_parse("kinds", of_kinds, strlen(of_kinds), &was));
	json_put(e, "earlier", was);
	f.evidence = e;
	value_earlier(&in, v);
	list = json_get(v, "earlier");
	assert_int_equal(3, json_len(list));
	assert_string_equal(
	    "JR-2024", json_get_text(json_at(list, 0), "number"));
	assert_int_equal(8, json_get_int(json_at(list, 0), "due", -1));
	assert_string_equal("2025", json_get_text(json_at(list, 1), "name"));
	assert_null(json_get_text(json_at(list, 1), "number"));
	assert_int_equal(-1, json_get_int(json_at(list, 1), "due", -1));
	json_free(v);
	json_free(e);
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

/* The second one was tested after it ran, the second patch known for a month.
 */
static void
a_quarter_tells_how_patches_were_prepared(void **state)
{
	static const int64_t wanted[][4] = { { -1, -1, -1, -1 }, { 1, 1, 1, 1 },
		{ 1, 0, 1, 0 }, { 0, 0, 0, 0 } };
	const struct json *list = json_get(values, "quarters");

	(void)state;
	for (size_t i = 0; i < ROWS(wanted); i++) {
		assert_int_equal(wanted[i][0], of("quarters", i, "installed"));
		assert_int_equal(wanted[i][1], of("quarters", i, "tested"));
		assert_int_equal(wanted[i][2], of("quarters", i, "registered"));
		assert_int_equal(wanted[i][3], of("quarters", i, "assessed"));
	}
	assert_float_equal(
	    100, json_get_real(json_at(list, 1), "tested_share", -1), 1e-9);
	assert_float_equal(
	    0, json_get_real(json_at(list, 2), "assessed_share", -1), 1e-9);
	assert_true(json_is_null(json_get(json_at(list, 3), "tested_share")));
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
		cmocka_unit_test(the_line_goes_on_before_the_period),
		cmocka_unit_test(a_line_is_of_one_kind_of_report),
		cmocka_unit_test(a_quarter_is_told_as_it_stood_at_its_end),
		cmocka_unit_test(a_quarter_tells_how_patches_were_prepared),
		cmocka_unit_test(what_has_not_begun_has_no_row),
		cmocka_unit_test(a_round_goes_ring_by_ring),
		cmocka_unit_test(looks_are_told_with_what_became_of_them),
		cmocka_unit_test(what_comes_next_is_not_late_yet),
	};
	return cmocka_run_group_tests(tests, make, drop);
}
