/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/comparison_store.h"
#include "lib/store/patch/patch_store.h"
#include "register/command.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht stability: how devices do since a patch, and what to make of it.
 */

static const char *reason;

/* Columns of comparison_list, as the table has them. */
enum {
	PATCH,
	DEVICE,
	STATE,
	DAY,
	AT,
	OUTCOME,
	WHY,
	WORDS,
	PATCH_ID = 14,
	DEVICE_ID
};

static const struct column columns[] = {
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "state", "STATE", COLUMN_TEXT, 0 },
	{ "day", "DAY", COLUMN_INT, 0 },
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "outcome", "OUTCOME", COLUMN_TEXT, 0 },
	{ "why", NULL, COLUMN_TEXT, 0 },
	{ "words", "WHAT", COLUMN_TEXT, COLUMN_WRAP },
	{ "p", NULL, COLUMN_TEXT, 0 },
	{ "adjusted", NULL, COLUMN_TEXT, 0 },
	{ "dismissed", "DISMISSED", COLUMN_TIME, 0 },
	{ "dismissed_by", NULL, COLUMN_TEXT, 0 },
	{ "reason", NULL, COLUMN_TEXT, 0 },
	{ "detail", NULL, COLUMN_JSON, 0 },
	{ "patch_id", NULL, COLUMN_INT, 0 },
	{ "device_id", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static double
highest(const struct db_rows *rows)
{
	double most = 1;

	for (size_t i = 0; i < db_count(rows); i++)
		for (int c = 1; c <= 2; c++)
			if (!db_is_null(rows, i, c) &&
			    db_real(rows, i, c) > most)
				most = db_real(rows, i, c);
	return most;
}

/* One sign for each day, as high as its hours; a bar where the patch came. */
static void
draw_line(const struct db_rows *rows, int column, double most, const char *name)
{
	static const char *const signs[] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇",
		"█" };
	bool after = false;

	printf("  %-7s", name);
	for (size_t i = 0; i < db_count(rows); i++) {
		if (db_bool(rows, i, 0) && !after)
			fputs("|", stdout);
		after = db_bool(rows, i, 0);
		if (db_is_null(rows, i, column))
			fputs(" ", stdout);
		else
			fputs(signs[(
				  int)(db_real(rows, i, column) / most * 7.99)],
			    stdout);
	}
	fputs("\n", stdout);
}

static int
draw(struct context *c, const struct db_rows *list, size_t i)
{
	struct db_rows *days = NULL;
	int rc =
	    comparison_days(c->db, c->tenant, (int)db_int(list, i, PATCH_ID),
		(int)db_int(list, i, DEVICE_ID), &days);
	double most;

	if (rc == ERR_OK && db_count(days) > 0) {
		most = highest(days);
		printf("\n%s on %s: hours with an error, day by day (█ is "
		       "%.0f), before | after\n",
		    db_text(list, i, PATCH), db_text(list, i, DEVICE), most);
		draw_line(days, 1, most, "device");
		draw_line(days, 2, most, "others");
	}
	db_rows_free(days);
	return rc;
}

/* Of each device once, where something is, or was, worse. */
static int
draw_all(struct context *c, const struct db_rows *rows)
{
	int64_t last = 0;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		int64_t device = db_int(rows, i, DEVICE_ID);

		if (device == last ||
		    strcmp(db_text(rows, i, OUTCOME), "passed") == 0)
			continue;
		last = device;
		rc = draw(c, rows, i);
	}
	return rc;
}

/* A word that names a patch, or else a device. */
static int
find(struct context *c, const char *word, int *patch, int *device)
{
	int rc = patch_store_find(c->db, c->tenant, word, patch);

	if (rc == ERR_NOTFOUND)
		rc = device_store_find_ever(c->db, c->tenant, word, device);
	if (rc == ERR_NOTFOUND)
		complain("there is no patch and no device \"%s\"", word);
	return rc;
}

static int
show(struct context *c, const struct words *rest)
{
	struct table *t;
	struct db_rows *rows = NULL;
	int patch = 0, device = 0, rc = ERR_OK;

	if (rest->n > 0)
		rc = find(c, rest->word[0], &patch, &device);
	if (rc == ERR_OK)
		rc = comparison_list(c->db, c->tenant, patch, device, &rows);
	if (rc < 0)
		return rc;
	t = table_new("comparisons", columns);
	table_add_rows(t, rows);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0)
		say("Nothing was compared yet.");
	else if (rest->n > 0 && command_form() == FORM_TABLE)
		rc = draw_all(c, rows);
	table_free(t);
	db_rows_free(rows);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct synopsis s = { "stability", "[PATCH|DEVICE]", 0, 1,
		NULL,
		"Of each look what it found, the newest first; with --json all "
		"measures, with the counts behind them." };

	return work_read(&s, argc, argv, show);
}

static int
dismiss(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	int patch = 0, device = 0, rc;

	if (reason == NULL) {
		complain("--reason is missing");
		return ERR_PARSE;
	}
	rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &patch);
	if (rc < 0)
		return rc;
	rc = device_store_find(c->db, c->tenant, rest->word[1], &device);
	if (rc == ERR_NOTFOUND)
		complain("there is no device \"%s\" in service", rest->word[1]);
	if (rc == ERR_OK)
		rc = dismissal_add(
		    c->db, c->tenant, patch, device, clock_now(), reason);
	if (rc == ERR_OK)
		say("Dismissed. %s is watched again; what is found from now on "
		    "counts.",
		    rest->word[1]);
	return rc;
}

static int
dismiss_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT",
		    "why the patch is not the cause (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "stability dismiss", "PATCH DEVICE",
		2, 2, flags,
		"By a system owner, never by who installed it; kept, and shown "
		"in reports." };

	return work_change(&s, argc, argv, dismiss);
}

int
verb_stability(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "dismiss") == 0)
		return dismiss_verb(argc - 1, argv + 1);
	return show_verb(argc, argv);
}
