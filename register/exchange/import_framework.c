/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/framework/framework_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/framework/verb_framework.h"
#include "register/import.h"
#include "register/setup/check.h"

/* Which catalogues are chosen, and which of their controls do not apply. */

static bool
read_yes(struct import *im, const char *column)
{
	const char *text = import_text(im, column);
	struct buf why = { 0 };
	bool yes = false;

	if (text != NULL && check_yes_no(text, &yes, &why) < 0)
		import_fault(im, column, "%s", buf_str(&why));
	buf_free(&why);
	return yes;
}

static int
check_framework(const char *text, struct buf *why)
{
	if (framework_name_fits(text))
		return ERR_OK;
	buf_printf(why, "\"%s\" is no name of a framework", text);
	return ERR_PARSE;
}

static int
import_choice(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct framework_choice choice = {
		.name = import_checked(im, "name", check_framework),
		.used = read_yes(im, "used"),
		.unverified = read_yes(im, "unverified"),
		.reason = import_checked(im, "reason", check_prose),
	};
	bool changed = false;
	int rc;

	(void)arg;
	if (choice.reason == NULL)
		choice.reason = "import";
	if (import_row_is_bad(im))
		return ERR_OK;
	rc = framework_choice_put(c->db, c->tenant, &choice, &changed);
	if (rc == ERR_OK)
		import_did(im, changed ? "put" : "unchanged", choice.name);
	return rc;
}

int
import_frameworks(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "name", IMPORT_REQUIRED },
		{ "used", IMPORT_REQUIRED },
		{ "unverified", 0 },
		{ "reason", 0 },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_choice, .nouns = "frameworks"
	};

	return import_kind_run(
	    &(struct import_kind){ "frameworks", &plan,
		"Columns: name, used (yes or no), and as you like unverified, "
		"reason." },
	    argc, argv);
}

static int
check_decider(const char *text, struct buf *why)
{
	static const char *const words[] = { "board", "board_mandate", NULL };

	return check_word(text, words, why);
}

static int
import_statement(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *hex = import_text(im, "sha256");
	uint8_t sha256[DIGEST_LEN];
	struct applicability a = {
		.framework = import_checked(im, "framework", check_framework),
		.control = import_checked(im, "control", check_prose),
		.applicable = read_yes(im, "applicable"),
		.reason = import_checked(im, "reason", check_prose),
		.decided_by = import_checked(im, "decided_by", check_decider),
		.decided = import_checked(im, "decided", check_past_day),
	};
	bool changed = false;
	int rc;

	(void)arg;
	if (hex != NULL && digest_from_hex(hex, sha256, DIGEST_LEN) < 0)
		import_fault(im, "sha256", "\"%s\" is no SHA-256", hex);
	if (import_row_is_bad(im))
		return ERR_OK;
	a.sha256 = hex != NULL ? sha256 : NULL;
	rc = applicability_put(c->db, c->tenant, &a, &changed);
	if (rc == ERR_OK)
		import_did(im, changed ? "put" : "unchanged", a.control);
	return rc;
}

int
import_applicability(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "framework", IMPORT_REQUIRED },
		{ "control", IMPORT_REQUIRED },
		{ "applicable", IMPORT_REQUIRED },
		{ "reason", IMPORT_REQUIRED },
		{ "decided_by", IMPORT_REQUIRED },
		{ "decided", IMPORT_REQUIRED },
		{ "sha256", 0 },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_statement,
		.nouns = "statements" };

	return import_kind_run(
	    &(struct import_kind){ "applicability", &plan,
		"Columns: framework, control, applicable (yes or no), reason, "
		"decided_by (board or\nboard_mandate), decided (a day), sha256 "
		"of the document." },
	    argc, argv);
}

/* As `framework import`, which takes the words behind its own name. */
int
import_controls(int argc, char **argv)
{
	return framework_import_verb(argc - 1, argv + 1);
}
