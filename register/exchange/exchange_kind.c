/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/exchange_kind.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/mem.h"
#include "lib/store/export/export_store.h"
#include "register/command.h"
#include "register/exchange/import_claim.h"
#include "register/exchange/import_said.h"
#include "register/exchange/import_site.h"
#include "register/exchange/import_supplier.h"
#include "register/flag.h"
#include "register/verbs.h"

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
		"--plan-later", NULL };

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

static bool
is_json(int argc, char **argv)
{
	bool json = command.json;

	for (int i = 2; i < argc; i++)
		json |= strcmp(argv[i], "--json") == 0;
	return json;
}

int
exchange_export_entries(const struct exchange_kind *k, int argc, char **argv)
{
	static const char *const as_csv[] = { "--all", "--csv", NULL };
	static const char *const as_json[] = { "--all", NULL };

	return run_as(k->verb, k->noun, "list",
	    is_json(argc, argv) ? as_json : as_csv, argc, argv);
}

int
exchange_import_entries(const struct exchange_kind *k, int argc, char **argv)
{
	static const char *const options[] = { "--update", "--reason=import",
		NULL };

	return run_as(k->verb, k->noun, "import", options, argc, argv);
}

static const char opens[] =
    "one lets a patch be planned without a test from now on, until somebody "
    "else approves: `patchwacht patch emergency` declares it, in one's own "
    "name";
static const char advises[] =
    "the CISO says it of a request here, in their own name; what stands on "
    "paper is entered with `patchwacht exception advise --for --document`";
static const char follows[] = "follows from the others";

const struct exchange_kind exchange_kinds[] = {
	{ .name = "suppliers", .import = import_suppliers },
	{ .name = "sites", .import = import_sites },
	{ .name = "policies", .import = import_policies },
	{ .name = "people", .import = import_people },
	{ .name = "channels", .import = import_channels },
	{ .name = "windows", .import = import_windows },
	{ .name = "days_off", .import = import_days_off },
	{ .name = "ranges", .import = import_ranges },
	{ .name = "retired", .import = import_retired },
	{ .name = "devices", .import = import_devices },
	{ .name = "mutes", .import = import_mutes },
	{ .name = "holds", .import = import_holds },
	{ .name = "legacy_permissions", .import = import_permissions },
	{ .name = "patches", .import = import_patches },
	{ .name = "pilots", .import = import_pilots },
	{ .name = "emergencies", .why_not = opens },
	{ .name = "assessments", .import = import_assessments },
	{ .name = "claims", .import = import_claims },
	{ .name = "supplier_claims", .import = import_supplier_claims },
	{ .name = "mitigations", .import = import_mitigations },
	{ .name = "deviations", .import = import_deviations },
	{ .name = "informed", .import = import_informed },
	{ .name = "exceptions", .import = import_exceptions },
	{ .name = "advices", .why_not = advises },
	{ .name = "systems", .import = import_systems },
	{ .name = "support_ends", .import = import_support_ends },
	{ .name = "advisory_sources", .import = import_advisory_sources },
	{ .name = "advisories", .import = import_advisories },
	{ .name = "exploited", .import = import_exploited },
	{ .name = "frameworks", .import = import_frameworks },
	{ .name = "controls", .import = import_controls },
	{ .name = "applicability", .import = import_applicability },
	{ .name = "schedules", .import = import_schedules },
	{ .name = "actions",
	    .verb = verb_action,
	    .noun = "action",
	    .about = "what somebody will do" },
	{ .name = "decisions",
	    .verb = verb_decision,
	    .noun = "decision",
	    .about = "what is asked of those who decide" },
	{ .name = "reviews",
	    .verb = verb_review,
	    .noun = "review",
	    .about = "what somebody looks at" },
	{ .name = "incidents",
	    .verb = verb_incident,
	    .noun = "incident",
	    .about = "what went wrong" },
	{ .name = "changes",
	    .verb = verb_change,
	    .noun = "change",
	    .about = "changes of systems" },
	{ .name = "contracts",
	    .verb = verb_contract,
	    .noun = "contract",
	    .about = "what suppliers agreed to" },
	{ .name = "attestations",
	    .verb = verb_attestation,
	    .noun = "attestation",
	    .about = "what no device can show" },
	{ .name = "deployments", .why_not = follows },
	{ .name = "register", .why_not = follows },
	{ 0 },
};

const struct exchange_kind *
exchange_kind_find(const char *name)
{
	struct buf why = { 0 };
	struct choice c;

	for (const struct exchange_kind *k = exchange_kinds; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	choice_start(&c, name);
	for (const struct exchange_kind *k = exchange_kinds; k->name; k++)
		choice_offer(&c, k->name);
	choice_tell(&c, &why);
	complain(
	    "KIND: %s; `patchwacht export --list` has them", buf_str(&why));
	buf_free(&why);
	return NULL;
}

const char *
exchange_kind_about(const struct exchange_kind *k)
{
	const struct export_kind *e = export_find(k->name);

	return e != NULL ? e->about : k->about;
}
