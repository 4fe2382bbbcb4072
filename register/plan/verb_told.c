/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/told_store.h"
#include "register/command.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/work.h"

/* Step 3 of the process, while it is done: patch deviation, patch informed. */

static const char *device, *what, *reason, *who, *how, *at;

static int
need(const char *option, const char *text)
{
	struct buf why = { 0 };
	int rc;

	if (text == NULL) {
		complain("%s is missing", option);
		return ERR_PARSE;
	}
	rc = check_tell(check_prose(text, &why), option, &why);
	buf_free(&why);
	return rc;
}

static int
read_at(int64_t *out)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	*out = clock_now();
	if (at != NULL)
		rc = check_tell(check_time(at, out, &why), "--at", &why);
	if (rc == ERR_OK && *out > clock_now()) {
		complain("--at: \"%s\" lies in the future", at);
		rc = ERR_PARSE;
	}
	buf_free(&why);
	return rc;
}

static int
deviate(struct context *c, const struct words *rest)
{
	struct deviation d = { .what = what, .why = reason };
	int rc = need("--what", what);

	if (rc == ERR_OK)
		rc = need("--reason", reason);
	if (rc == ERR_OK)
		rc = read_at(&d.at);
	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &d.patch);
	if (rc == ERR_OK && device != NULL)
		rc = device_store_find(c->db, c->tenant, device, &d.device);
	if (rc == ERR_OK)
		rc = deviation_add(c->db, c->tenant, &d);
	if (rc == ERR_NOTFOUND && device != NULL)
		complain("patch %s is not for a device \"%s\" in service",
		    rest->word[0], device);
	if (rc == ERR_OK)
		say("Deviation of %s noted.", rest->word[0]);
	return rc;
}

int
verb_patch_deviation(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "what", FLAG_TEXT, &what, "TEXT",
		    "what went otherwise than planned (required)" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ "device", FLAG_TEXT, &device, "NAME", "on that one (all)" },
		{ "at", FLAG_TEXT, &at, "TIME", "when (now)" },
		{ 0 },
	};
	static const struct synopsis s = { "patch deviation", "REFERENCE", 1, 1,
		flags, "In your own name; reports list it." };

	return work_change(&s, argc, argv, deviate);
}

static int
inform(struct context *c, const struct words *rest)
{
	int64_t when;
	int patch, rc = need("--who", who);

	if (rc == ERR_OK)
		rc = need("--how", how);
	if (rc == ERR_OK)
		rc = read_at(&when);
	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &patch);
	if (rc == ERR_OK)
		rc = informed_add(c->db, c->tenant, patch, when, who, how);
	if (rc == ERR_OK)
		say("Noted who was told of %s.", rest->word[0]);
	return rc;
}

int
verb_patch_informed(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "who", FLAG_TEXT, &who, "TEXT",
		    "functions and groups, no names of people (required)" },
		{ "how", FLAG_TEXT, &how, "TEXT",
		    "by mail, at the meeting (required)" },
		{ "at", FLAG_TEXT, &at, "TIME", "when (now)" },
		{ 0 },
	};
	static const struct synopsis s = { "patch informed", "REFERENCE", 1, 1,
		flags, "Who was told of the plan as it is now." };

	return work_change(&s, argc, argv, inform);
}
