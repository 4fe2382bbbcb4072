/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/credential.h"
#include "lib/store/db.h"
#include "lib/store/device_store.h"
#include "register/ask.h"
#include "register/check.h"
#include "register/command.h"
#include "register/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht credential: with what devices let us read them. */

static const char *community_file, *kind;
static bool rotate;

static const struct flag flags[] = {
	{ "community-file", FLAG_TEXT, &community_file, "FILE",
	    "read the community from its first line; - is standard input" },
	{ "kind", FLAG_TEXT, &kind, "v1|v2c", "protocol (v2c)" },
	{ "rotate", FLAG_YES, &rotate, NULL,
	    "give one that there is another community" },
	{ 0 },
};

/* Adds the sealed box; the secret is overwritten before we return. */
static int
read_and_seal(struct context *c, int id, struct buf *box)
{
	char *path = place_home(&c->place, "keys/box.pub");
	struct credential secret = { .tenant_id = c->tenant,
		.credential_id = id };
	uint8_t key[BOX_KEY_LEN];
	int rc = box_load_public(path, key);

	if (rc < 0)
		complain("without %s nothing can be sealed; `patchwacht init` "
			 "makes it",
		    path);
	else if (strlen(kind) < sizeof(secret.kind)) {
		memcpy(secret.kind, kind, strlen(kind));
		rc = ask_secret("Community", community_file, secret.community,
		    sizeof(secret.community));
		if (rc == ERR_RANGE)
			complain("the community is empty or longer than 255 "
				 "bytes");
	}
	if (rc == ERR_OK)
		rc = credential_seal(key, &secret, box);
	credential_wipe(&secret);
	free(path);
	return rc;
}

static int
check_label(struct context *c, const char *label, int *id)
{
	struct buf why = { 0 };
	int rc = check_tell(check_name(label, &why), "LABEL", &why);

	buf_free(&why);
	if (rc < 0)
		return rc;
	rc = credential_find(c->db, c->tenant, label, id);
	if (rc == ERR_OK && !rotate) {
		complain("there is a credential \"%s\" already; --rotate "
			 "gives it another community",
		    label);
		return ERR_EXISTS;
	}
	if (rc == ERR_NOTFOUND && rotate) {
		complain("there is no credential \"%s\"", label);
		return ERR_NOTFOUND;
	}
	return rc == ERR_NOTFOUND ? credential_next(c->db, c->tenant, id) : rc;
}

static int
add_credential(struct context *c, const struct words *rest)
{
	static const char *const kinds[] = { "v1", "v2c", NULL };
	const char *label = rest->word[0];
	struct buf box = { 0 }, why = { 0 };
	int id, rc;

	if (kind == NULL)
		kind = "v2c";
	rc = check_tell(check_word(kind, kinds, &why), "--kind", &why);
	if (rc == ERR_OK)
		rc = check_label(c, label, &id);
	if (rc == ERR_OK)
		rc = read_and_seal(c, id, &box);
	if (rc == ERR_OK && rotate)
		rc = credential_rotate(c->db, c->tenant, id, box.data, box.len);
	else if (rc == ERR_OK)
		rc = credential_add(
		    c->db, c->tenant, id, label, kind, box.data, box.len);
	if (rc == ERR_OK)
		say("Credential %s: %s (sealed; only the poller can open it)",
		    rotate ? "changed" : "added", label);
	buf_free(&box);
	buf_free(&why);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct synopsis s = { "credential add", "LABEL", 1, 1,
		flags,
		"An SNMP community, asked for or read from a file: never a "
		"word of the command\nline, where others can see it." };

	return work_change(&s, argc, argv, add_credential);
}

static const struct column columns[] = {
	{ "label", "LABEL", COLUMN_TEXT, 0 },
	{ "kind", "KIND", COLUMN_TEXT, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "created", "CREATED", COLUMN_TIME, 0 },
	{ "rotated", "CHANGED", COLUMN_TIME, 0 },
	{ 0 },
};

static int
list_credentials(struct context *c, const struct words *rest)
{
	struct table *t = table_new("credentials", columns);
	struct db_rows *rows = NULL;
	int rc = credential_list(c->db, c->tenant, &rows);

	(void)rest;
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No credentials yet; `patchwacht credential add "
			    "LABEL`.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct synopsis s = { "credential list", "", 0, 0, NULL,
		NULL };

	return work_read(&s, argc, argv, list_credentials);
}

int
verb_credential(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "add one, or change it with --rotate" },
		{ "list", list_verb, "list them, without their secrets" },
		{ 0 },
	};

	return verb_dispatch("credential", verbs, argc, argv);
}
