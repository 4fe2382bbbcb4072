/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/profile/baseline_judge.h"
#include "register/command.h"
#include "register/context.h"
#include "register/show/table.h"
#include "register/verbs.h"

/* patchwacht checks: how devices should be set up. */

static bool all;

static const struct column list_columns[] = {
	{ "check", "CHECK", COLUMN_TEXT, 0 },
	{ "look", "LOOKS AT", COLUMN_TEXT, 0 },
	{ "enabled", "ENABLED", COLUMN_BOOL, 0 },
	{ "about", "PASSES WHEN", COLUMN_TEXT, COLUMN_WRAP },
	{ "source", "SOURCE", COLUMN_TEXT, COLUMN_WRAP },
	{ "verified", NULL, COLUMN_BOOL, 0 },
	{ "tests", NULL, COLUMN_INT, 0 },
	{ "file", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
open_checks(struct baseline_set **out)
{
	struct context c;
	int rc = context_place(&c);

	if (rc == ERR_OK)
		rc = baseline_load_default(c.place.data, out);
	context_close(&c);
	return rc;
}

static void
add_check(struct table *t, const struct baseline_check *c)
{
	table_add_text(t, c->title);
	table_add_text(t, baseline_look_name(c->look));
	table_add_bool(t, c->enabled);
	table_add_text(t, c->about);
	table_add_text(t, c->source);
	table_add_bool(t, c->verified);
	table_add_int(t, (int64_t)c->n_tests);
	table_add_text(t, c->file);
}

static int
verb_list(int argc, char **argv)
{
	static const struct flag flags[] = {
		{ "all", FLAG_YES, &all, NULL, "those not verified, too" },
		{ 0 },
	};
	static const struct synopsis synopsis = { "checks list", "", 0, 0,
		flags, NULL };
	struct baseline_set *set = NULL;
	struct words rest = { 0 };
	struct table *t;
	int rc = flag_parse(&synopsis, argc, argv, &rest);

	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	if (open_checks(&set) < 0)
		return EXIT_FAILURE;
	t = table_new("checks", list_columns);
	for (size_t i = 0; i < baseline_count(set); i++) {
		const struct baseline_check *c = baseline_at(set, i);

		if (all || c->verified)
			add_check(t, c);
	}
	table_print(t, stdout, command_form());
	table_free(t);
	baseline_free(set);
	return EXIT_SUCCESS;
}

static void
on_told(void *arg, const struct baseline_check *c,
    const struct baseline_test *t, const char *why)
{
	const char *what = t->says == NULL ? "" : t->says;

	(void)arg;
	if (why == NULL)
		say("%s: %s: right", c->title, what);
	else
		complain("%s:%u: check %s: %s: %s", c->file, t->line, c->title,
		    what, why);
}

static size_t
check_file(const struct baseline_set *set, const char *path)
{
	size_t failed = 0;

	for (size_t i = 0; i < baseline_count(set); i++) {
		const struct baseline_check *c = baseline_at(set, i);

		if (strcmp(c->file, path) != 0)
			continue;
		failed += baseline_run_tests(c, on_told, NULL);
		if (c->n_tests > 0)
			continue;
		complain(
		    "%s:%u: check %s has no test", c->file, c->line, c->title);
		failed++;
	}
	return failed;
}

static int
verb_check(int argc, char **argv)
{
	static const struct flag none[] = { { 0 } };
	static const struct synopsis synopsis = { "checks check", "FILE ...", 1,
		(size_t)-1, none,
		"Reads checks before those there are, and runs their "
		"tests.\n" };
	struct baseline_set *set = NULL;
	struct words rest = { 0 };
	size_t failed = 0;
	int rc = flag_parse(&synopsis, argc, argv, &rest);

	if (rc < 0)
		return flag_exit(rc);
	if (open_checks(&set) < 0)
		failed++;
	for (size_t i = 0; set != NULL && i < rest.n; i++)
		failed += baseline_add_file(set, rest.word[i]) < 0;
	for (size_t i = 0; failed == 0 && i < rest.n; i++)
		failed += check_file(set, rest.word[i]);
	baseline_free(set);
	words_free(&rest);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
verb_checks(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", verb_list, "how devices should be set up" },
		{ "check", verb_check, "run the tests of checks" },
		{ 0 },
	};

	return verb_dispatch("checks", verbs, argc, argv);
}
