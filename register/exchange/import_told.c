/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stddef.h>

#include "lib/base/err.h"
#include "lib/store/export/known_store.h"
#include "lib/store/patch/assessment_store.h"
#include "lib/store/patch/patch_store.h"
#include "lib/store/patch/told_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"

/* What people tell of a patch: measures, deviations, and who was informed. */

static int
import_mitigation(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *over = import_checked(im, "ended_why", check_prose);
	struct mitigation m = {
		.measure = import_checked(im, "measure", check_prose),
		.evidence = import_checked(im, "evidence", check_prose),
	};
	int64_t id = 0;
	bool ended, is_new;
	int rc = import_patch(im, &m.patch);

	(void)arg;
	if (rc == ERR_OK)
		rc = import_device(im, &m.device);
	import_past_time(im, "at", &m.at);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = known_mitigation(c->db, c->tenant, &m, &id, &ended);
	is_new = id == 0;
	if (rc == ERR_OK && is_new)
		rc = mitigation_add(c->db, c->tenant, &m, &id);
	if (rc == ERR_OK && over != NULL && !ended)
		rc = mitigation_end(c->db, c->tenant, id, over);
	if (rc == ERR_OK)
		import_did(im,
		    is_new                       ? "add"
			: over != NULL && !ended ? "edit"
						 : "unchanged",
		    import_text(im, "patch"));
	return rc;
}

int
import_mitigations(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "patch", IMPORT_REQUIRED },
		{ "device", 0 },
		{ "at", IMPORT_REQUIRED },
		{ "measure", IMPORT_REQUIRED },
		{ "evidence", IMPORT_REQUIRED },
		{ "ended_why", 0 },
		{ "made", 0 },
		{ "actor", 0 },
		{ "ended", 0 },
		{ "ended_by", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_mitigation,
		.nouns = "mitigations" };

	return import_kind_run(
	    &(struct import_kind){ "mitigations", &plan,
		"Columns: patch, at, measure, evidence, and as you like "
		"device, ended_why. made, actor,\nended and ended_by are not "
		"taken over: who imports says it, now." },
	    argc, argv);
}

/* It was for that device where the file is from, if it is withdrawn. */
static int
pass_over(struct import *im, int patch)
{
	struct context *c = import_context(im);
	bool gone = false;
	int rc = patch_store_is_withdrawn(c->db, c->tenant, patch, &gone);

	if (rc == ERR_OK && gone)
		import_did(im, "passed over", import_text(im, "patch"));
	else if (rc == ERR_OK)
		import_fault(im, "device", "the patch is not for that device");
	return rc;
}

static int
import_deviation(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct deviation d = { .what = import_checked(im, "what", check_prose),
		.why = import_checked(im, "why", check_prose) };
	bool is_there = false;
	int rc = import_patch(im, &d.patch);

	(void)arg;
	if (rc == ERR_OK)
		rc = import_device(im, &d.device);
	import_past_time(im, "at", &d.at);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = known_deviation(c->db, c->tenant, &d, &is_there);
	if (rc == ERR_OK && !is_there)
		rc = deviation_add(c->db, c->tenant, &d);
	if (rc == ERR_NOTFOUND)
		return pass_over(im, d.patch);
	if (rc == ERR_OK)
		import_did(im, is_there ? "unchanged" : "add",
		    import_text(im, "patch"));
	return rc;
}

int
import_deviations(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "patch", IMPORT_REQUIRED },
		{ "device", 0 },
		{ "at", IMPORT_REQUIRED },
		{ "what", IMPORT_REQUIRED },
		{ "why", IMPORT_REQUIRED },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = { .columns = columns,
		.row = import_deviation,
		.nouns = "deviations" };

	return import_kind_run(
	    &(struct import_kind){ "deviations", &plan,
		"Columns: patch, at, what, why, and as you like device. made "
		"and actor are not taken\nover." },
	    argc, argv);
}

static int
import_told(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	const char *who = import_checked(im, "who", check_prose);
	const char *how = import_checked(im, "how", check_prose);
	bool is_there = false;
	int64_t at;
	int patch, rc = import_patch(im, &patch);

	(void)arg;
	import_past_time(im, "at", &at);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = known_informed(c->db, c->tenant, patch, at, who, how, &is_there);
	if (rc == ERR_OK && !is_there)
		rc = informed_add(c->db, c->tenant, patch, at, who, how);
	if (rc == ERR_OK)
		import_did(im, is_there ? "unchanged" : "add",
		    import_text(im, "patch"));
	return rc;
}

int
import_informed(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "patch", IMPORT_REQUIRED },
		{ "at", IMPORT_REQUIRED },
		{ "who", IMPORT_REQUIRED },
		{ "how", IMPORT_REQUIRED },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_told, .nouns = "informed"
	};

	return import_kind_run(
	    &(struct import_kind){ "informed", &plan,
		"Columns: patch, at, who, how: functions and groups that were "
		"told, no names of people.\nmade and actor are not taken "
		"over." },
	    argc, argv);
}
