/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdio.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/exposure_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht advisory: what makers advise, and what was decided on it. */

static const char *patch, *reason, *moment;
static bool not_affected, accepted, all;

static const struct column columns[] = {
	{ "reference", "ADVISORY", COLUMN_TEXT, 0 },
	{ "published", "PUBLISHED", COLUMN_TIME, 0 },
	{ "title", "TITLE", COLUMN_TEXT, COLUMN_WRAP },
	{ "source", "SOURCE", COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "decided", "DECIDED", COLUMN_TIME, 0 },
	{ "decision", "DECISION", COLUMN_TEXT, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("advisories", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{patch,device,device_state}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = advisory_list(c->db, c->tenant, all, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("None waits; --all for those that do not.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL,
		    "also what was decided on, or is about no device" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "advisory list", "", 0, 0, flags,
		"Those about devices of the register that wait for a decision. "
		"One that a patch\nnames, by its reference or a vulnerability, "
		"was decided on when that was registered." };

	return work_read(&s, argc, argv, list);
}

/* The one that was given, or NULL after telling. */
static const char *
find_decision(void)
{
	int given = (patch != NULL) + not_affected + accepted;

	if (given != 1) {
		complain("one of --patch, --not-affected and --accepted is "
			 "the decision");
		return NULL;
	}
	if (patch == NULL && reason == NULL) {
		complain("--reason is missing");
		return NULL;
	}
	return patch != NULL ? "patch"
	    : not_affected   ? "not_affected"
			     : "accepted";
}

static int
decide(struct context *c, const struct words *rest)
{
	const char *decision = find_decision();
	struct buf why = { 0 };
	int id = 0, rc = decision == NULL ? ERR_PARSE : ERR_OK;

	if (rc == ERR_OK && reason != NULL)
		rc = check_tell(check_prose(reason, &why), "--reason", &why);
	if (rc == ERR_OK && patch != NULL)
		rc = verb_patch_find(c, patch, &id);
	buf_free(&why);
	if (rc < 0)
		return rc;
	rc = advisory_decide(
	    c->db, c->tenant, rest->word[0], decision, id, reason);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_ADVISORY, rest->word[0]);
	else if (rc == ERR_EXISTS)
		complain("advisory %s was decided on before; `patchwacht "
			 "advisory list --all` says what",
		    rest->word[0]);
	else if (rc == ERR_OK)
		say("Decided on %s.", rest->word[0]);
	return rc;
}

static int
decide_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "patch", FLAG_TEXT, &patch, "REFERENCE",
		    "that patch is for it" },
		{ "not-affected", FLAG_YES, &not_affected, NULL,
		    "it is not about how we use it" },
		{ "accepted", FLAG_YES, &accepted, NULL,
		    "nothing is done about it" },
		{ "reason", FLAG_TEXT, &reason, "TEXT",
		    "why; required without --patch" },
		{ 0 },
	};
	static const struct synopsis s = { "advisory decide", "REFERENCE", 1, 1,
		flags, "Once, and in your own name." };

	return work_change(&s, argc, argv, decide);
}

int
verb_advisory(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, "those that wait for a decision" },
		{ "decide", decide_verb, "say what becomes of one" },
		{ 0 },
	};

	return verb_dispatch("advisory", verbs, argc, argv);
}
