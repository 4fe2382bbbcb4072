/* SPDX-License-Identifier: Apache-2.0 */
#include "register/patch/verb_exception.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/deadline.h"
#include "lib/model/decision.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/exception_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht exception: decisions not to install in time; here, asking. */

static const char *device, *kind, *reason, *measure, *owner, *until;
static const char *safety, *assessed_by, *safety_note;

int
verb_exception_id(const char *text, int64_t *id)
{
	struct buf why = { 0 };
	long number = 0;
	int rc = check_tell(
	    check_number(text, 1, 2147483647, &number, &why), "ID", &why);

	*id = number;
	buf_free(&why);
	return rc;
}

int
verb_exception_found(int rc, int64_t id)
{
	if (rc == ERR_NOTFOUND)
		complain("there is no exception %" PRId64
			 "; `patchwacht exception list` has those there are",
		    id);
	return rc;
}

/* What is typed, or else what stood there before. */
static int
need(const char *option, const char *text, const char **out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (text == NULL && *out == NULL) {
		complain("%s is missing", option);
		return ERR_PARSE;
	}
	if (text != NULL) {
		rc = check_tell(check_prose(text, &why), option, &why);
		*out = text;
	}
	buf_free(&why);
	return rc;
}

static int
read_until(struct exception *e)
{
	struct buf why = { 0 };
	int rc;

	if (until == NULL) {
		complain("--until is missing");
		return ERR_PARSE;
	}
	rc = check_tell(
	    check_time(until, &e->valid_until, &why), "--until", &why);
	/* "Until 31 December" has that day in it. */
	if (rc == ERR_OK && strlen(until) == strlen("2026-12-31"))
		e->valid_until += CLOCK_DAY;
	if (rc == ERR_OK && e->valid_until <= clock_now()) {
		complain("--until: \"%s\" is past", until);
		rc = ERR_PARSE;
	}
	buf_free(&why);
	return rc;
}

/* Who assessed it stands beside what they found. */
static int
read_safety(struct exception *e)
{
	static const char *const outcomes[] = { "none", "acceptable",
		"unacceptable", NULL };
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (safety == NULL)
		return ERR_OK;
	rc = check_tell(
	    check_word(safety, outcomes, &why), "--patient-safety", &why);
	e->safety = safety;
	if (rc == ERR_OK)
		rc = need("--assessed-by", assessed_by, &e->safety_by);
	if (safety_note != NULL)
		e->safety_note = safety_note;
	buf_free(&why);
	return rc;
}

static int
read_request(struct exception *e)
{
	struct buf why = { 0 };
	int rc = need("--reason", reason, &e->reason);

	if (rc == ERR_OK && kind != NULL) {
		rc = check_tell(
		    check_word(kind, exception_kinds, &why), "--kind", &why);
		e->kind = kind;
	}
	if (rc == ERR_OK)
		rc = need("--measure", measure, &e->measure);
	if (rc == ERR_OK)
		rc = need("--owner", owner, &e->owner);
	if (rc == ERR_OK)
		rc = read_until(e);
	if (rc == ERR_OK)
		rc = read_safety(e);
	buf_free(&why);
	return rc;
}

/* Asks, and tells who are next. first: of all that it extends. */
static int
ask_for(struct context *c, const struct exception *e, const char *priority,
    int64_t first)
{
	enum priority p = PRIORITY_CRITICAL;
	int64_t id;
	int rc = exception_request(c->db, c->tenant, e, &id);

	if (rc < 0)
		return rc;
	(void)priority_parse(priority, &p);
	say("Exception %" PRId64
	    " requested. Next the CISO advises: `patchwacht "
	    "exception advise %" PRId64 "`; then the %s decides, %s: "
	    "`patchwacht exception approve %" PRId64 "`",
	    id, id, function_title(decision_for(p, e->valid_until - first)),
	    e->extends == 0 ? "before the deadline to count"
			    : "before the earlier one ends",
	    id);
	return ERR_OK;
}

static int
find_patch(
    struct context *c, const char *reference, int *patch, struct db_rows **rows)
{
	int rc = verb_patch_find(c, reference, patch);

	if (rc == ERR_OK)
		rc = db_query(c->db, rows,
		    "SELECT priority FROM patch WHERE tenant_id=$1"
		    " AND patch_id=$2",
		    DB_INT(c->tenant), DB_INT(*patch));
	return rc;
}

static int
request(struct context *c, const struct words *rest)
{
	struct exception e = { .kind = "other" };
	struct db_rows *rows = NULL;
	int rc = read_request(&e);

	if (rc == ERR_OK)
		rc = find_patch(c, rest->word[0], &e.patch, &rows);
	if (rc == ERR_OK && device != NULL) {
		rc = device_store_find(c->db, c->tenant, device, &e.device);
		if (rc == ERR_NOTFOUND)
			missing_tell(c, NULL, MISSING_DEVICE, device);
	}
	if (rc == ERR_OK)
		rc = ask_for(c, &e, db_text(rows, 0, 0), clock_now());
	db_rows_free(rows);
	return rc;
}

static const char *
text_of(const struct db_rows *rows, int column)
{
	return db_is_null(rows, 0, column) ? NULL : db_text(rows, 0, column);
}

static int
extend(struct context *c, const struct words *rest)
{
	struct db_rows *rows = NULL;
	struct exception e = { 0 };
	int64_t first;
	int rc = verb_exception_id(rest->word[0], &e.extends);

	if (rc == ERR_OK)
		rc = verb_exception_found(
		    exception_load(c->db, c->tenant, e.extends, &rows),
		    e.extends);
	if (rc < 0)
		goto out;
	e.patch = (int)db_int(rows, 0, EXCEPTION_PATCH);
	e.device = (int)db_int(rows, 0, EXCEPTION_DEVICE);
	e.kind = text_of(rows, EXCEPTION_KIND);
	e.measure = text_of(rows, EXCEPTION_MEASURE);
	e.owner = text_of(rows, EXCEPTION_OWNER);
	e.safety = text_of(rows, EXCEPTION_SAFETY);
	e.safety_by = text_of(rows, EXCEPTION_SAFETY_BY);
	e.safety_note = text_of(rows, EXCEPTION_SAFETY_NOTE);
	rc = read_request(&e);
	first = db_time(rows, 0, EXCEPTION_FIRST);
	if (rc == ERR_OK && first == DB_NO_TIME) {
		complain("exception %" PRId64 " is not approved: there is "
			 "nothing to extend",
		    e.extends);
		rc = ERR_RANGE;
	}
	if (rc == ERR_OK)
		rc = ask_for(c, &e, text_of(rows, EXCEPTION_PRIORITY), first);
out:
	db_rows_free(rows);
	return rc;
}

static const struct flag flags[] = {
	{ "until", FLAG_TEXT, &until, "DATE", "how long it holds (required)" },
	{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
	{ "kind", FLAG_TEXT, &kind, "WORD",
	    "of reason: supplier_forbids (or a certification), incompatible, "
	    "unstable, no_window, replaced_soon, no_recovery, other" },
	{ "measure", FLAG_TEXT, &measure, "TEXT",
	    "what is done meanwhile (required)" },
	{ "owner", FLAG_TEXT, &owner, "FUNCTION",
	    "who bears the risk (required)" },
	{ "patient-safety", FLAG_TEXT, &safety, "WORD",
	    "what it does to patients: none, acceptable, unacceptable "
	    "(required where care is given)" },
	{ "assessed-by", FLAG_TEXT, &assessed_by, "NAME",
	    "who found that, and in which function" },
	{ "safety-note", FLAG_TEXT, &safety_note, "TEXT", "and from what" },
	{ "device", FLAG_TEXT, &device, "NAME",
	    "request: only on that one (every device of the patch)" },
	{ 0 },
};

static int
request_verb(int argc, char **argv)
{
	static const struct synopsis s = { "exception request", "PATCH", 1, 1,
		flags, "Asked by IT staff, a system owner or a supplier." };

	return work_change(&s, argc, argv, request);
}

static int
extend_verb(int argc, char **argv)
{
	static const struct synopsis s = { "exception extend", "ID", 1, 1,
		flags,
		"A request of its own that goes on from an approved one; what "
		"is not given is\nas it was there." };

	return work_change(&s, argc, argv, extend);
}

int
verb_exception(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "request", request_verb, "ask for more time" },
		{ "extend", extend_verb, "ask for more of it" },
		{ "advise", verb_exception_advise, "what the CISO says" },
		{ "approve", verb_exception_approve, "grant it" },
		{ "refuse", verb_exception_refuse, "do not" },
		{ "list", verb_exception_list, "list them" },
		{ "show", verb_exception_show, "one, with what was said" },
		{ 0 },
	};

	return verb_dispatch("exception", verbs, argc, argv);
}
