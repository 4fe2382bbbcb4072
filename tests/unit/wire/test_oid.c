/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/oid.h"

#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

static struct oid
oid_in(const struct buf *b)
{
	return (struct oid){ b->data, b->len };
}

static void
text_comes_back(void **state)
{
	static const char *const texts[] = {
		"1.3.6.1.2.1.1.1.0",
		"0.0",
		"2.999.3",
		"1.3.6.1.4.1.4294967295",
		"1.3.6.1.4.1.127.128.16383.16384.2097151.2097152",
	};
	char text[OID_TEXT_MAX];
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		buf_clear(&b);
		assert_int_equal(oid_parse(texts[i], &b), ERR_OK);
		assert_true(oid_is_valid(oid_in(&b)));
		assert_string_equal(oid_print(oid_in(&b), text), texts[i]);
	}
	buf_free(&b);
}

static void
other_shapes_are_refused(void **state)
{
	static const char *const texts[] = { "", ".", "1", "1.", "1..3", "a.b",
		"1.3.", "1.3 6", "1.40", "3.1", "1.3.4294967296", "-1.3" };
	struct buf b = { 0 };

	(void)state;
	buf_add_u8(&b, 7);
	for (size_t i = 0; i < ROWS(texts); i++) {
		assert_true(oid_parse(texts[i], &b) < 0);
		assert_int_equal(b.len, 1);
	}
	buf_free(&b);
}

static void
parts_are_limited_to_128(void **state)
{
	struct buf text = { 0 }, b = { 0 };

	(void)state;
	buf_add_str(&text, "1.3");
	for (int i = 2; i < OID_PARTS_MAX; i++)
		buf_add_str(&text, ".4294967295");
	assert_int_equal(oid_parse(buf_str(&text), &b), ERR_OK);
	assert_true(oid_is_valid(oid_in(&b)));
	buf_clear(&b);
	buf_add_str(&text, ".1");
	assert_int_equal(oid_parse(buf_str(&text), &b), ERR_RANGE);
	for (int i = 1; i < OID_PARTS_MAX; i++)
		buf_add_u8(&b, 1);
	assert_true(oid_is_valid(oid_in(&b)));
	buf_add_u8(&b, 1);
	assert_false(oid_is_valid(oid_in(&b)));
	buf_free(&text);
	buf_free(&b);
}

static void
a_fault_is_found_wherever_it_stands(void **state)
{
	uint8_t octets[24];

	(void)state;
	for (size_t len = 1; len <= sizeof(octets); len++) {
		memset(octets, 1, sizeof(octets));
		for (size_t at = 0; at < len; at++) {
			const struct oid oid = { octets, len };

			assert_true(oid_is_valid(oid));
			octets[at] = 0x80; /* padded */
			assert_false(oid_is_valid(oid));
			octets[at] = 0x81; /* good, unless it is cut off */
			assert_int_equal(oid_is_valid(oid), at + 1 < len);
			octets[at] = 1;
		}
	}
}

static void
a_walk_meets_names_in_this_order(void **state)
{
	static const char *const ordered[] = {
		"1.3.6.1.2.1.1.1.0",
		"1.3.6.1.2.1.1.2",
		"1.3.6.1.2.1.1.2.0",
		"1.3.6.1.2.1.1.127",
		"1.3.6.1.2.1.1.128", /* two octets: memcmp agrees by luck */
		"1.3.6.1.2.1.1.16383",
		"1.3.6.1.2.1.1.16384", /* 81 80 00 sorts before ff 7f as bytes
					*/
		"1.3.6.1.2.1.2",
		"1.3.6.1.4.1.9",
	};
	struct buf a = { 0 }, b = { 0 };

	(void)state;
	for (size_t i = 0; i < ROWS(ordered); i++) {
		buf_clear(&a);
		assert_int_equal(oid_parse(ordered[i], &a), ERR_OK);
		for (size_t j = 0; j < ROWS(ordered); j++) {
			buf_clear(&b);
			assert_int_equal(oid_parse(ordered[j], &b), ERR_OK);
			assert_int_equal(oid_cmp(oid_in(&a), oid_in(&b)),
			    i < j ? -1 : i > j);
			assert_int_equal(
			    oid_eq(oid_in(&a), oid_in(&b)), i == j);
		}
	}
	buf_free(&a);
	buf_free(&b);
}

static void
within_means_itself_or_below(void **state)
{
	const struct oid root = OID_OF(0x2b, 6, 1, 2, 1);

	(void)state;
	assert_true(oid_is_within(root, root));
	assert_true(oid_is_within(OID_OF(0x2b, 6, 1, 2, 1, 1), root));
	assert_false(oid_is_within(OID_OF(0x2b, 6, 1, 2), root));
	assert_false(oid_is_within(OID_OF(0x2b, 6, 1, 2, 2, 1), root));
}

static void
broken_bytes_are_not_valid(void **state)
{
	(void)state;
	assert_false(oid_is_valid((struct oid){ 0 }));
	assert_false(oid_is_valid(OID_OF(0x2b, 0x86)));       /* cut off */
	assert_false(oid_is_valid(OID_OF(0x2b, 0x80, 0x01))); /* padded */
	assert_false(oid_is_valid(OID_OF(0x2b, 0x90, 0x80, 0x80, 0x80, 0x00)));
	assert_true(oid_is_valid(OID_OF(0x2b, 0x8f, 0xff, 0xff, 0xff, 0x7f)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_comes_back),
		cmocka_unit_test(other_shapes_are_refused),
		cmocka_unit_test(parts_are_limited_to_128),
		cmocka_unit_test(a_fault_is_found_wherever_it_stands),
		cmocka_unit_test(a_walk_meets_names_in_this_order),
		cmocka_unit_test(within_means_itself_or_below),
		cmocka_unit_test(broken_bytes_are_not_valid),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
