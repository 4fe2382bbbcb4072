/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/retention_store.h"
#include "register/command.h"
#include "register/setup/check.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht retention: how long what is kept, and what goes next. */

static const char *at;

static const struct column row_columns[] = {
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "does", "THEN", COLUMN_TEXT, 0 },
	{ "keep", "KEPT FOR", COLUMN_TEXT, 0 },
	{ "rows", "ROWS", COLUMN_INT, 0 },
	{ "due", "DUE", COLUMN_INT, 0 },
	{ "held", "HELD", COLUMN_INT, 0 },
	{ "oldest", "OLDEST KEPT", COLUMN_TIME, 0 },
	{ 0 },
};

static const struct column part_columns[] = {
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "keep", "KEPT FOR", COLUMN_TEXT, 0 },
	{ "partitions", "PARTITIONS", COLUMN_INT, 0 },
	{ "due", "DUE", COLUMN_INT, 0 },
	{ "held", "HELD", COLUMN_INT, 0 },
	{ "oldest", "OLDEST KEPT", COLUMN_TIME, 0 },
	{ 0 },
};

static int
show(struct context *c, const struct words *rest)
{
	struct table *t[2] = { table_new("rows", row_columns),
		table_new("partitions", part_columns) };
	struct db_rows *rows = NULL, *parts = NULL;
	struct buf why = { 0 };
	int64_t moment = clock_now();
	int rc = ERR_OK;

	(void)rest;
	if (at != NULL)
		rc = check_tell(check_time(at, &moment, &why), "--at", &why);
	if (rc == ERR_OK)
		rc = retention_plan_rows(c->db, c->tenant, moment, &rows);
	if (rc == ERR_OK)
		rc = retention_plan_parts(c->db, moment, &parts);
	if (rc == ERR_OK) {
		table_add_rows(t[0], rows);
		table_add_rows(t[1], parts);
		tables_print(t, 2, stdout, command_form());
		say("Due is what `patchwacht-db partitions` takes away; held "
		    "is what a hold keeps.");
	}
	buf_free(&why);
	table_free(t[0]);
	table_free(t[1]);
	db_rows_free(rows);
	db_rows_free(parts);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "at", FLAG_TEXT, &at, "DATE",
		    "as it would be then, of what is there now" },
		{ 0 },
	};
	static const struct synopsis s = { "retention show", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, show);
}

int
verb_retention(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "show", show_verb, "what is kept, and what would go" },
		{ 0 },
	};

	/* Alone, or with an option, it shows. */
	if (argc < 2 ||
	    (argv[1][0] == '-' && strcmp(argv[1], "--help") != 0 &&
		strcmp(argv[1], "-h") != 0))
		return show_verb(argc, argv);
	return verb_dispatch("retention", verbs, argc, argv);
}
