/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/discovery_store.h"
#include "lib/store/network/neighbour_store.h"
#include "register/command.h"
#include "register/import.h"
#include "register/missing.h"
#include "register/network/block.h"
#include "register/network/proposal.h"
#include "register/network/verb_discover.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/work.h"

/* patchwacht discover list, accept, refuse, neighbours. */

static const char *state, *realm, *reason, *file, *site, *name, *moment;
static bool all, anyway, dry_run, with_addresses;
static long days;

/* discover list */

static const struct column list_columns[] = {
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "port", NULL, COLUMN_INT, 0 },
	{ "state", "STATE", COLUMN_TEXT, 0 },
	{ "name", "CALLS ITSELF", COLUMN_TEXT, 0 },
	{ "vendor", "VENDOR", COLUMN_TEXT, 0 },
	{ "model", "MODEL", COLUMN_TEXT, 0 },
	{ "version", "VERSION", COLUMN_TEXT, 0 },
	{ "confidence", "CONFIDENCE", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "credential", "CREDENTIAL", COLUMN_TEXT, 0 },
	{ "protocol", NULL, COLUMN_TEXT, 0 },
	{ "security_level", NULL, COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "known_by", NULL, COLUMN_TEXT, 0 },
	{ "class", NULL, COLUMN_TEXT, 0 },
	{ "profile", NULL, COLUMN_TEXT, 0 },
	{ "serial", NULL, COLUMN_TEXT, 0 },
	{ "engine_id", NULL, COLUMN_TEXT, 0 },
	{ "sys_object_id", NULL, COLUMN_TEXT, 0 },
	{ "sys_descr", NULL, COLUMN_TEXT, 0 },
	{ "realm", NULL, COLUMN_TEXT, 0 },
	{ "range", NULL, COLUMN_TEXT, 0 },
	{ "medical", NULL, COLUMN_BOOL, 0 },
	{ "first_seen", NULL, COLUMN_TIME, 0 },
	{ "last_seen", NULL, COLUMN_TIME, 0 },
	{ "decided", NULL, COLUMN_TIME, 0 },
	{ "decided_by", NULL, COLUMN_TEXT, 0 },
	{ "reason", NULL, COLUMN_TEXT, 0 },
	{ "run", NULL, COLUMN_INT, 0 },
	{ "same_as", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list_proposals(struct context *c, const struct words *rest)
{
	static const char *const states[] = { "new", "known", "accepted",
		"refused", NULL };
	struct table *t = table_new("proposals", list_columns);
	struct buf why = { 0 };
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{proposal,device,credential}", moment, &at);

	(void)rest;
	if (rc == ERR_OK && state != NULL)
		rc = check_tell(
		    check_word(state, states, &why), "--state", &why);
	if (rc == ERR_OK)
		rc = proposal_list(c->db, c->tenant, state, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("Nothing; `patchwacht discover CIDR` looks.");
	}
	buf_free(&why);
	db_rows_free(rows);
	table_free(t);
	return rc;
}

int
verb_discover_list(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "state", FLAG_TEXT, &state, "WORD",
		    "new, known, accepted or refused" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "discover list", "", 0, 0, flags,
		"What answered in a range. known: a device of the register, "
		"by its address, serial\nnumber or SNMP engine. With --csv, "
		"what `discover accept --file` reads." };

	return work_read(&s, argc, argv, list_proposals);
}

/* discover accept */

static const struct column done_columns[] = {
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "action", "ACTION", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ 0 },
};

static const char *
action_name(enum proposal_end end)
{
	static const char *const names[] = {
		[PROPOSAL_ADDED] = "added",
		[PROPOSAL_WAS] = "is there",
		[PROPOSAL_KNOWN] = "known",
		[PROPOSAL_TWICE] = "same as",
	};

	return names[end];
}

static int
accept_row(struct context *c, const struct db_rows *rows, size_t row,
    const struct proposal_wish *wish, struct table *t)
{
	enum proposal_end end;
	struct buf why = { 0 };
	char *device = NULL;
	int rc = proposal_accept(c, rows, row, wish, &why, &end, &device);

	if (why.len > 0)
		complain("%s: %s%s", db_text(rows, row, PROPOSAL_ADDRESS),
		    buf_str(&why),
		    rc == ERR_EXISTS ? "; --name NAME gives it another" : "");
	buf_free(&why);
	if (rc < 0)
		return rc;
	table_add_text(t, db_text(rows, row, PROPOSAL_ADDRESS));
	table_add_text(t, action_name(end));
	table_add_text(t, device);
	free(device);
	return ERR_OK;
}

static int
find_proposal(struct context *c, const char *text, struct db_rows **rows)
{
	char address[ADDRESS_TEXT_MAX];
	struct buf why = { 0 };
	int port = 0, realm_id = 1, rc;

	rc = check_tell(
	    check_address(text, address, &port, &why), "ADDRESS", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = block_realm(c, realm, &realm_id);
	if (rc < 0)
		return rc;
	rc = proposal_find(c->db, c->tenant, realm_id, address, port, rows);
	if (rc == ERR_NOTFOUND)
		complain("%s: nothing was found there; `patchwacht discover "
			 "list` says where",
		    text);
	return rc;
}

static int
accept_named(struct context *c, const struct words *rest,
    const struct proposal_wish *wish, struct table *t)
{
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < rest->n; i++) {
		struct db_rows *rows = NULL;

		rc = find_proposal(c, rest->word[i], &rows);
		if (rc == ERR_OK)
			rc = accept_row(c, rows, 0, wish, t);
		db_rows_free(rows);
	}
	return rc;
}

/* One after the other: a name that is taken shows in the next look. */
static int
accept_all(struct context *c, const struct proposal_wish *wish, struct table *t)
{
	struct db_rows *rows = NULL;
	int rc = proposal_list(c->db, c->tenant, "new", 0, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		rc = accept_row(c, rows, i, wish, t);
	db_rows_free(rows);
	return rc;
}

static int
check_reason(void)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (reason != NULL)
		rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	return rc;
}

static int
take_wish(struct context *c, size_t words, struct proposal_wish *wish)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	*wish = (struct proposal_wish){
		.name = name, .anyway = anyway, .once = all, .reason = reason
	};
	if (all == (words > 0)) {
		complain("name addresses, or --all for all that are new");
		return ERR_PARSE;
	}
	if (name != NULL && words != 1) {
		complain("--name: for one address");
		return ERR_PARSE;
	}
	if (name != NULL)
		rc = check_tell(check_name(name, &why), "--name", &why);
	if (rc == ERR_OK)
		rc = check_reason();
	buf_free(&why);
	if (rc == ERR_OK && site != NULL) {
		rc = site_find(c->db, c->tenant, site, &wish->site_id);
		if (rc == ERR_NOTFOUND)
			missing_tell(c, "--site", MISSING_SITE, site);
	}
	return rc;
}

static int
accept_typed(struct context *c, const struct words *rest)
{
	struct table *t = table_new("accepted", done_columns);
	struct proposal_wish wish;
	int rc = take_wish(c, rest->n, &wish);

	if (rc == ERR_OK && all)
		rc = accept_all(c, &wish, t);
	else if (rc == ERR_OK)
		rc = accept_named(c, rest, &wish, t);
	if (rc == ERR_OK) {
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("Nothing new.");
	}
	table_free(t);
	return rc;
}

/* From a file: what `discover list --csv` prints, with what was changed. */

static int
read_wish(struct import *im, struct proposal_wish *wish)
{
	static const char *const categories[] = { "server", "workstation",
		"network", "peripheral", "application", "cloud", NULL };
	struct context *c = import_context(im);
	const char *label = import_text(im, "credential");
	const char *where = import_text(im, "site");
	struct buf why = { 0 };
	int rc = ERR_OK;

	wish->name = import_text(im, "device");
	wish->category = import_text(im, "category");
	if (wish->name != NULL && check_name(wish->name, &why) < 0)
		import_fault(im, "device", "%s", buf_str(&why));
	if (wish->category != NULL &&
	    check_word(wish->category, categories, &why) < 0)
		import_fault(im, "category", "%s", buf_str(&why));
	if (where != NULL)
		rc = site_find(c->db, c->tenant, where, &wish->site_id);
	if (rc == ERR_NOTFOUND)
		import_fault(im, "site", "there is no site \"%s\"", where);
	else if (rc < 0)
		goto out;
	rc = ERR_OK;
	if (label != NULL)
		rc = credential_find(
		    c->db, c->tenant, label, &wish->credential_id);
	if (rc == ERR_NOTFOUND) {
		import_fault(
		    im, "credential", "there is no credential \"%s\"", label);
		rc = ERR_OK;
	}
out:
	buf_free(&why);
	return rc;
}

static int
find_row(struct import *im, struct db_rows **rows)
{
	struct context *c = import_context(im);
	const char *text = import_text(im, "address");
	const char *in_realm = import_text(im, "realm");
	const char *port = import_text(im, "port");
	char address[ADDRESS_TEXT_MAX];
	struct buf why = { 0 };
	long number = 0;
	int from_text = 0, realm_id = 1, rc = ERR_OK;

	if (text == NULL)
		return ERR_NOTFOUND;
	if (check_address(text, address, &from_text, &why) < 0)
		import_fault(im, "address", "%s", buf_str(&why));
	else if (port != NULL &&
	    check_number(port, 1, 65535, &number, &why) < 0)
		import_fault(im, "port", "%s", buf_str(&why));
	else if (in_realm != NULL &&
	    block_realm(c, in_realm, &realm_id) == ERR_NOTFOUND)
		import_fault(im, "realm", "there is no realm \"%s\"", in_realm);
	else
		rc = proposal_find(c->db, c->tenant, realm_id, address,
		    number != 0 ? (int)number : from_text, rows);
	buf_free(&why);
	if (rc == ERR_NOTFOUND)
		import_fault(im, "address", "nothing was found there");
	return import_row_is_bad(im) ? ERR_NOTFOUND : rc;
}

/* Rows that were refused, or are known, stay what they are. */
static int
accept_line(struct import *im, void *arg)
{
	struct proposal_wish wish = { .once = true, .reason = reason };
	struct db_rows *rows = NULL;
	enum proposal_end end;
	struct buf why = { 0 };
	char *device = NULL;
	int rc = find_row(im, &rows);

	(void)arg;
	if (rc == ERR_NOTFOUND)
		return ERR_OK;
	if (rc == ERR_OK &&
	    strcmp(db_text(rows, 0, PROPOSAL_STATE), "refused") == 0) {
		import_did(im, "refused", db_text(rows, 0, PROPOSAL_ADDRESS));
		db_rows_free(rows);
		return ERR_OK;
	}
	if (rc == ERR_OK)
		rc = read_wish(im, &wish);
	if (rc == ERR_OK && !import_row_is_bad(im)) {
		rc = proposal_accept(
		    import_context(im), rows, 0, &wish, &why, &end, &device);
		if (rc == ERR_OK)
			import_did(im, action_name(end), device);
		if (why.len > 0) {
			import_fault(im,
			    rc == ERR_EXISTS ? "device" : "credential", "%s",
			    buf_str(&why));
			rc = ERR_OK;
		}
		free(device);
	}
	buf_free(&why);
	db_rows_free(rows);
	return rc;
}

static int
accept_file(struct context *c, const struct words *rest)
{
	struct import_column
	    columns[sizeof(list_columns) / sizeof(list_columns[0]) + 1] = { 0 };
	const struct import_plan plan = {
		.columns = columns, .row = accept_line, .nouns = "proposals"
	};
	size_t n = 0;
	int rc;

	if (rest->n > 0 || all) {
		complain("--file says which; name no others");
		return ERR_PARSE;
	}
	for (; list_columns[n].name != NULL; n++)
		columns[n].name = list_columns[n].name;
	columns[0].flags = IMPORT_REQUIRED;
	columns[n].name = "category";
	rc = import_run(c, file, dry_run, &plan);
	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

static int
accept(struct context *c, const struct words *rest)
{
	int rc;

	if (file != NULL)
		return accept_file(c, rest);
	rc = db_begin(c->db);
	if (rc < 0)
		return rc;
	rc = accept_typed(c, rest);
	if (rc == ERR_OK && !dry_run)
		return db_commit(c->db);
	db_rollback(c->db);
	if (rc == ERR_OK)
		say("Nothing was changed.");
	return rc;
}

int
verb_discover_accept(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL, "all that are new" },
		{ "file", FLAG_TEXT, &file, "FILE.csv",
		    "those of a list, by its columns; - is standard input" },
		{ "name", FLAG_TEXT, &name, "NAME",
		    "of the device (what it calls itself)" },
		{ "site", FLAG_TEXT, &site, "NAME", "(that of the range)" },
		{ "realm", FLAG_TEXT, &realm, "NAME",
		    "address space, where there is more than one" },
		{ "anyway", FLAG_YES, &anyway, NULL,
		    "though it looks like a device that is known" },
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "discover accept", "[ADDRESS ...]",
		0, 65536, flags,
		"Makes devices of what was found; what is there already "
		"stays as it is. Columns of\nFILE.csv: those of `discover "
		"list --csv`; device, site, credential and category\nmay be "
		"changed." };

	return work_read(&s, argc, argv, accept);
}

/* discover refuse */

static int
refuse(struct context *c, const struct words *rest)
{
	size_t refused = 0;
	int rc = check_reason();

	for (size_t i = 0; rc == ERR_OK && i < rest->n; i++) {
		struct db_rows *rows = NULL;

		rc = find_proposal(c, rest->word[i], &rows);
		if (rc == ERR_OK &&
		    strcmp(db_text(rows, 0, PROPOSAL_STATE), "accepted") == 0) {
			complain("%s: is device %s; `patchwacht device "
				 "retire` takes it out of service",
			    rest->word[i], db_text(rows, 0, PROPOSAL_DEVICE));
			rc = ERR_EXISTS;
		}
		if (rc == ERR_OK)
			rc = proposal_decide(c->db, c->tenant,
			    (int)db_int(rows, 0, PROPOSAL_REALM_ID),
			    db_text(rows, 0, PROPOSAL_ADDRESS),
			    (int)db_int(rows, 0, PROPOSAL_PORT), "refused", 0,
			    reason);
		refused += rc == ERR_OK;
		db_rows_free(rows);
	}
	if (rc == ERR_OK)
		say("Refused: %zu", refused);
	return rc;
}

int
verb_discover_refuse(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "realm", FLAG_TEXT, &realm, "NAME",
		    "address space, where there is more than one" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "discover refuse", "ADDRESS ...", 1,
		65536, flags,
		"It is not proposed again, unless another device answers "
		"there." };

	return work_change(&s, argc, argv, refuse);
}

/* discover neighbours */

enum { DAYS_MAX = 3650 };

static const struct column neighbour_columns[] = {
	{ "seen_by", "SEEN BY", COLUMN_TEXT, 0 },
	{ "protocol", "BY", COLUMN_TEXT, 0 },
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ "chassis", "CHASSIS", COLUMN_TEXT, 0 },
	{ "address", "ADDRESS", COLUMN_TEXT, 0 },
	{ "roles", "IS", COLUMN_TEXT, 0 },
	{ "description", "DESCRIPTION", COLUMN_TEXT, COLUMN_WRAP },
	{ "port", NULL, COLUMN_TEXT, 0 },
	{ "in_range", NULL, COLUMN_TEXT, 0 },
	{ "first_seen", NULL, COLUMN_TIME, 0 },
	{ "last_seen", "LAST SEEN", COLUMN_TIME, 0 },
	{ 0 },
};

static int
list_neighbours(struct context *c, const struct words *rest)
{
	struct table *t;
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc;

	(void)rest;
	if (days < 1 || days > DAYS_MAX) {
		complain("--days: 1 to %d", DAYS_MAX);
		return ERR_PARSE;
	}
	t = table_new("neighbours", neighbour_columns);
	rc = as_of(c, "{unknown_neighbour,device,range}", moment, &at);
	if (rc == ERR_OK)
		rc = neighbour_list(
		    c->db, c->tenant, with_addresses, (int)days, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("None: every neighbour that devices told of is "
			    "registered, or none was told of.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

int
verb_discover_neighbours(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "arp", FLAG_YES, &with_addresses, NULL,
		    "also those of which only an address is known" },
		{ "days", FLAG_INT, &days, "N", "seen since (7)" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "discover neighbours", "", 0, 0,
		flags,
		"What devices see beside them (LLDP, CDP) and nobody "
		"registered. It is what others\ntold them; nothing is sent "
		"there." };

	days = 7;
	return work_read(&s, argc, argv, list_neighbours);
}
