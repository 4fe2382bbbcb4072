/* SPDX-License-Identifier: Apache-2.0 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "register/command.h"
#include "register/context.h"
#include "register/device/device_input.h"
#include "register/entry/entry_kind.h"
#include "register/mapping/mapping.h"
#include "register/mapping/mapping_find.h"
#include "register/show/table.h"
#include "register/supplier/claims.h"
#include "register/system/system_input.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht mapping: how tables of other programs become ours. */

/* Without a database: a mapping can be written anywhere. */
static int
look(const struct synopsis *s, int argc, char **argv,
    int (*run)(struct context *c, const struct words *rest))
{
	struct words rest = { 0 };
	struct context c = { 0 };
	int rc = flag_parse(s, argc, argv, &rest);

	if (rc < 0) {
		words_free(&rest);
		return flag_exit(rc);
	}
	rc = context_place(&c);
	if (rc == ERR_OK)
		rc = run(&c, &rest);
	context_close(&c);
	words_free(&rest);
	return rc < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static void
add_device_columns(struct words *out)
{
	for (int f = 0; f < DEVICE_FIELDS; f++)
		words_add(out, device_field_name((enum device_field)f));
}

static void
add_entry_columns(const struct entry_kind *k, struct words *out)
{
	words_add(out, "id");
	for (size_t i = 0; i < k->n_use; i++)
		words_add(out, entry_field_name(k->use[i].field));
}

/* The columns of what a mapping is for; none when there is no such thing. */
static void
list_columns(const char *kind, struct words *out)
{
	if (strcmp(kind, "device") == 0)
		add_device_columns(out);
	else if (strcmp(kind, "system") == 0)
		for (const char *const *c = system_columns; *c != NULL; c++)
			words_add(out, *c);
	else if (strcmp(kind, "claim") == 0)
		for (const char *const *c = claim_columns; *c != NULL; c++)
			words_add(out, *c);
	for (int i = 0; i < ENTRY_KINDS; i++) {
		const struct entry_kind *k = entry_kind((enum entry_kind_id)i);

		if (strcmp(kind, k->name) == 0)
			add_entry_columns(k, out);
	}
}

static int
refuse_kind(const struct mapping *m)
{
	struct buf why = { 0 };
	struct choice c;

	choice_start(&c, mapping_for(m));
	choice_offer(&c, "device");
	choice_offer(&c, "system");
	choice_offer(&c, "claim");
	for (int i = 0; i < ENTRY_KINDS; i++)
		choice_offer(&c, entry_kind((enum entry_kind_id)i)->name);
	choice_tell(&c, &why);
	complain("%s: for: %s", mapping_name(m), buf_str(&why));
	buf_free(&why);
	return ERR_PARSE;
}

static int
check_columns(const struct mapping *m, const struct words *known)
{
	int rc = ERR_OK;

	if (known->n == 0)
		return refuse_kind(m);
	for (size_t i = 0; i < mapping_count(m); i++) {
		const char *name = mapping_column_name(mapping_at(m, i));
		struct buf why = { 0 };
		struct choice columns;
		bool found = false;

		choice_start(&columns, name);
		for (size_t k = 0; k < known->n; k++) {
			found |= strcmp(known->word[k], name) == 0;
			choice_offer(&columns, known->word[k]);
		}
		choice_tell(&columns, &why);
		if (!found) {
			complain("%s: %s: column %s", mapping_name(m),
			    mapping_for(m), buf_str(&why));
			rc = ERR_PARSE;
		}
		buf_free(&why);
	}
	return rc;
}

static const struct column check_table[] = {
	{ "column", "COLUMN", COLUMN_TEXT, 0 },
	{ "from", "FROM", COLUMN_TEXT, COLUMN_WRAP },
	{ 0 },
};

static void
print_columns(const struct mapping *m)
{
	struct table *t = table_new("columns", check_table);
	struct buf from = { 0 };

	for (size_t i = 0; i < mapping_count(m); i++) {
		buf_clear(&from);
		mapping_tell_from(mapping_at(m, i), &from);
		table_add_text(t, mapping_column_name(mapping_at(m, i)));
		table_add_text(
		    t, from.len > 0 ? buf_str(&from) : "the same in every row");
	}
	table_print(t, stdout, command_form());
	table_free(t);
	buf_free(&from);
}

static int
check(struct context *c, const struct words *rest)
{
	struct mapping *m = NULL;
	struct words known = { 0 };
	int rc = mapping_find(c, rest->word[0], NULL, &m);

	if (rc == ERR_OK) {
		list_columns(mapping_for(m), &known);
		rc = check_columns(m, &known);
	}
	if (rc == ERR_OK) {
		print_columns(m);
		say("%s: right", mapping_name(m));
	}
	words_free(&known);
	mapping_free(m);
	return rc;
}

static int
check_verb(int argc, char **argv)
{
	static const struct synopsis s = { "mapping check", "FILE", 1, 1, NULL,
		"FILE is a mapping, or the name of one that came with the "
		"program." };

	return look(&s, argc, argv, check);
}

static const struct column list_table[] = {
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ "for", "FOR", COLUMN_TEXT, 0 },
	{ "about", "ABOUT", COLUMN_TEXT, COLUMN_WRAP },
	{ "verified", "VERIFIED", COLUMN_BOOL, 0 },
	{ 0 },
};

static void
add_shipped(struct table *t, const char *path)
{
	const char *base = strrchr(path, '/') + 1;
	struct mapping *m = NULL;
	char *name;

	if (mapping_load(path, &m) < 0)
		return;
	name = mem_dup_text(base, strlen(base) - strlen(".map"));
	table_add_text(t, name);
	table_add_text(t, mapping_for(m));
	table_add_text(t, mapping_about(m));
	table_add_bool(t, mapping_is_verified(m));
	mapping_free(m);
	free(name);
}

static int
list(struct context *c, const struct words *rest)
{
	char *pattern = place_data(&c->place, "templates/mappings/*.map");
	struct table *t = table_new("mappings", list_table);
	glob_t found = { 0 };

	(void)rest;
	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			add_shipped(t, found.gl_pathv[i]);
	globfree(&found);
	table_print(t, stdout, command_form());
	table_free(t);
	free(pattern);
	return ERR_OK;
}

static int
list_verb(int argc, char **argv)
{
	static const struct synopsis s = { "mapping list", "", 0, 0, NULL,
		"Those that came with the program." };

	return look(&s, argc, argv, list);
}

int
verb_mapping(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, "those that came with the program" },
		{ "check", check_verb, "whether one is right" },
		{ 0 },
	};

	return verb_dispatch("mapping", verbs, argc, argv);
}
