/* SPDX-License-Identifier: Apache-2.0 */
#include "register/setup/answer.h"

#include <stdbool.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/choice.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "register/command.h"

struct answer answers[ANSWERS] = {
	{ "process_owner", "process-owner", ANSWER_TEXT, NULL,
	    "Process owner of patch management (a function)",
	    { "Proceseigenaar patchmanagement",
		"Process owner of patch management" } },
	{ "ciso", "ciso", ANSWER_TEXT, NULL, "CISO (a function)",
	    { "CISO", "CISO" } },
	{ "board", "board", ANSWER_TEXT, NULL, "Board (a function)",
	    { "College van bestuur", "Board" } },
	{ "classification", "classification", ANSWER_CLASS, NULL,
	    "Classification of its reports (openbaar, vertrouwelijk, geheim)",
	    { "vertrouwelijk", "vertrouwelijk" } },
	{ "dpia", "dpia", ANSWER_DATE, NULL,
	    "Date of the data protection impact assessment, or missing",
	    { NULL } },
	{ "processing_agreement", "processing-agreement", ANSWER_DATE, NULL,
	    "Date of the processing agreement, or missing", { NULL } },
	{ "council_consent", "consent", ANSWER_DATE, NULL,
	    "Date of the council's consent (MR, OR), or missing", { NULL } },
};

/*
 * A word of one's own is taken, and a document of it kept like a confidential
 * one: so a slip in "geheim" would let it out.
 */
static int
check_class(const char *option, const char *text)
{
	static const char *const known[] = { "openbaar", "vertrouwelijk",
		"geheim", NULL };
	struct buf why = { 0 };
	struct choice c;
	bool slip;

	choice_start(&c, text);
	for (size_t i = 0; known[i] != NULL; i++)
		choice_offer(&c, known[i]);
	slip = c.near.word != NULL && c.near.slips > 0;
	choice_tell(&c, &why);
	if (slip)
		complain("--%s: %s", option, buf_str(&why));
	buf_free(&why);
	return slip ? ERR_PARSE : ERR_OK;
}

int
answer_read(const struct answer *a, const char *text, char **out)
{
	int64_t at;

	if (a->kind == ANSWER_TEXT) {
		*out = mem_dup_str(text);
		return ERR_OK;
	}
	if (a->kind == ANSWER_CLASS) {
		*out = mem_dup_str(text);
		return check_class(a->option, text);
	}
	if (text[0] == '\0' || strcmp(text, "missing") == 0) {
		*out = mem_dup_str("");
		return ERR_OK;
	}
	if (strlen(text) != strlen("2026-11-24") ||
	    clock_parse(text, &at) < 0) {
		complain("--%s: \"%s\" is neither a date such as 2026-01-31 "
			 "nor missing",
		    a->option, text);
		return ERR_PARSE;
	}
	*out = mem_dup_str(text);
	return ERR_OK;
}
