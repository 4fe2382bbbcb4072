/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/keys/keys.h"

#include <string.h>

#include "lib/base/err.h"
#include "tests/unit/test.h"

static void
both_ways_to_a_key_agree(void **state)
{
	uint8_t own[USM_KEY_MAX];
	struct usm_user u = { .priv = USM_PRIV_AES128 };
	uint64_t before = keys_made();

	(void)state;
	for (int auth = USM_AUTH_MD5; auth < USM_AUTHS; auth++) {
		u.auth = (enum usm_auth)auth;
		assert_int_equal(
		    keys_make(&u, "a long password", "maplesyrup"), ERR_OK);
		usm_password(u.auth, "a long password", 15, own);
		assert_memory_equal(u.auth_ku, own, usm_key_len(u.auth));
		usm_password(u.auth, "maplesyrup", 10, own);
		assert_memory_equal(u.priv_ku, own, usm_key_len(u.auth));
	}
	assert_int_equal(keys_made() - before, 2 * (USM_AUTHS - 1));
}

static void
what_is_not_needed_is_not_made(void **state)
{
	const uint8_t zeros[USM_KEY_MAX] = { 0 };
	struct usm_user u = { .auth = USM_AUTH_SHA256 };
	uint64_t before = keys_made();

	(void)state;
	assert_int_equal(keys_make(&u, "a long password", NULL), ERR_OK);
	assert_int_equal(keys_made() - before, 1);
	assert_memory_equal(u.priv_ku, zeros, sizeof(zeros));
	u.auth = USM_AUTH_NONE;
	assert_int_equal(keys_make(&u, NULL, NULL), ERR_OK);
	assert_memory_equal(u.auth_ku, zeros, sizeof(zeros));
	assert_int_equal(keys_made() - before, 1);
}

static void
weak_ones_are_refused(void **state)
{
	struct usm_user u = { .auth = USM_AUTH_SHA1, .priv = USM_PRIV_DES };

	(void)state;
	assert_int_equal(keys_make(&u, "1234567", "12345678"), ERR_RANGE);
	assert_int_equal(keys_make(&u, "12345678", "1234567"), ERR_RANGE);
	assert_int_equal(keys_make(&u, "12345678", NULL), ERR_RANGE);
	u.auth = USM_AUTH_NONE;
	assert_int_equal(keys_make(&u, NULL, "12345678"), ERR_RANGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_ways_to_a_key_agree),
		cmocka_unit_test(what_is_not_needed_is_not_made),
		cmocka_unit_test(weak_ones_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
