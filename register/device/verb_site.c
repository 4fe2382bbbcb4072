/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "register/audit/revision.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/plan/calendar.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht site: schools, buildings, departments. */

static const char *moment, *calendar, *reason;
static long rev;

static int
add_site(struct context *c, const struct words *rest)
{
	const char *name = rest->word[0];
	struct buf why = { 0 };
	bool changed;
	int id, rc;

	rc = check_tell(check_name(name, &why), "NAME", &why);
	buf_free(&why);
	if (rc < 0)
		return rc;
	rc = site_find(c->db, c->tenant, name, &id);
	if (rc == ERR_OK) {
		complain("there is a site \"%s\" already", name);
		return ERR_EXISTS;
	}
	if (rc == ERR_NOTFOUND && calendar != NULL && calendar_try(c, calendar))
		return ERR_PARSE;
	if (rc == ERR_NOTFOUND)
		rc = site_add(c->db, c->tenant, name, &id);
	if (rc == ERR_OK && calendar != NULL)
		rc = site_set_calendar(
		    c->db, c->tenant, id, calendar, NULL, &changed);
	if (rc == ERR_OK)
		say("Site added: %s", name);
	return rc;
}

/* Nobody else changes it now, nor has since rev. */
static int
hold(struct context *c, const char *name, int id)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "site/%s", name);
	rc = revision_hold(c, buf_str(&object), rev, site_lock, id);
	buf_free(&object);
	return rc;
}

static int
edit_site(struct context *c, const struct words *rest)
{
	const char *name = rest->word[0];
	const char *next = calendar;
	bool changed;
	int id, rc;

	if (calendar == NULL) {
		complain("--calendar is missing");
		return ERR_PARSE;
	}
	if (strcmp(calendar, "none") == 0)
		next = NULL;
	else if (calendar_try(c, calendar) < 0)
		return ERR_PARSE;
	rc = site_find(c->db, c->tenant, name, &id);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_SITE, name);
	if (rc == ERR_OK)
		rc = hold(c, name, id);
	if (rc == ERR_OK)
		rc = site_set_calendar(
		    c->db, c->tenant, id, next, reason, &changed);
	if (rc == ERR_OK)
		say(changed ? "Site %s: holidays of %s" : "Site %s: as it was",
		    name, next == NULL ? "its windows" : next);
	return rc;
}

#define CALENDAR_FLAG                                              \
	{                                                          \
		"calendar", FLAG_TEXT, &calendar, "NAME|FILE",     \
		    "whose school holidays: nl-noord, nl-midden, " \
		    "nl-zuid"                                      \
	}

static int
site_add_verb(int argc, char **argv)
{
	static const struct flag flags[] = { CALENDAR_FLAG, { 0 } };
	static const struct synopsis s = { "site add", "NAME", 1, 1, flags,
		"A school, a building or a department: what a report gives a "
		"light." };

	return work_change(&s, argc, argv, add_site);
}

static int
site_edit_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		CALENDAR_FLAG,
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ "rev", FLAG_INT, &rev, "N",
		    "only if it is as `site list --json` printed it" },
		{ 0 },
	};
	static const struct synopsis s = { "site edit", "NAME", 1, 1, flags,
		"--calendar none: those that its windows name." };

	return work_change(&s, argc, argv, edit_site);
}

static const struct column columns[] = {
	{ "name", "SITE", COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "supplier", "MAINTAINED BY", COLUMN_TEXT, 0 },
	{ "calendar", "HOLIDAYS", COLUMN_TEXT, 0 },
	{ "rev", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static int
list_sites(struct context *c, const struct words *rest)
{
	struct table *t = table_new("sites", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{site,device}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = site_list(c->db, c->tenant, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No sites yet; `patchwacht site add NAME`.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
site_list_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "site list", "", 0, 0, flags, NULL };

	return work_read(&s, argc, argv, list_sites);
}

int
verb_site(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", site_add_verb, "add one" },
		{ "edit", site_edit_verb,
		    "say whose school holidays it keeps" },
		{ "list", site_list_verb, "list them" },
		{ 0 },
	};

	return verb_dispatch("site", verbs, argc, argv);
}
