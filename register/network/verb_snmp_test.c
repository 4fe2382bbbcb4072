/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/wire/snmp.h"
#include "register/command.h"
#include "register/network/examine.h"
#include "register/network/verb_credential.h"
#include "register/setup/check.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht snmp-test, patchwacht credential test: why it does not answer. */

static const char *address, *credential;
static struct words devices;
static long wait_s;

/* As the register has it; credential 0: with its own. */
static int
take_device(struct context *c, const char *name, int credential_id,
    struct examinee *out)
{
	struct db_rows *rows = NULL;
	struct device_row row = { 0 };
	int id = 0, rc;

	rc = device_store_find(c->db, c->tenant, name, &id);
	if (rc == ERR_NOTFOUND)
		complain("there is no device \"%s\" in service; --address "
			 "tries one that is not in the register",
		    name);
	if (rc == ERR_OK)
		rc = device_store_load(c->db, c->tenant, id, &row, &rows);
	if (rc < 0)
		return rc;
	*out = (struct examinee){ .device = id,
		.name = name,
		.port = row.port,
		.any_source = row.any_source,
		.credential =
		    credential_id != 0 ? credential_id : row.credential };
	snprintf(out->address, sizeof(out->address), "%s", row.address);
	if (out->credential == 0) {
		complain("%s: has no credential; --credential LABEL, or "
			 "`patchwacht device edit --credential`",
		    name);
		rc = ERR_NOTFOUND;
	}
	db_rows_free(rows);
	return rc;
}

static int
take_address(const char *text, int credential_id, struct examinee *out)
{
	struct buf why = { 0 };
	int port = 0, rc;

	*out = (struct examinee){ .name = text, .credential = credential_id };
	rc = check_tell(
	    check_address(text, out->address, &port, &why), "--address", &why);
	out->port = port == 0 ? SNMP_PORT : port;
	buf_free(&why);
	return rc;
}

static int
find_credential(struct context *c, int *id)
{
	int rc;

	*id = 0;
	if (credential != NULL)
		return verb_credential_find(c, credential, id);
	if (address == NULL)
		return ERR_OK;
	rc = credential_only(c->db, c->tenant, id);
	if (rc == ERR_NOTFOUND) {
		complain("--credential: with which?");
		rc = ERR_PARSE;
	}
	return rc;
}

static int
examine_all(struct context *c, const char *kind, const struct words *names)
{
	size_t count = names->n + (address != NULL);
	struct examinee *list;
	int id, rc;

	if (count == 0) {
		complain("which device? a name of the register, or --address "
			 "IP[:PORT]");
		return ERR_PARSE;
	}
	list = mem_new(count, sizeof(*list));
	rc = find_credential(c, &id);
	for (size_t i = 0; rc == ERR_OK && i < names->n; i++)
		rc = take_device(c, names->word[i], id, &list[i]);
	if (rc == ERR_OK && address != NULL)
		rc = take_address(address, id, &list[count - 1]);
	if (rc == ERR_OK)
		rc = examine(c, kind, list, count, wait_s);
	free(list);
	return rc;
}

static int
test_devices(struct context *c, const struct words *rest)
{
	return examine_all(c, "test", rest);
}

int
verb_snmp_test(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "address", FLAG_TEXT, &address, "IP[:PORT]",
		    "one that is not in the register" },
		{ "credential", FLAG_TEXT, &credential, "LABEL",
		    "with this one (the device's own)" },
		{ "wait", FLAG_INT, &wait_s, "SECONDS", "at most (60)" },
		{ 0 },
	};
	static const struct synopsis s = { "snmp-test", "[DEVICE...]", 0, 1000,
		flags,
		"Has the poller ask step by step, and says in words why a "
		"device does not answer\nand what to do. Exit code 0: each "
		"answers fully." };

	wait_s = 60;
	return work_read(&s, argc, argv, test_devices);
}

static int
test_credential(struct context *c, const struct words *rest)
{
	credential = rest->word[0];
	return examine_all(c, "credential_test", &devices);
}

int
verb_credential_test(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "device", FLAG_LIST, &devices, "NAME",
		    "on this one; may be repeated" },
		{ "address", FLAG_TEXT, &address, "IP[:PORT]",
		    "on one that is not in the register" },
		{ "wait", FLAG_INT, &wait_s, "SECONDS", "at most (60)" },
		{ 0 },
	};
	static const struct synopsis s = { "credential test", "LABEL", 1, 1,
		flags,
		"Has the poller try a credential, and says in words why it "
		"does not work." };

	wait_s = 60;
	return work_read(&s, argc, argv, test_credential);
}
