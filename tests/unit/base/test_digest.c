/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/digest.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/err.h"

#include "tests/unit/test.h"

/* FIPS 180-4, examples. */
static const char of_abc[] =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void
parts_give_the_same_as_the_whole(void **state)
{
	uint8_t whole[DIGEST_LEN], parts[DIGEST_LEN];
	struct digest *d = digest_new();
	char hex[DIGEST_HEX_MAX];

	(void)state;
	digest_of("abc", 3, whole);
	assert_string_equal(of_abc, digest_hex(whole, DIGEST_LEN, hex));
	digest_add(d, "a", 1);
	digest_add(d, "bc", 2);
	digest_finish(d, parts);
	assert_memory_equal(whole, parts, DIGEST_LEN);
}

static void
a_file_is_what_is_left_of_it(void **state)
{
	uint8_t whole[DIGEST_LEN], file[DIGEST_LEN];
	FILE *f = tmpfile();

	(void)state;
	assert_non_null(f);
	digest_of("abc", 3, whole);
	assert_int_equal(5, fwrite("xyabc", 1, 5, f));
	assert_int_equal(0, fflush(f));
	assert_int_equal(2, lseek(fileno(f), 2, SEEK_SET));
	assert_int_equal(ERR_OK, digest_of_fd(fileno(f), file));
	assert_memory_equal(whole, file, DIGEST_LEN);
	fclose(f);
	assert_int_equal(ERR_IO, digest_of_fd(-1, file));
}

static void
hexadecimal_is_read_back_or_refused(void **state)
{
	uint8_t out[2];

	(void)state;
	assert_int_equal(ERR_OK, digest_from_hex("0aFF", out, 2));
	assert_int_equal(0x0a, out[0]);
	assert_int_equal(0xff, out[1]);
	assert_int_equal(ERR_PARSE, digest_from_hex("0aF", out, 2));
	assert_int_equal(ERR_PARSE, digest_from_hex("0aFg", out, 2));
}

static void
crc_agrees_with_rfc_3720(void **state)
{
	uint8_t zeros[32] = { 0 }, rising[32];

	(void)state;
	for (size_t i = 0; i < sizeof(rising); i++)
		rising[i] = (uint8_t)i;
	assert_int_equal(0x8a9136aa, digest_crc32c(0, zeros, 32));
	assert_int_equal(0x46dd794e, digest_crc32c(0, rising, 32));
	assert_int_equal(0xe3069283, digest_crc32c(0, "123456789", 9));
	assert_int_equal(
	    0xe3069283, digest_crc32c(digest_crc32c(0, "1234", 4), "56789", 5));
	assert_int_equal(0, digest_crc32c(0, "", 0));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_give_the_same_as_the_whole),
		cmocka_unit_test(a_file_is_what_is_left_of_it),
		cmocka_unit_test(hexadecimal_is_read_back_or_refused),
		cmocka_unit_test(crc_agrees_with_rfc_3720),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
