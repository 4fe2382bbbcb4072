/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_claim.h"

#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/patch/patch_store.h"
#include "register/context.h"
#include "register/import.h"
#include "register/setup/check.h"
#include "register/work.h"

static bool dry_run;

static void
read_at(struct import *im, struct claim *claim)
{
	const char *text = import_text(im, "at");
	struct buf why = { 0 };

	if (text != NULL && check_time(text, &claim->at, &why) < 0)
		import_fault(im, "at", "%s", buf_str(&why));
	else if (text != NULL && claim->at > clock_now())
		import_fault(im, "at", "\"%s\" lies in the future", text);
	buf_free(&why);
}

static void
read_row(struct import *im, struct claim *claim)
{
	struct context *c = import_context(im);
	const char *patch = import_text(im, "patch");
	const char *device = import_text(im, "device");

	*claim = (struct claim){ .function = import_text(im, "function"),
		.note = import_text(im, "note") };
	if (patch != NULL &&
	    patch_store_find(c->db, c->tenant, patch, &claim->patch) < 0)
		import_fault(im, "patch", "there is no patch \"%s\"", patch);
	if (device != NULL &&
	    device_store_find(c->db, c->tenant, device, &claim->device) < 0)
		import_fault(im, "device", "there is no device \"%s\"", device);
	read_at(im, claim);
}

static int
import_claim(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct claim claim;
	bool there = false;
	int rc;

	(void)arg;
	read_row(im, &claim);
	if (import_row_is_bad(im))
		return ERR_OK;
	rc = deployment_is_claimed(c->db, c->tenant, &claim, &there);
	if (rc == ERR_OK && !there)
		rc = deployment_claim(c->db, c->tenant, &claim);
	if (rc == ERR_NOTFOUND) {
		import_fault(im, "device", "the patch is not for that device");
		return ERR_OK;
	}
	if (rc == ERR_OK)
		import_did(
		    im, there ? "unchanged" : "add", import_text(im, "device"));
	return rc;
}

static int
run(struct context *c, const struct words *rest)
{
	/* Who said it, and when, are who imports it, and now. */
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
	static const struct import_plan plan = {
		.columns = columns, .row = import_claim, .nouns = "claims"
	};
	int rc = import_run(c, rest->word[0], dry_run, &plan);

	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
import_claims(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ 0 },
	};
	static const struct synopsis s = { "import claims", "FILE", 1, 1, flags,
		"Columns: patch, device, at, and as you like function, note. "
		"made and actor are not\ntaken over: who imports a claim makes "
		"it, in their own name and now." };

	return work_read(&s, argc - 1, argv + 1, run);
}
