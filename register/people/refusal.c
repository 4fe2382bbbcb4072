/* SPDX-License-Identifier: Apache-2.0 */
#include "register/people/refusal.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/model/function.h"
#include "lib/store/db.h"
#include "lib/store/people/holder_store.h"
#include "lib/store/refused.h"
#include "register/command.h"

/* Of tables whose name is not what people call it. */
static const char *const nouns[][2] = {
	{ "applicability", "statement of applicability" },
	{ "change", "audit trail" },
	{ "claim", "report of what was installed" },
	{ "day_off", "day off" },
	{ "dismissal", "dismissal of a regression" },
	{ "entry", "entry" },
	{ "exploited_list", "list of holes that are used" },
	{ "framework_choice", "choice of frameworks" },
	{ "framework_control", "control of your own" },
	{ "holder", "function of a person" },
	{ "informed", "note of who was told" },
	{ "legacy_permission", "permission for SNMPv1 and v2c" },
	{ "patch_fix", "fix of a patch" },
	{ "patch_target", "target of a patch" },
	{ "pilot", "test on a pilot device" },
	{ "report_step", "step of a report" },
	{ "request", "request to reach a device" },
	{ "ring", "ring of a device" },
	{ "support_end", "end of support" },
	{ "supplier_claim", "list of a supplier" },
	{ "tenant", "organisation" },
	{ "window_rule", "window" },
};

static void
add_noun(struct buf *out, const char *table)
{
	for (size_t i = 0; i < sizeof(nouns) / sizeof(nouns[0]); i++) {
		if (strcmp(nouns[i][0], table) == 0) {
			buf_add_str(out, nouns[i][1]);
			return;
		}
	}
	for (; *table != '\0'; table++)
		buf_add_u8(out, *table == '_' ? ' ' : (uint8_t)*table);
}

/* "it_staff,ciso": "IT staff or CISO". */
static void
add_functions(struct buf *out, const char *names, const char *between)
{
	char *copy = mem_dup_str(names), *rest = copy, *name;
	enum function f;

	for (bool more = false; (name = strsep(&rest, ",")) != NULL;
	     more = true) {
		if (more)
			buf_add_str(out, rest == NULL ? between : ", ");
		buf_add_str(out,
		    function_parse(name, &f) == ERR_OK ? function_title(f)
						       : name);
	}
	free(copy);
}

static void
add_who(struct buf *out, const char *login, const char *held)
{
	buf_add_str(out, login);
	if (*held == '\0') {
		buf_add_str(out, " holds no function");
		return;
	}
	buf_add_str(out, " is ");
	add_functions(out, held, " and ");
}

/* A function may be held for some sites, or some devices, only. */
static bool
has_one_of(const char *may, const char *held)
{
	char *copy = mem_dup_str(held), *rest = copy, *name;
	bool has = false;

	while (!has && (name = strsep(&rest, ",")) != NULL)
		has = *name != '\0' && strstr(may, name) != NULL;
	free(copy);
	return has;
}

/* The first that is written by whom a function gives nothing to do. */
static void
add_nothing(struct buf *out, const char *held)
{
	buf_add_str(out,
	    strstr(held, "supplier") != NULL
		? ": that reports what was installed, hands in lists and asks "
		  "for exceptions, of its own devices"
		: ": that changes nothing here");
}

/* Of rules that ask for something else than a function. */
static void
add_rule(struct buf *out, const char *policy)
{
	if (strcmp(policy, "own_id") == 0)
		buf_add_str(out, "its number was not handed out (id_alloc)");
	else
		buf_printf(out, "the rule %s does not hold for it", policy);
}

/* Where no rule is named, a function may be missing, or not be enough. */
static void
add_functions_that_may(struct buf *out, const struct refused *r,
    const char *may, const char *login, const char *held)
{
	bool has = has_one_of(may, held);

	if (has && r->policy == NULL) {
		add_who(out, login, held);
		buf_add_str(out, ", which is not enough for this");
		return;
	}
	buf_add_str(out, "that is for ");
	if (*may == '\0')
		buf_add_str(out, "the program itself");
	else
		add_functions(out, may, " or ");
	buf_add_str(out, "; ");
	add_who(out, login, held);
	if (has)
		buf_add_str(out, ", but not of all that this is about");
}

void
refusal_words(const struct refused *r, const char *may, const char *login,
    const char *held, struct buf *out)
{
	if (strcmp(r->table, "id_alloc") == 0) {
		add_who(out, login, held);
		add_nothing(out, held);
		return;
	}
	buf_add_str(out, "not allowed (");
	add_noun(out, r->table);
	buf_add_str(out, "): ");
	if (r->policy != NULL && strncmp(r->policy, "guard_", 6) != 0)
		add_rule(out, r->policy);
	else
		add_functions_that_may(out, r, may, login, held);
}

static struct {
	const char *table, *may;
} narrowed;

void
refusal_narrow(const char *table, const char *may)
{
	narrowed.table = table;
	narrowed.may = may;
}

/* Of those that the rule names, those that this verb is for. */
static const char *
may_here(const struct refused *r, const char *may)
{
	return narrowed.table != NULL && strcmp(narrowed.table, r->table) == 0
	    ? narrowed.may
	    : may;
}

void
refusal_tell(struct db *db, const struct refused *r)
{
	struct db_rows *rows = NULL;
	struct buf text = { 0 };

	if (holder_may_write(db, (int)command.tenant, r, &rows) == ERR_OK) {
		refusal_words(r, may_here(r, db_text(rows, 0, 0)),
		    db_text(rows, 0, 2), db_text(rows, 0, 1), &text);
		complain("%s", buf_str(&text));
	}
	buf_free(&text);
	db_rows_free(rows);
}

bool
refusal_hides(struct db *db, const struct refused *r)
{
	bool out = false;

	return holder_is_kept_out(db, (int)command.tenant, r, &out) == ERR_OK &&
	    out;
}

void
refusal_tell_unchanged(struct db *db, int tenant, const char *login)
{
	struct db_rows *rows = NULL;
	struct buf text = { 0 };
	enum function f;
	size_t n = 0;

	if (holder_now(db, tenant, &rows) == ERR_OK)
		n = db_count(rows);
	for (size_t i = 0; i < n; i++) {
		const char *name = db_text(rows, i, 0);

		buf_add_str(&text, i == 0 ? "" : i + 1 < n ? ", " : " and ");
		buf_add_str(&text,
		    function_parse(name, &f) == ERR_OK ? function_title(f)
						       : name);
		if (!db_is_null(rows, i, 1))
			buf_printf(&text, " of %s", db_text(rows, i, 1));
	}
	complain("nothing was changed: it is not there, or not for %s to "
		 "change, who is %s",
	    login, n == 0 ? "nobody here" : buf_str(&text));
	buf_free(&text);
	db_rows_free(rows);
}
