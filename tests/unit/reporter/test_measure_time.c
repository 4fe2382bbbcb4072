/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/reporter/measured.h"

#define SEEN(id, at) ON(id, "\"state\":\"stable\",\"seen\":\"" at "\"")

/*
 * The term began on 8 September, 12:00. Seen after 1, 2, 3 and 10 days; two are
 * open, since 8 September and since 29 September, 22:00.
 */
static const char some[] = "\"deployments\":[" SEEN(
    1, "2026-09-10T12:00:00Z") "," SEEN(2, "2026-09-09T12:00:00Z") "," SEEN(3,
    "2026-09-18T12:00:00Z") "," SEEN(4, "2026-09-11T12:00:00Z") "," ON(5,
    "\"state\":\"planned\"") ","
			     "{\"patch_id\":6,\"device_id\":5,\"state\":"
			     "\"planned\","
			     "\"priority\":\"low\",\"created\":\"2026-09-29T22:"
			     "00:00Z\","
			     "\"clock_start\":\"2026-09-29T22:00:00Z\","
			     "\"deadline\":\"2026-12-28T22:00:00Z\"}]";

static const struct measured counted[] = {
	{ "nothing", "\"deployments\":[]", measure_duration, 0, 0, 0,
	    OUTCOME_EMPTY },
	{ "four are done, two are open", some, measure_duration, 4, 6, 0,
	    OUTCOME_NONE },
};

static void
those_that_are_open_are_counted_too(void **state)
{
	(void)state;
	measured_check_all(counted, ROWS(counted));
}

static void
with_facts(const char *sections, struct json **v, struct facts *f)
{
	struct buf text = { 0 };

	buf_printf(&text, "{%s,%s}", QUARTER, sections);
	assert_int_equal(ERR_OK, json_parse("t", buf_str(&text), text.len, v));
	assert_int_equal(ERR_OK, facts_read(*v, f));
	buf_free(&text);
}

static void
times_are_a_median_a_ninetieth_and_a_mean(void **state)
{
	enum { DAY = 86400 };
	struct patch_times t;
	struct json *v;
	struct facts f;

	(void)state;
	with_facts(some, &v, &f);
	measure_patch_times(&f, PRIORITY_CRITICAL, &t);
	assert_int_equal(4, t.n);
	assert_int_equal(2 * DAY, t.median_s);
	assert_int_equal(10 * DAY, t.p90_s);
	assert_int_equal(4 * DAY, t.mean_s);
	assert_int_equal(1, t.open);
	/* To 30 September, 22:00 UTC. */
	assert_int_equal(22 * DAY + 36000, t.open_max_s);
	measure_patch_times(&f, PRIORITY_LOW, &t);
	assert_int_equal(0, t.n);
	assert_int_equal(0, t.median_s);
	assert_int_equal(DAY, t.open_median_s);
	facts_free(&f);
	json_free(v);
}

static void
days_late_are_begun_ones(void **state)
{
	int64_t median, most;
	struct json *v;
	struct facts f;

	(void)state;
	with_facts(some, &v, &f);
	measure_days_late(&f, &median, &most);
	/* From 15 September, 12:00: 15 days and 10 hours. */
	assert_int_equal(16, most);
	assert_int_equal(16, median);
	facts_free(&f);
	json_free(v);
	with_facts("\"deployments\":[]", &v, &f);
	measure_days_late(&f, &median, &most);
	assert_int_equal(0, most);
	facts_free(&f);
	json_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(those_that_are_open_are_counted_too),
		cmocka_unit_test(times_are_a_median_a_ninetieth_and_a_mean),
		cmocka_unit_test(days_late_are_begun_ones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
