/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/mib/mib.h"
#include "lib/wire/oid.h"
#include "register/command.h"
#include "register/context.h"
#include "register/show/table.h"
#include "register/verbs.h"

/* patchwacht snmp-names: what an OID is called, and the other way round. */

static const struct column columns[] = {
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ "oid", "OID", COLUMN_TEXT, 0 },
	{ 0 },
};

static void
use_data(void)
{
	struct context c;

	/* Without a configuration, what was shipped is found all the same. */
	mib_use(context_place(&c) == ERR_OK ? c.place.data : NULL);
	context_close(&c);
}

static void
add_row(struct table *t, const char *name, const char *oid)
{
	table_add_text(t, name);
	table_add_text(t, oid);
}

static int
name_one(struct table *t, const char *word)
{
	struct buf octets = { 0 }, name = { 0 };
	char text[OID_TEXT_MAX];
	struct oid oid;
	int rc = mib_parse(word, &octets);

	if (rc == ERR_OK) {
		oid = (struct oid){ octets.data, octets.len };
		(void)mib_print(oid, &name);
		add_row(t, buf_str(&name), oid_print(oid, text));
	} else {
		complain("no module that is installed has \"%s\"; --find looks "
			 "for a part of a name",
		    word);
	}
	buf_free(&octets);
	buf_free(&name);
	return rc;
}

static void
on_found(void *arg, const char *module, const char *name, const char *oid)
{
	struct buf whole = { 0 };

	buf_printf(&whole, "%s::%s", module, name);
	add_row(arg, buf_str(&whole), oid);
	buf_free(&whole);
}

static int
look_up(struct table *t, const struct words *rest, bool find)
{
	size_t before = table_rows(t);
	int rc = ERR_OK;

	for (size_t i = 0; i < rest->n; i++) {
		if (!find && name_one(t, rest->word[i]) < 0)
			rc = ERR_NOTFOUND;
		if (find)
			mib_search(rest->word[i], on_found, t);
	}
	if (find && table_rows(t) == before) {
		complain("no name of a module that is installed has that in "
			 "it");
		rc = ERR_NOTFOUND;
	}
	return rc;
}

int
verb_snmp_names(int argc, char **argv)
{
	bool find = false;
	const struct flag flags[] = {
		{ "find", FLAG_YES, &find, NULL,
		    "every name that has the text in it" },
		{ 0 },
	};
	const struct synopsis synopsis = { "snmp-names", "OID|NAME ...", 1,
		(size_t)-1, flags,
		"What an object is called, and which object a name is: "
		"ifInErrors.3,\nIF-MIB::ifInErrors, 1.3.6.1.2.1.2.2.1.14." };
	struct words rest = { 0 };
	struct table *t;
	int rc;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	if (rc < 0)
		return flag_exit(rc);
	use_data();
	t = table_new("names", columns);
	rc = look_up(t, &rest, find);
	if (table_rows(t) > 0)
		table_print(t, stdout, command_form());
	table_free(t);
	mib_close();
	words_free(&rest);
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
