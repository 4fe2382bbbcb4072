/* SPDX-License-Identifier: Apache-2.0 */

/* Numbers and texts as they stand in a PDF. */
#include "reporter/pdf/object.h"

#include <locale.h>
#include <string.h>

#include "tests/unit/test.h"

static const struct {
	double value;
	const char *text;
} numbers[] = {
	{ 0, "0" },
	{ 47.5, "47.5" },
	{ 1.25, "1.25" },
	{ 1.05, "1.05" },
	{ 0.005, "0.005" },
	{ 0.0004, "0" },
	{ -0.0004, "0" }, /* not "-0" */
	{ -0.5, "-0.5" },
	{ -12.034, "-12.034" },
	{ 2.9996, "3" },
	{ 841.8898, "841.89" },
	{ 1000000, "1000000" },
};

static void
numbers_have_three_decimals_at_most(void **state)
{
	(void)state;
	/* Where a comma is what others would write. */
	(void)setlocale(LC_ALL, "nl_NL.UTF-8");
	for (size_t i = 0; i < ROWS(numbers); i++) {
		struct buf b = { 0 };

		put_number(&b, numbers[i].value);
		assert_string_equal(numbers[i].text, buf_str(&b));
		buf_free(&b);
	}
}

static const struct {
	const char *text;
	bool mark;
	const char *hex;
} texts[] = {
	{ "", false, "" },
	{ "", true, "FEFF" },
	{ "A\xc3\xa9", false, "004100E9" },
	{ "\xe2\x82\xac", true, "FEFF20AC" },
	{ "\xef\xbf\xbd", false, "FFFD" },
	/* Beyond the first 65,536: the first and the last of them. */
	{ "\xf0\x90\x80\x80", false, "D800DC00" },
	{ "\xf4\x8f\xbf\xbf", false, "DBFFDFFF" },
};

static void
texts_are_utf16(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct buf b = { 0 };

		put_utf16(
		    &b, texts[i].text, strlen(texts[i].text), texts[i].mark);
		assert_string_equal(texts[i].hex, buf_str(&b));
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_have_three_decimals_at_most),
		cmocka_unit_test(texts_are_utf16),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
