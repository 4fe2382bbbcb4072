/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/measure.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/measures.h"
#include "tests/unit/reporter/evidence_text.h"

#define ANSWERED "\"2026-09-30T20:00:00Z\""

/* n installations of one patch on devices 1..n, by outcome, in that order. */
struct mix {
	int on_time, late, unknown;
};

static void
add_obligation(struct buf *b, int id, const char *fields)
{
	buf_printf(b,
	    "%s{\"patch_id\":5,\"device_id\":%d,\"priority\":\"critical\","
	    "\"created\":\"2026-09-01T00:00:00Z\","
	    "\"clock_start\":\"2026-09-08T12:00:00Z\","
	    "\"deadline\":\"2026-09-15T12:00:00Z\",%s}",
	    id > 1 ? "," : "", id, fields);
}

static struct json *
build(const struct mix *mix)
{
	int n = mix->on_time + mix->late + mix->unknown;
	struct buf b = { 0 };
	struct json *v = NULL;

	buf_add_str(&b, "{" QUARTER ",\"devices\":[");
	for (int i = 1; i <= n; i++)
		buf_printf(&b,
		    "%s{\"device_id\":%d,\"name\":\"d%d\",\"last_answer\":%s}",
		    i > 1 ? "," : "", i, i,
		    i > n - mix->unknown ? "null" : ANSWERED);
	buf_add_str(&b, "],\"deployments\":[");
	for (int i = 1; i <= n; i++)
		add_obligation(&b, i,
		    i <= mix->on_time ? "\"state\":\"stable\",\"seen\":\"2026-"
					"09-14T00:00:00Z\""
			: i <= n - mix->unknown
			? "\"state\":\"planned\","
			  "\"last_old\":\"2026-09-29T00:00:00Z\""
			: "\"state\":\"reported\"");
	buf_add_str(&b, "]}");
	assert_int_equal(ERR_OK, json_parse("mix", buf_str(&b), b.len, &v));
	buf_free(&b);
	return v;
}

static const struct {
	struct mix mix;
	enum outcome outcome;
} judged[] = {
	{ { 0, 0, 0 }, OUTCOME_EMPTY },
	{ { 5, 0, 0 }, OUTCOME_WITHIN },
	{ { 4, 1, 0 }, OUTCOME_BEYOND }, /* one late, and open still */
	{ { 5, 0, 1 }, OUTCOME_UNDETERMINED },
	{ { 0, 0, 3 }, OUTCOME_UNDETERMINED },
	{ { 20, 0, 0 }, OUTCOME_WITHIN },
	{ { 19, 0, 1 }, OUTCOME_PARTLY }, /* 95 %, but one is open */
	{ { 16, 0, 4 }, OUTCOME_PARTLY }, /* the lower bound is 80 % */
	{ { 15, 0, 5 }, OUTCOME_BEYOND }, /* and here 75 % */
	{ { 96, 4, 0 }, OUTCOME_PARTLY }, /* nothing late may be open */
	{ { 40, 60, 0 }, OUTCOME_BEYOND },
};

static void
in_time_is_judged_by_its_lower_bound(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(judged); i++) {
		struct json *v = build(&judged[i].mix);
		struct measurement m = { 0 };
		struct facts f;

		assert_int_equal(ERR_OK, facts_read(v, &f));
		measure_in_time(&f, &m);
		print_message("# %d on time, %d late, %d unknown\n",
		    judged[i].mix.on_time, judged[i].mix.late,
		    judged[i].mix.unknown);
		assert_int_equal(judged[i].mix.on_time, m.part);
		assert_int_equal(judged[i].mix.unknown, m.unknown);
		assert_int_equal(judged[i].outcome, m.outcome);
		facts_free(&f);
		json_free(v);
	}
}

static void
an_empty_whole_has_no_percentage(void **state)
{
	struct measurement m = { 0 };

	(void)state;
	assert_true(measure_low(&m) < 0);
	assert_int_equal(OUTCOME_EMPTY, measure_judge(&m, 95, 80));
}

/* One short of ten: what a bound of 0 or 100 forbids in a hundred, too. */
static void
a_small_number_is_judged_no_milder_than_a_large_one(void **state)
{
	struct measurement wrong = { .part = 1, .whole = 10 };
	struct measurement right = { .part = 9, .whole = 10 };
	struct bounds all = { 100, 100, true }, usual = { 95, 80, true };
	struct cohort c = { .whole = 10 };

	(void)state;
	c.count[TIMING_ON_TIME] = 9;
	c.count[TIMING_LATE] = 1;
	assert_int_equal(OUTCOME_PARTLY, measure_judge_wrong(&wrong, 2, 10));
	assert_int_equal(OUTCOME_BEYOND, measure_judge_wrong(&wrong, 0, 0));
	assert_int_equal(OUTCOME_PARTLY, measure_judge(&right, 90, 80));
	assert_int_equal(OUTCOME_BEYOND, measure_judge(&right, 100, 100));
	assert_int_equal(OUTCOME_PARTLY, cohort_judge(&c, &usual));
	assert_int_equal(OUTCOME_BEYOND, cohort_judge(&c, &all));
}

static void
every_measurement_is_found_by_its_id(void **state)
{
	(void)state;
	for (size_t i = 0; i < measure_count(); i++)
		assert_int_equal(i, measure_find(measure_id(i)));
	assert_int_equal(-1, measure_find("M-XYZ-99"));
}

/* Nine of 92 days without a poller, after the start of the organisation. */
static void
our_own_gaps_show(void **state)
{
	struct mix none = { 0 };
	struct json *v = build(&none);
	struct measurement m = { 0 };
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, facts_read(v, &f));
	measure_continuity(&f, &m);
	assert_int_equal(92 * 86400, m.whole);
	assert_int_equal(83 * 86400, m.part);
	assert_int_equal(OUTCOME_BEYOND, m.outcome);
	facts_free(&f);
	json_free(v);
}

/* What watch.sql files give, and what comes of it. */
static const struct {
	const char *evidence;
	void (*take)(const struct facts *f, struct measurement *m);
	int part, whole, unknown;
	enum outcome outcome;
} watched[] = {
#define SILENT(category, s)                                        \
	"{\"device_id\":1,\"name\":\"d\",\"category\":\"" category \
	"\",\"longest_silence_s\":" s "}"
	{ "\"devices\":[" SILENT("network", "86400") "," SILENT(
	      "server", "300") "]",
	    measure_log_silence, 2, 2, 0, OUTCOME_WITHIN },
	{ "\"devices\":[" SILENT("network", "86401") "," SILENT(
	      "network", "5") "," SILENT("network", "null") "]",
	    measure_log_silence, 1, 3, 1, OUTCOME_BEYOND },
	/* A printer need not log. */
	{ "\"devices\":[" SILENT("printer", "9999999") "]", measure_log_silence,
	    0, 0, 0, OUTCOME_EMPTY },
#define KEPT(first, since, wanted)                              \
	"{\"class\":\"x\",\"first\":" first ",\"since\":" since \
	",\"wanted\":" wanted "}"
#define MAY "\"2026-05-01T00:00:00Z\""
#define JUN "\"2026-06-01T00:00:00Z\""
#define JUL "\"2026-07-01T00:00:00Z\""
	{ "\"retention\":[" KEPT(MAY, JUN, JUL) "," KEPT(MAY, JUN, JUN) "]",
	    measure_log_retention, 2, 2, 0, OUTCOME_WITHIN },
	/* Not longer than since the first. */
	{ "\"retention\":[" KEPT(JUL, JUL, MAY) "]", measure_log_retention, 1,
	    1, 0, OUTCOME_WITHIN },
	{ "\"retention\":[" KEPT(MAY, JUL, JUN) "," KEPT(MAY, JUL, JUN) "]",
	    measure_log_retention, 0, 2, 0, OUTCOME_BEYOND },
	{ "\"retention\":[" KEPT("null", "null", JUN) "]",
	    measure_log_retention, 0, 0, 0, OUTCOME_EMPTY },
	{ "\"accesses\":{\"succeeded\":7,\"failed\":2}", measure_log_accesses,
	    2, 9, 0, OUTCOME_NONE },
	{ "\"accesses\":{\"succeeded\":0,\"failed\":0}", measure_log_accesses,
	    0, 0, 0, OUTCOME_EMPTY },
	{ "\"senders\":{}", measure_log_accesses, 0, 0, 0, OUTCOME_EMPTY },
};

static void
logs_are_measured_by_silence_retention_and_accesses(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(watched); i++) {
		struct measurement m = { 0 };
		struct buf b = { 0 };
		struct json *v = NULL;
		struct facts f;

		buf_printf(&b, "{" QUARTER ",%s}", watched[i].evidence);
		assert_int_equal(
		    ERR_OK, json_parse("watch", buf_str(&b), b.len, &v));
		assert_int_equal(ERR_OK, facts_read(v, &f));
		watched[i].take(&f, &m);
		if (m.part != watched[i].part || m.whole != watched[i].whole ||
		    m.unknown != watched[i].unknown ||
		    m.outcome != watched[i].outcome)
			fail_msg("%s: %d of %d, %d unknown: %s",
			    watched[i].evidence, (int)m.part, (int)m.whole,
			    (int)m.unknown, outcome_name(m.outcome));
		facts_free(&f);
		json_free(v);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_time_is_judged_by_its_lower_bound),
		cmocka_unit_test(an_empty_whole_has_no_percentage),
		cmocka_unit_test(
		    a_small_number_is_judged_no_milder_than_a_large_one),
		cmocka_unit_test(every_measurement_is_found_by_its_id),
		cmocka_unit_test(our_own_gaps_show),
		cmocka_unit_test(
		    logs_are_measured_by_silence_retention_and_accesses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
