/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/load/column.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/wire/span.h"

#include "tests/unit/test.h"

static const struct {
	const char *bytes;
	size_t len;
	const char *text;
} columns[] = {
	{ "sw1", 3, "sw1" },
	{ "a\0b\xff", 4, "a\\x00b\\xff" },
	{ "", 0, "" },
};

static int32_t
length_of(const struct buf *b)
{
	uint32_t be;

	memcpy(&be, b->data, sizeof(be));
	return (int32_t)be32toh(be);
}

/* No NUL and no broken character ever reaches the database. */
static void
the_length_is_that_of_what_was_escaped(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(columns); i++) {
		struct buf out = { 0 };

		assert_int_equal(strlen(columns[i].text),
		    column_text(&out, columns[i].bytes, columns[i].len));
		assert_int_equal(strlen(columns[i].text), length_of(&out));
		assert_int_equal(4 + strlen(columns[i].text), out.len);
		assert_memory_equal(columns[i].text, out.data + 4, out.len - 4);
		buf_free(&out);
	}
}

static void
a_field_is_null_or_of_a_length_with_sense(void **state)
{
	char text[1000];
	struct span none = { 0 }, empty = span_of(NULL, 0),
		    much = span_of(text, sizeof(text));
	struct buf out = { 0 };

	(void)state;
	memset(text, 'x', sizeof(text));
	column_span(&out, &none);
	assert_int_equal(-1, length_of(&out));
	buf_clear(&out);
	column_span(&out, &empty);
	assert_int_equal(0, length_of(&out));
	buf_clear(&out);
	column_span(&out, &much);
	assert_int_equal(255, length_of(&out));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_length_is_that_of_what_was_escaped),
		cmocka_unit_test(a_field_is_null_or_of_a_length_with_sense),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
