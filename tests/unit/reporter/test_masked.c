/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/masked.h"

#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"

static const uint8_t key[MASK_KEY_LEN] = { 1, 2, 3 };

/* HMAC-SHA256 of 00 1a 2b 3c 4d 5e by that key, counted by another program. */
#define MARK "[c181f3]"

static const struct {
	const char *text, *masked; /* NULL: nothing in it is an address */
} rows[] = {
	{ "00:1a:2b:3c:4d:5e", "00:1a:2b:" MARK },
	{ "00-1A-2B-3C-4D-5E", "00-1A-2B-" MARK },
	{ "001a.2b3c.4d5e", "001a.2b" MARK },
	{ "port 3 learned 00:1a:2b:3c:4d:5e.",
	    "port 3 learned 00:1a:2b:" MARK "." },
	{ "00:1a:2b:3c:4d:5e: up", "00:1a:2b:" MARK ": up" },
	{ "cafe-00-1a-2b-3c-4d-5e-bak", "cafe-00-1a-2b-" MARK "-bak" },
	{ "device:00:1a:2b:3c:4d:5e", "device:00:1a:2b:" MARK },
	{ "\\f00:1a:2b:3c:4d:5e", "\\f00:1a:2b:" MARK },
	{ "00:1a:2b:3c:4d:5e,00:1a:2b:3c:4d:5e",
	    "00:1a:2b:" MARK ",00:1a:2b:" MARK },
	{ "", NULL },
	{ "00:1a:2b:3c:4d", NULL },
	{ "00:1a:2b:3c:4d:5", NULL },
	{ "00:1a:2b:3c:4d:5e:6f", NULL },
	{ "2001:db8:00:1a:2b:3c:4d:5e", NULL },
	{ "fe80::00:1a:2b:3c:4d:5e", NULL },
	{ "80:00:00:09:03:00:1a:2b:3c:4d:5e", NULL },
	{ "001a2b3c4d5e", NULL },
	{ "Version 2026.1130.0915", NULL },
	{ "2026-11-30T09:15:00.000000+00:00", NULL },
	{ "550e8400-e29b-41d4-a716-446655440000", NULL },
	{ "1.3.6.1.2.1.1.1.0", NULL },
	{ "0:1a:2b:3c:4d:5e:6f:70", NULL },
};

static void
addresses_keep_their_maker_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++) {
		struct buf out = { 0 };
		bool any =
		    masked_add(rows[i].text, strlen(rows[i].text), key, &out);

		assert_int_equal(rows[i].masked != NULL, any);
		assert_string_equal(any ? rows[i].masked : "", buf_str(&out));
		buf_free(&out);
	}
}

/* Two reports cannot be laid side by side to find who was in both. */
static void
another_key_gives_another_mark(void **state)
{
	static const uint8_t other[MASK_KEY_LEN] = { 4 };
	struct buf a = { 0 }, b = { 0 };

	(void)state;
	assert_true(masked_add(rows[0].text, 17, key, &a));
	assert_true(masked_add(rows[0].text, 17, other, &b));
	assert_string_not_equal(buf_str(&a), buf_str(&b));
	buf_free(&a);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_keep_their_maker_alone),
		cmocka_unit_test(another_key_gives_another_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
