/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/regex_words.h"

#include <string.h>

#include "lib/base/literal.h"

#include "tests/unit/test.h"

/* What must be tried, as one of its words stands in it, and what need not be.
 */
static const struct {
	const char *pattern, *yes, *no;
} rows[] = {
	{ "panic", "a PANIC!", "panik" },
	{ "dumped core|panic:", "panic: x", "panic, core" },
	{ "dumped core|panic:", "it dumped core", "dumped, core" },
	{ "kernel: .*Linux version", "a linux version", "kernel: x" },
	{ "^syslogd? started$", "syslog started", "syslogd halted" },
	{ "colou?r of", "color of", "kolor of" },
	{ "abx*cdef", "abcdef", "ab cde" },
	{ "abcx{0,3}de", "abcde", "abde" },
	{ "abc+ defg", "abccc defg", "abcd efg" },
	{ "%SYS-[0-3]-(?:MALLOC|WATCH)", "%SYS-7-X", "%SYZ-2-MALLOC" },
	{ "[]|(]installed", "installed", "instal" },
	{ "(?:a|b(?:c|[)])|d)restart", "restart", "res tart" },
	{ "to v?(\\d+\\.\\d+)done", "is done", "to 1.2" },
	{ "systemd\\[1\\]: (?:x|y)", "systemd[1]: z", "systemd 1: x" },
	{ "a\\|b\\|c", "a|b|c", "abc" },
	{ "\\bcore dump", "core dump", "coredump" },
	{ "abc[[:digit:]]defg", "abc7defg", "abc7de" },
	{ "abc[[:x]:defg", "abcx:defg", "abc:de" },
};

/* Any text may match, as far as can be told. */
static const char *const unknown[] = { "", ".*", "ab", "\\d+\\w+",
	"(?:abc|def)", "abc|", "|abc", "abc|x", "abc||def", "[abc]", "a?b?c?",
	"abc?", "(?x)a b c d", "\\Qa.b\\E", "(*CR)abc", "\\x41bcd", "(a)\\1bcd",
	"\\101bcd", "abc#def", "abc{d|efg}", "abc{", "abcd\\.\\E{0,2}",
	"(?ix)a b c d", "(?^x:a b c d)" };

static void
what_must_stand_in_a_text_is_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct literals *l = literals_new();
		struct literal_set yes = { 0 }, no = { 0 };

		if (!regex_words(rows[i].pattern, l, 3))
			fail_msg("%s: no words", rows[i].pattern);
		if (!literals_find(l, rows[i].yes, strlen(rows[i].yes), &yes) ||
		    !literal_has(&yes, 3))
			fail_msg("%s: not %s", rows[i].pattern, rows[i].yes);
		if (literals_find(l, rows[i].no, strlen(rows[i].no), &no))
			fail_msg("%s: %s", rows[i].pattern, rows[i].no);
		literals_free(l);
	}
}

static void
in_doubt_there_are_none(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		struct literals *l = literals_new();

		if (regex_words(unknown[i], l, 0))
			fail_msg("%s", unknown[i]);
		literals_free(l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_must_stand_in_a_text_is_found),
		cmocka_unit_test(in_doubt_there_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
