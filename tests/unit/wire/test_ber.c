/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/ber.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

#define BYTES(...) { __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ })

static void
lengths_are_definite_and_whole(void **state)
{
	static const struct {
		uint8_t in[8];
		size_t in_len;
		int rc;
		size_t len;
	} rows[] = {
		{ BYTES(0x04, 0x00), ERR_OK, 0 },
		{ BYTES(0x04, 0x02, 'a', 'b'), ERR_OK, 2 },
		{ BYTES(0x04, 0x81, 0x01, 'a'), ERR_OK, 1 },
		{ BYTES(0x04, 0x84, 0, 0, 0, 1, 'a'), ERR_OK, 1 },
		{ BYTES(0x04), ERR_PARSE, 0 },
		{ BYTES(0x04, 0x03, 'a', 'b'), ERR_PARSE, 0 },
		{ BYTES(0x04, 0x80, 'a', 0, 0), ERR_PARSE, 0 },
		{ BYTES(0x04, 0x85, 0, 0, 0, 0, 1, 'a'), ERR_PARSE, 0 },
		{ BYTES(0x04, 0x84, 0xff, 0xff, 0xff, 0xff), ERR_PARSE, 0 },
		{ BYTES(0x04, 0x82, 0x01), ERR_PARSE, 0 },
		{ BYTES(0x1f, 0x81, 0x01, 0x00), ERR_PARSE, 0 },
	};
	struct ber r, contents;
	uint8_t tag;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		r = (struct ber){ rows[i].in, rows[i].in_len };
		assert_int_equal(ber_take(&r, &tag, &contents), rows[i].rc);
		if (rows[i].rc != ERR_OK)
			continue;
		assert_int_equal(contents.len, rows[i].len);
		assert_int_equal(r.len, 0);
	}
}

static void
integers_come_back_and_are_minimal(void **state)
{
	static const struct {
		int64_t v;
		size_t octets;
	} rows[] = { { 0, 1 }, { 127, 1 }, { 128, 2 }, { -1, 1 }, { -128, 1 },
		{ -129, 2 }, { INT32_MAX, 4 }, { INT32_MIN, 4 },
		{ INT64_MAX, 8 }, { INT64_MIN, 8 } };
	struct buf b = { 0 };
	struct ber r;
	int64_t v;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		buf_clear(&b);
		ber_add_int(&b, BER_INTEGER, rows[i].v);
		assert_int_equal(b.len, 2 + rows[i].octets);
		r = (struct ber){ b.data, b.len };
		assert_int_equal(ber_take_int(&r, &v), ERR_OK);
		assert_int_equal(v, rows[i].v);
	}
	buf_free(&b);
}

static void
unsigned_numbers_have_a_zero_in_front(void **state)
{
	static const struct {
		uint64_t v;
		size_t octets;
	} rows[] = { { 0, 1 }, { 127, 1 }, { 128, 2 }, { UINT32_MAX, 5 },
		{ UINT64_MAX, 9 } };
	struct ber r, contents;
	struct buf b = { 0 };
	uint8_t tag;
	uint64_t v;

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		buf_clear(&b);
		ber_add_uint(&b, 0x46, rows[i].v);
		assert_int_equal(b.len, 2 + rows[i].octets);
		r = (struct ber){ b.data, b.len };
		assert_int_equal(ber_take(&r, &tag, &contents), ERR_OK);
		assert_int_equal(ber_uint(contents, &v), ERR_OK);
		assert_true(v == rows[i].v);
	}
	buf_free(&b);
}

static void
numbers_past_64_bits_are_refused(void **state)
{
	static const uint8_t octets[9] = { 1 };
	const struct ber nine = { octets, sizeof(octets) }, none = { 0 };
	uint64_t u;
	int64_t v;

	(void)state;
	assert_int_equal(ber_uint(nine, &u), ERR_RANGE);
	assert_int_equal(ber_int(nine, &v), ERR_RANGE);
	assert_int_equal(ber_int(none, &v), ERR_PARSE);
	assert_int_equal(ber_uint(none, &u), ERR_PARSE);
}

static void
an_element_of_any_size_ends_where_it_should(void **state)
{
	static const size_t sizes[] = { 0, 1, 127, 128, 255, 256, 65535, 65536,
		70000 };
	struct ber r, outer, inner;
	struct buf b = { 0 };
	size_t begun;

	(void)state;
	for (size_t i = 0; i < ROWS(sizes); i++) {
		buf_clear(&b);
		begun = ber_begin(&b, BER_SEQUENCE);
		ber_add(&b, BER_NULL, NULL, 0);
		memset(buf_extend(&b, sizes[i]), 'x', sizes[i]);
		ber_end(&b, begun);
		r = (struct ber){ b.data, b.len };
		assert_int_equal(
		    ber_take_tag(&r, BER_SEQUENCE, &outer), ERR_OK);
		assert_int_equal(r.len, 0);
		assert_int_equal(
		    ber_take_tag(&outer, BER_NULL, &inner), ERR_OK);
		assert_int_equal(outer.len, sizes[i]);
	}
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lengths_are_definite_and_whole),
		cmocka_unit_test(integers_come_back_and_are_minimal),
		cmocka_unit_test(unsigned_numbers_have_a_zero_in_front),
		cmocka_unit_test(numbers_past_64_bits_are_refused),
		cmocka_unit_test(an_element_of_any_size_ends_where_it_should),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
