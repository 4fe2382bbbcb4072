/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/alert/channel_store.h"
#include "register/alert/channel_input.h"
#include "register/command.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/exchange/list_text.h"
#include "register/import.h"
#include "register/setup/check.h"

/*
 * Where word is brought. Secrets stand in no file: one that is there is left
 * alone, and channels that miss theirs are named.
 */

static struct buf missing; /* their names, of the import at hand */
static size_t n_missing;

/* "a|b" becomes words, which point into *copy. */
static void
read_list(struct import *im, const char *column, char **copy, struct words *out)
{
	char *at, *word;

	*copy = mem_dup_str(import_text(im, column));
	at = *copy;
	while (at != NULL && (word = list_text_next(&at)) != NULL)
		words_add(out, word);
}

static void
read_means(struct import *im, struct channel_input *in)
{
	static const char *const means[] = { "mail", "webhook", "syslog",
		"snmp", "program", NULL };
	const char **place[] = { &in->mail, &in->webhook, &in->syslog,
		&in->snmp, &in->program };
	const char *text = import_text(im, "means");
	struct buf why = { 0 };

	if (text == NULL)
		return;
	if (check_word(text, means, &why) < 0)
		import_fault(im, "means", "%s", buf_str(&why));
	for (size_t i = 0; means[i] != NULL; i++)
		if (strcmp(text, means[i]) == 0)
			*place[i] = import_text(im, "target");
	buf_free(&why);
}

static void
note_secret(struct import *im, const struct channel *h, bool is_sealed)
{
	const char *text = import_text(im, "secret");
	struct buf why = { 0 };
	bool needs = strcmp(h->means, "snmp") == 0;

	if (text != NULL && check_yes_no(text, &needs, &why) < 0)
		import_fault(
		    im, "secret", "%s: whether there is one", buf_str(&why));
	else if (needs && !is_sealed)
		buf_printf(
		    &missing, "%s%s", n_missing++ > 0 ? ", " : "", h->name);
	buf_free(&why);
}

static int
put(struct import *im, struct channel *h)
{
	struct context *c = import_context(im);
	struct channel_known known = { 0 };
	const char *did = "unchanged";
	int rc = channel_compare(c->db, c->tenant, h, &known);

	if (rc == ERR_NOTFOUND) {
		did = "add";
		rc = channel_next(c->db, c->tenant, &h->channel_id);
		if (rc == ERR_OK)
			rc = channel_add(c->db, c->tenant, h, NULL);
	} else if (rc == ERR_OK && !known.is_same) {
		did = "edit";
		rc = channel_edit(
		    c->db, c->tenant, h, known.channel_id, "import");
		if (rc == ERR_OK) /* which may have taken its secret away */
			rc = channel_compare(c->db, c->tenant, h, &known);
	}
	if (rc == ERR_OK) {
		note_secret(im, h, known.is_sealed);
		import_did(im, did, h->name);
	}
	return rc;
}

static int
read_and_put(struct import *im, const struct channel_input *in)
{
	struct channel h = { .name = import_checked(im, "name", check_name) };
	struct channel_texts texts = { 0 };
	int rc;

	if (import_row_is_bad(im))
		return ERR_OK;
	rc = channel_input_read(in, &h, &texts);
	if (rc == ERR_PARSE || rc == ERR_NOTFOUND) {
		import_fault(im, NULL, "is no channel");
		rc = ERR_OK;
	} else if (rc == ERR_OK) {
		rc = put(im, &h);
	}
	channel_texts_free(&texts);
	return rc;
}

static int
import_channel(struct import *im, void *arg)
{
	struct channel_input in = {
		.function = import_text(im, "function"),
		.language = import_text(im, "language"),
		.least = import_text(im, "least"),
		.digest = import_text(im, "digest"),
		.form = import_text(im, "form"),
		.topic = import_text(im, "topic"),
		.ca_file = import_text(im, "ca_file"),
		.snmp_as = { .kind = import_text(im, "version"),
		    .user = import_text(im, "user"),
		    .auth = import_text(im, "auth"),
		    .priv = import_text(im, "priv") },
	};
	char *to = NULL, *rules = NULL;
	int rc;

	(void)arg;
	read_list(im, "to", &to, &in.to);
	read_list(im, "rules", &rules, &in.rules);
	read_means(im, &in);
	rc = read_and_put(im, &in);
	words_free(&in.to);
	words_free(&in.rules);
	free(to);
	free(rules);
	return rc;
}

static int
tell_missing(struct import *im, void *arg)
{
	(void)im;
	(void)arg;
	if (n_missing > 0)
		say("Secrets stand in no file; channels without theirs: %s. "
		    "`patchwacht channel secret NAME` gives one",
		    buf_str(&missing));
	return ERR_OK;
}

int
import_channels(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "name", IMPORT_REQUIRED },
		{ "means", IMPORT_REQUIRED },
		{ "target", IMPORT_REQUIRED },
		{ "function", 0 },
		{ "to", 0 },
		{ "least", 0 },
		{ "rules", 0 },
		{ "digest", 0 },
		{ "language", 0 },
		{ "form", 0 },
		{ "topic", 0 },
		{ "ca_file", 0 },
		{ "version", 0 },
		{ "user", 0 },
		{ "auth", 0 },
		{ "priv", 0 },
		{ "secret", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_channel,
		.finish = tell_missing,
		.nouns = "channels" };
	int rc = import_kind_run(
	    &(struct import_kind){ "channels", &plan,
		"Columns: name, means (mail, webhook, syslog, snmp, program), "
		"target, and as you like\nfunction, to (A|B, or all), least, "
		"rules, digest, language, form, topic, ca_file,\nversion, "
		"user, auth, priv, secret (yes or no); as `patchwacht channel "
		"add` takes\nthem. A secret is never in it: what is there is "
		"left alone, what is missing is\nsaid." },
	    argc, argv);

	buf_free(&missing);
	return rc;
}
