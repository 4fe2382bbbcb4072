/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/store/network/credential.h"

#include <string.h>

#include "lib/base/box.h"
#include "lib/base/buf.h"
#include "lib/base/err.h"
#include "lib/base/log.h"

#include "tests/unit/test.h"

static const struct credential plain = { .tenant_id = 3,
	.credential_id = 41,
	.kind = "v2c",
	.community = "gehe\xc3\xafm" };
static const struct credential user = { .tenant_id = 3,
	.credential_id = 41,
	.kind = "v3",
	.user = "patchwacht",
	.context = "vrf-beheer",
	.auth = "SHA-256",
	.priv = "AES-128",
	.auth_password = "ongeraden",
	.priv_password = "ongeraden ook" };
static struct box_keys keys;
static struct buf box;

static void
silence(const char *line)
{
	(void)line;
}

static int
seal(void **state)
{
	(void)state;
	log_divert(silence);
	box_new_keys(&keys);
	assert_int_equal(ERR_OK, credential_seal(keys.public, &plain, &box));
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	buf_free(&box);
	return 0;
}

static int
open_as(const struct credential *want, struct credential *out)
{
	return credential_open(&keys, box.data, box.len, want, out);
}

static void
a_box_opens_for_its_own_row(void **state)
{
	struct credential out;

	(void)state;
	assert_int_equal(ERR_OK, open_as(&plain, &out));
	assert_string_equal(plain.community, out.community);
	assert_string_equal("v2c", out.kind);
	credential_wipe(&out);
	assert_string_equal("", out.community);
}

static void
a_user_keeps_all_that_it_has(void **state)
{
	struct credential out;

	(void)state;
	buf_clear(&box);
	assert_int_equal(ERR_OK, credential_seal(keys.public, &user, &box));
	assert_int_equal(ERR_OK, open_as(&user, &out));
	assert_memory_equal(&user, &out, sizeof(out));
}

static void
a_box_does_not_tell_how_long_a_password_is(void **state)
{
	struct credential longer = user;
	size_t before;

	(void)state;
	buf_clear(&box);
	assert_int_equal(ERR_OK, credential_seal(keys.public, &user, &box));
	before = box.len;
	strcat(longer.auth_password, "er dan eerst");
	buf_clear(&box);
	assert_int_equal(ERR_OK, credential_seal(keys.public, &longer, &box));
	assert_int_equal(before, box.len);
}

/* As made before there were users: "PWC1". */
static void
a_box_of_an_earlier_release_opens(void **state)
{
	static const char earlier[] = "PWC1\0\0\0\3\0\0\0\51v2c\0\0\0\0\0"
				      "\0\6public";
	struct credential out;

	(void)state;
	buf_clear(&box);
	box_seal(keys.public, earlier, sizeof(earlier) - 1, &box);
	assert_int_equal(ERR_OK, open_as(&plain, &out));
	assert_string_equal("public", out.community);
	assert_string_equal("", out.user);
}

static void
a_box_with_a_torn_inside_is_refused(void **state)
{
	static const char torn[] = "PWC2\0\0\0\3\0\0\0\51v2c\0\0\0\0\0"
				   "\0\7public";
	struct credential out;

	(void)state;
	for (size_t len = 0; len < sizeof(torn); len++) {
		buf_clear(&box);
		box_seal(keys.public, torn, len, &box);
		assert_true(open_as(&plain, &out) < 0);
	}
}

static void
a_box_moved_to_another_row_does_not_open(void **state)
{
	struct credential want = plain, out;

	(void)state;
	want.tenant_id = 4;
	assert_int_equal(ERR_DENIED, open_as(&want, &out));
	want = plain;
	want.credential_id = 42;
	assert_int_equal(ERR_DENIED, open_as(&want, &out));
	want = plain;
	strcpy(want.kind, "v1");
	assert_int_equal(ERR_DENIED, open_as(&want, &out));
	assert_string_equal("", out.community);
}

static void
a_changed_box_does_not_open(void **state)
{
	struct credential out;

	(void)state;
	box.data[box.len - 1] ^= 1;
	assert_int_equal(ERR_DENIED, open_as(&plain, &out));
	box.len = 3;
	assert_int_equal(ERR_DENIED, open_as(&plain, &out));
}

static void
a_secret_without_an_end_is_refused(void **state)
{
	struct credential c = plain;

	(void)state;
	memset(c.community, 'x', sizeof(c.community));
	assert_int_equal(ERR_RANGE, credential_seal(keys.public, &c, &box));
	c = user;
	memset(c.priv_password, 'x', sizeof(c.priv_password));
	assert_int_equal(ERR_RANGE, credential_seal(keys.public, &c, &box));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_box_opens_for_its_own_row, seal, drop),
		cmocka_unit_test_setup_teardown(
		    a_user_keeps_all_that_it_has, seal, drop),
		cmocka_unit_test_setup_teardown(
		    a_box_does_not_tell_how_long_a_password_is, seal, drop),
		cmocka_unit_test_setup_teardown(
		    a_box_of_an_earlier_release_opens, seal, drop),
		cmocka_unit_test_setup_teardown(
		    a_box_with_a_torn_inside_is_refused, seal, drop),
		cmocka_unit_test_setup_teardown(
		    a_box_moved_to_another_row_does_not_open, seal, drop),
		cmocka_unit_test_setup_teardown(
		    a_changed_box_does_not_open, seal, drop),
		cmocka_unit_test_setup_teardown(
		    a_secret_without_an_end_is_refused, seal, drop),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
