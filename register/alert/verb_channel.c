/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/alert/channel_secret.h"
#include "lib/store/alert/channel_store.h"
#include "lib/store/db.h"
#include "register/alert/channel_input.h"
#include "register/alert/verb_alert.h"
#include "register/command.h"
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

static int
remove_channel(struct context *c, const struct words *rest)
{
	int rc = verb_alert_reason(reason);

	if (rc == ERR_OK)
		rc = channel_remove(c->db, c->tenant, rest->word[0], reason);
	if (rc == ERR_NOTFOUND)
		complain("there is no channel \"%s\"; `patchwacht channel "
			 "list` has them",
		    rest->word[0]);
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
		{ "remove", remove_verb, "bring nothing there any more" },
		{ 0 },
	};

	return verb_dispatch("channel", verbs, argc, argv);
}
