/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/base/zone.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/patch_store.h"
#include "lib/store/patch/plan_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/work.h"

/* Step 2 of the process: patch test, patch emergency. */

static const char *device, *place, *at, *reason;
static const char *typed[PILOT_CHECKS];

/* "ok", "not_ok: why", "not_done: why"; word holds the word. */
static int
read_result(enum pilot_check check, char word[16], struct pilot *p)
{
	static const char *const words[] = { "ok", "not_ok", "not_done", NULL };
	const char *name = pilot_check_name(check), *text = typed[check];
	struct buf why = { 0 };
	size_t len;
	int rc;

	if (text == NULL) {
		complain("--%s is missing: ok, \"not_ok: WHY\" or \"not_done: "
			 "WHY\"",
		    name);
		return ERR_PARSE;
	}
	len = strcspn(text, ":");
	if (len >= 16)
		len = 15;
	memcpy(word, text, len);
	word[len] = '\0';
	rc = check_word(word, words, &why);
	if (rc == ERR_OK && text[len] == ':') {
		p->note[check] = text + len + 1 + strspn(text + len + 1, " ");
		rc = check_prose(p->note[check], &why);
	}
	if (rc == ERR_OK && strcmp(word, "ok") != 0 &&
	    (p->note[check] == NULL || *p->note[check] == '\0')) {
		buf_printf(&why, "say why: \"%s: WHY\"", word);
		rc = ERR_PARSE;
	}
	p->result[check] = word;
	if (rc < 0)
		complain("--%s: %s", name, buf_str(&why));
	buf_free(&why);
	return rc;
}

static int
read_place(struct context *c, struct pilot *p)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	if ((device == NULL) == (place == NULL)) {
		complain("say where: --device NAME, or --place TEXT when it "
			 "is not in the register");
		return ERR_PARSE;
	}
	p->place = place;
	if (place != NULL)
		rc = check_tell(check_prose(place, &why), "--place", &why);
	else
		rc = device_store_find(c->db, c->tenant, device, &p->device);
	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE, device);
	p->at = clock_now();
	if (rc == ERR_OK && at != NULL)
		rc = check_tell(check_time(at, &p->at, &why), "--at", &why);
	if (rc == ERR_OK && p->at > clock_now()) {
		complain("--at: \"%s\" lies in the future", at);
		rc = ERR_PARSE;
	}
	buf_free(&why);
	return rc;
}

/* What reports and lists read: that it was tested, when, with what result. */
static int
note_on_patch(struct context *c, const struct pilot *p)
{
	const struct patch_scope nothing = { 0 };
	struct patch_values v;
	struct db_rows *rows = NULL;
	struct buf result = { 0 };
	char when[CLOCK_TEXT_MAX];
	int rc = patch_store_load(c->db, c->tenant, p->patch, &v, &rows);

	if (rc == ERR_OK) {
		for (int i = 0; i < PILOT_CHECKS; i++)
			buf_printf(&result, "%s%s: %s", i > 0 ? "; " : "",
			    pilot_check_name((enum pilot_check)i), typed[i]);
		v.value[PATCH_TEST_RESULT] = buf_str(&result);
		v.value[PATCH_TESTED] = clock_format(p->at, when);
		rc = patch_store_edit(
		    c->db, c->tenant, p->patch, &v, &nothing, "tested");
	}
	buf_free(&result);
	db_rows_free(rows);
	return rc;
}

static int
tell_missing(struct context *c, const char *reference, int patch)
{
	struct patch_values v;
	struct db_rows *rows = NULL;
	struct buf missing = { 0 };
	int rc = patch_store_load(c->db, c->tenant, patch, &v, &rows);

	if (rc == ERR_OK)
		rc = plan_missing(c->db, c->tenant, patch, &v, &missing);
	if (rc == ERR_OK && missing.len > 0)
		say("Test of %s noted; before it is planned for production, "
		    "%s is missing",
		    reference, buf_str(&missing));
	else if (rc == ERR_OK)
		say("Test of %s noted; it may be planned for production",
		    reference);
	buf_free(&missing);
	db_rows_free(rows);
	return rc;
}

static int
test(struct context *c, const struct words *rest)
{
	char words[PILOT_CHECKS][16];
	struct pilot p = { 0 };
	int rc = verb_patch_find(c, rest->word[0], &p.patch);

	if (rc == ERR_OK)
		rc = read_place(c, &p);
	for (int i = 0; rc == ERR_OK && i < PILOT_CHECKS; i++)
		rc = read_result((enum pilot_check)i, words[i], &p);
	if (rc == ERR_OK)
		rc = pilot_add(c->db, c->tenant, &p);
	if (rc == ERR_OK)
		rc = note_on_patch(c, &p);
	if (rc == ERR_OK)
		rc = tell_missing(c, rest->word[0], p.patch);
	return rc;
}

int
verb_patch_test(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "device", FLAG_TEXT, &device, "NAME", "the pilot device" },
		{ "place", FLAG_TEXT, &place, "TEXT",
		    "where, when that is not in the register" },
		{ "function", FLAG_TEXT, &typed[PILOT_FUNCTION], "RESULT",
		    "whether it does what it must" },
		{ "compatibility", FLAG_TEXT, &typed[PILOT_COMPATIBILITY],
		    "RESULT", "whether others still work with it" },
		{ "performance", FLAG_TEXT, &typed[PILOT_PERFORMANCE], "RESULT",
		    "whether it is as fast as it was" },
		{ "at", FLAG_TEXT, &at, "TIME", "when (now)" },
		{ 0 },
	};
	static const struct synopsis s = { "patch test", "REFERENCE", 1, 1,
		flags,
		"RESULT is ok, \"not_ok: WHY\" or \"not_done: WHY\". With a "
		"recovery plan it may then be\nplanned for production, unless "
		"something is not ok on a pilot device's last test." };

	return work_change(&s, argc, argv, test);
}

static int
declare(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	char when[ZONE_TEXT_MAX];
	int64_t due = 0;
	int patch, rc = ERR_PARSE;

	if (reason == NULL)
		complain("say why: --reason TEXT");
	else
		rc = check_tell(check_prose(reason, &why), "--reason", &why);
	buf_free(&why);
	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &patch);
	if (rc == ERR_OK)
		rc = emergency_add(c->db, c->tenant, patch, reason, &due);
	if (rc == ERR_OK)
		say("Patch %s may be planned without a test. Somebody else "
		    "approves that before %s: `patchwacht patch approve %s`",
		    rest->word[0], zone_format(due, when), rest->word[0]);
	return rc;
}

int
verb_patch_emergency(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "patch emergency", "REFERENCE", 1, 1,
		flags,
		"No time to test, say you. It is told as a deviation, and is "
		"overdue when nobody else\napproves it in the time that the "
		"policy gives." };

	return work_change(&s, argc, argv, declare);
}
