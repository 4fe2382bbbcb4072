/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/export/known_store.h"
#include "lib/store/patch/exception_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/exchange/by_text.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"

/*
 * Exceptions: who imports one asks for it, now. What was decided elsewhere is
 * no decision here: the CISO advises, and somebody else than who asks decides,
 * by the rules of this register; what stands on paper they enter as such.
 */

/* Rows of the import at hand, and what its ids are here: 0 is not to be
 * extended. */
static size_t decided, over, extending;
static struct by_text *here;

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
read_safety(struct import *im, struct exception *e)
{
	static const char *const outcomes[] = { "none", "acceptable",
		"unacceptable", NULL };

	check_choice(im, "safety", outcomes);
	e->safety = import_text(im, "safety");
	e->safety_by = import_checked(im, "safety_by", check_prose);
	e->safety_note = import_checked(im, "safety_note", check_prose);
	if ((e->safety == NULL) != (e->safety_by == NULL))
		import_fault(im, "safety", "stands beside safety_by");
}

static int
read_row(struct import *im, struct exception *e)
{
	int rc = import_patch(im, &e->patch);

	if (rc == ERR_OK)
		rc = import_device(im, &e->device);
	check_choice(im, "kind", exception_kinds);
	e->kind = import_text(im, "kind");
	e->reason = import_checked(im, "reason", check_prose);
	e->measure = import_checked(im, "measure", check_prose);
	e->owner = import_checked(im, "owner", check_prose);
	import_time(im, "until", &e->valid_until);
	read_safety(im, e);
	return rc;
}

/* Nothing to ask for any more: it was refused, or its time has passed. */
static bool
is_over(const struct import *im, const struct exception *e)
{
	return import_text(im, "refused") != NULL ||
	    e->valid_until <= clock_now();
}

/* Asks for what is not there, unless that would begin anew what has an earlier
 * beginning: *id is 0 then. */
static int
ask(struct import *im, struct exception *e, int64_t *id)
{
	struct context *c = import_context(im);
	const char *extends = import_text(im, "extends");

	if (extends != NULL)
		e->extends = *by_text_at(&here, extends);
	if (is_over(im, e)) {
		over++;
		return ERR_OK;
	}
	if (extends != NULL && e->extends == 0) {
		extending++;
		return ERR_OK;
	}
	decided += import_text(im, "decided_as") != NULL ||
	    import_text(im, "approved") != NULL ||
	    import_text(im, "declared") != NULL;
	return exception_request(c->db, c->tenant, e, id);
}

static int
import_exception(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *number = import_text(im, "id");
	struct exception e = { .extends = 0 };
	const char *did = "unchanged";
	bool goes_on = false;
	int64_t id = 0;
	int rc = read_row(im, &e);

	(void)arg;
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = known_exception(c->db, c->tenant, &e, &id, &goes_on);
	if (rc == ERR_OK && id == 0) {
		rc = ask(im, &e, &id);
		goes_on = true;
		did = id == 0 ? "passed over" : "add";
	}
	if (rc == ERR_OK && number != NULL && goes_on)
		*by_text_at(&here, number) = id;
	if (rc == ERR_OK)
		import_did(im, did, import_text(im, "patch"));
	return rc;
}

static int
tell_acts(struct import *im, void *arg)
{
	(void)im;
	(void)arg;
	if (over > 0)
		say("Refused or past, and not asked for again: %zu", over);
	if (extending > 0)
		say("Extensions of what is not here, and not asked for as if "
		    "they were new: %zu. Their time counts from what they "
		    "extend, which was refused, is past, or is no earlier row "
		    "of the file by its id",
		    extending);
	if (decided > 0)
		say("Decided on elsewhere, and asked for here: %zu. Next the "
		    "CISO advises and others decide: `patchwacht exception "
		    "advise` and `approve`, with --for and --document where it "
		    "stands on paper: that is declared, and moves no deadline",
		    decided);
	return ERR_OK;
}

int
import_exceptions(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "id", 0 },
		{ "patch", IMPORT_REQUIRED },
		{ "device", 0 },
		{ "kind", IMPORT_REQUIRED },
		{ "reason", IMPORT_REQUIRED },
		{ "measure", IMPORT_REQUIRED },
		{ "owner", IMPORT_REQUIRED },
		{ "until", IMPORT_REQUIRED },
		{ "extends", 0 },
		{ "safety", 0 },
		{ "safety_by", 0 },
		{ "safety_note", 0 },
		{ "requested", 0 },
		{ "requested_by", 0 },
		{ "approved", 0 },
		{ "approved_by", 0 },
		{ "declared", 0 },
		{ "declared_of", 0 },
		{ "declared_by", 0 },
		{ "document", 0 },
		{ "sha256", 0 },
		{ "refused", 0 },
		{ "refused_by", 0 },
		{ "decided_as", 0 },
		{ "decision", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_exception,
		.finish = tell_acts,
		.nouns = "exceptions" };
	int rc;

	rc = import_kind_run(
	    &(struct import_kind){ "exceptions", &plan,
		"Columns: patch, kind, reason, measure, owner, until, and as "
		"you like device, safety,\nsafety_by, safety_note. Who imports "
		"one asks for it, now; advice and decisions are not\ntaken "
		"over, and what was refused or is past is not asked for "
		"again. One that extends another\nstands behind it: extends is "
		"the id of that row." },
	    argc, argv);
	by_text_free(here);
	here = NULL;
	return rc;
}
