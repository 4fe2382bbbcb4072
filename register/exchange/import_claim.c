/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_claim.h"

#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/device/directory.h"
#include "lib/store/patch/claim_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"
#include "register/supplier/claims.h"
#include "register/work.h"

/* Claims that were exported. Who said it, and when, are who imports it, and
 * now. */

static struct directory *known; /* of the import at hand */

static void
tell_claim(struct import *im, const struct db_rows *looked, size_t row)
{
	int64_t outcome = db_int(looked, row, CLAIM_LOOK_OUTCOME);

	if (outcome == CLAIM_NOWHERE)
		import_fault(im, "device", "the patch is not for that device");
	else
		import_did(im,
		    outcome == CLAIM_KNOWN           ? "unchanged"
			: outcome == CLAIM_WITHDRAWN ? "passed over"
						     : "add",
		    db_text(looked, row, CLAIM_LOOK_DEVICE));
}

static int
load_known(struct import *im, void *arg)
{
	struct context *c = import_context(im);

	(void)arg;
	import_gather(im, claim_batch_new(c->tenant), tell_claim);
	return directory_load(c->db, c->tenant, &known);
}

/* One that is out of service has no deployments to say it of. */
static int
find_device(struct import *im, int *id, bool *is_retired)
{
	struct context *c = import_context(im);
	const char *name = import_text(im, "device");
	int rc = name == NULL
	    ? ERR_OK
	    : directory_find(known, DIRECTORY_DEVICE, name, id);

	*is_retired = false;
	if (rc != ERR_NOTFOUND)
		return rc;
	rc = device_store_find_ever(c->db, c->tenant, name, id);
	*is_retired = rc == ERR_OK;
	if (rc != ERR_NOTFOUND)
		return rc;
	import_fault(im, "device", "there is no device \"%s\"", name);
	return ERR_OK;
}

static int
import_claim(struct import *im, void *arg)
{
	struct claim claim = {
		.function = import_checked(im, "function", check_prose),
		.note = import_checked(im, "note", check_prose),
	};
	const char *patch = import_text(im, "patch");
	bool is_retired;
	int rc = find_device(im, &claim.device, &is_retired);

	(void)arg;
	if (patch != NULL &&
	    directory_find(known, DIRECTORY_PATCH, patch, &claim.patch) < 0)
		import_fault(im, "patch", "there is no patch \"%s\"", patch);
	import_past_time(im, "at", &claim.at);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	if (is_retired) {
		import_did(im, "passed over", import_text(im, "device"));
		return ERR_OK;
	}
	return claim_batch_add(import_context(im)->db, import_gathered(im),
	    &claim, import_line(im));
}

int
import_claims(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "patch", IMPORT_REQUIRED },
		{ "device", IMPORT_REQUIRED },
		{ "at", IMPORT_REQUIRED },
		{ "function", 0 },
		{ "note", 0 },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.start = load_known,
		.row = import_claim,
		.nouns = "claims",
		.passed = "their devices are out of service" };
	int rc = import_kind_run(
	    &(struct import_kind){ "claims", &plan,
		"Columns: patch, device, at, and as you like function, note. "
		"made and actor are not\ntaken over: who imports a claim makes "
		"it, in their own name and now. Those of devices\nthat are out "
		"of service are passed over, and of patches that are withdrawn "
		"and never\nwere for that device here." },
	    argc, argv);

	directory_free(known);
	known = NULL;
	return rc;
}

static bool dry_run;

static int
run_lists(struct context *c, const struct words *rest)
{
	int rc = claims_import_exported(c, rest->word[0], dry_run);

	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
import_supplier_claims(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ 0 },
	};
	static const struct synopsis s = { "import supplier_claims", "FILE", 1,
		1, flags,
		"Columns: supplier, patch, device, at, and as you like note: "
		"lists that `patchwacht\nsupplier check` read. made and actor "
		"are not taken over." };

	return work_read(&s, argc - 1, argv + 1, run_lists);
}
