/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/belief.h"

#include <string.h>

#include "collector/trap/roll.h"
#include "lib/base/err.h"
#include "lib/store/network/credential.h"

#include "tests/unit/test.h"

static const struct credential lan = { .kind = "v2c", .community = "public" };
static const struct credential old = { .kind = "v1", .community = "gemeld" };
static const struct credential user = { .kind = "v3", .user = "u" };

static const struct {
	const struct credential *credentials[3];
	size_t count;
	const char *community;
	enum belief belief;
} asked[] = {
	{ { &lan }, 1, "public", BELIEVED },
	{ { &lan, &old }, 2, "gemeld", BELIEVED },
	{ { NULL, &old }, 2, "gemeld", BELIEVED },
	{ { &user, &lan }, 2, "public", BELIEVED },
	{ { &lan }, 1, "publi", BELIEF_COMMUNITY },
	{ { &lan }, 1, "public2", BELIEF_COMMUNITY },
	{ { &lan, &user }, 2, "x", BELIEF_COMMUNITY },
	{ { &lan }, 1, "", BELIEF_COMMUNITY },
	{ { &user }, 1, "", BELIEF_VERSION }, /* its community is empty */
	{ { &user }, 1, "public", BELIEF_VERSION },
	{ { NULL }, 1, "public", BELIEF_CREDENTIAL },
	{ { NULL }, 0, "public", BELIEF_CREDENTIAL },
};

static void
a_community_must_be_one_of_the_device_or_section(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		const char *c = asked[i].community;

		assert_int_equal(asked[i].belief,
		    belief_of_community(asked[i].credentials, asked[i].count,
			(const uint8_t *)c, strlen(c)));
	}
}

static void
what_is_told_is_what_came_nearest(void **state)
{
	(void)state;
	assert_int_equal(BELIEVED, belief_better(BELIEVED, BELIEF_COMMUNITY));
	assert_int_equal(BELIEVED, belief_better(BELIEF_COMMUNITY, BELIEVED));
	assert_int_equal(BELIEF_COMMUNITY,
	    belief_better(BELIEF_CREDENTIAL, BELIEF_COMMUNITY));
	assert_int_equal(
	    BELIEF_VERSION, belief_better(BELIEF_SOURCE, BELIEF_VERSION));
}

static void
every_reason_has_its_own_name(void **state)
{
	(void)state;
	for (int a = 0; a < BELIEFS; a++) {
		for (int b = a + 1; b < BELIEFS; b++)
			assert_string_not_equal(belief_name((enum belief)a),
			    belief_name((enum belief)b));
	}
}

static void
add(struct roll *r, int device, int realm, const char *address)
{
	struct target t = {
		.tenant_id = 1, .realm_id = realm, .device_id = device
	};

	assert_int_equal(ERR_OK, address_parse(address, &t.address));
	roll_add(r, &t);
}

static size_t
count_at(const struct roll *r, int realm, const char *address)
{
	struct address a;
	size_t n;

	assert_int_equal(ERR_OK, address_parse(address, &a));
	a.port = 40000;
	(void)roll_find(r, 1, realm, &a, &n);
	return n;
}

static void
devices_are_found_by_realm_and_address(void **state)
{
	struct address nobody = { 0 };
	struct roll r = { 0 };
	size_t n;

	(void)state;
	add(&r, 1, 1, "192.0.2.1");
	add(&r, 2, 2, "192.0.2.1");
	add(&r, 3, 1, "192.0.2.9");
	add(&r, 4, 1, "192.0.2.9");
	add(&r, 5, 1, "2001:db8::1");
	roll_sort(&r);
	assert_int_equal(1, count_at(&r, 1, "192.0.2.1"));
	assert_int_equal(1, count_at(&r, 2, "192.0.2.1"));
	assert_int_equal(0, count_at(&r, 2, "192.0.2.9"));
	assert_int_equal(2, count_at(&r, 1, "192.0.2.9"));
	assert_int_equal(1, count_at(&r, 1, "2001:db8::1"));
	assert_int_equal(0, count_at(&r, 1, "192.0.2.2"));
	assert_null(roll_find(&r, 1, 1, &nobody, &n));
	roll_free(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_community_must_be_one_of_the_device_or_section),
		cmocka_unit_test(what_is_told_is_what_came_nearest),
		cmocka_unit_test(every_reason_has_its_own_name),
		cmocka_unit_test(devices_are_found_by_realm_and_address),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
