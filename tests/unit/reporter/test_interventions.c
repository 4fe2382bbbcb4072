/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/without.h"

#include "tests/unit/reporter/measured.h"

#include <string.h>

#include "reporter/assess/value_parts.h"

#define TWO DEVICE(1, "Noord", ANSWERED) "," DEVICE(2, "Zuid", ANSWERED)
#define SEEN(at)                                                      \
	"\"state\":\"stable\",\"seen\":\"2026-09-" at "T00:00:00Z\"," \
	"\"confirmed\":\"2026-09-" at "T00:10:00Z\""
#define PATCH(fields)                                       \
	"\"patches\":[{\"patch_id\":5,\"reference\":\"P\"," \
	"\"registered\":\"2026-09-01T00:00:00Z\"," fields "}]"
#define DID(action, object, detail, reason)                        \
	"\"changes\":[{\"seq\":1,\"at\":\"2026-09-10T00:00:00Z\"," \
	"\"action\":\"" action "\",\"object\":\"" object           \
	"\",\"detail\":\"" detail "\",\"reason\":" reason          \
	",\"functions\":\"it_staff process_owner\"}]"
#define LEFT(id)                                                         \
	"\"transitions\":[{\"transition_id\":9,\"patch_id\":5,\"device_" \
	"id\":" #id                                                      \
	",\"at\":\"2026-09-10T00:00:00Z\",\"from_state\":\"planned\","   \
	"\"to_state\":\"withdrawn\",\"flag\":null}]"
#define OPEN "\"state\":\"planned\",\"last_old\":\"2026-09-20T00:00:00Z\""

/*
 * Each of them with two installations: due on 15 September at noon by a term
 * of a week, and on the 10th by one of 48 hours.
 */
static const struct {
	const char *story;
	enum intervention kind;
	const char *sections;
	int64_t count, part, whole, part_without, whole_without;
	const char *functions, *reason;
} rows[] = {
	{ "an exception hides one that is late; it was no more on time",
	    INTERVENTION_EXCEPTION,
	    "\"devices\":[" TWO "],\"deployments\":[" ON(1, SEEN("14")) "," ON(
		2, OPEN) "],\"exceptions\":[{\"patch_id\":5,\"device_id\":2,"
			 "\"approved\":\"2026-09-12T00:00:00Z\","
			 "\"valid_until\":\"2026-12-01T00:00:00Z\","
			 "\"decided_as\":\"system_owner\","
			 "\"reason\":\"vendor says wait\"}]",
	    1, 1, 2, 1, 2, "system_owner", "vendor says wait" },
	{ "a device that left before its deadline would have been due",
	    INTERVENTION_DEVICE_RETIRED,
	    "\"devices\":[" DEVICE(1, "Noord",
		ANSWERED) ",{\"device_id\":2,\"name\":\"sw2\",\"last_"
			  "answer\":" ANSWERED ",\"version\":\"1\",\"retired\":"
			  "\"2026-09-10T00:00:00Z\"}],"
			  "\"deployments\":[" ON(1, SEEN("14")) "," ON(2,
			      "\"state\":\"withdrawn\"") "]," LEFT(2) "," DID("device.retire",
			      "device/sw2", "{}", "null"),
	    1, 1, 1, 1, 2, "it_staff process_owner", "not_recorded" },
	{ "so would a patch that was withdrawn", INTERVENTION_PATCH_WITHDRAWN,
	    "\"devices\":[" TWO
	    "],\"deployments\":[" ON(2, "\"state\":\"withdrawn\"") "]," LEFT(
		2) "," PATCH("\"status\":\"withdrawn\"") "," DID("patch."
								 "withdraw",
		"patch/P", "{}", "\"replaced\""),
	    1, 0, 0, 0, 1, "it_staff process_owner", "replaced" },
	{ "at its class of before one of two would have been in time",
	    INTERVENTION_LOWERED_CLASS,
	    "\"devices\":[" TWO
	    "],\"deployments\":[" ON(1, SEEN("14")) "," ON(2,
		SEEN("09")) "]," PATCH("\"priority\":\"high\"") "," DID("patch."
									"edit",
		"patch/P",
		"{\\\"old\\\":{\\\"priority\\\":\\\"critical\\\"},"
		"\\\"new\\\":{\\\"priority\\\":\\\"high\\\"}}",
		"\"not reachable\""),
	    1, 2, 2, 1, 2, "it_staff process_owner", "not reachable" },
	{ "by the policy's own deadline one more is in time",
	    INTERVENTION_OWN_DEADLINE,
	    "\"devices\":[" TWO "],\"deployments\":["
	    "{\"patch_id\":5,\"device_id\":1,\"priority\":\"critical\","
	    "\"created\":\"2026-09-01T00:00:00Z\","
	    "\"clock_start\":\"2026-09-08T12:00:00Z\","
	    "\"deadline\":\"2026-09-09T12:00:00Z\"," SEEN("10") "}]," PATCH(
		"\"deadline\":\"2026-09-09T12:00:00Z\""),
	    1, 0, 1, 1, 1, "not_recorded", "not_recorded" },
	{ "a profile without tests proves nothing",
	    INTERVENTION_UNTESTED_PROFILE,
	    "\"devices\":[" TWO "],\"deployments\":[" ON(
		1, SEEN("14") ",\"profile_tested\":true") "," ON(2,
		SEEN("14")) "]",
	    1, 2, 2, 1, 2, "server_administrator", "p" },
	{ "by the release that it had before, its week ended on the 8th",
	    INTERVENTION_PATCH_EDITED,
	    "\"devices\":[" TWO
	    "],\"deployments\":[" ON(1, SEEN("14")) "]," PATCH(
		"\"priority\":\"high\",\"released\":"
		"\"2026-09-08T12:00:00Z\"") "," DID("patch."
						    "edit",
		"patch/P",
		"{\\\"old\\\":{\\\"released\\\":"
		"\\\"2026-09-01T00:00:00Z\\\"},\\\"new\\\":{"
		"\\\"released\\\":\\\"2026-09-08T12:00:00Z\\\"}}",
		"\"of another branch\""),
	    1, 1, 1, 0, 1, "it_staff process_owner", "of another branch" },
	{ "an edit of what moves no term changes no figure",
	    INTERVENTION_PATCH_EDITED,
	    "\"devices\":[" TWO
	    "],\"deployments\":[" ON(1, SEEN("14")) "]," PATCH(
		"\"priority\":\"high\"") "," DID("patch.edit", "patch/P",
		"{\\\"old\\\":{\\\"owner\\\":null},\\\"new\\\":{"
		"\\\"owner\\\":\\\"IT\\\"}}",
		"null"),
	    1, 1, 1, 1, 1, "it_staff process_owner", "not_recorded" },
	{ "what was registered late is of the quarter of its deadline",
	    INTERVENTION_LATE_REGISTRATION,
	    "\"devices\":[" TWO "],\"deployments\":["
	    "{\"patch_id\":5,\"device_id\":1,\"priority\":\"low\","
	    "\"created\":\"2026-09-01T00:00:00Z\","
	    "\"clock_start\":\"2026-03-01T00:00:00Z\","
	    "\"deadline\":\"2026-05-30T00:00:00Z\"," OPEN "}," ON(2,
		SEEN("14")) "]," PATCH("\"released\":\"2026-03-01T00:00:00Z\""),
	    1, 1, 2, 1, 1, "not_recorded", "not_recorded" },
	{ "a dismissed disturbance was on time all the same",
	    INTERVENTION_DISMISSED,
	    "\"devices\":[" TWO "],\"deployments\":[" ON(1,
		SEEN("14")) "],"
			    "\"transitions\":[" STEP(1, "2026-09-14T00:10:00Z",
				"confirmed", "") "," STEP(1,
				"2026-09-16T00:00:00Z", "regressed",
				"") "," STEP(1, "2026-09-17T00:00:00Z",
				"observing", "dismissed") "," STEP(1,
				"2026-09-24T00:00:00Z", "stable",
				"") "],"
				    "\"dismissed\":[{\"patch_id\":5,\"device_"
				    "id\":1,"
				    "\"at\":\"2026-09-17T00:00:00Z\","
				    "\"functions\":\"system_owner\","
				    "\"reason\":\"power cut\"}]",
	    1, 1, 1, 1, 1, "system_owner", "power cut" },
};

static struct json *
read(const char *story, const char *sections, struct facts *f)
{
	struct buf text = { 0 };
	struct json *v = NULL;

	buf_printf(&text, "{%s,%s}", QUARTER, sections);
	assert_int_equal(
	    ERR_OK, json_parse(story, buf_str(&text), text.len, &v));
	assert_int_equal(ERR_OK, facts_read(v, f));
	buf_free(&text);
	return v;
}

static void
each_figure_is_counted_again_without_what_was_done(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct json *v = json_new_object(), *evidence;
		struct measurement m = { .id = "M-PAT-01" };
		const struct json *row;
		struct facts f;

		evidence = read(rows[i].story, rows[i].sections, &f);
		measure_in_time(&f, &m);
		value_interventions(&f, v);
		row = json_at(json_get(v, "interventions"), rows[i].kind);
		if (m.part != rows[i].part || m.whole != rows[i].whole ||
		    json_get_int(row, "count", -1) != rows[i].count ||
		    json_get_int(row, "part_without", -1) !=
			rows[i].part_without ||
		    json_get_int(row, "whole_without", -1) !=
			rows[i].whole_without)
			fail_msg("%s: %lld of %lld; %s", rows[i].story,
			    (long long)m.part, (long long)m.whole,
			    json_line(row));
		assert_string_equal(
		    rows[i].functions, json_get_text(row, "functions"));
		assert_string_equal(
		    rows[i].reason, json_get_text(row, "reason"));
		facts_free(&f);
		json_free(evidence);
		json_free(v);
	}
}

/* The figure of a measurement without one of rows: "0 of 2, 1 of 2". */
static void
check_other(enum intervention kind, const char *id, const char *wanted)
{
	struct json *v = json_new_object(), *evidence;
	const struct json *list;
	struct buf said = { 0 };
	struct facts f;
	size_t at = 0;

	while (rows[at].kind != kind)
		at++;
	evidence = read(rows[at].story, rows[at].sections, &f);
	value_interventions(&f, v);
	list = json_get(v, "intervention_figures");
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);

		if (strcmp(json_get_text(row, "measurement"), id) == 0 &&
		    strcmp(json_get_text(row, "kind"),
			intervention_name(kind)) == 0)
			buf_printf(&said, "%lld of %lld, %lld of %lld",
			    (long long)json_get_int(row, "part", -1),
			    (long long)json_get_int(row, "whole", -1),
			    (long long)json_get_int(row, "part_without", -1),
			    (long long)json_get_int(row, "whole_without", -1));
	}
	assert_string_equal(wanted, buf_str(&said));
	buf_free(&said);
	facts_free(&f);
	json_free(evidence);
	json_free(v);
}

static void
other_measurements_are_told_where_they_differ(void **state)
{
	(void)state;
	check_other(INTERVENTION_EXCEPTION, "M-PAT-04", "0 of 2, 1 of 2");
	check_other(INTERVENTION_EXCEPTION, "M-PAT-01", "");
	check_other(INTERVENTION_DISMISSED, "M-PAT-07", "0 of 1, 1 of 1");
	check_other(INTERVENTION_DEVICE_RETIRED, "M-PAT-01", "1 of 1, 1 of 2");
}

/* A week since 5 September, 48 hours before that. */
static const char policies[] =
    "{\"period\":{\"from\":\"2026-06-30T22:00:00Z\","
    "\"to\":\"2026-09-30T22:00:00Z\",\"cut\":\"2026-09-30T22:00:00Z\","
    "\"snapshot\":\"2026-09-30T22:00:00Z\"},\"tenant\":{\"tenant_id\":1},"
    "\"policies\":[{\"version\":1,\"effective\":\"2026-01-01T00:00:00Z\"},"
    "{\"version\":2,\"effective\":\"2026-09-05T00:00:00Z\","
    "\"critical_s\":604800,\"reason\":\"too short\","
    "\"functions\":\"board\"}],\"deployments\":[" ON(
	1, SEEN("14") ",\"policy_version\":2") "," ON(2,
	SEEN("09") ",\"policy_version\":2") "]}";

static void
terms_that_were_changed_are_taken_back(void **state)
{
	struct json *evidence = NULL;
	struct measurement m = { .id = "M-PAT-01" };
	struct facts f, other;

	(void)state;
	assert_int_equal(ERR_OK,
	    json_parse("policies", policies, strlen(policies), &evidence));
	assert_int_equal(ERR_OK, facts_read(evidence, &f));
	measure_in_time(&f, &m);
	assert_int_equal(2, m.part);
	without(&f, INTERVENTION_POLICY_CHANGED, &other);
	m = (struct measurement){ .id = "M-PAT-01" };
	measure_in_time(&other, &m);
	assert_int_equal(1, m.part);
	assert_int_equal(2, m.whole);
	without_free(&other);
	facts_free(&f);
	json_free(evidence);
}

/* Without anything that was done there is nothing to say of it. */
static void
what_nobody_did_has_no_figure(void **state)
{
	struct json *v = json_new_object(), *evidence;
	struct facts f;

	(void)state;
	evidence = read("nothing", "\"deployments\":[]", &f);
	value_interventions(&f, v);
	for (size_t i = 0; i < INTERVENTIONS; i++) {
		const struct json *row =
		    json_at(json_get(v, "interventions"), i);

		assert_string_equal(intervention_name((enum intervention)i),
		    json_get_text(row, "kind"));
		assert_int_equal(0, json_get_int(row, "count", -1));
		assert_true(json_is_null(json_get(row, "part_without")));
		assert_true(json_is_null(json_get(row, "functions")));
	}
	assert_int_equal(0, json_len(json_get(v, "intervention_figures")));
	facts_free(&f);
	json_free(evidence);
	json_free(v);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_figure_is_counted_again_without_what_was_done),
		cmocka_unit_test(other_measurements_are_told_where_they_differ),
		cmocka_unit_test(terms_that_were_changed_are_taken_back),
		cmocka_unit_test(what_nobody_did_has_no_figure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
