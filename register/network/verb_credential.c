/* SPDX-License-Identifier: Apache-2.0 */
#include "register/network/verb_credential.h"

#include <stdlib.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/network/credential.h"
#include "lib/store/network/credential_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/network/credential_input.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht credential: with what devices let us read them. */

static struct credential_input input;

int
verb_credential_find(struct context *c, const char *label, int *id)
{
	int rc = credential_find(c->db, c->tenant, label, id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_CREDENTIAL, label);
	return rc;
}

static int
load_key(const struct context *c, uint8_t key[BOX_KEY_LEN])
{
	char *path = place_home(&c->place, "keys/box.pub");
	int rc = box_load_public(path, key);

	if (rc < 0)
		complain("without %s nothing can be sealed; `patchwacht init` "
			 "makes it",
		    path);
	free(path);
	return rc;
}

/* credential add */

static int
check_label(struct context *c, const char *label)
{
	struct buf why = { 0 };
	int id, rc = check_tell(check_name(label, &why), "LABEL", &why);

	buf_free(&why);
	if (rc == ERR_OK)
		rc = credential_find(c->db, c->tenant, label, &id);
	if (rc == ERR_OK) {
		complain("there is a credential \"%s\" already; `patchwacht "
			 "credential rotate` gives it another secret",
		    label);
		return ERR_EXISTS;
	}
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int
add_credential(struct context *c, const struct words *rest)
{
	struct credential secret = { .tenant_id = c->tenant };
	const char *label = rest->word[0];
	uint8_t key[BOX_KEY_LEN];
	struct buf box = { 0 };
	int rc;

	rc = credential_input_read(&input, &secret);
	if (rc == ERR_OK)
		rc = check_label(c, label);
	if (rc == ERR_OK)
		rc = load_key(c, key);
	if (rc == ERR_OK)
		rc = credential_input_ask(&input, &secret);
	if (rc == ERR_OK)
		rc = credential_next(c->db, c->tenant, &secret.credential_id);
	if (rc == ERR_OK)
		rc = credential_seal(key, &secret, &box);
	if (rc == ERR_OK)
		rc = credential_add(c->db, &secret, label, &box);
	if (rc == ERR_OK)
		say("Credential added: %s (sealed; only the poller can open "
		    "it)",
		    label);
	credential_wipe(&secret);
	buf_free(&box);
	return rc;
}

static const struct flag flags[] = { CREDENTIAL_OPTIONS(input), { 0 } };

static int
add_verb(int argc, char **argv)
{
	static const struct synopsis s = { "credential add", "LABEL", 1, 1,
		flags,
		"A community (v2c unless --kind says otherwise) or a user of "
		"SNMPv3. Secrets are asked\nfor or read from files: never "
		"words of the command line, where others can see them." };

	return work_change(&s, argc, argv, add_credential);
}

/* credential rotate */

static int
rotate_credential(struct context *c, const struct words *rest)
{
	const char *label = rest->word[0];
	struct credential secret = { 0 };
	uint8_t key[BOX_KEY_LEN];
	struct buf box = { 0 };
	int id, rc;

	rc = verb_credential_find(c, label, &id);
	if (rc == ERR_OK)
		rc = credential_load(c->db, c->tenant, id, &secret);
	if (rc == ERR_OK)
		rc = credential_input_read(&input, &secret);
	if (rc == ERR_OK)
		rc = load_key(c, key);
	if (rc == ERR_OK)
		rc = credential_input_ask(&input, &secret);
	if (rc == ERR_OK)
		rc = credential_seal(key, &secret, &box);
	if (rc == ERR_OK)
		rc = credential_rotate(c->db, &secret, &box);
	if (rc == ERR_OK)
		say("Credential changed: %s; each device is read with it from "
		    "its next poll on; `patchwacht credential show %s` counts "
		    "them",
		    label, label);
	credential_wipe(&secret);
	buf_free(&box);
	return rc;
}

static int
rotate_verb(int argc, char **argv)
{
	static const struct synopsis s = { "credential rotate", "LABEL", 1, 1,
		flags,
		"Gives a credential other secrets. What is not given stays as "
		"it is, but for secrets." };

	return work_change(&s, argc, argv, rotate_credential);
}

/* credential remove */

static int
remove_credential(struct context *c, const struct words *rest)
{
	long devices = 0, ranges = 0;
	int id, rc;

	rc = verb_credential_find(c, rest->word[0], &id);
	if (rc < 0)
		return rc;
	rc = credential_remove(c->db, c->tenant, id, &devices, &ranges);
	if (rc == ERR_OK)
		say("Credential removed: %s", rest->word[0]);
	else if (devices + ranges > 0)
		complain("%s: %ld devices and %ld ranges use it; give them "
			 "another one first",
		    rest->word[0], devices, ranges);
	return rc;
}

static int
remove_verb(int argc, char **argv)
{
	static const struct synopsis s = { "credential remove", "LABEL", 1, 1,
		NULL, "Only one that no device in service and no range uses." };

	return work_change(&s, argc, argv, remove_credential);
}

/* credential list, credential show */

static const char *moment;

static int
list_credentials(struct context *c, const struct words *rest)
{
	static const struct column columns[] = {
		{ "label", "LABEL", COLUMN_TEXT, 0 },
		{ "kind", "KIND", COLUMN_TEXT, 0 },
		{ "user", "USER", COLUMN_TEXT, 0 },
		{ "auth", "AUTH", COLUMN_TEXT, 0 },
		{ "priv", "PRIV", COLUMN_TEXT, 0 },
		{ "context", NULL, COLUMN_TEXT, 0 },
		{ "devices", "DEVICES", COLUMN_INT, 0 },
		{ "created", "CREATED", COLUMN_TIME, 0 },
		{ "rotated", "CHANGED", COLUMN_TIME, 0 },
		{ 0 },
	};
	struct table *t = table_new("credentials", columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{credential,device}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = credential_list(c->db, c->tenant, at, &rows);
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
	static const struct flag when[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "credential list", "", 0, 0, when,
		NULL };

	return work_read(&s, argc, argv, list_credentials);
}

static int
show_credential(struct context *c, const struct words *rest)
{
	static const struct column columns[] = {
		{ "label", "Label", COLUMN_TEXT, 0 },
		{ "kind", "Kind", COLUMN_TEXT, 0 },
		{ "user", "User", COLUMN_TEXT, 0 },
		{ "auth", "Authentication", COLUMN_TEXT, 0 },
		{ "priv", "Privacy", COLUMN_TEXT, 0 },
		{ "context", "Context", COLUMN_TEXT, 0 },
		{ "devices", "Devices", COLUMN_INT, 0 },
		{ "created", "Created", COLUMN_TIME, 0 },
		{ "rotated", "Changed", COLUMN_TIME, 0 },
		{ "opened", "Used by the poller since", COLUMN_TIME, 0 },
		{ "answered", "Devices that answer", COLUMN_INT, 0 },
		{ "refused", "Devices that refuse it", COLUMN_INT, 0 },
		{ "unanswered", "Silent devices", COLUMN_INT, 0 },
		{ "unasked", "Not yet asked", COLUMN_INT, 0 },
		{ 0 },
	};
	struct table *t = table_new("credential", columns);
	struct db_rows *rows = NULL;
	int id, rc;

	rc = verb_credential_find(c, rest->word[0], &id);
	if (rc == ERR_OK)
		rc = credential_show(c->db, c->tenant, id, &rows);
	if (rc == ERR_OK) {
		table_make_record(t);
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct synopsis s = { "credential show", "LABEL", 1, 1,
		NULL,
		"Without its secrets, and how many devices answer to it." };

	return work_read(&s, argc, argv, show_credential);
}

int
verb_credential(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "add one" },
		{ "list", list_verb, "list them, without their secrets" },
		{ "show", show_verb, "show one, and who answers to it" },
		{ "test", verb_credential_test, "try one on a device" },
		{ "rotate", rotate_verb, "give one other secrets" },
		{ "remove", remove_verb, "remove one that nothing uses" },
		{ 0 },
	};

	return verb_dispatch("credential", verbs, argc, argv);
}
