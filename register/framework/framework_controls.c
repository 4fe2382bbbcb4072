/* SPDX-License-Identifier: Apache-2.0 */
#include "register/framework/verb_framework.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/framework/framework_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"
#include "register/show/table.h"
#include "register/work.h"

/* Controls that the organisation adds to a catalogue, or makes one of. */

static const char *framework, *reason;
static bool dry_run;

/* A list of ids; what is wrong with one is told. */
static void
read_ids(struct import *im, const char *column, struct buf *out)
{
	const char *text = import_text(im, column);
	struct buf why = { 0 };

	if (text != NULL && framework_read_ids(text, out, &why) < 0)
		import_fault(im, column, "%s", buf_str(&why));
	buf_free(&why);
}

static const char *
framework_of(struct import *im)
{
	const char *name = import_text(im, "framework");

	if (name == NULL)
		name = framework;
	if (name == NULL)
		import_fault(im, "framework",
		    "is missing: of which framework? --framework NAME");
	else if (!framework_name_fits(name))
		import_fault(im, "framework", "\"%s\" is no name", name);
	return name;
}

static int
put(struct import *im, const struct framework_entry *e)
{
	struct context *c = import_context(im);
	bool changed = false;
	int rc = framework_entry_put(c->db, c->tenant, e, &changed);

	if (rc == ERR_OK)
		import_did(im, changed ? "put" : "unchanged", e->control);
	return rc;
}

static int
import_control(struct import *im, void *arg)
{
	struct buf required = { 0 }, supporting = { 0 };
	struct framework_entry e = {
		.framework = framework_of(im),
		.control = import_checked(im, "id", check_prose),
		.title_nl = import_checked(im, "title_nl", check_prose),
		.title_en = import_checked(im, "title_en", check_prose),
		.source = import_checked(im, "source", check_prose),
		.reason = reason != NULL ? reason : "import",
	};
	int rc = ERR_OK;

	(void)arg;
	read_ids(im, "required", &required);
	read_ids(im, "supporting", &supporting);
	e.required = buf_str(&required);
	e.supporting = buf_str(&supporting);
	if (e.title_en == NULL)
		e.title_en = e.title_nl;
	if (!import_row_is_bad(im))
		rc = put(im, &e);
	buf_free(&required);
	buf_free(&supporting);
	return rc;
}

static int
import(struct context *c, const struct words *rest)
{
	static const struct import_column columns[] = {
		{ "framework", 0 },
		{ "id", IMPORT_REQUIRED },
		{ "title_nl", IMPORT_REQUIRED },
		{ "title_en", 0 },
		{ "required", 0 },
		{ "supporting", 0 },
		{ "source", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_control, .nouns = "controls"
	};
	int rc = import_run(c, rest->word[0], dry_run, &plan);

	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
framework_import_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "framework", FLAG_TEXT, &framework, "NAME",
		    "where no column says so: one there is, or a new one" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ 0 },
	};
	static const struct synopsis s = { "framework import", "FILE.csv", 1, 1,
		flags,
		"Columns: id, title_nl, and as you like title_en, required, "
		"supporting (ids of\nmeasurements with blanks between), "
		"source, "
		"framework. A control of a catalogue\nthat has that id gives "
		"way to yours." };

	return work_read(&s, argc, argv, import);
}

/* export: the same columns, and who wrote it last. */

static const struct column columns[] = {
	{ "framework", "FRAMEWORK", COLUMN_TEXT, 0 },
	{ "id", "CONTROL", COLUMN_TEXT, 0 },
	{ "title_nl", "TITLE", COLUMN_TEXT, COLUMN_WRAP },
	{ "title_en", NULL, COLUMN_TEXT, 0 },
	{ "required", "REQUIRED", COLUMN_TEXT, COLUMN_WRAP },
	{ "supporting", "SUPPORTING", COLUMN_TEXT, COLUMN_WRAP },
	{ "source", "SOURCE", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static void
add_entry(struct table *t, const struct db_rows *rows, size_t i)
{
	for (int col = 0; columns[col].name != NULL; col++)
		table_add_text(
		    t, db_is_null(rows, i, col) ? NULL : db_text(rows, i, col));
}

static int export(struct context *c, const struct words *rest)
{
	struct table *t = table_new("controls", columns);
	struct db_rows *rows = NULL;
	int rc = framework_entry_list(
	    c->db, c->tenant, rest->n > 0 ? rest->word[0] : NULL, 0, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		add_entry(t, rows, i);
	if (rc == ERR_OK)
		table_print(t, stdout, command.json ? FORM_JSON : FORM_CSV);
	db_rows_free(rows);
	table_free(t);
	return rc;
}

int
framework_export_verb(int argc, char **argv)
{
	static const struct synopsis s = { "framework export", "[NAME]", 0, 1,
		NULL,
		"Controls that were added, as `framework import` reads them." };

	return work_read(&s, argc, argv, export);
}

/* remove */

static int
find_entry(struct context *c, const char *name, const char *control,
    struct db_rows **rows, size_t *at)
{
	int rc = framework_entry_list(c->db, c->tenant, name, 0, rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(*rows); i++) {
		*at = i;
		if (strcmp(db_text(*rows, i, 1), control) == 0)
			return ERR_OK;
	}
	if (rc == ERR_OK) {
		complain("no control \"%s\" was added to framework %s", control,
		    name);
		rc = ERR_NOTFOUND;
	}
	return rc;
}

static int
take_away(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	struct framework_entry e = { 0 };
	bool changed = false;
	size_t at = 0;
	int rc;

	if (reason == NULL) {
		complain("say why: --reason TEXT");
		return ERR_PARSE;
	}
	rc = find_entry(c, rest->word[0], rest->word[1], &rows, &at);
	if (rc == ERR_OK) {
		e = (struct framework_entry){ rest->word[0], rest->word[1],
			db_text(rows, at, 2), db_text(rows, at, 3),
			db_text(rows, at, 4), db_text(rows, at, 5),
			db_is_null(rows, at, 6) ? NULL : db_text(rows, at, 6),
			true, reason };
		rc = framework_entry_put(c->db, c->tenant, &e, &changed);
	}
	if (rc == ERR_OK)
		say("Control removed: %s %s", rest->word[0], rest->word[1]);
	db_rows_free(rows);
	return rc;
}

int
framework_remove_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "framework remove", "NAME CONTROL",
		2, 2, flags,
		"One that was added; that of a catalogue is back." };

	return work_change(&s, argc, argv, take_away);
}
