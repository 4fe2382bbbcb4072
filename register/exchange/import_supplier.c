/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_supplier.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/supplier/supplier_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/import.h"
#include "register/setup/check.h"
#include "register/work.h"

static bool dry_run;

static void
check_row(struct import *im)
{
	const char *name = import_text(im, "name");
	const char *note = import_text(im, "note");
	struct buf why = { 0 };

	if (name != NULL && check_name(name, &why) < 0)
		import_fault(im, "name", "%s", buf_str(&why));
	else if (name != NULL && strcmp(name, "own") == 0)
		import_fault(im, "name", "\"own\" stands for our own IT");
	buf_clear(&why);
	if (note != NULL && check_prose(note, &why) < 0)
		import_fault(im, "note", "%s", buf_str(&why));
	buf_free(&why);
}

static int
import_supplier(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *name = import_text(im, "name");
	int64_t id;
	int rc;

	(void)arg;
	check_row(im);
	if (import_row_is_bad(im))
		return ERR_OK;
	rc = supplier_find(c->db, c->tenant, name, &id);
	if (rc == ERR_OK) {
		import_did(im, "unchanged", name);
		return ERR_OK;
	}
	if (rc == ERR_NOTFOUND)
		rc = supplier_add(
		    c->db, c->tenant, name, import_text(im, "note"));
	if (rc == ERR_OK)
		import_did(im, "add", name);
	return rc;
}

static int
run(struct context *c, const struct words *rest)
{
	static const struct import_column columns[] = {
		{ "name", IMPORT_REQUIRED },
		{ "note", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_supplier, .nouns = "suppliers"
	};
	int rc = import_run(c, rest->word[0], dry_run, &plan);

	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
import_suppliers(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ 0 },
	};
	static const struct synopsis s = { "import suppliers", "FILE", 1, 1,
		flags, "Columns: name, note." };

	return work_read(&s, argc - 1, argv + 1, run);
}
