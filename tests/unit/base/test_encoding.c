/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/encoding.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

static const struct {
	enum encoding encoding;
	const char *bytes;
	size_t len;
	const char *text; /* NULL: it is not of that encoding */
	size_t bad;
} read[] = {
	{ ENCODING_WINDOWS_1252, "caf\xe9 \x80 5", 8, "café € 5", 0 },
	{ ENCODING_WINDOWS_1252, "\x93q\x94", 3, "“q”", 0 },
	{ ENCODING_WINDOWS_1252, "ab\x81", 3, NULL, 2 },
	{ ENCODING_LATIN1, "\xe9\x80", 2, "é\xc2\x80", 0 },
	{ ENCODING_UTF16, "\xff\xfe\x41\x00\xac\x20", 6, "A€", 0 },
	{ ENCODING_UTF16, "\xfe\xff\x00\x41", 4, "A", 0 },
	{ ENCODING_UTF16, "\x41\x00", 2, "A", 0 }, /* without a mark */
	{ ENCODING_UTF16, "\x3d\xd8\x00\xde", 4, "😀", 0 },
	{ ENCODING_UTF16, "\x41\x00\x42", 3, NULL, 2 },
	{ ENCODING_UTF16, "\x3d\xd8", 2, NULL, 0 },
	{ ENCODING_UTF16, "\x00\xde\x00\x00", 4, NULL, 0 },
	{ ENCODING_UTF16, "\x3d\xd8\x41\x00", 4, NULL, 0 },
	{ ENCODING_UTF8, "caf\xc3\xa9", 5, "café", 0 },
	{ ENCODING_UTF8, "\xff", 1, "\xff", 0 }, /* csv.h refuses it */
};

static void
texts_of_other_programs_become_utf8(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(read) / sizeof(read[0]); i++) {
		struct buf out = { 0 };
		size_t bad = 99;
		int rc = encoding_read(
		    read[i].encoding, read[i].bytes, read[i].len, &out, &bad);

		if (read[i].text == NULL) {
			assert_int_equal(ERR_PARSE, rc);
			assert_int_equal(read[i].bad, bad);
		} else {
			assert_int_equal(ERR_OK, rc);
			assert_string_equal(read[i].text, buf_str(&out));
		}
		buf_free(&out);
	}
}

static void
names_are_found_in_any_case(void **state)
{
	enum encoding e;

	(void)state;
	assert_int_equal(ERR_OK, encoding_find("Windows-1252", &e));
	assert_int_equal(ENCODING_WINDOWS_1252, e);
	assert_int_equal(ERR_OK, encoding_find("UTF-16", &e));
	assert_int_equal(ENCODING_UTF16, e);
	assert_int_equal(ERR_NOTFOUND, encoding_find("ebcdic", &e));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_of_other_programs_become_utf8),
		cmocka_unit_test(names_are_found_in_any_case),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
