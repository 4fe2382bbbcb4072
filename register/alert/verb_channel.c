/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/store/alert/channel_secret.h"
#include "lib/store/alert/channel_store.h"
#include "lib/store/db.h"
#include "register/alert/channel_input.h"
#include "register/alert/rule_known.h"
#include "register/alert/verb_alert.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht channel: where word is brought. */

static struct channel_input input;
static const char *reason, *moment;
static bool all;

static int
seal(struct context *c, const struct channel *h, struct channel_secret *s,
    struct buf *box)
{
	const struct channel_row row = { c->tenant, h->channel_id, h->means,
		h->target };
	char *path = place_home(&c->place, "keys/alert.pub");
	uint8_t key[BOX_KEY_LEN];
	int rc = box_load_public(path, key);

	if (rc < 0)
		complain("without %s nothing can be sealed; `patchwacht init` "
			 "makes it",
		    path);
	else
		rc = channel_secret_seal(key, &row, s, box);
	free(path);
	return rc;
}

static int
add_channel(struct context *c, const struct words *rest)
{
	struct channel h = { .name = rest->word[0] };
	struct channel_secret secret = { 0 };
	struct channel_texts texts = { 0 };
	struct buf why = { 0 }, box = { 0 };
	bool has_secret = false;
	int rc = check_tell(check_name(h.name, &why), "NAME", &why);

	buf_free(&why);
	for (size_t i = 0; rc == ERR_OK && i < input.rules.n; i++)
		rc = rule_known(c, input.rules.word[i]);
	if (rc == ERR_OK)
		rc = channel_input_read(&input, &h, &texts);
	if (rc == ERR_OK)
		rc = channel_input_secret(&input, &secret, &has_secret);
	if (rc == ERR_OK)
		rc = channel_next(c->db, c->tenant, &h.channel_id);
	if (rc == ERR_OK && has_secret)
		rc = seal(c, &h, &secret, &box);
	if (rc == ERR_OK)
		rc =
		    channel_add(c->db, c->tenant, &h, has_secret ? &box : NULL);
	if (rc == ERR_EXISTS)
		complain("there is a channel \"%s\" already; `patchwacht "
			 "channel remove` makes room",
		    h.name);
	if (rc == ERR_OK)
		say("Channel added: %s, by %s. `patchwacht alert test %s` "
		    "tries it.",
		    h.name, h.means, h.name);
	channel_secret_wipe(&secret);
	channel_texts_free(&texts);
	buf_free(&box);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct flag flags[] = { CHANNEL_OPTIONS(input), { 0 } };
	static const struct synopsis s = { "channel add", "NAME", 1, 1, flags,
		"Whom it reaches follows from --to: each step of a rule names "
		"functions. Secrets are read\nfrom files or asked for, and "
		"sealed: only the role that sends can open them." };

	return work_change(&s, argc, argv, add_channel);
}

/* By what it is reached, so that the right secrets are asked for. */
static int
take_means(const struct db_rows *rows, struct json *settings)
{
	const char *means = db_text(rows, 0, 1);

	if (strcmp(means, "webhook") == 0) {
		input.webhook = db_text(rows, 0, 2);
	} else if (strcmp(means, "snmp") == 0) {
		input.snmp = db_text(rows, 0, 2);
		input.snmp_as.kind = json_get_text(settings, "version");
		input.snmp_as.user = json_get_text(settings, "user");
		input.snmp_as.auth = json_get_text(settings, "auth");
		input.snmp_as.priv = json_get_text(settings, "priv");
	} else {
		complain("by %s nothing secret is needed", means);
		return ERR_PARSE;
	}
	return ERR_OK;
}

static int
give_secret(struct context *c, const char *name, const struct db_rows *rows,
    struct json *settings)
{
	const struct channel h = { .channel_id = (int)db_int(rows, 0, 0),
		.means = db_text(rows, 0, 1),
		.target = db_text(rows, 0, 2) };
	struct channel_secret secret = { 0 };
	struct buf box = { 0 };
	bool any = false;
	int rc = take_means(rows, settings);

	if (rc == ERR_OK)
		rc = channel_input_secret(&input, &secret, &any);
	if (rc == ERR_OK && !any) {
		complain("which? --secret-file, --authorization-file, or both: "
			 "they take the place of what there was");
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK)
		rc = seal(c, &h, &secret, &box);
	if (rc == ERR_OK)
		rc = channel_give_secret(
		    c->db, c->tenant, h.channel_id, name, &box);
	if (rc == ERR_OK)
		say("Sealed: the secret of channel %s. `patchwacht alert test "
		    "%s` tries it.",
		    name, name);
	channel_secret_wipe(&secret);
	buf_free(&box);
	return rc;
}

static int
secret_channel(struct context *c, const struct words *rest)
{
	const char *name = rest->word[0], *text;
	struct json *settings = NULL;
	struct db_rows *rows = NULL;
	int rc = channel_find(c->db, c->tenant, name, &rows);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_CHANNEL, name);
	if (rc == ERR_OK) {
		text = db_text(rows, 0, 3);
		rc = json_parse("settings", text, strlen(text), &settings);
	}
	if (rc == ERR_OK)
		rc = give_secret(c, name, rows, settings);
	json_free(settings);
	db_rows_free(rows);
	return rc;
}

static int
secret_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "secret-file", FLAG_TEXT, &input.secret_file, "FILE",
		    "a webhook is signed with its first line" },
		{ "authorization-file", FLAG_TEXT, &input.authorization_file,
		    "FILE", "its first line is the Authorization header" },
		{ "community-file", FLAG_TEXT, &input.snmp_as.community_file,
		    "FILE", "v2c: its first line; - is standard input" },
		{ "auth-password-file", FLAG_TEXT, &input.snmp_as.auth_file,
		    "FILE", "v3: its first line" },
		{ "priv-password-file", FLAG_TEXT, &input.snmp_as.priv_file,
		    "FILE",
		    "v3: its first line; its second if it is the same file" },
		{ 0 },
	};
	static const struct synopsis s = { "channel secret", "NAME", 1, 1,
		flags,
		"Gives a channel its secret, or another one: no file that is "
		"exported has it. Of SNMP\nit is asked for where no file is "
		"named." };

	return work_change(&s, argc, argv, secret_channel);
}

static int
remove_channel(struct context *c, const struct words *rest)
{
	int rc = verb_alert_reason(reason);

	if (rc == ERR_OK)
		rc = channel_remove(c->db, c->tenant, rest->word[0], reason);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_CHANNEL, rest->word[0]);
	if (rc == ERR_OK)
		say("Channel removed: %s. What waited for it is dropped.",
		    rest->word[0]);
	return rc;
}

static int
remove_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "channel remove", "NAME", 1, 1,
		flags, "Its secret is erased; what it was sent stays known." };

	return work_change(&s, argc, argv, remove_channel);
}

static const struct column columns[] = {
	{ "name", "CHANNEL", COLUMN_TEXT, 0 },
	{ "means", "BY", COLUMN_TEXT, 0 },
	{ "target", "WHERE", COLUMN_TEXT, 0 },
	{ "function", NULL, COLUMN_TEXT, 0 },
	{ "to", "TO", COLUMN_LIST, 0 },
	{ "least", "LEAST", COLUMN_TEXT, 0 },
	{ "rules", "RULES", COLUMN_LIST, 0 },
	{ "digest", "DIGEST", COLUMN_TEXT, 0 },
	{ "language", NULL, COLUMN_TEXT, 0 },
	{ "last_sent", "LAST SENT", COLUMN_TIME, 0 },
	{ "waiting", "WAITING", COLUMN_INT, 0 },
	{ "error", "ERROR", COLUMN_TEXT, COLUMN_WRAP },
	{ "settings", NULL, COLUMN_JSON, 0 },
	{ "removed", NULL, COLUMN_TIME, 0 },
	{ 0 },
};

static int
list_channels(struct context *c, const struct words *rest)
{
	struct table *t = table_new("channels", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{channel}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = channel_list(c->db, c->tenant, all, at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No channel: nobody is told of anything.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL, "those that were removed, too" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "channel list", "", 0, 0, flags,
		"TO empty: whatever anybody is told." };

	return work_read(&s, argc, argv, list_channels);
}

int
verb_channel(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "another way to bring word" },
		{ "list", list_verb, "where it goes, and whether it arrives" },
		{ "secret", secret_verb, "by what it is believed" },
		{ "remove", remove_verb, "bring nothing there any more" },
		{ 0 },
	};

	return verb_dispatch("channel", verbs, argc, argv);
}
