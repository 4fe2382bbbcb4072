/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/export/export_store.h"
#include "register/command.h"
#include "register/exchange/exchange_kind.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht export and import: the register as CSV or JSON, and back. */

static bool list;

static void
print(const struct export_kind *kind, const struct db_rows *rows)
{
	struct column *columns;
	struct table *t;
	size_t n = 0;

	while (kind->columns[n] != NULL)
		n++;
	columns = mem_new(n + 1, sizeof(*columns));
	for (size_t i = 0; i < n; i++)
		columns[i] =
		    (struct column){ kind->columns[i], NULL, COLUMN_TEXT, 0 };
	t = table_new(kind->name, columns);
	table_add_rows(t, rows);
	table_print(t, stdout, command.json ? FORM_JSON : FORM_CSV);
	table_free(t);
	free(columns);
}

static int
export_kind(struct context *c, const struct words *rest)
{
	const struct export_kind *kind = export_find(rest->word[0]);
	struct db_rows *rows = NULL;
	int rc = export_rows(c->db, c->tenant, kind, &rows);

	if (rc == ERR_OK)
		print(kind, rows);
	db_rows_free(rows);
	return rc;
}

static int
list_kinds(void)
{
	static const struct column columns[] = {
		{ "kind", "KIND", COLUMN_TEXT, 0 },
		{ "about", "WHAT", COLUMN_TEXT, 0 },
		{ "imported", "IMPORTED", COLUMN_BOOL, 0 },
		{ "why_not", "WHY NOT", COLUMN_TEXT, 0 },
		{ 0 },
	};
	struct table *t = table_new("kinds", columns);

	for (const struct exchange_kind *k = exchange_kinds; k->name; k++) {
		table_add_text(t, k->name);
		table_add_text(t, exchange_kind_about(k));
		table_add_bool(t, k->why_not == NULL);
		table_add_text(t, k->why_not);
	}
	table_print(t, stdout, command_form());
	table_free(t);
	return EXIT_SUCCESS;
}

static const struct flag export_flags[] = {
	{ "list", FLAG_YES, &list, NULL,
	    "which kinds there are, in the order of their import" },
	{ 0 },
};

static const struct synopsis export_synopsis = { "export", "KIND", 0, 1,
	export_flags,
	"The register to standard output, as CSV or with --json. The same "
	"register gives the\nsame bytes. Secrets are in none of them." };

int
verb_export(int argc, char **argv)
{
	const struct exchange_kind *k;
	struct words rest = { 0 };
	int rc;

	if (argc > 1 && argv[1][0] != '-') {
		k = exchange_kind_find(argv[1]);
		if (k == NULL)
			return EXIT_USAGE;
		return k->verb != NULL
		    ? exchange_export_entries(k, argc, argv)
		    : work_read(&export_synopsis, argc, argv, export_kind);
	}
	rc = flag_parse(&export_synopsis, argc, argv, &rest);
	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	if (list)
		return list_kinds();
	complain("which KIND? `patchwacht export --list` has them");
	return EXIT_USAGE;
}

static const struct synopsis import_synopsis = { "import", "KIND FILE", 2, 2,
	NULL,
	"What `patchwacht export` wrote, as CSV or JSON; `export --list` has "
	"the kinds, in the\norder in which an empty register takes them. All "
	"rows or none. What is there is\nchanged to what the file says; a "
	"second time changes nothing, and says so. --dry-run\nsays what would "
	"be done." };

int
verb_import(int argc, char **argv)
{
	const struct exchange_kind *k;
	struct words rest = { 0 };

	if (argc < 2 || argv[1][0] == '-') {
		int rc = flag_parse(&import_synopsis, argc, argv, &rest);

		words_free(&rest);
		return rc < 0 ? flag_exit(rc) : EXIT_USAGE;
	}
	k = exchange_kind_find(argv[1]);
	if (k == NULL)
		return EXIT_USAGE;
	if (k->why_not == NULL)
		return k->verb != NULL ? exchange_import_entries(k, argc, argv)
				       : k->import(argc, argv);
	complain("%s are not imported: %s", k->name, k->why_not);
	return EXIT_USAGE;
}
