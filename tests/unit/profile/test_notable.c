/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/notable.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/profile/event_rules.h"
#include "lib/profile/set.h"

#include "tests/unit/test.h"

#define START                                                     \
	"event \"start\" { class = boot words = { \"started\" } " \
	"match = { 'daemon: has started' } source = \"x\" }\n"
#define BANNER                                                             \
	"event \"banner\" { class = version words = { \"restarted --\" } " \
	"match = { 'restarted --[^\\n]*\\n.*Version (?<version>\\S+)' } "  \
	"lines = 3 source = \"x\" }\n"
#define OFF                                                                 \
	"event \"off\" { class = boot enabled = no words = { \"halted\" } " \
	"match = { 'halted' } source = \"x\" }\n"

#define PROFILE(pattern)                            \
	"profile \"p\" { match { sysdescr = 'x' } " \
	"syslog { class = upgrade-ok regex = '" pattern "' } }\n"

static struct event_rules *events;
static struct profile_set *profiles;
static struct notable notable;

static void
use(const char *rules, const char *profile)
{
	notable_end(&notable);
	event_rules_free(events);
	profile_set_free(profiles);
	events = NULL;
	profiles = NULL;
	assert_int_equal(ERR_OK, event_rules_parse("rules", rules, &events));
	assert_int_equal(ERR_OK, profile_set_parse("", profile, &profiles));
	notable_init(&notable, events, profiles);
}

static struct span
span(const char *text)
{
	return text == NULL ? (struct span){ 0 } : span_of(text, strlen(text));
}

static bool
is(const char *app, const char *msgid, const char *text)
{
	const struct notable_line line = { span(app), span(msgid), span(text),
		6, true };

	return notable_kind(&notable, &line) == NOTABLE_READ;
}

static void
a_line_of_which_something_may_come_is_notable(void **state)
{
	(void)state;
	use(START BANNER OFF, PROFILE("new image .* verified"));
	assert_true(is("daemon", NULL, "has started"));
	assert_true(is(NULL, NULL, "daemon: has started again"));
	assert_false(is("other", NULL, "has started"));
	assert_false(is("daemon", NULL, "has ended"));
	assert_false(is(NULL, NULL, "halted")); /* the rule is not enabled */
	/* Only with the lines behind it could it match. */
	assert_true(is(NULL, "SYS-5-RESTART", "System restarted --"));
	/* Whatever profile the device has. */
	assert_true(is("boot", NULL, "new image 1.2 verified"));
	assert_false(is(NULL, NULL, NULL));
	assert_false(is(NULL, NULL, ""));
	assert_false(is("", "", "\xff\x80"));
}

/* One whose pattern has no word in it is tried on each line. */
static void
profiles_are_tried_where_a_word_stands(void **state)
{
	(void)state;
	use(START, PROFILE("new image|[Ii]mage \\d+ ok"));
	assert_false(notable.is_wordless);
	assert_true(is(NULL, NULL, "the new image"));
	assert_true(is(NULL, NULL, "Image 7 ok"));
	assert_false(is(NULL, NULL, "Image x ok"));
	use(START, PROFILE("\\d\\d:\\d\\d"));
	assert_true(notable.is_wordless);
	assert_true(is(NULL, NULL, "12:34"));
}

/* No line that a shipped profile is tested with is passed over. */
static void
what_shipped_profiles_know_is_notable(void **state)
{
	const char *top = getenv("srcdir");
	char mibs[4096];
	const char *dirs[] = { mibs, NULL };
	size_t n = 0;

	(void)state;
	snprintf(mibs, sizeof(mibs), "%s/mibs", top == NULL ? "." : top);
	event_rules_free(events);
	profile_set_free(profiles);
	notable_end(&notable);
	profiles = NULL;
	assert_int_equal(ERR_OK, event_rules_parse("rules", START, &events));
	assert_int_equal(ERR_OK, profile_set_load(dirs, &profiles));
	notable_init(&notable, events, profiles);
	for (size_t i = 0; i < profile_set_count(profiles); i++) {
		const struct profile *p = profile_set_at(profiles, i);

		for (size_t k = 0; k < p->n_tests; k++) {
			const struct profile_test *t = &p->test[k];

			if (t->message == NULL || t->class == MESSAGE_NONE)
				continue;
			n++;
			if (!is(NULL, NULL, t->message))
				fail_msg("%s: %s", p->title, t->message);
		}
	}
	assert_true(n > 0);
	/* And most lines are not even tried. */
	assert_false(notable.is_wordless);
}

static void
so_is_one_that_says_that_another_came_again(void **state)
{
	(void)state;
	use(START, "");
	assert_true(is(NULL, NULL, "last message repeated 3 times"));
	assert_true(is(NULL, NULL, "message repeated 2 times: [ nothing]"));
	assert_false(is(NULL, NULL, "the last message"));
}

static void
what_is_severe_is_counted_when_nothing_else_comes_of_it(void **state)
{
	static const struct {
		const char *text;
		int severity;
		bool has_pri;
		enum notable_kind is;
	} rows[] = { { "x", 0, true, NOTABLE_COUNT },
		{ "x", 3, true, NOTABLE_COUNT }, { "x", 4, true, NOTABLE_NOT },
		{ "x", 3, false, NOTABLE_NOT }, { "x", 7, true, NOTABLE_NOT },
		{ "daemon: has started", 3, true, NOTABLE_READ },
		{ "last message repeated 3 times", 3, true, NOTABLE_READ } };

	(void)state;
	use(START, "");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct notable_line line = { .text = span(rows[i].text),
			.severity = rows[i].severity,
			.has_pri = rows[i].has_pri };

		assert_int_equal(rows[i].is, notable_kind(&notable, &line));
	}
}

/* A rule sees the same subject here as where events are made: a code that the
 * text has is not before it again. */
static void
the_subject_is_that_of_events(void **state)
{
	(void)state;
	use("event \"x\" { class = boot words = { \"CODE\" } "
	    "match = { '^app: CODE: it is on$' } source = \"x\" }\n"
	    "event \"y\" { class = boot words = { \"CODE\" } "
	    "match = { '^app: has CODE inside$' } source = \"x\" }\n",
	    "");
	assert_true(is("app", "CODE", "it is on"));
	assert_true(is("app", "CODE", "has CODE inside"));
	assert_false(is("app", NULL, "CODE it is"));
	assert_false(is("other", "CODE", "has CODE inside"));
}

static int64_t
by(const char *rules, const char *profile)
{
	use(rules, profile);
	assert_int_equal(notable.by, notable_by(events, profiles));
	assert_true(notable.by != 0);
	return notable.by;
}

/* Who reads must not trust marks of rules that would have found less. */
static void
other_rules_have_another_name(void **state)
{
	const int64_t one = by(START, "");

	(void)state;
	assert_int_equal(one, by(START, ""));
	assert_int_equal(one, by("\n# a comment\n" START, ""));
	assert_true(one != by(START BANNER, ""));
	assert_true(by(START BANNER, "") != by(BANNER START, ""));
	assert_true(one != by(START, PROFILE("x")));
	assert_true(by(START, PROFILE("x")) != by(START, PROFILE("y")));
	assert_true(by(OFF, "") !=
	    by("event \"off\" { class = boot words = { \"halted\" } "
	       "match = { 'halted' } source = \"x\" }",
		""));
	assert_true(
	    by("event \"a\" { class = boot words = { \"abc\", \"def\" } "
	       "match = { 'x' } source = \"x\" }",
		"") !=
	    by("event \"a\" { class = boot words = { \"abc\" } "
	       "match = { 'def', 'x' } source = \"x\" }",
		""));
}

static int
end(void **state)
{
	(void)state;
	notable_end(&notable);
	event_rules_free(events);
	profile_set_free(profiles);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_of_which_something_may_come_is_notable),
		cmocka_unit_test(profiles_are_tried_where_a_word_stands),
		cmocka_unit_test(what_shipped_profiles_know_is_notable),
		cmocka_unit_test(so_is_one_that_says_that_another_came_again),
		cmocka_unit_test(
		    what_is_severe_is_counted_when_nothing_else_comes_of_it),
		cmocka_unit_test(the_subject_is_that_of_events),
		cmocka_unit_test(other_rules_have_another_name),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
