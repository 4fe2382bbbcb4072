/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stddef.h>

#include "lib/base/err.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/refused.h"
#include "register/command.h"
#include "register/device/verb_device.h"
#include "register/missing.h"
#include "register/people/refusal.h"
#include "register/work.h"

/* patchwacht device accept: another device in the place of one. */

static const char *reason;

static int
accept_device(struct context *c, const struct words *rest)
{
	char table[] = "deployment", rule[] = "guard_update";
	const char *name = rest->word[0];
	int64_t n = 0;
	int id, rc;

	if (reason == NULL) {
		complain("say why: --reason TEXT");
		return ERR_PARSE;
	}
	rc = device_store_find(c->db, c->tenant, name, &id);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE, name);
	if (rc == ERR_OK)
		rc = deployment_accept(c->db, c->tenant, id, reason, &n);
	if (rc == ERR_DENIED)
		refusal_tell(
		    c->db, &(struct refused){ .table = table, .policy = rule });
	if (rc == ERR_OK && n == 0)
		say("Device %s is the one that was meant; nothing changes",
		    name);
	else if (rc == ERR_OK)
		say("Device %s: the one that answers now is meant; patches "
		    "proven anew: %" PRId64,
		    name, n);
	return rc;
}

int
verb_device_accept(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "device accept", "NAME", 1, 1, flags,
		"The device with another serial number that answers now is "
		"meant: it was replaced. What\nwas proven of the one before "
		"is proven anew." };

	return work_change(&s, argc, argv, accept_device);
}
