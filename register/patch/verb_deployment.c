/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "lib/model/deployment.h"
#include "lib/store/db.h"
#include "lib/store/device/device_store.h"
#include "lib/store/patch/claim_store.h"
#include "lib/store/patch/deployment_store.h"
#include "register/command.h"
#include "register/missing.h"
#include "register/patch/deployment_columns.h"
#include "register/patch/verb_patch.h"
#include "register/setup/check.h"
#include "register/show/as_of.h"
#include "register/show/list.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht deployment: one patch on one device. */

static struct deployment_filter filter;
static const char *at, *function, *note, *moment;
static long first = LIST_UNSAID;

static int
find_device(struct context *c, const char *name, int *id)
{
	int rc = device_store_find(c->db, c->tenant, name, id);

	if (rc == ERR_NOTFOUND)
		missing_tell(c, NULL, MISSING_DEVICE, name);
	return rc;
}

static int
check_filter(void)
{
	struct buf why = { 0 };
	enum deployment_state s;
	int rc = ERR_OK;

	if (filter.state != NULL && state_parse(filter.state, &s) < 0) {
		const char *words[STATES + 1] = { NULL };

		for (int i = 0; i < STATES; i++)
			words[i] = state_name((enum deployment_state)i);
		rc = check_tell(
		    check_word(filter.state, words, &why), "--state", &why);
	}
	buf_free(&why);
	return rc;
}

static int
list_deployments(struct context *c, const struct words *rest)
{
	struct list l;
	int rc = check_filter();

	(void)rest;
	list_begin(&l, "deployments", deployment_columns, first);
	filter.first = list_asks(&l);
	if (rc == ERR_OK)
		rc = as_of(c, "{deployment,patch,device}", moment, &filter.at);
	if (rc == ERR_OK)
		rc = deployment_store_each(
		    c->db, c->tenant, &filter, list_take, &l);
	if (list_end(&l, rc) > 0 || rc < 0)
		return rc;
	rc = missing_filter(c, "--patch", MISSING_PATCH, filter.patch);
	if (rc == ERR_OK)
		rc = missing_filter(
		    c, "--device", MISSING_DEVICE_EVER, filter.device);
	if (rc == ERR_OK)
		rc = missing_filter(c, "--site", MISSING_SITE, filter.site);
	if (rc == ERR_OK)
		say("No deployments that match.");
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "patch", FLAG_TEXT, &filter.patch, "REFERENCE", "of one" },
		{ "device", FLAG_TEXT, &filter.device, "NAME", "of one" },
		{ "site", FLAG_TEXT, &filter.site, "NAME", "of one" },
		{ "state", FLAG_TEXT, &filter.state, "WORD",
		    "planned, reported, confirmed, rolled_back, ..." },
		{ "open", FLAG_YES, &filter.open, NULL,
		    "those whose fix is not proven" },
		{ "late", FLAG_YES, &filter.late, NULL,
		    "those past their deadline without an exception" },
		FIRST_FLAG(first),
		AS_OF_FLAG(moment),
		{ 0 },
	};
	static const struct synopsis s = { "deployment list", "", 0, 0, flags,
		"Column E is the evidence: 0 nothing, 1 somebody says so, 2 "
		"its log says so or a\nprofile without tests reads it, 3 one "
		"reading shows it, 4 proven by two." };

	return work_read(&s, argc, argv, list_deployments);
}

static int
fill(struct context *c, const struct words *rest, int patch, int device,
    struct table **t)
{
	struct db_rows *rows[3] = { NULL };
	int rc;

	rc = deployment_store_show(c->db, c->tenant, patch, device, &rows[0]);
	if (rc == ERR_OK && db_count(rows[0]) == 0) {
		complain(
		    "patch %s is not for device %s; `patchwacht deployment "
		    "list --patch %s` has its devices",
		    rest->word[0], rest->word[1], rest->word[0]);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		rc = deployment_store_transitions(
		    c->db, c->tenant, patch, device, &rows[1]);
	if (rc == ERR_OK)
		rc = deployment_store_evidence(
		    c->db, c->tenant, patch, device, &rows[2]);
	for (size_t i = 0; i < 3; i++) {
		if (rc == ERR_OK)
			table_add_rows(t[i], rows[i]);
		db_rows_free(rows[i]);
	}
	return rc;
}

static int
show_deployment(struct context *c, const struct words *rest)
{
	struct table *t[3];
	int patch = 0, device = 0;
	int rc = verb_patch_find(c, rest->word[0], &patch);

	if (rc == ERR_OK) {
		rc = device_store_find_ever(
		    c->db, c->tenant, rest->word[1], &device);
		if (rc == ERR_NOTFOUND)
			missing_tell(
			    c, NULL, MISSING_DEVICE_EVER, rest->word[1]);
	}
	if (rc < 0)
		return rc;
	t[0] = table_new("deployment", deployment_record);
	table_make_record(t[0]);
	t[1] = table_new("transitions", transition_columns);
	t[2] = table_new("evidence", evidence_columns);
	rc = fill(c, rest, patch, device, t);
	if (rc == ERR_OK)
		tables_print(t, 3, stdout, command_form());
	for (size_t i = 0; i < 3; i++)
		table_free(t[i]);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct synopsis s = { "deployment show", "PATCH DEVICE", 2,
		2, NULL,
		"Every step it took, and what each rests on; `patchwacht "
		"evidence show ID` has it whole." };

	return work_read(&s, argc, argv, show_deployment);
}

/* "It is installed." */

static int
read_claim(struct claim *claim)
{
	struct buf why = { 0 };
	int rc = ERR_OK;

	claim->at = clock_now();
	claim->function = function;
	claim->note = note;
	if (at != NULL)
		rc = check_tell(check_time(at, &claim->at, &why), "--at", &why);
	if (rc == ERR_OK && claim->at > clock_now()) {
		complain("--at: \"%s\" lies in the future; report it when it "
			 "is done",
		    at);
		rc = ERR_PARSE;
	}
	if (rc == ERR_OK && function != NULL)
		rc = check_tell(check_name(function, &why), "--function", &why);
	if (rc == ERR_OK && note != NULL)
		rc = check_tell(check_prose(note, &why), "--note", &why);
	buf_free(&why);
	return rc;
}

static int
report_one(struct context *c, struct claim *claim, const char *patch,
    const char *device)
{
	int rc = find_device(c, device, &claim->device);

	if (rc == ERR_OK) {
		rc = claim_add(c->db, c->tenant, claim);
		if (rc == ERR_NOTFOUND)
			complain("patch %s is not for device %s, or %s not "
				 "for %s to report on",
			    patch, device, device, c->actor);
	}
	if (rc == ERR_OK)
		say("Noted: %s says that %s is installed on %s. It is "
		    "confirmed when the device shows it.",
		    c->actor, patch, device);
	return rc;
}

static int
report_deployments(struct context *c, const struct words *rest)
{
	struct claim claim = { 0 };
	int rc = read_claim(&claim);

	if (rc == ERR_OK)
		rc = verb_patch_find(c, rest->word[0], &claim.patch);
	for (size_t i = 1; rc == ERR_OK && i < rest->n; i++)
		rc = report_one(c, &claim, rest->word[0], rest->word[i]);
	if (rc < 0 && rest->n > 2)
		complain("nothing was noted, of none of them");
	return rc;
}

static int
report_verb(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "at", FLAG_TEXT, &at, "TIME", "when it was done (now)" },
		{ "function", FLAG_TEXT, &function, "FUNCTION",
		    "as what you say so: IT-medewerker, leverancier" },
		{ "note", FLAG_TEXT, &note, "TEXT", "what was done" },
		{ 0 },
	};
	static const struct synopsis s = { "deployment report", "PATCH DEVICE",
		2, 2, flags,
		"You say, in your own name, that it is installed. Only the "
		"device can confirm it." };

	return work_change(&s, argc, argv, report_deployments);
}

int
verb_deployment(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, "list them, the late ones first" },
		{ "show", show_verb, "one, with every step and its evidence" },
		{ "report", report_verb, "say that it is installed" },
		{ 0 },
	};

	return verb_dispatch("deployment", verbs, argc, argv);
}
