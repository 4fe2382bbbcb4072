/* SPDX-License-Identifier: Apache-2.0 */
#include "register/supplier/claims.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/entry/entry_store.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/supplier/supplier_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/import.h"
#include "register/mapping/mapping.h"
#include "register/mapping/mapping_find.h"
#include "register/setup/check.h"

const char *const claim_columns[] = { "patch", "device", "at", "note", NULL };

/* One list. */
struct claims {
	const char *supplier;
	int64_t supplier_id;
	size_t unknown; /* patches or devices that the register has not */
};

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

/* Says the same beside the deployment, when there is one. */
static int
claim_deployment(
    struct import *im, struct claims *list, const struct supplier_claim *row)
{
	struct context *c = import_context(im);
	struct buf function = { 0 };
	int64_t patch = 0, device = 0;
	int rc =
	    entry_find_other(c->db, c->tenant, ENTRY_PATCH, row->patch, &patch);

	if (rc == ERR_OK)
		rc = entry_find_other(
		    c->db, c->tenant, ENTRY_DEVICE, row->device, &device);
	buf_printf(&function, "supplier %s", list->supplier);
	if (rc == ERR_OK)
		rc = deployment_claim(c->db, c->tenant,
		    &(struct claim){ .patch = (int)patch,
			.device = (int)device,
			.at = row->at,
			.function = buf_str(&function),
			.note = row->note });
	buf_free(&function);
	if (rc == ERR_NOTFOUND) {
		list->unknown++;
		rc = ERR_OK;
	}
	return rc;
}

static int
import_row(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct claims *list = arg;
	struct supplier_claim row = { .supplier = list->supplier_id };
	bool is_new = false;
	int rc;

	read_row(im, &row);
	if (import_row_is_bad(im))
		return ERR_OK;
	rc = supplier_claim_put(c->db, c->tenant, &row, &is_new);
	if (rc == ERR_OK && is_new)
		rc = claim_deployment(im, list, &row);
	if (rc == ERR_OK)
		import_did(im, is_new ? "add" : "unchanged", row.device);
	return rc;
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

int
claims_import(struct context *c, const char *path, const char *supplier,
    const char *mapping, bool dry_run)
{
	const struct import_column columns[] = { { "patch", IMPORT_REQUIRED },
		{ "device", IMPORT_REQUIRED }, { "at", IMPORT_REQUIRED },
		{ "note", 0 }, { 0 } };
	struct claims list = { .supplier = supplier };
	struct import_plan plan = { .columns = columns,
		.row = import_row,
		.finish = tell_unknown,
		.arg = &list,
		.nouns = "claims" };
	struct mapping *m = NULL;
	int rc = supplier_find(c->db, c->tenant, supplier, &list.supplier_id);

	if (rc == ERR_NOTFOUND)
		complain("there is no supplier \"%s\"; `patchwacht supplier "
			 "list` has those there are",
		    supplier);
	if (rc == ERR_OK)
		rc = mapping_find(c, mapping, "claim", &m);
	plan.mapping = m;
	if (rc == ERR_OK)
		rc = import_run(c, path, dry_run, &plan);
	mapping_free(m);
	return rc;
}
