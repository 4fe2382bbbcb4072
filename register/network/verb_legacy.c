/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/base/number.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/legacy_store.h"
#include "lib/store/network/request_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/network/request_wait.h"
#include "register/people/document.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht legacy: whether devices answer SNMPv1 and v2c, where permitted. */

static const char *by, *document, *file, *site, *until, *reason, *moment;
static bool all;
static long wait_s;

static bool
is_said(const char *text, const char *option, const char *why)
{
	if (text != NULL)
		return true;
	complain("%s is missing: %s", option, why);
	return false;
}

/*
 * Permissions
 */

static int
read_permission(struct context *c, struct legacy_permission *p)
{
	struct buf why = { 0 };
	int rc = check_tell(check_prose(by, &why), "--by", &why);

	if (rc == ERR_OK)
		rc =
		    check_tell(check_prose(document, &why), "--document", &why);
	if (rc == ERR_OK)
		rc = document_hash("--file", file, p->sha256);
	if (rc == ERR_OK)
		rc = check_tell(
		    check_time(until, &p->until, &why), "--until", &why);
	buf_free(&why);
	if (rc == ERR_OK && site != NULL)
		rc = site_find(c->db, c->tenant, site, &p->site_id);
	if (rc == ERR_NOTFOUND) {
		missing_tell(c, "--site", MISSING_SITE, site);
		rc = ERR_PARSE;
	}
	if (rc < 0)
		return rc;
	p->granted_by = by;
	p->document = document;
	p->from = clock_now();
	if (p->until > p->from && p->until <= p->from + 366 * CLOCK_DAY)
		return ERR_OK;
	complain("--until: a moment to come, within a year");
	return ERR_PARSE;
}

static int
permit(struct context *c, const struct words *rest)
{
	struct legacy_permission p = { .site_id = 0 };
	int64_t id;
	int rc;

	(void)rest;
	if (!is_said(by, "--by", "who permits it, a function or a person") ||
	    !is_said(document, "--document", "where it is written") ||
	    !is_said(file, "--file", "that paper, or its SHA-256") ||
	    !is_said(until, "--until", "how long it may be tried"))
		return ERR_PARSE;
	rc = read_permission(c, &p);
	if (rc == ERR_OK)
		rc = legacy_permit(c->db, c->tenant, &p, &id);
	if (rc == ERR_OK)
		say("Permission %" PRId64 " is recorded. Nothing is tried yet: "
		    "`patchwacht legacy test`.",
		    id);
	return rc;
}

static int
permit_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "by", FLAG_TEXT, &by, "WHO", "who permits it (required)" },
		{ "document", FLAG_TEXT, &document, "TEXT",
		    "where it is written (required)" },
		{ "file", FLAG_TEXT, &file, "FILE|SHA256",
		    "that paper, of which the hash is kept (required)" },
		{ "site", FLAG_TEXT, &site, "NAME",
		    "only there; medical technology only with it" },
		{ "until", FLAG_TEXT, &until, "TIME",
		    "how long, at most a year (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "legacy permit", "", 0, 0, flags,
		"Records that somebody permits to try whether devices answer "
		"SNMPv1 and v2c." };

	return work_change(&s, argc, argv, permit);
}

static int
end_permission(struct context *c, const struct words *rest)
{
	int64_t id;
	int rc;

	if (number_parse(rest->word[0], 1, INT32_MAX, &id) < 0) {
		complain("\"%s\" is no number of a permission; `patchwacht "
			 "legacy list` has them",
		    rest->word[0]);
		return ERR_PARSE;
	}
	if (!is_said(reason, "--reason", "why it is over"))
		return ERR_PARSE;
	rc = legacy_end(c->db, c->tenant, id, reason);
	if (rc == ERR_NOTFOUND)
		complain("there is no permission %" PRId64
			 " that has not ended; `patchwacht legacy list` has "
			 "them",
		    id);
	if (rc == ERR_OK)
		say("Permission %" PRId64 " has ended: nothing is tried under "
		    "it any more.",
		    id);
	return rc;
}

static int
end_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "legacy end", "NUMBER", 1, 1, flags,
		"Ends a permission before its time." };

	return work_change(&s, argc, argv, end_permission);
}

static const struct column list_columns[] = {
	{ "permission", "PERMISSION", COLUMN_INT, 0 },
	{ "by", "BY", COLUMN_TEXT, 0 },
	{ "document", "DOCUMENT", COLUMN_TEXT, COLUMN_WRAP },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "from", "FROM", COLUMN_TIME, 0 },
	{ "until", "UNTIL", COLUMN_TIME, 0 },
	{ "actor", "RECORDED BY", COLUMN_TEXT, 0 },
	{ "ended", "ENDED", COLUMN_TIME, 0 },
	{ "ended_by", NULL, COLUMN_TEXT, 0 },
	{ "ended_why", NULL, COLUMN_TEXT, 0 },
	{ "sha256", NULL, COLUMN_TEXT, 0 },
	{ "made", NULL, COLUMN_TIME, 0 },
	{ "tests", "TESTS", COLUMN_INT, 0 },
	{ 0 },
};

static const struct column result_columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "answers", "ANSWERS TO", COLUMN_TEXT, 0 },
	{ "tried", "TRIED", COLUMN_TEXT, COLUMN_WRAP },
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "asked_by", "ASKED BY", COLUMN_TEXT, 0 },
	{ "permission", "PERMISSION", COLUMN_INT, 0 },
	{ 0 },
};

static void
print(struct table *t, const struct db_rows *rows, const char *none)
{
	table_add_rows(t, rows);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0)
		say("%s", none);
	table_free(t);
}

static int
show_list(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = legacy_list(
		    c->db, c->tenant, all, at == 0 ? clock_now() : at, &rows);
	if (rc == ERR_OK)
		print(table_new("permissions", list_columns), rows,
		    "Nobody permits it.");
	db_rows_free(rows);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL, "those that are over, too" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "legacy list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, show_list);
}

static int
show_results(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int id = 0, rc = as_of(c, "{}", moment, &at);

	if (rc == ERR_OK && rest->n > 0)
		rc = device_store_find_ever(
		    c->db, c->tenant, rest->word[0], &id);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE_EVER, rest->word[0]);
	if (rc == ERR_OK)
		rc = legacy_results(
		    c->db, c->tenant, id, at == 0 ? clock_now() : at, &rows);
	if (rc == ERR_OK)
		print(table_new("tests", result_columns), rows,
		    "No device was tried.");
	db_rows_free(rows);
	return rc;
}

static int
results_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "legacy results", "[DEVICE]", 0, 1,
		flags, "What the last test of each device found." };

	return work_read(&s, argc, argv, show_results);
}

/*
 * Tests
 */

static int
ask(struct context *c, int device, int64_t *request)
{
	int rc = db_begin(c->db);

	if (rc == ERR_OK)
		rc = request_add(
		    c->db, c->tenant, "legacy", device, NULL, request);
	if (rc == ERR_OK)
		return db_commit(c->db);
	db_rollback(c->db);
	return rc;
}

static int
tell(struct context *c, int64_t request, const char *name)
{
	struct db_rows *rows = NULL;
	int rc = request_wait(c, request, name, wait_s, &rows);
	const char *outcome;

	if (rc < 0)
		return rc == ERR_AGAIN ? ERR_IO : rc;
	outcome = db_text(rows, 0, REQUEST_OUTCOME);
	if (strcmp(outcome, "tried") != 0) {
		complain("%s: %s", name, outcome);
		rc = ERR_IO;
	} else {
		struct json *o = NULL;
		const char *text = db_text(rows, 0, REQUEST_RESULT);

		rc = json_parse("result", text, strlen(text), &o);
		if (rc == ERR_OK)
			say("%s: %s", name, json_get_text(o, "answers"));
		json_free(o);
	}
	db_rows_free(rows);
	return rc;
}

static int
test_one(struct context *c, const char *name)
{
	int64_t request;
	int id, rc = device_store_find(c->db, c->tenant, name, &id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE, name);
	if (rc == ERR_OK)
		rc = ask(c, id, &request);
	return rc == ERR_OK ? tell(c, request, name) : rc;
}

/* All that a permission covers, and were not tried under it. */
static int
test_all(struct context *c)
{
	struct db_rows *rows = NULL;
	int rc = legacy_covered(c->db, c->tenant, &rows);

	if (rc == ERR_OK && db_count(rows) == 0)
		say("No permission covers a device that was not tried.");
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int64_t request;

		rc = ask(c, (int)db_int(rows, i, 0), &request);
		if (rc == ERR_OK)
			rc = tell(c, request, db_text(rows, i, 1));
	}
	db_rows_free(rows);
	return rc;
}

static int
test(struct context *c, const struct words *rest)
{
	int rc = ERR_OK;

	if (rest->n == 0)
		return test_all(c);
	for (size_t i = 0; rc == ERR_OK && i < rest->n; i++)
		rc = test_one(c, rest->word[i]);
	return rc;
}

static int
test_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "wait", FLAG_INT, &wait_s, "SECONDS",
		    "at most, for each (120)" },
		{ 0 },
	};
	static const struct synopsis s = { "legacy test", "[DEVICE ...]", 0,
		(size_t)-1, flags,
		"Asks the daemon to try SNMPv1 and v2c, with \"public\" and "
		"with communities of\nthe organisation, where a permission "
		"covers it; without names all of them that\nwere not tried "
		"yet." };

	wait_s = 120;
	return work_read(&s, argc, argv, test);
}

int
verb_legacy(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "permit", permit_verb, "record that somebody permits it" },
		{ "end", end_verb, "end a permission" },
		{ "list", list_verb, "who permits it, until when" },
		{ "test", test_verb, "try it" },
		{ "results", results_verb, "what was found" },
		{ 0 },
	};

	return verb_dispatch("legacy", verbs, argc, argv);
}
