/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/patch/status_store.h"
#include "lib/store/todo/todo_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht todo: what asks for somebody, and what to do about it. */

static struct todo_filter filter;
static const char *moment;

static const struct column columns[] = {
	{ "what", "WHAT", COLUMN_TEXT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "subject", "OF", COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "priority", "PRIORITY", COLUMN_TEXT, 0 },
	{ "due", "BY", COLUMN_TIME, 0 },
	{ "owner", "OWNER", COLUMN_TEXT, 0 },
	{ "detail", NULL, COLUMN_TEXT, 0 },
	{ "weight", NULL, COLUMN_INT, 0 },
	{ "next", "NEXT", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

/*
 * What to type next. %p is the patch, %s the subject; one is for a line of one
 * device, many for more, where that differs.
 */
static const struct step {
	const char *what, *one, *many;
} steps[] = {
	{ "rolled_back", "deployment show %p %s",
	    "deployment list --patch %p --state rolled_back" },
	{ "regressed", "deployment show %p %s",
	    "deployment list --patch %p --state regressed" },
	{ "failed", "deployment show %p %s",
	    "deployment list --patch %p --state failed" },
	{ "late", "deployment show %p %s",
	    "deployment list --patch %p --late" },
	{ "due soon", "deployment show %p %s",
	    "deployment list --patch %p --open" },
	{ "not confirmed", "device poll %s",
	    "deployment list --patch %p --state reported" },
	{ "conflicting", "device show %s", "deployment list --patch %p" },
	{ "paused", "ring show %p", "ring show %p" },
	{ "undeterminable", "snmp-test %s",
	    "deployment list --patch %p --state undeterminable" },
	{ "emergency", NULL, "patch approve %p" },
	{ "emergency, overdue", NULL, "patch approve %p" },
	{ "not approved", NULL, "patch approve %p" },
	{ "assessment", NULL, "patch agree %p" },
	{ "exception asked", NULL, "exception advise %s" },
	{ "exception advised", NULL, "exception approve %s" },
	{ "exception ends", NULL, "exception extend %s" },
};

/* As one word of a shell's, which a name of several, or of worse, is not. */
static void
add_word(struct buf *out, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "._:@%+,-";

	if (text[strspn(text, plain)] == '\0') {
		buf_add_str(out, text);
		return;
	}
	buf_add_u8(out, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '\'')
			buf_add_str(out, "'\\'");
		buf_add_u8(out, (uint8_t)*text);
	}
	buf_add_u8(out, '\'');
}

static void
add_command(
    struct buf *out, const char *text, const struct db_rows *rows, size_t row)
{
	const char *value;

	command_name(out);
	for (; *text != '\0'; text++) {
		if (*text != '%') {
			buf_add_u8(out, (uint8_t)*text);
			continue;
		}
		text++;
		value = db_text(
		    rows, row, *text == 'p' ? TODO_PATCH : TODO_SUBJECT);
		if (value != NULL)
			add_word(out, value);
	}
}

static void
add_next(struct buf *out, const struct db_rows *rows, size_t row)
{
	const char *what = db_text(rows, row, TODO_WHAT);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		const struct step *s = &steps[i];
		bool is_one =
		    s->one != NULL && !db_is_null(rows, row, TODO_SUBJECT);

		if (strcmp(s->what, what) != 0)
			continue;
		add_command(out, is_one ? s->one : s->many, rows, row);
		return;
	}
	/* Entries: their kind is the first word, and the verb. */
	command_name(out);
	buf_printf(out, "%.*s show %s", (int)strcspn(what, " "), what,
	    db_text(rows, row, TODO_SUBJECT));
}

static void
add_line(struct table *t, const struct db_rows *rows, size_t row)
{
	struct buf next = { 0 };

	table_add_text(t, db_text(rows, row, TODO_WHAT));
	table_add_text(t, db_text(rows, row, TODO_PATCH));
	table_add_text(t, db_text(rows, row, TODO_SUBJECT));
	if (db_is_null(rows, row, TODO_DEVICES))
		table_add_text(t, NULL);
	else
		table_add_int(t, db_int(rows, row, TODO_DEVICES));
	table_add_text(t, db_text(rows, row, TODO_PRIORITY));
	table_add_time(t, db_time(rows, row, TODO_DUE));
	table_add_text(t, db_text(rows, row, TODO_OWNER));
	table_add_text(t, db_text(rows, row, TODO_DETAIL));
	table_add_int(t, db_int(rows, row, TODO_WEIGHT));
	add_next(&next, rows, row);
	table_add_text(t, buf_str(&next));
	buf_free(&next);
}

/* What is late is so by the clock; the rest is as the verifier left it. */
static int
tell_verified(struct context *c)
{
	char text[ZONE_TEXT_MAX];
	int64_t at = DB_NO_TIME;
	bool owed = false;
	int rc = status_verified(c->db, c->tenant, &owed, &at);

	if (rc < 0 || !owed || at >= clock_now() - STATUS_VERIFIED_WITHIN)
		return rc;
	if (at == DB_NO_TIME)
		say("The verifier has never looked: only deadlines are judged, "
		    "by the clock. Does patchwachtd run?");
	else
		say("The verifier looked last on %s: only deadlines are judged "
		    "by the clock since. Does patchwachtd run?",
		    zone_format(at, text));
	return rc;
}

/* Of an empty list: a slip in what it was asked by. */
static int
check_filters(struct context *c)
{
	int rc = missing_filter(c, "--site", MISSING_SITE, filter.site);

	if (rc == ERR_OK)
		rc = missing_filter(c, "--owner", MISSING_OWNER, filter.owner);
	return rc;
}

static int
list_todo(struct context *c, const struct words *rest)
{
	struct table *t = table_new("todo", columns);
	struct db_rows *rows = NULL;
	int rc =
	    as_of(c, "{deployment,patch,device,exception}", moment, &filter.at);

	(void)rest;
	if (rc == ERR_OK)
		rc = todo_list(c->db, c->tenant, &filter, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		add_line(t, rows, i);
	if (rc == ERR_OK && table_rows(t) == 0)
		rc = check_filters(c);
	if (rc == ERR_OK) {
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("Nothing asks for anybody.");
	}
	if (rc == ERR_OK && filter.at == 0)
		rc = tell_verified(c);
	db_rows_free(rows);
	table_free(t);
	return rc;
}

int
verb_todo(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "owner", FLAG_TEXT, &filter.owner, "FUNCTION",
		    "of one owner" },
		{ "site", FLAG_TEXT, &filter.site, "NAME",
		    "of one site: its devices, and what is about them" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "todo", "", 0, 0, flags,
		"What is late, due soon, reported and not confirmed, "
		"undecided, expiring or waiting for\napproval, the heaviest "
		"first, with what to type next." };

	return work_read(&s, argc, argv, list_todo);
}
