/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/trail/row.h"

#include <string.h>

#include "tests/unit/test.h"

static const struct trail_row first = { .tenant = 1,
	.seq = 1,
	.at = 1795514400000001,
	.actor = "jan",
	.what = { .action = "device.add",
	    .object = "device/core-sw1",
	    .detail = "{}" } };
static const uint8_t zero[DIGEST_LEN];

static void
a_hash_is_over_the_bytes_that_the_header_names(void **state)
{
	/* Written out by hand; \0 and digits never meet. */
	static const char tail[] = "\0\0\0\0\0\0\0\1"
				   "\0\0\0\0\0\0\0\1"
				   "\x00\x06\x61\x02\xc6\x00\x48\x01"
				   "\0\0\0\x03"
				   "jan"
				   "\0\0\0\x0a"
				   "device.add"
				   "\0\0\0\x0f"
				   "device/core-sw1"
				   "\0\0\0\x02"
				   "{}"
				   "\xff\xff\xff\xff";
	uint8_t text[256], want[DIGEST_LEN], have[DIGEST_LEN];
	size_t len = strlen("patchwacht-change-1");

	(void)state;
	memcpy(text, "patchwacht-change-1", len);
	memcpy(text + len, zero, sizeof(zero));
	len += sizeof(zero);
	memcpy(text + len, tail, sizeof(tail) - 1);
	digest_of(text, len + sizeof(tail) - 1, want);
	trail_row_hash(&first, zero, have);
	assert_memory_equal(want, have, sizeof(want));
}

static void
every_field_is_in_the_hash(void **state)
{
	struct trail_row rows[10];
	uint8_t sums[10][DIGEST_LEN];

	(void)state;
	for (size_t i = 0; i < ROWS(rows); i++)
		rows[i] = first;
	rows[1].tenant = 2;
	rows[2].seq = 2;
	rows[3].at++;
	rows[4].actor = "piet";
	rows[5].what.action = "device.set";
	rows[6].what.object = "device/core-sw2";
	rows[7].what.detail = "[]";
	rows[8].what.reason = "";
	/* Bytes that move from one field to the next. */
	rows[9].actor = "jand";
	rows[9].what.action = "evice.add";
	for (size_t i = 0; i < ROWS(rows); i++) {
		trail_row_hash(&rows[i], zero, sums[i]);
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(sums[k], sums[i], DIGEST_LEN);
	}
}

static void
the_row_before_is_in_the_hash(void **state)
{
	uint8_t a[DIGEST_LEN], b[DIGEST_LEN], prev[DIGEST_LEN] = { 1 };

	(void)state;
	trail_row_hash(&first, zero, a);
	trail_row_hash(&first, prev, b);
	assert_memory_not_equal(a, b, DIGEST_LEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_hash_is_over_the_bytes_that_the_header_names),
		cmocka_unit_test(every_field_is_in_the_hash),
		cmocka_unit_test(the_row_before_is_in_the_hash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
