/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/multiple.h"

#include <stdlib.h>

#include "lib/base/mem.h"

static int
by_p(const void *a, const void *b)
{
	const double *const *x = a, *const *y = b;

	return (**x > **y) - (**x < **y);
}

/* Where each stands, the smallest first. */
static double **
sort(double *p, size_t count)
{
	double **order = mem_new(count + 1, sizeof(*order));

	for (size_t i = 0; i < count; i++)
		order[i] = &p[i];
	qsort(order, count, sizeof(*order), by_p);
	return order;
}

void
holm_adjust(double *p, size_t count)
{
	double **order = sort(p, count), least = 0;

	for (size_t i = 0; i < count; i++) {
		double adjusted = *order[i] * (double)(count - i);

		/* Nothing is more certain than what was less likely. */
		least = adjusted > least ? adjusted : least;
		*order[i] = least < 1 ? least : 1;
	}
	free(order);
}

void
bh_adjust(double *p, size_t count)
{
	double **order = sort(p, count), most = 1;

	for (size_t i = count; i-- > 0;) {
		double adjusted = *order[i] * (double)count / (double)(i + 1);

		most = adjusted < most ? adjusted : most;
		*order[i] = most;
	}
	free(order);
}
