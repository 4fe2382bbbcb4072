/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/export/known_store.h"
#include "lib/store/people/holder_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"

/* Who holds which function. The database says who may give one. */

enum { SITES_MAX = 200 };

/* "Noord|Zuid" */
static int
read_sites(struct import *im, int ids[SITES_MAX], size_t *n)
{
	struct context *c = import_context(im);
	const char *text = import_text(im, "sites");
	char *copy = mem_dup_str(text != NULL ? text : ""), *rest = copy;
	char *name;
	int rc = ERR_OK;

	*n = 0;
	while (rc == ERR_OK && (name = strsep(&rest, "|")) != NULL) {
		if (*name == '\0')
			continue;
		if (*n == SITES_MAX) {
			import_fault(im, "sites", "more than %d", SITES_MAX);
			break;
		}
		rc = site_find(c->db, c->tenant, name, &ids[*n]);
		if (rc == ERR_OK)
			*n += 1;
		if (rc == ERR_NOTFOUND) {
			import_fault(
			    im, "sites", "there is no site \"%s\"", name);
			rc = ERR_OK;
		}
	}
	free(copy);
	return rc;
}

static void
read_mandate(struct import *im, struct holder *h)
{
	const char *hash = import_text(im, "mandate_sha256");

	h->mandate = import_checked(im, "mandate", check_prose);
	if ((h->mandate == NULL) != (hash == NULL))
		import_fault(im, "mandate",
		    "is its text and mandate_sha256, the hash of the document "
		    "that gives it");
	else if (hash != NULL &&
	    digest_from_hex(hash, h->mandate_sha256, DIGEST_LEN) < 0)
		import_fault(im, "mandate_sha256", "is no SHA-256");
	else if (hash != NULL && h->function != FUNCTION_BOARD)
		import_fault(im, "mandate", "is of the function board");
}

static void
read_function(struct import *im, struct holder *h)
{
	const char *text = import_text(im, "function");
	struct buf why = { 0 };

	if (text != NULL && check_function(text, &h->function, &why) < 0) {
		import_fault(im, "function", "%s", buf_str(&why));
		buf_free(&why);
		return;
	}
	if ((h->function == FUNCTION_SUPPLIER) != (h->party != NULL))
		import_fault(im, "supplier",
		    "is for the function supplier, and needed there");
	if (h->n_sites > 0 && h->function != FUNCTION_SYSTEM_OWNER &&
	    h->function != FUNCTION_IT_STAFF)
		import_fault(im, "sites",
		    "%s is one for the whole organisation",
		    function_title(h->function));
}

static int
read_row(struct import *im, struct holder *h, int ids[SITES_MAX])
{
	int rc = read_sites(im, ids, &h->n_sites);

	h->sites = h->n_sites > 0 ? ids : NULL;
	h->login = import_checked(im, "login", check_name);
	h->name = import_checked(im, "name", check_name);
	if (h->name == NULL)
		h->name = h->login;
	h->party = import_checked(im, "supplier", check_name);
	h->since = DB_NO_TIME;
	import_time(im, "until", &h->until);
	if (h->until != DB_NO_TIME && h->until <= clock_now())
		import_fault(im, "until", "is over");
	read_function(im, h);
	read_mandate(im, h);
	return rc;
}

static int
import_person(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct holder h = { 0 };
	int ids[SITES_MAX];
	bool is_there = false;
	int rc = read_row(im, &h, ids);

	(void)arg;
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = known_holder(c->db, c->tenant, &h, &is_there);
	if (rc == ERR_OK && !is_there)
		rc = holder_grant(c->db, c->tenant, &h, "import");
	if (rc == ERR_OK)
		import_did(im, is_there ? "unchanged" : "add", h.login);
	return rc;
}

int
import_people(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "login", IMPORT_REQUIRED },
		{ "name", 0 },
		{ "function", IMPORT_REQUIRED },
		{ "sites", 0 },
		{ "supplier", 0 },
		{ "mandate", 0 },
		{ "mandate_sha256", 0 },
		{ "until", 0 },
		{ "since", 0 },
		{ "granted_by", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_person, .nouns = "people"
	};

	return import_kind_run(
	    &(struct import_kind){ "people", &plan,
		"Columns: login, function, and as you like name, sites (A|B), "
		"supplier, mandate,\nmandate_sha256, until. By the process "
		"owner, from now on; since and granted_by are not\ntaken over, "
		"and nobody's function ends." },
	    argc, argv);
}
