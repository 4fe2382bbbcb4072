/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/beta.h"

#include "tests/unit/model/statistics/near.h"

static void
the_incomplete_beta_is_that_of_the_tables(void **state)
{
	static const struct {
		double a, b, x, is;
	} table[] = {
		{ 1, 1, 0.3, 0.3 },
		{ 2, 3, 0.5, 0.6875 },
		{ 0.5, 0.5, 0.1, 0.204832764699134 },
		{ 5, 10, 0.2, 0.1298396258304 },
		{ 5, 10, 0.8, 0.9999539503104 },
		{ 100, 200, 0.35, 0.732571464957536 },
		{ 1e4, 2e4, 0.335, 0.730134634229129 },
		{ 3, 1e5, 1e-5, 0.0803041561932468 },
		{ 0.3, 40, 0.01, 0.77574452801245 },
		{ 250.5, 3.25, 0.99, 0.596593433170067 },
		{ 5, 10, 0, 0 },
		{ 5, 10, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_near(table[i].is,
		    beta_below(table[i].a, table[i].b, table[i].x), 1e-10);
}

static void
a_quantile_is_found(void **state)
{
	static const struct {
		double a, b, p, is;
	} table[] = {
		{ 5, 24, .05, 0.0731137714768475 },
		{ 1, 10, .95, 0.258865550893052 },
		{ 30, 2, .5, 0.946447947882997 },
		{ 300, 700, .025, 0.27199835569079 },
		{ 2, 2, 0, 0 },
		{ 2, 2, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_near(table[i].is,
		    beta_quantile(table[i].a, table[i].b, table[i].p), 1e-11);
}

static void
tails_of_the_binomial_are_those_of_the_tables(void **state)
{
	static const struct {
		double y, n, p, is;
	} table[] = {
		{ 5, 5, 0.2, 0.00032 },
		{ 5, 6, 0.2, 0.0016 },
		{ 3, 10, 0.2, 0.3222004736 },
		{ 10, 40, 0.2, 0.268222885708516 },
		{ 60, 200, 0.25, 0.0624722310564641 },
		{ 12, 12, 0.01, 1e-24 },
		{ 0, 7, 0.2, 1 },
		{ 8, 7, 0.2, 0 },
		{ 0, 0, 0.2, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_near(table[i].is,
		    binomial_at_least(table[i].y, table[i].n, table[i].p),
		    1e-10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_incomplete_beta_is_that_of_the_tables),
		cmocka_unit_test(a_quantile_is_found),
		cmocka_unit_test(tails_of_the_binomial_are_those_of_the_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
