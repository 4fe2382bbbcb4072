/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/gate.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/facts.h"
#include "reporter/assess/measure.h"

/* A day, in which the poller ran for so many hours. */
static struct json *
build(int hours, bool whole, bool synchronised)
{
	struct json *v = NULL;
	struct buf b = { 0 };

	buf_printf(&b,
	    "{\"period\":{\"from\":\"2026-09-01T00:00:00Z\","
	    "\"to\":\"2026-09-02T00:00:00Z\",\"cut\":\"2026-09-02T00:00:00Z\","
	    "\"snapshot\":\"2026-09-02T00:00:00Z\"},\"tenant\":{\"created\":"
	    "\"2026-01-01T00:00:00Z\"},\"own_clock\":{\"synchronised\":%s},"
	    "\"chain_check\":{\"whole\":%s},\"policies\":[{\"version\":1,"
	    "\"effective\":\"2026-01-01T00:00:00Z\"}],\"runs\":["
	    "{\"role\":\"poll\",\"started\":\"2026-09-01T00:00:00Z\","
	    "\"seen\":\"2026-09-01T%02d:00:00Z\"}]}",
	    synchronised ? "true" : "false", whole ? "true" : "false", hours);
	assert_int_equal(ERR_OK, json_parse("day", buf_str(&b), b.len, &v));
	buf_free(&b);
	return v;
}

#define GOOD    23, true, true
#define STOPPED 22, true, true /* 91 % */
#define BROKEN  23, false, true
#define ADRIFT  23, true, false
#define WORST   0, false, false

static const struct {
	int hours;
	bool whole, synchronised;
	const char *id;
	enum provenance provenance;
	enum outcome outcome, left;
	const char *reason;
} table[] = {
	{ GOOD, "M-PAT-01", PROVENANCE_MEASURED, OUTCOME_WITHIN, OUTCOME_WITHIN,
	    NULL },
	{ STOPPED, "M-PAT-01", PROVENANCE_MEASURED, OUTCOME_WITHIN,
	    OUTCOME_UNDETERMINED, "own_continuity" },
	{ STOPPED, "M-PAT-01", PROVENANCE_MEASURED, OUTCOME_PARTLY,
	    OUTCOME_UNDETERMINED, "own_continuity" },
	/* A failure of ours hides nothing. */
	{ WORST, "M-PAT-01", PROVENANCE_MEASURED, OUTCOME_BEYOND,
	    OUTCOME_BEYOND, NULL },
	{ WORST, "M-LOG-07", PROVENANCE_MEASURED, OUTCOME_NONE, OUTCOME_NONE,
	    NULL },
	{ WORST, "M-PAT-01", PROVENANCE_MEASURED, OUTCOME_EMPTY, OUTCOME_EMPTY,
	    NULL },
	/* What people wrote does not rest on our polling, but on the chain. */
	{ STOPPED, "M-PAT-13", PROVENANCE_REGISTERED, OUTCOME_WITHIN,
	    OUTCOME_WITHIN, NULL },
	{ ADRIFT, "M-PAT-13", PROVENANCE_REGISTERED, OUTCOME_WITHIN,
	    OUTCOME_WITHIN, NULL },
	{ BROKEN, "M-PAT-13", PROVENANCE_REGISTERED, OUTCOME_WITHIN,
	    OUTCOME_UNDETERMINED, "own_chain" },
	{ BROKEN, "M-REP-01", PROVENANCE_DECLARED, OUTCOME_PARTLY,
	    OUTCOME_UNDETERMINED, "own_chain" },
	{ ADRIFT, "M-PAT-01", PROVENANCE_MEASURED, OUTCOME_WITHIN,
	    OUTCOME_UNDETERMINED, "own_clock" },
	/* The gates are what they measure. */
	{ WORST, "M-MON-02", PROVENANCE_MEASURED, OUTCOME_PARTLY,
	    OUTCOME_PARTLY, NULL },
	{ WORST, "M-EVD-01", PROVENANCE_MEASURED, OUTCOME_WITHIN,
	    OUTCOME_WITHIN, NULL },
};

static void
a_good_outcome_rests_on_a_good_instrument(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(table); i++) {
		struct json *v = build(
		    table[i].hours, table[i].whole, table[i].synchronised);
		struct measurement m = { .id = table[i].id,
			.provenance = table[i].provenance,
			.outcome = table[i].outcome };
		struct facts f;

		assert_int_equal(ERR_OK, facts_read(v, &f));
		print_message("# row %zu\n", i);
		gate_apply(&f, &m);
		assert_int_equal(table[i].left, m.outcome);
		if (table[i].reason != NULL)
			assert_string_equal(table[i].reason, m.reason);
		else
			assert_null(m.reason);
		facts_free(&f);
		json_free(v);
	}
}

/* How good it is to have; what says nothing is worth nothing. */
static int
worth(enum outcome o)
{
	return o == OUTCOME_WITHIN ? 2 : o == OUTCOME_PARTLY ? 1 : 0;
}

/* Every share up to 60, in three bounds. */
static void
no_outcome_is_better_for_knowing_less(void **state)
{
	static const int64_t bounds[][2] = { { 95, 80 }, { 95, 50 },
		{ 90, 80 } };

	(void)state;
	for (int64_t whole = 1; whole <= 60; whole++)
		for (int64_t part = 0; part <= whole; part++)
			for (int64_t unknown = 0; part + unknown < whole;
			     unknown++)
				for (size_t b = 0; b < ROWS(bounds); b++) {
					struct measurement now = { .part = part,
						.whole = whole,
						.unknown = unknown };
					struct measurement less = now;
					int was, is;

					was = worth(measure_judge(
					    &now, bounds[b][0], bounds[b][1]));
					less.unknown++; /* one that was short */
					is = worth(measure_judge(
					    &less, bounds[b][0], bounds[b][1]));
					assert_true(is <= was);
					if (part == 0)
						continue;
					less.part--; /* one that was there */
					less.unknown = unknown + 1;
					is = worth(measure_judge(
					    &less, bounds[b][0], bounds[b][1]));
					assert_true(is <= was);
				}
}

/* One more that is there, among as many, is never worse; one fewer never
 * better. */
static void
no_outcome_is_better_for_covering_less(void **state)
{
	(void)state;
	for (int64_t whole = 1; whole <= 200; whole++)
		for (int64_t part = 0; part < whole; part++) {
			struct measurement less = { .part = part,
				.whole = whole };
			struct measurement more = less;

			more.part++;
			assert_true(worth(measure_judge(&less, 95, 80)) <=
			    worth(measure_judge(&more, 95, 80)));
		}
}

static const struct {
	int64_t part, whole, unknown;
	enum outcome outcome;
} small[] = {
	{ 19, 19, 0, OUTCOME_WITHIN },
	{ 18, 19, 0, OUTCOME_PARTLY },
	{ 17, 19, 0, OUTCOME_BEYOND }, /* 89 %, but no percentage is judged */
	{ 4, 5, 0, OUTCOME_PARTLY },
	{ 3, 4, 0, OUTCOME_BEYOND }, /* one of four is not a part */
	{ 18, 19, 1, OUTCOME_UNDETERMINED },
	{ 17, 19, 1, OUTCOME_BEYOND }, /* one short, and one unknown */
	{ 0, 19, 19, OUTCOME_UNDETERMINED },
	{ 19, 20, 0, OUTCOME_WITHIN }, /* from 20 on, 95 % */
	{ 19, 20, 1, OUTCOME_WITHIN }, /* the lower bound */
	{ 18, 20, 2, OUTCOME_PARTLY },
	{ 0, 0, 0, OUTCOME_EMPTY },
};

static void
few_are_counted_and_not_divided(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(small); i++) {
		struct measurement m = { .part = small[i].part,
			.whole = small[i].whole,
			.unknown = small[i].unknown };

		print_message("# %d of %d, %d unknown\n", (int)m.part,
		    (int)m.whole, (int)m.unknown);
		assert_int_equal(small[i].outcome, measure_judge(&m, 95, 80));
	}
}

/* A policy, and what a share of 18 of 20 that is judged by 95 and 80, and by
 * other bounds, then is. */
static const struct {
	const char *policy;
	enum outcome ordinary, other;
	int64_t within;
} policies[] = {
	{ "", OUTCOME_PARTLY, OUTCOME_PARTLY, 95 },
	{ ",\"within_percent\":90", OUTCOME_WITHIN, OUTCOME_PARTLY, 90 },
	{ ",\"partly_percent\":95", OUTCOME_BEYOND, OUTCOME_PARTLY, 95 },
	{ ",\"within_percent\":90,\"thresholds\":\"M-INV-03 99 95\"",
	    OUTCOME_BEYOND, OUTCOME_PARTLY, 99 },
	{ ",\"thresholds\":\"M-NET-01 90 60\"", OUTCOME_PARTLY, OUTCOME_WITHIN,
	    95 },
};

/* 20 devices, of which 18 are described and read with privacy. */
static struct json *
build_devices(const char *policy)
{
	struct json *v = NULL;
	struct buf b = { 0 };

	buf_printf(&b,
	    "{\"period\":{\"from\":\"2026-09-01T00:00:00Z\","
	    "\"to\":\"2026-09-02T00:00:00Z\",\"cut\":\"2026-09-02T00:00:00Z\","
	    "\"snapshot\":\"2026-09-02T00:00:00Z\"},\"tenant\":{\"created\":"
	    "\"2026-01-01T00:00:00Z\"},\"own_clock\":{\"synchronised\":true},"
	    "\"chain_check\":{\"whole\":true},\"policies\":[{\"version\":1,"
	    "\"effective\":\"2026-01-01T00:00:00Z\"%s}],\"runs\":["
	    "{\"role\":\"poll\",\"started\":\"2026-09-01T00:00:00Z\","
	    "\"seen\":\"2026-09-02T00:00:00Z\"}],\"devices\":[",
	    policy);
	for (int i = 1; i <= 20; i++)
		buf_printf(&b,
		    "%s{\"device_id\":%d,\"name\":\"d%02d\",\"site\":\"s\","
		    "\"criticality\":\"c\",\"vendor\":\"v\",\"model\":\"m\","
		    "\"serial\":\"1\",\"version\":\"1\",\"owner\":%s,"
		    "\"support_end\":\"2030-01-01\","
		    "\"last_answer\":\"2026-09-01T20:00:00Z\",\"protocol\":"
		    "\"v3\",\"security_level\":\"%s\"}",
		    i > 1 ? "," : "", i, i, i <= 18 ? "\"o\"" : "null",
		    i <= 18 ? "priv" : "auth");
	buf_add_str(&b, "]}");
	assert_int_equal(ERR_OK, json_parse("net", buf_str(&b), b.len, &v));
	buf_free(&b);
	return v;
}

static struct measurement
take_id(const struct facts *f, const char *id)
{
	struct measurement m;

	measure_take(f, (size_t)measure_find(id), &m);
	return m;
}

static void
thresholds_are_those_of_the_organisation(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(policies); i++) {
		struct json *v = build_devices(policies[i].policy);
		struct measurement m;
		struct facts f;

		print_message("# policy%s\n", policies[i].policy);
		assert_int_equal(ERR_OK, facts_read(v, &f));
		m = take_id(&f, "M-INV-03");
		assert_int_equal(20, m.whole);
		assert_int_equal(18, m.part);
		assert_int_equal(policies[i].ordinary, m.outcome);
		assert_int_equal(policies[i].within, m.used.within);
		m = take_id(&f, "M-NET-01");
		assert_int_equal(18, m.part);
		assert_int_equal(policies[i].other, m.outcome);
		facts_free(&f);
		json_free(v);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_outcome_rests_on_a_good_instrument),
		cmocka_unit_test(no_outcome_is_better_for_knowing_less),
		cmocka_unit_test(no_outcome_is_better_for_covering_less),
		cmocka_unit_test(few_are_counted_and_not_divided),
		cmocka_unit_test(thresholds_are_those_of_the_organisation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
