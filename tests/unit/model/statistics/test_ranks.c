/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/ranks.h"

#include "tests/unit/model/statistics/near.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static void
check(const double *first, size_t n, const double *second, size_t m, double u,
    double p)
{
	struct ranks r;

	ranks_compare(first, n, second, m, &r);
	assert_near(u, r.u, 1e-12);
	assert_near(p, r.p, 1e-11);
	assert_near(u / (double)(n * m), r.effect, 1e-12);
}

static void
small_groups_are_counted_out(void **state)
{
	static const double low[] = { 1, 2, 3 }, high[] = { 7, 8, 9 };
	static const double mixed[] = { 1.5, 3.5, 8, 9 };
	static const double seven[] = { 1, 2, 3, 4, 5, 6, 7 };
	static const double ten[] = { 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 };
	static const double around[] = { 0, 1, 2, 3, 4, 4.5, 15, 16, 17, 18 };

	(void)state;
	check(low, 3, high, 3, 0, 1);
	check(high, 3, low, 3, 9, .05);
	check(mixed, 4, seven, 7, 18, 0.263636363636364);
	check(ten, 10, around, 10, 60, 0.24062547359761);
}

static void
ties_and_larger_groups_are_approximated(void **state)
{
	static const double a[] = { 1, 1, 2, 2 }, b[] = { 1, 2, 3, 3 };
	static const double few[] = { 0, 0, 1, 4, 4 }, none[12] = { 0 };
	double halves[12], whole[20];

	(void)state;
	for (int i = 0; i < 12; i++)
		halves[i] = i + .5;
	for (int i = 0; i < 20; i++)
		whole[i] = i;
	check(a, 4, b, 4, 4, 0.915399039170399);
	check(few, 5, none, 12, 48, 0.00274128449686341);
	check(halves, 12, whole, 20, 78, 0.950967754932472);
}

static void
where_there_is_nothing_to_compare_nothing_is_found(void **state)
{
	static const double same[] = { 2, 2, 2, 2 };
	struct ranks r;

	(void)state;
	ranks_compare(same, 4, same, 4, &r);
	assert_near(1, r.p, 1e-12);
	assert_near(.5, r.effect, 1e-12);
	ranks_compare(same, 0, same, 4, &r);
	assert_near(1, r.p, 1e-12);
	ranks_compare(same, 4, same, 0, &r);
	assert_near(1, r.p, 1e-12);
}

/* Rings of 20 and of 5, against 60 controls, none of them disturbed. */
static void
healthy_rings_are_seldom_accused(void **state)
{
	enum { RINGS = 4000 };
	static const size_t sizes[] = { 5, 20 };
	double ring[20], controls[60];
	uint64_t seed = 11;

	(void)state;
	for (size_t s = 0; s < N(sizes); s++) {
		int accused = 0;

		for (int k = 0; k < RINGS; k++) {
			struct ranks r;

			for (size_t i = 0; i < sizes[s]; i++)
				ring[i] = log(draw(&seed) + 1e-9);
			for (size_t i = 0; i < N(controls); i++)
				controls[i] = log(draw(&seed) + 1e-9);
			ranks_compare(
			    ring, sizes[s], controls, N(controls), &r);
			accused += r.p < .01;
		}
		assert_true(accused > 0);
		assert_true(accused <= RINGS * 2 / 100);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_groups_are_counted_out),
		cmocka_unit_test(ties_and_larger_groups_are_approximated),
		cmocka_unit_test(
		    where_there_is_nothing_to_compare_nothing_is_found),
		cmocka_unit_test(healthy_rings_are_seldom_accused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
