/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/pdf/bidi.h"

#include <string.h>

#include "tests/unit/test.h"

/* A to M stand for Hebrew letters, N to Z for Arabic ones; what is seen is
 * written from the left, brackets as they are stored. */
static const struct {
	const char *read, *seen;
} lines[] = {
	{ "sw-noord-1 (2)", "sw-noord-1 (2)" },
	{ "ABC DE", "ED CBA" },
	{ "ABC-DE", "ED-CBA" }, /* a hyphen has no direction of its own */
	{ "NOP-QR", "RQ-PON" },
	{ "sw ABC DE x", "sw ED CBA x" },
	{ "ABC, DE.", "ED ,CBA." }, /* the line itself goes to the right */
	{ "ABC def", "CBA def" },
	{ "ABC-12", "12-CBA" }, /* digits stay in their order */
	{ "ABC 7.4.12", "7.4.12 CBA" },
	{ "12 ABC", "12 CBA" },
	{ "AB 1-2", "1-2 BA" },
	{ "NO 1-2", "2-1 ON" }, /* W2: of Arabic no sign is part of a number */
	{ "NO 1.2", "1.2 ON" },
	{ "AB 5%", "5% BA" },
	{ "AB (2)", ")2( BA" }, /* both brackets, each mirrored when drawn */
	{ "AB (x)", "BA (x)" },
	{ "x (AB)", "x (BA)" },
	{ "AB (x", "BA (x" },
	{ "", "" },
};

static uint32_t
letter(char c)
{
	if (c >= 'A' && c <= 'M')
		return 0x5d0 + (uint32_t)(c - 'A');
	if (c >= 'N' && c <= 'Z')
		return 0x62d + (uint32_t)(c - 'N');
	return (uint32_t)c;
}

static void
a_line_is_seen_as_its_letters_go(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++) {
		size_t n = strlen(lines[i].read), order[40];
		uint32_t c[40];
		uint8_t level[40];
		char seen[40];

		for (size_t k = 0; k < n; k++)
			c[k] = letter(lines[i].read[k]);
		bidi_levels(c, n, level);
		bidi_order(level, n, order);
		for (size_t k = 0; k < n; k++)
			seen[k] = lines[i].read[order[k]];
		seen[n] = '\0';
		assert_string_equal(lines[i].seen, seen);
	}
}

static void
only_texts_that_go_to_the_left_need_it(void **state)
{
	(void)state;
	assert_false(bidi_is_needed("caf\xc3\xa9 \xe2\x82\xac", 9));
	assert_true(bidi_is_needed("a \xd7\x90", 4));
	assert_true(bidi_is_needed("\xd9\x85", 2));
	assert_true(bidi_is_needed("\xef\xba\x8d", 3));
	assert_false(bidi_is_needed("\xd9", 1)); /* half of one */
	assert_false(bidi_is_needed("", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_seen_as_its_letters_go),
		cmocka_unit_test(only_texts_that_go_to_the_left_need_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
