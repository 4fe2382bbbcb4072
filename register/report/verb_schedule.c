/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/report/schedule_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/report/schedule_input.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht schedule: reports that are made by themselves. */

static struct schedule_input input;
static const char *reason, *moment;
static bool all, catch_up;

static int
add(struct context *c, const struct words *rest)
{
	struct schedule_texts texts = { 0 };
	struct schedule s = { 0 };
	int rc = schedule_input_read(c, rest->word[0], &input, &s, &texts);

	if (rc == ERR_OK)
		rc = schedule_add(c->db, c->tenant, &s);
	if (rc == ERR_EXISTS)
		complain("there is a schedule \"%s\" already", s.name);
	if (rc == ERR_OK)
		say("Schedule added: %s. `patchwacht report due`, which a "
		    "timer runs, makes what is due.",
		    s.name);
	schedule_texts_free(&texts);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		SCHEDULE_OPTIONS(input),
		{ 0 },
	};
	static const struct synopsis s = { "schedule add", "NAME", 1, 1, flags,
		"Periods begin and end on the clocks of the organisation." };

	return work_change(&s, argc, argv, add);
}

static int
need_reason(void)
{
	struct buf why = { 0 };
	int rc;

	if (reason == NULL) {
		complain("--reason is missing");
		return ERR_PARSE;
	}
	rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	return rc;
}

static int
tell_missing(struct context *c, int rc, const char *name)
{
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_SCHEDULE, name);
	return rc;
}

static int
drop(struct context *c, const struct words *rest)
{
	int rc = need_reason();

	if (rc == ERR_OK)
		rc = schedule_remove(c->db, c->tenant, rest->word[0], reason);
	if (rc == ERR_OK)
		say("Schedule removed: %s. What it made stays.", rest->word[0]);
	return tell_missing(c, rc, rest->word[0]);
}

static int
pause_one(struct context *c, const struct words *rest)
{
	int rc = need_reason();

	if (rc == ERR_OK)
		rc = schedule_pause(c->db, c->tenant, rest->word[0], reason);
	if (rc == ERR_EXISTS)
		complain("%s is paused already", rest->word[0]);
	if (rc == ERR_OK)
		say("Schedule paused: %s", rest->word[0]);
	return tell_missing(c, rc, rest->word[0]);
}

static int
resume(struct context *c, const struct words *rest)
{
	int rc = need_reason();

	if (rc == ERR_OK)
		rc = schedule_resume(
		    c->db, c->tenant, rest->word[0], catch_up, reason);
	if (rc == ERR_EXISTS)
		complain("%s is not paused", rest->word[0]);
	if (rc == ERR_OK)
		say("Schedule resumed: %s. What came due meanwhile is %s.",
		    rest->word[0], catch_up ? "made as well" : "not made");
	return tell_missing(c, rc, rest->word[0]);
}

#define REASON_FLAG                                                    \
	{                                                              \
		"reason", FLAG_TEXT, &reason, "TEXT", "why (required)" \
	}

static int
remove_verb(int argc, char **argv)
{
	static const struct flag flags[] = { REASON_FLAG, { 0 } };
	static const struct synopsis s = { "schedule remove", "NAME", 1, 1,
		flags, NULL };

	return work_change(&s, argc, argv, drop);
}

static int
pause_verb(int argc, char **argv)
{
	static const struct flag flags[] = { REASON_FLAG, { 0 } };
	static const struct synopsis s = { "schedule pause", "NAME", 1, 1,
		flags, "Until `patchwacht schedule resume`." };

	return work_change(&s, argc, argv, pause_one);
}

static int
resume_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		REASON_FLAG,
		{ "catch-up", FLAG_YES, &catch_up, NULL,
		    "make what came due meanwhile, too" },
		{ 0 },
	};
	static const struct synopsis s = { "schedule resume", "NAME", 1, 1,
		flags, NULL };

	return work_change(&s, argc, argv, resume);
}

static const struct column columns[] = {
	{ "name", "SCHEDULE", COLUMN_TEXT, 0 },
	{ "kind", "REPORT", COLUMN_TEXT, 0 },
	{ "every", "EVERY", COLUMN_TEXT, 0 },
	{ "languages", "IN", COLUMN_LIST, 0 },
	{ "days", "AFTER DAYS", COLUMN_INT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "each_site", "EACH SITE", COLUMN_BOOL, 0 },
	{ "recipients", "MAIL TO", COLUMN_LIST, COLUMN_WRAP },
	{ "folder", "FOLDER", COLUMN_TEXT, 0 },
	{ "bundle", "BUNDLE", COLUMN_BOOL, 0 },
	{ "readers", "MEANT FOR", COLUMN_TEXT, COLUMN_WRAP },
	{ "since", NULL, COLUMN_TIME, 0 },
	{ "next", "NEXT", COLUMN_TIME, 0 },
	{ "last", "LAST", COLUMN_TIME, 0 },
	{ "paused", "PAUSED", COLUMN_TIME, 0 },
	{ "removed", NULL, COLUMN_TIME, 0 },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("schedules", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{schedule}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = schedule_list(c->db, c->tenant, NULL, all, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No schedule: no report is made by itself.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL, "those that were removed, too" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "schedule list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list);
}

int
verb_schedule(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "another report that is made by itself" },
		{ "list", list_verb, "which there are, and when they are due" },
		{ "pause", pause_verb, "make it no more for a while" },
		{ "resume", resume_verb, "make it again" },
		{ "remove", remove_verb, "make it no more" },
		{ 0 },
	};

	return verb_dispatch("schedule", verbs, argc, argv);
}
