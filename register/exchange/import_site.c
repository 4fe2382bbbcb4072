/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_site.h"

#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/device/device_store.h"
#include "lib/store/supplier/supplier_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/plan/calendar.h"
#include "register/setup/check.h"
#include "register/work.h"

static bool dry_run;

/* Who maintains what stands there, where the row says so. */
static int
set_supplier(struct import *im, const char *site, bool *changed)
{
	struct context *c = import_context(im);
	const char *supplier = import_text(im, "supplier");
	int64_t id;
	int rc;

	*changed = false;
	if (supplier == NULL)
		return ERR_OK;
	rc = supplier_find(c->db, c->tenant, supplier, &id);
	if (rc == ERR_OK)
		return supplier_of_site(
		    c->db, c->tenant, site, supplier, "import", changed);
	if (rc == ERR_NOTFOUND) {
		import_fault(im, "supplier",
		    "there is no supplier \"%s\"; `patchwacht import "
		    "suppliers` goes first",
		    supplier);
		rc = ERR_OK;
	}
	return rc;
}

/* Whose holidays it keeps, where the row says so. */
static int
set_calendar(struct import *im, int id, bool *changed)
{
	const char *name = import_checked(im, "calendar", check_prose);
	struct context *c = import_context(im);
	bool now = false;
	int rc;

	if (name == NULL)
		return ERR_OK;
	if (calendar_try(c, name) < 0) {
		import_fault(im, "calendar",
		    "is neither nl-noord, nl-midden, nl-zuid nor a file");
		return ERR_OK;
	}
	rc = site_set_calendar(c->db, c->tenant, id, name, "import", &now);
	*changed |= now;
	return rc;
}

static int
take_site(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *name = import_text(im, "name");
	struct buf why = { 0 };
	bool is_new, changed;
	int id, rc;

	(void)arg;
	if (import_row_is_bad(im))
		return ERR_OK;
	if (check_name(name, &why) < 0) {
		import_fault(im, "name", "%s", buf_str(&why));
		buf_free(&why);
		return ERR_OK;
	}
	rc = site_find(c->db, c->tenant, name, &id);
	is_new = rc == ERR_NOTFOUND;
	if (is_new)
		rc = site_add(c->db, c->tenant, name, &id);
	if (rc == ERR_OK)
		rc = set_supplier(im, name, &changed);
	if (rc == ERR_OK)
		rc = set_calendar(im, id, &changed);
	if (rc == ERR_OK)
		import_did(im,
		    is_new        ? "add"
			: changed ? "edit"
				  : "unchanged",
		    name);
	return rc;
}

static int
run(struct context *c, const struct words *rest)
{
	static const struct import_column columns[] = {
		{ "name", IMPORT_REQUIRED },
		{ "supplier", 0 },
		{ "calendar", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = take_site, .nouns = "sites"
	};
	int rc = import_run(c, rest->word[0], dry_run, &plan);

	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
import_sites(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ 0 },
	};
	static const struct synopsis s = { "import sites", "FILE", 1, 1, flags,
		"Columns: name, and as you like supplier, calendar (whose "
		"school "
		"holidays)." };

	return work_read(&s, argc - 1, argv + 1, run);
}
