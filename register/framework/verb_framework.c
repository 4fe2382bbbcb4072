/* SPDX-License-Identifier: Apache-2.0 */
#include "register/framework/verb_framework.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/nearest.h"
#include "lib/base/regex.h"
#include "lib/framework/measurement.h"
#include "lib/store/db.h"
#include "lib/store/framework/framework_store.h"
#include "register/command.h"
#include "register/context.h"
#include "register/missing.h"
#include "register/show/as_of.h"
#include "register/show/table.h"
#include "register/verbs.h"
#include "register/work.h"

/* patchwacht framework: which controls the matrix of a report has. */

static const char *moment;

int
framework_catalogue(struct context *c, struct catalogue *out)
{
	char *folder = place_data(&c->place, "templates/frameworks");
	int rc = catalogue_load(folder, out);

	free(folder);
	return rc == ERR_PARSE ? ERR_RANGE : rc;
}

void
framework_tell_missing(
    struct context *c, const struct catalogue *all, const char *name)
{
	char near[NEAREST_TEXT_MAX];
	struct db_rows *own = NULL;
	struct buf text = { 0 };
	struct nearest n;

	nearest_start(&n, name, strlen(name));
	for (size_t i = 0; i < all->count; i++)
		nearest_offer(&n, all->list[i].name);
	if (framework_entry_list(c->db, c->tenant, NULL, 0, &own) == ERR_OK)
		for (size_t i = 0; i < db_count(own); i++)
			nearest_offer(&n, db_text(own, i, 0));
	buf_printf(&text, "there is no framework \"%s\"%s", name,
	    nearest_text(&n, near));
	complain("%s `patchwacht framework list` has those there are, "
		 "`patchwacht framework import` makes one",
	    missing_end(&text));
	buf_free(&text);
	db_rows_free(own);
}

bool
framework_name_fits(const char *name)
{
	struct regex *shape = NULL;
	bool fits;

	if (regex_compile(
		"[a-z0-9][a-z0-9._-]{0,39}", REGEX_ANCHORED, &shape, NULL) < 0)
		return false;
	fits = regex_match(shape, name, strlen(name), NULL);
	regex_free(shape);
	return fits;
}

int
framework_check_name(const char *name)
{
	if (framework_name_fits(name))
		return ERR_OK;
	complain("\"%s\" is no name of a framework: up to 40 small letters, "
		 "digits, \".\", \"_\" and \"-\"",
	    name);
	return ERR_PARSE;
}

/* Whether the organisation added it. */
static int
find_own(
    struct context *c, const char *framework, const char *control, bool *found)
{
	struct db_rows *rows = NULL;
	int rc = framework_entry_list(c->db, c->tenant, framework, 0, &rows);

	for (size_t i = 0; rc == ERR_OK && i < db_count(rows); i++)
		*found |= strcmp(db_text(rows, i, 1), control) == 0;
	db_rows_free(rows);
	return rc;
}

int
framework_check_control(
    struct context *c, const char *framework, const char *control)
{
	struct catalogue all = { 0 };
	const struct framework *f;
	bool found = false;
	int rc = framework_catalogue(c, &all);

	if (rc == ERR_OK) {
		f = catalogue_find(&all, framework);
		found = f != NULL && framework_control(f, control) != NULL;
		rc = find_own(c, framework, control, &found);
	}
	catalogue_free(&all);
	if (rc == ERR_OK && !found) {
		complain("framework %s has no control \"%s\"; `patchwacht "
			 "framework show %s` has those there are",
		    framework, control, framework);
		rc = ERR_NOTFOUND;
	}
	return rc;
}

int
framework_read_ids(const char *text, struct buf *out, struct buf *why)
{
	static const char between[] = " ,;|\t";

	for (text += strspn(text, between); *text != '\0';
	     text += strspn(text, between)) {
		size_t len = strcspn(text, between);
		struct buf id = { 0 };
		bool known;

		buf_add(&id, text, len);
		known = measurement_is_known(buf_str(&id));
		if (known)
			buf_printf(
			    out, "%s%s", out->len > 0 ? " " : "", buf_str(&id));
		else
			buf_printf(why, "\"%s\" is not an id of a measurement",
			    buf_str(&id));
		buf_free(&id);
		if (!known)
			return ERR_PARSE;
		text += len;
	}
	return ERR_OK;
}

/* list */

static const struct column list_columns[] = {
	{ "framework", "FRAMEWORK", COLUMN_TEXT, 0 },
	{ "title", "TITLE", COLUMN_TEXT, COLUMN_WRAP },
	{ "edition", "EDITION", COLUMN_TEXT, 0 },
	{ "used", "USED", COLUMN_BOOL, 0 },
	{ "chosen", "CHOSEN", COLUMN_BOOL, 0 },
	{ "unverified", "ALSO UNVERIFIED", COLUMN_BOOL, 0 },
	{ "controls", "CONTROLS", COLUMN_INT, 0 },
	{ "hidden", "UNVERIFIED", COLUMN_INT, 0 },
	{ "own", "OWN", COLUMN_INT, 0 },
	{ "not_applicable", "NOT APPLICABLE", COLUMN_INT, 0 },
	{ "reason", NULL, COLUMN_TEXT, 0 },
	{ "made", NULL, COLUMN_TIME, 0 },
	{ "actor", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

/* What the register has of them. */
struct state {
	struct db_rows *choices, *own, *away, *tenant;
};

static int
load_state(struct context *c, struct state *s)
{
	int64_t at = 0;
	int rc = as_of(c, "{}", moment, &at);

	if (rc == ERR_OK)
		rc = framework_choice_list(c->db, c->tenant, at, &s->choices);
	if (rc == ERR_OK)
		rc = framework_entry_list(c->db, c->tenant, NULL, at, &s->own);
	if (rc == ERR_OK)
		rc = applicability_list(c->db, c->tenant, NULL, at, &s->away);
	if (rc == ERR_OK)
		rc = db_query(c->db, &s->tenant,
		    "SELECT kind,language FROM tenant WHERE tenant_id=$1",
		    DB_INT(c->tenant));
	if (rc == ERR_OK && db_count(s->tenant) == 0)
		rc = ERR_NOTFOUND;
	return rc;
}

static void
free_state(struct state *s)
{
	db_rows_free(s->choices);
	db_rows_free(s->own);
	db_rows_free(s->away);
	db_rows_free(s->tenant);
}

static int
count_of(const struct db_rows *rows, const char *name)
{
	int n = 0;

	for (size_t i = 0; i < db_count(rows); i++)
		n += strcmp(db_text(rows, i, 0), name) == 0;
	return n;
}

static long
choice_of(const struct state *s, const char *name)
{
	for (size_t i = 0; i < db_count(s->choices); i++)
		if (strcmp(db_text(s->choices, i, 0), name) == 0)
			return (long)i;
	return -1;
}

static const char *
title_of(const struct state *s, const struct framework *f)
{
	return strcmp(db_text(s->tenant, 0, 1), "nl") == 0 ? f->title_nl
							   : f->title_en;
}

static int64_t
count_hidden(const struct framework *f)
{
	int64_t n = 0;

	for (size_t i = 0; i < f->ncontrols; i++)
		n += !control_is_shown(&f->controls[i]);
	return n;
}

/* f is NULL for one of the organisation's own. */
static void
add_row(struct table *t, const struct state *s, const char *name,
    const struct framework *f)
{
	long at = choice_of(s, name);

	table_add_text(t, name);
	table_add_text(t, f != NULL ? title_of(s, f) : name);
	table_add_text(t, f != NULL ? f->edition : NULL);
	table_add_bool(t,
	    at >= 0 ? db_bool(s->choices, (size_t)at, 1)
		    : f != NULL &&
		    framework_is_default(f, db_text(s->tenant, 0, 0)));
	table_add_bool(t, at >= 0);
	table_add_bool(t, at >= 0 && db_bool(s->choices, (size_t)at, 2));
	table_add_int(t, f != NULL ? (int64_t)f->ncontrols : 0);
	table_add_int(t, f != NULL ? count_hidden(f) : 0);
	table_add_int(t, count_of(s->own, name));
	table_add_int(t, count_of(s->away, name));
	table_add_text(t, at >= 0 ? db_text(s->choices, (size_t)at, 3) : NULL);
	table_add_time(
	    t, at >= 0 ? db_time(s->choices, (size_t)at, 4) : DB_NO_TIME);
	table_add_text(t, at >= 0 ? db_text(s->choices, (size_t)at, 5) : NULL);
}

/* Those of which no file knows. */
static void
add_own_rows(
    struct table *t, const struct state *s, const struct catalogue *all)
{
	const char *last = "";

	for (size_t i = 0; i < db_count(s->choices); i++) {
		const char *name = db_text(s->choices, i, 0);

		if (catalogue_find(all, name) == NULL)
			add_row(t, s, name, NULL);
	}
	for (size_t i = 0; i < db_count(s->own); i++) {
		const char *name = db_text(s->own, i, 0);

		if (strcmp(name, last) != 0 && choice_of(s, name) < 0 &&
		    catalogue_find(all, name) == NULL)
			add_row(t, s, name, NULL);
		last = name;
	}
}

static int
list(struct context *c, const struct words *rest)
{
	struct table *t = table_new("frameworks", list_columns);
	struct catalogue all = { 0 };
	struct state s = { 0 };
	int rc = framework_catalogue(c, &all);

	(void)rest;
	if (rc == ERR_OK)
		rc = load_state(c, &s);
	if (rc == ERR_OK) {
		for (size_t i = 0; i < all.count; i++)
			add_row(t, &s, all.list[i].name, &all.list[i]);
		add_own_rows(t, &s, &all);
		table_print(t, stdout, command_form());
	}
	free_state(&s);
	catalogue_free(&all);
	table_free(t);
	return rc;
}

static int
list_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "framework list", "", 0, 0, flags,
		"What is used and not chosen belongs to this kind of "
		"organisation." };

	return work_read(&s, argc, argv, list);
}

/* show */

static const struct column control_columns[] = {
	{ "control", "CONTROL", COLUMN_TEXT, 0 },
	{ "title", "TITLE", COLUMN_TEXT, COLUMN_WRAP },
	{ "verified", "ID", COLUMN_TEXT, 0 },
	{ "titled", "ITS TITLE", COLUMN_TEXT, 0 },
	{ "required", "REQUIRED", COLUMN_TEXT, COLUMN_WRAP },
	{ "supporting", "SUPPORTING", COLUMN_TEXT, COLUMN_WRAP },
	{ "reason", "NOT ASSESSED", COLUMN_TEXT, 0 },
	{ "elsewhere", NULL, COLUMN_TEXT, 0 },
	{ "source", NULL, COLUMN_TEXT, 0 },
	{ "applies", "APPLIES", COLUMN_BOOL, 0 },
	{ 0 },
};

static void
add_ids(struct table *t, const char *const *ids)
{
	struct buf text = { 0 };

	for (; *ids != NULL; ids++)
		buf_printf(&text, "%s%s", text.len > 0 ? " " : "", *ids);
	table_add_text(t, buf_str(&text));
	buf_free(&text);
}

/* Of two columns: the framework and the control. */
static bool
has_control(
    const struct db_rows *rows, const char *framework, const char *control)
{
	for (size_t i = 0; i < db_count(rows); i++)
		if (strcmp(db_text(rows, i, 0), framework) == 0 &&
		    strcmp(db_text(rows, i, 1), control) == 0)
			return true;
	return false;
}

static void
add_control(struct table *t, const struct state *s, const struct framework *f,
    const struct control *c)
{
	bool dutch = strcmp(db_text(s->tenant, 0, 1), "nl") == 0;

	table_add_text(t, c->id);
	table_add_text(t, dutch ? c->title_nl : c->title_en);
	table_add_text(t, c->verified);
	table_add_text(t, c->titled);
	add_ids(t, c->required);
	add_ids(t, c->supporting);
	table_add_text(t, c->reason);
	table_add_text(t, c->elsewhere);
	table_add_text(t, c->source != NULL ? c->source : f->source);
	table_add_bool(t, !has_control(s->away, f->name, c->id));
}

static void
add_entry(struct table *t, const struct state *s, size_t i)
{
	bool dutch = strcmp(db_text(s->tenant, 0, 1), "nl") == 0;

	table_add_text(t, db_text(s->own, i, 1));
	table_add_text(t, db_text(s->own, i, dutch ? 2 : 3));
	table_add_text(t, "own");
	table_add_text(t, "own");
	table_add_text(t, db_text(s->own, i, 4));
	table_add_text(t, db_text(s->own, i, 5));
	table_add_text(t, NULL);
	table_add_text(t, NULL);
	table_add_text(
	    t, db_is_null(s->own, i, 6) ? NULL : db_text(s->own, i, 6));
	table_add_bool(t,
	    !has_control(
		s->away, db_text(s->own, i, 0), db_text(s->own, i, 1)));
}

static int
show(struct context *c, const struct words *rest)
{
	const char *name = rest->word[0];
	struct table *t = table_new("controls", control_columns);
	const struct framework *f = NULL;
	struct catalogue all = { 0 };
	struct state s = { 0 };
	int rc = framework_catalogue(c, &all);

	if (rc == ERR_OK)
		rc = load_state(c, &s);
	if (rc == ERR_OK)
		f = catalogue_find(&all, name);
	for (size_t i = 0; f != NULL && i < f->ncontrols; i++)
		if (!has_control(s.own, name, f->controls[i].id))
			add_control(t, &s, f, &f->controls[i]);
	for (size_t i = 0; rc == ERR_OK && i < db_count(s.own); i++)
		if (strcmp(db_text(s.own, i, 0), name) == 0)
			add_entry(t, &s, i);
	if (rc == ERR_OK && table_rows(t) == 0) {
		framework_tell_missing(c, &all, name);
		rc = ERR_NOTFOUND;
	}
	if (rc == ERR_OK)
		table_print(t, stdout, command_form());
	free_state(&s);
	catalogue_free(&all);
	table_free(t);
	return rc;
}

static int
show_verb(int argc, char **argv)
{
	static const struct flag flags[] = { AS_OF_FLAG(moment), { 0 } };
	static const struct synopsis s = { "framework show", "NAME", 1, 1,
		flags,
		"Its controls, with the measurements that speak about them." };

	return work_read(&s, argc, argv, show);
}

/* check: files, without a register. */

static int
check_file(const char *path)
{
	struct framework *list = NULL;
	size_t n = 0, controls = 0, hidden = 0;
	int rc = framework_load(path, &list, &n);

	for (size_t i = 0; rc == ERR_OK && i < n; i++) {
		controls += list[i].ncontrols;
		hidden += (size_t)count_hidden(&list[i]);
	}
	if (rc == ERR_OK)
		say("%s: no faults; %zu controls, of which %zu hidden because "
		    "they are not established",
		    path, controls, hidden);
	framework_free(list, n);
	return rc;
}

static int
check_verb(int argc, char **argv)
{
	static const struct synopsis s = { "framework check", "FILE...", 1, 99,
		NULL, "Every fault of a catalogue as FILE:LINE: reason." };
	struct words rest = { 0 };
	bool faulty = false;
	int rc = flag_parse(&s, argc, argv, &rest);

	if (rc < 0) {
		words_free(&rest);
		return flag_exit(rc);
	}
	for (size_t i = 0; i < rest.n; i++)
		faulty |= check_file(rest.word[i]) < 0;
	words_free(&rest);
	return faulty ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
verb_framework(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_verb, "the catalogues there are" },
		{ "show", show_verb, "the controls of one" },
		{ "use", framework_use_verb, "have it in reports" },
		{ "hide", framework_hide_verb, "leave it out of them" },
		{ "check", check_verb, "check a catalogue of your own" },
		{ "import", framework_import_verb, "add controls" },
		{ "export", framework_export_verb, "those that were added" },
		{ "remove", framework_remove_verb, "take one away again" },
		{ "exclude", framework_exclude_verb,
		    "a control that does not apply" },
		{ "include", framework_include_verb, "it applies after all" },
		{ 0 },
	};

	return verb_dispatch("framework", verbs, argc, argv);
}
