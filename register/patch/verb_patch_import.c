/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/err.h"
#include "lib/base/mem.h"
#include "lib/profile/set.h"
#include "lib/store/array.h"
#include "lib/store/change.h"
#include "lib/store/db.h"
#include "lib/store/device/directory.h"
#include "lib/store/patch/deployment_store.h"
#include "lib/store/patch/patch_batch.h"
#include "lib/store/row_batch.h"
#include "register/command.h"
#include "register/exchange/import_field.h"
#include "register/exchange/list_text.h"
#include "register/import.h"
#include "register/patch/patch_input.h"
#include "register/patch/patch_same.h"
#include "register/patch/plan_check.h"
#include "register/patch/verb_patch.h"
#include "register/profile/profiles.h"
#include "register/setup/check.h"
#include "register/work.h"

/*
 * Patches from a file. Those that are new are written some hundred together,
 * and so are those that become another; only what stands in the file a second
 * time is looked at by itself.
 */

static bool dry_run, update, plan_later;
static const char *reason;

/* An import: what is called what, patches as they stood and those it made. */
struct patches {
	struct profile_set *profiles;
	struct directory *names;
	struct patch_same *stood; /* of an update only */
	struct row_batch *edits;  /* borrowed, of an update only */
	struct buf touched;       /* ids, as an array of SQL */
	struct buf edited;        /* those of them that were there */
	struct buf gone, why;     /* those that are withdrawn, and why */
	size_t unplanned;         /* whose window was left out */
	int first;                /* made here; those before have lower ids */
};

static void
tell_field(void *arg, const char *field, const char *why)
{
	import_fault(arg, field, "%s", why);
}

/* That it is done was said when it was read. */
static void
tell_edit(struct import *im, const struct db_rows *looked, size_t row)
{
	if (db_int(looked, row, 0) != ROW_WRITTEN)
		import_fault(im, "reference",
		    "is gone meanwhile, or is not yours to change");
}

static int
load_known(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct patches *p = arg;
	int rc = directory_load(c->db, c->tenant, &p->names);

	import_gather(im, patch_batch_new(c->tenant, reason), NULL);
	if (rc == ERR_OK && update) {
		rc = patch_same_load(c, &p->stood);
		p->edits = patch_edits_new(c->tenant, reason);
		import_gather(im, p->edits, tell_edit);
	}
	return rc;
}

/* Into words that borrow from copy. */
static void
split(char *copy, struct words *out)
{
	char *word;

	while ((word = list_text_next(&copy)) != NULL)
		words_add(out, word);
}

/* Which patch the row is about; ERR_NOTFOUND: a new one. */
static int
find_updated(const struct patches *p, const struct patch_input *in, int *id)
{
	const char *reference = in->value[PATCH_REFERENCE];

	*id = 0;
	return update && reference != NULL
	    ? directory_find(p->names, DIRECTORY_PATCH, reference, id)
	    : ERR_NOTFOUND;
}

/* What it is now, or nothing yet. *again: it stood in the file before. */
static int
start_row(struct import *im, const struct patch_input *in,
    struct patch_values *v, int *id, bool *again, struct db_rows **rows)
{
	struct context *c = import_context(im);
	struct patches *p = import_arg(im);
	int rc = find_updated(p, in, id);

	*again = false;
	if (rc == ERR_OK && patch_same_at(p->stood, *id, v) == ERR_OK)
		return ERR_OK;
	if (rc == ERR_OK) {
		*again = true;
		rc = import_write(im);
	}
	if (rc == ERR_OK)
		rc = patch_store_lock(c->db, c->tenant, *id);
	if (rc == ERR_OK)
		rc = patch_store_load(c->db, c->tenant, *id, v, rows);
	return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

static int
edit_again(struct import *im, int id, const struct patch_values *v,
    const struct patch_scope *scope)
{
	struct context *c = import_context(im);
	size_t before = change_pending(c->db);
	int rc = patch_store_edit(c->db, c->tenant, id, v, scope, reason);

	if (rc == ERR_OK)
		import_did(im,
		    change_pending(c->db) == before ? "unchanged" : "edit",
		    v->value[PATCH_REFERENCE]);
	return rc;
}

static int
edit_patch(struct import *im, int id, const struct patch_input *in,
    const struct patch_values *v, const struct patch_scope *scope)
{
	struct patches *p = import_arg(im);
	struct patch_scope changed = *scope;
	unsigned given = 0;
	int rc;

	for (unsigned f = 0; f < PATCH_FIELDS; f++)
		if (in->value[f] != NULL)
			given |= 1U << f;
	patch_same_drop(p->stood, id, &changed);
	patch_same_forget(p->stood, id);
	rc = patch_batch_edit(import_context(im)->db, p->edits, id, given, v,
	    &changed, import_line(im));
	if (rc == ERR_OK)
		import_did(im, "edit", v->value[PATCH_REFERENCE]);
	return rc;
}

static int
add_patch(struct import *im, int *id, const struct patch_values *v,
    const struct patch_scope *scope)
{
	const char *reference = v->value[PATCH_REFERENCE];
	struct patches *p = import_arg(im);
	int rc = patch_batch_add(import_context(im)->db, import_gathered(im), v,
	    scope, import_line(im), id);

	if (rc == ERR_OK && p->first == 0)
		p->first = *id;
	if (rc == ERR_OK) {
		directory_put(p->names, DIRECTORY_PATCH, reference, *id);
		import_did(im, "add", reference);
	}
	return rc;
}

static int
make_patch(struct import *im, int id, bool again, const struct patch_input *in,
    const struct patch_values *v, const struct patch_scope *scope)
{
	const char *withdrawn = import_text(im, "withdrawn");
	struct db_arg why = DB_TEXT(withdrawn);
	struct patches *p = import_arg(im);
	bool is_new = id == 0;
	int rc;

	if (is_new)
		rc = add_patch(im, &id, v, scope);
	else if (again)
		rc = edit_again(im, id, v, scope);
	else
		rc = edit_patch(im, id, in, v, scope);
	if (rc == ERR_OK)
		array_add(&p->touched, &DB_INT(id));
	if (rc == ERR_OK && !is_new)
		array_add(&p->edited, &DB_INT(id));
	if (rc == ERR_OK && withdrawn != NULL) {
		array_add(&p->gone, &DB_INT(id));
		array_add(&p->why, &why);
	}
	return rc;
}

/* What a check said against the row is told; not that it could not be made. */
static int
tell_check(struct import *im, const char *column, int rc, struct buf *why)
{
	if (rc == ERR_RANGE && why->len > 0) {
		import_fault(im, column, "%s", buf_str(why));
		rc = ERR_OK;
	}
	buf_clear(why);
	return rc;
}

/* What is not tested has no window in production; with --plan-later it has the
 * one that it had, and those that wait are counted. */
static int
check_window(struct import *im, int id, const struct patch_input *in,
    const struct patch_values *was, struct patch_values *v)
{
	struct patches *p = import_arg(im);
	struct buf why = { 0 };
	int rc = plan_check(import_context(im), id, v,
	    in->value[PATCH_WINDOW_END] != NULL, &why);

	if (rc == ERR_RANGE && plan_later) {
		v->value[PATCH_WINDOW_START] = was->value[PATCH_WINDOW_START];
		v->value[PATCH_WINDOW_END] = was->value[PATCH_WINDOW_END];
		p->unplanned++;
		rc = ERR_OK;
	}
	rc = tell_check(im, "window_end", rc, &why);
	buf_free(&why);
	return rc;
}

/* All that is against it is told: then the row is bad. */
static int
check_row(struct import *im, int id, const struct patch_input *in,
    const struct patch_values *was, struct patch_values *v)
{
	struct context *c = import_context(im);
	struct buf why = { 0 };
	int rc = ERR_OK;

	if (id != 0)
		rc =
		    tell_check(im, "priority", class_check(was, v, &why), &why);
	if (rc == ERR_OK)
		rc = tell_check(
		    im, "deadline", deadline_check(c, id, v, &why), &why);
	if (rc == ERR_OK)
		rc = check_window(im, id, in, was, v);
	buf_free(&why);
	return rc;
}

static int
store_row(struct import *im, struct patch_input *in)
{
	struct context *c = import_context(im);
	struct patch_values v = { 0 }, was;
	struct db_rows *rows = NULL;
	struct patch_scope scope;
	bool again;
	int id, rc;

	rc = start_row(im, in, &v, &id, &again, &rows);
	was = v;
	/* A row that is at fault was told, and is no reason to stop. */
	if (rc == ERR_OK && patch_input_read(c, in, id, &v, &scope) == ERR_OK &&
	    !import_row_is_bad(im)) {
		rc = check_row(im, id, in, &was, &v);
		if (rc == ERR_OK && !import_row_is_bad(im))
			rc = make_patch(im, id, again, in, &v, &scope);
	}
	db_rows_free(rows);
	return rc;
}

/* Passed over at once: locking and editing it would change nothing. */
static bool
is_as_it_was(struct import *im, const struct patch_input *in)
{
	struct patches *p = import_arg(im);
	int id;

	if (import_row_is_bad(im) || find_updated(p, in, &id) < 0 ||
	    !patch_same_is(p->stood, import_context(im), in, id) ||
	    (import_text(im, "withdrawn") != NULL &&
		!patch_same_withdrawn(p->stood, id)))
		return false;
	import_did(im, "unchanged", in->value[PATCH_REFERENCE]);
	return true;
}

/* Of what was there before this file, and not what stands in it twice. */
static void
offer_update(struct import *im, const struct patch_input *in)
{
	const struct patches *p = import_arg(im);
	const char *reference = in->value[PATCH_REFERENCE];
	int id;

	if (!update && reference != NULL &&
	    directory_find(p->names, DIRECTORY_PATCH, reference, &id) ==
		ERR_OK &&
	    (p->first == 0 || id < p->first))
		import_offer(im, "--update");
}

static int
import_row(struct import *im, void *arg)
{
	struct patches *p = arg;
	struct patch_input in = { .known = p->profiles,
		.names = p->names,
		.fault = tell_field,
		.arg = im };
	char *copies[PATCH_LISTS];
	int rc = ERR_OK;

	(void)import_checked(im, "withdrawn", check_prose);
	for (int f = 0; f < PATCH_FIELDS; f++)
		in.value[f] =
		    import_text(im, patch_field_name((enum patch_field)f));
	for (size_t i = 0; i < PATCH_LISTS; i++) {
		copies[i] = mem_dup_str(import_text(im, patch_lists[i]));
		if (copies[i] != NULL)
			split(copies[i], patch_input_list(&in, i));
	}
	offer_update(im, &in);
	if (!is_as_it_was(im, &in))
		rc = store_row(im, &in);
	patch_input_free(&in);
	for (size_t i = 0; i < PATCH_LISTS; i++)
		free(copies[i]);
	return rc;
}

static int
match_after_import(struct import *im, void *arg)
{
	struct context *c = import_context(im);
	struct patches *p = arg;
	int64_t made = 0, moved, kept;
	int rc = ERR_OK;

	if (p->touched.len == 0)
		return ERR_OK;
	array_end(&p->touched);
	array_end(&p->edited);
	rc = deployment_retime_all(
	    c->db, c->tenant, buf_str(&p->edited), &moved, &kept);
	array_end(&p->gone);
	array_end(&p->why);
	if (rc == ERR_OK)
		rc = patch_store_withdraw_all(
		    c->db, c->tenant, buf_str(&p->gone), buf_str(&p->why));
	if (rc == ERR_OK)
		rc = deployment_match(
		    c->db, c->tenant, buf_str(&p->touched), NULL, &made);
	if (rc == ERR_OK)
		say("Deployments on devices: %" PRId64, made);
	if (rc == ERR_OK && p->unplanned > 0)
		say("Not planned yet, for want of tests: %zu; `patchwacht "
		    "import pilots`, and this file once more",
		    p->unplanned);
	return rc;
}

static int
import_patches(struct context *c, const struct words *rest)
{
	struct import_column columns[PATCH_FIELDS + PATCH_LISTS + 2] = { 0 };
	struct patches p = { 0 };
	struct import_plan plan = { .columns = columns,
		.start = load_known,
		.row = import_row,
		.finish = match_after_import,
		.arg = &p,
		.nouns = "patches" };
	int rc;

	if (update && reason == NULL) {
		complain("say why: --reason TEXT");
		return ERR_PARSE;
	}
	rc = profiles_open(&p.profiles);
	for (int f = 0; f < PATCH_FIELDS; f++)
		columns[f].name = patch_field_name((enum patch_field)f);
	for (size_t i = 0; i < PATCH_LISTS; i++)
		columns[PATCH_FIELDS + i].name = patch_lists[i];
	columns[PATCH_FIELDS + PATCH_LISTS].name = "withdrawn";
	columns[PATCH_REFERENCE].flags = IMPORT_REQUIRED;
	columns[PATCH_TITLE].flags = IMPORT_REQUIRED;
	columns[PATCH_PRIORITY].flags = IMPORT_REQUIRED;
	if (rc == ERR_OK)
		rc = import_run(c, rest->word[0], dry_run, &plan);
	profile_set_free(p.profiles);
	directory_free(p.names);
	patch_same_free(p.stood);
	buf_free(&p.touched);
	buf_free(&p.edited);
	buf_free(&p.gone);
	buf_free(&p.why);
	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

int
verb_patch_import(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "dry-run", FLAG_YES, &dry_run, NULL,
		    "say what would be done, and do nothing" },
		{ "update", FLAG_YES, &update, NULL,
		    "change patches that are there by that reference" },
		{ "plan-later", FLAG_YES, &plan_later, NULL,
		    "leave out windows of patches that are not tested yet" },
		{ "reason", FLAG_TEXT, &reason, "TEXT", "why" },
		{ 0 },
	};
	static const struct synopsis s = { "patch import", "FILE.csv", 1, 1,
		flags,
		"Columns: reference, title, priority, and as you like those "
		"of patchwacht-import(5).\nfixes, devices, profiles, models, "
		"tags and sites hold more than one, separated by |.\nAll rows "
		"or none; every fault is told as FILE:LINE:COLUMN." };

	return work_read(&s, argc, argv, import_patches);
}
