/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/limit.h"

#include <string.h>

#include "lib/base/clock.h"
#include "reporter/assess/without.h"
#include "tests/unit/reporter/measured.h"

/* The quarter, with policies of its own in the place of the usual one. */
static void
read_facts(
    const char *policies, const char *section, struct json **v, struct facts *f)
{
	struct json *list = NULL;
	struct buf text = { 0 };

	buf_printf(&text, "{%s%s}", QUARTER, section);
	assert_int_equal(
	    ERR_OK, json_parse("quarter", buf_str(&text), text.len, v));
	assert_int_equal(
	    ERR_OK, json_parse("policies", policies, strlen(policies), &list));
	json_put(*v, "policies", list);
	assert_int_equal(ERR_OK, facts_read(*v, f));
	buf_free(&text);
}

#define SINCE(version, day, fields)                           \
	"{\"version\":" #version ",\"effective\":\"2026-" day \
	"T00:00:00Z\"" fields "}"
#define OWN(decide, critical, percent)                               \
	",\"decide_s\":" #decide ",\"follow_critical_s\":" #critical \
	",\"answered_percent\":" #percent

static const struct {
	const char *policies;
	int64_t decide_s, follow_critical_s, answered_percent;
} limits[] = {
	{ "[]", 604800, 14400, 95 },
	/* Evidence of before there were such terms. */
	{ "[" SINCE(1, "01-01", "") "]", 604800, 14400, 95 },
	/* That of the cut, and not the newest. */
	{ "[" SINCE(1, "01-01", OWN(60, 60, 1)) "," SINCE(2, "09-01",
	      OWN(172800, 3600, 80)) "," SINCE(3, "11-01", OWN(60, 60, 1)) "]",
	    172800, 3600, 80 },
};

static void
limits_are_those_of_the_policy(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(limits); i++) {
		struct json *v = NULL;
		struct facts f;

		read_facts(limits[i].policies, "", &v, &f);
		assert_int_equal(limits[i].decide_s * CLOCK_SECOND,
		    limit_of(&f, LIMIT_DECIDE));
		assert_int_equal(limits[i].follow_critical_s * CLOCK_SECOND,
		    limit_of(&f, LIMIT_FOLLOW_CRITICAL));
		assert_int_equal(
		    limits[i].answered_percent, limit_of(&f, LIMIT_ANSWERED));
		facts_free(&f);
		json_free(v);
	}
}

#define TERM(fields) "[" SINCE(1, "01-01", "," fields) "]"

/* The same facts under two policies. */
static const struct {
	const char *section, *loose, *tight;
	void (*take)(const struct facts *f, struct measurement *m);
} moved[] = {
	/* On the sixth day. */
	{ ",\"watched\":{\"sources\":1},\"advisories\":[{"
	  "\"known\":\"2026-08-01T00:00:00Z\","
	  "\"decided\":\"2026-08-06T12:00:00Z\"}]",
	    TERM("\"decide_s\":604800"), TERM("\"decide_s\":172800"),
	    measure_advisories },
	/* After an hour. */
	{ ",\"followed\":[{\"severity\":\"critical\","
	  "\"opened\":\"2026-08-20T00:00:00Z\","
	  "\"acked\":\"2026-08-20T01:00:00Z\",\"closed\":null}]",
	    TERM("\"follow_critical_s\":3600"),
	    TERM("\"follow_critical_s\":3599"), measure_follow_up },
	{ ",\"followed\":[{\"severity\":\"warning\","
	  "\"opened\":\"2026-08-20T00:00:00Z\","
	  "\"acked\":\"2026-08-20T01:00:00Z\",\"closed\":null}]",
	    TERM("\"follow_s\":3600"), TERM("\"follow_s\":3599"),
	    measure_follow_up },
	/* Known on the first, registered on the sixth. */
	{ ",\"patches\":[{\"patch_id\":1,\"owner\":\"IT\","
	  "\"released\":\"2026-08-01T00:00:00Z\","
	  "\"registered\":\"2026-08-06T00:00:00Z\"}]",
	    TERM("\"assess_s\":432000"), TERM("\"assess_s\":431999"),
	    measure_prioritised },
	/* Seven seconds behind. */
	{ ",\"clocks\":[{\"device_id\":1,\"skew_ms\":-7000}]",
	    TERM("\"skew_s\":7"), TERM("\"skew_s\":6"), measure_clock_skew },
	/* Silent for two days. */
	{ ",\"devices\":[{\"device_id\":1,\"name\":\"fw\","
	  "\"category\":\"network\",\"longest_silence_s\":172800}]",
	    TERM("\"log_silence_s\":172800"), TERM("\"log_silence_s\":172799"),
	    measure_log_silence },
	/* Answered 80 of 100. */
	{ ",\"devices\":[{\"device_id\":1,\"name\":\"fw\","
	  "\"last_answer\":\"2026-09-30T20:00:00Z\"}],"
	  "\"polled\":[{\"device_id\":1,\"tried\":100,\"answered\":80}]",
	    TERM("\"answered_percent\":80"), TERM("\"answered_percent\":81"),
	    measure_poll_coverage },
};

static enum outcome
outcome_under(size_t i, const char *policy)
{
	struct json *v = NULL;
	struct measurement m;
	struct facts f;

	read_facts(policy, moved[i].section, &v, &f);
	m = (struct measurement){ .id = "M-PAT-17" };
	moved[i].take(&f, &m);
	facts_free(&f);
	json_free(v);
	return m.outcome;
}

static void
measurements_go_by_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(moved); i++) {
		if (outcome_under(i, moved[i].loose) != OUTCOME_WITHIN ||
		    outcome_under(i, moved[i].tight) != OUTCOME_BEYOND)
			fail_msg("%s: %s, then %s", moved[i].section,
			    outcome_name(outcome_under(i, moved[i].loose)),
			    outcome_name(outcome_under(i, moved[i].tight)));
	}
}

/* Registered four days after its release. */
static void
what_is_registered_late_is_by_the_policy(void **state)
{
	static const char patch[] =
	    ",\"patches\":[{\"released\":\"2026-09-01T00:00:00Z\","
	    "\"registered\":\"2026-09-05T00:00:00Z\"}]";
	static const struct {
		const char *policies;
		bool late;
	} terms[] = {
		{ "[]", false }, /* a week */
		{ "[" SINCE(1, "01-01", ",\"assess_s\":345600") "]", false },
		{ "[" SINCE(1, "01-01", ",\"assess_s\":172800") "]", true },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(terms); i++) {
		struct json *v = NULL;
		struct facts f;

		read_facts(terms[i].policies, patch, &v, &f);
		assert_int_equal(terms[i].late,
		    without_is_late(&f, json_at(json_get(v, "patches"), 0)));
		facts_free(&f);
		json_free(v);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_are_those_of_the_policy),
		cmocka_unit_test(what_is_registered_late_is_by_the_policy),
		cmocka_unit_test(measurements_go_by_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
