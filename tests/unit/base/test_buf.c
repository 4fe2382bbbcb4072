/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/buf.h"

#include "tests/unit/test.h" /* cmocka, with its includes in order */

#include <stdlib.h>

static void
numbers_are_written_big_endian(void **state)
{
	static const uint8_t want[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
		13, 14, 15 };
	struct buf b = { 0 };

	(void)state;
	buf_add_u8(&b, 1);
	buf_add_be16(&b, 0x0203);
	buf_add_be32(&b, 0x04050607);
	buf_add_be64(&b, 0x08090a0b0c0d0e0f);
	assert_int_equal(sizeof(want), b.len);
	assert_memory_equal(want, b.data, b.len);
	buf_free(&b);
}

static void
growing_keeps_what_was_there(void **state)
{
	struct buf b = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 10000; i++)
		buf_add_be32(&b, i);
	assert_int_equal(40000, b.len);
	assert_int_equal(9999 >> 8, b.data[39998]);
	assert_int_equal(9999 & 255, b.data[39999]);
	buf_free(&b);
}

static void
room_that_was_made_is_not_made_again(void **state)
{
	struct buf b = { 0 };
	const uint8_t *at;

	(void)state;
	buf_reserve(&b, 0);
	assert_int_equal(0, b.len);
	buf_reserve(&b, 1000);
	at = b.data;
	assert_int_equal(0, b.len);
	for (int i = 0; i < 1000; i++)
		buf_add_u8(&b, (uint8_t)i);
	assert_ptr_equal(at, b.data);
	buf_free(&b);
}

static void
text_is_formatted_and_taken(void **state)
{
	struct buf b = { 0 };
	char *text;

	(void)state;
	assert_string_equal("", buf_str(&b));
	buf_add_str(&b, "device ");
	buf_printf(&b, "%s has %d ports", "core-sw1", 48);
	assert_string_equal("device core-sw1 has 48 ports", buf_str(&b));
	text = buf_take_str(&b);
	assert_string_equal("device core-sw1 has 48 ports", text);
	assert_int_equal(0, b.len);
	free(text);
}

static void
dropping_leaves_the_rest(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_add_str(&b, "frame one|rest");
	buf_drop(&b, 10);
	assert_string_equal("rest", buf_str(&b));
	buf_drop(&b, 100);
	assert_int_equal(0, b.len);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_big_endian),
		cmocka_unit_test(growing_keeps_what_was_there),
		cmocka_unit_test(room_that_was_made_is_not_made_again),
		cmocka_unit_test(text_is_formatted_and_taken),
		cmocka_unit_test(dropping_leaves_the_rest),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
