/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/range.h"
#include "lib/store/device/device_store.h"
#include "lib/store/export/known_store.h"
#include "lib/store/network/discovery_store.h"
#include "lib/store/network/range_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/exchange/list_text.h"
#include "register/import.h"
#include "register/network/range_check.h"
#include "register/setup/check.h"

/* Where discovery may look. Approvals of medical ranges are not taken over: one
 * that is listed anew is approved anew. */

static void
read_block(struct import *im, struct prefix *block)
{
	const char *text = import_text(im, "range");
	char meant[PREFIX_TEXT_MAX];
	int rc = text == NULL ? ERR_OK : prefix_parse(text, block);

	if (rc == ERR_RANGE)
		import_fault(im, "range", "bits are set behind its length; %s?",
		    prefix_format(block, meant));
	else if (rc < 0)
		import_fault(im, "range",
		    "not a block of addresses such as 10.1.0.0/16");
}

static int
read_realm(struct import *im, int *id)
{
	struct context *c = import_context(im);
	const char *name = import_text(im, "realm");
	int rc;

	*id = 1;
	if (name == NULL)
		return ERR_OK;
	rc = realm_find(c->db, c->tenant, name, id);
	if (rc != ERR_NOTFOUND)
		return rc;
	import_fault(im, "realm", "there is no \"%s\"", name);
	return ERR_OK;
}

static bool
is_given_twice(const struct range *r, int id)
{
	for (size_t i = 0; i < r->credentials; i++)
		if (r->credential[i] == id)
			return true;
	return false;
}

/* Labels become ids, in their order. */
static int
read_credentials(struct import *im, struct range *r)
{
	struct context *c = import_context(im);
	const char *given = import_text(im, "credentials");
	char *copy = mem_dup_str(given), *rest = copy;
	const char *label;
	int id, rc = ERR_OK;

	while (rc == ERR_OK && rest != NULL &&
	    (label = list_text_next(&rest)) != NULL) {
		rc = credential_find(c->db, c->tenant, label, &id);
		if (rc == ERR_NOTFOUND) {
			import_fault(im, "credentials",
			    "there is no \"%s\"; secrets are in no file: "
			    "`patchwacht credential add` first",
			    label);
			rc = ERR_OK;
		} else if (rc == ERR_OK && is_given_twice(r, id)) {
			import_fault(
			    im, "credentials", "\"%s\" stands twice", label);
		} else if (rc == ERR_OK && r->credentials == OFFERS_MAX) {
			import_fault(
			    im, "credentials", "more than %d", OFFERS_MAX);
			break;
		} else if (rc == ERR_OK) {
			r->credential[r->credentials++] = id;
		}
	}
	free(copy);
	return rc;
}

static void
read_number(
    struct import *im, const char *column, long most, long usual, int *out)
{
	const char *text = import_text(im, column);
	struct buf why = { 0 };
	long number = usual;

	if (text != NULL && check_number(text, 1, most, &number, &why) < 0)
		import_fault(im, column, "%s", buf_str(&why));
	*out = (int)number;
	buf_free(&why);
}

static void
read_words(struct import *im, struct range *r, struct range_words *words,
    struct buf *tags)
{
	const char *medical = import_text(im, "medical");
	const char *given = import_text(im, "tags");
	struct buf why = { 0 };

	words->label = import_checked(im, "label", check_name);
	words->reason = "import";
	if (medical != NULL && check_yes_no(medical, &r->medical, &why) < 0)
		import_fault(im, "medical", "%s", buf_str(&why));
	buf_clear(&why);
	if (given != NULL && check_tags(given, tags, &why) < 0)
		import_fault(im, "tags", "%s", buf_str(&why));
	words->tags = tags->len > 0 ? buf_str(tags) : NULL;
	buf_free(&why);
}

static int
add_range(struct import *im, int realm, struct range *r,
    const struct range_words *words)
{
	struct context *c = import_context(im);
	struct buf why = { 0 };
	int rc = range_check(c, realm, r, &why);

	if (rc == ERR_RANGE) {
		import_fault(im, "range", "%s", buf_str(&why));
		rc = ERR_OK;
	} else if (rc == ERR_OK) {
		rc = range_add(c->db, c->tenant, realm, r, words);
	}
	buf_free(&why);
	return rc;
}

static int
put_range(struct import *im, int realm, struct range *r,
    const struct range_words *words)
{
	struct context *c = import_context(im);
	char block[PREFIX_TEXT_MAX];
	bool is_same = false;
	int id = 0, rc;

	prefix_format(&r->block, block);
	rc = range_find(c->db, c->tenant, realm, block, &id);
	if (rc == ERR_NOTFOUND)
		rc = ERR_OK;
	if (rc == ERR_OK && id != 0)
		rc = known_range(c->db, c->tenant, id, r, words, &is_same);
	if (rc == ERR_OK && id != 0 && !is_same)
		rc = range_remove(c->db, c->tenant, id, "import");
	if (rc == ERR_OK && !is_same)
		rc = add_range(im, realm, r, words);
	if (rc == ERR_OK)
		import_did(im,
		    is_same       ? "unchanged"
			: id != 0 ? "edit"
				  : "add",
		    block);
	return rc;
}

static int
import_range(struct import *im, void *arg)
{
	struct range_words words = { 0 };
	struct range r = { 0 };
	struct buf tags = { 0 };
	int realm, rc = read_realm(im, &realm);

	(void)arg;
	read_block(im, &r.block);
	if (rc == ERR_OK)
		rc = import_site(im, &r.site_id);
	if (rc == ERR_OK)
		rc = read_credentials(im, &r);
	read_number(im, "rate", DISCOVERY_RATE_MAX, 50, &r.rate);
	read_number(im, "port", 65535, 161, &r.port);
	read_words(im, &r, &words, &tags);
	if (rc == ERR_OK && !import_row_is_bad(im))
		rc = put_range(im, realm, &r, &words);
	buf_free(&tags);
	return rc;
}

int
import_ranges(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "range", IMPORT_REQUIRED },
		{ "realm", 0 },
		{ "label", 0 },
		{ "site", 0 },
		{ "credentials", 0 },
		{ "rate", 0 },
		{ "port", 0 },
		{ "medical", 0 },
		{ "tags", 0 },
		{ "approved", 0 },
		{ "approved_by", 0 },
		{ "approval", 0 },
		{ "added", 0 },
		{ "added_by", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_range, .nouns = "ranges"
	};

	return import_kind_run(
	    &(struct import_kind){ "ranges", &plan,
		"Columns: range, and as you like credentials (A|B, by label), "
		"realm, label, site, rate,\nport, medical, tags; as "
		"`patchwacht range add` takes them. One that becomes another "
		"is\nlisted anew, and a medical one waits for its approval." },
	    argc, argv);
}
