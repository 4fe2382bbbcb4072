/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stddef.h>

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/exposure_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"

/* What is known outside: ends of support, sources of advisories, advisories. */

static int
import_support(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct support_end s = {
		.vendor = import_checked(im, "vendor", check_name),
		.model = import_checked(im, "model", check_name),
		.source = import_checked(im, "source", check_prose),
	};
	const char *did = "unchanged";
	int rc = import_device(im, &s.device);

	(void)arg;
	import_time(im, "ends", &s.ends);
	if (rc == ERR_OK && s.device != 0 &&
	    (s.vendor != NULL || s.model != NULL))
		import_fault(
		    im, "device", "stands alone, or a vendor or model does");
	if (rc == ERR_OK && import_text(im, "device") == NULL &&
	    s.vendor == NULL && s.model == NULL)
		import_fault(im, NULL, "vendor, model or device is missing");
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = support_end_put(c->db, c->tenant, &s, &did);
	if (rc == ERR_OK)
		import_did(im, did,
		    import_text(im, "device") != NULL
			? import_text(im, "device")
			: s.model != NULL ? s.model
					  : s.vendor);
	return rc;
}

int
import_support_ends(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "vendor", 0 },
		{ "model", 0 },
		{ "device", 0 },
		{ "ends", 0 },
		{ "source", IMPORT_REQUIRED },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_support,
		.nouns = "ends of support" };

	return import_kind_run(
	    &(struct import_kind){ "support_ends", &plan,
		"Columns: vendor and model (globs: C9300*), or device; ends, "
		"the last day is before it;\nsource, where the maker says so. "
		"A row without ends takes away what there was. The\nnarrowest "
		"counts. made and actor are not taken over." },
	    argc, argv);
}

static int
import_source(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *removed = import_text(im, "removed"), *did = "unchanged";
	struct advisory_source s = {
		.name = import_checked(im, "name", check_name),
		.vendor = import_checked(im, "vendor", check_name),
		.class = import_checked(im, "class", check_name),
		.owner = import_checked(im, "owner", check_name),
		.url = import_checked(im, "url", check_prose),
		.removed = removed != NULL,
	};
	int rc;

	(void)arg;
	if (import_row_is_bad(im))
		return ERR_OK;
	rc = advisory_source_put(c->db, c->tenant, &s, &did);
	if (rc == ERR_OK)
		import_did(im, did, s.name);
	return rc;
}

int
import_advisory_sources(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "name", IMPORT_REQUIRED },
		{ "vendor", IMPORT_REQUIRED },
		{ "class", 0 },
		{ "owner", 0 },
		{ "url", 0 },
		{ "removed", 0 },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_source,
		.nouns = "sources of advisories" };

	return import_kind_run(
	    &(struct import_kind){ "advisory_sources", &plan,
		"Where advisories of a make are read. Columns: name, vendor (a "
		"glob), and as you like\nclass (switch, firewall; without it "
		"all), owner (a function), url; with removed it is\nfollowed "
		"no "
		"more. made and actor are not taken over." },
	    argc, argv);
}

static int
import_one_advisory(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct advisory a = {
		.reference = import_checked(im, "reference", check_name),
		.title = import_checked(im, "title", check_prose),
		.source = import_checked(im, "source", check_name),
		.vendor = import_checked(im, "vendor", check_name),
		.product = import_checked(im, "product", check_name),
		.vulnerabilities =
		    import_checked(im, "vulnerabilities", check_prose),
	};
	bool is_there = false;
	int rc;

	(void)arg;
	import_past_time(im, "published", &a.published);
	if (a.vendor == NULL && a.product == NULL)
		import_fault(im, NULL, "vendor or product is missing");
	if (import_row_is_bad(im))
		return ERR_OK;
	rc = advisory_add(c->db, c->tenant, &a, &is_there);
	if (rc == ERR_OK)
		import_did(im, is_there ? "unchanged" : "add", a.reference);
	return rc;
}

int
import_advisories(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "reference", IMPORT_REQUIRED },
		{ "title", IMPORT_REQUIRED },
		{ "published", IMPORT_REQUIRED },
		{ "source", 0 },
		{ "vendor", 0 },
		{ "product", 0 },
		{ "vulnerabilities", 0 },
		{ "made", 0 },
		{ "actor", 0 },
		{ "decided", 0 },
		{ "decided_by", 0 },
		{ "decision", 0 },
		{ "reason", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_one_advisory,
		.nouns = "advisories" };

	return import_kind_run(
	    &(struct import_kind){ "advisories", &plan,
		"Columns: reference, title, published; vendor, or product (a "
		"glob of models); and as you\nlike source, vulnerabilities "
		"(with blanks between them). What was made and decided "
		"by\nwhom "
		"is not taken over." },
	    argc, argv);
}
