/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stddef.h>

#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/network/legacy_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"

/* Who permits to try SNMPv1 and v2c. Tests that were made stay where they were:
 * they are of that register's devices. */

static void
read_document(struct import *im, struct legacy_permission *p)
{
	const char *hash = import_text(im, "sha256");

	p->document = import_checked(im, "document", check_prose);
	if (hash != NULL && digest_from_hex(hash, p->sha256, DIGEST_LEN) < 0)
		import_fault(im, "sha256", "is no SHA-256");
}

static void
read_end(struct import *im, struct legacy_permission *p)
{
	p->from = clock_now();
	import_time(im, "until", &p->until);
	if (!import_row_is_bad(im) &&
	    (p->until <= p->from || p->until > p->from + 366 * CLOCK_DAY))
		import_fault(im, "until", "a moment to come, within a year");
}

static int
import_permission(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct legacy_permission p = { .site_id = 0 };
	bool is_there = false;
	int64_t id;
	int rc = import_site(im, &p.site_id);

	(void)arg;
	p.granted_by = import_checked(im, "granted_by", check_prose);
	read_document(im, &p);
	read_end(im, &p);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = legacy_is_permitted(c->db, c->tenant, &p, &is_there);
	if (rc == ERR_OK && !is_there)
		rc = legacy_permit(c->db, c->tenant, &p, &id);
	if (rc == ERR_OK)
		import_did(im, is_there ? "unchanged" : "add", p.document);
	return rc;
}

int
import_permissions(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "document", IMPORT_REQUIRED },
		{ "sha256", IMPORT_REQUIRED },
		{ "site", 0 },
		{ "until", IMPORT_REQUIRED },
		{ "granted_by", IMPORT_REQUIRED },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_permission,
		.nouns = "permissions" };

	return import_kind_run(
	    &(struct import_kind){ "legacy_permissions", &plan,
		"Columns: document, sha256, until, granted_by, and as you like "
		"site; as `patchwacht\nlegacy permit` takes them. From now on, "
		"in your own name." },
	    argc, argv);
}
