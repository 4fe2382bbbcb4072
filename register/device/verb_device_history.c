/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/inventory_store.h"
#include "register/command.h"
#include "register/device/device_named.h"
#include "register/device/verb_device.h"
#include "register/show/table.h"
#include "register/work.h"

/* patchwacht device history: what it ran, and what happened to it. */

static bool packages;
static long last;

static const struct column version_columns[] = {
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "component", "COMPONENT", COLUMN_TEXT, 0 },
	{ "value", "VERSION", COLUMN_TEXT, 0 },
	{ "serial", NULL, COLUMN_TEXT, 0 },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "until", "UNTIL", COLUMN_TIME, 0 },
	{ "seen", "LAST SEEN", COLUMN_TIME, 0 },
	{ "confidence", "CONFIDENCE", COLUMN_TEXT, 0 },
	{ "profile", "PROFILE", COLUMN_TEXT, 0 },
	{ "profile_sha256", NULL, COLUMN_TEXT, 0 },
	{ "oid", "OID", COLUMN_TEXT, 0 },
	{ "raw", NULL, COLUMN_TEXT, 0 },
	{ "journal", NULL, COLUMN_TEXT, 0 },
	{ "seq", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column event_columns[] = {
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "kind", "EVENT", COLUMN_TEXT, 0 },
	{ "source", "SOURCE", COLUMN_TEXT, 0 },
	{ "expected", "EXPECTED", COLUMN_BOOL, 0 },
	{ "detail", "DETAIL", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static int
fill(struct context *c, int id, struct table **t)
{
	struct db_rows *rows = NULL;
	int rc;

	rc = inventory_store_history(
	    c->db, c->tenant, id, packages, (int)last, &rows);
	if (rc == ERR_OK)
		table_add_rows(t[0], rows);
	db_rows_free(rows);
	rows = NULL;
	if (rc == ERR_OK)
		rc = inventory_store_events(
		    c->db, c->tenant, id, (int)last, &rows);
	if (rc == ERR_OK)
		table_add_rows(t[1], rows);
	db_rows_free(rows);
	return rc;
}

static int
show_history(struct context *c, const struct words *rest)
{
	const char *name = rest->word[0];
	struct table *t[2];
	int id, rc = device_named(c, name, 0, &id);

	if (rc < 0)
		return rc;
	t[0] = table_new("versions", version_columns);
	t[1] = table_new("events", event_columns);
	rc = fill(c, id, t);
	if (rc == ERR_OK)
		tables_print(t, 2, stdout, command_form());
	table_free(t[0]);
	table_free(t[1]);
	return rc;
}

int
verb_device_history(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "packages", FLAG_YES, &packages, NULL, "packages as well" },
		{ "last", FLAG_INT, &last, "N", "of each, at most (50)" },
		{ 0 },
	};
	static const struct synopsis s = {
		"device history", "NAME", 1, 1, flags,
		"Which versions it ran, from when to when, where each was "
		"read; "
		"and what happened\nto it: boots, swaps, silence. --json and "
		"--csv name the record in the journal and\nthe profile's hash."
	};

	last = 50;
	return work_read(&s, argc, argv, show_history);
}
