/* SPDX-License-Identifier: Apache-2.0 */
#include "reporter/assess/lengths.h"

#include <stdlib.h>

#include "lib/base/clock.h"
#include "lib/base/mem.h"

void
lengths_add(struct lengths *l, int64_t us)
{
	l->us = mem_grow(l->us, l->n + 1, sizeof(*l->us));
	l->us[l->n++] = us;
}

static int
by_length(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void
lengths_sort(struct lengths *l)
{
	if (l->n > 0)
		qsort(l->us, l->n, sizeof(*l->us), by_length);
}

int64_t
lengths_rank(const struct lengths *l, size_t percent)
{
	return l->n == 0 ? 0 : l->us[(l->n * percent + 99) / 100 - 1];
}

int64_t
lengths_mean_s(const struct lengths *l)
{
	int64_t sum = 0;

	for (size_t i = 0; i < l->n; i++)
		sum += l->us[i] / CLOCK_SECOND;
	return l->n == 0 ? 0 : sum / (int64_t)l->n;
}

void
lengths_free(struct lengths *l)
{
	free(l->us);
	*l = (struct lengths){ 0 };
}
