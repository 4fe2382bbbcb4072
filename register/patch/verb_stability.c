/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
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
#include "register/missing.h"
#include "register/patch/stability_plot.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht stability: how devices do since a patch, and what to make of it.
 */

static const char *reason, *moment;

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
	DEVICE_ID,
	MEASURE
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
	{ "measure", NULL, COLUMN_TEXT, 0 },
	{ "days", NULL, COLUMN_JSON, 0 },
	{ "observe_until", NULL, COLUMN_TIME, 0 },
	{ 0 },
};

/* The newest look at each device, where something is, or was, worse; of one
 * device that is asked for, whatever it found. */
static int
draw_all(struct context *c, const struct db_rows *rows, bool passed)
{
	int64_t device = 0, patch = 0;
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++) {
		struct buf title = { 0 };

		if (device == db_int(rows, i, DEVICE_ID) &&
		    patch == db_int(rows, i, PATCH_ID))
			continue;
		if (!passed && strcmp(db_text(rows, i, OUTCOME), "passed") == 0)
			continue;
		device = db_int(rows, i, DEVICE_ID);
		patch = db_int(rows, i, PATCH_ID);
		buf_printf(&title, "%s on %s", db_text(rows, i, PATCH),
		    db_text(rows, i, DEVICE));
		rc = stability_plot(c, (int)patch, (int)device,
		    db_text(rows, i, MEASURE), buf_str(&title));
		buf_free(&title);
	}
	return rc;
}

/* What happens next with those of which nothing can be said yet. */
static void
explain(const struct db_rows *rows)
{
	bool undecided = false, failed = false;

	for (size_t i = 0; i < db_count(rows); i++) {
		const char *outcome = db_text(rows, i, OUTCOME);
		const char *state = db_text(rows, i, STATE);

		undecided |= strcmp(outcome, "undecided") == 0 &&
		    strcmp(state, "observing") == 0;
		failed |= strcmp(state, "regressed") == 0;
	}
	if (undecided)
		say("Undecided is no pass: it is observed on, and looked at "
		    "again each day.");
	if (failed)
		say("The patch is not the cause? A system owner says so: "
		    "patchwacht stability dismiss.");
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
	int64_t at = 0;
	int patch = 0, device = 0;
	int rc = as_of(c, "{deployment,patch,device}", moment, &at);

	if (rc == ERR_OK && rest->n > 0)
		rc = find(c, rest->word[0], &patch, &device);
	if (rc == ERR_OK)
		rc = comparison_list(c->db, c->tenant, patch, device,
		    command_form() == FORM_JSON && at == 0, at, &rows);
	if (rc < 0)
		return rc;
	t = table_new("comparisons", columns);
	table_add_rows(t, rows);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0)
		say("Nothing was compared yet.");
	else if (rest->n > 0 && command_form() == FORM_TABLE && at == 0)
		rc = draw_all(c, rows, device != 0);
	if (rc == ERR_OK && command_form() == FORM_TABLE && at == 0)
		explain(rows);
	table_free(t);
	db_rows_free(rows);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "stability", "[PATCH|DEVICE]", 0, 1,
		flags,
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
		missing_tell(c, NULL, MISSING_DEVICE, rest->word[1]);
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
