/* SPDX-License-Identifier: Apache-2.0 */

/* Whose report, over what, by which program and terms. */

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/json.h"
#include "reporter/assess/gate.h"
#include "reporter/assess/limit.h"
#include "reporter/assess/measure.h"
#include "reporter/assess/timing.h"
#include "reporter/assess/value_parts.h"

void
value_copy(
    struct json *to, const char *key, const struct json *row, const char *from)
{
	json_put(to, key, json_share(json_get(row, from)));
}

/* A word for "third quarter": Q3, M07, or Y for a whole year. */
static const char *
period_word(const struct json *period)
{
	static const char *const months[] = { "M01", "M02", "M03", "M04", "M05",
		"M06", "M07", "M08", "M09", "M10", "M11", "M12" };
	static const char *const quarters[] = { "Q1", "Q2", "Q3", "Q4" };
	int64_t month = json_get_int(period, "month", 1);
	const char *kind = facts_text(period, "kind");

	if (month < 1 || month > 12 || strcmp(kind, "year") == 0)
		return "Y";
	if (strcmp(kind, "quarter") == 0)
		return quarters[(month - 1) / 3];
	return months[month - 1];
}

static void
put_period(const struct facts *f, struct json *v)
{
	const struct json *period = json_get(f->evidence, "period");
	struct json *o = json_new_object();
	char year[16];

	value_copy(o, "name", period, "name");
	snprintf(
	    year, sizeof(year), "%d", (int)json_get_int(period, "year", 0));
	json_put_text(o, "year", year); /* not a quantity: 2026, not 2.026 */
	json_put_text(o, "word", period_word(period));
	json_put_time(o, "from", f->from);
	/* The last day, not the first one after it. */
	json_put_time(o, "to", f->to - CLOCK_SECOND);
	json_put_time(o, "cut", f->cut);
	value_copy(o, "snapshot", period, "snapshot");
	json_put_bool(o, "interim", f->interim);
	json_put_text(o, "status", f->interim ? "interim" : "final");
	json_put(v, "period", o);
}

/* Of everything, or of one site. */
static void
put_scope(const struct facts *f, struct json *v)
{
	const struct json *scope = json_get(f->evidence, "scope");
	const char *kind = json_get_text(scope, "kind");
	struct json *o = json_new_object();

	json_put_text(o, "kind", kind != NULL ? kind : "organisation");
	value_copy(o, "site", scope, "site");
	json_put(v, "scope", o);
}

/* settings as one object: {{setting.ciso}} */
static void
put_settings(const struct facts *f, struct json *v)
{
	const struct json *list = json_get(f->evidence, "settings");
	struct json *o = json_new_object();

	for (size_t i = 0; i < json_len(list); i++) {
		const struct json *row = json_at(list, i);
		const char *value = facts_text(row, "value");

		/* An empty value says that it is missing. */
		json_put_text(
		    o, facts_text(row, "key"), *value == '\0' ? NULL : value);
	}
	json_put(v, "setting", o);
}

/* Interim ones are 0.1, 0.2, ...; those after the period 1.0, 1.1, ... */
struct edition {
	int interim, final;
};

static void
put_edition(struct json *o, struct edition *e, bool interim)
{
	char text[32];

	if (interim)
		snprintf(text, sizeof(text), "0.%d", ++e->interim);
	else
		snprintf(text, sizeof(text), "1.%d", e->final++);
	json_put_text(o, "version", text);
}

/* This document, in this language. */
static bool
is_of_document(const struct values_input *in, const struct json *r)
{
	return strcmp(facts_text(r, "number"), in->number) == 0 &&
	    (in->language == NULL ||
		strcmp(facts_text(r, "language"), in->language) == 0);
}

static void
put_history(const struct values_input *in, struct json *v)
{
	const struct json *issued = json_get(in->facts->evidence, "reports");
	const struct json *period = json_get(in->facts->evidence, "period");
	struct json *list = json_new_array();
	struct edition edition = { 0 };
	struct json *row;

	for (size_t i = json_len(issued); i-- > 0;) {
		const struct json *r = json_at(issued, i);
		bool interim = json_get_bool(r, "interim", false);

		if (!is_of_document(in, r))
			continue;
		row = json_new_object();
		put_edition(row, &edition, interim);
		value_copy(row, "date", r, "made");
		json_put_text(row, "author", "Patchwacht");
		json_put_text(row, "change", interim ? "interim" : "issued");
		value_copy(row, "reason", r, "reason");
		value_copy(row, "reviewed", r, "reviewed");
		value_copy(row, "adopted", r, "adopted");
		json_add(list, row);
	}
	row = json_new_object();
	put_edition(row, &edition, in->facts->interim);
	value_copy(row, "date", period, "snapshot");
	json_put_text(row, "author", "Patchwacht");
	json_put_text(
	    row, "change", in->facts->interim ? "this_interim" : "this");
	value_copy(row, "reason", in->facts->evidence, "reason");
	json_put_null(row, "reviewed");
	json_put_null(row, "adopted");
	json_add(list, row);
	json_put(v, "history", list);
}

/* Who still has to decide on this report: open lines to sign. */
static void
put_approval(struct json *v)
{
	static const char *const roles[] = { "process_owner", "ciso", "board" };
	struct json *list = json_new_array();

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		struct json *row = json_new_object();

		json_put_text(row, "role", roles[i]);
		json_put_text(row, "name", ""); /* to be signed */
		json_put_text(row, "date", "");
		json_put_text(row, "decision", "");
		json_add(list, row);
	}
	json_put(v, "approval", list);
}

/* Whether a row before this one, of its kind, names the same readers. */
static bool
is_named_before(const struct json *list, size_t row)
{
	const struct json *this = json_at(list, row);

	for (size_t i = 0; i < row; i++) {
		const struct json *r = json_at(list, i);

		if (strcmp(facts_text(r, "kind"), facts_text(this, "kind")) ==
			0 &&
		    strcmp(facts_text(r, "readers"),
			facts_text(this, "readers")) == 0)
			return true;
	}
	return false;
}

/* All that schedules of this kind name: the document is made once for them. */
static bool
add_scheduled(const struct values_input *in, struct buf *out)
{
	const struct json *list =
	    json_get(in->facts->evidence, "scheduled_readers");

	for (size_t i = 0; in->report != NULL && i < json_len(list); i++) {
		const struct json *row = json_at(list, i);
		const char *readers = facts_text(row, "readers");

		if (strcmp(facts_text(row, "kind"), in->report) != 0 ||
		    is_named_before(list, i))
			continue;
		buf_printf(out, "%s%s", out->len > 0 ? ", " : "", readers);
	}
	return out->len > 0;
}

static void
add_functions(const struct json *settings, struct buf *out)
{
	static const char *const functions[] = { "board", "process_owner",
		"ciso" };

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		const char *function = json_get_text(settings, functions[i]);

		if (function != NULL)
			buf_printf(
			    out, "%s%s", out->len > 0 ? ", " : "", function);
	}
}

/*
 * Of its schedules; else of this kind of report, by the organisation or by the
 * template; else of all kinds; else those who have a task in it.
 */
static void
put_readers(const struct values_input *in, struct json *v, struct json *o)
{
	const struct json *settings = json_get(v, "setting");
	struct buf key = { 0 }, text = { 0 };
	const char *named;

	buf_printf(&key, "readers.%s", in->report != NULL ? in->report : "");
	named = json_get_text(settings, buf_str(&key));
	if (named == NULL)
		named = in->readers;
	if (named == NULL)
		named = json_get_text(settings, "readers");
	if (add_scheduled(in, &text))
		named = NULL;
	else if (named == NULL)
		add_functions(settings, &text);
	json_put_text(o, "readers",
	    named != NULL      ? named
		: text.len > 0 ? buf_str(&text)
			       : NULL);
	buf_free(&key);
	buf_free(&text);
}

/* What stands on every page of it. */
static void
put_document(const struct values_input *in, struct json *v)
{
	const struct json *history = json_get(v, "history");
	const char *class =
	    json_get_text(json_get(v, "setting"), "classification");
	const char *party =
	    json_get_text(json_get(v, "setting"), "service_provider");
	struct json *o = json_new_object();

	/* Who checks their own work is named as such. */
	json_put_text(o, "drawn_up",
	    party != NULL
		? party
		: json_get_text(json_get(v, "setting"), "process_owner"));
	json_put_text(o, "drawn_up_as", party != NULL ? "patches" : "owner");
	json_put_text(o, "number", in->number);
	value_copy(
	    o, "version", json_at(history, json_len(history) - 1), "version");
	json_put_text(
	    o, "classification", class != NULL ? class : "vertrouwelijk");
	put_readers(in, v, o);
	json_put(v, "document", o);
}

void
value_document(const struct values_input *in, struct json *v)
{
	const struct json *tenant = json_get(in->facts->evidence, "tenant");
	struct json *o = json_new_object();

	value_copy(o, "name", tenant, "name");
	value_copy(o, "kind", tenant, "kind");
	json_put(v, "organisation", o);
	put_period(in->facts, v);
	put_scope(in->facts, v);
	put_settings(in->facts, v);
	put_history(in, v);
	put_document(in, v);
	put_approval(v);
}

static const struct {
	const char *name; /* word threshold.NAME, and column of policy */
	bool is_span;
} thresholds[] = {
	{ "critical_s", true },
	{ "high_s", true },
	{ "medium_s", true },
	{ "low_s", true },
	{ "confirm_gap_s", true },
	{ "reported_s", true },
	{ "reported_critical_s", true },
	{ "window_grace_s", true },
	{ "return_s", true },
	{ "observe_s", true },
	{ "observe_active_s", true },
	{ "reboot_window_s", true },
	{ "reboot_limit", false },
	{ "silent_polls", false },
	{ "gap_percent", false },
	{ "within_percent", false },
	{ "partly_percent", false },
	{ "unused_days", false },
	{ "uplink_percent", false },
	{ "cpu_percent", false },
	{ "memory_percent", false },
	{ "volume_percent", false },
	{ "busy_percent", false },
	{ "mitigate_s", true },
	{ "follow_critical_s", true },
	{ "follow_s", true },
	{ "decide_s", true },
	{ "assess_s", true },
	{ "report_s", true },
	{ "skew_s", true },
	{ "log_silence_s", true },
	{ "answered_percent", false },
};

static void
put_thresholds(const struct facts *f, struct json *v)
{
	struct json *list = json_new_array();

	for (size_t i = 0; i < sizeof(thresholds) / sizeof(thresholds[0]);
	     i++) {
		const char *name = thresholds[i].name;
		struct json *row;

		/* Evidence of before there was such a threshold. */
		if (json_get(f->policy, name) == NULL)
			continue;
		row = json_new_object();
		json_put_text(row, "name", name);
		if (thresholds[i].is_span)
			value_copy(row, "span", f->policy, name);
		else
			value_copy(row, "number", f->policy, name);
		json_add(list, row);
	}
	json_put(v, "thresholds", list);
}

/* What is the same for every organisation: no policy can move it. */
static void
put_rules(struct json *v)
{
	static const struct {
		const char *name; /* word rule.NAME */
		int64_t number;
	} rules[] = {
		{ "small", MEASURE_SMALL },
		{ "partly_least", MEASURE_PARTLY_LEAST },
		{ "continuity_percent", GATE_CONTINUITY_PERCENT },
		{ "grey_percent", SITE_MEASURED_PERCENT },
	};
	struct json *list = json_new_array();

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct json *row = json_new_object();

		json_put_text(row, "name", rules[i].name);
		json_put_int(row, "number", rules[i].number);
		json_add(list, row);
	}
	json_put(v, "rules", list);
}

static void
put_policy(const struct facts *f, struct json *v)
{
	struct json *o = json_new_object();

	value_copy(o, "version", f->policy, "version");
	value_copy(o, "name", f->policy, "name");
	value_copy(o, "effective", f->policy, "effective");
	value_copy(o, "reason", f->policy, "reason");
	value_copy(o, "critical_s", f->policy, "critical_s");
	json_put_int(
	    o, "log_silence_s", limit_of(f, LIMIT_LOG_SILENCE) / CLOCK_SECOND);
	json_put(v, "policy", o);
	put_thresholds(f, v);
	put_rules(v);
}

/* How our own roles ran: one row a role. */
static void
put_roles(const struct facts *f, struct json *v)
{
	const struct json *runs = json_get(f->evidence, "runs");
	struct json *list = json_new_array();
	struct json *row = NULL;
	const char *role = "";
	int64_t starts = 0;

	for (size_t i = 0; i < json_len(runs); i++) {
		const struct json *r = json_at(runs, i);

		if (row == NULL || strcmp(role, facts_text(r, "role")) != 0) {
			role = facts_text(r, "role");
			row = json_new_object();
			json_put_text(row, "role", role);
			value_copy(row, "from", r, "started");
			json_add(list, row);
			starts = 0;
		}
		json_put_int(row, "starts", ++starts);
		value_copy(row, "to", r, "seen");
	}
	json_put(v, "roles", list);
}

/* Whose silence at night says nothing. */
static void
put_sleepers(const struct facts *f, struct json *v)
{
	const struct json *list = json_get(f->evidence, "sleepers");

	json_put(
	    v, "sleepers", list != NULL ? json_share(list) : json_new_array());
}

/* Of the journals: a line on paper is what one day is compared. */
static void
put_anchors(const struct facts *f, struct json *v)
{
	const struct json *anchors = json_get(f->evidence, "anchors");
	struct json *list = json_new_array();

	for (size_t i = 0; i < json_len(anchors); i++) {
		const struct json *a = json_at(anchors, i);
		struct json *row = json_new_object();

		value_copy(row, "journal", a, "stream");
		value_copy(row, "host", a, "host");
		value_copy(row, "checkpoint", a, "checkpoint");
		value_copy(row, "record", a, "seq");
		value_copy(row, "at", a, "at");
		value_copy(row, "hash", a, "hash");
		value_copy(row, "line", a, "line");
		json_add(list, row);
	}
	json_put(v, "anchors", list);
}

/* Did we poll in the period, and did anything answer in it? */
static bool
was_answered(const struct facts *f)
{
	for (size_t i = 0; timing_polled(f) && i < f->ndevices; i++) {
		if (f->devices[i].answered)
			return true;
	}
	return false;
}

void
value_instrument(const struct values_input *in, struct json *v)
{
	const struct json *e = in->facts->evidence;
	const struct json *chain = json_get(e, "chain");
	const struct json *check = json_get(e, "chain_check");
	struct json *o = json_new_object();

	value_copy(o, "program", e, "program");
	json_put_text(o, "template_sha256", in->template_sha256);
	json_put_text(o, "brand_sha256", in->brand_sha256);
	json_put_text(o, "evidence_sha256", in->evidence_sha256);
	json_put_text(o, "frameworks_sha256", in->catalogue_sha256);
	value_copy(o, "chain_seq", chain, "seq");
	value_copy(o, "chain_hash", chain, "hash");
	value_copy(o, "chain_rows", check, "rows");
	value_copy(o, "chain_whole", check, "whole");
	value_copy(
	    o, "clock_synchronised", json_get(e, "own_clock"), "synchronised");
	json_put_bool(o, "polled", timing_polled(in->facts));
	json_put_bool(o, "answered", was_answered(in->facts));
	json_put_int(
	    o, "longest_gap_s", timing_longest_gap(in->facts) / CLOCK_SECOND);
	value_copy(o, "quarantined", json_get(e, "quarantine"), "count");
	json_put(v, "instrument", o);
	json_put_int(v, "replaced", 0); /* known once all is rendered */
	put_policy(in->facts, v);
	put_roles(in->facts, v);
	put_sleepers(in->facts, v);
	put_anchors(in->facts, v);
}
