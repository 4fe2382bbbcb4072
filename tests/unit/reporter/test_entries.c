/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/value_parts.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "reporter/assess/measure.h"
#include "tests/unit/reporter/evidence_text.h"

#include "tests/unit/test.h"

#define ENTRY(id, kind, fields)                                     \
	"{\"id\":\"" id "\",\"kind\":\"" kind "\",\"title\":\"t\"," \
	"\"owner\":\"ICT\"," fields "}"

static const char entries[] = "\"entries\":[" ENTRY("A-1", "action",
    "\"status\":\"closed\",\"outcome\":\"done\",\"before\":\"overdue\","
    "\"closed\":\"2026-08-01T00:00:00Z\",\"ended_as\":\"board\","
    "\"due\":\"2026-06-30T22:00:00Z\"") "," ENTRY("A-2", "action",
    "\"status\":\"closed\",\"outcome\":\"done\",\"before\":\"closed\","
    "\"closed\":\"2026-05-01T00:00:00Z\"") "," ENTRY("B-1", "decision",
    "\"status\":\"open\",\"before\":null") "," ENTRY("B-2", "decision",
    "\"status\":\"closed\",\"outcome\":\"approved\",\"before\":\"open\","
    "\"closed\":\"2026-08-01T00:00:00Z\"") "," ENTRY("R-1", "review",
    "\"topic\":\"log\",\"status\":\"overdue\",\"before\":\"open\"") "," ENTRY("V-1",
    "attestation",
    "\"status\":\"open\",\"until\":\"2026-12-31T23:00:00Z\"") "," ENTRY("V-2",
    "attestation",
    "\"status\":\"closed\",\"outcome\":\"withdrawn\","
    "\"closed\":\"2025-01-01T00:00:00Z\",\"before\":\"closed\","
    "\"until\":\"2025-12-31T23:00:00Z\"") "," ENTRY("W-1", "change",
    "\"status\":\"expired\",\"opened\":\"2026-07-02T00:00:00Z\","
    "\"until\":\"2026-07-02T04:00:00Z\"") "," ENTRY("W-2", "change",
    "\"status\":\"open\",\"opened\":\"2026-10-02T00:00:00Z\","
    "\"until\":\"2026-10-02T04:00:00Z\"") "," ENTRY("I-1", "incident",
    "\"status\":\"open\",\"opened\":\"2026-07-02T00:00:00Z\","
    "\"acknowledged\":\"2026-07-02T00:10:00Z\"") "," ENTRY("I-2", "incident",
    "\"status\":\"closed\",\"outcome\":\"resolved\","
    "\"opened\":\"2026-07-03T00:00:00Z\","
    "\"acknowledged\":\"2026-07-03T01:00:00Z\","
    "\"closed\":\"2026-07-03T02:00:00Z\"") "," ENTRY("I-3", "incident",
    "\"status\":\"open\",\"opened\":\"2026-05-02T00:00:00Z\"") "]";

static const char duties[] =
    "\"duties\":[{\"supplier\":\"N\",\"timing\":\"on_time\",\"days_late\":0},"
    "{\"supplier\":\"N\",\"timing\":\"late\",\"days_late\":4},"
    "{\"supplier\":\"N\",\"timing\":\"no_term\",\"days_late\":null},"
    "{\"supplier\":\"M\",\"timing\":\"unknown\",\"days_late\":null}],"
    "\"supplier_claims\":[{\"supplier\":\"N\",\"patch\":\"P\",\"device\":\"d\","
    "\"outcome\":\"observed\",\"days_late\":4},"
    "{\"supplier\":\"N\",\"patch\":\"P\",\"device\":\"e\","
    "\"outcome\":\"contradicted\",\"days_late\":9}],"
    "\"counts\":[{\"id\":\"M-SUP-02\",\"part\":3,\"whole\":4,\"unknown\":0},"
    "{\"id\":\"M-LOG-05\",\"part\":4,\"whole\":5,\"unknown\":0},"
    "{\"id\":\"M-REP-02\",\"part\":0,\"whole\":0,\"unknown\":0}],"
    "\"systems\":[{\"name\":\"pc\",\"category\":\"workstation\","
    "\"state\":\"current\",\"seen\":\"2026-09-20T00:00:00Z\"},"
    "{\"name\":\"pd\",\"category\":\"workstation\",\"state\":\"current\","
    "\"seen\":\"2026-03-20T00:00:00Z\",\"owner\":\"Werkplek\"},"
    "{\"name\":\"pe\",\"category\":\"workstation\","
    "\"seen\":\"2026-09-20T00:00:00Z\"}]";

static struct json *evidence, *v;
static struct facts f;

static int
build(void **state)
{
	struct buf text = { 0 };

	(void)state;
	buf_printf(&text,
	    "{%s,\"devices\":[],\"patches\":[],"
	    "\"deployments\":[],\"transitions\":[],%s,%s}",
	    QUARTER, entries, duties);
	assert_int_equal(
	    ERR_OK, json_parse("e", buf_str(&text), text.len, &evidence));
	assert_int_equal(ERR_OK, facts_read(evidence, &f));
	v = json_new_object();
	value_entries(&f, v);
	value_asked(&f, v);
	value_contracts(&f, v);
	value_coverage(&f, v);
	buf_free(&text);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	json_free(v);
	facts_free(&f);
	json_free(evidence);
	return 0;
}

/* "A-1 done, B-1 open": a field of each row of a list, by its id. */
static const char *
fields(const char *list, const char *key, const char *field)
{
	static char out[256];
	const struct json *rows = json_get(v, list);
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < json_len(rows); i++) {
		const struct json *row = json_at(rows, i);

		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s %s",
		    i > 0 ? ", " : "", facts_text(row, key),
		    facts_text(row, field));
	}
	return out;
}

static void
decisions_and_actions_tell_how_they_stood(void **state)
{
	const struct json *row;

	(void)state;
	assert_string_equal("A-1 done, B-1 open, B-2 approved",
	    fields("registered", "id", "status"));
	assert_string_equal("A-1 overdue, B-1 new, B-2 open",
	    fields("registered", "id", "previous"));
	row = json_at(json_get(v, "registered"), 0);
	/* By the end of that day, not the first moment of the next. */
	assert_string_equal("2026-06-30T21:59:59Z", facts_text(row, "due"));
	assert_string_equal("board", facts_text(row, "ended_as"));
	assert_string_equal("R-1 overdue", fields("reviews", "id", "status"));
}

static void
a_decision_that_is_open_is_asked_for(void **state)
{
	(void)state;
	/* Not the one that was taken, nor an action that was done. */
	assert_string_equal("decide B-1 t", fields("asked", "kind", "text"));
}

static void
declarations_hold_or_are_left_out_once_over(void **state)
{
	(void)state;
	assert_string_equal(
	    "V-1 valid", fields("attestations", "id", "status"));
	assert_string_equal(
	    "W-1 unclosed", fields("registered_changes", "id", "status"));
}

static void
incidents_of_the_period_have_a_median(void **state)
{
	const struct json *o = json_get(v, "incident");

	(void)state;
	assert_string_equal(
	    "I-1 open, I-2 resolved", fields("incidents", "id", "status"));
	assert_int_equal(2, json_get_int(o, "count", -1));
	assert_int_equal(2, json_get_int(o, "taken_up", -1));
	assert_int_equal(1, json_get_int(o, "over", -1));
	assert_int_equal(600, json_get_int(o, "take_up_s", -1));
	assert_int_equal(7200, json_get_int(o, "close_s", -1));
}

static void
suppliers_are_counted_apart(void **state)
{
	const struct json *terms = json_get(v, "supplier_terms");
	const struct json *n = json_at(terms, 0), *m = json_at(terms, 1);
	const struct json *c = json_at(json_get(v, "supplier_claims"), 0);

	(void)state;
	assert_int_equal(2, json_len(terms));
	assert_int_equal(2, json_get_int(n, "due", -1));
	assert_int_equal(1, json_get_int(n, "late", -1));
	assert_int_equal(1, json_get_int(n, "no_term", -1));
	assert_int_equal(4, json_get_int(n, "days_late", -1));
	assert_int_equal(1, json_get_int(m, "unknown", -1));
	assert_int_equal(0, json_get_int(m, "days_late", -1));
	assert_int_equal(2, json_get_int(c, "claimed", -1));
	assert_int_equal(1, json_get_int(c, "observed", -1));
	assert_string_equal(
	    "e contradicted", fields("claims_doubted", "device", "outcome"));
}

static void
systems_are_registered_and_stated_at_most(void **state)
{
	const struct json *list = json_get(v, "coverage");

	(void)state;
	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);
		bool is_it =
		    strcmp(facts_text(row, "category"), "workstation") == 0;

		assert_int_equal(
		    is_it ? 3 : 0, json_get_int(row, "registered", -1));
		assert_int_equal(0, json_get_int(row, "measured", -1));
		/* Told long ago, or nothing told: no statement. */
		assert_int_equal(
		    is_it ? 1 : 0, json_get_int(row, "claimed", -1));
		assert_string_equal(
		    is_it ? "Werkplek" : "", facts_text(row, "owners"));
	}
}

static void
measurements_are_those_of_the_database(void **state)
{
	static const struct {
		const char *id;
		enum outcome outcome;
	} want[] = {
		{ "M-SUP-02", OUTCOME_BEYOND }, /* one of four is no part */
		{ "M-LOG-05", OUTCOME_PARTLY }, /* one of five is */
		{ "M-REP-02", OUTCOME_EMPTY },
		{ "M-INC-01", OUTCOME_UNDETERMINED }, /* older evidence */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		struct measurement m;
		long at = measure_find(want[i].id);

		assert_true(at >= 0);
		measure_take(&f, (size_t)at, &m);
		assert_int_equal(want[i].outcome, m.outcome);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decisions_and_actions_tell_how_they_stood),
		cmocka_unit_test(a_decision_that_is_open_is_asked_for),
		cmocka_unit_test(declarations_hold_or_are_left_out_once_over),
		cmocka_unit_test(incidents_of_the_period_have_a_median),
		cmocka_unit_test(suppliers_are_counted_apart),
		cmocka_unit_test(systems_are_registered_and_stated_at_most),
		cmocka_unit_test(measurements_are_those_of_the_database),
	};
	return cmocka_run_group_tests(tests, build, drop);
}
