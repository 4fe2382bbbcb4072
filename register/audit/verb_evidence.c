/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/deployment_store.h"
#include "register/command.h"
#include "register/patch/deployment_columns.h"
#include "register/setup/check.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht evidence: what can be followed back. */

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
		{ "bundle", evidence_bundle_verb,
		    "all that an issued report rests on, as one file" },
		{ "verify", evidence_verify_verb,
		    "check an evidence bundle; needs no database" },
		{ 0 },
	};

	return verb_dispatch("evidence", verbs, argc, argv);
}
