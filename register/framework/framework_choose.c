/* SPDX-License-Identifier: Apache-2.0 */
#include "register/framework/verb_framework.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/framework/framework_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/people/document.h"
#include "register/people/refusal.h"
#include "register/setup/check.h"
#include "register/work.h"

/* Which catalogues a report has, and which of their controls do not apply. */

static const char *reason, *document, *decided;
static bool unverified, by_mandate;

static int
need_reason(void)
{
	struct buf why = { 0 };
	int rc;

	if (reason == NULL) {
		complain("say why: --reason TEXT");
		return ERR_PARSE;
	}
	rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	return rc;
}

/* A name that neither a file nor the register knows is a slip of the pen. */
static int
check_known(struct context *c, const char *name)
{
	struct catalogue all = { 0 };
	struct db_rows *rows = NULL;
	bool known = false;
	int rc = framework_catalogue(c, &all);

	if (rc == ERR_OK) {
		known = catalogue_find(&all, name) != NULL;
		rc = framework_entry_list(c->db, c->tenant, name, 0, &rows);
	}
	known |= rc == ERR_OK && db_count(rows) > 0;
	if (rc == ERR_OK && !known) {
		framework_tell_missing(c, &all, name);
		rc = ERR_NOTFOUND;
	}
	db_rows_free(rows);
	catalogue_free(&all);
	return rc;
}

static int
choose(struct context *c, const char *name, bool used)
{
	struct framework_choice choice = { name, used, used && unverified,
		reason };
	bool changed = false;
	int rc = need_reason();

	if (rc == ERR_OK)
		rc = framework_check_name(name);
	if (rc == ERR_OK)
		rc = check_known(c, name);
	if (rc == ERR_OK)
		rc = framework_choice_put(c->db, c->tenant, &choice, &changed);
	if (rc == ERR_OK)
		say("Framework %s: %s%s%s", name,
		    used ? "in reports" : "not in reports",
		    choice.unverified ? ", with what is not established" : "",
		    changed ? "" : " (as it was)");
	return rc;
}

static int
use(struct context *c, const struct words *rest)
{
	return choose(c, rest->word[0], true);
}

static int
hide(struct context *c, const struct words *rest)
{
	return choose(c, rest->word[0], false);
}

int
framework_use_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "unverified", FLAG_YES, &unverified, NULL,
		    "also controls whose id or title is not established" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = {
		"framework use", "NAME", 1, 1, flags,
		"Of NEN 7510 choose the edition: nen7510-2024 or nen7510-2017."
	};

	return work_change(&s, argc, argv, use);
}

int
framework_hide_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "framework hide", "NAME", 1, 1,
		flags, NULL };

	return work_change(&s, argc, argv, hide);
}

/* exclude, include */

static int
need_day(void)
{
	struct buf why = { 0 };
	int rc;

	if (decided == NULL) {
		complain("say when it was decided: --decided 2026-11-03");
		return ERR_PARSE;
	}
	rc = check_tell(check_past_day(decided, &why), "--decided", &why);
	buf_free(&why);
	return rc;
}

static int
state(struct context *c, const struct words *rest, bool applicable)
{
	uint8_t sha256[DIGEST_LEN];
	struct applicability a = { rest->word[0], rest->word[1], applicable,
		reason, by_mandate ? "board_mandate" : "board", decided, NULL };
	bool changed = false;
	int rc = need_reason();

	if (rc == ERR_OK)
		rc = need_day();
	if (rc == ERR_OK && document != NULL) {
		rc = document_hash("--document", document, sha256);
		a.sha256 = sha256;
	}
	if (rc == ERR_OK)
		rc = framework_check_control(c, a.framework, a.control);
	/* The rule names the CISO as well, whom it keeps out. */
	refusal_narrow("applicability",
	    document != NULL ? "board,process_owner" : "board");
	if (rc == ERR_OK)
		rc = applicability_put(c->db, c->tenant, &a, &changed);
	if (rc == ERR_DENIED && document == NULL)
		complain("what stands on paper the process owner enters, with "
			 "--document");
	if (rc == ERR_OK)
		say("%s %s: %s, as the board decided%s", a.framework, a.control,
		    applicable ? "applies" : "does not apply",
		    changed ? "" : " (as it was)");
	return rc;
}

static int
exclude(struct context *c, const struct words *rest)
{
	return state(c, rest, false);
}

static int
include(struct context *c, const struct words *rest)
{
	return state(c, rest, true);
}

#define STATEMENT_FLAGS                                                       \
	{                                                                     \
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },              \
		    { "decided", FLAG_TEXT, &decided, "DAY",                  \
			    "when the board did" },                           \
		    { "mandate", FLAG_YES, &by_mandate, NULL,                 \
			    "or who holds its mandate" },                     \
		    { "document", FLAG_TEXT, &document, "FILE|SHA256",        \
			    "where it stands; the board itself may leave it " \
			    "out" },                                          \
		    { 0 },                                                    \
	}

int
framework_exclude_verb(int argc, char **argv)
{
	static const struct flag flags[] = STATEMENT_FLAGS;
	static const struct synopsis s = {
		"framework exclude", "NAME CONTROL", 2, 2, flags,
		"A statement of applicability: that a control does not apply "
		"is "
		"the board's word, and\nthe report prints it with its reason."
	};

	return work_change(&s, argc, argv, exclude);
}

int
framework_include_verb(int argc, char **argv)
{
	static const struct flag flags[] = STATEMENT_FLAGS;
	static const struct synopsis s = { "framework include", "NAME CONTROL",
		2, 2, flags, NULL };

	return work_change(&s, argc, argv, include);
}
