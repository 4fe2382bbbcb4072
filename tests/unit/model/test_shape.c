/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/shape.h"

#include <string.h>

#include "lib/base/buf.h"

#include "tests/unit/test.h"

static const struct {
	const char *line, *shape;
} shapes[] = {
	{ "", "" },
	{ "nothing varies here", "nothing varies here" },
	{ "Failed to open /dev/sda1: error 5", "Failed to open *: error *" },
	{ "%SYS-2-MALLOCFAIL: Memory allocation of 65536 bytes failed from "
	  "0x8046F3C8",
	    "%SYS-2-MALLOCFAIL: Memory allocation of * bytes failed from *" },
	/* Lists of any length are one star; so are the parts of a time. */
	{ "lost 1, 2, 3 of 7 at 10:00:01", "lost * of * at *" },
	{ "lost 1 of 7 at 10:00:01", "lost * of * at *" },
	/* Who is meant. */
	{ "denied for root from 192.0.2.7", "denied for * from *" },
	{ "user=jan failed", "user=* failed" },
	{ "Process = \"BGP Router\", ipl= 0", "Process = *, ipl= *" },
	/* An apostrophe is no quote. */
	{ "hasn't caught signal 11, can't go on",
	    "hasn't caught signal *, can't go on" },
	{ "a\tb\nc\x01"
	  "d",
	    "a b c\x01"
	    "d" },
};

static void
what_varies_becomes_a_star(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(shapes); i++) {
		buf_clear(&out);
		shape_add(shapes[i].line, strlen(shapes[i].line), &out);
		assert_string_equal(shapes[i].shape, buf_str(&out));
	}
	buf_free(&out);
}

static void
a_shape_has_a_longest_and_splits_no_character(void **state)
{
	struct buf text = { 0 }, out = { 0 };

	(void)state;
	buf_add_str(&text, "x");
	for (int i = 0; i < 1000; i++)
		buf_add_str(&text, "\xc3\xa9");
	shape_add(buf_str(&text), text.len, &out);
	assert_int_equal(SHAPE_MAX - 1, out.len);
	buf_free(&text);
	buf_free(&out);
}

/* Rows are kept for a year, and compared with those of other servers. */
static void
its_number_is_the_same_for_ever(void **state)
{
	(void)state;
	assert_true(shape_id("a", NULL, "x *") == shape_id("a", "", "x *"));
	assert_true(shape_id("a", NULL, "x *") != shape_id(NULL, "a", "x *"));
	assert_true(shape_id("a", NULL, "x *") == INT64_C(5843115547572884705));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_varies_becomes_a_star),
		cmocka_unit_test(a_shape_has_a_longest_and_splits_no_character),
		cmocka_unit_test(its_number_is_the_same_for_ever),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
