/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/literal.h"

#include <string.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

static bool
finds(const struct literals *l, const char *text, unsigned id)
{
	struct literal_set set = { 0 };

	(void)literals_find(l, text, strlen(text), &set);
	return literal_has(&set, id);
}

static void
words_are_found_wherever_they_stand_in_any_case(void **state)
{
	struct literals *l = literals_new();

	(void)state;
	assert_int_equal(ERR_OK, literals_add(l, "Boot", 7));
	assert_int_equal(ERR_OK, literals_add(l, "bo", 1023));
	assert_int_equal(ERR_OK, literals_add(l, "booted", 64));
	assert_true(finds(l, "rebOOT", 7));
	assert_true(finds(l, "rebOOT", 1023));
	assert_false(finds(l, "reboot", 64));
	assert_true(finds(l, "x booted", 64));
	assert_false(finds(l, "b", 1023));
	assert_false(finds(l, "", 7));
	literals_free(l);
}

static void
a_word_at_the_end_is_not_read_past(void **state)
{
	struct literals *l = literals_new();
	struct literal_set set = { 0 };

	(void)state;
	assert_int_equal(ERR_OK, literals_add(l, "abcd", 0));
	assert_false(literals_find(l, "xabcd", 4, &set));
	assert_true(literals_find(l, "xabcd", 5, &set));
	literals_free(l);
}

static void
what_cannot_be_kept_is_refused(void **state)
{
	struct literals *l = literals_new();

	(void)state;
	assert_int_equal(ERR_RANGE, literals_add(l, "a", 0));
	assert_int_equal(ERR_RANGE, literals_add(l, "", 0));
	assert_int_equal(ERR_RANGE, literals_add(l, "ab", LITERAL_IDS_MAX));
	literals_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    words_are_found_wherever_they_stand_in_any_case),
		cmocka_unit_test(a_word_at_the_end_is_not_read_past),
		cmocka_unit_test(what_cannot_be_kept_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
