/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/store/db.h"
#include "lib/store/log/hold_store.h"
#include "register/command.h"
#include "register/log/log_input.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht hold: what retention is to pass over. */

static const char *since, *until, *reason, *owner;
static bool all;

static bool
is_said(const char *text, const char *name, const char *what)
{
	if (text != NULL && text[0] != '\0')
		return true;
	complain("%s is required: %s", name, what);
	return false;
}

static int
read_span(struct hold *h)
{
	struct buf why = { 0 };
	int rc = check_tell(
	    log_input_since(since, &h->since, &why), "--since", &why);

	if (rc == ERR_OK)
		rc = check_tell(
		    log_input_since(until, &h->until, &why), "--until", &why);
	buf_free(&why);
	if (rc == ERR_OK && h->until <= h->since) {
		complain("--until is not after --since");
		rc = ERR_PARSE;
	}
	return rc;
}

static int
add_hold(struct context *c, const struct words *rest)
{
	struct hold h = { .reason = reason, .owner = owner };
	int64_t id;
	int rc;

	(void)rest;
	if (!is_said(since, "--since", "from when on nothing may go") ||
	    !is_said(until, "--until",
		"what is later may go as always; it may "
		"lie in the future") ||
	    !is_said(reason, "--reason", "why, in the chain of changes") ||
	    !is_said(owner, "--owner", "who asked for it, and ends it"))
		return ERR_PARSE;
	rc = read_span(&h);
	if (rc == ERR_OK)
		rc = hold_add(c->db, c->tenant, &h, &id);
	if (rc == ERR_OK)
		say("Hold %" PRId64 " is open: retention passes over that time "
		    "until `patchwacht hold remove %" PRId64 "`.",
		    id, id);
	return rc;
}

static int
hold_add_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "since", FLAG_TEXT, &since, "TIME",
		    "from then on (required)" },
		{ "until", FLAG_TEXT, &until, "TIME",
		    "up to then (required); may be in the future" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ "owner", FLAG_TEXT, &owner, "NAME",
		    "who asked for it (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "hold add", "", 0, 0, flags,
		"Nothing that came in during that time is dropped while it is "
		"open: messages,\nreadings, events and losses in the database, "
		"and the journal." };

	return work_change(&s, argc, argv, add_hold);
}

static int
remove_hold(struct context *c, const struct words *rest)
{
	int64_t id;
	int rc;

	if (number_parse(rest->word[0], 1, INT32_MAX, &id) < 0) {
		complain("\"%s\" is no number of a hold; `patchwacht hold "
			 "list` has them",
		    rest->word[0]);
		return ERR_PARSE;
	}
	if (!is_said(reason, "--reason", "why it is over"))
		return ERR_PARSE;
	rc = hold_release(c->db, c->tenant, id, reason);
	if (rc == ERR_NOTFOUND)
		complain("there is no open hold %" PRId64
			 "; `patchwacht hold list` has them",
		    id);
	if (rc == ERR_OK)
		say("Hold %" PRId64 " is removed: what is past its retention "
		    "goes within a day.",
		    id);
	return rc;
}

static int
hold_remove_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT",
		    "why it is over (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "hold remove", "NUMBER", 1, 1, flags,
		"Retention goes on; the hold stays listed with --all." };

	return work_change(&s, argc, argv, remove_hold);
}

static const char *moment;

static const struct column columns[] = {
	{ "hold", "HOLD", COLUMN_INT, 0 },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "until", "UNTIL", COLUMN_TIME, 0 },
	{ "owner", "OWNER", COLUMN_TEXT, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "set_by", "SET BY", COLUMN_TEXT, 0 },
	{ "set_at", "SET", COLUMN_TIME, 0 },
	{ "removed_by", NULL, COLUMN_TEXT, 0 },
	{ "removed_at", "REMOVED", COLUMN_TIME, 0 },
	{ "removed_for", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list_holds(struct context *c, const struct words *rest)
{
	struct table *t = table_new("holds", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{hold}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = hold_list(c->db, c->tenant, all, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say(all ? "There was never a hold."
				: "No hold is open.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
hold_list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL, "those that were removed, too" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "hold list", "", 0, 0, flags, NULL };

	return work_read(&s, argc, argv, list_holds);
}

int
verb_hold(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", hold_add_verb, "keep what came in during a time" },
		{ "list", hold_list_verb, "those that are open" },
		{ "remove", hold_remove_verb, "let retention go on" },
		{ 0 },
	};

	return verb_dispatch("hold", verbs, argc, argv);
}
