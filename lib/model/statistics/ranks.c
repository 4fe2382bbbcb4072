/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/ranks.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "lib/base/mem.h"

enum { EXACT_MAX = 10 };

struct value {
	double v;
	bool of_first;
};

static int
by_value(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return (x->v > y->v) - (x->v < y->v);
}

static struct value *
sort_together(const double *first, size_t n, const double *second, size_t m)
{
	struct value *all = mem_new(n + m, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = (struct value){ first[i], true };
	for (size_t i = 0; i < m; i++)
		all[n + i] = (struct value){ second[i], false };
	qsort(all, n + m, sizeof(*all), by_value);
	return all;
}

struct sums {
	double ranks; /* of the first group, ties at their mean */
	double ties;  /* t^3 - t of each group of t equal values */
};

static struct sums
add_ranks(const struct value *all, size_t count)
{
	struct sums s = { 0 };

	for (size_t i = 0, end; i < count; i = end) {
		size_t of_first = 0;
		double t;

		for (end = i; end < count && !(all[end].v > all[i].v); end++)
			of_first += all[end].of_first;
		t = (double)(end - i);
		s.ranks += (double)of_first * ((double)i + (t + 1) / 2);
		s.ties += t * t * t - t;
	}
	return s;
}

/*
 * P(U >= u) when each order is as likely. The numbers of orders with each u are
 * the coefficients of a Gaussian binomial: the product over i of
 * (1 - q^(m+i)) / (1 - q^i).
 */
static double
exact(size_t n, size_t m, double u)
{
	double orders[EXACT_MAX * EXACT_MAX + 1] = { 1 };
	double all = 0, as_high = 0;
	size_t top = n * m;

	for (size_t i = 1; i <= n; i++) {
		for (size_t s = top; s >= m + i; s--)
			orders[s] -= orders[s - m - i];
		for (size_t s = i; s <= top; s++)
			orders[s] += orders[s - i];
	}
	for (size_t s = 0; s <= top; s++) {
		all += orders[s];
		if ((double)s >= u)
			as_high += orders[s];
	}
	return as_high / all;
}

static double
deviations(double n, double m, double u, double ties)
{
	double count = n + m;
	double variance =
	    n * m / 12 * (count + 1 - ties / (count * (count - 1)));

	/* Where all values are equal, none is higher. */
	return variance > 0 ? (u - n * m / 2 - .5) / sqrt(variance) : -INFINITY;
}

double
ranks_p(double z)
{
	return erfc(z / sqrt(2)) / 2;
}

void
ranks_compare(const double *first, size_t n, const double *second, size_t m,
    struct ranks *out)
{
	double size = (double)n, others = (double)m;
	struct value *all;
	struct sums s;

	*out = (struct ranks){ .p = 1, .effect = .5, .z = -INFINITY };
	if (n == 0 || m == 0)
		return;
	all = sort_together(first, n, second, m);
	s = add_ranks(all, n + m);
	free(all);
	out->u = s.ranks - size * (size + 1) / 2;
	out->effect = out->u / (size * others);
	out->z = deviations(size, others, out->u, s.ties);
	out->p = n <= EXACT_MAX && m <= EXACT_MAX && s.ties <= 0
	    ? exact(n, m, out->u)
	    : ranks_p(out->z);
}
