/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/profile/event_check.h"
#include "lib/profile/event_rules.h"
#include "register/command.h"
#include "register/context.h"
#include "register/show/table.h"
#include "register/verbs.h"

static const struct column list_columns[] = {
	{ "event", "EVENT", COLUMN_TEXT, 0 },
	{ "class", "CLASS", COLUMN_TEXT, 0 },
	{ "enabled", "ENABLED", COLUMN_BOOL, 0 },
	{ "tests", "TESTS", COLUMN_INT, 0 },
	{ "source", "SOURCE", COLUMN_TEXT, 0 },
	{ "file", NULL, COLUMN_TEXT, 0 },
	{ 0 },
};

static int
open_rules(struct event_rules **out)
{
	struct context c;
	int rc = context_place(&c);

	if (rc == ERR_OK)
		rc = event_rules_load_default(c.place.data, out);
	context_close(&c);
	return rc;
}

static void
add_rule(struct table *t, const struct event_rule *r)
{
	table_add_text(t, r->title);
	table_add_text(t, event_class_name(r->class));
	table_add_bool(t, r->enabled);
	table_add_int(t, (int64_t)r->n_tests);
	table_add_text(t, r->source);
	table_add_text(t, r->file);
}

static int
verb_list(int argc, char **argv)
{
	static const struct flag none[] = { { 0 } };
	static const struct synopsis synopsis = { "events list", "", 0, 0, none,
		NULL };
	struct event_rules *set = NULL;
	struct words rest = { 0 };
	struct table *t;
	int rc;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	words_free(&rest);
	if (rc < 0)
		return flag_exit(rc);
	if (open_rules(&set) < 0)
		return EXIT_FAILURE;
	t = table_new("events", list_columns);
	for (size_t i = 0; i < event_rules_count(set); i++)
		add_rule(t, event_rules_at(set, i));
	table_print(t, stdout, command_form());
	table_free(t);
	event_rules_free(set);
	return EXIT_SUCCESS;
}

static void
on_told(void *arg, const struct event_rule *r, const struct event_test *t,
    const char *why)
{
	(void)arg;
	if (why == NULL)
		say("%s: %s: right", r->title, t->message);
	else
		complain("%s:%u: event %s: %s: %s", r->file, t->line, r->title,
		    t->message, why);
}

static size_t
check_file(const struct event_rules *set, const char *path)
{
	size_t failed = 0;

	for (size_t i = 0; i < event_rules_count(set); i++) {
		const struct event_rule *r = event_rules_at(set, i);

		if (strcmp(r->file, path) != 0)
			continue;
		failed += event_check(set, r, on_told, NULL);
		if (r->n_tests > 0)
			continue;
		complain(
		    "%s:%u: event %s has no test", r->file, r->line, r->title);
		failed++;
	}
	return failed;
}

static int
verb_check(int argc, char **argv)
{
	static const struct flag none[] = { { 0 } };
	static const struct synopsis synopsis = { "events check", "FILE ...", 1,
		(size_t)-1, none,
		"Reads rules before those there are, and runs their tests.\n" };
	struct event_rules *set = NULL;
	struct words rest = { 0 };
	size_t failed = 0;
	int rc;

	rc = flag_parse(&synopsis, argc, argv, &rest);
	if (rc < 0)
		return flag_exit(rc);
	if (open_rules(&set) < 0)
		failed++;
	for (size_t i = 0; set != NULL && i < rest.n; i++)
		failed += event_rules_add_file(set, rest.word[i]) < 0;
	for (size_t i = 0; failed == 0 && i < rest.n; i++)
		failed += check_file(set, rest.word[i]);
	event_rules_free(set);
	words_free(&rest);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
verb_events(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", verb_list, "what lines are known to tell" },
		{ "check", verb_check, "run the tests of rules" },
		{ 0 },
	};

	return verb_dispatch("events", verbs, argc, argv);
}
