/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/exception_store.h"
#include "register/command.h"
#include "register/patch/verb_exception.h"
#include "register/people/document.h"
#include "register/setup/check.h"
#include "register/work.h"

/* Advice and decisions, in one's own name or as they stand on paper. */

static const char *reason, *name, *document;

#define PAPER_FLAGS                                                           \
	{                                                                     \
		"for", FLAG_TEXT, &name, "NAME",                              \
		"who signed it on paper: entered, and no second pair of eyes" \
	},                                                                    \
	{                                                                     \
		"document", FLAG_TEXT, &document, "FILE|SHA256",              \
		    "that paper; its hash is kept"                            \
	}

static int
read_paper(struct on_paper *paper)
{
	struct buf why = { 0 };
	const char *slash;
	int rc;

	*paper = (struct on_paper){ 0 };
	if ((name == NULL) != (document == NULL)) {
		complain("what stands on paper has a name, --for, and its "
			 "--document");
		return ERR_PARSE;
	}
	if (name == NULL)
		return ERR_OK;
	rc = check_tell(check_name(name, &why), "--for", &why);
	if (rc == ERR_OK)
		rc = document_hash("--document", document, paper->sha256);
	paper->name = name;
	slash = strrchr(document, '/');
	paper->document = slash != NULL ? slash + 1 : document;
	buf_free(&why);
	return rc;
}

static int
read_reason(void)
{
	struct buf why = { 0 };
	int rc = ERR_PARSE;

	if (reason == NULL)
		complain("--reason is missing: what was weighed");
	else
		rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	return rc;
}

static int
advise(struct context *c, const struct words *rest)
{
	static const char *const verdicts[] = { "for", "against", "conditional",
		NULL };
	const char *verdict = rest->word[1];
	struct buf why = { 0 };
	struct on_paper paper = { 0 };
	int64_t id;
	int rc = verb_exception_id(rest->word[0], &id);

	if (rc == ERR_OK)
		rc = check_tell(
		    check_word(verdict, verdicts, &why), "ADVICE", &why);
	if (rc == ERR_OK)
		rc = read_reason();
	if (rc == ERR_OK)
		rc = read_paper(&paper);
	if (rc == ERR_OK)
		rc = verb_exception_found(exception_advise(c->db, c->tenant, id,
					      verdict, reason, &paper),
		    id);
	if (rc == ERR_OK)
		say("Exception %" PRId64 ": advised %s", id, verdict);
	buf_free(&why);
	return rc;
}

int
verb_exception_advise(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		PAPER_FLAGS,
		{ 0 },
	};
	static const struct synopsis s = { "exception advise", "ID ADVICE", 2,
		2, flags,
		"ADVICE is for, against or conditional. By the CISO, before "
		"the decision." };

	return work_change(&s, argc, argv, advise);
}

static int
decide(struct context *c, const struct words *rest, bool approve)
{
	const char *what = approve ? "approved" : "refused";
	struct on_paper paper = { 0 };
	int64_t id;
	int rc = verb_exception_id(rest->word[0], &id);

	if (rc == ERR_OK)
		rc = read_reason();
	if (rc == ERR_OK)
		rc = read_paper(&paper);
	if (rc == ERR_OK)
		rc = verb_exception_found(exception_decide(c->db, c->tenant, id,
					      approve, reason, &paper),
		    id);
	if (rc < 0)
		return rc;
	if (paper.name != NULL)
		say("Exception %" PRId64 " was %s on paper by %s: declared. It "
		    "is listed, and moves no deadline.",
		    id, what, paper.name);
	else
		say("Exception %" PRId64 " %s by %s.%s", id, what, c->actor,
		    approve ? " It counts where the deadline had not passed."
			    : "");
	return ERR_OK;
}

static int
approve(struct context *c, const struct words *rest)
{
	return decide(c, rest, true);
}

static int
refuse(struct context *c, const struct words *rest)
{
	return decide(c, rest, false);
}

static const struct flag decision_flags[] = {
	{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
	PAPER_FLAGS,
	{ 0 },
};

int
verb_exception_approve(int argc, char **argv)
{
	static const struct synopsis s = { "exception approve", "ID", 1, 1,
		decision_flags,
		"In your own name, after the CISO's advice; not on your own "
		"request. The system\nowner on low and medium, for 90 days; "
		"otherwise the board, or who holds its\nmandate." };

	return work_change(&s, argc, argv, approve);
}

int
verb_exception_refuse(int argc, char **argv)
{
	static const struct synopsis s = { "exception refuse", "ID", 1, 1,
		decision_flags, "By those who could approve it." };

	return work_change(&s, argc, argv, refuse);
}
