/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/offer.h"

#include "tests/unit/test.h"

static void
the_strongest_is_offered_first(void **state)
{
	struct offer list[] = {
		{ OFFER_V1, 1 },
		{ OFFER_V2C, 2 },
		{ OFFER_USER, 3 },
		{ OFFER_V2C, 4 },
		{ OFFER_PRIV, 5 },
		{ OFFER_AUTH, 6 },
		{ OFFER_PRIV, 7 },
	};
	static const int wanted[] = { 5, 7, 6, 3, 2, 4, 1 };

	(void)state;
	offer_sort(list, ROWS(list));
	for (size_t i = 0; i < ROWS(list); i++)
		assert_int_equal(wanted[i], list[i].credential_id);
	offer_sort(list, 0);
}

static void
a_place_where_nobody_is_costs_little(void **state)
{
	static const struct offer mixed[] = {
		{ OFFER_PRIV, 1 },
		{ OFFER_AUTH, 2 },
		{ OFFER_V2C, 3 },
		{ OFFER_V1, 4 },
	};

	(void)state;
	assert_int_equal(0, offer_datagrams(mixed, 0));
	/* One question without a secret, however many there are. */
	assert_int_equal(2, offer_datagrams(mixed, 1));
	assert_int_equal(2, offer_datagrams(mixed, 2));
	assert_int_equal(4, offer_datagrams(mixed, 3));
	assert_int_equal(6, offer_datagrams(mixed, 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_strongest_is_offered_first),
		cmocka_unit_test(a_place_where_nobody_is_costs_little),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
