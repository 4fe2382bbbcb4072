/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/regex.h"

#include <string.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

static bool
matches(const char *pattern, unsigned flags, const char *subject)
{
	struct regex *re;
	bool held;

	assert_int_equal(ERR_OK, regex_compile(pattern, flags, &re, NULL));
	held = regex_match(re, subject, strlen(subject), NULL);
	regex_free(re);
	return held;
}

static void
flags_change_what_matches(void **state)
{
	(void)state;
	assert_true(matches("ios", REGEX_CASELESS, "Cisco IOS"));
	assert_false(matches("ios", 0, "Cisco IOS"));
	assert_false(matches("IOS", REGEX_ANCHORED, "Cisco IOS"));
	assert_true(matches("C.*S", REGEX_ANCHORED, "Cisco IOS"));
	assert_true(matches("^$", 0, ""));
}

static void
groups_are_found_by_name(void **state)
{
	static const char subject[] = "Version 15.2(4)E10, fc1";
	struct regex_match m;
	struct regex *re;
	char text[8];

	(void)state;
	assert_int_equal(ERR_OK,
	    regex_compile(
		"Version (?<version>[0-9.()A-Z]+)(x)?", 0, &re, NULL));
	assert_true(regex_match(re, subject, strlen(subject), &m));
	assert_int_equal(3, m.count);
	regex_copy(subject, &m, regex_group(re, "version"), text, sizeof(text));
	assert_string_equal("15.2(4)", text); /* cut to fit */
	assert_int_equal(-1, m.group[2].start);
	regex_copy(subject, &m, 2, text, sizeof(text));
	assert_string_equal("", text);
	assert_int_equal(-1, regex_group(re, "model"));
	regex_free(re);
}

static void
a_costly_pattern_ends_as_no_match(void **state)
{
	unsigned long before = regex_limit_hits();

	(void)state;
	assert_false(matches("^(a+)+$", 0, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"));
	assert_int_equal(before + 1, regex_limit_hits());
}

static const struct {
	const char *pattern;
	size_t offset;
	int rc;
} faults[] = {
	{ "a(b", 3, ERR_PARSE },
	{ "a\\Cb", 3, ERR_PARSE }, /* would split a character */
	{ "()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()()", 0,
	    ERR_RANGE },
};

static void
a_bad_pattern_is_refused_with_its_place(void **state)
{
	struct regex_fault fault;
	struct regex *re = NULL;

	(void)state;
	for (size_t i = 0; i < ROWS(faults); i++) {
		assert_int_equal(faults[i].rc,
		    regex_compile(faults[i].pattern, 0, &re, &fault));
		assert_int_equal(faults[i].offset, fault.offset);
		assert_true(strlen(fault.text) > 3);
	}
	assert_null(re);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_change_what_matches),
		cmocka_unit_test(groups_are_found_by_name),
		cmocka_unit_test(a_costly_pattern_ends_as_no_match),
		cmocka_unit_test(a_bad_pattern_is_refused_with_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
