/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/hmac.h"

#include <string.h>

#include "lib/base/digest.h"
#include "lib/base/err.h"
#include "tests/unit/test.h"

/* RFC 2202 and RFC 4231, case 2: key "Jefe". */
static const struct {
	enum hmac_hash hash;
	const char *hex;
} vectors[] = {
	{ HMAC_MD5, "750c783e6ab0b503eaa86e310a5db738" },
	{ HMAC_SHA1, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79" },
	{ HMAC_SHA224,
	    "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44" },
	{ HMAC_SHA256,
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843" },
	{ HMAC_SHA384,
	    "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47"
	    "e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649" },
	{ HMAC_SHA512,
	    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
	    "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce73"
	    "7" },
};

static void
published_vectors_come_out_in_parts(void **state)
{
	const struct hmac_part parts[] = { { "what do ya ", 11 }, { "", 0 },
		{ "want for nothing?", 17 } };
	uint8_t out[HMAC_LEN_MAX], want[HMAC_LEN_MAX];

	(void)state;
	for (size_t i = 0; i < ROWS(vectors); i++) {
		size_t len = hmac_len(vectors[i].hash);

		assert_int_equal(strlen(vectors[i].hex), 2 * len);
		digest_from_hex(vectors[i].hex, want, len);
		/* Twice: what is kept between calls has no memory. */
		for (int n = 0; n < 2; n++) {
			assert_int_equal(
			    hmac_of(vectors[i].hash, (const uint8_t *)"Jefe", 4,
				parts, 3, out),
			    ERR_OK);
			assert_memory_equal(out, want, len);
		}
	}
}

static void
repeated_is_the_same_as_written_out(void **state)
{
	static char text[10000];
	const struct hmac_part whole = { text, sizeof(text) };
	uint8_t a[HMAC_LEN_MAX], b[HMAC_LEN_MAX];
	static const size_t lens[] = { 1, 7, 64, 4095, 4096, 4097, 9999 };

	(void)state;
	for (size_t i = 0; i < ROWS(lens); i++) {
		for (size_t n = 0; n < sizeof(text); n++)
			text[n] = (char)(n % lens[i] * 31 + n % lens[i] / 256);
		hmac_digest(HMAC_SHA256, &whole, 1, a);
		hmac_digest_repeated(
		    HMAC_SHA256, text, lens[i], sizeof(text), b);
		assert_memory_equal(a, b, hmac_len(HMAC_SHA256));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_vectors_come_out_in_parts),
		cmocka_unit_test(repeated_is_the_same_as_written_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
