/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/check_store.h"
#include "register/command.h"
#include "register/device/device_named.h"
#include "register/device/verb_device.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/work.h"

/* patchwacht device checks: how devices are set up, as far as it shows. */

static const char *moment;

static const struct column columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "check", "CHECK", COLUMN_TEXT, 0 },
	{ "result", "RESULT", COLUMN_TEXT, 0 },
	{ "about", "PASSES WHEN", COLUMN_TEXT, COLUMN_WRAP },
	{ "said", "SEEN", COLUMN_TEXT, COLUMN_WRAP },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "seen", NULL, COLUMN_TIME, 0 },
	{ "object", NULL, COLUMN_TEXT, 0 },
	{ "source", NULL, COLUMN_TEXT, 0 },
	{ "evidence", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static int
show_checks(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	struct table *t;
	int64_t at = 0;
	int id = 0, rc = as_of(c, "{device}", moment, &at);

	if (rc == ERR_OK)
		rc = device_named_any(c, rest, at, &id);
	if (rc == ERR_OK)
		rc = check_store_list(c->db, c->tenant, id, at, &rows);
	if (rc < 0)
		return rc;
	t = table_new("checks", columns);
	table_add_rows(t, rows);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0)
		say("Nothing was looked at yet.");
	table_free(t);
	db_rows_free(rows);
	return ERR_OK;
}

int
verb_device_checks(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "device checks", "[NAME]", 0, 1,
		flags,
		"What the baseline checks say (`patchwacht checks list`): "
		"passed, failed, or not\nobservable, which is no fault." };

	return work_read(&s, argc, argv, show_checks);
}
