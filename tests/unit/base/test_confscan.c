/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/confscan.h"

#include <stdio.h>
#include <string.h>

#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

static char told[200];

static void
hear(const char *line)
{
	snprintf(told, sizeof(told), "%s", line);
}

static const struct {
	const char *text, *plain;
} plains[] = {
	{ "a = b", "'a' = 'b'" },
	{ "a=\"b\"", "'a'=\"b\"" },
	{ "a = 'b # c'", "'a' = 'b # c'" },
	{ "a = b # c\nd = e", "'a' = 'b' \n'd' = 'e'" },
	{ "a = b // c", "'a' = 'b' " },
	{ "a = b/*c\n\n*/d", "'a' = 'b/*c'\n\n'*/d'" }, /* within a word */
	{ "/* a\nb */ c = d", "\n 'c' = 'd'" },         /* lines are kept */
	{ "a = {b, c}", "'a' = {'b', 'c'}" },
	{ "a += b", "'a' += 'b'" },
	{ "a = c:\\d", "'a' = 'c:\\\\d'" },
	/* No variable of the environment comes alive. */
	{ "a = ${HOME}", "'a' = '$'{'HOME'}" },
	{ "a = \"${HOME}\"", "'a' = \"\\${HOME}\"" },
	{ "a = '${HOME}'", "'a' = '${HOME}'" },
	{ "a = \"\\\"\" b", "'a' = \"\\\"\" 'b'" },
	{ "\xef\xbb\xbf"
	  "a = b",
	    "'a' = 'b'" },
	{ "a = b\r\n", "'a' = 'b' \n" },
	{ "a = \xc3\xab", "'a' = '\xc3\xab'" },
	{ "", "" },
};

static void
a_text_becomes_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(plains); i++) {
		struct confscan s = { 0 };

		assert_int_equal(ERR_OK,
		    confscan_run(
			"t", plains[i].text, strlen(plains[i].text), &s));
		assert_string_equal(plains[i].plain, buf_str(&s.text));
		confscan_free(&s);
	}
}

static const struct {
	const char *text;
	size_t len; /* 0: all of it */
	const char *reason;
} faults[] = {
	{ "a = b\nc = \"d\n\n", 0, "t:2: this quoted text is never closed" },
	{ "a = 'b\\'", 0, "t:1: this quoted text is never closed" },
	{ "a = b\n/* c\n\n", 0, "t:2: this comment is never closed" },
	{ "/*/", 0, "t:1: this comment is never closed" },
	{ "a {\nb {\n}\n", 0, "t:1: this { is never closed" },
	{ "a {\nb = {c\n}\n", 0, "t:1: this { is never closed" },
	{ "a = +b", 0, "t:1: a + must stand in quotes" },
	{ "a = b\n\x01", 0, "t:2: a control character" },
	{ "a = b\n\n\x7f", 0, "t:3: a control character" },
	{ "a\0b", 3, "t:1: a control character" },
	{ "a\n\xff", 0, "t:2: not UTF-8" },
	{ "a = \xc3", 0, "t:1: not UTF-8" },
	{ "a{b{c{d{e{f{g{h{i{j{k{l{m{n{o{p{\nq{", 0,
	    "t:2: sections are nested too deep" },
};

static void
a_fault_is_told_with_the_line_where_it_begins(void **state)
{
	char want[sizeof(told)];

	(void)state;
	log_divert(hear);
	for (size_t i = 0; i < ROWS(faults); i++) {
		size_t len =
		    faults[i].len > 0 ? faults[i].len : strlen(faults[i].text);
		struct confscan s = { 0 };

		told[0] = '\0';
		assert_int_equal(
		    ERR_PARSE, confscan_run("t", faults[i].text, len, &s));
		snprintf(want, sizeof(want), "warning: %s\n", faults[i].reason);
		assert_string_equal(want, told);
		confscan_free(&s);
	}
	log_divert(NULL);
}

/* libconfuse tells of sections when they end; a list is none. */
static void
each_section_has_the_line_of_its_brace(void **state)
{
	static const char text[] = "a \"one\" {\n"
				   "\tlist = { x,\n\t\ty }\n"
				   "\tb {\n\t}\n"
				   "}\n"
				   "# c {\n"
				   "c { }\n";
	static const unsigned lines[] = { 4, 1, 8 };
	struct confscan s = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, confscan_run("t", text, strlen(text), &s));
	assert_int_equal(ROWS(lines), s.sections);
	for (size_t i = 0; i < ROWS(lines); i++)
		assert_int_equal(lines[i], s.line[i]);
	confscan_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_becomes_plain),
		cmocka_unit_test(a_fault_is_told_with_the_line_where_it_begins),
		cmocka_unit_test(each_section_has_the_line_of_its_brace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
