/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/supplier/supplier_store.h"
#include "register/audit/revision.h"
#include "register/command.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/supplier/claims.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht supplier: who maintains systems for us, and how well. */

static const char *note, *site, *device, *reason, *supplier, *mapping, *moment;
static bool dry_run;
static long rev;

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

/* That of a name, after telling that there is none. */
static int
find(struct context *c, const char *name, int64_t *id)
{
	int rc = supplier_find(c->db, c->tenant, name, id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_SUPPLIER, name);
	return rc;
}

/* assign */

/* Nobody else changes it now, nor has since rev. */
static int
hold(struct context *c, const char *kind, const char *name,
    int (*lock)(struct db *db, int tenant, int id), int id)
{
	struct buf object = { 0 };
	int rc;

	buf_printf(&object, "%s/%s", kind, name);
	rc = revision_hold(c, buf_str(&object), rev, lock, id);
	buf_free(&object);
	return rc;
}

static int
assign_site(struct context *c, const char *to)
{
	bool changed;
	int id, rc = site_find(c->db, c->tenant, site, &id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_SITE, site);
	if (rc == ERR_OK)
		rc = hold(c, "site", site, site_lock, id);
	return rc == ERR_OK
	    ? supplier_of_site(c->db, c->tenant, site, to, reason, &changed)
	    : rc;
}

static int
assign_device(struct context *c, const char *to)
{
	struct db_rows *rows = NULL;
	struct device_row row;
	int id, rc = device_store_find(c->db, c->tenant, device, &id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE, device);
	if (rc == ERR_OK)
		rc = hold(c, "device", device, device_store_lock, id);
	if (rc == ERR_OK)
		rc = device_store_load(c->db, c->tenant, id, &row, &rows);
	if (rc == ERR_OK) {
		row.supplier = to;
		rc = device_store_edit(c->db, c->tenant, &row, reason);
	}
	db_rows_free(rows);
	return rc;
}

static int
assign(struct context *c, const struct words *rest)
{
	const char *to = rest->word[0];
	bool own = strcmp(to, "own") == 0;
	int64_t id;
	int rc = ERR_OK;

	if ((site == NULL) == (device == NULL)) {
		complain("say what: --site NAME or --device NAME");
		return ERR_PARSE;
	}
	if (!own)
		rc = find(c, to, &id);
	if (rc == ERR_OK && device != NULL)
		rc = assign_device(c, to);
	if (rc == ERR_OK && site != NULL)
		rc = assign_site(c, own ? NULL : to);
	if (rc == ERR_OK)
		say("%s %s: maintained by %s", site != NULL ? "Site" : "Device",
		    site != NULL ? site : device, own ? "our own IT" : to);
	return rc;
}

static int
assign_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "site", FLAG_TEXT, &site, "NAME", "what stands there" },
		{ "device", FLAG_TEXT, &device, "NAME", "that one" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ "rev", FLAG_INT, &rev, "N",
		    "only if it is as `site list --json` or `device show` "
		    "printed it" },
		{ 0 },
	};
	static const struct synopsis s = { "supplier assign", "NAME|own", 1, 1,
		flags,
		"Who is responsible: that supplier, or our own IT. A device's "
		"own goes before its site's." };

	return work_change(&s, argc, argv, assign);
}

/* list, show, check */

static const struct column list_columns[] = {
	{ "supplier", "SUPPLIER", COLUMN_TEXT, 0 },
	{ "note", NULL, COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "contracts", "CONTRACTS", COLUMN_INT, 0 },
	{ "due", "TERM PASSED", COLUMN_INT, 0 },
	{ "on_time", "ON TIME", COLUMN_INT, 0 },
	{ "late", "LATE", COLUMN_INT, 0 },
	{ "unknown", "UNKNOWN", COLUMN_INT, 0 },
	{ "no_term", "NO TERM", COLUMN_INT, 0 },
	{ "days_late", "MOST DAYS LATE", COLUMN_INT, 0 },
	{ "claimed", "CLAIMED", COLUMN_INT, 0 },
	{ "contradicted", "CONTRADICTED", COLUMN_INT, 0 },
	{ 0 },
};

static const struct column duty_columns[] = {
	{ "supplier", NULL, COLUMN_TEXT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "priority", "PRIORITY", COLUMN_TEXT, 0 },
	{ "began", NULL, COLUMN_TIME, 0 },
	{ "agreed", "AGREED", COLUMN_TIME, 0 },
	{ "claimed", "CLAIMED", COLUMN_TIME, 0 },
	{ "shown", "DEVICE SHOWS", COLUMN_TEXT, 0 },
	{ "seen", "SEEN", COLUMN_TIME, 0 },
	{ "days_late", "DAYS LATE", COLUMN_INT, 0 },
	{ "timing", "TIMING", COLUMN_TEXT, 0 },
	{ 0 },
};

static const struct column checked_columns[] = {
	{ "supplier", NULL, COLUMN_TEXT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "claimed", "CLAIMED", COLUMN_TIME, 0 },
	{ "outcome", "DEVICE SHOWS", COLUMN_TEXT, 0 },
	{ "observed", "SEEN", COLUMN_TIME, 0 },
	{ "agreed", "AGREED", COLUMN_TIME, 0 },
	{ "days_late", "DAYS LATE", COLUMN_INT, 0 },
	{ "note", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("suppliers", list_columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc =
	    as_of(c, "{supplier,site,device,patch,deployment}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = supplier_list(c->db, c->tenant, NULL, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No suppliers; `patchwacht supplier add NAME`.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "supplier list", "", 0, 0, flags,
		"Terms are those of contracts, from the start of each patch's "
		"clock." };

	return work_read(&s, argc, argv, list);
}

static int
show(struct context *c, const struct words *rest)
{
	const char *name = rest->word[0];
	struct table *t[3] = { table_new("supplier", list_columns),
		table_new("patches", duty_columns),
		table_new("claims", checked_columns) };
	struct db_rows *one = NULL, *duties = NULL, *checked = NULL;
	int64_t id;
	int rc = find(c, name, &id);

	table_make_record(t[0]);
	if (rc == ERR_OK)
		rc = supplier_list(c->db, c->tenant, name, 0, &one);
	if (rc == ERR_OK)
		rc = supplier_duties(c->db, c->tenant, name, &duties);
	if (rc == ERR_OK)
		rc = supplier_checked(c->db, c->tenant, name, &checked);
	if (rc == ERR_OK) {
		table_add_rows(t[0], one);
		table_add_rows(t[1], duties);
		table_add_rows(t[2], checked);
		tables_print(t, 3, stdout, command_form());
	}
	for (size_t i = 0; i < 3; i++)
		table_free(t[i]);
	db_rows_free(one);
	db_rows_free(duties);
	db_rows_free(checked);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct synopsis s = { "supplier show", "NAME", 1, 1, NULL,
		NULL };

	return work_read(&s, argc, argv, show);
}

/* Reads the list; what it did is told in words only, the outcome as asked. */
static int
read_list(struct context *c, const char *path)
{
	bool quiet = command.quiet;
	int rc;

	if (supplier == NULL) {
		complain("say whose list it is: --supplier NAME");
		return ERR_PARSE;
	}
	command.quiet = quiet || (command_form() != FORM_TABLE && !dry_run);
	rc = claims_import(c, path, supplier, mapping, dry_run);
	command.quiet = quiet;
	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

static int
check(struct context *c, const struct words *rest)
{
	struct table *t = table_new("claims", checked_columns);
	struct db_rows *rows = NULL;
	int64_t id;
	int rc = ERR_OK;

	if (rest->n > 0)
		rc = read_list(c, rest->word[0]);
	else if (supplier != NULL)
		rc = find(c, supplier, &id);
	if (rc == ERR_OK && !dry_run)
		rc = supplier_checked(c->db, c->tenant, supplier, &rows);
	if (rc == ERR_OK && !dry_run) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("Nothing is claimed.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
check_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "supplier", FLAG_TEXT, &supplier, "NAME", "whose list" },
		{ "mapping", FLAG_TEXT, &mapping, "FILE",
		    "how its table is read" },
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be read, and do nothing" },
		{ 0 },
	};
	static const struct synopsis s = { "supplier check", "[FILE.csv]", 0, 1,
		flags,
		"What a supplier said is done, against what devices showed. "
		"Columns without a\nmapping: patch, device, at, note." };

	return work_read(&s, argc, argv, check);
}

int
verb_supplier(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "add one" },
		{ "assign", assign_verb, "say who maintains what" },
		{ "list", list_verb, "list them, and how they keep terms" },
		{ "show", show_verb, "show all of one" },
		{ "check", check_verb, "what is said, against what is seen" },
		{ 0 },
	};

	return verb_dispatch("supplier", verbs, argc, argv);
}
