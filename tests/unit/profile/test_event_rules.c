/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/profile/event_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"
#include "lib/profile/event_check.h"

#include "tests/unit/test.h"

static void
on_told(void *arg, const struct event_rule *r, const struct event_test *t,
    const char *why)
{
	size_t *told = arg;

	(*told)++;
	if (why != NULL)
		print_error("%s:%u: event %s: %s: %s\n", r->file, t->line,
		    r->title, t->message, why);
}

static void
shipped_rules_pass_their_own_tests(void **state)
{
	struct event_rules *set;
	size_t failed = 0, told = 0;

	(void)state;
	assert_int_equal(ERR_OK, event_rules_load_default(NULL, &set));
	for (size_t i = 0; i < event_rules_count(set); i++) {
		const struct event_rule *r = event_rules_at(set, i);

		if (r->n_tests == 0)
			fail_msg("event %s has no test", r->title);
		failed += event_check(set, r, on_told, &told);
	}
	assert_int_equal(0, failed);
	assert_true(told > 80);
	event_rules_free(set);
}

#define RULE(title, more)                                                 \
	"event \"" title "\" { class = boot words = { \"start\" } "       \
	"match = { 'start(?:ed by (?<who>\\w+))?' } source = \"x\" " more \
	" }\n"

static struct event_rules *
rules_of(const char *text)
{
	struct event_rules *r = NULL;

	if (event_rules_parse("test.rules", text, &r) < 0)
		fail_msg("refused: %s", text);
	return r;
}

static void
a_word_in_any_case_and_a_pattern_make_an_event(void **state)
{
	struct event_rules *r = rules_of(RULE("a", ""));
	struct event_found f;

	(void)state;
	assert_true(event_rules_find(r, "x: started by jan", 17, &f));
	assert_string_equal("a", f.rule->title);
	assert_int_equal(3, f.who.len);
	assert_memory_equal("jan", f.who.at, 3);
	assert_null(f.version.at);
	/* The word is there, the pattern minds the case. */
	assert_false(event_rules_find(r, "x: STARTED", 10, &f));
	assert_false(event_rules_find(r, "x: star", 7, &f));
	event_rules_free(r);
}

static void
what_is_not_enabled_takes_nothing(void **state)
{
	struct event_rules *r = rules_of(RULE("a", "enabled = no"));
	struct event_found f;

	(void)state;
	assert_false(event_rules_find(r, "start", 5, &f));
	assert_true(event_rule_match(event_rules_at(r, 0), "start", 5, &f));
	event_rules_free(r);
}

static void
the_first_of_two_takes_it(void **state)
{
	struct event_rules *r = rules_of(RULE("b", "") RULE("a", ""));
	struct event_found f;

	(void)state;
	assert_true(event_rules_find(r, "start", 5, &f));
	assert_string_equal("b", f.rule->title);
	event_rules_free(r);
}

static void
a_test_that_fails_is_told_with_its_line(void **state)
{
	struct event_rules *r = rules_of(
	    RULE("a", "test { message = \"<5>x: started by jan\" who = piet }")
		RULE("b", "test { message = \"<5>x: none\" class = none }"));
	size_t told = 0;

	(void)state;
	assert_int_equal(
	    1, event_check(r, event_rules_at(r, 0), on_told, &told));
	assert_int_equal(
	    0, event_check(r, event_rules_at(r, 1), on_told, &told));
	assert_int_equal(2, told);
	event_rules_free(r);
}

static char said[512];

static void
note(const char *line)
{
	snprintf(said, sizeof(said), "%s", line);
}

static const struct {
	const char *text, *why;
} faults[] = {
	{ "event \"a\" { class = boto words = { \"abc\" } match = { 'y' } "
	  "source = z }",
	    "class: \"boto\" is none of none, boot, " },
	{ "event \"a\" { class = flap words = { \"abc\" } match = { 'y' } "
	  "source = z }",
	    "concluded" },
	{ "event \"a\" { class = boot words = { \"ab\" } match = { 'y' } "
	  "source = z }",
	    "less than three" },
	{ "event \"a\" {\nclass = boot\nwords = { \"abc\" }\nmatch = { '(' }\n"
	  "source = z }",
	    "test.rules:4: event a: match 1" },
	{ "event \"a\" { class = boot words = { \"abc\" } source = z }",
	    "match" },
	{ RULE("a", "") RULE("a", ""), "duplicate title" },
};

static void
faulty_rules_are_refused_with_their_place(void **state)
{
	struct event_rules *r;

	(void)state;
	log_divert(note);
	for (size_t i = 0; i < ROWS(faults); i++) {
		said[0] = '\0';
		assert_true(
		    event_rules_parse("test.rules", faults[i].text, &r) < 0);
		if (strstr(said, faults[i].why) == NULL)
			fail_msg("%s: said %s", faults[i].text, said);
	}
	log_divert(NULL);
}

static void
a_subject_has_program_and_code_once(void **state)
{
	struct buf out = { 0 };

	(void)state;
	event_subject("mgd", "UI_COMMIT", "User x", &out);
	assert_string_equal("mgd: UI_COMMIT: User x", buf_str(&out));
	buf_clear(&out);
	event_subject(NULL, "SYS-5-X", "%SYS-5-X: y", &out);
	assert_string_equal("%SYS-5-X: y", buf_str(&out));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_rules_pass_their_own_tests),
		cmocka_unit_test(
		    a_word_in_any_case_and_a_pattern_make_an_event),
		cmocka_unit_test(what_is_not_enabled_takes_nothing),
		cmocka_unit_test(the_first_of_two_takes_it),
		cmocka_unit_test(a_test_that_fails_is_told_with_its_line),
		cmocka_unit_test(faulty_rules_are_refused_with_their_place),
		cmocka_unit_test(a_subject_has_program_and_code_once),
	};

	if (getenv("srcdir") != NULL)
		setenv("PATCHWACHT_DATADIR", getenv("srcdir"), 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
