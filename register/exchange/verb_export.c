/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/export/export_store.h"
#include "register/command.h"
#include "register/exchange/import_claim.h"
#include "register/exchange/import_said.h"
#include "register/exchange/import_site.h"
#include "register/exchange/import_supplier.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht export and import: the register as CSV or JSON, and back. */

/* Entries are written by their own lists, as their imports read them. */
static const struct entry_exchange {
	const char *kind;
	int (*verb)(int argc, char **argv);
	const char *noun;
} entries[] = {
	{ "actions", verb_action, "action" },
	{ "decisions", verb_decision, "decision" },
	{ "reviews", verb_review, "review" },
	{ "incidents", verb_incident, "incident" },
	{ "changes", verb_change, "change" },
	{ "contracts", verb_contract, "contract" },
	{ "attestations", verb_attestation, "attestation" },
};

static const struct entry_exchange *
find_entries(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(entries) / sizeof(entries[0]);
	     i++)
		if (strcmp(entries[i].kind, argv[1]) == 0)
			return &entries[i];
	return NULL;
}

static int
tell_unknown(const char *name)
{
	struct buf why = { 0 };
	struct choice c;

	choice_start(&c, name);
	for (const struct export_kind *k = export_kinds; k->name != NULL; k++)
		choice_offer(&c, k->name);
	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++)
		choice_offer(&c, entries[i].kind);
	choice_tell(&c, &why);
	complain("KIND: %s", buf_str(&why));
	buf_free(&why);
	return ERR_PARSE;
}

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
	int rc;

	if (kind == NULL)
		return tell_unknown(rest->word[0]);
	rc = export_rows(c->db, c->tenant, kind, &rows);
	if (rc == ERR_OK)
		print(kind, rows);
	db_rows_free(rows);
	return rc;
}

/* The verbs of the nouns, with what makes a second time do nothing. */

static int
run_as(int (*run)(int, char **), const char *noun, const char *verb,
    const char *const *options, int argc, char **argv)
{
	char **words = mem_new((size_t)argc + 8, sizeof(*words));
	int n = 0, rc;

	words[n++] = mem_dup_str(noun);
	words[n++] = mem_dup_str(verb);
	for (; *options != NULL; options++)
		words[n++] = mem_dup_str(*options);
	for (int i = 2; i < argc; i++)
		words[n++] = mem_dup_str(argv[i]);
	rc = run(n, words);
	/* Options borrow from the words; the program ends with them. */
	return rc;
}

static bool
is_json(int argc, char **argv)
{
	bool json = command.json;

	for (int i = 2; i < argc; i++)
		json |= strcmp(argv[i], "--json") == 0;
	return json;
}

int
verb_export(int argc, char **argv)
{
	static const char *const as_csv[] = { "--all", "--csv", NULL };
	static const char *const as_json[] = { "--all", NULL };
	const struct entry_exchange *e = find_entries(argc, argv);
	static const struct synopsis s = { "export", "KIND", 1, 1, NULL,
		"The register to standard output, as CSV or with --json.\n"
		"KIND: suppliers, sites, retired (devices), devices, patches, "
		"claims, systems, windows,\ndays_off, schedules, policies, "
		"people, "
		"assessments, mitigations, deviations, informed,\n"
		"support_ends, advisory_sources, advisories, exploited, "
		"frameworks, controls,\napplicability; actions, "
		"decisions, reviews, incidents, changes, contracts, "
		"attestations; deployments,\nexceptions, or register, which "
		"has a row for each patch by the steps of the process.\nThe "
		"same register gives the same bytes; `patchwacht import` "
		"reads all but the last\nthree." };

	if (e != NULL)
		return run_as(e->verb, e->noun, "list",
		    is_json(argc, argv) ? as_json : as_csv, argc, argv);
	return work_read(&s, argc, argv, export_kind);
}

static int
import_devices(int argc, char **argv)
{
	static const char *const options[] = { "--update", "--make-sites",
		NULL };

	return run_as(verb_device, "device", "import", options, argc, argv);
}

static int
import_patches(int argc, char **argv)
{
	static const char *const options[] = { "--update", "--reason=import",
		NULL };

	return run_as(verb_patch, "patch", "import", options, argc, argv);
}

static int
import_systems(int argc, char **argv)
{
	static const char *const options[] = { "--make-sites", NULL };

	return run_as(verb_system, "system", "import", options, argc, argv);
}

static int
import_exploited(int argc, char **argv)
{
	static const char *const options[] = { NULL };

	return run_as(
	    verb_exploited, "exploited", "import", options, argc, argv);
}

static int
import_entries(const struct entry_exchange *e, int argc, char **argv)
{
	static const char *const options[] = { "--update", "--reason=import",
		NULL };

	return run_as(e->verb, e->noun, "import", options, argc, argv);
}

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
} kinds[] = {
	{ "sites", import_sites },
	{ "devices", import_devices },
	{ "patches", import_patches },
	{ "claims", import_claims },
	{ "suppliers", import_suppliers },
	{ "systems", import_systems },
	{ "schedules", import_schedules },
	{ "retired", import_retired },
	{ "windows", import_windows },
	{ "days_off", import_days_off },
	{ "policies", import_policies },
	{ "people", import_people },
	{ "legacy_permissions", import_permissions },
	{ "assessments", import_assessments },
	{ "mitigations", import_mitigations },
	{ "deviations", import_deviations },
	{ "informed", import_informed },
	{ "support_ends", import_support_ends },
	{ "advisory_sources", import_advisory_sources },
	{ "advisories", import_advisories },
	{ "exploited", import_exploited },
	{ "frameworks", import_frameworks },
	{ "controls", import_controls },
	{ "applicability", import_applicability },
};

static const struct synopsis import_synopsis = { "import", "KIND FILE", 2, 2,
	NULL,
	"What `patchwacht export` wrote, as CSV or JSON. KIND: suppliers, "
	"sites, policies,\npeople, windows, days_off, retired, devices, "
	"legacy_permissions, patches,\nassessments, claims, mitigations, "
	"deviations, informed, systems, support_ends, advisory_sources,\n"
	"advisories, exploited, frameworks, controls, applicability, actions, "
	"decisions,\nreviews, incidents, changes, contracts, attestations; in "
	"this order.\nAll rows or none. What is there is changed to what the "
	"file says; a second time\nchanges nothing, and says so. --dry-run "
	"says what would be done." };

int
verb_import(int argc, char **argv)
{
	const struct entry_exchange *e = find_entries(argc, argv);
	struct words rest = { 0 };

	if (argc < 2 || argv[1][0] == '-') {
		int rc = flag_parse(&import_synopsis, argc, argv, &rest);

		words_free(&rest);
		return rc < 0 ? flag_exit(rc) : EXIT_USAGE;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, argv[1]) == 0)
			return kinds[i].run(argc, argv);
	if (e != NULL)
		return import_entries(e, argc, argv);
	if (export_find(argv[1]) != NULL)
		complain(
		    "%s follow from the others, and are not imported", argv[1]);
	else
		(void)tell_unknown(argv[1]);
	return EXIT_USAGE;
}
