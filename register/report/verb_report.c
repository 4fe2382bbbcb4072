/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/report/report_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/external.h"
#include "register/missing.h"
#include "register/people/refusal.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/*
 * patchwacht report: what was issued, and what people decided about it. The
 * program patchwacht-report does the rest.
 */

static const char *moment, *language, *note;
static const char *step, *done;

static const struct column columns[] = {
	{ "number", "REPORT", COLUMN_TEXT, 0 },
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "language", "IN", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "period_from", NULL, COLUMN_TIME, 0 },
	{ "period_to", NULL, COLUMN_TIME, 0 },
	{ "made", "MADE", COLUMN_TIME, 0 },
	{ "interim", "INTERIM", COLUMN_BOOL, 0 },
	{ "drawn_up", NULL, COLUMN_TIME, 0 },
	{ "reviewed", "REVIEWED", COLUMN_TIME, 0 },
	{ "adopted", "ADOPTED", COLUMN_TIME, 0 },
	{ "mailed", "MAILED", COLUMN_INT, 0 },
	{ "waiting", "WAITING", COLUMN_INT, 0 },
	{ "error", "ERROR", COLUMN_TEXT, COLUMN_WRAP },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "path", NULL, COLUMN_TEXT, 0 },
	{ "pdf_sha256", NULL, COLUMN_TEXT, 0 },
	{ "evidence_sha256", NULL, COLUMN_TEXT, 0 },
	{ "actor", NULL, COLUMN_TEXT, 0 },
	{ "removed", NULL, COLUMN_TIME, 0 },
	{ "report_id", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column version_columns[] = {
	{ "number", "REPORT", COLUMN_TEXT, 0 },
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "language", "LANGUAGE", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "period_from", "FROM", COLUMN_TIME, 0 },
	{ "period_to", "TO", COLUMN_TIME, 0 },
	{ "made", "MADE", COLUMN_TIME, 0 },
	{ "interim", "INTERIM", COLUMN_BOOL, 0 },
	{ "drawn_up", NULL, COLUMN_TIME, 0 },
	{ "reviewed", NULL, COLUMN_TIME, 0 },
	{ "adopted", NULL, COLUMN_TIME, 0 },
	{ "mailed", NULL, COLUMN_INT, 0 },
	{ "waiting", NULL, COLUMN_INT, 0 },
	{ "error", NULL, COLUMN_TEXT, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "path", "FILE", COLUMN_TEXT, COLUMN_WRAP },
	{ "pdf_sha256", "SHA-256", COLUMN_TEXT, COLUMN_WRAP },
	{ "evidence_sha256", "OF DATA", COLUMN_TEXT, COLUMN_WRAP },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "removed", "FILE REMOVED", COLUMN_TIME, 0 },
	{ "report_id", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column step_columns[] = {
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "language", "IN", COLUMN_TEXT, 0 },
	{ "step", "STEP", COLUMN_TEXT, 0 },
	{ "at", "WHEN", COLUMN_TIME, 0 },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "note", "NOTE", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static const struct column delivery_columns[] = {
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "language", "IN", COLUMN_TEXT, 0 },
	{ "kind", "AS", COLUMN_TEXT, 0 },
	{ "recipient", "TO", COLUMN_TEXT, 0 },
	{ "created", NULL, COLUMN_TIME, 0 },
	{ "sent", "SENT", COLUMN_TIME, 0 },
	{ "withheld", "WITHOUT IT", COLUMN_TEXT, 0 },
	{ "attempts", "ATTEMPTS", COLUMN_INT, 0 },
	{ "next_try", "NEXT TRY", COLUMN_TIME, 0 },
	{ "error", "ERROR", COLUMN_TEXT, COLUMN_WRAP },
	{ "dropped", "GIVEN UP", COLUMN_TIME, 0 },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("reports", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = report_list(c->db, c->tenant, NULL, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No report was issued.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "report list", "", 0, 0, flags,
		"What was issued, the last one first, and whether it "
		"arrived." };

	return work_read(&s, argc, argv, list);
}

static int
tell_missing(struct context *c, const char *number)
{
	missing_tell(c, NULL, MISSING_REPORT, number);
	return ERR_NOTFOUND;
}

typedef int rows_fn(struct db *db, int tenant, const char *number, int64_t at,
    struct db_rows **out);

static int
fill(struct context *c, const char *number, int64_t at, rows_fn *of,
    struct table *t)
{
	struct db_rows *rows = NULL;
	int rc = of(c->db, c->tenant, number, at, &rows);

	if (rc == ERR_OK)
		table_add_rows(t, rows);
	db_rows_free(rows);
	return rc;
}

static int
show(struct context *c, const struct words *rest)
{
	const char *number = rest->word[0];
	struct table *t[] = { table_new("versions", version_columns),
		table_new("steps", step_columns),
		table_new("deliveries", delivery_columns) };
	int64_t at = 0;
	int rc = as_of(c, "{}", moment, &at);

	if (rc == ERR_OK)
		rc = fill(c, number, at, report_list, t[0]);
	if (rc == ERR_OK && table_rows(t[0]) == 0)
		rc = tell_missing(c, number);
	if (rc == ERR_OK)
		rc = fill(c, number, at, report_steps, t[1]);
	if (rc == ERR_OK)
		rc = fill(c, number, at, report_deliveries, t[2]);
	if (rc == ERR_OK)
		tables_print(t, 3, stdout, command_form());
	for (size_t i = 0; i < 3; i++)
		table_free(t[i]);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "report show", "NUMBER", 1, 1, flags,
		"Its versions, who reviewed and adopted it, and whom it "
		"reached." };

	return work_read(&s, argc, argv, show);
}

/* Of row i of report_find; not each report has a version. */
static int
step_of(
    struct context *c, const char *number, const struct db_rows *rows, size_t i)
{
	struct buf which = { 0 };
	int rc = report_step_add(
	    c->db, c->tenant, number, db_int(rows, i, 0), step, note);

	buf_add_str(&which, number);
	if (!db_is_null(rows, i, 2))
		buf_printf(&which, ", version %s", db_text(rows, i, 2));
	if (rc == ERR_EXISTS)
		complain("%s: was %s before", buf_str(&which), done);
	if (rc == ERR_OK)
		say("%s (%s): %s", buf_str(&which), db_text(rows, i, 1), done);
	buf_free(&which);
	return rc;
}

static int
take_step(struct context *c, const struct words *rest)
{
	const char *number = rest->word[0];
	struct db_rows *rows = NULL;
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (note != NULL)
		rc = check_tell(check_prose(note, &why), "--note", &why);
	if (rc == ERR_OK && language != NULL)
		rc = check_tell(
		    check_language(language, &why), "--language", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = report_find(c->db, c->tenant, number, language, &rows);
	if (rc == ERR_NOTFOUND)
		return tell_missing(c, number);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = step_of(c, number, rows, i);
	db_rows_free(rows);
	return rc;
}

static const struct step_words {
	const char *verb;
	const char *step, *done; /* as it is kept; as it is told */
	const char *by;          /* whose step it is */
	const char *name, *about;
} steps[] = {
	{ "draw-up", "drawn_up", "drawn up", "process_owner", "report draw-up",
	    "By the process owner, of the last version. The next version "
	    "prints it." },
	{ "review", "reviewed", "reviewed", "ciso", "report review",
	    "By the CISO, of the last version: the second line, and no "
	    "independent audit." },
	{ "adopt", "adopted", "adopted", "board", "report adopt",
	    "By the board, of the last version; never by who reviewed it." },
};

/* argv[0] is one of these verbs. */
static int
step_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "language", FLAG_TEXT, &language, "nl|en",
		    "only in that language" },
		{ "note", FLAG_TEXT, &note, "TEXT", "what was said of it" },
		{ 0 },
	};
	struct synopsis s = { NULL, "NUMBER", 1, 1, flags, NULL };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (strcmp(steps[i].verb, argv[0]) != 0)
			continue;
		step = steps[i].step;
		done = steps[i].done;
		refusal_narrow("report_step", steps[i].by);
		s.verb = steps[i].name;
		s.about = steps[i].about;
	}
	return work_change(&s, argc, argv, take_step);
}

int
verb_report(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, NULL },
		{ "show", show_verb, NULL },
		{ "draw-up", step_verb, NULL },
		{ "review", step_verb, NULL },
		{ "adopt", step_verb, NULL },
		{ 0 },
	};

	for (const struct verb *v = verbs; argc > 1 && v->name != NULL; v++)
		if (strcmp(argv[1], v->name) == 0)
			return v->run(argc - 1, argv + 1);
	if (external_exec("report", argc, argv) == ERR_NOTFOUND)
		complain("patchwacht-report is not installed");
	return EXIT_FAILURE;
}
