/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/wire/recording_value.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/wire/varbind.h"

#include "tests/unit/test.h"

static const struct {
	const char *type, *text;
	enum value_type kind;
	int64_t integer;
	uint64_t number; /* of the unsigned ones */
} numbers[] = {
	{ "2", "42", VALUE_INTEGER, 42, 0 },
	{ "2", " -1 ", VALUE_INTEGER, -1, 0 },
	{ "2", "-2147483648", VALUE_INTEGER, INT32_MIN, 0 },
	/* Recorders write some integers as if they had no sign. */
	{ "2", "4294967295", VALUE_INTEGER, -1, 0 },
	{ "65", "4294967295", VALUE_COUNTER32, UINT32_MAX, UINT32_MAX },
	{ "65", "4294967296", VALUE_COUNTER32, 0, 0 }, /* of a broken agent */
	{ "66", "-1", VALUE_GAUGE32, UINT32_MAX, UINT32_MAX },
	{ "67", "0", VALUE_TICKS, 0, 0 },
	{ "40", "7", VALUE_COUNTER32, 7, 7 },
	{ "70", "18446744073709551615", VALUE_COUNTER64, INT64_MAX,
	    UINT64_MAX },
};

static void
numbers_are_read_in_their_range(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(numbers); i++) {
		struct buf scratch = { 0 };
		struct varbind vb;
		const char *why;

		assert_int_equal(ERR_OK,
		    recording_value("1.3.6.1", numbers[i].type, numbers[i].text,
			strlen(numbers[i].text), &scratch, &vb, &why));
		assert_int_equal(numbers[i].kind, vb.value.type);
		assert_true(numbers[i].integer == vb.value.integer);
		assert_true(numbers[i].number == vb.value.number);
		assert_int_equal(3, vb.oid.len);
		buf_free(&scratch);
	}
}

static const struct {
	const char *type, *text, *octets;
	size_t len;
} octets[] = {
	{ "4", "plain \\n", "plain \\n", 8 }, /* nothing is escaped */
	{ "4", "", "", 0 },
	{ "4x", "00 1B\tff", "\0\x1b\xff", 3 },
	{ "4xx", "41", "A", 1 }, /* some recorders' 4x */
	{ "4e", "a\\nb\\r\\t\\0\\\\", "a\nb\r\t\0\\", 7 },
	{ "4e", "\\x41\\x4", "Ax4", 3 }, /* the second is no escape */
	{ "4e", "end\\", "end\\", 4 },
	{ "4e", "\\q", "q", 1 },
	{ "64", "192.0.2.1 ", "\xc0\0\x02\x01", 4 },
	{ "64x", "c0000201", "\xc0\0\x02\x01", 4 },
	{ "6", "1.3.6.1.4.1 ", "\x2b\x06\x01\x04\x01", 5 },
	{ "68x", "9f7804", "\x9f\x78\x04", 3 },
	{ "5", "anything", "", 0 },
};

static void
octets_are_read_as_their_type_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(octets); i++) {
		struct buf scratch = { 0 };
		struct varbind vb;
		const char *why;

		buf_add_str(&scratch, "kept"); /* what stands in it moves */
		assert_int_equal(ERR_OK,
		    recording_value("1.3.6.1.2.1", octets[i].type,
			octets[i].text, strlen(octets[i].text), &scratch, &vb,
			&why));
		assert_int_equal(octets[i].len, vb.value.len);
		if (octets[i].len > 0)
			assert_memory_equal(
			    octets[i].octets, vb.value.data, octets[i].len);
		assert_int_equal(5, vb.oid.len);
		assert_memory_equal("\x2b\x06\x01\x02\x01", vb.oid.data, 5);
		buf_free(&scratch);
	}
}

static const struct {
	const char *oid, *type, *text, *why;
} refused[] = {
	{ "", "2", "1", "not an OID" },
	{ "1.3.x", "2", "1", "not an OID" },
	{ "1.3", "", "1", "not a type" },
	{ "1.3", "x", "1", "not a type" },
	{ "1.3", "2y", "1", "not a type" },
	{ "1.3", "4x ", "1", "not a type" },
	{ "1.3", "3", "1", "unknown type" },
	{ "1.3", "99999999999999999999", "1", "not a type" },
	{ "1.3", "2", "", "not an integer of 32 bits" },
	{ "1.3", "2", "  ", "not an integer of 32 bits" },
	{ "1.3", "2", "1a", "not an integer of 32 bits" },
	{ "1.3", "2", "4294967296", "not an integer of 32 bits" },
	{ "1.3", "2", "-2147483649", "not an integer of 32 bits" },
	{ "1.3", "2x", "01", "not an integer of 32 bits" },
	{ "1.3", "66", "18446744073709551616", "not a number" },
	{ "1.3", "70", "-1", "not a number of 64 bits" },
	{ "1.3", "70", "00000000000000000000000000000000001",
	    "not a number of 64 bits" },
	{ "1.3", "4x", "0", "not hexadecimal, or too long" },
	{ "1.3", "4x", "0g", "not hexadecimal, or too long" },
	{ "1.3", "64", "192.0.2", "not an IPv4 address" },
	{ "1.3", "64", "192.0.2.256", "not an IPv4 address" },
	{ "1.3", "64x", "c00002", "not an IPv4 address" },
	{ "1.3", "6", "1.3.4294967296", "not an OID" },
	{ "1.3", "6x", "2b06", "not an OID" },
};

static void
what_cannot_be_read_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(refused); i++) {
		struct buf scratch = { 0 };
		struct varbind vb;
		const char *why = NULL;
		int rc = recording_value(refused[i].oid, refused[i].type,
		    refused[i].text, strlen(refused[i].text), &scratch, &vb,
		    &why);

		if (rc != ERR_PARSE || strcmp(refused[i].why, why) != 0)
			fail_msg("row %zu: %d, %s", i, rc, why);
		buf_free(&scratch);
	}
}

static void
a_value_of_more_than_64_kib_is_none(void **state)
{
	char *text = malloc(RECORDING_VALUE_MAX + 1);
	struct buf scratch = { 0 };
	struct varbind vb;
	const char *why;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', RECORDING_VALUE_MAX + 1);
	assert_int_equal(ERR_OK,
	    recording_value(
		"1.3", "4", text, RECORDING_VALUE_MAX, &scratch, &vb, &why));
	assert_int_equal(RECORDING_VALUE_MAX, vb.value.len);
	assert_int_equal(ERR_PARSE,
	    recording_value("1.3", "4", text, RECORDING_VALUE_MAX + 1, &scratch,
		&vb, &why));
	buf_free(&scratch);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_read_in_their_range),
		cmocka_unit_test(octets_are_read_as_their_type_says),
		cmocka_unit_test(what_cannot_be_read_is_told),
		cmocka_unit_test(a_value_of_more_than_64_kib_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
