/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/scheme.h"
#include "lib/model/version.h"
#include "lib/profile/set.h"
#include "lib/store/db.h"
#include "lib/store/device/inventory_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/profile/profiles.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht inventory: how many run which version. */

static struct inventory_filter filter;
static const char *moment;
static bool by_site;

/* How a version stands among those that were seen of the same kind. */
enum standing {
	STANDING_NONE,   /* no version, or none that can be compared */
	STANDING_NEWEST, /* of its branch */
	STANDING_OLDER,
};

static const char *const standings[] = { NULL, "newest seen", "older" };

static bool
is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The schemes of a row, of those that are known. */
static size_t
schemes_of(const struct profile_set *set, const struct db_rows *rows,
    size_t row, const struct scheme *out[SCHEMES_MAX])
{
	const char *names = db_text(rows, row, INVENTORY_SCHEMES);
	char *list = mem_dup_str(names != NULL ? names : ""), *save = NULL;
	size_t n = 0;

	for (char *name = strtok_r(list, ",", &save);
	     name != NULL && n < SCHEMES_MAX;
	     name = strtok_r(NULL, ",", &save)) {
		out[n] = scheme_find(profile_set_schemes(set), name);
		n += out[n] != NULL;
	}
	free(list);
	return n;
}

/* Another version of the same profile: of another branch, it says nothing. */
static enum standing
standing_of(
    const struct profile_set *set, const struct db_rows *rows, size_t row)
{
	const char *version = db_text(rows, row, INVENTORY_VERSION), *other;
	const struct scheme *scheme[SCHEMES_MAX];
	size_t n = schemes_of(set, rows, row, scheme);
	enum standing found = STANDING_NONE;

	if (version == NULL || n == 0 ||
	    db_text(rows, row, INVENTORY_PROFILE) == NULL)
		return STANDING_NONE;
	for (size_t i = 0; i < db_count(rows); i++) {
		other = db_text(rows, i, INVENTORY_VERSION);
		if (other == NULL ||
		    !is_same(db_text(rows, i, INVENTORY_PROFILE),
			db_text(rows, row, INVENTORY_PROFILE)))
			continue;
		switch (version_compare_any(scheme, n, version, other, NULL)) {
		case VERSION_LESS:
			return STANDING_OLDER;
		case VERSION_EQUAL:
		case VERSION_GREATER:
			found = STANDING_NEWEST;
			break;
		case VERSION_APART:
			break;
		}
	}
	return found;
}

static const struct column columns[] = {
	{ "vendor", "VENDOR", COLUMN_TEXT, 0 },
	{ "model", "MODEL", COLUMN_TEXT, 0 },
	{ "profile", NULL, COLUMN_TEXT, 0 },
	{ "class", "CLASS", COLUMN_TEXT, 0 },
	{ "site", NULL, COLUMN_TEXT, 0 },
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "confidence", NULL, COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "silent", "SILENT", COLUMN_INT, 0 },
	{ "standing", "AMONG ITS KIND", COLUMN_TEXT, 0 },
	{ "since", "FIRST SEEN", COLUMN_TIME, 0 },
	{ "seen", "LAST SEEN", COLUMN_TIME, 0 },
	{ 0 },
};

static const struct column site_columns[] = {
	{ "vendor", "VENDOR", COLUMN_TEXT, 0 },
	{ "model", "MODEL", COLUMN_TEXT, 0 },
	{ "profile", NULL, COLUMN_TEXT, 0 },
	{ "class", "CLASS", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "confidence", NULL, COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "silent", "SILENT", COLUMN_INT, 0 },
	{ "standing", "AMONG ITS KIND", COLUMN_TEXT, 0 },
	{ "since", NULL, COLUMN_TIME, 0 },
	{ "seen", "LAST SEEN", COLUMN_TIME, 0 },
	{ 0 },
};

/* A guess is shown as one: it is no version that was read. */
static void
add_version(struct table *t, const struct db_rows *rows, size_t row)
{
	const char *version = db_text(rows, row, INVENTORY_VERSION);
	const char *confidence = db_text(rows, row, INVENTORY_CONFIDENCE);
	char text[300];

	if (version != NULL && is_same(confidence, "suggestion") &&
	    command_form() == FORM_TABLE) {
		snprintf(text, sizeof(text), "%s ?", version);
		version = text;
	}
	table_add_text(t, version);
	table_add_text(t, confidence);
}

static void
add_row(struct table *t, const struct profile_set *set,
    const struct db_rows *rows, size_t row)
{
	table_add_text(t, db_text(rows, row, INVENTORY_VENDOR));
	table_add_text(t, db_text(rows, row, INVENTORY_MODEL));
	table_add_text(t, db_text(rows, row, INVENTORY_PROFILE));
	table_add_text(t, db_text(rows, row, INVENTORY_CLASS));
	table_add_text(t, db_text(rows, row, INVENTORY_SITE));
	add_version(t, rows, row);
	table_add_int(t, db_int(rows, row, INVENTORY_DEVICES));
	table_add_int(t, db_int(rows, row, INVENTORY_SILENT));
	table_add_text(t, standings[standing_of(set, rows, row)]);
	table_add_time(t, db_time(rows, row, INVENTORY_SINCE));
	table_add_time(t, db_time(rows, row, INVENTORY_SEEN));
}

/* What it was asked by, when nothing fits. */
static int
check_filter(struct context *c)
{
	int rc = missing_filter(c, "--site", MISSING_SITE, filter.site);

	if (rc == ERR_OK)
		rc = missing_filter(
		    c, "--vendor", MISSING_VENDOR, filter.vendor);
	if (rc == ERR_OK)
		rc = missing_filter(c, "--class", MISSING_CLASS, filter.class);
	if (rc == ERR_OK)
		rc = missing_filter(c, "--tag", MISSING_TAG, filter.tag);
	return rc;
}

static int
list_inventory(struct context *c, const struct words *rest)
{
	struct table *t =
	    table_new("inventory", by_site ? site_columns : columns);
	struct profile_set *set = NULL;
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{device,device_state}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = profiles_open(&set);
	if (rc == ERR_OK)
		rc = inventory_store_list(
		    c->db, c->tenant, &filter, by_site, at, &rows);
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = check_filter(c);
	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		add_row(t, set, rows, i);
	if (rc == ERR_OK) {
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No devices that fit.");
	}
	db_rows_free(rows);
	profile_set_free(set);
	table_free(t);
	return rc;
}

int
verb_inventory(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "site", FLAG_TEXT, &filter.site, "NAME", "of one site" },
		{ "vendor", FLAG_TEXT, &filter.vendor, "NAME", "of one maker" },
		{ "class", FLAG_TEXT, &filter.class, "WORD",
		    "switch, printer, ups ..." },
		{ "tag", FLAG_TEXT, &filter.tag, "WORD", "with that tag" },
		{ "by-site", FLAG_YES, &by_site, NULL, "a row for each site" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "inventory", "", 0, 0, flags,
		"How many devices run which version, by maker and model. "
		"Versions are compared\nwithin the branch of their product; a "
		"question mark is a guess." };

	return work_read(&s, argc, argv, list_inventory);
}
