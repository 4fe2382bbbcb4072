/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/utf8.h"

#include <string.h>

#include "lib/base/buf.h"

#include "tests/unit/test.h"

static const struct {
	const char *text;
	bool valid;
} texts[] = {
	{ "", true }, { "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", true },
	{ "\xff", false }, { "\xc0\x80", false }, /* a longer form of NUL */
	{ "\xed\xa0\x80", false },                /* a surrogate */
	{ "\xf4\x90\x80\x80", false }, { "\xe2\x82", false }, /* cut off */
};

static void
only_rfc_3629_is_valid(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++)
		assert_int_equal(texts[i].valid,
		    utf8_valid(texts[i].text, strlen(texts[i].text)));
}

static const struct {
	const char *text, *safe;
	size_t count;
} outside[] = {
	{ "sw-\xc3\xa9\xe2\x82\xac", "sw-\xc3\xa9\xe2\x82\xac", 0 },
	{ "a\nb\x7f", "a\\x0ab\\x7f", 2 }, { "\xff\xfe", "\\xff\\xfe", 2 },
	{ "abc\xe2\x80\xae"
	  "cba",
	    "abcU+202Ecba", 1 },
	{ "\xe2\x81\xa6", "U+2066", 1 }, { "\xc2\x85", "U+0085", 1 },
	{ "a\xe2\x80\x8b", "aU+200B", 1 },
	{ "\xcd\xb8", "U+0378", 1 },          /* unassigned */
	{ "\xee\x80\x80", "U+E000", 1 },      /* private */
	{ "\xef\xbf\xbd", "\xef\xbf\xbd", 0 } /* the replacement character */
};

static void
what_would_deceive_becomes_visible(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(outside); i++) {
		buf_clear(&out);
		assert_int_equal(outside[i].count,
		    utf8_safe(outside[i].text, strlen(outside[i].text), &out));
		assert_string_equal(outside[i].safe, buf_str(&out));
	}
	buf_free(&out);
}

static void
a_cut_splits_no_character(void **state)
{
	(void)state;
	assert_int_equal(3, utf8_cut("a\xc3\xa9z", 4, 3));
	assert_int_equal(1, utf8_cut("a\xc3\xa9z", 4, 2));
	assert_int_equal(4, utf8_cut("a\xc3\xa9z", 4, 9));
	assert_int_equal(0, utf8_cut("\xe2\x82\xac", 3, 2));
	assert_int_equal(3, utf8_length("a\xc3\xa9z", 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_rfc_3629_is_valid),
		cmocka_unit_test(what_would_deceive_becomes_visible),
		cmocka_unit_test(a_cut_splits_no_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
