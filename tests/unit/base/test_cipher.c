/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/cipher.h"

#include <string.h>

#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

static const struct {
	enum cipher cipher;
	const char *key, *iv, *plain, *hidden;
} vectors[] = {
	/* FIPS 81, table C1 */
	{ CIPHER_DES, "0123456789abcdef", "1234567890abcdef",
	    "4e6f77206973207468652074696d6520666f7220616c6c20",
	    "e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6" },
	/* NIST SP 800-38A, F.3.13, F.3.15, F.3.17 */
	{ CIPHER_AES128, "2b7e151628aed2a6abf7158809cf4f3c",
	    "000102030405060708090a0b0c0d0e0f",
	    "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c",
	    "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93f" },
	{ CIPHER_AES192, "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
	    "000102030405060708090a0b0c0d0e0f",
	    "6bc1bee22e409f96e93d7e117393172a",
	    "cdc80d6fddf18cab34c25909c99a4174" },
	{ CIPHER_AES256,
	    "603deb1015ca71be2b73aef0857d7781"
	    "1f352c073b6108d72d9810a30914dff4",
	    "000102030405060708090a0b0c0d0e0f",
	    "6bc1bee22e409f96e93d7e117393172a",
	    "dc7e84bfda79164b7ecd8486985d3860" },
};

static size_t
octets(const char *hex, uint8_t *out)
{
	assert_int_equal(digest_from_hex(hex, out, strlen(hex) / 2), ERR_OK);
	return strlen(hex) / 2;
}

static void
published_vectors_come_out(void **state)
{
	uint8_t key[32], iv[16], plain[32], hidden[32], out[32];
	size_t len;

	(void)state;
	for (size_t i = 0; i < ROWS(vectors); i++) {
		assert_int_equal(octets(vectors[i].key, key),
		    cipher_key_len(vectors[i].cipher));
		octets(vectors[i].iv, iv);
		len = octets(vectors[i].plain, plain);
		octets(vectors[i].hidden, hidden);
		assert_int_equal(
		    cipher_encrypt(vectors[i].cipher, key, iv, plain, len, out),
		    ERR_OK);
		assert_memory_equal(out, hidden, len);
		/* In place, too. */
		assert_int_equal(
		    cipher_decrypt(vectors[i].cipher, key, iv, out, len, out),
		    ERR_OK);
		assert_memory_equal(out, plain, len);
	}
}

static void
any_length_comes_back(void **state)
{
	static uint8_t plain[5000], hidden[5000], out[5000];
	uint8_t key[32] = { 7 }, iv[16] = { 9 };
	static const size_t lens[] = { 0, 1, 15, 16, 17, 2047, 2048, 2049, 4096,
		5000 };

	(void)state;
	for (size_t i = 0; i < sizeof(plain); i++)
		plain[i] = (uint8_t)(i * 7 + i / 256);
	for (size_t i = 0; i < ROWS(lens); i++) {
		memset(out, 0, sizeof(out));
		cipher_encrypt(CIPHER_AES192, key, iv, plain, lens[i], hidden);
		cipher_decrypt(CIPHER_AES192, key, iv, hidden, lens[i], out);
		assert_memory_equal(out, plain, lens[i]);
		cipher_decrypt(CIPHER_AES192, key, iv, hidden, lens[i], hidden);
		assert_memory_equal(hidden, plain, lens[i]);
	}
}

static void
des_takes_whole_blocks_only(void **state)
{
	uint8_t key[8] = { 1 }, iv[8] = { 2 }, data[16] = { 3 };

	(void)state;
	assert_int_equal(
	    cipher_decrypt(CIPHER_DES, key, iv, data, 15, data), ERR_RANGE);
	assert_int_equal(
	    cipher_decrypt(CIPHER_DES, key, iv, data, 0, data), ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_vectors_come_out),
		cmocka_unit_test(any_length_comes_back),
		cmocka_unit_test(des_takes_whole_blocks_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
