/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/peers.h"

#include <string.h>

#include "tests/unit/test.h"

static struct peer
peer(int device, const char *user, uint8_t password)
{
	struct peer p = { .device_id = device,
		.engine = "12345",
		.engine_len = 5,
		.user = { .auth = USM_AUTH_SHA256, .auth_ku = { password } } };

	memcpy(p.user.name, user, strlen(user));
	return p;
}

static const struct ber engine = { (const uint8_t *)"12345", 5 };

static void
a_peer_is_of_a_device_an_engine_and_a_user(void **state)
{
	const struct ber other = { (const uint8_t *)"12346", 5 };
	struct peers *all = peers_new(10);
	struct peer a = peer(1, "a", 1), b = peer(1, "b", 1);

	(void)state;
	(void)peers_keep(all, &a);
	assert_non_null(peers_find(all, 1, engine, &a.user));
	assert_null(peers_find(all, 2, engine, &a.user));
	assert_null(peers_find(all, 1, other, &a.user));
	assert_null(peers_find(all, 1, engine, &b.user));
	peers_free(all);
}

static void
other_passwords_make_it_anew(void **state)
{
	struct peers *all = peers_new(10);
	struct peer before = peer(1, "a", 1), after = peer(1, "a", 2);

	(void)state;
	(void)peers_keep(all, &before);
	assert_null(peers_find(all, 1, engine, &after.user));
	(void)peers_keep(all, &after);
	assert_int_equal(1, peers_count(all));
	assert_non_null(peers_find(all, 1, engine, &after.user));
	assert_null(peers_find(all, 1, engine, &before.user));
	peers_free(all);
}

static void
who_was_silent_longest_goes(void **state)
{
	struct peers *all = peers_new(3);
	struct peer p[4] = { peer(1, "a", 1), peer(2, "a", 1), peer(3, "a", 1),
		peer(4, "a", 1) };

	(void)state;
	for (int i = 0; i < 3; i++)
		(void)peers_keep(all, &p[i]);
	assert_non_null(peers_find(all, 1, engine, &p[0].user));
	(void)peers_keep(all, &p[3]);
	assert_int_equal(3, peers_count(all));
	assert_non_null(peers_find(all, 1, engine, &p[0].user));
	assert_null(peers_find(all, 2, engine, &p[1].user));
	assert_non_null(peers_find(all, 4, engine, &p[3].user));
	peers_free(all);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_peer_is_of_a_device_an_engine_and_a_user),
		cmocka_unit_test(other_passwords_make_it_anew),
		cmocka_unit_test(who_was_silent_longest_goes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
