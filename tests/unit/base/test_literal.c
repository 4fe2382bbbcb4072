/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/literal.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

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

static bool
stands_in(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= len; i++)
		if (strncasecmp(text + i, word, n) == 0)
			return true;
	return false;
}

static uint32_t
draw(uint32_t *seed, size_t n)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 16) % (uint32_t)n;
}

/* Few letters, so that words overlap and stand at each place. */
static void
what_is_found_is_what_a_slow_search_finds(void **state)
{
	enum { WORDS = 24, ROUNDS = 3000 };
	static const char letters[] = "abAB%e";
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct literals *l = literals_new();
		struct literal_set set = { 0 };
		char words[WORDS][8], text[40];
		size_t len;

		for (int i = 0; i < WORDS; i++) {
			/* Now and then one of two bytes. */
			size_t n = (round % 3 == 0 ? 2 : 3) + draw(&seed, 4);

			for (size_t k = 0; k < n; k++)
				words[i][k] = letters[draw(&seed, 6)];
			words[i][n] = '\0';
			assert_int_equal(
			    ERR_OK, literals_add(l, words[i], (unsigned)i));
		}
		len = draw(&seed, sizeof(text));
		for (size_t k = 0; k < len; k++)
			text[k] = letters[draw(&seed, 6)];
		(void)literals_find(l, text, len, &set);
		for (int i = 0; i < WORDS; i++)
			if (literal_has(&set, (unsigned)i) !=
			    stands_in(text, len, words[i]))
				fail_msg(
				    "%s in %.*s", words[i], (int)len, text);
		literals_free(l);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    words_are_found_wherever_they_stand_in_any_case),
		cmocka_unit_test(a_word_at_the_end_is_not_read_past),
		cmocka_unit_test(what_cannot_be_kept_is_refused),
		cmocka_unit_test(what_is_found_is_what_a_slow_search_finds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
