/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/bundle/drawn.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/test.h"

static const char population[] = "P-1\tsw1\nP-1\tsw2\nP-2\tsw1\n";

static void
the_lowest_are_drawn_first(void **state)
{
	struct drawn_line *l = NULL;
	size_t n = drawn_again("s", population, strlen(population), 2, &l);
	uint8_t hash[DIGEST_LEN];

	(void)state;
	assert_int_equal(2, n);
	assert_true(memcmp(l[0].rank, l[1].rank, DIGEST_LEN) < 0);
	assert_true(memcmp(l[1].rank, l[2].rank, DIGEST_LEN) < 0);
	for (size_t i = 0; i < 3; i++) {
		char line[32] = "s\t";

		strncat(line, l[i].text, l[i].len);
		strcat(line, "\n");
		digest_of(line, strlen(line), hash);
		assert_memory_equal(hash, l[i].rank, DIGEST_LEN);
	}
	free(l);
}

static void
another_seed_draws_others(void **state)
{
	struct drawn_line *a = NULL, *b = NULL;
	bool differ = false;

	(void)state;
	for (char seed[] = "a"; *seed <= 'z' && !differ; ++*seed) {
		drawn_again("s", population, strlen(population), 1, &a);
		drawn_again(seed, population, strlen(population), 1, &b);
		differ = a[0].text != b[0].text;
		free(a);
		free(b);
	}
	assert_true(differ);
}

static void
few_are_all_drawn_and_a_torn_line_is_none(void **state)
{
	struct drawn_line *l = NULL;

	(void)state;
	assert_int_equal(0, drawn_again("s", "", 0, 25, &l));
	free(l);
	assert_int_equal(1, drawn_again("s", "a\nb", 3, 25, &l));
	free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_lowest_are_drawn_first),
		cmocka_unit_test(another_seed_draws_others),
		cmocka_unit_test(few_are_all_drawn_and_a_torn_line_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
