/* SPDX-License-Identifier: Apache-2.0 */
#include "register/exchange/import_said.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/store/export/known_store.h"
#include "lib/store/patch/plan_store.h"
#include "register/context.h"
#include "register/exchange/import_field.h"
#include "register/import.h"
#include "register/setup/check.h"

/* How patches were tested on pilot devices. */

static void
read_result(struct import *im, enum pilot_check check, struct pilot *p)
{
	static const char *const words[] = { "ok", "not_ok", "not_done", NULL };
	const char *name = pilot_check_name(check);
	struct buf why = { 0 };
	char note[32];

	snprintf(note, sizeof(note), "%s_note", name);
	p->result[check] = import_text(im, name);
	p->note[check] = import_checked(im, note, check_prose);
	if (p->result[check] != NULL &&
	    check_word(p->result[check], words, &why) < 0)
		import_fault(im, name, "%s", buf_str(&why));
	else if (p->result[check] != NULL && p->note[check] == NULL &&
	    strcmp(p->result[check], "ok") != 0)
		import_fault(im, note, "is missing: why %s", p->result[check]);
	buf_free(&why);
}

static int
import_pilot(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct pilot p = { .place = import_checked(im, "place", check_prose) };
	bool is_there = false;
	int rc = import_patch(im, &p.patch);

	(void)arg;
	if (rc == ERR_OK)
		rc = import_device(im, &p.device);
	if ((import_text(im, "device") == NULL) == (p.place == NULL))
		import_fault(im, "device",
		    "or else place: one of them says where it was tested");
	import_past_time(im, "at", &p.at);
	for (int i = 0; i < PILOT_CHECKS; i++)
		read_result(im, (enum pilot_check)i, &p);
	if (rc < 0 || import_row_is_bad(im))
		return rc;
	rc = known_pilot(c->db, c->tenant, &p, &is_there);
	if (rc == ERR_OK && !is_there)
		rc = pilot_add(c->db, c->tenant, &p);
	if (rc == ERR_OK)
		import_did(im, is_there ? "unchanged" : "add",
		    import_text(im, "patch"));
	return rc;
}

int
import_pilots(int argc, char **argv)
{
	static const struct import_column columns[] = {
		{ "patch", IMPORT_REQUIRED },
		{ "device", 0 },
		{ "place", 0 },
		{ "at", IMPORT_REQUIRED },
		{ "function", IMPORT_REQUIRED },
		{ "function_note", 0 },
		{ "compatibility", IMPORT_REQUIRED },
		{ "compatibility_note", 0 },
		{ "performance", IMPORT_REQUIRED },
		{ "performance_note", 0 },
		{ "made", 0 },
		{ "actor", 0 },
		{ 0 },
	};
	static const struct import_plan plan = {
		.columns = columns, .row = import_pilot, .nouns = "tests"
	};

	return import_kind_run(
	    &(struct import_kind){ "pilots", &plan,
		"Columns: patch, device or place, at; function, compatibility, "
		"performance, each ok, not_ok\nor not_done, with its _note "
		"where it is not ok. made and actor are not taken over." },
	    argc, argv);
}
