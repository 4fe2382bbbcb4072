/* SPDX-License-Identifier: Apache-2.0 */
#include "register/flag.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/err.h"
#include "register/command.h"

#include "tests/unit/test.h"

static const char *text;
static struct words list;
static long number;
static bool yes;

static const struct flag flags[] = {
	{ "text", FLAG_TEXT, &text, "TEXT", "a text" },
	{ "list", FLAG_LIST, &list, "WORD", "words" },
	{ "number", FLAG_INT, &number, "N", "a number" },
	{ "yes", FLAG_YES, &yes, NULL, "a truth" },
	{ 0 },
};

static const struct synopsis synopsis = { "try", "A [B]", 1, 2, flags, NULL };

/* Copies, so that a sanitizer sees a read past a word; freed at the next. */
static char *copies[16];

static void
forget(void)
{
	for (size_t i = 0; i < ROWS(copies); i++) {
		free(copies[i]);
		copies[i] = NULL;
	}
	words_free(&list);
}

/* The words after "try", with rest as they are left. */
static int
parse(struct words *rest, int n, const char *const *words)
{
	char *argv[16], verb[] = "try";
	int rc;

	text = NULL;
	number = 0;
	yes = false;
	forget();
	command = (struct command){ .tenant = 1 };
	argv[0] = verb;
	for (int i = 0; i < n; i++)
		argv[i + 1] = copies[i] = strdup(words[i]);
	rc = flag_parse(&synopsis, n + 1, argv, rest);
	return rc;
}

#define PARSE(rest, ...)                                              \
	parse((rest),                                                 \
	    sizeof((const char *[]){ __VA_ARGS__ }) / sizeof(char *), \
	    (const char *[]){ __VA_ARGS__ })

static void
options_and_words_may_mix(void **state)
{
	struct words rest = { 0 };

	(void)state;
	assert_int_equal(ERR_OK,
	    PARSE(&rest, "--text", "x", "a", "--list=1", "--yes", "b", "--list",
		"2", "--number=7"));
	assert_string_equal("x", text);
	assert_int_equal(2, list.n);
	assert_string_equal("2", list.word[1]);
	assert_int_equal(7, number);
	assert_true(yes);
	assert_int_equal(2, rest.n);
	assert_string_equal("b", rest.word[1]);
	words_free(&rest);
}

static void
two_dashes_end_the_options(void **state)
{
	struct words rest = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, PARSE(&rest, "--", "--yes", "-"));
	assert_false(yes);
	assert_string_equal("--yes", rest.word[0]);
	words_free(&rest);
}

static void
options_of_all_verbs_are_known(void **state)
{
	struct words rest = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, PARSE(&rest, "a", "--json", "--home=/x"));
	assert_true(command.json);
	assert_string_equal("/x", command.home);
	assert_int_equal(FORM_JSON, command_form());
	words_free(&rest);
}

static void
slips_are_refused(void **state)
{
	static const char *const slips[][2] = {
		{ "--nonsense", "a" }, { "--text", NULL }, /* no value */
		{ "--yes=no", "a" },    /* a value where none belongs */
		{ "--number=x", "a" },  /* not a number */
		{ "--number=-1", "a" }, /* nor this */
		{ "-x", "a" },          /* no short options */
		{ "--tex", "a" },       /* no abbreviations */
		{ NULL, NULL },         /* no word */
	};

	(void)state;
	for (size_t i = 0; i < ROWS(slips); i++) {
		struct words rest = { 0 };
		int n = (slips[i][0] != NULL) + (slips[i][1] != NULL);

		assert_int_equal(ERR_PARSE, parse(&rest, n, slips[i]));
		words_free(&rest);
	}
}

static void
a_text_is_given_once(void **state)
{
	struct words rest = { 0 };

	(void)state;
	assert_int_equal(ERR_PARSE, PARSE(&rest, "--text=a", "--text=b", "a"));
	words_free(&rest);
	assert_int_equal(ERR_PARSE, PARSE(&rest, "a", "b", "c"));
	words_free(&rest);
	assert_int_equal(ERR_PARSE, PARSE(&rest, "a", "--json", "--csv"));
	words_free(&rest);
}

static int
finish(void **state)
{
	(void)state;
	forget();
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_words_may_mix),
		cmocka_unit_test(two_dashes_end_the_options),
		cmocka_unit_test(options_of_all_verbs_are_known),
		cmocka_unit_test(slips_are_refused),
		cmocka_unit_test(a_text_is_given_once),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
