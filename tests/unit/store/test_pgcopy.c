/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/pgcopy.h"

#include "lib/base/buf.h"
#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "lib/model/address.h"

#include "tests/unit/test.h"

static void
assert_hex(const char *want, struct buf *b)
{
	char hex[512];

	assert_true(b->len < sizeof(hex) / 2);
	assert_string_equal(want, digest_hex(b->data, b->len, hex));
	buf_clear(b);
}

/* As `COPY (SELECT ...) TO STDOUT (FORMAT binary)` of PostgreSQL 15 says. */
static void
columns_are_as_the_server_writes_them(void **state)
{
	static const char *const list[] = { "a", "bc" };
	struct address a;
	struct buf b = { 0 };

	(void)state;
	pgcopy_begin(&b);
	assert_hex("5047434f50590aff0d0a000000000000000000", &b);
	pgcopy_row(&b, 3);
	assert_hex("0003", &b);
	pgcopy_end(&b);
	assert_hex("ffff", &b);
	pgcopy_null(&b);
	assert_hex("ffffffff", &b);
	pgcopy_char(&b, 'h');
	assert_hex("0000000168", &b);
	pgcopy_bytes(&b, NULL, 0);
	assert_hex("00000000", &b);
	pgcopy_int2(&b, -2);
	assert_hex("00000002fffe", &b);
	pgcopy_int4(&b, 258);
	assert_hex("0000000400000102", &b);
	pgcopy_time(&b, 946684800000001);
	assert_hex("000000080000000000000001", &b);
	pgcopy_text(&b, "x");
	assert_hex("0000000178", &b);
	pgcopy_text(&b, NULL);
	assert_hex("ffffffff", &b);
	pgcopy_jsonb(&b, "{}");
	assert_hex("00000003017b7d", &b);
	pgcopy_texts(&b, list, 2);
	assert_hex("0000001f00000001000000000000001900000002000000010000000161"
		   "000000026263",
	    &b);
	pgcopy_texts(&b, NULL, 0);
	assert_hex("0000000c000000000000000000000019", &b);
	assert_int_equal(ERR_OK, address_parse("192.0.2.1:514", &a));
	pgcopy_inet(&b, &a);
	assert_hex("0000000802200004c0000201", &b);
	assert_int_equal(ERR_OK, address_parse("2001:db8::1", &a));
	pgcopy_inet(&b, &a);
	assert_hex("000000140380001020010db8000000000000000000000001", &b);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_as_the_server_writes_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
