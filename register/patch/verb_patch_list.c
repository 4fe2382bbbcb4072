/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/store/db.h"
#include "lib/store/patch/assessment_store.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/patch/history_store.h"
#include "lib/store/patch/patch_store.h"
#include "lib/store/patch/plan_store.h"
#include "lib/store/patch/told_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/patch/deployment_columns.h"
#include "register/patch/mitigation_columns.h"
#include "register/patch/verb_patch.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/work.h"

static const char *moment, *reason;
static bool withdrawn;

/* As patch_store_list gives them. */
static const struct column list_columns[] = {
	{ "reference", "PATCH", COLUMN_TEXT, 0 },
	{ "title", "TITLE", COLUMN_TEXT, COLUMN_WRAP },
	{ "priority", "PRIORITY", COLUMN_TEXT, 0 },
	{ "known_exploited", NULL, COLUMN_BOOL, 0 },
	{ "devices", "DEVICES", COLUMN_INT, 0 },
	{ "proven", "PROVEN", COLUMN_INT, 0 },
	{ "late", "LATE", COLUMN_INT, 0 },
	{ "next_deadline", "NEXT DEADLINE", COLUMN_TIME, 0 },
	{ "owner", "OWNER", COLUMN_TEXT, 0 },
	{ "plan", "PLAN", COLUMN_TEXT, 0 },
	{ "vendor", NULL, COLUMN_TEXT, 0 },
	{ "product", NULL, COLUMN_TEXT, 0 },
	{ "vulnerabilities", NULL, COLUMN_LIST, 0 },
	{ "released", NULL, COLUMN_TIME, 0 },
	{ "advised", NULL, COLUMN_TIME, 0 },
	{ "registered", NULL, COLUMN_TIME, 0 },
	{ "deadline", NULL, COLUMN_TIME, 0 },
	{ "window_start", NULL, COLUMN_TIME, 0 },
	{ "window_end", NULL, COLUMN_TIME, 0 },
	{ "status", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static const struct column show_columns[] = {
	{ "reference", "patch", COLUMN_TEXT, 0 },
	{ "title", "title", COLUMN_TEXT, 0 },
	{ "vendor", "vendor", COLUMN_TEXT, 0 },
	{ "product", "product", COLUMN_TEXT, 0 },
	{ "vulnerabilities", "vulnerabilities", COLUMN_LIST, 0 },
	{ "advisory", "advisory", COLUMN_TEXT, 0 },
	{ "criticality", "criticality", COLUMN_TEXT, 0 },
	{ "impact", "impact", COLUMN_TEXT, 0 },
	{ "dependencies", "dependencies", COLUMN_TEXT, 0 },
	{ "priority", "priority", COLUMN_TEXT, 0 },
	{ "known_exploited", "known exploited", COLUMN_BOOL, 0 },
	{ "released", "released", COLUMN_TIME, 0 },
	{ "advised", "advised", COLUMN_TIME, 0 },
	{ "registered", "registered", COLUMN_TIME, 0 },
	{ "deadline", "deadline by hand", COLUMN_TIME, 0 },
	{ "test_result", "test result", COLUMN_TEXT, 0 },
	{ "tested", "tested", COLUMN_TIME, 0 },
	{ "recovery_plan", "recovery plan", COLUMN_TEXT, 0 },
	{ "planning", "planning", COLUMN_TEXT, 0 },
	{ "window_start", "window from", COLUMN_TIME, 0 },
	{ "window_end", "window to", COLUMN_TIME, 0 },
	{ "communication", "communication", COLUMN_TEXT, 0 },
	{ "approved_by", "approved by", COLUMN_TEXT, 0 },
	{ "approved", "approved", COLUMN_TIME, 0 },
	{ "owner", "owner", COLUMN_TEXT, 0 },
	{ "status", "status", COLUMN_TEXT, 0 },
	{ "closed", "closed", COLUMN_TIME, 0 },
	{ "rev", "revision", COLUMN_INT, 0 },
	{ 0 },
};

static const struct column fix_columns[] = {
	{ "component", "PART", COLUMN_TEXT, 0 },
	{ "scheme", "SCHEME", COLUMN_TEXT, 0 },
	{ "min_version", "FROM VERSION", COLUMN_TEXT, 0 },
	{ "max_version", "BEFORE", COLUMN_TEXT, 0 },
	{ "all_branches", "LATER BRANCHES", COLUMN_BOOL, 0 },
	{ 0 },
};

static const struct column target_columns[] = {
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "profile", "PROFILE", COLUMN_TEXT, 0 },
	{ "model", "MODEL", COLUMN_TEXT, 0 },
	{ "site", "SITE", COLUMN_TEXT, 0 },
	{ "tag", "TAG", COLUMN_TEXT, 0 },
	{ "versions", "VERSIONS", COLUMN_TEXT, 0 },
	{ 0 },
};

int
verb_patch_find(struct context *c, const char *reference, int *id)
{
	int rc = patch_store_find(c->db, c->tenant, reference, id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_PATCH, reference);
	return rc;
}

static int
list_patches(struct context *c, const struct words *rest)
{
	struct table *t = table_new("patches", list_columns);
	struct db_rows *rows = NULL;
	int64_t at = 0;
	int rc = as_of(c, "{patch,deployment}", moment, &at);

	(void)rest;
	if (rc == ERR_OK)
		rc = patch_store_list(
		    c->db, c->tenant, withdrawn ? NULL : "open", at, &rows);
	if (rc == ERR_OK) {
		table_add_rows(t, rows);
		table_print(t, stdout, command_form());
		if (table_rows(t) == 0)
			say("No patches; `patchwacht patch add REFERENCE "
			    "TITLE`, or `patch import FILE.csv`.");
	}
	db_rows_free(rows);
	table_free(t);
	return rc;
}

int
verb_patch_list(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "withdrawn", FLAG_YES, &withdrawn, NULL,
		    "those withdrawn as well" },
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "patch list", "", 0, 0, flags,
		NULL };

	return work_read(&s, argc, argv, list_patches);
}

static const struct column assessment_columns[] = {
	{ "at", "WHEN", COLUMN_TIME, 0 },
	{ "priority", "PRIORITY", COLUMN_TEXT, 0 },
	{ "proposed", "PROPOSED", COLUMN_TEXT, 0 },
	{ "rule", "BY THE POLICY", COLUMN_TEXT, COLUMN_WRAP },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "status", "STATUS", COLUMN_TEXT, 0 },
	{ "approved", NULL, COLUMN_TIME, 0 },
	{ "approved_by", "AGREED BY", COLUMN_TEXT, 0 },
	{ "score_tenths", NULL, COLUMN_INT, 0 },
	{ "known_exploited", NULL, COLUMN_BOOL, 0 },
	{ "internet_facing", NULL, COLUMN_BOOL, 0 },
	{ "patient_safety", NULL, COLUMN_BOOL, 0 },
	{ "criticality", NULL, COLUMN_TEXT, 0 },
	{ "impact", NULL, COLUMN_TEXT, 0 },
	{ "dependencies", NULL, COLUMN_TEXT, 0 },
	{ "was", NULL, COLUMN_TEXT, 0 },
	{ "lowers", NULL, COLUMN_BOOL, 0 },
	{ "policy_version", NULL, COLUMN_INT, 0 },
	{ "assessment_id", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column test_columns[] = {
	{ "at", "WHEN", COLUMN_TIME, 0 },
	{ "where", "WHERE", COLUMN_TEXT, 0 },
	{ "function", "FUNCTION", COLUMN_TEXT, 0 },
	{ "compatibility", "COMPATIBILITY", COLUMN_TEXT, 0 },
	{ "performance", "PERFORMANCE", COLUMN_TEXT, 0 },
	{ "notes", "NOTES", COLUMN_TEXT, COLUMN_WRAP },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "made", NULL, COLUMN_TIME, 0 },
	{ "function_note", NULL, COLUMN_TEXT, 0 },
	{ "compatibility_note", NULL, COLUMN_TEXT, 0 },
	{ "performance_note", NULL, COLUMN_TEXT, 0 },
	{ "pilot_id", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column emergency_columns[] = {
	{ "at", "WHEN", COLUMN_TIME, 0 },
	{ "reason", "REASON", COLUMN_TEXT, COLUMN_WRAP },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "due", "APPROVE BEFORE", COLUMN_TIME, 0 },
	{ "status", "STATUS", COLUMN_TEXT, 0 },
	{ "approved", "APPROVED", COLUMN_TIME, 0 },
	{ "approved_by", "APPROVED BY", COLUMN_TEXT, 0 },
	{ "emergency_id", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column informed_columns[] = {
	{ "at", "WHEN", COLUMN_TIME, 0 },
	{ "who", "WHO", COLUMN_TEXT, COLUMN_WRAP },
	{ "how", "HOW", COLUMN_TEXT, 0 },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "of_this_plan", "OF THIS PLAN", COLUMN_BOOL, 0 },
	{ "made", NULL, COLUMN_TIME, 0 },
	{ "informed_id", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column deviation_columns[] = {
	{ "at", "WHEN", COLUMN_TIME, 0 },
	{ "device", "DEVICE", COLUMN_TEXT, 0 },
	{ "what", "WHAT", COLUMN_TEXT, COLUMN_WRAP },
	{ "why", "WHY", COLUMN_TEXT, COLUMN_WRAP },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "made", NULL, COLUMN_TIME, 0 },
	{ "deviation_id", NULL, COLUMN_INT, 0 },
	{ 0 },
};

static const struct column history_columns[] = {
	{ "at", "WHEN", COLUMN_TIME, 0 },
	{ "step", "STEP", COLUMN_TEXT, 0 },
	{ "what", "WHAT", COLUMN_TEXT, COLUMN_WRAP },
	{ "actor", "BY", COLUMN_TEXT, 0 },
	{ "evidence", NULL, COLUMN_LIST, 0 },
	{ 0 },
};

/* In this order. */
static const struct {
	const char *name;
	const struct column *columns;
	int (*load)(struct db *db, int tenant, int patch, struct db_rows **out);
} shown[] = {
	{ "patch", show_columns, patch_store_show },
	{ "fixes", fix_columns, patch_store_fixes },
	{ "targets", target_columns, patch_store_targets },
	{ "assessments", assessment_columns, assessment_list },
	{ "tests", test_columns, pilot_list },
	{ "emergencies", emergency_columns, emergency_list },
	{ "mitigations", mitigation_columns, mitigation_of_patch },
	{ "informed", informed_columns, informed_list },
	{ "deviations", deviation_columns, deviation_list },
	{ "history", history_columns, history_of_patch },
};

/* And the deployments, which are found by its reference. */
enum { SHOWN = sizeof(shown) / sizeof(shown[0]) + 1 };

static int
fill(struct context *c, int id, const char *reference, struct table **t)
{
	const struct deployment_filter filter = { .patch = reference };
	int rc = ERR_OK;

	for (size_t i = 0; rc == ERR_OK && i < SHOWN; i++) {
		struct db_rows *rows = NULL;

		if (i < SHOWN - 1)
			rc = shown[i].load(c->db, c->tenant, id, &rows);
		else
			rc = deployment_store_list(
			    c->db, c->tenant, &filter, &rows);
		if (rc == ERR_OK)
			table_add_rows(t[i], rows);
		db_rows_free(rows);
	}
	return rc;
}

/* People are spared what is empty; programs see all of it. */
static size_t
leave_out_empty(struct table **t, struct table **out)
{
	size_t n = 0;

	for (size_t i = 0; i < SHOWN; i++) {
		if (command_form() != FORM_TABLE || i < 3 ||
		    table_rows(t[i]) > 0)
			out[n++] = t[i];
	}
	return n;
}

static int
show_patch(struct context *c, const struct words *rest)
{
	struct table *t[SHOWN], *told[SHOWN];
	int id, rc = verb_patch_find(c, rest->word[0], &id);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < SHOWN - 1; i++)
		t[i] = table_new(shown[i].name, shown[i].columns);
	t[SHOWN - 1] = table_new("deployments", deployment_columns);
	table_make_record(t[0]);
	rc = fill(c, id, rest->word[0], t);
	if (rc == ERR_OK)
		tables_print(
		    told, leave_out_empty(t, told), stdout, command_form());
	for (size_t i = 0; i < SHOWN; i++)
		table_free(t[i]);
	return rc;
}

int
verb_patch_show(int argc, char **argv)
{
	static const struct synopsis s = { "patch show", "REFERENCE", 1, 1,
		NULL, NULL };

	return work_read(&s, argc, argv, show_patch);
}

static int
set_status(struct context *c, const char *reference, const char *status)
{
	int id, rc;

	if (reason == NULL) {
		complain("say why: --reason TEXT");
		return ERR_PARSE;
	}
	rc = verb_patch_find(c, reference, &id);
	if (rc == ERR_OK)
		rc = patch_store_set_status(
		    c->db, c->tenant, id, status, reason);
	if (rc == ERR_OK)
		say("Patch %s: %s", reference, status);
	return rc;
}

static int
withdraw(struct context *c, const struct words *rest)
{
	return set_status(c, rest->word[0], "withdrawn");
}

static int
reopen(struct context *c, const struct words *rest)
{
	return set_status(c, rest->word[0], "open");
}

static int
approve(struct context *c, const struct words *rest)
{
	int id, rc = verb_patch_find(c, rest->word[0], &id);

	if (rc == ERR_OK)
		rc = patch_store_approve(c->db, c->tenant, id, reason);
	if (rc == ERR_DENIED)
		complain("patch %s: a system owner, the process owner or the "
			 "board approves, and nobody what they planned or "
			 "declared an emergency themselves",
		    rest->word[0]);
	if (rc == ERR_OK)
		say("Patch %s: its plan is approved by %s", rest->word[0],
		    c->actor);
	return rc;
}

static const struct flag reason_flags[] = {
	{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
	{ 0 },
};

int
verb_patch_withdraw(int argc, char **argv)
{
	static const struct synopsis s = { "patch withdraw", "REFERENCE", 1, 1,
		reason_flags,
		"It is no longer asked of devices; what fell due before stays "
		"counted. --reason is\nrequired." };

	return work_change(&s, argc, argv, withdraw);
}

int
verb_patch_reopen(int argc, char **argv)
{
	static const struct synopsis s = { "patch reopen", "REFERENCE", 1, 1,
		reason_flags, "--reason is required." };

	return work_change(&s, argc, argv, reopen);
}

int
verb_patch_approve(int argc, char **argv)
{
	static const struct synopsis s = { "patch approve", "REFERENCE", 1, 1,
		reason_flags,
		"You approve its plan, in your own name: test, recovery plan, "
		"window, communication." };

	return work_change(&s, argc, argv, approve);
}
