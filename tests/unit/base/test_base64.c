/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/base64.h"

#include <string.h>

#include "lib/base/buf.h"

#include "tests/unit/test.h"

/* RFC 4648, 10. */
static const struct {
	const char *bytes, *text;
} known[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
	{ "\xff\xfe\xfb", "//77" },
};

static void
bytes_are_as_the_standard_has_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(known); i++) {
		struct buf out = { 0 };

		base64_add(&out, known[i].bytes, strlen(known[i].bytes));
		assert_string_equal(known[i].text, buf_str(&out));
		buf_clear(&out);
		assert_true(
		    base64_take(known[i].text, strlen(known[i].text), &out));
		assert_string_equal(known[i].bytes, buf_str(&out));
		buf_free(&out);
	}
}

static void
what_is_no_base64_is_refused(void **state)
{
	static const char *const wrong[] = { "Z", "Zg=", "Zg",
		"Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9v\n",
		"Zm9\xff" };

	(void)state;
	for (size_t i = 0; i < ROWS(wrong); i++) {
		struct buf out = { 0 };

		assert_false(base64_take(wrong[i], strlen(wrong[i]), &out));
		buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_as_the_standard_has_them),
		cmocka_unit_test(what_is_no_base64_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
