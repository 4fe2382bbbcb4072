/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/number.h"
#include "lib/model/policy.h"
#include "lib/store/db.h"
#include "lib/store/export/export_said.h"
#include "lib/store/patch/policy_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"
#include "register/setup/policy_file.h"

/*
 * The versions of a policy, by their numbers. What is there is never another
 * one; the next is put in force, now and by who imports it.
 */

static bool
is_term(const char *column)
{
	static const char *const others[] = { "version", "reason", "effective",
		"actor" };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strcmp(column, others[i]) == 0)
			return false;
	return true;
}

static bool
is_number(const char *text)
{
	return text[strspn(text, "0123456789")] == '\0';
}

/* The row as a policy file, which says what is wrong with it by its line. */
static int
read_terms(struct import *im, struct policy *policy, char **name)
{
	struct buf file = { 0 };
	int rc = ERR_OK;

	for (size_t i = 0; export_policy_columns[i] != NULL; i++) {
		const char *column = export_policy_columns[i];
		const char *text = import_text(im, column);

		if (text == NULL || !is_term(column))
			continue;
		if (strpbrk(text, "\"\\\n$") != NULL) {
			import_fault(
			    im, column, "has a quote, a backslash or a dollar");
			rc = ERR_PARSE;
		}
		buf_printf(&file,
		    is_number(text) && strcmp(column, "name") != 0
			? "%s = %s\n"
			: "%s = \"%s\"\n",
		    column, text);
	}
	if (rc == ERR_OK &&
	    policy_text_load("policy", buf_str(&file), policy, name) < 0)
		import_fault(im, NULL, "is no policy (patchwacht-policy(5))");
	buf_free(&file);
	return ERR_OK;
}

static int
add(struct import *im, struct policy *policy, const char *name)
{
	struct context *c = import_context(im);
	const char *reason = import_checked(im, "reason", check_prose);
	int rc = policy_store_add(
	    c->db, c->tenant, name, reason != NULL ? reason : "import", policy);

	if (rc == ERR_OK)
		import_did(im, "add", name);
	return rc;
}

static int
put(struct import *im, int64_t version, struct policy *policy, const char *name)
{
	struct context *c = import_context(im);
	struct policy there = { 0 };
	int last = 0, rc = policy_store_last(c->db, c->tenant, &last);

	if (rc < 0)
		return rc;
	if (version == last + 1)
		return add(im, policy, name);
	if (version > last) {
		import_fault(im, "version", "the next one is %d", last + 1);
		return ERR_OK;
	}
	rc = policy_store_load_version(c->db, c->tenant, (int)version, &there);
	if (rc == ERR_OK && !policy_store_same(policy, &there))
		import_fault(im, "version",
		    "%d has other terms here, and versions are never changed",
		    (int)version);
	else if (rc == ERR_OK)
		import_did(im, "unchanged", name);
	return rc;
}

static int
import_policy(struct import *im, void *arg)
{
	const char *text = import_text(im, "version");
	struct policy policy = { 0 };
	char *name = NULL;
	int64_t version = 0;
	int rc;

	(void)arg;
	if (text != NULL && number_parse(text, 1, 1000000, &version) < 0)
		import_fault(im, "version", "\"%s\" is no number", text);
	rc = read_terms(im, &policy, &name);
	if (rc == ERR_OK && !import_row_is_bad(im))
		rc = put(im, version, &policy, name);
	free(name);
	return rc;
}

int
import_policies(int argc, char **argv)
{
	static struct import_column columns[64];
	static struct import_plan plan = {
		.columns = columns, .row = import_policy, .nouns = "policies"
	};

	for (size_t i = 0; export_policy_columns[i] != NULL; i++)
		columns[i] = (struct import_column){ export_policy_columns[i],
			i < 2 ? IMPORT_REQUIRED : 0 };
	return import_kind_run(
	    &(struct import_kind){ "policies", &plan,
		"Columns: version, name, and as you like the keys of "
		"patchwacht-policy(5) and reason.\nA version that is there "
		"must be the same; the next one comes into force now." },
	    argc, argv);
}
