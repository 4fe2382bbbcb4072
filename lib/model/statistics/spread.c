/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/model/statistics/spread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/mem.h"

static int
by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double
quantile(const double *values, size_t count, double q)
{
	double *sorted, at, low, out;
	size_t i;

	if (count == 0)
		return 0;
	sorted = mem_new(count, sizeof(*sorted));
	memcpy(sorted, values, count * sizeof(*sorted));
	qsort(sorted, count, sizeof(*sorted), by_value);
	at = q * (double)(count - 1);
	low = floor(at);
	i = (size_t)low;
	out = i + 1 < count
	    ? sorted[i] + (at - low) * (sorted[i + 1] - sorted[i])
	    : sorted[count - 1];
	free(sorted);
	return out;
}

double
median(const double *values, size_t count)
{
	return quantile(values, count, .5);
}

double
median_deviation(const double *values, size_t count)
{
	double middle = median(values, count), out;
	double *away = mem_new(count + 1, sizeof(*away));

	for (size_t i = 0; i < count; i++)
		away[i] = fabs(values[i] - middle);
	out = median(away, count);
	free(away);
	return out;
}

double
dispersion(const double *counts, size_t spans, double *freedom)
{
	double sum = 0, mean, squares = 0;

	*freedom = 0;
	for (size_t i = 0; i < spans; i++)
		sum += counts[i];
	if (spans < 2 || sum <= 0)
		return 1;
	mean = sum / (double)spans;
	for (size_t i = 0; i < spans; i++)
		squares += (counts[i] - mean) * (counts[i] - mean);
	*freedom = (double)spans - 1;
	return squares / *freedom / mean;
}

double
dispersion_shrunk(double own, double of_class, double weight)
{
	double out = weight * own + (1 - weight) * of_class;

	return out > 1 ? out : 1;
}

double
winsorised_ratio(
    const double *before, const double *after, size_t count, double q)
{
	double *totals = mem_new(count + 1, sizeof(*totals));
	double cap, sum_before = 0, sum_after = 0;

	for (size_t i = 0; i < count; i++)
		totals[i] = before[i] + after[i];
	cap = quantile(totals, count, q);
	for (size_t i = 0; i < count; i++) {
		double weight = totals[i] > cap ? cap / totals[i] : 1;

		sum_before += weight * before[i];
		sum_after += weight * after[i];
	}
	free(totals);
	return sum_before > 0 ? sum_after / sum_before : 0;
}
