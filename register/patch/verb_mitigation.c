/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/assessment_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/patch/mitigation_columns.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht mitigation: measures against a hole while the patch waits. */

static const char *device, *measure, *evidence, *at, *reason, *moment;

static int
need(const char *option, const char *text, struct buf *why)
{
	if (text == NULL) {
		complain("%s is missing", option);
		return ERR_PARSE;
	}
	return check_tell(check_prose(text, why), option, why);
}

static int
read_measure(struct mitigation *m)
{
	struct buf why = { 0 };
	int rc = need("--measure", measure, &why);

	if (rc == ERR_OK)
		rc = need("--evidence", evidence, &why);
	m->at = clock_now();
	if (rc == ERR_OK && at != NULL)
		rc = check_tell(check_time(at, &m->at, &why), "--at", &why);
	if (rc == ERR_OK && m->at > clock_now()) {
		complain("--at: \"%s\" lies in the future", at);
		rc = ERR_PARSE;
	}
	m->measure = measure;
	m->evidence = evidence;
	buf_free(&why);
	return rc;
}

static int
add(struct context *c, const struct words *rest)
{
	struct mitigation m = { 0 };
	int64_t id;
	int rc = read_measure(&m);

	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &m.patch);
	if (rc == ERR_OK && device != NULL) {
		rc = device_store_find(c->db, c->tenant, device, &m.device);
		if (rc == ERR_NOTFOUND)
			missing_tell(c, NULL, MISSING_DEVICE, device);
	}
	if (rc == ERR_OK)
		rc = mitigation_add(c->db, c->tenant, &m, &id);
	if (rc == ERR_OK)
		say("Mitigation %" PRId64 " noted. The patch is still due: "
		    "no deadline moves",
		    id);
	return rc;
}

static int
add_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "device", FLAG_TEXT, &device, "NAME",
		    "only on that one (every device of the patch)" },
		{ "measure", FLAG_TEXT, &measure, "TEXT",
		    "what was done (required)" },
		{ "evidence", FLAG_TEXT, &evidence, "TEXT",
		    "what shows it (required)" },
		{ "at", FLAG_TEXT, &at, "TIME", "since when (now)" },
		{ 0 },
	};
	static const struct synopsis s = { "mitigation add", "PATCH", 1, 1,
		flags,
		"In your own name. It is shown beside the patch, and counts "
		"nowhere as one." };

	return work_change(&s, argc, argv, add);
}

static int
end(struct context *c, const struct words *rest)
{
	struct buf why = { 0 };
	long id;
	int rc = check_tell(
	    check_number(rest->word[0], 1, 2147483647, &id, &why), "ID", &why);

	if (rc == ERR_OK)
		rc = need("--reason", reason, &why);
	buf_free(&why);
	if (rc < 0)
		return rc;
	rc = mitigation_end(c->db, c->tenant, id, reason);
	if (rc == ERR_NOTFOUND)
		complain("there is no mitigation %ld in force; `patchwacht "
			 "mitigation list` names them",
		    id);
	else if (rc == ERR_OK)
		say("Mitigation %ld has ended.", id);
	return rc;
}

static int
end_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why (required)" },
		{ 0 },
	};
	static const struct synopsis s = { "mitigation end", "ID", 1, 1, flags,
		NULL };

	return work_change(&s, argc, argv, end);
}

const struct column mitigation_columns[] = {
	{ "mitigation_id", "ID", COLUMN_INT, 0 },
	{ "patch", "PATCH", COLUMN_TEXT, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "at", "SINCE", COLUMN_TIME, 0 },
	{ "stand", "STAND", COLUMN_TEXT, 0 },
	{ "measure", "MEASURE", COLUMN_TEXT, COLUMN_WRAP },
	{ "evidence", "EVIDENCE", COLUMN_TEXT, COLUMN_WRAP },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "made", NULL, COLUMN_TIME, 0 },
	{ "ended", "ENDED", COLUMN_TIME, 0 },
	{ "ended_by", NULL, COLUMN_TEXT, 0 },
	{ "ended_why", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
list(struct context *c, const struct words *rest)
{
	struct table *t;
	struct db_rows *rows = NULL;
	int64_t then = 0;
	int patch = 0;
	int rc =
	    as_of(c, "{mitigation,patch,device,deployment}", moment, &then);

	if (rc == ERR_OK && rest->n > 0)
		rc = verb_patch_find(c, rest->word[0], &patch);
	if (rc < 0)
		return rc;
	t = table_new("mitigations", mitigation_columns);
	rc = mitigation_list(c->db, c->tenant, patch, then, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No mitigations.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "mitigation list", "[PATCH]", 0, 1,
		flags, NULL };

	return work_read(&s, argc, argv, list);
}

int
verb_mitigation(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "add", add_verb, "a measure while the patch waits" },
		{ "end", end_verb, "it works no longer" },
		{ "list", list_verb, "list them" },
		{ 0 },
	};

	return verb_dispatch("mitigation", verbs, argc, argv);
}
