/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/evidence/masked.h"

#include "tests/unit/test.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"

static const uint8_t key[MASK_KEY_LEN] = { 1, 2, 3 };

/* HMAC-SHA256 of 00 1a 2b 3c 4d 5e by that key, counted by another program. */
#define MARK "[c181f3]"

/* And of 00 11 22 33 44 55. */
#define DIGITS "[3dff8b]"

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
	/* H3C, Huawei; ProCurve; a zero in front left out; Hex-STRING */
	{ "001a-2b3c-4d5e", "001a-2b" MARK },
	{ "ap-001a-2b3c-4d5e-2", "ap-001a-2b" MARK "-2" },
	{ "001a2b-3c4d5e", "001a2b-" MARK },
	{ "0:1a:2b:3c:4d:5e", "0:1a:2b:" MARK },
	{ "device:0:1A:2B:3C:4D:5E.", "device:0:1A:2B:" MARK "." },
	{ "Hex-STRING: 00 1A 2B 3C 4D 5E ", "Hex-STRING: 00 1A 2B " MARK " " },
	{ "learned 00 1a 2b 3c 4d 5e", "learned 00 1a 2b " MARK },
	/* digits alone */
	{ "0011.2233.4455", "0011.22" DIGITS },
	{ "eth.0011.2233.4455.", "eth.0011.22" DIGITS "." },
	{ "\\t0011.2233.4455", "\\t0011.22" DIGITS },
	{ "0011-2233-4455", "0011-22" DIGITS },
	{ "00-11-22-33-44-55", "00-11-22-" DIGITS },
	{ "ap00:11:22:33:44:55", "ap00:11:22:" DIGITS },
	{ "0:11:22:33:44:55", "0:11:22:" DIGITS },
	/* a name and a number before it */
	{ "ap-2-00-1a-2b-3c-4d-5e", "ap-2-00-1a-2b-" MARK },
	{ "1/0/3:00:1a:2b:3c:4d:5e", "1/0/3:00:1a:2b:" MARK },
	/* netfilter: who received it, who sent it, and what it is */
	{ "MAC=00:1a:2b:3c:4d:5e:00:11:22:33:44:55:08:00 SRC=192.0.2.1",
	    "MAC=00:1a:2b:" MARK ":00:11:22:" DIGITS ":08:00 SRC=192.0.2.1" },
	{ "MAC=00:1a:2b:3c:4d:5e 80:00:00:09:03:00:1a:2b",
	    "MAC=00:1a:2b:" MARK " 80:00:00:09:03:00:1a:2b" },
	{ "\\u001f00:1a:2b:3c:4d:5e", "\\u001f00:1a:2b:" MARK },
	/* Cut off by a digit it still tells most. */
	{ "00:1a:2b:3c:4d:5", "00:1a:2b:[c123db]" },
	{ "", NULL },
	{ "00:1a:2b:3c:4d", NULL },
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
	/* engine ids */
	{ "80:0:0:9:3:0:1a:2b:3c:4d:5e", NULL },
	{ "80-00-00-09-03-00-1a-2b-3c-4d-5e", NULL },
	{ "80 00 00 09 03 00 1A 2B 3C 4D 5E", NULL },
	{ "00:1a:2b:3c:4d:5e:00:11:22:33:44:55:08:00", NULL },
	/* the date of an SNMP agent */
	{ "07 EA 0B 1E 09 0F 00 00", NULL },
	/* addresses of IP */
	{ "2001:db8:0:1a:2b:3c:4d:5e", NULL },
	{ "1:2:3:4:5:6:abcd:1", NULL },
	{ "2a:1:2b:3:4:5::/96", NULL },
	{ "2001::1a:2:3:4:5:6", NULL },
	{ "192.0.2.10", NULL },
	/* dates */
	{ "26-11-30-09-15-00", NULL },
	{ "fw-26-11-30-09-15-00.bin", NULL },
	{ "2026-11-30-09-15-00-12", NULL },
	{ "2026.1130.9915", NULL },
	{ "2026-1130-0915", NULL },
	{ "261130-091500", NULL },
	{ "20261130-091500", NULL },
	/* versions, OIDs and numbers */
	{ "v1234.5678.9012", NULL },
	{ "1.1234.5678.9012", NULL },
	{ "1234.5678.9012.1", NULL },
	{ "1.3.6.1.4.1.9999.1234.5678.1", NULL },
	{ "123456-789012", NULL },
	{ "10 20 30 40 50 60", NULL },
	{ "1:2:3:4:5:6", NULL },
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
