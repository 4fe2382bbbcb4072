/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/value_parts.h"

#include <string.h>

#include "tests/unit/reporter/measured.h"

/*
 * Five critical installations were due: one in time, one late with a measure of
 * its own, one late with a measure after its time, one with the measure that
 * another device had, and one of a device that nothing was read of.
 */
static const char five[] = "{" QUARTER ",\"deployments\":[" ON(
    1, "\"state\":\"stable\",\"seen\":\"2026-09-14T00:00:00Z\"") "," ON(2,
    "\"state\":\"failed\"") "," ON(3, "\"state\":\"failed\"") "," ON(4,
    "\"state\":\"failed\"") "," ON(5,
    "\"state\":\"planned\"") "],\"mitigations\":["
			     "{\"patch_id\":5,\"device\":\"sw2\",\"stand\":"
			     "\"in_time\"},"
			     "{\"patch_id\":5,\"device\":\"sw3\",\"stand\":"
			     "\"late\"},"
			     "{\"patch_id\":6,\"device\":null,\"stand\":\"in_"
			     "time\"}]}";

static void
a_measure_is_no_patch_and_stands_apart(void **state)
{
	const struct json *o;
	struct json *e = NULL, *v = json_new_object();
	struct facts f;

	(void)state;
	assert_int_equal(ERR_OK, json_parse("five", five, strlen(five), &e));
	assert_int_equal(ERR_OK, facts_read(e, &f));
	value_exposure(&f, v);
	o = json_get(v, "contained");
	assert_int_equal(5, json_get_int(o, "due", -1));
	assert_int_equal(1, json_get_int(o, "patched", -1));
	assert_int_equal(1, json_get_int(o, "mitigated", -1));
	assert_int_equal(2, json_get_int(o, "neither", -1));
	assert_int_equal(1, json_get_int(o, "unknown", -1));
	assert_int_equal(604800, json_get_int(o, "term_s", -1));
	json_free(v);
	facts_free(&f);
	json_free(e);
}

#define TAKEN(device, ended)                                    \
	"\"mitigations\":[{\"patch_id\":5,\"device\":\"" device \
	"\",\"stand\":\"in_time\",\"ended\":" ended "}]"

/* The week of ON begins on the 8th and ends on the 15th of September. */
static const struct measured contained[] = {
	{ "shown on the 14th, and on the 16th after an old reading on "
	  "the 15th",
	    "\"deployments\":[" ON(1,
		"\"state\":\"stable\",\"seen\":\"2026-09-14T00:00:"
		"00Z\"") "," ON(2,
		"\"state\":\"stable\",\"seen\":\"2026-09-16T00:00:"
		"00Z\","
		"\"last_old\":\"2026-09-15T18:00:00Z\"") "]",
	    measure_contained, 1, 2, 0, OUTCOME_BEYOND },
	{ "first shown on the 16th, and old on the 14th: nobody knows",
	    "\"deployments\":[" ON(2,
		"\"state\":\"stable\",\"seen\":\"2026-09-16T00:00:"
		"00Z\","
		"\"last_old\":\"2026-09-14T18:00:00Z\"") "]",
	    measure_contained, 0, 1, 1, OUTCOME_UNDETERMINED },
	{ "not there, and a measure by then",
	    "\"deployments\":[" ON(2, "\"state\":\"failed\"") "]," TAKEN(
		"sw2", "null"),
	    measure_contained, 1, 1, 0, OUTCOME_WITHIN },
	{ "a measure that was over before the week was",
	    "\"deployments\":[" ON(2, "\"state\":\"failed\"") "]," TAKEN(
		"sw2", "\"2026-09-12T00:00:00Z\""),
	    measure_contained, 0, 1, 0, OUTCOME_BEYOND },
	{ "nothing that is critical", "\"deployments\":[]", measure_contained,
	    0, 0, 0, OUTCOME_EMPTY },
};

static void
a_week_is_for_a_patch_or_a_measure(void **state)
{
	(void)state;
	measured_check_all(contained, ROWS(contained));
}

#define IN_TIME "\"state\":\"stable\",\"seen\":\"2026-09-14T00:00:00Z\""
#define SHOWN_LATE                                                \
	"\"state\":\"stable\",\"seen\":\"2026-09-16T00:00:00Z\"," \
	"\"last_old\":\"2026-09-15T18:00:00Z\""
#define OPEN      "\"state\":\"failed\""
#define EXPLOITED ",\"known_exploited\":true"
#define FACING    ",\"internet_facing\":true"

/* So many in time, and so many others, critical all of them. */
static const struct {
	const char *story;
	int in_time, others;
	const char *fields, *sections;
	int64_t part;
	enum outcome outcome;
} pressed[] = {
	{ "95 of 100, and five that are used stand open", 95, 5,
	    OPEN EXPLOITED FACING, "", 95, OUTCOME_BEYOND },
	{ "five of the others", 95, 5, OPEN, "", 95, OUTCOME_PARTLY },
	{ "five that were closed too late", 95, 5, SHOWN_LATE, "", 95,
	    OUTCOME_WITHIN },
	{ "five that face the internet, closed too late", 95, 5,
	    SHOWN_LATE FACING, "", 95, OUTCOME_PARTLY },
	{ "five that are used, with a measure", 95, 5, OPEN EXPLOITED,
	    ",\"mitigations\":[{\"patch_id\":5,\"device\":null,"
	    "\"stand\":\"in_time\"}]",
	    100, OUTCOME_WITHIN },
	{ "one of five, closed too late", 4, 1, SHOWN_LATE, "", 4,
	    OUTCOME_PARTLY },
	{ "one of five, closed too late, that is used", 4, 1,
	    SHOWN_LATE EXPLOITED, "", 4, OUTCOME_BEYOND },
	{ "one of five, open", 4, 1, OPEN, "", 4, OUTCOME_BEYOND },
};

static void
add_due(struct buf *out, int n, const char *fields)
{
	static const char start[] = ON(1, "");

	for (int i = 0; i < n; i++)
		buf_printf(out, "%s%.*s%s}", out->len > 0 ? "," : "",
		    (int)(sizeof(start) - 2), start, fields);
}

static void
no_share_covers_up_what_is_pressing(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(pressed); i++) {
		struct buf due = { 0 }, text = { 0 };

		add_due(&due, pressed[i].in_time, IN_TIME);
		add_due(&due, pressed[i].others, pressed[i].fields);
		buf_printf(&text, "\"deployments\":[%s]%s", buf_str(&due),
		    pressed[i].sections);
		measured_check(&(struct measured){ pressed[i].story,
		    buf_str(&text), measure_contained, pressed[i].part,
		    pressed[i].in_time + pressed[i].others, 0,
		    pressed[i].outcome });
		buf_free(&due);
		buf_free(&text);
	}
}

/* Since 10 September a measure has two weeks; before, it had one. */
static const char policies[] =
    "[{\"version\":1,\"effective\":\"2026-01-01T00:00:00Z\","
    "\"mitigate_s\":604800},{\"version\":2,"
    "\"effective\":\"2026-09-10T00:00:00Z\",\"mitigate_s\":1209600}]";

#define UNDER(id, version) ON(id, OPEN ",\"policy_version\":" #version)
#define MEASURE(device, made)                                       \
	"{\"patch_id\":5,\"device\":" device                        \
	",\"at\":\"2026-09-18T12:00:00Z\",\"made\":\"2026-09-" made \
	"Z\",\"stand\":\"late\"}"

/*
 * The clock of ON began on the 8th. A measure for all on the tenth day is late
 * for the first and in time for the second; what the others have was in time,
 * and entered within the time and after it.
 */
static const char changed[] =
    "{" QUARTER ",\"deployments\":[" UNDER(1, 1) "," UNDER(
	2, 2) "],\"mitigations\":[" MEASURE("null", "18T13:00:00") "]}";
static const char entered[] = "{" QUARTER ",\"deployments\":[" UNDER(
    3, 2) "," UNDER(4, 2) "],\"mitigations\":[" MEASURE("\"sw3\"",
    "22T12:04:00") "," MEASURE("\"sw4\"", "22T12:06:00") "]}";

static const struct {
	const char *story, *evidence;
	int64_t mitigated, neither, term_s, longest_s;
} under[] = {
	{ "each by the policy that it is under", changed, 1, 1, 604800,
	    1209600 },
	{ "entered in time, and afterwards", entered, 1, 1, 1209600, 1209600 },
};

static void
a_changed_policy_moves_no_time_that_ran(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(under); i++) {
		struct json *e = NULL, *list = NULL, *v = json_new_object();
		const struct json *o;
		struct facts f;

		assert_int_equal(ERR_OK,
		    json_parse(under[i].story, under[i].evidence,
			strlen(under[i].evidence), &e));
		assert_int_equal(ERR_OK,
		    json_parse("policies", policies, strlen(policies), &list));
		json_put(e, "policies", list);
		assert_int_equal(ERR_OK, facts_read(e, &f));
		value_exposure(&f, v);
		o = json_get(v, "contained");
		if (json_get_int(o, "due", -1) != 2 ||
		    json_get_int(o, "mitigated", -1) != under[i].mitigated ||
		    json_get_int(o, "neither", -1) != under[i].neither ||
		    json_get_int(o, "term_s", -1) != under[i].term_s ||
		    json_get_int(o, "longest_s", -1) != under[i].longest_s ||
		    json_get_bool(o, "mixed", false) !=
			(under[i].term_s != under[i].longest_s))
			fail_msg("%s: %s", under[i].story, json_line(o));
		facts_free(&f);
		json_free(e);
		json_free(v);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_measure_is_no_patch_and_stands_apart),
		cmocka_unit_test(a_week_is_for_a_patch_or_a_measure),
		cmocka_unit_test(no_share_covers_up_what_is_pressing),
		cmocka_unit_test(a_changed_policy_moves_no_time_that_ran),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
