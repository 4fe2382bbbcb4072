/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/system/system_batch.h"
#include "lib/store/system/system_store.h"
#include "register/audit/revision.h"
#include "register/command.h"
#include "register/context.h"
#include "register/import.h"
#include "register/mapping/mapping.h"
#include "register/mapping/mapping_find.h"
#include "register/missing.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/system/system_input.h"
#include "register/system/system_known.h"
#include "register/verbs.h"
#include "register/work.h"

/*
 * patchwacht system: what another program keeps: workstations, applications,
 * the cloud. Registered, never measured, and never counted as if it were.
 */

static const char *mapping_name_given, *reason, *source, *category, *moment;
static bool dry_run, make_sites, complete, retired;
static int64_t told;
static long rev;
static char *told_source; /* of the first row: that of the file */
static struct system_known *known;

const char *const system_columns[] = { "source", "key", "name", "category",
	"site", "owner", "supplier", "product", "version", "state", "seen",
	NULL };

static const char *const categories[] = { "server", "workstation", "network",
	"peripheral", "application", "cloud", NULL };

/* Checks a column by the function, and tells its fault. */
static void
check_text(struct import *im, const char *column,
    int (*check)(const char *, struct buf *))
{
	const char *text = import_text(im, column);
	struct buf why = { 0 };

	if (text != NULL && check(text, &why) < 0)
		import_fault(im, column, "%s", buf_str(&why));
	buf_free(&why);
}

static void
check_choice(struct import *im, const char *column, const char *const *words)
{
	const char *text = import_text(im, column);
	struct buf why = { 0 };

	if (text != NULL && check_word(text, words, &why) < 0)
		import_fault(im, column, "%s", buf_str(&why));
	buf_free(&why);
}

static void
check_row(struct import *im)
{
	static const char *const states[] = { "current", "behind", "unknown",
		NULL };

	check_text(im, "source", check_name);
	check_text(im, "key", check_prose);
	check_text(im, "name", check_prose);
	check_text(im, "owner", check_name);
	check_text(im, "supplier", check_name);
	check_text(im, "product", check_prose);
	check_text(im, "version", check_prose);
	check_choice(im, "category", categories);
	check_choice(im, "state", states);
}

static void
read_seen(struct import *im, int64_t *seen)
{
	const char *text = import_text(im, "seen");
	struct buf why = { 0 };

	*seen = CLOCK_NONE;
	if (text != NULL && check_time(text, seen, &why) < 0)
		import_fault(im, "seen", "%s", buf_str(&why));
	else if (text != NULL && *seen > told + CLOCK_DAY)
		import_fault(im, "seen", "\"%s\" is yet to come", text);
	buf_free(&why);
}

static int
read_site(struct import *im, int *site)
{
	struct context *c = import_context(im);
	const char *name = import_text(im, "site");
	int rc;

	*site = 0;
	if (name == NULL)
		return ERR_OK;
	check_text(im, "site", check_name);
	if (import_row_is_bad(im))
		return ERR_OK;
	rc = site_find(c->db, c->tenant, name, site);
	if (rc == ERR_NOTFOUND && make_sites)
		return site_add(c->db, c->tenant, name, site);
	if (rc != ERR_NOTFOUND)
		return rc;
	import_fault(im, "site",
	    "there is no site \"%s\"; `patchwacht site add` or --make-sites "
	    "makes it",
	    name);
	return ERR_OK;
}

/* One file is of one program: else what is missing could not be told. */
static void
check_source(struct import *im, const char *of_row)
{
	if (told_source == NULL)
		told_source = strdup(of_row);
	else if (complete && strcmp(told_source, of_row) != 0)
		import_fault(im, "source",
		    "with --complete a file is of one source, \"%s\"",
		    told_source);
}

static int
load_known(struct import *im, void *arg)
{
	struct context *c = import_context(im);

	(void)arg;
	import_gather(im, system_batch_new(c->tenant, reason), NULL);
	return system_known_load(c, &known);
}

/* One that stands in the file twice is written twice. */
static int
put_row(struct import *im, const struct system_row *row)
{
	struct system_found found = system_known_find(known, row);
	struct db *db = import_context(im)->db;
	struct row_batch *b = import_gathered(im);
	bool is_new = found.id == 0;
	int rc = found.is_written ? import_write(im) : ERR_OK;

	if (rc == ERR_OK && is_new)
		rc = system_batch_add(
		    db, b, row, told, import_line(im), &found.id);
	else if (rc == ERR_OK)
		rc = system_batch_change(
		    db, b, row, told, import_line(im), found.id);
	if (rc < 0)
		return rc;
	import_did(im,
	    found.is_same ? "unchanged"
		: is_new  ? "add"
			  : "edit",
	    row->name);
	system_known_put(known, row, found.id);
	return ERR_OK;
}

static int
import_row(struct import *im, void *arg)
{
	struct system_row row = { .source = import_text(im, "source"),
		.key = import_text(im, "key"),
		.name = import_text(im, "name"),
		.category = import_text(im, "category"),
		.owner = import_text(im, "owner"),
		.supplier = import_text(im, "supplier"),
		.product = import_text(im, "product"),
		.version = import_text(im, "version"),
		.state = import_text(im, "state") };
	int rc;

	(void)arg;
	check_row(im);
	read_seen(im, &row.seen);
	rc = read_site(im, &row.site);
	if (row.source == NULL)
		row.source = "csv";
	if (row.key == NULL)
		row.key = row.name;
	check_source(im, row.source);
	return rc < 0 || import_row_is_bad(im) ? rc : put_row(im, &row);
}

static int
retire_untold(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	int64_t n = 0;
	int rc;

	(void)arg;
	if (!complete || told_source == NULL)
		return ERR_OK;
	rc = system_retire_untold(c->db, c->tenant, told_source, told, &n);
	if (rc == ERR_OK && n > 0)
		say("No longer told, out of service: %" PRId64, n);
	return rc;
}

static int
import_systems(struct context *c, const struct words *rest)
{
	struct import_column columns[16] = { { 0 } };
	struct import_plan plan = { .columns = columns,
		.start = load_known,
		.row = import_row,
		.finish = retire_untold,
		.nouns = "systems" };
	struct mapping *m = NULL;
	int rc = mapping_find(c, mapping_name_given, "system", &m);

	for (size_t i = 0; system_columns[i] != NULL; i++) {
		const char *name = system_columns[i];
		bool needed =
		    strcmp(name, "name") == 0 || strcmp(name, "category") == 0;

		columns[i] = (struct import_column){ name,
			needed ? IMPORT_REQUIRED : 0 };
	}
	told = clock_now();
	plan.mapping = m;
	if (rc == ERR_OK)
		rc = import_run(c, rest->word[0], dry_run, &plan);
	mapping_free(m);
	system_known_free(known);
	known = NULL;
	free(told_source);
	told_source = NULL;
	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

static int
import_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "mapping", FLAG_TEXT, &mapping_name_given, "FILE",
		    "how another program's table is read" },
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ "make-sites", FLAG_YES, &make_sites, NULL,
		    "make sites that are missing" },
		{ "complete", FLAG_YES, &complete, NULL,
		    "what the file does not have is out of service" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "system import", "FILE.csv", 1, 1,
		flags,
		"Columns: name, category, and as you like source, key, site, "
		"owner, supplier,\nproduct, version, state (current, behind, "
		"unknown), seen. A row is about the system\nof its source and "
		"key. All rows or none." };

	return work_read(&s, argc, argv, import_systems);
}

static const struct column columns_shown[] = {
	{ "source", "SOURCE", COLUMN_TEXT, 0 },
	{ "key", NULL, COLUMN_TEXT, 0 },
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ "category", "CATEGORY", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "owner", NULL, COLUMN_TEXT, 0 },
	{ "supplier", NULL, COLUMN_TEXT, 0 },
	{ "product", "PRODUCT", COLUMN_TEXT, 0 },
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "state", "SAID", COLUMN_TEXT, 0 },
	{ "seen", "SEEN BY IT", COLUMN_TIME, 0 },
	{ "updated", NULL, COLUMN_TIME, 0 },
	{ "device", "IS DEVICE", COLUMN_TEXT, 0 },
	{ "retired", NULL, COLUMN_TIME, 0 },
	{ "rev", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("systems", columns_shown);
	struct db_rows *rows = NULL;
	struct buf why = { 0 };
	int64_t at = 0;
	int rc = as_of(c, "{system,device}", moment, &at);

	(void)rest;
	if (rc == ERR_OK && category != NULL)
		rc = check_tell(
		    check_word(category, categories, &why), "--category", &why);
	if (rc == ERR_OK)
		rc = system_list(
		    c->db, c->tenant, source, category, retired, at, &rows);
	if (rc == ERR_OK && db_count(rows) == 0)
		rc = missing_filter(c, "--source", MISSING_SOURCE, source);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No systems; `patchwacht system import` reads what "
			    "another program keeps.");
	}
	buf_free(&why);
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "source", FLAG_TEXT, &source, "NAME", "of that program" },
		{ "category", FLAG_TEXT, &category, "WORD", "of that kind" },
		{ "retired", FLAG_YES, &retired, NULL,
		    "those out of service as well" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "system list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list);
}

static int
retire(struct context *c, const struct words *rest)
{
	struct buf object = { 0 };
	int id, rc;

	if (reason == NULL) {
		complain("say why: --reason TEXT");
		return ERR_PARSE;
	}
	buf_printf(&object, "system/%s/%s", rest->word[0], rest->word[1]);
	rc = system_find(c->db, c->tenant, rest->word[0], rest->word[1], &id);
	if (rc == ERR_OK)
		rc = revision_hold(c, buf_str(&object), rev, system_lock, id);
	if (rc == ERR_OK)
		rc = system_retire(
		    c->db, c->tenant, rest->word[0], rest->word[1], reason);
	buf_free(&object);
	if (rc == ERR_NOTFOUND)
		complain("there is no system \"%s\" of \"%s\" in service; "
			 "`patchwacht system list --csv` has their keys",
		    rest->word[1], rest->word[0]);
	else if (rc == ERR_OK)
		say("System out of service: %s", rest->word[1]);
	return rc;
}

static int
retire_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ "rev", FLAG_INT, &rev, "N",
		    "only if it is as `system list --json` printed it" },
		{ 0 },
	};
	static const struct synopsis s = { "system retire", "SOURCE KEY", 2, 2,
		flags, NULL };

	return work_change(&s, argc, argv, retire);
}

int
verb_system(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "import", import_verb, "read what another program keeps" },
		{ "list", list_verb, "list them" },
		{ "retire", retire_verb, "take one out of service" },
		{ 0 },
	};

	return verb_dispatch("system", verbs, argc, argv);
}
