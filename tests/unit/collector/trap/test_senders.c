/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/trap/senders.h"

#include <string.h>

#include "lib/base/err.h"
#include "lib/base/json.h"
#include "lib/model/address.h"

#include "tests/unit/test.h"

static struct address
address(uint32_t n)
{
	return (struct address){ .family = 4,
		.bytes = { 10, (uint8_t)(n >> 16), (uint8_t)(n >> 8),
		    (uint8_t)n },
		.port = (uint16_t)n };
}

static void
count(struct senders *s, uint32_t n, enum belief why)
{
	struct address from = address(n);

	senders_count(s, 1, 1, &from, why, 0, 1000 + n);
}

/* Rows, and the sum of what they count. */
static void
assert_rows(struct senders *s, size_t rows, int64_t sum)
{
	struct json *all = senders_rows(s);
	int64_t n = 0;

	assert_int_equal(rows, all == NULL ? 0 : json_len(all));
	for (size_t i = 0; i < rows; i++)
		n += json_get_int(json_at(all, i), "count", -1);
	assert_int_equal(sum, n);
	json_free(all);
}

static void
each_address_and_reason_is_counted(void **state)
{
	struct senders *s = senders_new();

	(void)state;
	assert_rows(s, 0, 0);
	for (int i = 0; i < 5; i++)
		count(s, 1, BELIEF_COMMUNITY);
	count(s, 1, BELIEF_USER);
	count(s, 2, BELIEF_COMMUNITY);
	assert_int_equal(7, senders_total(s));
	assert_rows(s, 3, 7);
	senders_taken(s);
	assert_rows(s, 0, 0);
	senders_free(s);
}

static void
what_comes_while_it_is_written_is_not_lost(void **state)
{
	struct senders *s = senders_new();

	(void)state;
	count(s, 1, BELIEF_COMMUNITY);
	assert_rows(s, 1, 1);
	count(s, 1, BELIEF_COMMUNITY);
	count(s, 2, BELIEF_COMMUNITY);
	senders_taken(s);
	assert_rows(s, 2, 2);
	senders_not_taken(s);
	assert_rows(s, 2, 2);
	senders_free(s);
}

static void
a_flood_of_addresses_is_bounded_and_counted(void **state)
{
	struct senders *s = senders_new();

	(void)state;
	for (uint32_t i = 0; i < 100000; i++)
		count(s, i, BELIEF_SOURCE);
	assert_rows(s, SENDERS_MAX + 1, 100000);
	senders_taken(s);
	assert_int_equal(0, senders_total(s));
	senders_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_address_and_reason_is_counted),
		cmocka_unit_test(what_comes_while_it_is_written_is_not_lost),
		cmocka_unit_test(a_flood_of_addresses_is_bounded_and_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
