/* SPDX-License-Identifier: Apache-2.0 */
#include "register/network/examine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/mem.h"
#include "lib/model/finding.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/request_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/network/request_wait.h"
#include "register/show/table.h"

enum { WIDTH = 78 };

/* One that was asked, and its answer. */
struct report {
	const struct examinee *who;
	const char *outcome;
	const struct json *result; /* may be NULL */
	enum finding found[FINDINGS];
	size_t count;
	char *same_engine; /* names of other devices; may be NULL */
};

static int
ask_one(struct context *c, const char *kind, const struct examinee *e,
    int64_t *request)
{
	struct json *args = json_new_object();
	int rc;

	json_put_text(args, "address", e->address);
	json_put_int(args, "port", e->port);
	json_put_int(args, "credential", e->credential);
	json_put_bool(args, "any_source", e->any_source);
	rc = request_add(c->db, c->tenant, kind, e->device, args, request);
	json_free(args);
	return rc;
}

static int
ask_all(struct context *c, const char *kind, const struct examinee *list,
    size_t count, int64_t *requests)
{
	int rc = db_begin(c->db);

	for (size_t i = 0; rc == ERR_OK && i < count; i++)
		rc = ask_one(c, kind, &list[i], &requests[i]);
	if (rc == ERR_OK)
		return db_commit(c->db);
	db_rollback(c->db);
	return rc;
}

/*
 * What was found
 */

static void
add_finding(struct report *r, enum finding f)
{
	for (size_t i = 0; i < r->count; i++) {
		if (r->found[i] == f)
			return;
	}
	r->found[r->count++] = f;
}

static void
read_findings(struct report *r)
{
	const struct json *list = json_get(r->result, "findings");
	enum finding f;

	for (size_t i = 0; i < json_len(list) && r->count < FINDINGS; i++) {
		const char *name = json_text_of(json_at(list, i));

		if (name != NULL && finding_parse(name, &f) == ERR_OK)
			add_finding(r, f);
	}
}

/* The register knows who else has that engine ID, and which it had before. */
static int
compare_engine(struct context *c, struct report *r)
{
	const char *id = json_get_text(r->result, "engine_id");
	struct db_rows *rows = NULL;
	int rc;

	if (id == NULL)
		return ERR_OK;
	rc = device_store_engine(c->db, c->tenant, r->who->device, id, &rows);
	if (rc == ERR_OK && !db_is_null(rows, 0, 0)) {
		r->same_engine = mem_dup_str(db_text(rows, 0, 0));
		add_finding(r, FINDING_ENGINE_SHARED);
	}
	if (rc == ERR_OK && db_bool(rows, 0, 1))
		add_finding(r, FINDING_ENGINE_CHANGED);
	db_rows_free(rows);
	return rc;
}

/*
 * In words
 */

/* Broken at blanks; lines after the first are set in. */
static void
print_wrapped(const char *label, const char *text)
{
	size_t indent = strlen(label), room = WIDTH - indent, len;

	printf("%s", label);
	while (strlen(text) > room) {
		for (len = room; len > 0 && text[len] != ' '; len--)
			;
		if (len == 0)
			len = strcspn(text, " ");
		printf("%.*s\n%*s", (int)len, text, (int)indent, "");
		text += len + (text[len] == ' ');
	}
	printf("%s\n", text);
}

static void
print_finding(const struct report *r, enum finding f)
{
	struct buf text = { 0 };

	buf_add_str(&text, finding_text(f));
	if (f == FINDING_ENGINE_SHARED && r->same_engine != NULL)
		buf_printf(&text, " (%s)", r->same_engine);
	if (f == FINDING_OTHER_SOURCE)
		buf_printf(&text, " It was %s.",
		    json_get_text(r->result, "other_address"));
	print_wrapped(
	    finding_is_fault(f) ? "  fault: " : "  note:  ", buf_str(&text));
	print_wrapped("         ", finding_advice(f));
	buf_free(&text);
}

static bool
is_full(const struct report *r)
{
	return strcmp(r->outcome, "answered") == 0;
}

static const char *
verdict_of(const struct report *r)
{
	if (is_full(r))
		return "answers fully";
	if (strcmp(r->outcome, "partial") == 0)
		return "answers, but not fully";
	if (strcmp(r->outcome, "no answer") == 0)
		return "does not answer";
	if (strcmp(r->outcome, "no credential") == 0)
		return "was not asked: the poller cannot open the credential";
	return r->outcome;
}

static void
print_words(const struct report *r)
{
	const char *descr = json_get_text(r->result, "sys_descr");
	int64_t rtt = json_get_int(r->result, "rtt_us", 0);
	struct buf line = { 0 };

	printf("%s at %s port %d: %s", r->who->name, r->who->address,
	    r->who->port, verdict_of(r));
	if (rtt > 0)
		printf(", in %" PRId64 ".%" PRId64 " ms", rtt / 1000,
		    rtt / 100 % 10);
	printf("\n");
	if (descr != NULL) {
		/* Its own words may hold anything. */
		for (; *descr != '\0' && line.len < 200; descr++)
			buf_add_u8(&line,
			    (uint8_t)*descr < ' ' || *descr == 127
				? ' '
				: (uint8_t)*descr);
		print_wrapped("  it is: ", buf_str(&line));
	}
	for (size_t i = 0; i < r->count; i++)
		print_finding(r, r->found[i]);
	buf_free(&line);
}

/*
 * For programs
 */

static const struct column columns[] = {
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "port", "PORT", COLUMN_INT, 0 },
	{ "outcome", "OUTCOME", COLUMN_TEXT, 0 },
	{ "full", "FULL", COLUMN_BOOL, 0 },
	{ "rtt_us", "RTT", COLUMN_INT, 0 },
	{ "sys_name", "SYSNAME", COLUMN_TEXT, 0 },
	{ "sys_descr", "SYSDESCR", COLUMN_TEXT, 0 },
	{ "sys_object_id", "SYSOBJECTID", COLUMN_TEXT, 0 },
	{ "engine_id", "ENGINE", COLUMN_TEXT, 0 },
	{ "other_address", "OTHER", COLUMN_TEXT, 0 },
	{ "findings", "FINDINGS", COLUMN_JSON, 0 },
	{ 0 },
};

static char *
findings_text(const struct report *r)
{
	struct json *list = json_new_array(), *o;
	char *text;

	for (size_t i = 0; i < r->count; i++) {
		o = json_new_object();
		json_put_text(o, "finding", finding_name(r->found[i]));
		json_put_bool(o, "fault", finding_is_fault(r->found[i]));
		json_put_text(o, "text", finding_text(r->found[i]));
		json_put_text(o, "advice", finding_advice(r->found[i]));
		json_add(list, o);
	}
	text = json_line(list);
	json_free(list);
	return text;
}

static void
add_row(struct table *t, const struct report *r)
{
	static const char *const texts[] = { "sys_name", "sys_descr",
		"sys_object_id", "engine_id", "other_address" };
	char *findings = findings_text(r);

	table_add_text(t, r->who->name);
	table_add_text(t, r->who->address);
	table_add_int(t, r->who->port);
	table_add_text(t, r->outcome);
	table_add_bool(t, is_full(r));
	table_add_int(t, json_get_int(r->result, "rtt_us", 0));
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		table_add_text(t, json_get_text(r->result, texts[i]));
	table_add_text(t, findings);
	free(findings);
}

/*
 * All together
 */

static int
tell_answer(struct context *c, const struct examinee *e,
    const struct db_rows *rows, struct table *t)
{
	const char *text = db_is_null(rows, 0, REQUEST_RESULT)
	    ? "{}"
	    : db_text(rows, 0, REQUEST_RESULT);
	struct report r = { .who = e,
		.outcome = db_text(rows, 0, REQUEST_OUTCOME) };
	struct json *result = NULL;
	int rc;

	rc = json_parse("answer", text, strlen(text), &result);
	r.result = result;
	if (rc == ERR_OK) {
		read_findings(&r);
		rc = compare_engine(c, &r);
	}
	if (rc == ERR_OK && command_form() != FORM_TABLE)
		add_row(t, &r);
	else if (rc == ERR_OK && !command.quiet)
		print_words(&r);
	if (rc == ERR_OK && !is_full(&r))
		rc = ERR_IO;
	free(r.same_engine);
	json_free(result);
	return rc;
}

int
examine(struct context *c, const char *kind, const struct examinee *list,
    size_t count, long wait_s)
{
	int64_t *requests = mem_new(count, sizeof(*requests));
	struct table *t = table_new("tests", columns);
	struct db_rows *rows;
	int rc = ask_all(c, kind, list, count, requests), one;

	for (size_t i = 0; i < count && rc != ERR_AGAIN; i++) {
		rows = NULL;
		one = request_wait(c, requests[i], list[i].name, wait_s, &rows);
		if (one == ERR_OK)
			one = tell_answer(c, &list[i], rows, t);
		db_rows_free(rows);
		rc = one < 0 ? one : rc;
	}
	if (command_form() != FORM_TABLE)
		table_print(t, stdout, command_form());
	table_free(t);
	free(requests);
	return rc == ERR_AGAIN ? ERR_IO : rc;
}
