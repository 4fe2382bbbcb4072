/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/supplier/supplier_store.h"
#include "register/command.h"
#include "register/setup/check.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht supplier: who maintains systems for us, and how well. */

static const char *note;

static int
add(struct context *c, const struct words *rest)
{
	const char *name = rest->word[0];
	struct buf why = { 0 };
	int64_t id;
	int rc = check_tell(check_name(name, &why), "NAME", &why);

	if (rc == ERR_OK && strcmp(name, "own") == 0) {
		complain("\"own\" stands for our own IT");
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK && note != NULL)
		rc = check_tell(check_prose(note, &why), "--note", &why);
	buf_free(&why);
	if (rc < 0)
		return rc;
	rc = supplier_find(c->db, c->tenant, name, &id);
	if (rc == ERR_OK) {
		complain("there is a supplier \"%s\" already", name);
		return ERR_EXISTS;
	}
	if (rc == ERR_NOTFOUND)
		rc = supplier_add(c->db, c->tenant, name, note);
	if (rc == ERR_OK)
		say("Supplier added: %s", name);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "note", FLAG_TEXT, &note, "TEXT", "what it does for us" },
		{ 0 },
	};
	static const struct synopsis s = { "supplier add", "NAME", 1, 1, flags,
		"What it agreed to is a contract: `patchwacht contract add`." };

	return work_change(&s, argc, argv, add);
}

int
verb_supplier(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "add one" },
		{ 0 },
	};

	return verb_dispatch("supplier", verbs, argc, argv);
}
