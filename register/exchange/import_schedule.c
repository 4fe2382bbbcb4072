/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/report/schedule_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/exchange/list_text.h"
#include "register/import.h"
#include "register/report/schedule_input.h"
#include "register/setup/check.h"

/* Reports that are made by themselves. */

/* "a|b" becomes words, which point into *copy. */
static void
read_list(struct import *im, const char *column, char **copy, struct words *out)
{
	const char *text = import_text(im, column);
	char *at, *word;

	*copy = mem_dup_str(text);
	at = *copy;
	while (at != NULL && (word = list_text_next(&at)) != NULL)
		words_add(out, word);
}

static void
read_numbers(struct import *im, struct schedule_input *in)
{
	const char *days = import_text(im, "days");
	const char *each = import_text(im, "each_site");
	const char *bundle = import_text(im, "bundle");
	struct buf why = { 0 };

	if (days != NULL && check_number(days, 0, 60, &in->days, &why) < 0)
		import_fault(im, "days", "%s", buf_str(&why));
	buf_clear(&why);
	if (each != NULL && check_yes_no(each, &in->each_site, &why) < 0)
		import_fault(im, "each_site", "%s", buf_str(&why));
	buf_clear(&why);
	if (bundle != NULL && check_yes_no(bundle, &in->bundle, &why) < 0)
		import_fault(im, "bundle", "%s", buf_str(&why));
	buf_free(&why);
}

static int
put(struct import *im, const struct schedule *s)
{
	struct context *c = import_context(im);
	bool there = false, same = false;
	int rc = schedule_compare(c->db, c->tenant, s, &there, &same);

	if (rc == ERR_OK && there && !same)
		rc = schedule_remove(c->db, c->tenant, s->name, "import");
	if (rc == ERR_OK && !same)
		rc = schedule_add(c->db, c->tenant, s);
	if (rc == ERR_OK)
		import_did(im,
		    same        ? "unchanged"
			: there ? "edit"
				: "add",
		    s->name);
	return rc;
}

static int
import_schedule(struct import *im, void *arg)
{
	struct schedule_input in = {
		.kind = import_text(im, "kind"),
		.every = import_text(im, "every"),
		.site = import_text(im, "site"),
		.folder = import_text(im, "folder"),
		.readers = import_text(im, "readers"),
		.since = import_text(im, "since"),
	};
	const char *name = import_text(im, "name");
	struct schedule_texts texts = { 0 };
	char *languages = NULL, *mails = NULL;
	struct schedule s = { 0 };
	int rc = ERR_OK;

	(void)arg;
	read_list(im, "languages", &languages, &in.languages);
	read_list(im, "recipients", &mails, &in.mails);
	read_numbers(im, &in);
	if (name != NULL && !import_row_is_bad(im)) {
		rc = schedule_input_read(
		    import_context(im), name, &in, &s, &texts);
		if (rc == ERR_PARSE) {
			import_fault(im, NULL, "is no schedule");
			rc = ERR_OK;
		}
	}
	if (rc == ERR_OK && name != NULL && !import_row_is_bad(im))
		rc = put(im, &s);
	schedule_texts_free(&texts);
	words_free(&in.languages);
	words_free(&in.mails);
	free(languages);
	free(mails);
	return rc;
}

int
import_schedules(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "name", IMPORT_REQUIRED },
		{ "kind", IMPORT_REQUIRED },
		{ "every", 0 },
		{ "languages", 0 },
		{ "days", 0 },
		{ "site", 0 },
		{ "each_site", 0 },
		{ "recipients", 0 },
		{ "folder", 0 },
		{ "bundle", 0 },
		{ "readers", 0 },
		{ "since", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_schedule, .nouns = "schedules"
	};

	return import_kind_run(
	    &(struct import_kind){ "schedules", &plan,
		"Columns: name, kind, and as you like every, languages, days, "
		"site, each_site,\nrecipients, folder, bundle, readers, "
		"since; as "
		"`patchwacht "
		"schedule add` takes them." },
	    argc, argv);
}
