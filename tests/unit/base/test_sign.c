/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/base/sign.h"

#include <string.h>

#include "lib/base/digest.h"
#include "lib/base/err.h"

#include "tests/unit/test.h"

/* RFC 8032, 7.1, test 1: of no bytes at all. */
static void
the_standards_own_signature_is_made(void **state)
{
	static const char seed[] = "9d61b19deffd5a60ba844af492ec2cc4"
				   "4449c5697b326919703bac031cae7f60";
	static const char public[] = "d75a980182b10ab7d54bfed3c964073a"
				     "0ee172f3daa62325af021a68f707511a";
	static const char expected[] = "e5564300c360ac729086e2cc806e828a"
				       "84877f1eb8e5d974d873e065224901555"
				       "fb8821590a33bacc61e39701cf9b46bd25"
				       "bf5f0595bbe24655141438e7a100b";
	uint8_t signature[SIGNATURE_LEN];
	char hex[2 * SIGNATURE_LEN + 1];
	struct sign_keys keys;

	(void)state;
	assert_int_equal(ERR_OK, digest_from_hex(seed, keys.secret, 32));
	assert_int_equal(ERR_OK, digest_from_hex(public, keys.secret + 32, 32));
	memcpy(keys.public, keys.secret + 32, 32);
	assert_int_equal(ERR_OK, sign_check_keys(&keys));
	sign(&keys, "", 0, signature);
	assert_string_equal(
	    expected, digest_hex(signature, SIGNATURE_LEN, hex));
}

static void
nothing_else_passes(void **state)
{
	uint8_t signature[SIGNATURE_LEN];
	struct sign_keys keys, other;

	(void)state;
	sign_new_keys(&keys);
	sign_new_keys(&other);
	sign(&keys, "abc", 3, signature);
	assert_int_equal(ERR_OK, sign_verify(keys.public, "abc", 3, signature));
	assert_int_equal(
	    ERR_DENIED, sign_verify(keys.public, "abd", 3, signature));
	assert_int_equal(
	    ERR_DENIED, sign_verify(other.public, "abc", 3, signature));
	signature[5] ^= 1;
	assert_int_equal(
	    ERR_DENIED, sign_verify(keys.public, "abc", 3, signature));
	memcpy(other.public, keys.public, SIGN_PUBLIC_LEN);
	assert_int_equal(ERR_DENIED, sign_check_keys(&other));
	sign_wipe_keys(&keys);
	for (size_t i = 0; i < sizeof(keys.secret); i++)
		assert_int_equal(0, keys.secret[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_standards_own_signature_is_made),
		cmocka_unit_test(nothing_else_passes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
