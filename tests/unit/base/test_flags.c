/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/flags.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

static const char *text, *home;
static struct words list;
static long number;
static bool yes, hidden;

static const struct flag own[] = {
	{ "text", FLAG_TEXT, &text, "TEXT", "a text" },
	{ "list", FLAG_LIST, &list, "WORD", "words" },
	{ "number", FLAG_INT, &number, "N", "a number" },
	{ "yes", FLAG_YES, &yes, NULL, "a truth" },
	{ "hidden", FLAG_YES, &hidden, NULL, NULL },
	{ 0 },
};

static const struct flag common[] = {
	{ "home", FLAG_TEXT, &home, "DIR", "a folder" },
	{ 0 },
};

static char told[256];

static void __attribute__((format(printf, 1, 2))) keep(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(told, sizeof(told), fmt, ap);
	va_end(ap);
}

/* Words between blanks; out has those that are no options, with "+". */
static int
read_line(const char *line, char *out, size_t size)
{
	static const struct flags_line l = { own, common, "try it", keep };
	static char *copy;
	char *argv[16] = { NULL }, *rest;
	struct words words = { 0 };
	struct buf joined = { 0 };
	int argc = 1, rc;

	text = home = NULL;
	number = 0;
	yes = hidden = false;
	told[0] = '\0';
	words_free(&list);
	free(copy);
	rest = copy = strdup(line);
	argv[0] = copy;
	for (char *w; (w = strsep(&rest, " ")) != NULL && argc < 16;)
		if (*w != '\0')
			argv[argc++] = w;
	rc = flags_read(&l, argc, argv, &words);
	for (size_t i = 0; i < words.n; i++)
		buf_printf(&joined, "+%s", words.word[i]);
	snprintf(out, size, "%s", buf_str(&joined));
	buf_free(&joined);
	words_free(&words);
	return rc;
}

static void
options_of_both_tables_stand_among_words(void **state)
{
	char rest[64];

	(void)state;
	assert_int_equal(ERR_OK,
	    read_line("a --text=x --list 1 b --list=2 --home /x --number 7 "
		      "--yes c",
		rest, sizeof(rest)));
	assert_string_equal("+a+b+c", rest);
	assert_string_equal("x", text);
	assert_string_equal("/x", home);
	assert_int_equal(2, list.n);
	assert_string_equal("2", list.word[1]);
	assert_int_equal(7, number);
	assert_true(yes);
	assert_int_equal(ERR_OK, read_line("-- --yes -", rest, sizeof(rest)));
	assert_string_equal("+--yes+-", rest);
	assert_false(yes);
	words_free(&list);
}

static void
help_ends_the_reading(void **state)
{
	char rest[64];

	(void)state;
	assert_int_equal(
	    ERR_NOTFOUND, read_line("a --help --nonsense", rest, sizeof(rest)));
	assert_int_equal(ERR_NOTFOUND, read_line("-h", rest, sizeof(rest)));
	assert_string_equal("", told);
}

static void
slips_are_told_with_what_would_be_right(void **state)
{
	static const struct {
		const char *line, *said;
	} slips[] = {
		{ "--txet x", "unknown option --txet; did you mean --text?" },
		{ "--hoem x", "unknown option --hoem; did you mean --home?" },
		{ "--other",
		    "unknown option --other; `try it --help` lists those there "
		    "are" },
		/* What help does not show is not proposed. */
		{ "--hiden",
		    "unknown option --hiden; `try it --help` lists those there "
		    "are" },
		{ "--text", "--text wants a value: --text TEXT" },
		{ "--text a --text b", "--text is given twice" },
		{ "--yes=no", "--yes takes no value" },
		{ "--number x", "--number: \"x\" is not a whole number" },
		{ "--number -1", "--number: \"-1\" is not a whole number" },
		{ "-x",
		    "unknown option -x; options are words after two dashes, "
		    "`try it --help`" },
	};
	char rest[64];

	(void)state;
	for (size_t i = 0; i < ROWS(slips); i++) {
		assert_int_equal(
		    ERR_PARSE, read_line(slips[i].line, rest, sizeof(rest)));
		assert_string_equal(slips[i].said, told);
	}
}

static void
a_line_is_printed_for_each_that_has_a_help(void **state)
{
	char *out = NULL;
	size_t len = 0;
	FILE *f = open_memstream(&out, &len);

	(void)state;
	flags_print(f, own);
	flags_print(f, NULL);
	fclose(f);
	assert_string_equal("  --text TEXT                   a text\n"
			    "  --list WORD                   words\n"
			    "  --number N                    a number\n"
			    "  --yes                         a truth\n",
	    out);
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_of_both_tables_stand_among_words),
		cmocka_unit_test(help_ends_the_reading),
		cmocka_unit_test(slips_are_told_with_what_would_be_right),
		cmocka_unit_test(a_line_is_printed_for_each_that_has_a_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
