/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/seal/room.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/err.h"
#include "reporter/pdf/seal.h"

#include "tests/unit/test.h"

static void
add_room(struct buf *b, char fill)
{
	buf_printf(b, SEAL_RANGE, (size_t)0, (size_t)0, (size_t)0);
	buf_printf(b, SEAL_DATE, 2026, 10, 9, 7, 0, 0);
	buf_add_str(b, SEAL_CONTENTS);
	memset(
	    buf_extend(b, 2 * (size_t)SEAL_ROOM), fill, 2 * (size_t)SEAL_ROOM);
	buf_add_str(b, ">\nafter");
}

static void
room_is_found_and_filled_in_place(void **state)
{
	const uint8_t signature[] = { 0x30, 0x0f };
	struct buf b = { 0 };
	struct seal_room r;
	size_t len;

	(void)state;
	buf_add_str(&b, "before\n");
	add_room(&b, '0');
	len = b.len;
	assert_int_equal(ERR_OK, seal_room_find(b.data, b.len, &r));
	assert_int_equal('<', b.data[r.first]);
	assert_memory_equal("\nafter", b.data + r.after, 6);
	seal_room_prepare(b.data, b.len, &r, 1791529200 * CLOCK_SECOND);
	assert_int_equal(ERR_OK, seal_room_fill(b.data, &r, signature, 2));
	assert_memory_equal("<300f0", b.data + r.first, 6);
	assert_non_null(
	    strstr(buf_str(&b), "\n/M (D:20261009070000Z)\n/Contents <300f"));
	assert_int_equal(len, b.len);
	assert_int_equal(ERR_EXISTS, seal_room_find(b.data, b.len, &r));
	buf_free(&b);
}

static void
what_is_signed_is_all_but_the_signature(void **state)
{
	uint8_t before[DIGEST_LEN], after[DIGEST_LEN];
	struct buf b = { 0 };
	struct seal_room r;

	(void)state;
	add_room(&b, '0');
	assert_int_equal(ERR_OK, seal_room_find(b.data, b.len, &r));
	seal_room_prepare(b.data, b.len, &r, 0);
	seal_room_digest(b.data, b.len, &r, before);
	b.data[r.first + 9] = '7';
	seal_room_digest(b.data, b.len, &r, after);
	assert_memory_equal(before, after, DIGEST_LEN);
	b.data[b.len - 1] ^= 1;
	seal_room_digest(b.data, b.len, &r, after);
	assert_true(memcmp(before, after, DIGEST_LEN) != 0);
	buf_free(&b);
}

static void
other_files_are_refused(void **state)
{
	struct buf none = { 0 }, two = { 0 }, cut = { 0 };
	uint8_t *signature = calloc(1, SEAL_ROOM + 1);
	struct seal_room r;

	(void)state;
	buf_add_str(&none, "%PDF-1.7\n/ByteRange [0 1 2 3]\n/Contents <>");
	assert_int_equal(ERR_NOTFOUND, seal_room_find(none.data, none.len, &r));
	add_room(&two, '0');
	assert_int_equal(ERR_OK, seal_room_find(two.data, two.len, &r));
	assert_int_equal(
	    ERR_RANGE, seal_room_fill(two.data, &r, signature, SEAL_ROOM + 1));
	buf_add(&cut, two.data, r.after - 1);
	assert_int_equal(ERR_NOTFOUND, seal_room_find(cut.data, cut.len, &r));
	add_room(&two, '0');
	assert_int_equal(ERR_PARSE, seal_room_find(two.data, two.len, &r));
	free(signature);
	buf_free(&none);
	buf_free(&two);
	buf_free(&cut);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(room_is_found_and_filled_in_place),
		cmocka_unit_test(what_is_signed_is_all_but_the_signature),
		cmocka_unit_test(other_files_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
