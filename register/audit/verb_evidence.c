/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/patch/status_store.h"
#include "register/command.h"
#include "register/patch/deployment_columns.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht evidence and alert: what can be followed back. */

static const char *moment;
static bool all;

/* Prints what rows hold; empty is said when there are none. */
static void
print_rows(const char *name, const struct column *columns,
    const struct db_rows *rows, const char *empty)
{
	struct table *t = table_new(name, columns);

	table_add_rows(t, rows);
	table_print(t, stdout, command_form());
	if (table_rows(t) == 0)
		say("%s", empty);
	table_free(t);
}

/* evidence */

static int
print_evidence(struct context *c, int64_t id)
{
	struct table *t[2] = { table_new("evidence", evidence_record),
		table_new("values", evidence_line_columns) };
	struct db_rows *rows = NULL, *lines = NULL;
	int rc;

	table_make_record(t[0]);
	rc = evidence_store_show(c->db, c->tenant, id, &rows);
	if (rc == ERR_OK && db_count(rows) == 0) {
		complain("there is no evidence %" PRId64, id);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		rc = evidence_store_lines(c->db, c->tenant, id, &lines);
	if (rc == ERR_OK) {
		table_add_rows(t[0], rows);
		table_add_rows(t[1], lines);
		tables_print(t, 2, stdout, command_form());
	}
	table_free(t[0]);
	table_free(t[1]);
	db_rows_free(rows);
	db_rows_free(lines);
	return rc;
}

static int
show_evidence(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	long id;
	int rc = check_tell(
	    check_number(rest->word[0], 1, INT64_MAX, &id, &why), "ID", &why);

	buf_free(&why);
	return rc == ERR_OK ? print_evidence(c, id) : rc;
}

static int
evidence_show_verb(int argc, char **argv)
{
	static const struct synopsis s = { "evidence show", "ID", 1, 1, NULL,
		"What a device or a person said, unchanged, as a verdict "
		"rests on it." };

	return work_read(&s, argc, argv, show_evidence);
}

int
verb_evidence(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "show", evidence_show_verb, "what a verdict rests on" },
		{ 0 },
	};

	return verb_dispatch("evidence", verbs, argc, argv);
}

/* alert */

static const struct column alert_columns[] = {
	{ "alert_id", "ID", COLUMN_INT, 0 },
	{ "severity", "SEVERITY", COLUMN_TEXT, 0 },
	{ "rule", "WHAT", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "opened", "SINCE", COLUMN_TIME, 0 },
	{ "closed", "OVER", COLUMN_TIME, 0 },
	{ "mails", "MAILS SENT", COLUMN_TEXT, 0 },
	{ "error", "MAIL ERROR", COLUMN_TEXT, COLUMN_WRAP },
	{ "evidence", NULL, COLUMN_LIST, 0 },
	{ "detail", NULL, COLUMN_JSON, 0 },
	{ 0 },
};

static int
list_alerts(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{alert,device,patch}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = alert_list(c->db, c->tenant, all, at, &rows);
	if (rc == ERR_OK)
		print_rows("alerts", alert_columns, rows, "No open alerts.");
	db_rows_free(rows);
	return rc;
}

static int
alert_list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL, "those that are over as well" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "alert list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list_alerts);
}

int
verb_alert(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", alert_list_verb, "what somebody must know" },
		{ 0 },
	};

	return verb_dispatch("alert", verbs, argc, argv);
}
