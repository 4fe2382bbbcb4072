/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/exception_store.h"
#include "register/command.h"
#include "register/patch/verb_exception.h"
#include "register/show/as_of.h"
#include "register/show/list.h"
#include "register/show/table.h"
#include "register/work.h"

static const char *moment;
static long first = LIST_UNSAID;

static const struct column columns[] = {
	{ "exception_id", "ID", COLUMN_INT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "status", "STATUS", COLUMN_TEXT, 0 },
	{ "valid_until", "UNTIL", COLUMN_TIME, 0 },
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "measure", NULL, COLUMN_TEXT, 0 },
	{ "owner", "OWNER", COLUMN_TEXT, 0 },
	{ "extends", NULL, COLUMN_INT, 0 },
	{ "patient_safety", NULL, COLUMN_TEXT, 0 },
	{ "assessed_by", NULL, COLUMN_TEXT, 0 },
	{ "safety_note", NULL, COLUMN_TEXT, 0 },
	{ "requested", NULL, COLUMN_TIME, 0 },
	{ "requested_by", "REQUESTED BY", COLUMN_TEXT, 0 },
	{ "decided", NULL, COLUMN_TIME, 0 },
	{ "decided_by", "DECIDED BY", COLUMN_TEXT, 0 },
	{ "decided_as", "AS", COLUMN_TEXT, 0 },
	{ "decision", NULL, COLUMN_TEXT, 0 },
	{ "entered_by", NULL, COLUMN_TEXT, 0 },
	{ "document", NULL, COLUMN_TEXT, 0 },
	{ "document_sha256", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

/* The same, of one thing: people see all of it. */
static const struct column all_columns[] = {
	{ "exception_id", "id", COLUMN_INT, 0 },
	{ "patch", "patch", COLUMN_TEXT, 0 },
	{ "device", "device", COLUMN_TEXT, 0 },
	{ "status", "status", COLUMN_TEXT, 0 },
	{ "valid_until", "until", COLUMN_TIME, 0 },
	{ "kind", "kind", COLUMN_TEXT, 0 },
	{ "reason", "reason", COLUMN_TEXT, COLUMN_WRAP },
	{ "measure", "measure", COLUMN_TEXT, COLUMN_WRAP },
	{ "owner", "owner", COLUMN_TEXT, 0 },
	{ "extends", "extends", COLUMN_INT, 0 },
	{ "patient_safety", "patient safety", COLUMN_TEXT, 0 },
	{ "assessed_by", "assessed by", COLUMN_TEXT, 0 },
	{ "safety_note", "from", COLUMN_TEXT, COLUMN_WRAP },
	{ "requested", "requested", COLUMN_TIME, 0 },
	{ "requested_by", "requested by", COLUMN_TEXT, 0 },
	{ "decided", "decided", COLUMN_TIME, 0 },
	{ "decided_by", "decided by", COLUMN_TEXT, 0 },
	{ "decided_as", "as", COLUMN_TEXT, 0 },
	{ "decision", "because", COLUMN_TEXT, COLUMN_WRAP },
	{ "entered_by", "entered by", COLUMN_TEXT, 0 },
	{ "document", "document", COLUMN_TEXT, 0 },
	{ "document_sha256", "SHA-256", COLUMN_TEXT, 0 },
	{ 0 },
};

static const struct column advice_columns[] = {
	{ "at", "AT", COLUMN_TIME, 0 },
	{ "verdict", "ADVICE", COLUMN_TEXT, 0 },
	{ "advice", "WHY", COLUMN_TEXT, COLUMN_WRAP },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "adviser", "ON PAPER BY", COLUMN_TEXT, 0 },
	{ "document", NULL, COLUMN_TEXT, 0 },
	{ "document_sha256", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct list l;
	int64_t at = 0;
	int rc = as_of(c, "{exception,patch,device}", moment, &at);

	(void)rest;
	list_begin(&l, "exceptions", columns, first);
	if (rc == ERR_OK)
		rc = exception_each(
		    c->db, c->tenant, 0, at, list_asks(&l), list_take, &l);
	if (list_end(&l, rc) == 0 && rc == ERR_OK)
		say("No exceptions.");
	return rc;
}

int
verb_exception_list(int argc, char **argv)
{
	static const struct flag flags[] = { FIRST_FLAG(first),
		AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "exception list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list);
}

static void
take(void *table, const struct db_rows *row)
{
	table_add_rows(table, row);
}

static int
show(struct context *c, const struct words *rest)
{
	struct db_rows *advices = NULL;
	struct table *t[2] = { table_new("exception", all_columns),
		table_new("advice", advice_columns) };
	int64_t id;
	int rc = verb_exception_id(rest->word[0], &id);

	table_make_record(t[0]);
	if (rc == ERR_OK)
		rc = exception_each(c->db, c->tenant, id, 0, 0, take, t[0]);
	if (rc == ERR_OK && table_rows(t[0]) == 0)
		rc = verb_exception_found(ERR_NOTFOUND, id);
	if (rc == ERR_OK)
		rc = exception_advices(c->db, c->tenant, id, &advices);
	if (rc == ERR_OK) {
		table_add_rows(t[1], advices);
		tables_print(t, 2, stdout, command_form());
	}
	table_free(t[0]);
	table_free(t[1]);
	db_rows_free(advices);
	return rc;
}

int
verb_exception_show(int argc, char **argv)
{
	static const struct synopsis s = { "exception show", "ID", 1, 1, NULL,
		NULL };

	return work_read(&s, argc, argv, show);
}
