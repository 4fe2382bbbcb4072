/* SPDX-License-Identifier: Apache-2.0 */
#include "register/entry/verb_entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "register/command.h"
#include "register/import.h"
#include "register/mapping/mapping.h"
#include "register/mapping/mapping_find.h"
#include "register/setup/check.h"
#include "register/work.h"

/*
 * Many entries from a file, which the list prints: the same file twice changes
 * nothing the second time.
 */

static void
tell_field(void *arg, const char *field, const char *why)
{
	import_fault(arg, field, "%s", why);
}

/* Which one a row is about: by its id, its number elsewhere, its title. */
static int
find_row(struct import *im, const struct entry_input *in, struct entry_key *key)
{
	struct context *c = import_context(im);
	const char *id = import_text(im, "id");
	struct buf why = { 0 };
	int rc;

	if (id == NULL) {
		rc = entry_find(c->db, c->tenant, key->kind,
		    in->value[ENTRY_REFERENCE], in->value[ENTRY_TITLE],
		    &key->number);
		return rc == ERR_NOTFOUND ? ERR_OK : rc;
	}
	if (entry_id_parse(in->kind, id, &key->number, &why) < 0)
		import_fault(im, "id", "%s", buf_str(&why));
	buf_free(&why);
	return ERR_OK;
}

static int
store_row(struct import *im, const struct entry_input *in,
    struct entry_key *key, const struct entry *e, int64_t rev)
{
	struct context *c = import_context(im);
	const char *did = "add";
	char id[ENTRY_ID_MAX];
	int rc;

	if (rev == 0) {
		rc = entry_add(c->db, c->tenant, key, e, entry.reason);
	} else {
		rc = entry_revise(
		    c->db, c->tenant, key, rev, e, "edit", entry.reason);
		did = rc == ERR_NOTFOUND ? "unchanged" : "edit";
	}
	if (rc == ERR_OK && rev != 0 && !entry.update) {
		import_fault(im, NULL,
		    "%s is there and becomes another; --update changes it",
		    entry_id_text(key->number, id));
		return ERR_OK;
	}
	if (rc == ERR_OK || rc == ERR_NOTFOUND)
		import_did(im, did, entry_id_text(key->number, id));
	(void)in;
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int
import_entry(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct entry_key key = { .kind = entry.kind->name };
	struct entry_input in = { .kind = entry.kind,
		.topics = entry.topics,
		.english = entry.english,
		.fault = tell_field,
		.arg = im };
	struct buf text = { 0 };
	struct entry e = { { 0 } };
	int64_t rev = 0;
	int rc;

	(void)arg;
	for (size_t i = 0; i < entry.kind->n_use; i++) {
		enum entry_field f = entry.kind->use[i].field;

		in.value[f] = import_text(im, entry_field_name(f));
	}
	rc = find_row(im, &in, &key);
	if (rc == ERR_OK && key.number != 0) {
		rc = entry_load(c->db, c->tenant, &key, &e, &rev, &text);
		/* One that was made elsewhere keeps its number. */
		if (rc == ERR_NOTFOUND)
			rc = ERR_OK;
	}
	/* A row that is at fault was told, and is no reason to stop. */
	if (rc == ERR_OK && entry_input_read(c, &in, &e) == ERR_OK &&
	    !import_row_is_bad(im))
		rc = store_row(im, &in, &key, &e, rev);
	entry_input_free(&in);
	buf_free(&text);
	return rc;
}

/* id, status and ended_as, as the list prints them, then the kind's fields. */
static int
import_entries(struct context *c, const struct words *rest)
{
	struct import_column columns[ENTRY_FIELDS + 4] = { { "id", 0 },
		{ "status", 0 }, { "ended_as", 0 } };
	struct import_plan plan = { .columns = columns,
		.row = import_entry,
		.nouns = entry.kind->plural };
	struct mapping *m = NULL;
	int rc = entry_start(c);

	for (size_t i = 0; i < entry.kind->n_use; i++)
		columns[3 + i].name =
		    entry_field_name(entry.kind->use[i].field);
	if (rc == ERR_OK)
		rc = mapping_find(c, entry.mapping, entry.kind->name, &m);
	plan.mapping = m;
	if (rc == ERR_OK)
		rc = import_run(c, rest->word[0], entry.dry_run, &plan);
	mapping_free(m);
	entry_end();
	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
entry_import_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "mapping", FLAG_TEXT, &entry.mapping, "FILE",
		    "how another program's table is read" },
		{ "dry-run", FLAG_YES, &entry.dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ "update", FLAG_YES, &entry.update, NULL,
		    "change those that are there and differ" },
		{ "reason", FLAG_TEXT, &entry.reason, "TEXT", "why" },
		{ 0 },
	};
	char verb[64];
	const struct synopsis s = { verb, "FILE.csv", 1, 1, flags,
		"Columns are those of `list --csv`. A row is about the entry "
		"of its id, of its\nreference, or without either of its "
		"title. All rows or none; every fault is told\nas "
		"FILE:LINE:COLUMN." };

	snprintf(verb, sizeof(verb), "%s import", entry.kind->name);
	return work_read(&s, argc, argv, import_entries);
}
