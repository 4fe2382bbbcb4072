/* SPDX-License-Identifier: Apache-2.0 */
#include "register/supplier/claims.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/supplier/supplier_claim.h"
#include "lib/store/supplier/supplier_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/import.h"
#include "register/mapping/mapping.h"
#include "register/mapping/mapping_find.h"
#include "register/missing.h"
#include "register/setup/check.h"

const char *const claim_columns[] = { "patch", "device", "at", "note", NULL };

/* One list. */
struct claims {
	const char *supplier; /* NULL: each row says whose it is */
	int64_t supplier_id;
	size_t unknown; /* patches or devices that the register has not */
};

static void
tell_claim(struct import *im, const struct db_rows *looked, size_t row)
{
	struct claims *list = import_arg(im);
	bool is_new =
	    db_int(looked, row, SUPPLIER_LOOK_OUTCOME) == SUPPLIER_CLAIM_ADDED;

	list->unknown += is_new && db_is_null(looked, row, SUPPLIER_LOOK_PATCH);
	import_did(im, is_new ? "add" : "unchanged",
	    db_text(looked, row, SUPPLIER_LOOK_NAME));
}

static int
start(struct import *im, void *arg)
{
	(void)arg;
	import_gather(im, supplier_claim_batch_new(import_context(im)->tenant),
	    tell_claim);
	return ERR_OK;
}

/* Whose list the row is of. */
static int
read_supplier(
    struct import *im, const struct claims *list, struct supplier_claim *row)
{
	struct context *c = import_context(im);
	int rc;

	row->name = list->supplier;
	row->supplier = list->supplier_id;
	if (list->supplier != NULL)
		return ERR_OK;
	row->name = import_text(im, "supplier");
	if (row->name == NULL)
		return ERR_OK;
	rc = supplier_find(c->db, c->tenant, row->name, &row->supplier);
	if (rc != ERR_NOTFOUND)
		return rc;
	import_fault(im, "supplier", "there is no supplier \"%s\"", row->name);
	return ERR_OK;
}

static void
read_row(struct import *im, struct supplier_claim *row)
{
	static const char *const texts[] = { "patch", "device", "note" };
	const char *at = import_text(im, "at");
	struct buf why = { 0 };

	row->patch = import_text(im, "patch");
	row->device = import_text(im, "device");
	row->note = import_text(im, "note");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *text = import_text(im, texts[i]);

		if (text != NULL && check_prose(text, &why) < 0)
			import_fault(im, texts[i], "%s", buf_str(&why));
		buf_clear(&why);
	}
	if (at != NULL && check_time(at, &row->at, &why) < 0)
		import_fault(im, "at", "%s", buf_str(&why));
	else if (at != NULL && row->at > clock_now())
		import_fault(im, "at", "\"%s\" is yet to come", at);
	buf_free(&why);
}

static int
import_row(struct import *im, void *arg)
{
	struct supplier_claim row = { 0 };
	int rc = read_supplier(im, arg, &row);

	read_row(im, &row);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	return supplier_claim_batch_add(
	    import_context(im)->db, import_gathered(im), &row, import_line(im));
}

static int
tell_unknown(struct import *im, void *arg)
{
	const struct claims *list = arg;

	(void)im;
	if (list->unknown > 0)
		say("Of a patch or a device that the register does not have: "
		    "%zu",
		    list->unknown);
	return ERR_OK;
}

static int
run(struct context *c, const char *path, struct claims *list, bool dry_run,
    const struct import_column *columns, const struct mapping *m)
{
	const struct import_plan plan = { .columns = columns,
		.start = start,
		.row = import_row,
		.finish = tell_unknown,
		.arg = list,
		.nouns = "claims",
		.mapping = m };

	return import_run(c, path, dry_run, &plan);
}

int
claims_import(struct context *c, const char *path, const char *supplier,
    const char *mapping, bool dry_run)
{
	static const struct import_column columns[] = {
		{ "patch", IMPORT_REQUIRED }, { "device", IMPORT_REQUIRED },
		{ "at", IMPORT_REQUIRED }, { "note", 0 }, { 0 }
	};
	struct claims list = { .supplier = supplier };
	struct mapping *m = NULL;
	int rc = supplier_find(c->db, c->tenant, supplier, &list.supplier_id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_SUPPLIER, supplier);
	if (rc == ERR_OK)
		rc = mapping_find(c, mapping, "claim", &m);
	if (rc == ERR_OK)
		rc = run(c, path, &list, dry_run, columns, m);
	mapping_free(m);
	return rc;
}

int
claims_import_exported(struct context *c, const char *path, bool dry_run)
{
	static const struct import_column columns[] = {
		{ "supplier", IMPORT_REQUIRED }, { "patch", IMPORT_REQUIRED },
		{ "device", IMPORT_REQUIRED }, { "at", IMPORT_REQUIRED },
		{ "note", 0 }, { "made", 0 }, { "actor", 0 }, { 0 }
	};
	struct claims list = { .supplier = NULL };

	return run(c, path, &list, dry_run, columns, NULL);
}
