/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/values.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/framework/framework.h"
#include "reporter/assess/facts.h"
#include "tests/unit/reporter/evidence_text.h"

static char *list_text; /* templates/reports/values.list */

#define ANSWERED "\"2026-09-30T20:00:00Z\""
#define PAIR(device, fields)                                               \
	"{\"patch_id\":5,\"device_id\":" #device ",\"reference\":\"P-1\"," \
	"\"patch\":\"t\",\"device\":\"sw" #device "\",\"site\":\"Noord\"," \
	"\"priority\":\"critical\",\"created\":\"2026-09-01T00:00:00Z\","  \
	"\"clock_start\":\"2026-09-08T12:00:00Z\","                        \
	"\"deadline\":\"2026-09-15T12:00:00Z\"," fields "}"

/* One pair of each kind, so that every list has a row. */
static const char whole[] = "{" QUARTER ",\"devices\":[" DEVICE(
    1, "Noord", ANSWERED) "," DEVICE(2, "Noord", ANSWERED) "," DEVICE(3, "Zuid",
    "null") "],"
	    "\"settings\":[{\"key\":\"ciso\",\"value\":\"\"}],"
	    "\"patches\":[{\"patch_id\":5,\"reference\":\"P-1\",\"title\":"
	    "\"t\","
	    "\"registered\":\"2026-09-01T00:00:00Z\"}],"
	    "\"deployments\":[" PAIR(1,
		"\"state\":\"stable\",\"seen\":\"2026-09-14T00:00:00Z\","
		"\"confirmed\":\"2026-09-14T00:10:00Z\"") "," PAIR(2,
		"\"state\":\"rolled_back\","
		"\"confirmed\":\"2026-09-14T00:10:00Z\"") "," PAIR(3,
		"\"state\":\"reported\",\"claimed\":\"2026-09-14T00:00:"
		"00Z\"") "],\"transitions\":[{\"transition_id\":1,\"patch_"
			 "id\":5,\"device_id\":1,"
			 "\"at\":\"2026-09-14T00:10:00Z\",\"to_state\":"
			 "\"confirmed\","
			 "\"evidence\":[11,12]},{\"transition_id\":2,"
			 "\"patch_id\":5,"
			 "\"device_id\":2,\"at\":\"2026-09-20T00:10:00Z\","
			 "\"to_state\":\"rolled_back\",\"reason\":"
			 "\"older\",\"evidence\":[13]}],"
			 "\"evidence\":[{\"evidence_id\":11,\"at\":\"2026-"
			 "09-14T00:00:00Z\","
			 "\"kind\":\"reading\",\"content\":{\"oid\":\"1."
			 "3\",\"raw\":\"v1\"}},"
			 "{\"evidence_id\":12,\"at\":\"2026-09-14T00:10:"
			 "00Z\","
			 "\"kind\":\"reading\",\"content\":{\"oid\":\"1."
			 "3\",\"raw\":\"v1\"}},"
			 "{\"evidence_id\":13,\"at\":\"2026-09-20T00:10:"
			 "00Z\","
			 "\"kind\":\"reading\",\"content\":{\"oid\":\"1."
			 "3\",\"raw\":\"v0\"}}]}";

static struct json *
build(void)
{
	struct values_input in = { .evidence_sha256 = "e",
		.template_sha256 = "t",
		.number = "PM-2026Q3" };
	struct framework *frameworks = NULL;
	const char *top = getenv("srcdir");
	struct json *evidence = NULL, *v;
	char path[4096];
	struct facts f;

	snprintf(path, sizeof(path), "%s/templates/frameworks/ibp.framework",
	    top != NULL ? top : ".");
	assert_int_equal(
	    ERR_OK, framework_load(path, &frameworks, &in.nframeworks));
	assert_int_equal(
	    ERR_OK, json_parse("whole", whole, strlen(whole), &evidence));
	assert_int_equal(ERR_OK, facts_read(evidence, &f));
	in.facts = &f;
	in.frameworks = frameworks;
	v = values_build(&in);
	facts_free(&f);
	json_free(evidence);
	framework_free(frameworks, in.nframeworks);
	return v;
}

static bool
is_listed(const char *name)
{
	struct buf line = { 0 };
	bool found;

	buf_printf(&line, "\n%s ", name);
	found = strstr(list_text, buf_str(&line)) != NULL;
	buf_free(&line);
	return found;
}

/* Every leaf, and every list, by the name a template gives it. */
static void
check_names(const char *prefix, const struct json *v)
{
	for (size_t i = 0; i < json_len(v); i++) {
		const struct json *child;
		const char *key = json_key_at(v, i, &child);
		char name[1024];

		if (key == NULL) { /* a list: its rows are alike */
			snprintf(name, sizeof(name), "%s[]", prefix);
			if (json_len(json_at(v, i)) > 0)
				check_names(name, json_at(v, i));
			continue;
		}
		snprintf(name, sizeof(name), "%s%s%s", prefix,
		    *prefix != '\0' ? "." : "", key);
		if (strncmp(name, "setting.", 8) == 0)
			continue;
		if (json_len(child) == 0 || json_at(child, 0) != NULL) {
			if (!is_listed(name))
				fail_msg("%s is not in values.list", name);
		}
		check_names(name, child);
	}
}

static void
every_value_stands_in_the_list_of_values(void **state)
{
	struct json *v = build();

	(void)state;
	check_names("", v);
	json_free(v);
}

static void
counts_of_the_first_page_add_up(void **state)
{
	struct json *v = build();
	const struct json *s = json_get(v, "summary");

	(void)state;
	assert_int_equal(3, json_get_int(s, "due", -1));
	assert_int_equal(1, json_get_int(s, "on_time", -1));
	assert_int_equal(1, json_get_int(s, "late", -1));
	assert_int_equal(1, json_get_int(s, "unknown", -1));
	assert_int_equal(0, json_get_int(s, "patches_on_time", -1));
	assert_int_equal(1, json_get_int(s, "rolled_back", -1));
	assert_int_equal(1, json_get_int(s, "only_claimed", -1));
	json_free(v);
}

/* Red goes before grey: an open critical hole is not hidden by blindness. */
static void
the_worst_rule_lights_a_site(void **state)
{
	struct json *v = build();
	const struct json *sites = json_get(v, "sites");

	(void)state;
	assert_int_equal(2, json_len(sites));
	assert_string_equal("red", json_get_text(json_at(sites, 0), "light"));
	assert_string_equal(
	    "critical_overdue", json_get_text(json_at(sites, 0), "rule"));
	assert_string_equal("red", json_get_text(json_at(sites, 1), "light"));
	json_free(v);
}

static void
a_line_is_followed_back_to_its_raw_value(void **state)
{
	struct json *v = build();
	const struct json *row = json_at(json_get(v, "implemented"), 0);
	const struct json *proof = json_at(json_get(v, "proofs"), 0);

	(void)state;
	assert_string_equal("11, 12", json_get_text(row, "evidence"));
	assert_int_equal(11, json_get_int(proof, "evidence_id", 0));
	assert_string_equal("v1", json_get_text(proof, "raw"));
	json_free(v);
}

/* One event a row; times are of 14 September. */
#define EVENT(kind, source, time, detail)                                   \
	"{\"event_id\":1,\"device_id\":1,\"device\":\"sw1\",\"at\":\"2026-" \
	"09-14T" time ":00Z\",\"kind\":\"" kind "\",\"source\":\"" source   \
	"\",\"expected\":false,\"detail\":\"" detail "\",\"evidence_id\":21}"

/* Where the roles that ran in the quarter are of that name, of four letters. */
static struct json *
build_role(const char *role, const char *sections)
{
	struct values_input in = { .number = "PM-2026Q3" };
	struct json *evidence = NULL, *v;
	struct buf text = { 0 };
	struct facts f;

	buf_printf(&text, "{" QUARTER ",%s}", sections);
	(void)buf_str(&text); /* strstr() needs its end */
	for (char *p = (char *)text.data; (p = strstr(p, "\"poll\"")) != NULL;
	     p++)
		memcpy(p + 1, role, 4);
	assert_int_equal(
	    ERR_OK, json_parse("events", buf_str(&text), text.len, &evidence));
	assert_int_equal(ERR_OK, facts_read(evidence, &f));
	in.facts = &f;
	v = values_build(&in);
	facts_free(&f);
	json_free(evidence);
	buf_free(&text);
	return v;
}

static struct json *
build_from(const char *sections)
{
	return build_role("poll", sections);
}

static struct json *
build_events(const char *events)
{
	struct buf section = { 0 };
	struct json *v;

	buf_printf(&section, "\"events\":[%s]", events);
	v = build_from(buf_str(&section));
	buf_free(&section);
	return v;
}

#define FELL_DUE(priority)                                                  \
	"\"devices\":[" DEVICE(1, "Noord",                                  \
	    ANSWERED) "],\"deployments\":[{"                                \
		      "\"patch_id\":5,\"device_id\":1,\"priority\":"        \
		      "\"" priority "\",\"state\":\"planned\",\"created\":" \
		      "\"2026-09-01T00:00:00Z\","                           \
		      "\"clock_start\":\"2026-09-08T12:00:00Z\","           \
		      "\"deadline\":\"2026-09-15T12:00:00Z\"}]"

static void
the_first_sentence_counts_critical_ones_where_there_were_any(void **state)
{
	static const char *const rows[][2] = {
		{ FELL_DUE("critical"), "critical" },
		{ FELL_DUE("low"), "other" },
		{ "\"devices\":[]", "none" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct json *v = build_from(rows[i][0]);

		assert_string_equal(rows[i][1],
		    json_get_text(json_get(v, "summary"), "fell_due"));
		json_free(v);
	}
}

/* Half a day: by the usual policy the device would not be named. */
static const char quiet[] =
    "{\"period\":{\"from\":\"2026-06-30T22:00:00Z\","
    "\"to\":\"2026-09-30T22:00:00Z\",\"cut\":\"2026-09-30T22:00:00Z\","
    "\"snapshot\":\"2026-09-30T22:00:00Z\"},\"tenant\":{\"tenant_id\":1},"
    "\"policies\":[{\"version\":1,\"effective\":\"2026-01-01T00:00:00Z\","
    "\"log_silence_s\":43200}],\"devices\":[{\"device_id\":1,"
    "\"name\":\"sw1\",\"category\":\"network\","
    "\"longest_silence_s\":43201}]}";

static void
who_was_to_log_is_silent_by_the_term_of_the_policy(void **state)
{
	struct values_input in = { .number = "PM-2026Q3" };
	struct json *evidence = NULL, *v;
	const struct json *row;
	struct facts f;

	(void)state;
	assert_int_equal(
	    ERR_OK, json_parse("quiet", quiet, strlen(quiet), &evidence));
	assert_int_equal(ERR_OK, facts_read(evidence, &f));
	in.facts = &f;
	v = values_build(&in);
	assert_int_equal(
	    43200, json_get_int(json_get(v, "policy"), "log_silence_s", -1));
	row = json_at(json_get(v, "silent"), 0);
	assert_int_equal(43201, json_get_int(row, "longest_s", -1));
	json_free(v);
	facts_free(&f);
	json_free(evidence);
}

/* Of the quarter before: it fell due there, and it is open still. */
static void
what_fell_due_before_and_is_open_is_counted_with_what_is_late(void **state)
{
	struct json *v = build_from("\"devices\":[" DEVICE(1, "Noord",
	    ANSWERED) "],\"deployments\":[{\"patch_id\":5,\"device_id\":1,"
		      "\"priority\":\"high\",\"state\":\"planned\","
		      "\"created\":\"2026-05-01T00:00:00Z\","
		      "\"clock_start\":\"2026-05-01T00:00:00Z\","
		      "\"deadline\":\"2026-06-01T00:00:00Z\"}]");
	const struct json *s = json_get(v, "summary");

	(void)state;
	assert_int_equal(0, json_get_int(s, "late", -1));
	assert_int_equal(1, json_get_int(s, "overdue", -1));
	assert_int_equal(1, json_get_int(s, "late_or_overdue", -1));
	json_free(v);

	/* One on time, one late and open, one unknown and open. */
	v = build();
	s = json_get(v, "summary");
	assert_int_equal(1, json_get_int(s, "late", -1));
	assert_int_equal(2, json_get_int(s, "overdue", -1));
	assert_int_equal(2, json_get_int(s, "late_or_overdue", -1));
	json_free(v);
}

static void
where_nothing_was_polled_nothing_is_green(void **state)
{
	static const char known[] =
	    "\"devices\":[" DEVICE(1, "Noord", ANSWERED) "]";
	struct json *v = build_role("trap", known);
	const struct json *o = json_get(v, "instrument");
	const struct json *site = json_at(json_get(v, "sites"), 0);

	(void)state;
	assert_false(json_get_bool(o, "polled", true));
	assert_false(json_get_bool(o, "answered", true));
	assert_string_equal("grey", json_get_text(site, "light"));
	assert_string_equal("unmeasured", json_get_text(site, "rule"));
	o = json_get(v, "summary");
	assert_int_equal(0, json_get_int(o, "measured", -1));
	o = json_at(json_get(v, "unmeasured"), 0);
	assert_string_equal("not_polled", json_get_text(o, "why"));
	json_free(v);

	v = build_from(known);
	o = json_get(v, "instrument");
	assert_true(json_get_bool(o, "polled", false));
	assert_true(json_get_bool(o, "answered", false));
	site = json_at(json_get(v, "sites"), 0);
	assert_string_equal("green", json_get_text(site, "light"));
	json_free(v);

	/* It ran; what answered last did so before the quarter. */
	v = build_from(
	    "\"devices\":[" DEVICE(1, "Noord", "\"2026-06-01T00:00:00Z\"") "]");
	o = json_get(v, "instrument");
	assert_true(json_get_bool(o, "polled", false));
	assert_false(json_get_bool(o, "answered", true));
	json_free(v);
}

static void
who_was_never_asked_is_not_said_to_be_silent(void **state)
{
	struct json *v =
	    build_from("\"devices\":[{\"device_id\":1,"
		       "\"name\":\"new\",\"category\":"
		       "\"network\"}," DEVICE(2, "Noord", "null") "]");
	const struct json *away = json_get(v, "out_of_reach");
	const struct json *rows = json_get(v, "unmeasured");

	(void)state;
	assert_int_equal(1, json_len(away));
	assert_string_equal("sw2", json_get_text(json_at(away, 0), "device"));
	assert_int_equal(2, json_len(rows));
	assert_string_equal(
	    "not_asked", json_get_text(json_at(rows, 0), "why"));
	assert_string_equal(
	    "no_answer", json_get_text(json_at(rows, 1), "why"));
	json_free(v);
}

#define QUIET(id, name, class, polls)                                          \
	"{\"device_id\":" #id ",\"name\":\"" name                              \
	"\",\"class\":\"" class "\",\"last_answer\":\"2026-09-30T20:00:00Z\"," \
				"\"silent\":" #polls "}"

/* Three polls in a row, as the policy has it; a printer is off at night. */
static void
who_does_not_answer_now_is_out_of_reach(void **state)
{
	struct json *v =
	    build_from("\"devices\":[" QUIET(1, "gone", "switch", 3) "," QUIET(
		2, "late", "switch", 2) "," QUIET(3, "off", "printer", 90) "]");
	const struct json *away = json_get(v, "out_of_reach");

	(void)state;
	assert_int_equal(1, json_len(away));
	assert_string_equal("gone", json_get_text(json_at(away, 0), "device"));
	json_free(v);
}

static void
no_exception_closes_a_hole_that_is_abused(void **state)
{
	struct json *v = build_from("\"devices\":[" DEVICE(1, "Noord",
	    ANSWERED) "],\"exceptions\":[{\"patch_id\":5,\"approved\":"
		      "\"2026-09-10T00:00:00Z\",\"valid_until\":"
		      "\"2026-12-01T00:00:00Z\"}],\"deployments\":[" PAIR(1,
			  "\"state\":\"planned\",\"known_exploited\":true,"
			  "\"internet_facing\":true") "]");
	const struct json *site = json_at(json_get(v, "sites"), 0);

	(void)state;
	assert_string_equal("red", json_get_text(site, "light"));
	assert_string_equal("exploited_open", json_get_text(site, "rule"));
	json_free(v);
}

static void
a_restart_is_listed_once(void **state)
{
	struct json *v = build_events(
	    EVENT("boot", "syslog", "10:00", "restarted by jan") "," EVENT(
		"boot", "snmp", "10:02", "the system started") "," EVENT("boot",
		"syslog", "11:00", "restarted by jan"));
	const struct json *list = json_get(v, "disturbances");

	(void)state;
	assert_int_equal(2, json_len(list));
	assert_string_equal("snmp", json_get_text(json_at(list, 0), "source"));
	assert_string_equal(
	    "syslog", json_get_text(json_at(list, 1), "source"));
	json_free(v);
}

static void
neither_a_person_nor_a_network_card_is_named(void **state)
{
	struct json *v = build_events(EVENT("crash", "syslog", "10:00",
	    "crash after login of jan") "," EVENT("version", "snmp", "12:00",
	    "product: 1.0 00:1b:2C:3d:4e:5f became 1.1 001b.2c3d.4e5f "
	    "001b-2c3d-4e5f"));
	const struct json *crash = json_at(json_get(v, "disturbances"), 0);
	const struct json *change = json_at(json_get(v, "outside"), 0);

	(void)state;
	assert_null(json_get_text(crash, "detail"));
	assert_string_equal("21", json_get_text(crash, "evidence"));
	assert_string_equal("product: 1.0 [MAC] \xe2\x86\x92 1.1 [MAC] [MAC]",
	    json_get_text(change, "detail"));
	json_free(v);
}

/* masked.h */
static void
nor_is_half_of_one_that_evidence_has(void **state)
{
	struct json *v = build_events(EVENT("version", "snmp", "12:00",
	    "00:1a:2b:[c181f3], 0:1a:2b:[c181f3], 00-1A-2B-[c181f3], "
	    "001a.2b[c181f3], 001a-2b[c181f3], 001a2b-[c181f3] became "
	    "0a 1A 2B [c181f3] MAC=00:1a:2b:[c181f3]:00:1a:2b:[c181f4]:08:00 "
	    "port 3:[c181f3]"));
	const struct json *change = json_at(json_get(v, "outside"), 0);

	(void)state;
	assert_string_equal("[MAC], [MAC], [MAC], [MAC], [MAC], [MAC] "
			    "\xe2\x86\x92 [MAC] MAC=[MAC]:[MAC]:08:00 "
			    "port 3:[c181f3]",
	    json_get_text(change, "detail"));
	json_free(v);
}

static void
a_date_is_no_network_card(void **state)
{
	struct json *v = build_events(EVENT("version", "snmp", "12:00",
	    "fw-26-11-30-09-15-00 became 2026.1130.0915 0011.2233.4455"));
	const struct json *change = json_at(json_get(v, "outside"), 0);

	(void)state;
	assert_string_equal("fw-26-11-30-09-15-00 \xe2\x86\x92 "
			    "2026.1130.0915 [MAC]",
	    json_get_text(change, "detail"));
	json_free(v);
}

static int
read_list(void **state)
{
	const char *top = getenv("srcdir");
	struct buf text = { 0 };
	char path[4096], chunk[4096];
	size_t n;
	FILE *f;

	(void)state;
	snprintf(path, sizeof(path), "%s/templates/reports/values.list",
	    top != NULL ? top : ".");
	f = fopen(path, "r");
	if (f == NULL)
		return -1;
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&text, chunk, n);
	fclose(f);
	list_text = buf_take_str(&text);
	return 0;
}

static int
drop_list(void **state)
{
	(void)state;
	free(list_text);
	return 0;
}

/* Whom a report of that kind is meant for, by its template, these settings and
 * schedules. */
static void
check_meant(const char *report, const char *in_template, const char *settings,
    const char *schedules, const char *wanted)
{
	struct values_input in = { .report = report, .readers = in_template };
	struct json *evidence = NULL, *v;
	struct buf text = { 0 };
	struct facts f;

	buf_printf(&text, "{%s,\"settings\":[%s],\"scheduled_readers\":[%s]}",
	    QUARTER, settings, schedules);
	assert_int_equal(ERR_OK,
	    json_parse("settings", buf_str(&text), text.len, &evidence));
	assert_int_equal(ERR_OK, facts_read(evidence, &f));
	in.facts = &f;
	v = values_build(&in);
	assert_string_equal(
	    wanted, json_get_text(json_get(v, "document"), "readers"));
	json_free(v);
	facts_free(&f);
	json_free(evidence);
	buf_free(&text);
}

static void
check_meant_for(const char *report, const char *settings, const char *wanted)
{
	check_meant(report, NULL, settings, "", wanted);
}

#define SETTING(key, value) "{\"key\":\"" key "\",\"value\":\"" value "\"}"
#define FUNCTIONS           SETTING("board", "Bestuur") "," SETTING("ciso", "CISO")

static void
readers_are_those_named_else_functions(void **state)
{
	(void)state;
	check_meant_for("quarterly", FUNCTIONS, "Bestuur, CISO");
	check_meant_for("quarterly",
	    FUNCTIONS "," SETTING("readers", "R. de Vries, bestuur"),
	    "R. de Vries, bestuur");
	check_meant_for("audit",
	    SETTING("readers", "allen") "," SETTING(
		"readers.audit", "auditcommissie"),
	    "auditcommissie");
	check_meant_for("quarterly",
	    SETTING("readers", "allen") "," SETTING(
		"readers.audit", "auditcommissie"),
	    "allen");
	/* "none" leaves it empty: as if it had never been set. */
	check_meant_for("audit", FUNCTIONS "," SETTING("readers.audit", ""),
	    "Bestuur, CISO");
}

#define SCHEDULED(kind, readers) \
	"{\"kind\":\"" kind "\",\"readers\":\"" readers "\"}"

/* The document is one, also where two schedules have it made. */
static void
readers_of_schedules_come_before_those_of_the_template(void **state)
{
	(void)state;
	check_meant("audit", "auditor", FUNCTIONS, "", "auditor");
	check_meant(
	    "audit", "auditor", SETTING("readers", "allen"), "", "auditor");
	check_meant("audit", "auditor", SETTING("readers.audit", "commissie"),
	    "", "commissie");
	check_meant("audit", "auditor", SETTING("readers.audit", "commissie"),
	    SCHEDULED("audit", "toezicht") "," SCHEDULED(
		"audit", "accountant") "," SCHEDULED("audit", "toezicht"),
	    "toezicht, accountant");
	/* One is part of what another is called. */
	check_meant("audit", NULL, "",
	    SCHEDULED("audit", "bestuur en directie") "," SCHEDULED(
		"audit", "directie") "," SCHEDULED("audit",
		"CISO-overleg") "," SCHEDULED("audit", "CISO"),
	    "bestuur en directie, directie, CISO-overleg, CISO");
	check_meant("audit", NULL, "",
	    SCHEDULED("monthly", "CISO") "," SCHEDULED("audit", "CISO"),
	    "CISO");
	check_meant("audit", NULL, FUNCTIONS, SCHEDULED("monthly", "beheer"),
	    "Bestuur, CISO");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_value_stands_in_the_list_of_values),
		cmocka_unit_test(counts_of_the_first_page_add_up),
		cmocka_unit_test(
		    the_first_sentence_counts_critical_ones_where_there_were_any),
		cmocka_unit_test(
		    who_was_to_log_is_silent_by_the_term_of_the_policy),
		cmocka_unit_test(the_worst_rule_lights_a_site),
		cmocka_unit_test(a_line_is_followed_back_to_its_raw_value),
		cmocka_unit_test(
		    what_fell_due_before_and_is_open_is_counted_with_what_is_late),
		cmocka_unit_test(where_nothing_was_polled_nothing_is_green),
		cmocka_unit_test(who_was_never_asked_is_not_said_to_be_silent),
		cmocka_unit_test(who_does_not_answer_now_is_out_of_reach),
		cmocka_unit_test(no_exception_closes_a_hole_that_is_abused),
		cmocka_unit_test(a_restart_is_listed_once),
		cmocka_unit_test(neither_a_person_nor_a_network_card_is_named),
		cmocka_unit_test(nor_is_half_of_one_that_evidence_has),
		cmocka_unit_test(a_date_is_no_network_card),
		cmocka_unit_test(readers_are_those_named_else_functions),
		cmocka_unit_test(
		    readers_of_schedules_come_before_those_of_the_template),
	};
	return cmocka_run_group_tests(tests, read_list, drop_list);
}
