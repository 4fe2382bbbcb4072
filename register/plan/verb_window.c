/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/device/tenant_store.h"
#include "lib/store/past.h"
#include "lib/store/patch/window_store.h"
#include "register/audit/revision.h"
#include "register/command.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/plan/calendar.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht window: when maintenance may be done. */

static const char *site, *calendar, *reason, *moment;
static bool remove_day;
static long rev;

static int
check_calendar(struct context *c, const struct recurrence *r, int at_site)
{
	char *whose = NULL;
	int rc;

	if (calendar != NULL)
		return calendar_try(c, calendar);
	if (r->days != DAYS_HOLIDAY)
		return ERR_OK;
	rc = calendar_of_window(c, NULL, at_site, &whose);
	if (rc == ERR_OK && whose == NULL) {
		complain("--calendar is missing: whose holidays? nl-noord, "
			 "nl-midden, nl-zuid, or a file of your own; or --site "
			 "with one that says it itself");
		rc = ERR_PARSE;
	}
	free(whose);
	return rc;
}

static int
add(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	struct recurrence r;
	int id = 0, rc;

	rc = check_tell(check_name(rest->word[0], &why), "NAME", &why);
	if (rc == ERR_OK)
		rc = check_tell(
		    recurrence_parse(rest->word[1], &r, &why), "WHEN", &why);
	buf_free(&why);
	if (rc == ERR_OK && site != NULL) {
		rc = site_find(c->db, c->tenant, site, &id);
		if (rc == ERR_NOTFOUND)
			missing_tell(c, NULL, MISSING_SITE, site);
	}
	if (rc == ERR_OK)
		rc = check_calendar(c, &r, id);
	if (rc < 0)
		return rc;
	rc = window_rule_add(
	    c->db, c->tenant, rest->word[0], id, rest->word[1], calendar);
	if (rc == ERR_EXISTS)
		complain("there is a window \"%s\" already", rest->word[0]);
	else if (rc == ERR_OK)
		say("Window added: %s", rest->word[0]);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "site", FLAG_TEXT, &site, "NAME", "only there" },
		{ "calendar", FLAG_TEXT, &calendar, "NAME|FILE",
		    "whose school holidays: nl-noord, nl-midden, nl-zuid" },
		{ 0 },
	};
	static const struct synopsis s = { "window add", "NAME WHEN", 2, 2,
		flags,
		"WHEN is such as \"tue,thu 22:00 4 h\", \"2nd tue 22:00 4 "
		"h\", \"last sun 06:00 6 h\",\n\"holidays mon-fri 08:00 9 h\", "
		"\"free 08:00 9 h\" (your own days off) or \"2026-12-22\n18:00 "
		"4 h\", on the clocks of the organisation." };

	return work_change(&s, argc, argv, add);
}

/* Nobody else changes it now, nor has since rev. */
static int
hold(struct context *c, const char *name)
{
	struct buf object = { 0 };
	struct db_rows *rows = NULL;
	int rc = window_rule_list(c->db, c->tenant, name, 0, &rows);

	if (rc == ERR_OK && db_count(rows) == 0)
		rc = ERR_NOTFOUND;
	buf_printf(&object, "window/%s", name);
	if (rc == ERR_OK)
		rc = revision_hold(c, buf_str(&object), rev, window_rule_lock,
		    (int)db_int(rows, 0, 6));
	buf_free(&object);
	db_rows_free(rows);
	return rc;
}

static int
drop(struct context *c, const struct words *rest)
{
	int rc = hold(c, rest->word[0]);

	if (rc == ERR_OK)
		rc =
		    window_rule_remove(c->db, c->tenant, rest->word[0], reason);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_WINDOW, rest->word[0]);
	else if (rc == ERR_OK)
		say("Window removed: %s. What is planned stays so.",
		    rest->word[0]);
	return rc;
}

static int
remove_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ "rev", FLAG_INT, &rev, "N",
		    "only if it is as `window list --json` printed it" },
		{ 0 },
	};
	static const struct synopsis s = { "window remove", "NAME", 1, 1, flags,
		NULL };

	return work_change(&s, argc, argv, drop);
}

static const struct column columns[] = {
	{ "name", "WINDOW", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "rule", "WHEN", COLUMN_TEXT, 0 },
	{ "calendar", "HOLIDAYS", COLUMN_TEXT, 0 },
	{ "next", "NEXT", COLUMN_TIME, 0 },
	{ "next_end", "UNTIL", COLUMN_TIME, 0 },
	{ "rev", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static int
add_row(struct context *c, struct table *t, const struct db_rows *rows,
    size_t i, const char *zone, int64_t at)
{
	char *whose = NULL;
	int64_t start = DB_NO_TIME, end = DB_NO_TIME;
	struct calendar days = { 0 };
	struct recurrence r;
	struct buf why = { 0 };
	int rc = recurrence_parse(db_text(rows, i, 2), &r, &why);

	if (rc == ERR_OK)
		rc = calendar_of_window(c,
		    db_is_null(rows, i, 3) ? NULL : db_text(rows, i, 3),
		    r.days == DAYS_HOLIDAY ? (int)db_int(rows, i, 5) : 0,
		    &whose);
	if (rc == ERR_OK)
		rc = calendar_load(c, whose, at, &days);
	if (rc == ERR_OK) {
		table_add_text(t, db_text(rows, i, 0));
		table_add_text(
		    t, db_is_null(rows, i, 1) ? NULL : db_text(rows, i, 1));
		table_add_text(t, db_text(rows, i, 2));
		table_add_text(t, whose);
		if (calendar_next(
			&days, &r, zone, past_moment(at), &start, &end) < 0)
			start = end = DB_NO_TIME;
		table_add_time(t, start);
		table_add_time(t, end);
		table_add_int(t, db_int(rows, i, 7));
	}
	free(whose);
	calendar_free(&days);
	buf_free(&why);
	return rc;
}

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("windows", columns);
	struct db_rows *rows = NULL, *of_tenant = NULL;
	struct tenant tenant;
	int64_t at = 0;
	int rc = as_of(c, "{window_rule,day_off}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = tenant_store_load(c->db, c->tenant, &tenant, &of_tenant);
	if (rc == ERR_OK)
		rc = window_rule_list(c->db, c->tenant, NULL, at, &rows);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = add_row(c, t, rows, i, tenant.zone, at);
	if (rc == ERR_OK) {
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No windows; `patchwacht window add NAME WHEN`.");
	}
	db_rows_free(of_tenant);
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "window list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list);
}

static const struct column day_columns[] = {
	{ "day", "DAY", COLUMN_TEXT, 0 },
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list_days(struct context *c)
{
	struct table *t = table_new("days_off", day_columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{day_off}", moment, &at);

	if (rc == ERR_OK)
		rc = day_off_list(c->db, c->tenant, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No days off.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
change_day(struct context *c, const char *day, const char *name)
{
	int64_t at;
	int rc;

	if (strlen(day) != strlen("2026-12-07") || clock_parse(day, &at) < 0) {
		complain("\"%s\" is no day such as \"2026-12-07\"", day);
		return ERR_PARSE;
	}
	rc = remove_day ? day_off_remove(c->db, c->tenant, day)
			: day_off_add(c->db, c->tenant, day, name);
	if (rc == ERR_EXISTS)
		complain("%s is a day off already", day);
	else if (rc == ERR_NOTFOUND)
		complain("%s is no day off", day);
	else if (rc == ERR_OK)
		say("%s: %s", day, remove_day ? "no day off any more" : name);
	return rc;
}

static int
days_off(struct context *c, const struct words *rest)
{
	if (rest->n == 0)
		return list_days(c);
	if (rest->n == 1 && !remove_day) {
		complain("say what it is: DAY NAME, or --remove");
		return ERR_PARSE;
	}
	return change_day(c, rest->word[0], rest->n > 1 ? rest->word[1] : NULL);
}

static int
days_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "remove", FLAG_YES, &remove_day, NULL, "it is none" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "window days-off", "[DAY [NAME]]", 0,
		2, flags, "Days on which the organisation is closed." };

	return work_change(&s, argc, argv, days_off);
}

int
verb_window(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "add one" },
		{ "list", list_verb, "list them, and when they open next" },
		{ "remove", remove_verb, "take one away" },
		{ "days-off", days_verb, "the organisation's own days off" },
		{ 0 },
	};

	return verb_dispatch("window", verbs, argc, argv);
}
