/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/timing.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/facts.h"
#include "tests/unit/reporter/evidence_text.h"

#define ANSWERED "\"2026-09-30T20:00:00Z\""

/* A deadline on 15 September, 12:00, unless said otherwise. */
static const struct {
	const char *story;
	const char *fields; /* of the deployment */
	const char *last_answer;
	bool in_cohort, overdue;
	enum timing timing;
	const char *why;
} stories[] = {
	{ "seen before the deadline and active still",
	    "\"state\":\"stable\",\"seen\":\"2026-09-14T10:00:00Z\"", ANSWERED,
	    true, false, TIMING_ON_TIME, NULL },
	{ "seen at the very deadline",
	    "\"state\":\"observing\",\"seen\":\"2026-09-15T12:00:00Z\"",
	    ANSWERED, true, false, TIMING_ON_TIME, NULL },
	{ "seen in time, and rolled back since: neither on time nor closed",
	    "\"state\":\"rolled_back\",\"seen\":\"2026-09-14T10:00:00Z\"",
	    ANSWERED, true, true, TIMING_LATE, NULL },
	{ "old after the deadline, new after that",
	    "\"state\":\"stable\",\"seen\":\"2026-09-17T10:00:00Z\","
	    "\"last_old\":\"2026-09-16T10:00:00Z\"",
	    ANSWERED, true, false, TIMING_LATE, NULL },
	{ "the deadline passed between two readings",
	    "\"state\":\"stable\",\"seen\":\"2026-09-17T10:00:00Z\","
	    "\"last_old\":\"2026-09-14T10:00:00Z\"",
	    ANSWERED, true, false, TIMING_UNKNOWN, "between" },
	{ "old after the deadline, open",
	    "\"state\":\"planned\",\"last_old\":\"2026-09-29T10:00:00Z\"",
	    ANSWERED, true, true, TIMING_LATE, NULL },
	{ "failed in its window", "\"state\":\"failed\"", ANSWERED, true, true,
	    TIMING_LATE, NULL },
	{ "never answered: not late, and not on time", "\"state\":\"reported\"",
	    "null", true, true, TIMING_UNKNOWN, "unread" },
	{ "silent since before the deadline",
	    "\"state\":\"reported\",\"last_old\":\"2026-09-12T10:00:00Z\"",
	    "\"2026-09-13T20:00:00Z\"", true, true, TIMING_UNKNOWN, "silent" },
	{ "only a person says so",
	    "\"state\":\"undeterminable\",\"claimed\":\"2026-09-10T10:00:00Z\"",
	    ANSWERED, true, true, TIMING_UNKNOWN, "claim" },
	{ "we ourselves stood still for most of the term",
	    "\"state\":\"planned\",\"deadline\":\"2026-08-11T00:00:00Z\","
	    "\"clock_start\":\"2026-07-20T00:00:00Z\"",
	    ANSWERED, true, true, TIMING_UNKNOWN, "gap" },
	{ "there when it was registered: no obligation",
	    "\"state\":\"already_met\"", ANSWERED, false, false, TIMING_ON_TIME,
	    NULL },
	{ "withdrawn: no obligation", "\"state\":\"withdrawn\"", ANSWERED,
	    false, false, TIMING_ON_TIME, NULL },
	{ "due after the period",
	    "\"state\":\"planned\",\"deadline\":\"2026-10-15T12:00:00Z\"",
	    ANSWERED, false, false, TIMING_ON_TIME, NULL },
	{ "due before the period and open still: overdue, another cohort",
	    "\"state\":\"planned\",\"created\":\"2026-06-01T00:00:00Z\","
	    "\"deadline\":\"2026-06-15T12:00:00Z\"",
	    ANSWERED, false, true, TIMING_ON_TIME, NULL },
	{ "due before the period but registered in it: this cohort, and late",
	    "\"state\":\"planned\",\"deadline\":\"2026-06-15T12:00:00Z\","
	    "\"last_old\":\"2026-09-29T10:00:00Z\"",
	    ANSWERED, true, true, TIMING_LATE, NULL },
	{ "registered too late, and active since before its deadline",
	    "\"state\":\"stable\",\"deadline\":\"2026-06-15T12:00:00Z\","
	    "\"seen\":\"2026-06-14T10:00:00Z\"",
	    ANSWERED, true, false, TIMING_ON_TIME, NULL },
	{ "an exception approved before the deadline",
	    "\"state\":\"planned\",\"patch_id\":8", ANSWERED, true, false,
	    TIMING_EXCEPTED, NULL },
	{ "an exception approved after it",
	    "\"state\":\"planned\",\"patch_id\":9,"
	    "\"last_old\":\"2026-09-29T10:00:00Z\"",
	    ANSWERED, true, true, TIMING_LATE, NULL },
	{ "an exception approved at the very deadline is too late",
	    "\"state\":\"planned\",\"patch_id\":10,"
	    "\"last_old\":\"2026-09-29T10:00:00Z\"",
	    ANSWERED, true, true, TIMING_LATE, NULL },
	{ "an exception that ends as the period does is over",
	    "\"state\":\"planned\",\"patch_id\":11,"
	    "\"last_old\":\"2026-09-29T10:00:00Z\"",
	    ANSWERED, true, true, TIMING_LATE, NULL },
	{ "installed past the deadline, while an exception ran",
	    "\"state\":\"stable\",\"patch_id\":8,"
	    "\"seen\":\"2026-09-17T10:00:00Z\","
	    "\"last_old\":\"2026-09-16T10:00:00Z\"",
	    ANSWERED, true, false, TIMING_EXCEPTED, NULL },
	{ "installed while it ran, which is over since",
	    "\"state\":\"stable\",\"patch_id\":12,"
	    "\"seen\":\"2026-09-17T10:00:00Z\","
	    "\"last_old\":\"2026-09-16T10:00:00Z\"",
	    ANSWERED, true, false, TIMING_EXCEPTED, NULL },
	{ "installed when the exception was over: late",
	    "\"state\":\"stable\",\"patch_id\":12,"
	    "\"seen\":\"2026-09-21T10:00:00Z\","
	    "\"last_old\":\"2026-09-20T10:00:00Z\"",
	    ANSWERED, true, false, TIMING_LATE, NULL },
	{ "installed in spite of an exception",
	    "\"state\":\"stable\",\"patch_id\":8,"
	    "\"seen\":\"2026-09-14T10:00:00Z\"",
	    ANSWERED, true, false, TIMING_ON_TIME, NULL },
};

static const char exceptions[] =
    "[{\"patch_id\":8,\"approved\":\"2026-09-10T00:00:00Z\","
    "\"valid_until\":\"2026-12-01T00:00:00Z\"},"
    "{\"patch_id\":9,\"approved\":\"2026-09-16T00:00:00Z\","
    "\"valid_until\":\"2026-12-01T00:00:00Z\"},"
    "{\"patch_id\":10,\"approved\":\"2026-09-15T12:00:00Z\","
    "\"valid_until\":\"2026-12-01T00:00:00Z\"},"
    "{\"patch_id\":11,\"approved\":\"2026-09-10T00:00:00Z\","
    "\"valid_until\":\"2026-09-30T22:00:00Z\"},"
    "{\"patch_id\":12,\"approved\":\"2026-09-10T00:00:00Z\","
    "\"valid_until\":\"2026-09-20T00:00:00Z\"}]";

/* A field given twice is refused: what the story gives, the default leaves. */
static void
add_default(struct buf *b, const char *fields, const char *key, const char *v)
{
	char quoted[64];

	snprintf(quoted, sizeof(quoted), "\"%s\":", key);
	if (strstr(fields, quoted) == NULL)
		buf_printf(b, ",%s%s", quoted, v);
}

static struct json *
tell(size_t i)
{
	struct buf b = { 0 };
	struct json *v = NULL;

	buf_printf(
	    &b, "{" QUARTER ",\"exceptions\":%s,\"devices\":[", exceptions);
	buf_printf(&b,
	    "{\"device_id\":1,\"name\":\"sw1\",\"site\":\"Noord\","
	    "\"category\":\"network\",\"last_answer\":%s}],"
	    "\"deployments\":[{\"device_id\":1,\"priority\":\"high\",%s",
	    stories[i].last_answer, stories[i].fields);
	add_default(&b, stories[i].fields, "patch_id", "5");
	add_default(
	    &b, stories[i].fields, "created", "\"2026-07-20T00:00:00Z\"");
	add_default(
	    &b, stories[i].fields, "clock_start", "\"2026-09-08T12:00:00Z\"");
	add_default(
	    &b, stories[i].fields, "deadline", "\"2026-09-15T12:00:00Z\"");
	buf_add_str(&b, "}]}");
	assert_int_equal(ERR_OK, json_parse("story", buf_str(&b), b.len, &v));
	buf_free(&b);
	return v;
}

static void
what_no_reading_shows_is_neither_late_nor_on_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(stories); i++) {
		struct json *v = tell(i);
		const struct obligation *o;
		struct facts f;

		print_message("# %s\n", stories[i].story);
		assert_int_equal(ERR_OK, facts_read(v, &f));
		o = &f.obligations[0];
		assert_int_equal(stories[i].in_cohort, o->in_cohort);
		assert_int_equal(stories[i].overdue, o->overdue);
		if (o->in_cohort)
			assert_int_equal(stories[i].timing, o->timing);
		if (stories[i].why != NULL)
			assert_string_equal(stories[i].why, o->unknown_why);
		facts_free(&f);
		json_free(v);
	}
}

#define STEP(id, at, state)                                                 \
	"{\"transition_id\":" #id ",\"patch_id\":5,\"device_id\":1,\"at\":" \
	"\"2026-09-" at                                                     \
	":00Z\",\"from_state\":\"planned\",\"to_state\":\"" state "\"}"

/* The quarter ends on 30 September, 22:00; the data are of 2 October. */
static const struct {
	const char *story, *row, *steps;
	bool active, overdue;
	enum timing timing;
} later[] = {
	{ "installed on 1 October: still open when the quarter ended",
	    "\"state\":\"stable\",\"seen\":\"2026-10-01T09:00:00Z\","
	    "\"last_old\":\"2026-09-30T20:00:00Z\"",
	    STEP(1, "08T12:00", "planned"), false, true, TIMING_LATE },
	{ "rolled back on 1 October: it ran when the quarter ended",
	    "\"state\":\"rolled_back\"",
	    STEP(1, "08T12:00", "planned") "," STEP(
		2, "14T09:00", "seen") "," STEP(3, "14T09:10", "confirmed"),
	    true, false, TIMING_ON_TIME },
	{ "rolled back and installed again since: of the first proof",
	    "\"state\":\"confirmed\",\"seen\":\"2026-10-01T09:00:00Z\"",
	    STEP(1, "08T12:00", "planned") "," STEP(
		2, "14T09:00", "seen") "," STEP(3, "14T09:10", "confirmed"),
	    true, false, TIMING_ON_TIME },
	{ "taken out of service after its deadline: late all the same",
	    "\"state\":\"withdrawn\",\"last_old\":\"2026-09-16T10:00:00Z\"",
	    STEP(1, "08T12:00", "planned") "," STEP(2, "17T09:00", "withdrawn"),
	    false, false, TIMING_LATE },
};

static void
what_came_after_the_period_did_not_happen_yet(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(later); i++) {
		struct buf b = { 0 };
		struct json *v = NULL;
		const struct obligation *o;
		struct facts f;

		buf_printf(&b,
		    "{" QUARTER ",\"devices\":[{\"device_id\":1,\"name\":"
		    "\"sw1\",\"last_answer\":" ANSWERED "}],"
		    "\"transitions\":[%s],\"deployments\":[{\"patch_id\":5,"
		    "\"device_id\":1,\"priority\":\"high\","
		    "\"created\":\"2026-09-08T12:00:00Z\","
		    "\"clock_start\":\"2026-09-08T12:00:00Z\","
		    "\"deadline\":\"2026-09-15T12:00:00Z\",%s}]}",
		    later[i].steps, later[i].row);
		assert_int_equal(
		    ERR_OK, json_parse("later", buf_str(&b), b.len, &v));
		print_message("# %s\n", later[i].story);
		assert_int_equal(ERR_OK, facts_read(v, &f));
		o = &f.obligations[0];
		assert_int_equal(later[i].active, o->active);
		assert_int_equal(later[i].overdue, o->overdue);
		assert_int_equal(later[i].timing, o->timing);
		facts_free(&f);
		json_free(v);
		buf_free(&b);
	}
}

/* Due in June, registered in September: overdue, but not in July. */
static void
what_was_registered_later_is_of_no_month_before(void **state)
{
	static const char text[] =
	    "{" QUARTER ",\"devices\":[{\"device_id\":1,\"name\":\"sw1\","
	    "\"last_answer\":" ANSWERED "}],\"deployments\":[{"
	    "\"patch_id\":5,\"device_id\":1,\"priority\":\"high\","
	    "\"state\":\"planned\",\"created\":\"2026-09-08T12:00:00Z\","
	    "\"clock_start\":\"2026-06-08T12:00:00Z\","
	    "\"deadline\":\"2026-06-15T12:00:00Z\","
	    "\"last_old\":\"2026-09-20T12:00:00Z\"}]}";
	struct json *v = NULL;
	int64_t july, august;
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, clock_parse("2026-06-30T22:00:00Z", &july));
	assert_int_equal(ERR_OK, clock_parse("2026-07-31T22:00:00Z", &august));
	assert_int_equal(ERR_OK, json_parse("late", text, strlen(text), &v));
	assert_int_equal(ERR_OK, facts_read_between(v, july, august, &f));
	assert_int_equal(0, f.nobligations);
	facts_free(&f);
	assert_int_equal(ERR_OK, facts_read(v, &f));
	assert_int_equal(1, f.nobligations);
	assert_true(f.obligations[0].overdue);
	facts_free(&f);
	json_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_no_reading_shows_is_neither_late_nor_on_time),
		cmocka_unit_test(what_came_after_the_period_did_not_happen_yet),
		cmocka_unit_test(
		    what_was_registered_later_is_of_no_month_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
