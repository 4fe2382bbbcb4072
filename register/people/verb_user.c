/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/function.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/people/holder_store.h"
#include "lib/store/supplier/supplier_store.h"
#include "register/command.h"
#include "register/external.h"
#include "register/missing.h"
#include "register/people/document.h"
#include "register/setup/check.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht user: who holds which function of the process. */

static const char *name, *supplier, *mandate, *document, *from, *until, *reason;
static const char *as_of;
static struct words sites;

static int
read_function(const char *text, enum function *out)
{
	struct buf why = { 0 };
	int rc = check_tell(check_function(text, out, &why), "FUNCTION", &why);

	buf_free(&why);
	return rc;
}

static int
read_time(const char *option, const char *text, int64_t *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	*out = DB_NO_TIME;
	if (text != NULL)
		rc = check_tell(check_time(text, out, &why), option, &why);
	buf_free(&why);
	return rc;
}

/* The text and its document are given together, or neither. */
static int
read_mandate(struct holder *h)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if ((mandate == NULL) != (document == NULL)) {
		complain("a mandate is its text, --mandate, and the document "
			 "that gives it, --document");
		return ERR_PARSE;
	}
	if (mandate == NULL)
		return ERR_OK;
	if (h->function != FUNCTION_BOARD) {
		complain("--mandate: who decides for the board holds the "
			 "function board, by that mandate");
		return ERR_PARSE;
	}
	rc = check_tell(check_prose(mandate, &why), "--mandate", &why);
	if (rc == ERR_OK)
		rc = document_hash("--document", document, h->mandate_sha256);
	h->mandate = mandate;
	buf_free(&why);
	return rc;
}

static int
read_scope(struct context *c, struct holder *h, int *ids)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if ((h->function == FUNCTION_SUPPLIER) != (supplier != NULL)) {
		complain("%s",
		    supplier != NULL
			? "--supplier: only of the function supplier"
			: "--supplier is missing: whose devices, as their "
			  "register row says");
		return ERR_PARSE;
	}
	if (sites.n > 0 && h->function != FUNCTION_SYSTEM_OWNER &&
	    h->function != FUNCTION_IT_STAFF) {
		complain("--site: %s is one for the whole organisation",
		    function_title(h->function));
		return ERR_PARSE;
	}
	if (supplier != NULL)
		rc = check_tell(check_name(supplier, &why), "--supplier", &why);
	for (size_t i = 0; rc == ERR_OK && i < sites.n; i++) {
		rc = site_find(c->db, c->tenant, sites.word[i], &ids[i]);
		if (rc == ERR_NOTFOUND) {
			missing_tell(c, "--site", MISSING_SITE, sites.word[i]);
			rc = ERR_PARSE;
		}
	}
	h->party = supplier;
	h->sites = sites.n > 0 ? ids : NULL;
	h->n_sites = sites.n;
	buf_free(&why);
	return rc;
}

static int
read_grant(struct holder *h, const struct words *rest)
{
	struct buf why = { 0 };
	int rc = read_function(rest->word[1], &h->function);

	h->login = rest->word[0];
	h->name = name != NULL ? name : h->login;
	if (rc == ERR_OK)
		rc = check_tell(check_name(h->login, &why), "NAME", &why);
	if (rc == ERR_OK)
		rc = check_tell(check_name(h->name, &why), "--name", &why);
	if (rc == ERR_OK)
		rc = read_time("--from", from, &h->since);
	if (rc == ERR_OK)
		rc = read_time("--until", until, &h->until);
	if (rc == ERR_OK)
		rc = read_mandate(h);
	buf_free(&why);
	return rc;
}

/* A name that nobody can come in with is most often a slip. */
static int
tell_unknown(struct context *c, const char *login)
{
	struct db_rows *rows = NULL;
	int rc = db_query(c->db, &rows,
	    "SELECT FROM pg_roles WHERE rolname=$1 AND rolcanlogin",
	    DB_TEXT(login));

	if (rc == ERR_OK && db_count(rows) == 0)
		complain("%s cannot come in yet; whoever keeps the database "
			 "lets them, with `patchwacht user add %s`",
		    login, login);
	db_rows_free(rows);
	return rc;
}

/* It may come later, with its first device. */
static int
tell_no_supplier(struct context *c, const char *party)
{
	struct buf text = { 0 };
	int64_t id;
	int rc = supplier_find(c->db, c->tenant, party, &id);

	if (rc != ERR_NOTFOUND)
		return rc;
	missing_words(c, MISSING_SUPPLIER, party, &text);
	complain("note: %s nothing is theirs to see until a device names it",
	    missing_end(&text));
	buf_free(&text);
	return ERR_OK;
}

static int
grant(struct context *c, const struct words *rest)
{
	int *ids = mem_new(sites.n + 1, sizeof(*ids));
	struct holder h = { 0 };
	int rc = read_grant(&h, rest);

	if (rc == ERR_OK)
		rc = read_scope(c, &h, ids);
	if (rc == ERR_OK) {
		rc = holder_grant(c->db, c->tenant, &h, reason);
		if (rc == ERR_DENIED)
			complain("functions are given by the process owner, "
				 "and not to oneself: you are %s",
			    c->actor);
	}
	if (rc == ERR_EXISTS)
		say("%s is %s already", h.login, function_title(h.function));
	else if (rc == ERR_OK)
		say("%s is %s", h.login, function_title(h.function));
	if (rc == ERR_EXISTS)
		rc = ERR_OK;
	if (rc == ERR_OK)
		rc = tell_unknown(c, h.login);
	if (rc == ERR_OK && h.party != NULL)
		rc = tell_no_supplier(c, h.party);
	free(ids);
	return rc;
}

static int
grant_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "name", FLAG_TEXT, &name, "NAME", "as reports show it" },
		{ "site", FLAG_LIST, &sites, "NAME",
		    "only there (system_owner, it_staff); may be repeated" },
		{ "supplier", FLAG_TEXT, &supplier, "NAME",
		    "whose devices (supplier), as they are registered" },
		{ "mandate", FLAG_TEXT, &mandate, "TEXT",
		    "by which one decides for the board" },
		{ "document", FLAG_TEXT, &document, "FILE|SHA256",
		    "that gives it; its hash is kept" },
		{ "from", FLAG_TEXT, &from, "DATE", "later than now" },
		{ "until", FLAG_TEXT, &until, "DATE", "when it ends" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "user grant", "NAME FUNCTION", 2, 2,
		flags,
		"FUNCTION is board, system_owner, it_staff, process_owner, "
		"ciso, supplier or\nauditor. The process owner gives it, never "
		"to themselves." };
	int rc = work_change(&s, argc, argv, grant);

	words_free(&sites);
	return rc;
}

static int
revoke(struct context *c, const struct words *rest)
{
	enum function f;
	int rc = read_function(rest->word[1], &f);

	if (rc < 0)
		return rc;
	rc = holder_revoke(c->db, c->tenant, rest->word[0], f, reason);
	if (rc == ERR_NOTFOUND)
		complain("%s is not %s now, or you, %s, are not the process "
			 "owner who could end it",
		    rest->word[0], function_title(f), c->actor);
	if (rc == ERR_OK)
		say("%s is no longer %s", rest->word[0], function_title(f));
	return rc;
}

static int
revoke_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "user revoke", "NAME FUNCTION", 2, 2,
		flags, "From now on; what was done under it stays." };

	return work_change(&s, argc, argv, revoke);
}

/* The database's own business: who may make roles there does it. */
static int
add_verb(int argc, char **argv)
{
	char program[] = "patchwacht-db", verb[] = "operator", add[] = "add";
	char tenant[] = "--tenant", number[24];
	char **words = mem_new((size_t)argc + 5, sizeof(*words));
	int n = 0, rc;

	words[n++] = program;
	words[n++] = verb;
	words[n++] = add;
	for (int i = 1; i < argc; i++)
		words[n++] = argv[i];
	snprintf(number, sizeof(number), "%ld", command.tenant);
	words[n++] = tenant;
	words[n++] = number;
	rc = external_run("db", words);
	if (rc == 127)
		complain("patchwacht-db is not installed");
	free(words);
	return rc;
}

static const struct column columns[] = {
	{ "login", "USER", COLUMN_TEXT, 0 },
	{ "name", "NAME", COLUMN_TEXT, 0 },
	{ "function", "FUNCTION", COLUMN_TEXT, 0 },
	{ "sites", "SITES", COLUMN_LIST, 0 },
	{ "supplier", "SUPPLIER", COLUMN_TEXT, 0 },
	{ "mandate", "MANDATE", COLUMN_TEXT, COLUMN_WRAP },
	{ "mandate_sha256", NULL, COLUMN_TEXT, 0 },
	{ "since", "SINCE", COLUMN_TIME, 0 },
	{ "until", "UNTIL", COLUMN_TIME, 0 },
	{ "granted", NULL, COLUMN_TIME, 0 },
	{ "granted_by", "GIVEN BY", COLUMN_TEXT, 0 },
	{ "ended_by", "ENDED BY", COLUMN_TEXT, 0 },
	{ "status", "STATUS", COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("users", columns);
	const char *login = rest->n > 0 ? rest->word[0] : NULL;
	struct db_rows *rows = NULL;
	int64_t at;
	int rc = read_time("--as-of", as_of, &at);

	if (rc == ERR_OK)
		rc = holder_list(c->db, c->tenant, login, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("Nobody.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static const struct flag list_flags[] = {
	{ "as-of", FLAG_TEXT, &as_of, "DATE", "who held what then" },
	{ 0 },
};

static int
list_verb(int argc, char **argv)
{
	static const struct synopsis s = { "user list", "", 0, 0, list_flags,
		NULL };

	return work_read(&s, argc, argv, list);
}

static int
show_verb(int argc, char **argv)
{
	static const struct synopsis s = { "user show", "NAME", 1, 1,
		list_flags, NULL };

	return work_read(&s, argc, argv, list);
}

int
verb_user(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, "who holds which function" },
		{ "show", show_verb, "what one holds and held" },
		{ "grant", grant_verb, "give a function" },
		{ "revoke", revoke_verb, "end it" },
		{ "add", add_verb, "let somebody into the database" },
		{ 0 },
	};

	return verb_dispatch("user", verbs, argc, argv);
}
