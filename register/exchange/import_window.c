/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/recurrence.h"
#include "lib/store/db.h"
#include "lib/store/patch/window_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/plan/calendar.h"
#include "register/setup/check.h"

/* Windows that come back, and the organisation's own days off. */

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static const char *
text_or_null(const struct db_rows *rows, int col)
{
	return db_is_null(rows, 0, col) ? NULL : db_text(rows, 0, col);
}

static int
check_rule(struct import *im, const char *when, const char *calendar, int site)
{
	struct buf why = { 0 };
	struct recurrence r;
	char *whose = NULL;
	int rc = calendar_of_window(import_context(im), calendar, site, &whose);

	if (when != NULL && recurrence_parse(when, &r, &why) < 0)
		import_fault(im, "when", "%s", buf_str(&why));
	else if (rc == ERR_OK && when != NULL && r.days == DAYS_HOLIDAY &&
	    whose == NULL)
		import_fault(im, "calendar", "is missing: whose holidays?");
	buf_free(&why);
	free(whose);
	return rc;
}

static int
import_window(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *name = import_checked(im, "name", check_name);
	const char *when = import_text(im, "when");
	const char *calendar = import_checked(im, "calendar", check_prose);
	struct db_rows *rows = NULL;
	int site, rc = import_site(im, &site);
	bool is_there;

	(void)arg;
	if (rc == ERR_OK)
		rc = check_rule(im, when, calendar, site);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = window_rule_list(c->db, c->tenant, name, 0, &rows);
	is_there = rc == ERR_OK && db_count(rows) > 0;
	if (is_there && same(text_or_null(rows, 2), when) &&
	    same(text_or_null(rows, 3), calendar) && db_int(rows, 0, 5) == site)
		import_did(im, "unchanged", name);
	else if (rc == ERR_OK) {
		if (is_there)
			rc = window_rule_remove(
			    c->db, c->tenant, name, "import");
		if (rc == ERR_OK)
			rc = window_rule_add(
			    c->db, c->tenant, name, site, when, calendar);
		import_did(im, is_there ? "edit" : "add", name);
	}
	db_rows_free(rows);
	return rc;
}

int
import_windows(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "name", IMPORT_REQUIRED },
		{ "when", IMPORT_REQUIRED },
		{ "site", 0 },
		{ "calendar", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_window, .nouns = "windows"
	};

	return import_kind_run(
	    &(struct import_kind){ "windows", &plan,
		"Columns: name, when, and as you like site, calendar; as "
		"`patchwacht window add` takes\nthem." },
	    argc, argv);
}

static int
put_day(struct import *im, const char *day, const char *name)
{
	struct context *c = import_context(im);
	int rc = day_off_add(c->db, c->tenant, day, name);
	struct db_rows *rows = NULL;
	bool is_same = false;

	if (rc == ERR_OK)
		import_did(im, "add", day);
	if (rc != ERR_EXISTS)
		return rc;
	rc = day_off_list(c->db, c->tenant, 0, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		is_same |= strcmp(db_text(rows, i, 0), day) == 0 &&
		    strcmp(db_text(rows, i, 1), name) == 0;
	db_rows_free(rows);
	if (rc == ERR_OK && !is_same)
		rc = day_off_remove(c->db, c->tenant, day);
	if (rc == ERR_OK && !is_same)
		rc = day_off_add(c->db, c->tenant, day, name);
	if (rc == ERR_OK)
		import_did(im, is_same ? "unchanged" : "edit", day);
	return rc;
}

static int
import_day(struct import *im, void *arg)
{
	const char *day = import_text(im, "day");
	const char *name = import_checked(im, "name", check_prose);
	int64_t at;

	(void)arg;
	if (day != NULL &&
	    (strlen(day) != strlen("2026-12-07") || clock_parse(day, &at) < 0))
		import_fault(
		    im, "day", "\"%s\" is no day such as \"2026-12-07\"", day);
	if (import_row_is_bad(im) || day == NULL || name == NULL)
		return ERR_OK;
	return put_day(im, day, name);
}

int
import_days_off(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "day", IMPORT_REQUIRED },
		{ "name", IMPORT_REQUIRED },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_day, .nouns = "days off"
	};

	return import_kind_run(
	    &(struct import_kind){ "days_off", &plan,
		"Columns: day, name. Days on which the organisation is "
		"closed." },
	    argc, argv);
}
